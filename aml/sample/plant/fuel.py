"""Oil that is crude on the way in and waste on the way out."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, money, words
from aml.sample.life.entry import together
from aml.sample.plant.cast import Cast, parts
from aml.sample.plant.fronts import paper_company
from aml.sample.plant.moves import Account, innocent, numbered
from aml.sample.story import Story

_WASTE = (
    "aceite residual",
    "waste oil",
    "used oil",
    "residuo peligroso hazmat",
    "lubricante usado",
)
_CRUDE = ("crude oil", "condensate", "naphtha", "petroleum distillate")


def waste_for_crude(cast: Cast, rng: Chance, turn: int) -> Story:
    """A young trader sells crude and pays for waste oil in Mexico, nearly all of it at once."""
    ways = ("crude in, waste out", "an importer in between", "several wires a day", "two suppliers")
    variant = ways[turn % len(ways)]
    firm = cast.border_firm(rng) if "importer" in variant else paper_company(cast, rng)
    first, count = cast.start(rng, 75), int(rng.integers(4, 7))
    day = first + np.sort(rng.choice(60, count, replace=False))
    cents = parts(rng, float(rng.uniform(240_000, 1_900_000)), count, 10)
    buyers = rng.choice(cast.town.outsider("oil dealer"), 2, replace=False)
    pool = cast.town.outsider("oil firm abroad")
    abroad = np.array([cast.fresh(rng, "oil firm", pool) for _ in range(2)])
    whom = np.full(count, abroad[0]) if variant != "two suppliers" else np.resize(abroad, count)
    holder = Account(rng, firm)
    moves = [
        holder.gets(day, cents, np.resize(buyers, count), _said(rng, _CRUDE, count), "wire"),
        *_sent_on(holder, day, cents, whom, 3 if "a day" in variant else 1),
    ]
    told = "crude is sold and waste oil is bought, most of the money within days"
    return Story("T08", "planted", variant, told, "customer", (firm,), together(moves))


def without_a_word(cast: Cast, rng: Chance) -> Story:
    """Hard: the same, and no text names any oil."""
    firm, first = paper_company(cast, rng), cast.start(rng, 75)
    day, cents = first + 14 * np.arange(5), parts(rng, float(rng.uniform(150_000, 290_000)), 5, 10)
    buyers, pool = cast.strangers(rng, 5), cast.town.outsider("oil firm abroad")
    abroad = np.array([cast.fresh(rng, "oil firm", pool) for _ in range(2)])
    holder = Account(rng, firm)
    out = np.rint(cents * rng.uniform(0.8, 0.9, 5)).astype(np.int64)
    moves = [
        holder.gets(day, cents, buyers, numbered(rng, "Invoice", 5), "wire"),
        holder.pays(day + 4, out, np.resize(abroad, 5), numbered(rng, "Invoice", 5), "wire"),
    ]
    told = "the trade of fuel without a word about fuel"
    return Story("T08", "hard", "no word of oil", told, "customer", (firm,), together(moves))


def recycler(cast: Cast, rng: Chance) -> Story:
    """A workshop's recycler: collects used oil from many garages and sells it to a refinery."""
    firm, first = cast.shop(rng), cast.start(rng, 90)
    garages = rng.choice(cast.town.outsider("client"), 12)
    refinery = int(rng.choice(cast.town.outsider("oil dealer")))
    day = first + np.sort(rng.integers(0, 80, 12))
    month = first + 20 + 28 * np.arange(3)
    holder = Account(rng, firm)
    text = numbered(rng, "used oil collected, EPA id on file,", 12)
    moves = [
        holder.pays(day, money(rng, 380, 0.5, 12), garages, text),
        holder.gets(month, money(rng, 5200, 0.2, 3), refinery, numbered(rng, "base oil", 3)),
    ]
    return innocent("T08", "recycler", "collects used oil from many garages", firm, moves)


def heating_oil(cast: Cast, rng: Chance) -> Story:
    """A firm buys heating oil and lubricants for its machines."""
    firm, first = cast.shop(rng), cast.start(rng, 90)
    dealer = int(rng.choice(cast.town.outsider("oil dealer")))
    day, cents = first + 25 * np.arange(4), money(rng, 1500, 0.3, 4)
    moves = [Account(rng, firm).pays(day, cents, dealer, numbered(rng, "lubricants", 4))]
    return innocent("T08", "lubricants", "oil for its own machines", firm, moves)


def _sent_on(holder: Account, day: Ints, cents: Ints, whom: Ints, wires: int) -> list[pl.DataFrame]:
    """Each sum goes south within four days, in one wire or several on the same day."""
    rng, moves = holder.rng, []
    for on, whole, payee in zip(day.tolist(), cents.tolist(), whom.tolist(), strict=True):
        out = parts(rng, whole / 100 * float(rng.uniform(0.82, 0.95)), wires, 20)
        later = np.full(wires, on + int(rng.integers(1, 5)))
        moves.append(holder.pays(later, out, payee, _said(rng, _WASTE, wires), "wire"))
    return moves


def _said(rng: Chance, pool: tuple[str, ...], count: int) -> pl.Series:
    number = pl.Series(rng.integers(100, 99_999, count)).cast(pl.String)
    chosen = words(rng, list(pool), count)
    return pl.select(pl.concat_str([chosen, pl.lit(" inv "), number])).to_series()
