"""Schemes at the remittance desks: sums split to stay under the line, many who feed one receiver."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, between, rounded
from aml.sample.life.remittances import transfers
from aml.sample.plant.cast import Cast, parts
from aml.sample.story import Story
from aml.sample.world.places import CITIES

LINE = 3000


def split_sum(cast: Cast, rng: Chance, turn: int) -> Story:
    """One sender cuts a sum into transfers under the record line, at several desks."""
    variant = (
        "one afternoon, several desks",
        "one week",
        "two receivers",
        "evening after evening",
    )[turn % 4]
    sender = cast.sender(rng)
    count = (
        int(rng.integers(3, 6))
        if variant != "one afternoon, several desks"
        else int(rng.integers(2, 5))
    )
    cents = rounded(between(rng, float(rng.uniform(0.63, 0.8)) * LINE, 0.985 * LINE, count), 10)
    first = cast.start(rng, 8)
    if variant == "one afternoon, several desks":
        at = first * 86_400 + 13 * 3600 + np.sort(rng.integers(0, 4 * 3600, count))
    else:
        offset = (
            np.sort(rng.choice(7, count, replace=False))
            if variant != "two receivers"
            else rng.integers(0, 2, count)
        )
        at = np.sort((first + offset) * 86_400 + rng.integers(10 * 3600, 20 * 3600, count))
    place = int(cast.corridors.senders["place"][sender])
    desks = rng.permutation(cast.town.places.agents_in(place))[: int(rng.integers(2, 4))]
    own = np.zeros(count, dtype=np.int64) if variant != "two receivers" else np.arange(count)
    receiver = cast.corridors.kin(np.full(count, sender), own)
    if variant == "two receivers":
        receiver = np.where(np.arange(count) % 2 == 0, receiver, cast.receiver(rng))
    sent = transfers(
        rng, at, np.full(count, sender), receiver, desks[np.arange(count) % len(desks)], cents
    )
    return Story(
        "R01", "planted", variant, f"{count} transfers of one sender, each under the record line, together over it",
        "sender", (sender,), transfers=posted(sent),
    )  # fmt: skip


def many_to_one(cast: Cast, rng: Chance, turn: int) -> Story:
    """People who share neither name nor town send to the same receiver."""
    variant = ("many states", "three days", "new faces")[turn % 3]
    receiver = cast.receiver(rng)
    count = int(rng.integers(7, 13))
    senders = _unrelated(cast, rng, count)
    span = 3 if variant == "three days" else int(rng.integers(8, 26))
    first = cast.start(rng, span)
    cents = rounded(parts(rng, float(rng.uniform(5600, 16_000)), count, 10), 10)
    at = np.sort(
        (first + rng.integers(0, span, count)) * 86_400 + rng.integers(9 * 3600, 20 * 3600, count)
    )
    desks = np.array([_desk(cast, rng, sender) for sender in senders])
    sent = transfers(rng, at, np.array(senders), np.full(count, receiver), desks, cents)
    return Story(
        "R02", "planted", variant, f"{count} unrelated senders within {span} days to one receiver", "receiver",
        (receiver,), transfers=posted(sent),
    )  # fmt: skip


def slow_many_to_one(cast: Cast, rng: Chance) -> Story:
    """Hard: the same over months, and the receiver shows no document."""
    receivers = cast.corridors.receivers["document"].is_null().arg_true()
    receiver = int(receivers[int(rng.integers(len(receivers)))])
    senders = _unrelated(cast, rng, 8)
    first = cast.start(rng, 100) - 15
    at = np.sort((first + rng.integers(0, 100, 8)) * 86_400 + rng.integers(9 * 3600, 20 * 3600, 8))
    desks = np.array([_desk(cast, rng, sender) for sender in senders])
    cents = rounded(between(rng, 400, 1100, 8), 10)
    sent = transfers(rng, at, np.array(senders), np.full(8, receiver), desks, cents)
    return Story(
        "R02", "hard", "over months, no document", "eight senders feed one receiver slowly", "receiver", (receiver,),
        transfers=posted(sent),
    )  # fmt: skip


def posted(sent: pl.DataFrame) -> pl.DataFrame:
    """A scheme's transfers are all paid out."""
    return sent.with_columns(status=pl.lit("posted"))


def _unrelated(cast: Cast, rng: Chance, count: int) -> list[int]:
    """Senders of different family names, most from different cities."""
    people = cast.corridors.senders
    chosen: list[int] = []
    surnames: set[str] = set()
    for sender in rng.permutation(people.height).tolist():
        surname = str(people["name"][sender]).rsplit(" ", 1)[-1]
        if surname not in surnames:
            surnames.add(surname)
            chosen.append(sender)
        if len(chosen) == count:
            break
    return chosen


def _desk(cast: Cast, rng: Chance, sender: int) -> int:
    place = int(cast.corridors.senders["place"][sender]) % len(CITIES)
    return int(rng.choice(cast.town.places.agents_in(place)))
