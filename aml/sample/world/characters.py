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
    Character("ski rental", "G04", "532284", "Recreational goods rental", "service", 120_000,
              "rents skis in winter and sleeps from April to November"),
    Character("cash landlord", "F02", "531110", "Lessors of residential buildings",
              "service", 70_000,
              "seven tenants bring their rent to the counter in the first days of each month"),
    Character("flat share", "F04", "", "student", "", 12_000,
              "three flatmates send their share of the rent, which goes on to the landlord"),
    Character("reseller", "F04", "", "self-employed", "", 38_000,
              "a marketplace pays out every week; most of it buys new stock"),
    Character("armoured grocer", "F05", "445110", "Supermarkets", "shop", 9_000_000,
              "a van fetches the cash, an eighth of its sales; it pays suppliers and wages"),
    Character("equipment dealer", "S07", "423820", "Farm machinery dealers", "trade", 700_000,
              "cash instalments, each machine under a contract and an invoice of its own"),
    Character("money order tenant", "S05", "", "warehouse worker", "", 36_000,
              "one money order of 900 a month, always to the landlord"),
    Character("student from abroad", "F03", "", "student", "", 11_000,
              "the parents' transfer arrives every month; an aunt brought 500 once"),
    Character("immigration lawyer", "R06", "541110", "Offices of lawyers", "service", 420_000,
              "clients from many states pay the same fees; a client ledger, and no haste"),
    Character("bail bondsman", "R06", "812990", "Bail bonding services", "service", 380_000,
              "families pay a tenth of a bond; licensed, and the money stays"),
    Character("payment provider", "G02", "522320", "Financial transaction processing",
              "service", 1_300_000,
              "card networks settle and the same merchants are paid every fortnight"),
    Character("club treasurer", "G02", "", "office clerk", "", 42_000,
              "members' equal dues each month, and the rent of the hall"),
    Character("beach kiosk", "C01", "722515", "Snack and beverage bars", "food", 110_000,
              "most of a year's cash comes in July and August, each year"),
    Character("crowdfunder", "G02", "", "self-employed", "", 30_000,
              "small gifts of many for one film, spent on it over months"),
)  # fmt: skip
_BORDER_FAMILIES = (
    "border commuter", "student away", "armoured grocer", "immigration lawyer", "bail bondsman",
)  # fmt: skip


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
