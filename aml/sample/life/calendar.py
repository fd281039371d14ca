"""Days on which things happen: every Friday, the first of the month, a season."""

from __future__ import annotations

import numpy as np

from aml.sample.chance import Chance, Ints, business_day, weekday
from aml.sample.plan import Plan


def weekly(plan: Plan, on: int) -> Ints:
    """Every such day of the week; 0 is Monday."""
    days = np.arange(plan.first_day, plan.last_day + 1)
    return np.extract(weekday(days) == on, days)


def workdays_of(plan: Plan) -> Ints:
    """Monday to Friday."""
    days = np.arange(plan.first_day, plan.last_day + 1)
    return np.extract(weekday(days) < 5, days)


def monthly(plan: Plan, day: int) -> Ints:
    """One banking day in each month."""
    starts = np.array(plan.month_starts)
    days = np.minimum(starts[:-1] + day - 1, starts[1:] - 1)
    return np.clip(business_day(days), starts[:-1], starts[1:] - 1)


def scattered(
    plan: Plan, rng: Chance, a_month: float, season: tuple[int, int] | None = None
) -> Ints:
    """Banking days at random, about so many a month; `season` is a first and last month."""
    starts = plan.month_starts
    first, last = season or (1, plan.months)
    last = min(last, plan.months)
    begin, end = starts[first - 1], starts[last]
    count = int(rng.poisson(a_month * (last - first + 1)))
    return np.clip(np.sort(business_day(rng.integers(begin, end, count))), begin, end - 1)
