"""Cash kept under the reporting line: day by day, within a day, or in very many small parts."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, between
from aml.sample.life.counter import Visits, workdays
from aml.sample.life.entry import together
from aml.sample.plant.cast import Cast, bank_hours, parts, passes_on, strangers, tidy
from aml.sample.story import Story

LINE = 10_000


def below_the_line(cast: Cast, rng: Chance, turn: int) -> Story:
    """Several days of cash a little under the line, by one person or a few."""
    variant = ("several branches", "two conductors", "one branch, then a wire", "withdrawals")[
        turn % 4
    ]
    customer = cast.shop(rng) if rng.random() < 0.3 else cast.person(rng)
    count = int(rng.integers(3, 9))
    steps = rng.integers(1, 6, count)
    day = workdays(cast.start(rng, int(steps.sum()) + 7) + steps.cumsum())
    low = float(rng.uniform(0.81, 0.93))
    cents = np.minimum(tidy(rng, between(rng, low * LINE, 0.995 * LINE, count)), 999_500)
    branch_count = {"several branches": int(rng.integers(2, 5)), "two conductors": 2}.get(
        variant, 1
    )
    branch = cast.branches(rng, customer, branch_count, near=rng.random() < 0.6)
    people = np.array([customer, *cast.town.walk_in(rng, 2)])
    helpers = {"two conductors": 3}.get(variant, 1)
    banked = Visits(
        np.full(count, customer), day, cents, branch[rng.integers(0, len(branch), count)],
        is_credit=variant != "withdrawals", conductor=people[rng.integers(0, helpers, count)],
    ).booked(rng)  # fmt: skip
    made = [banked]
    if variant != "withdrawals" and (variant.endswith("wire") or rng.random() < 0.5):
        made.append(_onward(cast, rng, customer, int(day[-1]), float(cents.sum()) / 100))
    return Story(
        "S01", "planted", variant,
        f"{count} cash entries of {low:.0%} of the line or more on different days", "customer", (customer,),
        entries=together(made),
    )  # fmt: skip


def within_a_day(cast: Cast, rng: Chance, turn: int) -> Story:
    """One sum too large for the line, split over machines, windows or people of one day."""
    variant = (
        "machines of one afternoon",
        "windows of two branches",
        "three days running",
        "two people",
    )[turn % 4]
    customer = cast.person(rng) if rng.random() < 0.7 else cast.shop(rng)
    days = 3 if variant == "three days running" else 1
    first = cast.start(rng, days + 7)
    made, machine = [], variant == "machines of one afternoon"
    for number in range(days):
        count = int(rng.integers(4, 7)) if machine else int(rng.integers(2, 4))
        total = float(rng.uniform(10_600, min(26_000, 2900 * count if machine else 9200 * count)))
        cents = np.minimum(tidy(rng, parts(rng, total, count, 40)), 990_000)
        cents[0] += max(0, 1_030_000 - int(cents.sum())) // 5_000 * 5_000
        start = int(rng.integers(10 * 3600, 14 * 3600))
        day = workdays(np.full(count, first + number))
        at = day * 86_400 + start + np.sort(rng.integers(0, 100 * 60, count))
        branch = cast.branches(rng, customer, 4 if machine else 2, near=True)
        people = np.array([customer, int(cast.town.walk_in(rng, 1)[0])])
        who = np.arange(count) % (2 if variant == "two people" else 1)
        made.append(
            Visits(np.full(count, customer), day, cents, branch[np.arange(count) % len(branch)], at=at,
                 conductor=people[who], machine=np.full(count, machine)).booked(rng)
        )  # fmt: skip
    banked = together(made)
    return Story(
        "S02", "planted", variant, f"{banked.height} deposits, each under the line, over it together within a day",
        "customer", (customer,), entries=banked,
    )  # fmt: skip


def many_small(cast: Cast, rng: Chance, turn: int) -> Story:
    """Weeks of small deposits, far from the line, far beyond what the customer earns."""
    variant = ("many machines", "machines and windows", "two conductors")[turn % 3]
    customer = cast.person(rng)
    count, span = int(rng.integers(16, 34)), int(rng.integers(16, 28))
    first = cast.start(rng, span)
    day = np.sort(first + rng.integers(0, span, count))
    total = float(rng.uniform(1.6, 2.8)) * LINE
    cents = np.minimum(tidy(rng, parts(rng, total, count, 14)), 280_000)
    near = cast.branches(rng, customer, 3, near=True)
    branch = np.concatenate(
        [near, cast.branches(rng, customer, 3, near=False)[: int(rng.integers(0, 4))]]
    )
    machine = np.full(count, True) if variant == "many machines" else rng.random(count) < 0.5
    people = np.array([customer, int(cast.town.walk_in(rng, 1)[0])])
    who = rng.integers(0, 2 if variant == "two conductors" else 1, count)
    banked = Visits(
        np.full(count, customer), day, cents, branch[rng.integers(0, len(branch), count)],
        machine=machine, conductor=people[who],
    ).booked(rng)  # fmt: skip
    return Story(
        "S03", "planted", variant, f"{count} small cash deposits within {span} days", "customer", (customer,),
        entries=banked,
    )  # fmt: skip


def family_spread(cast: Cast, rng: Chance) -> Story:
    """Hard: a sum in cash over the accounts of several people, at amounts nowhere near the line."""
    members = [cast.person(rng) for _ in range(4)]
    made = []
    first = cast.start(rng, 30)
    for member in members:
        count = int(rng.integers(2, 5))
        day = workdays(first + np.sort(rng.choice(28, count, replace=False)))
        cents = tidy(rng, between(rng, 1900, 5600, count))
        branch = cast.branches(rng, member, 2, near=True)
        made.append(
            Visits(np.full(count, member), day, cents, branch[np.arange(count) % 2]).booked(rng)
        )
    return Story(
        "S01", "hard", "spread over four accounts", "relatives bank parts of one sum, none near the line",
        "customer", tuple(members), entries=together(made),
    )  # fmt: skip


def _onward(cast: Cast, rng: Chance, customer: int, day: int, total: float) -> pl.DataFrame:
    """Most of it leaves within the week."""
    at: Ints = bank_hours(rng, np.array([day + int(rng.integers(1, 4))]))
    cents = np.array([round(total * 100 * float(rng.uniform(0.7, 0.97)))])
    return passes_on(rng, customer, at, cents, strangers(cast.town, rng, 1))
