"""Cash by the van-load for a small firm, and the wires that take it away again."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, rounded
from aml.sample.life.counter import carried, workdays
from aml.sample.life.entry import together
from aml.sample.plant.cast import Cast, bank_hours, parts, passes_on
from aml.sample.story import Story


def repatriated(cast: Cast, rng: Chance, turn: int) -> Story:
    """Vans bring far more cash than the firm could sell for; within days it is wired on."""
    ways = (
        "wires to the south",
        "a firm of the same owner",
        "vaults of several cities",
        "bulk goods",
    )
    variant = ways[turn % len(ways)]
    firm, count = cast.border_firm(rng), int(rng.integers(3, 8))
    day = workdays(cast.start(rng, 40) + np.sort(rng.choice(30, count, replace=False)))
    cents = rounded(parts(rng, float(rng.uniform(210_000, 900_000)), count, 14), 500)
    moves = [
        carried(rng, firm, (day, cents), _vaults(cast, rng, firm, variant, count), is_credit=True)
    ]
    payees = _payees(cast, rng, variant)
    for on, amount in zip(day.tolist(), cents.tolist(), strict=True):
        pieces = int(rng.integers(1, 4))
        out = parts(rng, amount / 100 * float(rng.uniform(0.82, 0.97)), pieces, 12)
        later = bank_hours(rng, on + rng.integers(1, 4, pieces))
        sent = passes_on(rng, firm, np.sort(later), out, rng.choice(payees, pieces))
        moves.append(sent.with_columns(channel=pl.lit("wire")))
    told = f"{count} van-loads of cash, wired on within days, far beyond the firm's trade"
    return Story("F05", "planted", variant, told, "customer", (firm,), together(moves))


def among_takings(cast: Cast, rng: Chance) -> Story:
    """Hard: the van brings a little more than usual each week, and half of it leaves in a month."""
    firm, count = cast.border_firm(rng), 9
    day = workdays(cast.start(rng, 90) - 10 + np.arange(count) * 8)
    cents = rounded(parts(rng, float(rng.uniform(62_000, 96_000)), count, 30), 100)
    branch = int(cast.town.column("branch")[firm])
    moves = [carried(rng, firm, (day, cents), branch, is_credit=True)]
    later = bank_hours(rng, day[2::3] + 12)
    out = parts(rng, int(cents.sum()) / 200, len(later), 20)
    moves.append(passes_on(rng, firm, later, out, cast.strangers(rng, len(later))))
    told = "a little more cash than usual each week for months, half of it passed on slowly"
    return Story("F05", "hard", "among the takings", told, "customer", (firm,), together(moves))


def busy_season(cast: Cast, rng: Chance) -> Story:
    """Innocent: after a feast the van fetches more than ever, and the money stays in the firm."""
    firm, count = cast.border_firm(rng), 3
    day = workdays(cast.start(rng, 20) + np.arange(count) * 4)
    cents = rounded(parts(rng, float(rng.uniform(34_000, 46_000)), count, 40), 100)
    branch = int(cast.town.column("branch")[firm])
    moves = carried(rng, firm, (day, cents), branch, is_credit=True)
    told = "the takings of a feast, fetched by the van in two weeks; the money stays"
    return Story("F05", "look_alike", "a feast", told, "customer", (firm,), moves)


def _vaults(cast: Cast, rng: Chance, firm: int, variant: str, count: int) -> Ints:
    """Where the bags are counted: at the firm's own branch, or all over the country."""
    if variant == "vaults of several cities":
        return cast.far_branches(rng, firm, 4)[np.arange(count) % 4]
    return np.full(count, int(cast.town.column("branch")[firm]))


def _payees(cast: Cast, rng: Chance, variant: str) -> Ints:
    """A few parties, across the border or at home."""
    town = cast.town
    if variant == "bulk goods":
        return rng.choice(town.outsider("domestic supplier"), 3)
    if variant == "a firm of the same owner":
        return rng.choice(town.outsider("client"), 2)
    known = np.unique(cast.trade.bills["shipper"].to_numpy())
    abroad = np.concatenate([town.outsider("partner abroad"), known])
    country = town.outsiders["country"].gather(abroad - town.accounts.height)
    return rng.choice(np.extract((country == "MX").to_numpy(), abroad), 2)
