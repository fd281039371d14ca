"""Goods that are paid for and never move, or move at a price that nobody else pays."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, between, money
from aml.sample.life.entry import together
from aml.sample.life.texts import invoice_numbers
from aml.sample.plant.cast import Cast, tidy
from aml.sample.plant.flagged import paid, shipments
from aml.sample.plant.moves import Account, innocent, numbered
from aml.sample.story import Story
from aml.sample.world.ships import container_numbers


def nothing_moved(cast: Cast, rng: Chance, turn: int) -> Story:
    """Payment after payment for goods of which no bill of lading is ever seen."""
    ways = (
        "no bill at all",
        "a ship that lay elsewhere",
        "a container nobody has",
        "bills made up",
    )
    variant = ways[turn % len(ways)]
    buyer, supplier = cast.importer(rng), cast.shipper(rng)
    first, count = cast.start(rng, 110), int(rng.integers(6, 10))
    day = first + np.sort(rng.choice(100, count, replace=False))
    cents = tidy(rng, between(rng, 26_000, 68_000, count))
    reference = invoice_numbers(rng, count)
    text, bill = "goods as per " + reference, pl.Series([None] * count, dtype=pl.String)
    if "ship" in variant:
        ship = cast.ship(rng)
        text = f"MV {ship['name']} IMO {ship['imo_number']} " + reference
    if "container" in variant:
        text = "cont " + container_numbers(rng, count) + " " + reference
    if "made up" in variant:
        bill = "HBLU" + pl.Series(rng.integers(10**8, 10**9, count)).cast(pl.String)
        text = "B/L " + bill
    moves = Account(rng, buyer).pays(day, cents, supplier, text, "wire")
    moves = moves.with_columns(invoice=reference, bill=bill)
    told = f"{count} payments for goods, and nothing was shipped"
    return Story("T02", "planted", variant, told, "customer", (buyer,), moves)


def every_other_shipment(cast: Cast, rng: Chance) -> Story:
    """Hard: half of what is paid for is shipped."""
    buyer, supplier, first = cast.importer(rng), cast.shipper(rng), cast.start(rng, 110)
    bills = shipments(cast, rng, buyer, first + 25 * np.arange(4), supplier)
    reference, cents = invoice_numbers(rng, 8), np.repeat(bills["cents"].to_numpy(), 2)
    text = "goods as per " + reference
    moves = Account(rng, buyer).pays(first + 13 * np.arange(8), cents, supplier, text, "wire")
    told = "two payments for each shipment"
    return Story(
        "T02", "hard", "half of it is shipped", told, "customer", (buyer,), moves, bills=bills
    )


def long_lead(cast: Cast, rng: Chance) -> Story:
    """Half the price of machines in advance; they are shipped a hundred days later."""
    buyer, supplier = cast.importer(rng), cast.shipper(rng)
    first = cast.start(rng, 145)
    bills = shipments(cast, rng, buyer, first + np.array([95, 99]), supplier)
    cents = bills["cents"].to_numpy() // 2
    holder, text = Account(rng, buyer), numbered(rng, "deposit, pro forma", 2)
    later = np.minimum(bills["issued"].to_numpy() + 6, cast.town.plan.last_day - 3)
    moves = [
        holder.pays(first + np.array([0, 2]), cents, supplier, text, "wire"),
        holder.pays(later, cents, supplier, numbered(rng, "balance, pro forma", 2), "wire"),
    ]
    told = "half in advance; the goods are shipped a hundred days later"
    return innocent("T02", "long lead", told, buyer, moves, bills=bills)


def licences_abroad(cast: Cast, rng: Chance) -> Story:
    """Software and a design from abroad: nothing to ship."""
    firm, first = cast.shop(rng), cast.start(rng, 110)
    partner = int(rng.choice(cast.town.outsider("partner abroad")))
    text = numbered(rng, "software licence and support", 4)
    paid_ = Account(rng, firm).pays(
        first + 27 * np.arange(4), money(rng, 3600, 0.1, 4), partner, text, "wire"
    )
    return innocent("T02", "services from abroad", "services leave no bill", firm, [paid_])


def out_of_market(cast: Cast, rng: Chance, turn: int) -> Story:
    """Goods at many times their price or a fraction of it, and paid for as invoiced."""
    ways = (
        "far too dear",
        "far too cheap",
        "a weight that cannot be",
        "carriage as dear as the goods",
    )
    variant = ways[turn % len(ways)]
    buyer, supplier = cast.importer(rng), cast.shipper(rng)
    first, count = cast.start(rng, 70), int(rng.integers(2, 5))
    bills = shipments(cast, rng, buyer, first + np.sort(rng.integers(0, 40, count)), supplier)
    bills = mispriced(rng, bills, variant)
    day = np.minimum(bills["issued"].to_numpy() + rng.integers(3, 12, count), _last(cast))
    moves = [_as_invoiced(cast, rng, bills, day, supplier)]
    if "carriage" in variant:
        freight, carrier = bills["freight"].to_numpy(), int(bills["carrier"][0])
        moves.append(
            Account(rng, buyer).pays(
                day + 1, freight, carrier, numbered(rng, "freight", count), "wire"
            )
        )
    told = f"{count} bills of lading: {variant}"
    return Story(
        "T03", "planted", variant, told, "customer", (buyer,), together(moves), bills=bills
    )


def a_little_dear(cast: Cast, rng: Chance) -> Story:
    """Hard: a third above the usual, every time."""
    buyer, supplier, first = cast.importer(rng), cast.shipper(rng), cast.start(rng, 90)
    bills = shipments(cast, rng, buyer, first + np.array([0, 26, 51]), supplier)
    bills = bills.with_columns(cents=pl.col("cents") * 134 // 100)
    day = np.minimum(bills["issued"].to_numpy() + 7, _last(cast))
    moves = _as_invoiced(cast, rng, bills, day, supplier)
    told = "a third above the market, three times"
    return Story("T03", "hard", "a third too dear", told, "customer", (buyer,), moves, bills=bills)


def organic(cast: Cast, rng: Chance) -> Story:
    """Organic goods of the best grade cost a tenth more."""
    buyer, supplier, first = cast.importer(rng), cast.shipper(rng), cast.start(rng, 80)
    bills = shipments(cast, rng, buyer, first + np.array([0, 30]), supplier)
    bills = bills.with_columns(
        cents=pl.col("cents") * 111 // 100,
        goods=pl.concat_str([pl.col("goods"), pl.lit(", organic")]),
    )
    day = np.minimum(bills["issued"].to_numpy() + 7, _last(cast))
    moves = _as_invoiced(cast, rng, bills, day, supplier)
    return innocent(
        "T03", "organic", "organic goods cost a tenth more", buyer, [moves], bills=bills
    )


def samples(cast: Cast, rng: Chance) -> Story:
    """Samples for a fair: a few kilograms, dear by weight and cheap in sum."""
    buyer, supplier, first = cast.importer(rng), cast.shipper(rng), cast.start(rng, 60)
    bills = shipments(cast, rng, buyer, np.array([first]), supplier)
    bills = bills.with_columns(
        kilos=pl.lit(40, pl.Int64),
        cents=pl.lit(90_000, pl.Int64),
        packages=pl.lit(4, pl.Int64),
        freight=pl.lit(21_000, pl.Int64),
    )
    day = np.minimum(bills["issued"].to_numpy() + 5, _last(cast))
    moves = _as_invoiced(cast, rng, bills, day, supplier)
    return innocent("T03", "samples", "samples for a fair", buyer, [moves], bills=bills)


def mispriced(rng: Chance, bills: pl.DataFrame, variant: str) -> pl.DataFrame:
    """The bills with the value, the weight or the carriage of the scheme."""
    times = rng.uniform(4.5, 11, bills.height)
    cents, kilos = bills["cents"].to_numpy(), bills["kilos"].to_numpy()
    if variant == "far too dear":
        return bills.with_columns(cents=pl.Series(_whole(cents * times)))
    if variant == "far too cheap":
        return bills.with_columns(cents=pl.Series(_whole(cents / times)))
    if variant == "a weight that cannot be":
        return bills.with_columns(kilos=pl.Series(_whole(kilos / (2 * times))))
    return bills.with_columns(
        cents=pl.Series(_whole(cents / 3)),
        freight=pl.Series(_whole(cents / 3 * rng.uniform(0.82, 1.2, bills.height))),
    )


def _as_invoiced(
    cast: Cast, rng: Chance, bills: pl.DataFrame, day: Ints, supplier: int
) -> pl.DataFrame:
    """What each bill declares, paid to the supplier."""
    plain = paid(cast, rng, bills, day, 1000, supplier)
    exact = plain.with_columns(account=bills["buyer"], cents=bills["cents"])
    return exact.with_columns(channel=pl.lit("wire"))


def _last(cast: Cast) -> int:
    return cast.town.plan.last_day - 4


def _whole(cents: np.ndarray) -> Ints:
    whole: Ints = np.rint(cents).astype(np.int64)
    return whole
