"""Firms that are little more than an entry in a register: consultants, traders, holdings.

Most of them are what they say, small and quiet. An accountant looks after four at a time and gives
her own telephone and address for all of them; many others sit in one co-working hall.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, words
from aml.sample.plan import Plan
from aml.sample.world.names import addresses, firm_names, phones
from aml.sample.world.places import Places, home_cities, located, nearby_branch

FAMILY = "paper company"
#: Firms of one accountant.
TOGETHER = 4
_LINES = (
    ("541611", "Management consulting", "service"), ("423690", "Electronics merchants", "trade"),
    ("424720", "Petroleum merchants", "fuel"), ("424480", "Produce merchants", "trade"),
    ("541613", "Marketing consulting", "service"), ("425120", "Wholesale agents", "trade"),
    ("531390", "Real estate services", "service"), ("423430", "Computer merchants", "trade"),
)  # fmt: skip


def build_shells(plan: Plan, places: Places, rng: Chance) -> pl.DataFrame:
    """One row a firm; those of one accountant first, four by four, then those that stand alone."""
    count = plan.paper_companies
    group = np.minimum(np.arange(count) // TOGETHER, plan.accountants)
    alone = np.arange(count) >= plan.accountants * TOGETHER
    office = np.where(alone, np.arange(count), group * TOGETHER)
    # Every third of those alone sits in the co-working hall of the first of them.
    hall = alone & (np.arange(count) % 3 == 0)
    office = np.where(hall, int(np.argmax(hall)), office)
    place = home_cities(rng, count)[office]
    line = pl.DataFrame(_LINES, schema=["code", "industry", "words"], orient="row")[
        rng.integers(0, len(_LINES), count)
    ]
    names = {pool: firm_names(rng, pool, "US", count) for pool in ("service", "trade", "fuel")}
    chosen = pl.DataFrame(names).select(
        pl.coalesce(pl.when(line["words"] == pool).then(pl.col(pool)) for pool in names)
    )
    onboarded = np.where(rng.random(count) < 0.6, rng.integers(20, 400, count), 1800)
    caller = np.where(alone, np.arange(count), office)
    return located(rng, place).select(
        customer_type=pl.lit("company"),
        name=chosen.to_series(),
        born_on=pl.Series(plan.first_day - onboarded - 45).cast(pl.Int32).cast(pl.Date),
        phone=phones(rng, count).gather(caller),
        occupation=pl.lit(None, pl.String),
        industry_code=line["code"],
        industry=line["industry"],
        declared_income=pl.lit(None, pl.Int64),
        expected_turnover=pl.Series(rng.integers(60, 240, count) * 1000),
        address=addresses(rng, count).gather(office),
        city="city", region="region", postal_code="postal_code", country="country",
        latitude="latitude", longitude="longitude",
        risk_rating=words(rng, ["low"] * 3 + ["medium"] * 3 + ["high"], count),
        onboarded=pl.Series(plan.first_day - onboarded),
        family=pl.lit(FAMILY),
        place=pl.Series(place),
        branch=pl.Series(nearby_branch(rng, places, place)),
        vigour=pl.Series(np.exp(0.3 * rng.standard_normal(count)).round(4)),
        household=pl.lit(-1, pl.Int64),
        work=pl.lit(-1, pl.Int64),
    )  # fmt: skip
