"""What flagged parties, shipments and payments to them have in common in all stories."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, money
from aml.sample.life.lists import Said, flag, official_reason, reason_for
from aml.sample.life.texts import invoice_texts
from aml.sample.life.trade import Yard, make_bills, payment
from aml.sample.plant.cast import Cast


def listed(
    rng: Chance, said: Mapping[str, Said], since: int, until: int | None = None
) -> pl.DataFrame:
    """One entry of the list, on it from one day, perhaps until another."""
    reason, strength = reason_for(rng)
    when = {"flagged_from": since, "flagged_to": until, "reason": reason, "strength": strength}
    return flag({**said, **when})


def listed_officially(
    rng: Chance, said: Mapping[str, Said], since: int, until: int | None = None
) -> pl.DataFrame:
    """One entry that was imported from a government's list."""
    when: dict[str, Said] = {"flagged_from": since, "flagged_to": until}
    return flag({**said, **official_reason(rng), **when})


def account_entry(
    cast: Cast, rng: Chance, number: int, since: int, *, official: bool = False
) -> pl.DataFrame:
    """A party's entry, with the account that it pays from."""
    party = cast.party(number)
    said: dict[str, Said] = {
        "kind": "organisation", "name": party["name"], "country": party["country"],
        "account_number": party["account"],
    }  # fmt: skip
    return listed_officially(rng, said, since) if official else listed(rng, said, since)


def shipments(
    cast: Cast,
    rng: Chance,
    buyer: int,
    issued: Ints,
    shipper: int | None = None,
    port: str | None = None,
) -> pl.DataFrame:
    """Bills of lading of one buyer, from one shipper and to one port if given."""
    count = len(issued)
    buyers = np.full(count, buyer)
    source = None if shipper is None else np.full(count, shipper)
    yard = Yard(cast.town, cast.trade.vessels, cast.trade.sailings)
    return make_bills(yard, rng, buyers, issued, source, port)


def foreign_cargo(cast: Cast, rng: Chance, issued: int, shipper: int) -> pl.DataFrame:
    """A shipment to a firm that nobody here deals with, through a forwarder that nobody uses."""
    bill = shipments(cast, rng, cast.importer(rng), np.array([issued]), shipper)
    consignee = int(rng.choice(cast.town.outsider("importer elsewhere")))
    return bill.with_columns(
        buyer=pl.lit(consignee, pl.Int64), forwarder=pl.lit(cast.forwarder(rng), pl.Int64)
    )


def paid(
    cast: Cast, rng: Chance, bills: pl.DataFrame, day: Ints, dollars: float, payee: int
) -> pl.DataFrame:
    """A payment for each bill that names an invoice and nothing of the cargo."""
    cents = money(rng, dollars, 0.4, bills.height)
    plain = payment(cast.town, rng, bills, day, cents, np.full(bills.height, payee))
    return plain.with_columns(text=invoice_texts(plain["invoice"]), bill=pl.lit(None, pl.String))


def earlier_dealings(
    cast: Cast, rng: Chance, buyer: int, shipper: int, before: int
) -> pl.DataFrame:
    """The buyer knew the supplier long before anybody listed it: two or three invoices."""
    first = cast.town.plan.first_day
    issued = np.sort(rng.integers(first, max(first + 20, before - 10), int(rng.integers(2, 4))))
    bills = shipments(cast, rng, buyer, issued, shipper)
    return paid(cast, rng, bills, np.maximum(issued, first), 9000, shipper)
