"""Accounts lent to others: money of strangers comes in and is gone within hours."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, Ints, between, rounded
from aml.sample.life.counter import Visits
from aml.sample.life.entry import entries, together
from aml.sample.life.instruments import Instruments, serials
from aml.sample.life.texts import notes
from aml.sample.plant.cast import Cast, bank_hours, comes_in, parts, passes_on, tidy
from aml.sample.story import Story

_WAYS_IN = ("p2p", "p2p", "ach")


def mule(cast: Cast, rng: Chance, turn: int) -> Story:
    """Unrelated senders pay a newcomer, who passes nearly all of it on at once."""
    ways = (
        "notes from machines",
        "on to friends",
        "several on one phone",
        "to an exchange",
        "a draft",
    )
    variant = ways[turn % len(ways)]
    count = int(rng.integers(3, 5)) if variant == "several on one phone" else 1
    holders = [cast.newcomer(rng) for _ in range(count)]
    # Whoever runs them holds the phone that all orders come from.
    phone = int(cast.helpers(rng, 1)[0])
    moves = []
    for holder in dict.fromkeys(holders):
        first = cast.start_young(rng, holder, 30)
        for day in (
            first + np.sort(rng.choice(24, int(rng.integers(2, 4)), replace=False))
        ).tolist():
            received = _received(cast, rng, holder, day)
            moves += [received, _drained(cast, rng, holder, variant, received, phone)]
    told = f"{count} young accounts: credits of strangers, gone within a day or two"
    return Story(
        "F04", "planted", variant, told, "customer", tuple(dict.fromkeys(holders)), together(moves)
    )


def patient_mule(cast: Cast, rng: Chance) -> Story:
    """Hard: an account with years of wages, few senders, and days between in and out."""
    holder, first, moves = cast.person(rng), cast.start(rng, 40), []
    for day in first + np.array([0, 11, 23]):
        cents = tidy(rng, between(rng, 1100, 2600, 2))
        at = bank_hours(rng, day + np.array([0, 1]))
        moves.append(comes_in(rng, holder, at, cents, cast.strangers(rng, 2)))
        later = bank_hours(rng, day + rng.integers(5, 8, 1))
        out = np.array([round(int(cents.sum()) * 0.7)])
        moves.append(passes_on(rng, holder, later, out, cast.strangers(rng, 1)))
    told = "an account with wages takes in small sums and passes on most of each after days"
    return Story("F04", "hard", "slow, beside wages", told, "customer", (holder,), together(moves))


def event_kitty(cast: Cast, rng: Chance) -> Story:
    """Innocent: many friends send equal small amounts for a trip; the travel firm is paid."""
    holder, count, first = cast.newcomer(rng), int(rng.integers(14, 22)), 0
    first = cast.start_young(rng, holder, 25)
    friends = rng.choice(cast.town.outsider("person"), count)
    at = (first + rng.integers(0, 8, count)) * DAY_SECONDS
    at = np.sort(at + rng.integers(9 * HOUR_SECONDS, 22 * HOUR_SECONDS, count))
    share = int(rounded(between(rng, 40, 95, 1), 5)[0])
    received = entries(
        at, account=holder, other=friends, is_credit=True, cents=np.full(count, share),
        channel="p2p", text="trip",
    )  # fmt: skip
    venue = rng.choice(cast.town.outsider("domestic supplier"), 1)
    paid = passes_on(
        rng, holder, bank_hours(rng, np.array([first + 12])), np.array([share * count]), venue
    )
    told = "friends send equal shares for a trip, which is paid for a few days later"
    return Story(
        "F04", "look_alike", "a trip together", told, "customer", (holder,),
        together([received, paid]),
    )  # fmt: skip


def _received(cast: Cast, rng: Chance, holder: int, day: int) -> pl.DataFrame:
    """Three to six credits within a morning or a night."""
    count = int(rng.integers(3, 7))
    at = (
        day * DAY_SECONDS
        + int(rng.integers(7, 14)) * HOUR_SECONDS
        + np.sort(rng.integers(0, 9000, count))
    )
    channel = pl.Series(_WAYS_IN, dtype=pl.String).gather(rng.integers(0, 3, count))
    return entries(
        at, account=holder, other=rng.choice(cast.town.outsider("person"), count),
        is_credit=True, cents=tidy(rng, between(rng, 380, 2100, count)), channel=channel,
        text=notes(rng, count),
    )  # fmt: skip


def _drained(
    cast: Cast, rng: Chance, holder: int, variant: str, received: pl.DataFrame, phone: int
) -> pl.DataFrame:
    """What came in goes the same evening or the next day."""
    last = int(received["at"].to_numpy()[-1])
    total = int(received["cents"].sum()) * float(rng.uniform(0.86, 0.98))
    count = int(rng.integers(2, 5))
    at = last + np.sort(rng.integers(1200, 20 * HOUR_SECONDS, count))
    cents = rounded(parts(rng, total / 100, count, 9), 10)
    if variant == "notes from machines":
        day = at // DAY_SECONDS
        machine = np.ones(count, dtype=np.bool_)
        branch = cast.home_branches(rng, holder, 2)[np.arange(count) % 2]
        return Visits(
            holder, day, rounded(cents, 20), branch, machine=machine, at=at, is_credit=False
        ).booked(rng)
    if variant == "a draft":
        return _draft(cast, rng, holder, (last, round(total)))
    if variant == "to an exchange":
        payee, channel = rng.choice(cast.town.outsider("exchange"), count), "vasp"
    else:
        payee, channel = rng.choice(cast.town.outsider("person"), count), "p2p"
    sent = entries(
        at, account=holder, other=payee, is_credit=False, cents=cents, channel=channel,
        text=notes(rng, count),
    )  # fmt: skip
    if variant == "several on one phone":
        return sent.with_columns(device=pl.lit(phone, pl.Int64))
    return sent


def _draft(cast: Cast, rng: Chance, holder: int, what: tuple[int, int]) -> pl.DataFrame:
    """One cashier's cheque on the next banking day."""
    last, total = what
    at = bank_hours(rng, np.array([last // DAY_SECONDS + 1]))
    at = np.maximum(at, last + 1800)
    cents: Ints = rounded(np.array([total]), 10)
    branch = int(cast.town.column("branch")[holder])
    payee = int(rng.choice(cast.town.outsider("person")))
    paper = Instruments(holder, at, cents, payee, serials(rng, 1), branch=branch)
    return paper.bought(rng, channel="draft")
