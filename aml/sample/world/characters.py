"""Innocent customers whose ordinary trade resembles a scheme: one family a kind of resemblance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from aml.sample.chance import Chance, words
from aml.sample.plan import Plan
from aml.sample.world.names import addresses, firm_names, person_names, phones
from aml.sample.world.people import start_days
from aml.sample.world.places import BORDER, Places, home_cities, located, nearby_branch


@dataclass(frozen=True, slots=True)
class Character:
    """A family of look-alikes.

    Args:
        family: its name in the sample.
        resembles: the typology it is mistaken for.
        naics: industry code of a firm; empty for a person.
        line: industry of a firm, occupation of a person.
        words: the pool of firm names.
        yearly: expected turnover of a firm, declared income of a person, in dollars.
        notes: why it is innocent.
    """

    family: str
    resembles: str
    naics: str
    line: str
    words: str
    yearly: int
    notes: str


CHARACTERS = (
    Character("payroll bureau", "G01", "541214", "Payroll services", "service", 2_200_000,
              "clients fund the payroll a day before it is paid out; fees stay"),
    Character("marketplace", "G02", "455219", "Online marketplace operators", "shop", 900_000,
              "many buyers in, sellers paid every other Friday"),
    Character("friday cafe", "S01", "722515", "Snack and beverage bars", "food", 700_000,
              "banks about eight thousand dollars of takings every Friday, all year,"
              " at one branch"),
    Character("seasonal importer", "T01", "424480", "Fruit and vegetable wholesalers",
              "trade", 1_500_000,
              "ships in a short season only, each year"),
    Character("festival vendor", "S03", "722330", "Mobile food services", "food", 160_000,
              "many cash deposits in many towns during the festival months"),
    Character("student away", "F01", "", "student", "", 14_000,
              "parents pay in cash far away each month; rent and food are paid here"),
    Character("landlord agent", "G02", "531311", "Residential property managers",
              "service", 600_000,
              "collects rents and passes them on to the owners"),
    Character("church", "R02", "813110", "Religious organizations", "service", 180_000,
              "a Sunday collection every week and one appeal for gifts"),
    Character("atm operator", "S01", "522320", "Financial transaction processing",
              "service", 1_800_000,
              "fetches cash to fill its machines, paid back by card networks"),
    Character("factoring house", "T06", "522299", "Sales financing", "service", 3_000_000,
              "pays suppliers at once and collects from their debtors"),
    Character("freight hub", "W02", "488510", "Freight transportation arrangement",
              "forwarder", 2_500_000,
              "serves every importer in town, so it stands on many bills of lading"),
    Character("group treasury", "G03", "551114", "Corporate managing offices", "service", 6_000_000,
              "sweeps the money of its subsidiaries and funds them the day after"),
    Character("port union", "P02", "813930", "Labor unions", "service", 240_000,
              "small equal payments to many port workers"),
    Character("dive school", "T09", "611620", "Sports and recreation instruction",
              "service", 220_000,
              "buys boat fuel, engines and dry bags"),
    Character("licensed lab", "X01", "541380", "Testing laboratories", "service", 900_000,
              "buys chemicals abroad each quarter under a licence"),
    Character("notary", "G01", "541191", "Title abstract and settlement offices",
              "service", 4_000_000,
              "large sums pass through within days when houses are sold"),
    Character("crypto holder", "K01", "", "engineer", "", 110_000,
              "bought small amounts for years and cashes out once"),
    Character("border commuter", "R01", "", "construction worker", "", 41_000,
              "sends 900 home every fortnight"),
    Character("nvocc", "T05", "488510", "Freight transportation arrangement",
              "forwarder", 1_400_000,
              "its ships go around the Cape, like everybody's"),
    Character("start-up importer", "T01", "424480", "Fruit and vegetable wholesalers",
              "trade", 900_000,
              "a new subsidiary of a known group that begins to ship"),
    Character("franchise chain", "F01", "722513", "Limited-service restaurants", "food", 2_400_000,
              "takings are banked at branches in several states, and pay one head office"),
    Character("supermarket", "F02", "445110", "Supermarkets", "shop", 4_500_000,
              "four members of staff take turns to bank the takings"),
    Character("vending company", "S03", "445132", "Vending machine operators", "service", 420_000,
              "small cash deposits of about the same size, all year round"),
)  # fmt: skip
_BORDER_FAMILIES = ("border commuter", "student away")


def build_characters(plan: Plan, places: Places, rng: Chance) -> pl.DataFrame:
    """One row a character, with the columns of people and businesses."""
    kinds = np.repeat(np.arange(len(CHARACTERS)), plan.characters)
    count = len(kinds)
    table = pl.DataFrame(CHARACTERS)[kinds]
    place = home_cities(rng, count)
    is_border = table["family"].is_in(_BORDER_FAMILIES).to_numpy()
    place = np.where(is_border, rng.choice(np.array(BORDER), count), place)
    said = _line_of_work(rng, table)
    return located(rng, place).select(
        said["customer_type"],
        name=_names(rng, table),
        born_on=_birthdays(rng, said["customer_type"] == "company"),
        phone=phones(rng, count),
        occupation=said["occupation"],
        industry_code=said["industry_code"],
        industry=said["industry"],
        declared_income=said["declared_income"],
        expected_turnover=said["expected_turnover"],
        address=addresses(rng, count),
        city="city", region="region", postal_code="postal_code", country="country",
        latitude="latitude", longitude="longitude",
        risk_rating=words(rng, ["low"] * 4 + ["medium"] * 4 + ["high"], count),
        onboarded=_since(rng, plan, table["family"]),
        family=table["family"],
        place=pl.Series(place),
        branch=pl.Series(nearby_branch(rng, places, place)),
        vigour=pl.Series(np.exp(0.25 * rng.standard_normal(count)).round(4)),
        household=pl.lit(-1, pl.Int64),
        work=pl.lit(-1, pl.Int64),
    )  # fmt: skip


def _line_of_work(rng: Chance, table: pl.DataFrame) -> pl.DataFrame:
    """What each does and earns: an industry and turnover for a firm, else work and income."""
    yearly = table["yearly"].to_numpy() * np.exp(0.2 * rng.standard_normal(table.height))
    dollars = pl.Series(np.rint(yearly / 1000)).cast(pl.Int64) * 1000
    is_firm = pl.col("naics") != ""
    return table.with_columns(yearly=dollars).select(
        customer_type=pl.when(is_firm).then(pl.lit("company")).otherwise(pl.lit("person")),
        occupation=pl.when(~is_firm).then("line"),
        industry_code=pl.when(is_firm).then("naics"),
        industry=pl.when(is_firm).then("line"),
        declared_income=pl.when(~is_firm).then("yearly"),
        expected_turnover=pl.when(is_firm).then("yearly"),
    )


def _names(rng: Chance, table: pl.DataFrame) -> pl.Series:
    pool = table["words"]
    picked = person_names(rng, table.height)
    for trade in sorted(set(pool) - {""}):
        firms = firm_names(rng, trade, "US", table.height)
        picked = pl.select(pl.when(pool == trade).then(firms).otherwise(picked)).to_series()
    return picked


def _birthdays(rng: Chance, is_firm: pl.Series) -> pl.Series:
    born = pl.Series(rng.integers(2500, 13_000, len(is_firm))).cast(pl.Int32).cast(pl.Date)
    return pl.select(pl.when(~is_firm).then(born)).to_series()


def _since(rng: Chance, plan: Plan, family: pl.Series) -> pl.Series:
    """Long-standing customers, but for the start-up, which joins in spring."""
    joined = start_days(rng, plan, len(family)).clip(upper_bound=plan.first_day - 200)
    late = pl.Series(plan.first_day + rng.integers(70, 100, len(family)))
    return pl.select(
        pl.when(family == "start-up importer").then(late).otherwise(joined)
    ).to_series()
