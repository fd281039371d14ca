"""Where transfers are paid out, at home and abroad, and where senders abroad hand them in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aml.sample.chance import Chance, Ints, weighted
from aml.sample.world.places import BORDER, CITIES


@dataclass(frozen=True, slots=True)
class Destination:
    """A city where transfers are paid out; weight says how many go there.

    `place` is the number of a city of this bank's own desks, else -1.
    """

    country: str
    dialling: str
    region: str
    city: str
    weight: float
    place: int = -1


_ABROAD = (
    Destination("MX", "52", "Jalisco", "Guadalajara", 9),
    Destination("MX", "52", "Sinaloa", "Culiacan", 5),
    Destination("MX", "52", "Michoacan", "Morelia", 8),
    Destination("MX", "52", "Tamaulipas", "Nuevo Laredo", 6),
    Destination("MX", "52", "Chihuahua", "Ciudad Juarez", 6),
    Destination("MX", "52", "Oaxaca", "Oaxaca", 6),
    Destination("MX", "52", "Baja California", "Tijuana", 5),
    Destination("GT", "502", "Guatemala", "Guatemala City", 8),
    Destination("GT", "502", "Huehuetenango", "Huehuetenango", 5),
    Destination("HN", "504", "Cortes", "San Pedro Sula", 8),
    Destination("SV", "503", "San Salvador", "San Salvador", 7),
    Destination("CO", "57", "Antioquia", "Medellin", 5),
    Destination("PH", "63", "Cebu", "Cebu City", 7),
    Destination("IN", "91", "Kerala", "Kochi", 6),
    Destination("NG", "234", "Lagos", "Lagos", 4),
    Destination("PL", "48", "Malopolska", "Krakow", 3),
    Destination("CN", "86", "Fujian", "Fuzhou", 3),
    Destination("HK", "852", "Hong Kong", "Hong Kong", 2),
)
#: Some send money within the country.
_AT_HOME = tuple(
    Destination("US", "1", city.region, city.name, 0.12 * city.weight, place)
    for place, city in enumerate(CITIES)
)
DESTINATIONS = (*_ABROAD, *_AT_HOME)
#: From these countries money is also sent here.
_SENDING = ("MX", "GT", "HN", "SV", "CO")
_WEIGHTS = np.array([place.weight for place in DESTINATIONS])


def destinations(rng: Chance, count: int) -> Ints:
    """Where the families of so many senders live."""
    return weighted(rng, _WEIGHTS, count)


def origins(rng: Chance, count: int) -> Ints:
    """Where so many senders abroad live."""
    pool = [n for n, place in enumerate(DESTINATIONS) if place.country in _SENDING]
    return rng.choice(np.array(pool), count)


def homes(rng: Chance, count: int) -> Ints:
    """Where so many receivers in this country live."""
    return rng.integers(len(_ABROAD), len(DESTINATIONS), count)


def border_homes(rng: Chance, count: int) -> Ints:
    """Where so many receivers in the cities of the border live."""
    return len(_ABROAD) + rng.choice(np.array(BORDER), count)
