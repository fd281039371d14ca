"""Cash kept under the reporting line: day by day, within a day, or in very many small parts."""

from __future__ import annotations

import numpy as np

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, Ints, between
from aml.sample.life.counter import Visits, workdays
from aml.sample.life.entry import together
from aml.sample.plant.cast import Cast, bank_hours, parts, passes_on, tidy
from aml.sample.story import Story

_LINE = 10_000


def below_the_line(cast: Cast, rng: Chance, turn: int) -> Story:
    """Several days of cash a little under the line, by one person or a few."""
    ways = ("several branches", "several conductors", "one branch, then a wire", "withdrawals")
    variant = ways[turn % len(ways)]
    customer = cast.shop(rng) if rng.random() < 0.3 else cast.person(rng)
    count = int(rng.integers(3, 9))
    steps = rng.integers(1, 6, count)
    low = float(rng.uniform(0.81, 0.93))
    cents = np.minimum(tidy(rng, between(rng, low * _LINE, 0.995 * _LINE, count)), 999_500)
    places = int(rng.integers(2, 5)) if variant == "several branches" else 1
    if rng.random() < 0.4:
        branch = cast.far_branches(rng, customer, places)
    else:
        branch = cast.home_branches(rng, customer, places)
    people = np.array([customer, *cast.helpers(rng, 2)])
    hands = 3 if variant == "several conductors" else 1
    banked = Visits(
        customer,
        workdays(cast.start(rng, int(steps.sum()) + 7) + steps.cumsum()),
        cents,
        branch[rng.integers(0, places, count)],
        conductor=people[rng.integers(0, hands, count)],
        is_credit=variant != "withdrawals",
    ).booked(rng)
    moved = [banked]
    if variant.endswith("wire") or (variant != "withdrawals" and rng.random() < 0.5):
        out = np.array([int(cents.sum() * float(rng.uniform(0.7, 0.97)))])
        later = banked["at"].to_numpy()[-1:] // DAY_SECONDS + rng.integers(1, 4, 1)
        payee = cast.strangers(rng, 1)
        moved.append(passes_on(rng, customer, bank_hours(rng, later), out, payee))
    told = f"{count} cash entries between {low:.0%} of the line and the line, on different days"
    return Story("S01", "planted", variant, told, "customer", (customer,), together(moved))


def within_a_day(cast: Cast, rng: Chance, turn: int) -> Story:
    """One sum too large for the line, split over machines, windows or people of one day."""
    ways = ("machines of one afternoon", "two branches", "three days running", "two people")
    variant = ways[turn % len(ways)]
    customer = cast.person(rng) if rng.random() < 0.7 else cast.shop(rng)
    at_machines = variant == "machines of one afternoon"
    days = 3 if variant == "three days running" else 1
    first, helper = cast.start(rng, days + 7), int(cast.helpers(rng, 1)[0])
    visits = []
    for day in range(first, first + days):
        cents = _split(rng, at_machines=at_machines)
        count, begin = len(cents), int(rng.integers(10, 14)) * HOUR_SECONDS
        on = workdays(np.full(count, day))
        turns = np.arange(count)
        branch = cast.home_branches(rng, customer, 4 if at_machines else 2)
        visits.append(
            Visits(
                customer,
                on,
                cents,
                branch[turns % len(branch)],
                conductor=np.where((variant == "two people") & (turns % 2 == 1), helper, customer),
                machine=np.full(count, at_machines),
                at=on * DAY_SECONDS + begin + np.sort(rng.integers(0, 6000, count)),
            ).booked(rng)
        )
    banked = together(visits)
    told = f"{banked.height} deposits, each under the line and together over it within a day"
    return Story("S02", "planted", variant, told, "customer", (customer,), banked)


def many_small(cast: Cast, rng: Chance, turn: int) -> Story:
    """Weeks of small deposits, far from the line, far beyond what the customer earns."""
    variant = ("many machines", "machines and windows", "two conductors")[turn % 3]
    customer = cast.person(rng)
    count, span = int(rng.integers(16, 34)), int(rng.integers(16, 28))
    first = cast.start(rng, span)
    cents = parts(rng, float(rng.uniform(1.6, 2.8)) * _LINE, count, 14)
    near, far = cast.home_branches(rng, customer, 3), cast.far_branches(rng, customer, 3)
    branch = np.concatenate([near, far[: int(rng.integers(0, 4))]])
    hands = 2 if variant == "two conductors" else 1
    people = np.array([customer, int(cast.helpers(rng, 1)[0])])
    banked = Visits(
        customer,
        np.sort(first + rng.integers(0, span, count)),
        np.minimum(tidy(rng, cents), 280_000),
        branch[rng.integers(0, len(branch), count)],
        conductor=people[rng.integers(0, hands, count)],
        machine=rng.random(count) < (1.0 if variant == "many machines" else 0.5),
    ).booked(rng)
    told = f"{count} small cash deposits within {span} days"
    return Story("S03", "planted", variant, told, "customer", (customer,), banked)


def family_spread(cast: Cast, rng: Chance) -> Story:
    """Hard: a sum in cash over the accounts of a household, at amounts nowhere near the line."""
    members = cast.household(rng)
    first, visits = cast.start(rng, 30), []
    for member in members:
        count = int(rng.integers(3, 6))
        day = first + np.sort(rng.choice(28, count, replace=False))
        branch = cast.home_branches(rng, member, 2)[np.arange(count) % 2]
        cents = tidy(rng, between(rng, 1900, 5600, count))
        visits.append(Visits(member, day, cents, branch).booked(rng))
    told = f"{len(members)} relatives bank parts of one sum within a month, none near the line"
    return Story(
        "S01", "hard", "a household's accounts", told, "customer", members, together(visits)
    )


def _split(rng: Chance, *, at_machines: bool) -> Ints:
    """Parts of a sum over the line, none of them at it; machines take smaller ones."""
    count = int(rng.integers(4, 7)) if at_machines else int(rng.integers(2, 4))
    most = 2900 if at_machines else 9200
    total = float(rng.uniform(10_600, min(26_000, most * count)))
    cents = np.minimum(tidy(rng, parts(rng, total, count, 40)), 990_000)
    short = max(0, 1_030_000 - int(cents.sum()))
    spread: Ints = cents + -(-short // count // 1000) * 1000
    return spread
