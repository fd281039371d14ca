"""A remittance desk whose own people help: what it books differs from what its peers book."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, Chance, Ints, between, moment, money, rounded
from aml.sample.life.remittances import late_desks, transfers
from aml.sample.plant.cast import Cast
from aml.sample.plant.sending import paid_out
from aml.sample.story import Kind, Story
from aml.sample.world.names import documents
from aml.sample.world.places import CITIES
from aml.sample.world.town import numbering

#: Transfers from here on are recorded.
_LINE = 3000
_CITY_WEIGHTS = np.array([city.weight for city in CITIES])


def complicit_desk(cast: Cast, rng: Chance, turn: int) -> Story:
    """For weeks one desk books sums under the record line, on few papers, to few receivers."""
    ways = (
        "under the record line", "borrowed papers", "after closing time", "papers in a row",
        "to two receivers",
    )  # fmt: skip
    variant = ways[turn % len(ways)]
    desk, days = cast.desk(rng), int(rng.integers(40, 85))
    # Three a day beside the others: a desk of fewer has no shares to compare.
    count = max(_volume(cast, rng, desk, 0.3), 3 * days)
    in_band = rng.random(count) < float(rng.uniform(0.55, 0.8))
    band = between(rng, float(rng.uniform(0.86, 0.9)) * _LINE, 0.998 * _LINE, count)
    usual = rounded(money(rng, 290, 0.5, count), 10)
    cents = np.where(in_band, np.where(rng.random(count) < 0.5, rounded(band, 1), band), usual)
    receivers = 2 if "two" in variant else 0
    sent = _booked(cast, rng, desk, (cast.start(rng, days), days), cents, receivers)
    if variant == "after closing time":
        late = sent["at"].to_numpy() // DAY_SECONDS
        late = moment(rng, late, 21.5, 28.5)
        is_late = pl.Series(rng.random(count) < 0.7)
        sent = sent.with_columns(
            at=pl.when(is_late).then(pl.Series(late)).otherwise("at"),
            paid_at=pl.when(is_late).then(pl.Series(late) + 7200).otherwise("paid_at"),
        )
    in_a_row = variant == "papers in a row"
    papers = _in_a_row(rng, count) if in_a_row else _borrowed(cast, rng, count)
    sent = sent.with_columns(sender_document=papers)
    told = f"{count} transfers of one desk within {days} days, on few papers and to few receivers"
    return _story("planted", variant, told, desk, sent)


def careful_desk(cast: Cast, rng: Chance) -> Story:
    """Hard: one transfer in some is booked under the line, on true papers, all the time."""
    desk = cast.desk(rng)
    count = _volume(cast, rng, desk, 0.08)
    cents = rounded(between(rng, 0.8 * _LINE, 0.97 * _LINE, count), 1)
    sent = _booked(cast, rng, desk, (cast.start(rng, 140), 138), cents, receivers=count)
    told = "a few sums under the line each week among all the others"
    return _story("hard", "a few each week", told, desk, sent)


def airport_desk(cast: Cast, rng: Chance) -> Story:
    """A desk at an airport has many customers by night, who send what anybody sends."""
    desk, count = int(rng.choice(late_desks(cast.town))), int(rng.integers(40, 70))
    cents = rounded(money(rng, 260, 0.5, count), 10)
    sent = _own_families(cast, rng, (cast.start(rng, 70), 68), cents)
    at = moment(rng, sent["at"].to_numpy() // DAY_SECONDS, 21, 30)
    sent = sent.with_columns(
        agent=pl.lit(desk, pl.Int64), at=pl.Series(at), paid_at=pl.Series(at) + 5400
    )
    told = "travellers and late shifts: by night, in all sums, to their own families"
    return _story("look_alike", "airport desk", told, desk, sent)


def corridor_shop(cast: Cast, rng: Chance) -> Story:
    """A grocer's desk where people from one country send to it."""
    desk, count = cast.desk(rng), int(rng.integers(40, 70))
    cents = rounded(money(rng, 240, 0.5, count), 10)
    sent = _own_families(cast, rng, (cast.start(rng, 70), 68), cents, country="GT")
    sent = sent.with_columns(agent=pl.lit(desk, pl.Int64))
    told = "a shop that people from one country like: one corridor, all sums, by day"
    return _story("look_alike", "corridor shop", told, desk, sent)


def _volume(cast: Cast, rng: Chance, desk: int, share: float) -> int:
    """Some share of what the first desk of its city books in the year."""
    place = int(cast.town.places.agents["place"][desk])
    yearly = cast.town.plan.remittances * _CITY_WEIGHTS[place] / _CITY_WEIGHTS.sum() * 0.6
    return int(np.clip(share * yearly * float(rng.uniform(0.8, 1.2)), 200 * share, 600))


def _booked(
    cast: Cast, rng: Chance, desk: int, when: tuple[int, int], cents: Ints, receivers: int = 0
) -> pl.DataFrame:
    """So many transfers of people of the city, to a few receivers unless more are asked for."""
    (first, span), count = when, len(cents)
    place = cast.corridors.senders["place"].to_numpy()
    city = int(cast.town.places.agents["place"][desk])
    who = np.resize(rng.permutation(np.flatnonzero(place == city)), count)
    few = rng.permutation(cast.corridors.relatives)[: receivers or int(rng.integers(4, 9))]
    at = np.sort(moment(rng, first + rng.integers(0, span, count), 8, 21))
    return paid_out(transfers(rng, at, who, rng.choice(few, count), np.full(count, desk), cents))


def _own_families(
    cast: Cast, rng: Chance, when: tuple[int, int], cents: Ints, country: str | None = None
) -> pl.DataFrame:
    """So many transfers of anybody to their own families, in one country if asked for."""
    (first, span), count, corridors = when, len(cents), cast.corridors
    who = np.arange(corridors.at_home)
    whom = corridors.kin(who, np.zeros(len(who), dtype=np.int64))
    if country is not None:
        fits = (corridors.receivers["country"].gather(whom) == country).to_numpy()
        who, whom = who[fits], whom[fits]
    pick = rng.integers(0, len(who), count)
    at = np.sort(moment(rng, first + rng.integers(0, span, count), 8, 21))
    none = np.zeros(count, dtype=np.int64)
    return paid_out(transfers(rng, at, who[pick], whom[pick], none, cents))


def _borrowed(cast: Cast, rng: Chance, count: int) -> pl.Series:
    """Most transfers are booked on a handful of papers, whoever the sender is said to be."""
    few = documents(
        rng.integers(1 << 24, 1 << 27, int(rng.integers(4, 9))), numbering(cast.town.plan)
    )
    shown = few.gather(rng.integers(0, len(few), count))
    own = pl.Series(rng.random(count) < 0.3)
    return shown.set(own, None)


def _in_a_row(rng: Chance, count: int) -> pl.Series:
    """Papers that were never issued: their numbers follow each other."""
    first = int(rng.integers(10**8, 4 * 10**9))
    number = first + np.cumsum(rng.integers(1, 3, count))
    text = pl.Series(number).cast(pl.String).str.zfill(10)
    made = pl.select(pl.concat_str([pl.lit("P"), text])).to_series()
    return made.set(pl.Series(rng.random(count) < 0.25), None)


def _story(kind: Kind, variant: str, told: str, desk: int, sent: pl.DataFrame) -> Story:
    return Story("R05", kind, variant, told, "agent", (desk,), transfers=sent)
