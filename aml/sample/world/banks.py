"""Banks of those who bank elsewhere, and how their account numbers begin.

The three institutions named are those of the orders of 25 June 2025 under 21 USC 2313a, with the
numbers that the payment system of Mexico gives them (from general knowledge). That payees of the
sample bank there is invented, like the payees.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, codes, words

HOME = [
    "CRBLUS41", "LAKEUS33", "PRRIUS44", "GULFUS42", "MESAUS31", "SUNBUS66", "PINEUS33", "OAKHUS44",
]  # fmt: skip
FOREIGN = {
    "MX": ["NRTEMXMM", "SIERMXMT"], "EC": ["GUAYECEG"],
    "CO": ["CRBNCOBB"], "PE": ["COSTPEPL"], "CN": ["PERLCNSH"], "ES": ["MARIESMM"],
    "NL": ["DIJKNL2A"], "CA": ["LAURCATT"], "GB": ["THMSGB2L"],
    "GT": ["QTZLGTGC"], "HN": ["ULUAHNTG"], "SV": ["IZALSVSS"], "AE": ["DHOWAEAD"],
    "HK": ["JNKBHKHH"], "IN": ["MLBRINBB"],
}  # fmt: skip
#: As clerks write them, with the number that accounts there begin with.
UNDER_ORDER = {
    "CIBanco S.A.": "143", "CIBANCO SA INSTITUCION DE BANCA MULTIPLE": "143", "CIBanco": "143",
    "Intercam Banco": "136", "INTERCAM BANCO SA INSTITUCION DE BANCA MULTIPLE": "136",
    "Intercam": "136", "Vector Casa de Bolsa": "608", "VECTOR CASA DE BOLSA SA DE CV": "608",
}  # fmt: skip
#: Banks that no order is about, though a part of the name is the same.
NAMESAKES = ["Vector Federal Credit Union", "Bank of Intercambio Valley", "CI Bank and Trust Ohio"]
#: No institution has these numbers.
_OTHERS = {"NRTEMXMM": "990", "SIERMXMT": "991"}
_WEIGHTS = np.resize(np.array([3, 7, 1]), 17)


def accounts_at(rng: Chance, bank: pl.Series) -> pl.Series:
    """An account at each bank: eighteen figures in Mexico, letters and figures elsewhere."""
    number, key = np.arange(len(bank)), int(rng.integers(1 << 32))
    plain = codes("X", number, key)
    known = bank.replace_strict(UNDER_ORDER | _OTHERS, default=None, return_dtype=pl.String)
    return pl.select(pl.coalesce(clabe(rng, known), plain)).to_series()


def clabe(rng: Chance, bank: pl.Series) -> pl.Series:
    """Bank, place, account and check digit; null where the bank is."""
    count = len(bank)
    place = pl.Series(rng.integers(1, 1000, count)).cast(pl.String).str.zfill(3)
    serial = pl.Series(rng.integers(10**8, 10**11, count)).cast(pl.String).str.zfill(11)
    first = pl.select(pl.concat_str([bank.fill_null("000"), place, serial])).to_series()
    figures = first.cast(pl.Int64).to_numpy()[:, None] // 10 ** np.arange(16, -1, -1) % 10
    check = pl.Series(_check(figures)).cast(pl.String)
    whole = pl.concat_str([first, check])
    return pl.select(pl.when(bank.is_not_null()).then(whole)).to_series()


def _check(figures: Ints) -> Ints:
    """What the last figures of the products are short of a multiple of ten."""
    digit: Ints = -(figures * _WEIGHTS % 10).sum(axis=1) % 10
    return digit


def banks_of(rng: Chance, country: str, count: int) -> pl.Series:
    """A bank of the country for each."""
    return words(rng, FOREIGN.get(country, HOME), count)
