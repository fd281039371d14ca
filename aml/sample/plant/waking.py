"""Accounts that slept for months and wake up, to be used for a few days or for good."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, between, rounded
from aml.sample.life.counter import Visits, workdays
from aml.sample.life.entry import entries, together
from aml.sample.life.instruments import Instruments, serials
from aml.sample.plant.cast import Cast, bank_hours, comes_in, parts, passes_on, tidy
from aml.sample.story import Story

#: Days without a deed of the holder, at the least, before an account wakes.
_ASLEEP = 190


def woken(cast: Cast, rng: Chance, turn: int) -> Story:
    """After more than half a year without a deed, a large sum comes in and leaves within days."""
    ways = (
        "transfers in and out",
        "notes in, a wire out",
        "cheques in, drafts out",
        "one sum, many payees",
    )
    variant = ways[turn % len(ways)]
    holder, day = cast.sleeper(rng), _wakes(cast, rng, 16)
    total, count = float(rng.uniform(13_000, 90_000)), int(rng.integers(2, 5))
    count = 1 if variant == "one sum, many payees" else count
    cents = tidy(rng, parts(rng, total, count, 12))
    if variant == "notes in, a wire out":
        cents = np.minimum(cents, 990_000)
    on = day + np.sort(rng.integers(0, 4, count))
    moves = [_received(cast, rng, holder, variant, on, cents)]
    moves.append(_sent_on(cast, rng, holder, variant, (int(on[-1]), int(cents.sum()))))
    told = (
        f"nothing for {day - cast.town.plan.first_day} days, then a burst that leaves within days"
    )
    return Story(
        "G04", "planted", variant, told, "customer", (holder,), together(moves),
        background=_last_errand(cast, rng, holder),
    )  # fmt: skip


def drip(cast: Cast, rng: Chance) -> Story:
    """Hard: the account wakes with small sums that grow, and a third of them stays."""
    holder, first = cast.sleeper(rng), _wakes(cast, rng, 34)
    cents = tidy(rng, np.array([40_000, 160_000, 290_000, 420_000]))
    at = bank_hours(rng, first + np.array([0, 6, 13, 20]))
    received = comes_in(rng, holder, at, cents, cast.strangers(rng, 4))
    later = bank_hours(rng, first + np.array([16, 28]))
    out = parts(rng, float(cents.sum()) / 100 * 0.66, 2, 30)
    gone = passes_on(rng, holder, later, out, cast.strangers(rng, 2))
    told = "small sums that grow over three weeks wake an account; two thirds leave slowly"
    return Story(
        "G04", "hard", "by and by", told, "customer", (holder,), together([received, gone]),
        background=_last_errand(cast, rng, holder),
    )  # fmt: skip


def inheritance(cast: Cast, rng: Chance) -> Story:
    """Innocent: an estate pays out to a forgotten account; a little is spent, the rest stays."""
    holder, day = cast.sleeper(rng), _wakes(cast, rng, 25)
    cents = rounded(between(rng, 38_000, 110_000, 1), 10)
    estate = rng.choice(cast.town.outsider("estate"), 1)
    at = bank_hours(rng, np.array([day]))
    paid = entries(
        at, account=holder, other=estate, is_credit=True, cents=cents, channel="wire",
        text="Estate distribution",
    )  # fmt: skip
    later = bank_hours(rng, day + np.array([9, 16]))
    spent = passes_on(rng, holder, later, cents * np.array([6, 9]) // 100, cast.strangers(rng, 2))
    told = "an inheritance; one part in seven is spent, the rest stays"
    return Story(
        "G04", "look_alike", "inheritance", told, "customer", (holder,), together([paid, spent])
    )


def _sent_on(
    cast: Cast, rng: Chance, holder: int, variant: str, what: tuple[int, int]
) -> pl.DataFrame:
    """Most of it leaves within a week: `what` is the day of the last credit and the sum."""
    last, cents = what
    pieces = {"one sum, many payees": 6, "notes in, a wire out": 1}.get(variant, 0)
    pieces = pieces or int(rng.integers(2, 4))
    out = parts(rng, cents / 100 * float(rng.uniform(0.78, 0.98)), pieces, 12)
    later = workdays(last + 1 + np.sort(rng.integers(0, 5, pieces)))
    at, gone = np.sort(bank_hours(rng, later)), tidy(rng, out)
    if variant != "cheques in, drafts out":
        return passes_on(rng, holder, at, gone, cast.strangers(rng, pieces))
    payees = rng.choice(cast.town.outsider("person"), pieces)
    branch = int(cast.town.column("branch")[holder])
    paper = Instruments(holder, at, gone, payees, serials(rng, pieces), branch=branch)
    return paper.bought(rng, channel="draft")


def _received(
    cast: Cast, rng: Chance, holder: int, variant: str, day: Ints, cents: Ints
) -> pl.DataFrame:
    """What wakes the account: transfers, notes or cheques."""
    if variant == "notes in, a wire out":
        branch = cast.home_branches(rng, holder, 2)[np.arange(len(day)) % 2]
        return Visits(holder, workdays(day), cents, branch).booked(rng)
    received = comes_in(
        rng, holder, np.sort(bank_hours(rng, day)), cents, cast.strangers(rng, len(day))
    )
    if variant != "cheques in, drafts out":
        return received
    numbers = pl.Series(rng.integers(1000, 9_999_999, len(day))).cast(pl.String)
    return received.with_columns(channel=pl.lit("cheque"), instrument=numbers, text=pl.lit(""))


def _wakes(cast: Cast, rng: Chance, days: int) -> int:
    """A day late enough in the year that the account has slept, with so many days after it."""
    plan = cast.town.plan
    return int(rng.integers(plan.first_day + _ASLEEP + 12, plan.last_day - days))


def _last_errand(cast: Cast, rng: Chance, holder: int) -> pl.DataFrame:
    """Some sleepers drew a little cash in the first days of the year."""
    count = int(rng.random() < 0.5)
    day = cast.town.plan.first_day + rng.integers(0, 9, count)
    cents = rounded(between(rng, 40, 200, count), 20)
    branch, machine = int(cast.town.column("branch")[holder]), np.ones(count, dtype=np.bool_)
    return Visits(holder, day, cents, branch, machine=machine, is_credit=False).booked(rng)
