"""The bank's own records, and the lists and rates that stand beside the ledger."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import codes, weekday
from aml.sample.life.trade import Trade
from aml.sample.plan import day_date
from aml.sample.world.licences import licences
from aml.sample.world.ties import owned_by
from aml.sample.world.town import Town, numbering
from aml.sample.write.ledger import amount

_RATES = {"CAD": 0.72, "EUR": 1.08, "GBP": 1.27, "MXN": 0.0545}


def customer_rows(town: Town) -> pl.DataFrame:
    """Customers in the order of their ids."""
    return town.customers.select(
        "customer_id", "customer_type", "name", "born_on", "document_number", "phone", "occupation",
        "industry_code", "industry", _whole("declared_income"), _whole("expected_turnover"),
        licences(town.customers["family"]).alias("licences"),
        "address", "city", "region", "postal_code", "country",
        _degrees("latitude"), _degrees("longitude"),
        "risk_rating", onboarded_on=_day("onboarded"),
    ).sort("customer_id")  # fmt: skip


def account_rows(town: Town) -> pl.DataFrame:
    """Accounts in the order of their ids."""
    return town.accounts.select(
        "account_id",
        customer_id=town.customers["customer_id"].gather(town.accounts["owner"]),
        account_type="account_type",
        currency="currency",
        branch_id=town.places.branches["branch_id"].gather(town.accounts["branch"]),
        opened_on=_day("opened"),
    ).sort("account_id")


def relationship_rows(town: Town) -> pl.DataFrame:
    """Who lives with whom, and who owns which firm."""
    rng, key = town.stream("relationships"), numbering(town.plan)
    household = town.customers["household"].to_numpy()
    people = np.flatnonzero(household >= 0)
    near = people[1:][household[people[1:]] == household[people[:-1]]]
    owned, owners = owned_by(town)
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


def shipper_rows(town: Town) -> pl.DataFrame:
    """Shippers abroad with their papers."""
    shipper = town.outsider("shipper") - town.accounts.height
    rng, count = town.stream("shippers"), len(shipper)
    start = town.plan.first_day - rng.integers(100, 9000, count)
    return (
        town.outsiders[shipper]
        .select(
            shipper_id=codes("H", shipper, numbering(town.plan)),
            name="name",
            registration_number=codes("N", shipper, numbering(town.plan) + 1),
            country="country",
            incorporated_on=pl.Series(start).cast(pl.Int32).cast(pl.Date),
        )
        .sort("shipper_id")
    )


def bill_rows(town: Town, bills: pl.DataFrame) -> pl.DataFrame:
    """Bills of lading with the names of all parties, and ids of those the bank knows."""
    home = town.accounts.height
    names = pl.concat(
        [town.customers["name"].gather(town.accounts["owner"]), town.outsiders["name"]]
    )
    ids = town.customers["customer_id"]
    shipper = codes("H", bills["shipper"].to_numpy() - home, numbering(town.plan))
    forwarder, buyer = bills["forwarder"], bills["buyer"]
    return bills.select(
        "bl_no", issued_on=_day("issued"), imo_number="imo_number", vessel_name="vessel_name",
        container_number="container_number", booking_number="booking_number",
        shipper_id=shipper, shipper_name=names.gather(bills["shipper"]),
        consignee_id=ids.gather(buyer.set(buyer >= home, None)),
        consignee_name=names.gather(buyer),
        forwarder_id=ids.gather(forwarder.set(forwarder >= home, None)),
        forwarder_name=names.gather(forwarder), carrier_name=names.gather(bills["carrier"]),
        load_port="load_port", discharge_port="discharge_port", arrival_on=_day("arrival"),
        hs_code="hs_code", goods="goods", packages="packages",
        gross_kg=pl.col("kilos").cast(pl.Decimal(18, 2)), declared_value=amount(pl.col("cents")),
        currency=pl.lit("USD"),
    ).sort("bl_no")  # fmt: skip


def vessel_rows(trade: Trade) -> pl.DataFrame:
    """Ships in the order of their numbers."""
    return trade.vessels.select("imo_number", "name", "flag", "operator").sort("imo_number")


def rate_rows(town: Town) -> pl.DataFrame:
    """What one unit of each currency was worth in dollars on every banking day."""
    rng, plan = town.stream("rates"), town.plan
    day = np.arange(plan.first_day - 7, plan.last_day + 1)
    day = day[weekday(day) < 5]
    parts = []
    for currency, rate in _RATES.items():
        steps = rng.integers(-45, 46, len(day)).cumsum()
        parts.append(
            pl.select(
                currency=pl.lit(currency), base_currency=pl.lit("USD"),
                rate_on=pl.Series(day).cast(pl.Int32).cast(pl.Date),
                rate=(pl.Series(np.rint(rate * (10_000 + steps) * 100).astype(np.int64))
                      .cast(pl.Decimal(18, 6)) / 1_000_000).cast(pl.Decimal(18, 6)),
            )
        )  # fmt: skip
    return pl.concat(parts)


def _day(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Int32).cast(pl.Date)


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
    """The list in the order of its ids, as it stood on the last day of the ledger."""
    return flags.select(
        entry_id=flag_ids(town, flags.height), list_id=pl.lit("own_flags"),
        list_version=pl.lit(day_date(town.plan.last_day).isoformat()), name="name",
        aliases="aliases", kind="kind",
        imo_number="imo_number", container_number="container_number",
        registration_number="registration_number", document_number="document_number",
        account_number="account_number", country="country", born_on="born_on", reason="reason",
        strength=(pl.col("strength").cast(pl.Decimal(18, 2)) / 100).cast(pl.Decimal(9, 2)),
        flagged_from=_day("flagged_from"), flagged_to=_day("flagged_to"),
    ).sort("entry_id")  # fmt: skip
