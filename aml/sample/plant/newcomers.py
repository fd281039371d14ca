"""Shippers nobody knew a season ago, with containers of fruit from the first day."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints
from aml.sample.life.entry import together
from aml.sample.life.trade import founded
from aml.sample.plant.cast import Cast
from aml.sample.plant.flagged import paid, shipments
from aml.sample.plant.fronts import paper_company
from aml.sample.plant.moves import Account, innocent, numbered
from aml.sample.story import Story
from aml.sample.world.ships import FRUITS, GOODS


def unknown_shipper(cast: Cast, rng: Chance, turn: int) -> Story:
    """A firm founded months ago ships many containers, and others pay the carriage."""
    ways = (
        "carriage paid from the Gulf",
        "carriage paid by a firm here",
        "a new buyer too",
        "at once",
    )
    variant = ways[turn % len(ways)]
    shipper = cast.fresh(rng, "young shipper", cast.town.outsider("young shipper"))
    buyer = paper_company(cast, rng) if "new buyer" in variant else cast.importer(rng)
    first, count = _after_founding(cast, rng, shipper), int(rng.integers(5, 9))
    span = 12 if variant == "at once" else 50
    issued = first + np.sort(rng.integers(0, span, count))
    bills = of_fruit(rng, shipments(cast, rng, buyer, issued, shipper))
    abroad = cast.town.outsider("buyer abroad")
    gulf = abroad[(_country(cast, abroad) == "AE").to_numpy()]
    payer = cast.shop(rng) if "firm here" in variant else int(rng.choice(gulf))
    bills = bills.with_columns(freighter=pl.lit(payer, pl.Int64))
    day = _within(cast, bills["issued"].to_numpy() + rng.integers(3, 12, count))
    goods = paid(cast, rng, bills, day, float(rng.uniform(7000, 17_000)), shipper)
    moves, focus = [goods.with_columns(account=pl.lit(buyer, pl.Int64))], [buyer]
    if "firm here" in variant:
        carrier, freight = int(bills["carrier"][0]), bills["freight"].to_numpy()
        text = numbered(rng, "freight", count)
        moves.append(Account(rng, payer).pays(day + 2, freight, carrier, text, "wire"))
        focus.append(payer)
    told = f"{count} containers in the first weeks of a firm a few months old"
    return Story(
        "T01", "planted", variant, told, "customer", tuple(focus), together(moves), bills=bills
    )


def two_to_begin_with(cast: Cast, rng: Chance) -> Story:
    """Hard: the young firm begins with two containers, and its buyer pays the carriage."""
    shipper = cast.fresh(rng, "young shipper", cast.town.outsider("young shipper"))
    buyer, first = cast.importer(rng), _after_founding(cast, rng, shipper)
    bills = of_fruit(rng, shipments(cast, rng, buyer, first + np.array([0, 34]), shipper))
    day = _within(cast, bills["issued"].to_numpy() + 6)
    told = "two containers of a firm a few months old, a month apart"
    return Story(
        "T01", "hard", "two to begin with", told, "customer", (buyer,),
        paid(cast, rng, bills, day, 9000, shipper), bills=bills,
    )  # fmt: skip


def arm_of_a_group(cast: Cast, rng: Chance) -> Story:
    """The new subsidiary of a known group ships from its first month; the group has an LEI."""
    group = cast.town.outsider("group shipper")
    shipper, buyer = cast.fresh(rng, "group shipper", group), cast.importer(rng)
    issued = cast.start(rng, 80) + np.sort(rng.integers(0, 45, 5))
    bills = of_fruit(rng, shipments(cast, rng, buyer, issued, shipper))
    day = _within(cast, bills["issued"].to_numpy() + 8)
    moves = paid(cast, rng, bills, day, 12_000, shipper)
    told = "a new arm of a listed group, which has an LEI"
    return innocent("T01", "arm of a listed group", told, buyer, [moves], bills=bills)


def harvest_cooperative(cast: Cast, rng: Chance) -> Story:
    """A cooperative ships only when the fruit is ripe: this year, last year and the year before."""
    shipper, buyer, first = cast.shipper(rng), cast.importer(rng), cast.start(rng, 80)
    now = first + np.sort(rng.integers(0, 40, 5))
    before = np.concatenate([now[:4] - 365, now[1:4] - 730])
    before = before[before > cast.town.plan.first_shipment]
    issued = np.concatenate([np.sort(before), now])
    bills = of_fruit(rng, shipments(cast, rng, buyer, issued, shipper))
    ours = bills.filter(pl.col("issued") >= first)
    day = _within(cast, ours["issued"].to_numpy() + 9)
    moves = paid(cast, rng, ours, day, 11_000, shipper)
    told = "ships in one season, as in the years before"
    return innocent("T01", "harvest cooperative", told, buyer, [moves], bills=bills)


def of_fruit(rng: Chance, bills: pl.DataFrame) -> pl.DataFrame:
    """The same bills with fruit in every container."""
    count = bills.height
    good = rng.integers(0, FRUITS, count)
    hs_code, goods, price, weight = (np.array(column)[good] for column in zip(*GOODS, strict=True))
    kilos = np.rint(weight * rng.uniform(0.85, 1.1, count)).astype(np.int64)
    cents = np.rint(kilos * price * rng.uniform(0.9, 1.1, count) * 100).astype(np.int64)
    return bills.with_columns(
        hs_code=pl.Series(hs_code), goods=pl.Series(goods), kilos=pl.Series(kilos),
        cents=pl.Series(cents),
    )  # fmt: skip


def _after_founding(cast: Cast, rng: Chance, shipper: int) -> int:
    """A day within half a year of the founding of a young shipper."""
    since = int(founded(cast.town, np.array([shipper]))[0])
    last = min(since + 190, cast.town.plan.last_day - 75)
    return int(rng.integers(max(since + 45, cast.town.plan.first_day + 20), last))


def _within(cast: Cast, day: Ints) -> Ints:
    kept: Ints = np.minimum(day, cast.town.plan.last_day - 4)
    return kept


def _country(cast: Cast, number: Ints) -> pl.Series:
    return cast.town.outsiders["country"].gather(number - cast.town.accounts.height)
