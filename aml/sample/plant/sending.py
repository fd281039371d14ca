"""Schemes at the remittance desks: sums split under the line, and many who feed one receiver."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, Ints, between, rounded
from aml.sample.life.remittances import agents_near, transfers
from aml.sample.plant.cast import Cast, parts
from aml.sample.story import Story

_LINE = 3000


def split_sum(cast: Cast, rng: Chance, turn: int) -> Story:
    """One sender cuts a sum into transfers under the record line, at several desks."""
    ways = ("one afternoon", "one week", "two receivers", "evening after evening")
    variant = ways[turn % len(ways)]
    sender, count = cast.sender(rng), int(rng.integers(3, 6))
    low = float(rng.uniform(0.63, 0.8))
    cents = rounded(between(rng, low * _LINE, 0.985 * _LINE, count), 10)
    first, hour = cast.start(rng, 8), rng.integers(10 * HOUR_SECONDS, 20 * HOUR_SECONDS, count)
    offset = np.sort(rng.choice(7, count, replace=False))
    if variant == "one afternoon":
        offset, hour = offset * 0, 13 * HOUR_SECONDS + rng.integers(0, 4 * HOUR_SECONDS, count)
    elif variant == "two receivers":
        offset = rng.integers(0, 2, count)
    at = np.sort((first + offset) * DAY_SECONDS + hour)
    place = int(cast.corridors.senders["place"][sender])
    desks = rng.permutation(cast.town.places.agents_in(place))[: int(rng.integers(2, 4))]
    receiver = cast.corridors.kin(np.full(count, sender), np.zeros(count, dtype=np.int64))
    if variant == "two receivers":
        receiver = np.where(np.arange(count) % 2 == 0, receiver, cast.receiver(rng))
    desk = np.resize(desks, count)
    sent = paid_out(transfers(rng, at, np.full(count, sender), receiver, desk, cents))
    told = f"{count} transfers of one sender, each under the record line and together over it"
    return Story("R01", "planted", variant, told, "sender", (sender,), transfers=sent)


def many_to_one(cast: Cast, rng: Chance, turn: int) -> Story:
    """People who share neither name nor town send to the same receiver."""
    variant = ("many states", "three days", "a month")[turn % 3]
    receiver, count = cast.receiver(rng), int(rng.integers(7, 13))
    span = {"three days": 3, "a month": 26}.get(variant, int(rng.integers(8, 20)))
    cents = rounded(parts(rng, float(rng.uniform(5600, 16_000)), count, 10), 10)
    sent = _gathered(cast, rng, receiver, (cast.start(rng, span), span), cents)
    told = f"{count} unrelated senders within {span} days to one receiver"
    return Story("R02", "planted", variant, told, "receiver", (receiver,), transfers=sent)


def slow_many_to_one(cast: Cast, rng: Chance) -> Story:
    """Hard: the same over months, and the receiver shows no document."""
    without = cast.corridors.receivers["document"].is_null().arg_true()
    receiver = int(without[int(rng.integers(len(without)))])
    cents = rounded(between(rng, 400, 1100, 8), 10)
    sent = _gathered(cast, rng, receiver, (cast.start(rng, 100) - 15, 100), cents)
    told = "eight senders feed one receiver over months; no document is shown"
    return Story("R02", "hard", "over months", told, "receiver", (receiver,), transfers=sent)


def paid_out(sent: pl.DataFrame) -> pl.DataFrame:
    """A story's transfers all arrive."""
    return sent.with_columns(status=pl.lit("posted"))


def unrelated(cast: Cast, rng: Chance, count: int) -> Ints:
    """Senders of different family names, wherever they live."""
    asked = rng.permutation(cast.corridors.at_home)[: 40 * count]
    surname = cast.corridors.senders["name"].gather(asked).str.split(" ").list.last()
    distinct = surname.is_first_distinct().to_numpy()
    return np.extract(distinct, asked)[:count].astype(np.int64)


def _gathered(
    cast: Cast, rng: Chance, receiver: int, when: tuple[int, int], cents: Ints
) -> pl.DataFrame:
    """One transfer each of so many unrelated senders, within some days."""
    first, span = when
    senders = unrelated(cast, rng, len(cents))
    count = len(senders)
    hour = rng.integers(9 * HOUR_SECONDS, 20 * HOUR_SECONDS, count)
    at = np.sort((first + rng.integers(0, span, count)) * DAY_SECONDS + hour)
    desk = agents_near(cast.town, rng, cast.corridors, senders)
    whom = np.full(count, receiver)
    return paid_out(transfers(rng, at, senders, whom, desk, cents[:count]))
