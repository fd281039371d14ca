"""The bank's own records, and the lists and rates that stand beside the ledger."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Ints, codes, weekday
from aml.sample.plan import day_date
from aml.sample.world.licences import licences
from aml.sample.world.staffing import staff_numbers
from aml.sample.world.ties import employers, held_together, owned_by
from aml.sample.world.town import Town, numbering

_RATES = {"CAD": 0.72, "EUR": 1.08, "GBP": 1.27, "MXN": 0.0545}


def customer_rows(town: Town) -> pl.DataFrame:
    """Customers in the order of their ids."""
    known = town.customers.with_columns(
        licences=licences(town.customers["family"]),
        employer=party_names(town).gather(_numbered(employers(town))),
        employees=staff_numbers(town.customers, town.stream("staffing")),
    )
    return known.select(
        "customer_id", "customer_type", "name", "born_on", "document_number", "phone", "occupation",
        "industry_code", "industry", "employer", _whole("declared_income"),
        _whole("expected_turnover"), "employees", "licences",
        "address", "city", "region", "postal_code", "country",
        _degrees("latitude"), _degrees("longitude"),
        "risk_rating", onboarded_on=day("onboarded"),
    ).sort("customer_id")  # fmt: skip


def party_names(town: Town) -> pl.Series:
    """The name of everybody in the directory, by number."""
    own = town.customers["name"].gather(town.accounts["owner"])
    return pl.concat([own, town.outsiders["name"]])


def account_rows(town: Town) -> pl.DataFrame:
    """Accounts in the order of their ids."""
    return town.accounts.select(
        "account_id",
        customer_id=town.customers["customer_id"].gather(town.accounts["owner"]),
        account_type="account_type",
        currency="currency",
        branch_id=town.places.branches["branch_id"].gather(town.accounts["branch"]),
        opened_on=day("opened"),
    ).sort("account_id")


def relationship_rows(town: Town) -> pl.DataFrame:
    """Who lives with whom, and who owns which firm."""
    rng, key = town.stream("relationships"), numbering(town.plan)
    household = town.customers["household"].to_numpy()
    people = np.flatnonzero(household >= 0)
    near = people[1:][household[people[1:]] == household[people[:-1]]]
    owned, owners = (
        np.concatenate(both) for both in zip(owned_by(town), held_together(town), strict=True)
    )
    ids = town.customers["customer_id"]
    source = np.concatenate([near - 1, owners])
    target = np.concatenate([near, owned])
    role = ["same_household"] * len(near) + ["owner"] * len(owned)
    share = [None] * len(near) + [
        (50, 60, 75, 100)[turn] for turn in rng.integers(0, 4, len(owned))
    ]
    return pl.select(
        relationship_id=codes("L", np.arange(len(source)), key),
        from_customer_id=ids.gather(source),
        to_customer_id=ids.gather(target),
        role=pl.Series(role, dtype=pl.String),
        share=(pl.Series(share, dtype=pl.Int64).cast(pl.Decimal(18, 2)) / 100).cast(
            pl.Decimal(9, 2)
        ),
    ).sort("relationship_id")


def site_rows(sites: pl.DataFrame) -> pl.DataFrame:
    """Branches or desks in the order of their ids."""
    first = sites.columns[0]
    return sites.select(
        first,
        "name",
        "city",
        "county",
        "region",
        "postal_code",
        "country",
        _degrees("latitude"),
        _degrees("longitude"),
    ).sort(first)


def rate_rows(town: Town) -> pl.DataFrame:
    """What one unit of each currency was worth in dollars on every banking day."""
    rng, plan = town.stream("rates"), town.plan
    days = np.arange(plan.first_day - 7, plan.last_day + 1)
    days = days[weekday(days) < 5]
    parts = []
    for currency, rate in _RATES.items():
        steps = rng.integers(-45, 46, len(days)).cumsum()
        parts.append(
            pl.select(
                currency=pl.lit(currency), base_currency=pl.lit("USD"),
                rate_on=pl.Series(days).cast(pl.Int32).cast(pl.Date),
                rate=(pl.Series(np.rint(rate * (10_000 + steps) * 100).astype(np.int64))
                      .cast(pl.Decimal(18, 6)) / 1_000_000).cast(pl.Decimal(18, 6)),
            )
        )  # fmt: skip
    return pl.concat(parts)


def day(name: str) -> pl.Expr:
    """A column of days since 1970 as dates."""
    return pl.col(name).cast(pl.Int32).cast(pl.Date)


def _numbered(number: Ints) -> pl.Series:
    """Numbers of the directory, null where there is none."""
    series = pl.Series(number)
    return series.set(series < 0, None)


def _whole(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Decimal(18, 2))


def _degrees(name: str) -> pl.Expr:
    return (
        (pl.col(name) * 10_000)
        .round()
        .cast(pl.Int64)
        .cast(pl.Decimal(18, 4))
        .truediv(10_000)
        .cast(pl.Decimal(9, 4))
    )


def flag_ids(town: Town, count: int) -> pl.Series:
    """Entry ids of the list, which tell nothing of the order."""
    return codes("F", np.arange(count), numbering(town.plan))


def flag_rows(town: Town, flags: pl.DataFrame) -> pl.DataFrame:
    """The lists in the order of their ids, as they stood on the last day of the ledger."""
    return flags.select(
        entry_id=flag_ids(town, flags.height), list_id="list_id",
        list_version=pl.lit(day_date(town.plan.last_day).isoformat()), name="name",
        aliases="aliases", weak_aliases="weak_aliases", kind="kind",
        imo_number="imo_number", container_number="container_number",
        registration_number="registration_number", document_number="document_number",
        account_number="account_number", country="country", born_on="born_on", reason="reason",
        program="program",
        strength=(pl.col("strength").cast(pl.Decimal(18, 2)) / 100).cast(pl.Decimal(9, 2)),
        flagged_from=day("flagged_from"), flagged_to=day("flagged_to"),
    ).sort("entry_id")  # fmt: skip
