"""Where the bank and its remittance desks stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, codes, weighted, words
from aml.sample.plan import Plan
from aml.sample.world.names import STREETS, phones

_DEGREE_JITTER = 0.06


@dataclass(frozen=True, slots=True)
class City:
    """A city with a branch; weight says how much of the bank's life happens there.

    Every third branch or desk stands in another quarter, with a postal code of its own.
    """

    name: str
    region: str
    county: str
    postal_code: str
    other_postal_code: str
    latitude: float
    longitude: float
    weight: float


CITIES = (
    City("Houston", "TX", "Harris", "77002", "77036", 29.7604, -95.3698, 9),
    City("San Antonio", "TX", "Bexar", "78205", "78201", 29.4241, -98.4936, 7),
    City("Laredo", "TX", "Webb", "78040", "78044", 27.5064, -99.5075, 6),
    City("El Paso", "TX", "El Paso", "79901", "79936", 31.7619, -106.4850, 5),
    City("Brownsville", "TX", "Cameron", "78520", "78526", 25.9017, -97.4975, 3),
    City("Dallas", "TX", "Dallas", "75201", "75211", 32.7767, -96.7970, 4),
    City("Tucson", "AZ", "Pima", "85701", "85705", 32.2226, -110.9747, 3),
    City("Phoenix", "AZ", "Maricopa", "85003", "85009", 33.4484, -112.0740, 3),
    City("San Diego", "CA", "San Diego", "92101", "92110", 32.7157, -117.1611, 4),
    City("Los Angeles", "CA", "Los Angeles", "90012", "90033", 34.0522, -118.2437, 4),
    City("Chicago", "IL", "Cook", "60602", "60608", 41.8781, -87.6298, 3),
    City("Atlanta", "GA", "Fulton", "30303", "30310", 33.7490, -84.3880, 3),
    City("Charlotte", "NC", "Mecklenburg", "28202", "28208", 35.2271, -80.8431, 2),
    City("Miami", "FL", "Miami-Dade", "33130", "33125", 25.7617, -80.1918, 3),
    City("New Orleans", "LA", "Orleans", "70112", "70115", 29.9511, -90.0715, 2),
)
BORDER = (2, 3, 4, 8)
_WEIGHTS = np.array([city.weight for city in CITIES])


@dataclass(frozen=True, slots=True)
class Places:
    """Branches and remittance desks, each with the number of its city.

    Args:
        branches: those of this country.
        agents: desks.
        abroad: a branch in a country that caps payments in cash, for firms with a shop there; it
            has the number after the others.
    """

    branches: pl.DataFrame
    agents: pl.DataFrame
    abroad: pl.DataFrame

    def all_branches(self) -> pl.DataFrame:
        """Branches by number, the one abroad last."""
        return pl.concat([self.branches, self.abroad])

    def branches_in(self, city: int) -> Ints:
        """Branch numbers of a city."""
        return np.flatnonzero(self.branches["place"].to_numpy() == city)

    def agents_in(self, city: int) -> Ints:
        """Desk numbers of a city."""
        return np.flatnonzero(self.agents["place"].to_numpy() == city)


def build_places(plan: Plan, rng: Chance) -> Places:
    """Two or three branches and a few desks in each city, more in a large bank."""
    many = plan.persons // 6000
    branches = np.repeat(np.arange(len(CITIES)), 2 + many + (_WEIGHTS > 4))
    agents = np.repeat(np.arange(len(CITIES)), 3 + 2 * many)
    here = _sites(rng, branches, "B", "branch")
    return Places(here, _sites(rng, agents, "G", "agent"), _milan(here))


def home_cities(rng: Chance, count: int) -> Ints:
    """The city of each of `count` customers."""
    return weighted(rng, _WEIGHTS, count)


def located(rng: Chance, place: Ints) -> pl.DataFrame:
    """City, region, postal code, country and a point near the city's centre."""
    cities = pl.DataFrame(CITIES)
    near = cities[place]
    jitter = rng.uniform(-_DEGREE_JITTER, _DEGREE_JITTER, (2, len(place))).round(4)
    return near.select(
        city="name", region="region", postal_code="postal_code", country=pl.lit("US"),
        latitude=pl.col("latitude") + pl.Series(jitter[0]),
        longitude=pl.col("longitude") + pl.Series(jitter[1]),
    ).with_columns(pl.col("latitude", "longitude").round(4))  # fmt: skip


def nearby_branch(rng: Chance, places: Places, place: Ints) -> Ints:
    """For each customer one branch of the own city."""
    first = np.searchsorted(places.branches["place"].to_numpy(), place)
    last = np.searchsorted(places.branches["place"].to_numpy(), place, side="right")
    return first + (rng.random(len(place)) * (last - first)).astype(np.int64)


def _milan(branches: pl.DataFrame) -> pl.DataFrame:
    """The branch in Italy, with the columns of the others."""
    return branches.head(1).with_columns(
        branch_id=pl.lit("BIT01"), name=pl.lit("Milan Centro"), city=pl.lit("Milan"),
        region=pl.lit("MI"), county=pl.lit("Milano"), postal_code=pl.lit("20121"),
        country=pl.lit("IT"), latitude=pl.lit(45.4642), longitude=pl.lit(9.1900),
        phone=pl.lit("+390255550100"), is_outer=pl.lit(value=False),
        place=pl.lit(-1, branches.schema["place"]),
    )  # fmt: skip


def _sites(rng: Chance, place: Ints, prefix: str, kind: str) -> pl.DataFrame:
    count = len(place)
    number = codes(prefix, np.arange(count), int(rng.integers(1 << 32)), bits=16)
    where = located(rng, place)
    cities, is_outer = pl.DataFrame(CITIES)[place], pl.Series(_turns(place) == 2)
    name = pl.concat_str([where["city"], words(rng, STREETS, count)], separator=" ")
    return where.select(
        pl.Series(f"{kind}_id", number), pl.lit("").alias("name"), pl.all()
    ).with_columns(
        name=name,
        county=cities["county"],
        postal_code=pl.select(
            pl.when(is_outer).then(cities["other_postal_code"]).otherwise(cities["postal_code"])
        ).to_series(),
        is_outer=is_outer,
        phone=phones(rng, count),
        place=pl.Series(place),
    )


def _turns(place: Ints) -> Ints:
    """Which of its city each site is, three of them taking turns; places come in order."""
    return (np.arange(len(place)) - np.searchsorted(place, place)) % 3
