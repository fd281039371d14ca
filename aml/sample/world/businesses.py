"""Business customers of ordinary trades, with what passes over their counter in a week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from aml.sample.chance import Chance, weighted, words
from aml.sample.plan import Plan
from aml.sample.world.names import addresses, firm_names, phones
from aml.sample.world.people import start_days
from aml.sample.world.places import Places, home_cities, located, nearby_branch


@dataclass(frozen=True, slots=True)
class Trade:
    """A line of business.

    Args:
        family: the name the rest of the sample knows it by.
        naics: industry code.
        industry: the code in words.
        words: the pool its names come from.
        cash: dollars of cash taken in a usual week.
        bankings: deposits of takings a week.
        cards: dollars settled by the card acquirer in a usual week.
        invoices: payments received from business clients in a month, and paid to suppliers.
        invoice: dollars of a usual invoice.
        weight: how common it is.
    """

    family: str
    naics: str
    industry: str
    words: str
    cash: int
    bankings: int
    cards: int
    invoices: float
    invoice: int
    weight: float


TRADES = (
    Trade("restaurant", "722511", "Full-service restaurants", "food", 5200, 2, 14_000, 1, 900, 5),
    Trade("cafe", "722515", "Snack and beverage bars", "food", 8100, 1, 6000, 1, 500, 3),
    Trade("corner shop", "445131", "Convenience retailers", "shop", 7400, 2, 7500, 2, 1400, 5),
    Trade("car wash", "811192", "Car washes", "service", 3100, 1, 2600, 1, 400, 3),
    Trade("petrol station", "457110", "Fuel stations", "shop", 11_500, 2, 31_000, 3, 9000, 3),
    Trade("nail bar", "812113", "Nail salons", "service", 2300, 1, 2800, 0, 300, 3),
    Trade("bakery", "311811", "Retail bakeries", "food", 2900, 2, 4200, 2, 700, 3),
    Trade(
        "market stall", "445230", "Fruit and vegetable retailers", "shop", 3600, 2, 600, 2, 900, 3
    ),
    Trade("contractor", "236118", "Residential remodelers", "service", 0, 0, 0, 4, 6600, 5),
    Trade("haulier", "484110", "Local freight trucking", "haul", 0, 0, 0, 5, 4200, 5),
    Trade("workshop", "332710", "Machine shops", "service", 0, 0, 0, 4, 9100, 3),
    Trade("dentist", "621210", "Offices of dentists", "service", 350, 1, 6500, 2, 1500, 3),
    Trade("software house", "541511", "Custom programming", "service", 0, 0, 0, 3, 18_000, 3),
    Trade("cleaning firm", "561720", "Janitorial services", "service", 250, 1, 0, 5, 1800, 3),
    Trade("car dealer", "441120", "Used car dealers", "shop", 2900, 1, 5200, 2, 6100, 2),
    Trade("jeweller", "458310", "Jewelry retailers", "shop", 2100, 1, 4700, 1, 2300, 2),
    Trade("importer", "424480", "Fruit and vegetable wholesalers", "trade", 0, 0, 0, 4, 21_000, 7),
    Trade("wholesaler", "423620", "Electronics wholesalers", "trade", 0, 0, 0, 4, 19_000, 3),
)
IMPORTING = ("importer", "wholesaler", "start-up importer", "seasonal importer")
_FIRST = (
    "importer", "wholesaler", "importer", "restaurant", "corner shop", "car wash", "nail bar",
    "haulier", "car dealer", "jeweller",
)  # fmt: skip
_TRADE_WEIGHTS = np.array([trade.weight for trade in TRADES])


def build_businesses(plan: Plan, places: Places, rng: Chance) -> pl.DataFrame:
    """One row a firm, with the columns of people and its usual week beside them."""
    count, families = plan.companies, [trade.family for trade in TRADES]
    work = weighted(rng, _TRADE_WEIGHTS, count)
    # Even a small town has the trades that the story needs.
    work[: len(_FIRST)] = [families.index(family) for family in _FIRST]
    place = home_cities(rng, count)
    vigour = np.exp(0.45 * rng.standard_normal(count)).round(4)
    columns = pl.DataFrame(TRADES)[work]
    turnover = _turnover(columns) * vigour
    names = [firm_names(rng, words_, "US", count) for words_ in sorted(set(columns["words"]))]
    return located(rng, place).select(
        customer_type=pl.lit("company"),
        name=_pick(names, sorted(set(columns["words"])), columns["words"]),
        born_on=pl.lit(None, pl.Date),
        phone=phones(rng, count),
        occupation=pl.lit(None, pl.String),
        industry_code=columns["naics"],
        industry=columns["industry"],
        declared_income=pl.lit(None, pl.Int64),
        expected_turnover=pl.Series(np.rint(turnover / 1000).astype(np.int64) * 1000),
        address=addresses(rng, count),
        city="city", region="region", postal_code="postal_code", country="country",
        latitude="latitude", longitude="longitude",
        risk_rating=words(rng, ["low"] * 5 + ["medium"] * 3 + ["high"], count),
        onboarded=start_days(rng, plan, count),
        family=columns["family"],
        place=pl.Series(place),
        branch=pl.Series(nearby_branch(rng, places, place)),
        vigour=pl.Series(vigour),
        household=pl.lit(-1, pl.Int64),
        work=pl.Series(work),
    )  # fmt: skip


def _turnover(trades: pl.DataFrame) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    yearly = trades.select(
        52 * (pl.col("cash") + pl.col("cards")) + 12 * pl.col("invoices") * pl.col("invoice")
    )
    return yearly.to_series().cast(pl.Float64).to_numpy()


def _pick(columns: list[pl.Series], names: list[str], chosen: pl.Series) -> pl.Series:
    """Row by row the value of the column that `chosen` names."""
    stack = pl.DataFrame(dict(zip(names, columns, strict=True)))
    picked = pl.coalesce(pl.when(chosen == name).then(pl.col(name)) for name in names)
    return stack.select(picked).to_series()
