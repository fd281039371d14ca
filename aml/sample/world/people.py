"""Private customers: households that share an address, with work, income and a usual branch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, weighted, words
from aml.sample.plan import Plan
from aml.sample.world.names import FAMILY, GIVEN, addresses, full_names, phones
from aml.sample.world.places import Places, home_cities, located, nearby_branch


@dataclass(frozen=True, slots=True)
class Work:
    """An occupation: yearly income in dollars, how it is paid, and whether it brings cash."""

    occupation: str
    income: int
    pay: str
    cash_items: float
    weight: float


WORKS = (
    Work("teacher", 52_000, "monthly", 0.05, 5),
    Work("nurse", 68_000, "biweekly", 0.05, 5),
    Work("warehouse worker", 37_000, "biweekly", 0.1, 5),
    Work("truck driver", 48_000, "weekly", 0.4, 4),
    Work("port worker", 58_000, "biweekly", 0.15, 1.4),
    Work("crane operator", 71_000, "biweekly", 0.1, 0.6),
    Work("terminal planner", 66_000, "biweekly", 0.05, 0.5),
    Work("gate clerk", 47_000, "biweekly", 0.1, 0.5),
    Work("customs officer", 63_000, "biweekly", 0.05, 0.4),
    Work("office clerk", 41_000, "biweekly", 0.05, 6),
    Work("engineer", 92_000, "monthly", 0.03, 4),
    Work("retail assistant", 29_000, "biweekly", 0.15, 5),
    Work("waiter", 24_000, "biweekly", 2.4, 4),
    Work("hairdresser", 27_000, "biweekly", 2.0, 2),
    Work("taxi driver", 33_000, "weekly", 3.0, 2),
    Work("market trader", 31_000, "none", 3.2, 2),
    Work("construction worker", 39_000, "biweekly", 0.5, 5),
    Work("homemaker", 9_000, "none", 0.5, 3),
    Work("unemployed", 8000, "monthly", 0.3, 2),
    Work("student", 11_000, "monthly", 0.3, 4),
    Work("retired", 26_000, "monthly", 0.15, 6),
    Work("physician", 190_000, "monthly", 0.02, 1),
    Work("self-employed", 54_000, "none", 0.9, 3),
)
AT_THE_PORT = ("port worker", "crane operator", "terminal planner", "gate clerk", "customs officer")
#: Even a small town has so many who work at the port.
_DOCKERS = 10
_WORK_WEIGHTS = np.array([work.weight for work in WORKS])


def build_people(plan: Plan, places: Places, rng: Chance) -> pl.DataFrame:
    """One row a person; `household` numbers those who live together, `work` the occupation."""
    count = plan.persons
    household = _households(rng, count)
    size = int(household[-1]) + 1
    place = home_cities(rng, size)[household]
    home = _homes(rng, place, household)
    work = weighted(rng, _WORK_WEIGHTS, count)
    at_the_port = np.flatnonzero([item.occupation in AT_THE_PORT for item in WORKS])
    work[1 : 3 * _DOCKERS : 3] = np.resize(at_the_port, _DOCKERS)
    income = _incomes(rng, work)
    return home.select(
        customer_type=pl.lit("person"),
        name=full_names(words(rng, GIVEN, count), words(rng, FAMILY, size).gather(household)),
        born_on=_birthdays(rng, work),
        phone=phones(rng, count),
        occupation=pl.Series([item.occupation for item in WORKS]).gather(work),
        industry_code=pl.lit(None, pl.String),
        industry=pl.lit(None, pl.String),
        declared_income=pl.Series(income),
        expected_turnover=pl.lit(None, pl.Int64),
        address=addresses(rng, size).gather(household),
        city="city", region="region", postal_code="postal_code", country="country",
        latitude="latitude", longitude="longitude",
        risk_rating=words(rng, ["low"] * 8 + ["medium", "medium", "high"], count),
        onboarded=_first_days(rng, plan, count),
        family=pl.lit("person"),
        place=pl.Series(place),
        branch=pl.Series(nearby_branch(rng, places, place)),
        vigour=pl.Series(np.exp(0.7 * rng.standard_normal(count)).round(4)),
        household=pl.Series(household),
        work=pl.Series(work),
    )  # fmt: skip


def build_walk_ins(rng: Chance, count: int) -> pl.DataFrame:
    """People who come to a counter without being customers: staff, relatives, strangers."""
    return pl.DataFrame({"name": full_names(words(rng, GIVEN, count), words(rng, FAMILY, count))})


def start_days(rng: Chance, plan: Plan, count: int) -> pl.Series:
    """The day each customer joined; one in twelve joins while the ledger runs."""
    return _first_days(rng, plan, count)


def _households(rng: Chance, count: int) -> Ints:
    sizes = rng.choice(np.array([1, 2, 3, 4]), size=count, p=[0.45, 0.35, 0.12, 0.08])
    return np.repeat(np.arange(count), sizes)[:count]


def _homes(rng: Chance, place: Ints, household: Ints) -> pl.DataFrame:
    first = np.searchsorted(household, np.arange(int(household[-1]) + 1))
    return located(rng, place[first])[household]


def _incomes(rng: Chance, work: Ints) -> Ints:
    middle = np.array([item.income for item in WORKS])[work]
    drawn = middle * np.exp(0.22 * rng.standard_normal(len(work)))
    return np.rint(drawn / 500).astype(np.int64) * 500


def _birthdays(rng: Chance, work: Ints) -> pl.Series:
    occupation = np.array([item.occupation for item in WORKS])[work]
    oldest = np.where(occupation == "retired", 88, np.where(occupation == "student", 27, 64))
    youngest = np.where(occupation == "retired", 63, np.where(occupation == "student", 18, 22))
    age = rng.uniform(youngest, oldest)
    return pl.Series((20_000 - age * 365.25).astype(np.int32)).cast(pl.Date)


def _first_days(rng: Chance, plan: Plan, count: int) -> pl.Series:
    before = plan.first_day - 30 - (rng.random(count) ** 0.7 * 15 * 365).astype(np.int64)
    within = plan.first_day + rng.integers(0, 100, count)
    return pl.Series(np.where(rng.random(count) < 1 / 12, within, before))
