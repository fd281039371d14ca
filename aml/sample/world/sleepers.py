"""Accounts that lie asleep: opened years ago, hardly used since, never closed."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, words
from aml.sample.plan import Plan
from aml.sample.world.names import addresses, person_names, phones
from aml.sample.world.places import Places, home_cities, located, nearby_branch

_LIVELIHOODS = ["retired", "teacher", "office clerk", "student", "warehouse worker"]
_YEARLY = (14, 52)


def build_sleepers(plan: Plan, places: Places, rng: Chance) -> pl.DataFrame:
    """One row a sleeper, with the columns of people; vigour 0: no card of theirs is in use."""
    count = plan.sleepers
    place = home_cities(rng, count)
    born = pl.Series(rng.integers(-8000, 10_000, count)).cast(pl.Int32).cast(pl.Date)
    return located(rng, place).select(
        customer_type=pl.lit("person"),
        name=person_names(rng, count),
        born_on=born,
        phone=phones(rng, count),
        occupation=words(rng, _LIVELIHOODS, count),
        industry_code=pl.lit(None, pl.String),
        industry=pl.lit(None, pl.String),
        declared_income=pl.Series(rng.integers(*_YEARLY, count) * 1000),
        expected_turnover=pl.lit(None, pl.Int64),
        address=addresses(rng, count),
        city="city", region="region", postal_code="postal_code", country="country",
        latitude="latitude", longitude="longitude",
        risk_rating=words(rng, ["low"] * 8 + ["medium"], count),
        onboarded=pl.Series(plan.first_day - rng.integers(900, 5400, count)),
        family=pl.lit("sleeper"),
        place=pl.Series(place),
        branch=pl.Series(nearby_branch(rng, places, place)),
        vigour=pl.Series(np.zeros(count)),
        household=pl.lit(-1, pl.Int64),
        work=pl.lit(-1, pl.Int64),
    )  # fmt: skip
