"""Vessels, containers and goods, with numbers whose check digits hold."""

from __future__ import annotations

from string import ascii_uppercase

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, words
from aml.sample.world.names import pool

_SHIP_FIRST = pool("""
Alba Atlantic Austral Baltic Boreal Caribbean Celtic Coral Crystal Golden Iberian Jade Nordic
Northern Ocean Oriental Pacific Pearl Polar Royal Silver Southern Tropic Western
""")  # fmt: skip
_SHIP_LAST = pool("""
Albatross Amity Breeze Courage Dawn Dolphin Endeavour Express Fortune Grace Harmony Horizon
Journey Merit Pioneer Promise Spirit Star Trader Triumph Venture Voyager Wave Wind
""")  # fmt: skip
_OPERATORS = ["Alba Ocean Lines", "Corona Maritime", "Nordic Sable Shipping"]
_FLAGS = ["PA", "LR", "MH", "MT", "CY", "SG", "HK", "BS"]
OWNER_CODES = ["CSQ", "TRL", "GLD", "MVC", "HBX", "PNC", "OLT", "KVS", "RTC", "SLM", "FRU", "BNT"]

HOME_PORTS = {
    "TX": "USHOU", "AZ": "USLAX", "CA": "USLAX", "IL": "USNYC", "GA": "USSAV", "NC": "USCHS",
    "FL": "USMIA", "LA": "USMSY",
}  # fmt: skip
#: HS code, goods, dollars a kilogram, kilograms a container; fruit first.
GOODS = (
    ("080390", "Fresh bananas", 0.8, 20_000),
    ("080450", "Mangoes", 1.6, 18_000),
    ("080440", "Avocados", 2.4, 19_000),
    ("081090", "Dragon fruit", 3.1, 12_000),
    ("070960", "Peppers", 1.5, 16_000),
    ("851762", "Routers and modems", 38.0, 3200),
    ("850440", "Chargers", 14.0, 6000),
    ("852872", "Television sets", 19.0, 7000),
    ("854442", "Cables", 9.0, 9000),
)
FRUITS = 5


def build_vessels(rng: Chance, count: int) -> pl.DataFrame:
    """One row a vessel: IMO number, name, flag, operator, owner."""
    first = rng.permutation(np.arange(900_000, 989_999))[:count]
    names = pl.concat_str(
        [words(rng, _SHIP_FIRST, count), words(rng, _SHIP_LAST, count)], separator=" "
    )
    return pl.select(
        imo_number=imo_numbers(first), name=names, flag=words(rng, _FLAGS, count),
        operator=words(rng, _OPERATORS, count), owner=_owners(rng, count),
    )  # fmt: skip


def other_names(rng: Chance, count: int) -> pl.DataFrame:
    """What ships are called after or before a change: name, flag, owner."""
    names = pl.concat_str(
        [words(rng, _SHIP_FIRST, count), words(rng, _SHIP_LAST, count)], separator=" "
    )
    return pl.select(name=names, flag=words(rng, _FLAGS, count), owner=_owners(rng, count))


def _owners(rng: Chance, count: int) -> pl.Series:
    """Companies of one ship each."""
    parts = [
        words(rng, _SHIP_FIRST, count),
        pl.lit("Shipholding"),
        words(rng, ["Ltd", "SA"], count),
    ]
    return pl.select(pl.concat_str(parts, separator=" ")).to_series()


def imo_numbers(first: Ints) -> pl.Series:
    """Six digits and the check digit: the weights are 7 down to 2."""
    digits = first[:, None] // 10 ** np.arange(5, -1, -1) % 10
    check = (digits * np.arange(7, 1, -1)).sum(axis=1) % 10
    return pl.Series(first * 10 + check).cast(pl.String)


def container_numbers(rng: Chance, count: int) -> pl.Series:
    """Owner code, U, six digits and the check digit of ISO 6346."""
    owner = rng.integers(0, len(OWNER_CODES), count)
    serial = rng.integers(100_000, 1_000_000, count)
    letters = np.array([[_letter_value(letter) for letter in code + "U"] for code in OWNER_CODES])[
        owner
    ]
    digits = serial[:, None] // 10 ** np.arange(5, -1, -1) % 10
    total = (np.concatenate([letters, digits], axis=1) * 2 ** np.arange(10)).sum(axis=1)
    check = total % 11 % 10
    prefix = pl.Series(OWNER_CODES).gather(owner)
    number = pl.Series(serial * 10 + check).cast(pl.String)
    return pl.select(pl.concat_str([prefix, pl.lit("U"), number])).to_series()


def _letter_value(letter: str) -> int:
    """A is 10, and multiples of eleven are left out."""
    number = ascii_uppercase.index(letter)
    return 10 + number + (number + 9) // 10
