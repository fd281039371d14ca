"""Seeded chance: the only source of variety, so that the same seed gives the same town.

Amounts are whole cents and instants whole seconds of local time: integers, drawn column by column.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt
import polars as pl

Chance = np.random.Generator
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
#: The first and the last day of a time.
Span = tuple[int, int]

DAY_SECONDS = 86_400
HOUR_SECONDS = 3_600
_SATURDAY, _SUNDAY = 5, 6
_HEX = pl.Series("hex", [f"{number:02x}" for number in range(1 << 8)])


def chance(seed: int, *names: str | int) -> Chance:
    """A stream of its own for each named part of the town: adding one part moves no other."""
    words = [name if isinstance(name, int) else crc32(name.encode()) for name in names]
    return np.random.default_rng([seed & (2**64 - 1), *words])


def money(rng: Chance, median: float | Floats, spread: float, count: int) -> Ints:
    """Cents around a median in whole units of the currency, right-skewed, at least one unit."""
    drawn = 100 * median * np.exp(spread * rng.standard_normal(count))
    return np.maximum(100, np.rint(drawn)).astype(np.int64)


def between(rng: Chance, low: float, high: float, count: int) -> Ints:
    """Cents evenly between two amounts in whole units."""
    return rng.integers(round(low * 100), round(high * 100) + 1, count)


def rounded(cents: Ints, unit: int | Ints) -> Ints:
    """Cents rounded to a multiple of `unit` whole units, as people like their amounts."""
    step = unit * 100
    nearest: Ints = np.maximum(step, (cents + step // 2) // step * step)
    return nearest


def moment(rng: Chance, day: Ints, opens: float = 9, closes: float = 17) -> Ints:
    """An instant of each day between two hours of local time."""
    first, last = round(opens * HOUR_SECONDS), round(closes * HOUR_SECONDS)
    return day * DAY_SECONDS + rng.integers(first, last, len(day))


def weekday(day: Ints) -> Ints:
    """0 is Monday; day 0 (1970-01-01) was a Thursday."""
    return (day + 3) % 7


def business_day(day: Ints) -> Ints:
    """The day itself, the Friday before a Saturday, the Monday after a Sunday."""
    on = weekday(day)
    moved: Ints = day - (on == _SATURDAY) + (on == _SUNDAY)
    return moved


def weighted(rng: Chance, weights: Floats, count: int) -> Ints:
    """Positions drawn with the given weights."""
    bounds = np.cumsum(weights)
    drawn: Ints = np.searchsorted(bounds, rng.random(count) * bounds[-1], side="right")
    return drawn


def words(rng: Chance, pool: Sequence[str], count: int) -> pl.Series:
    """Words drawn evenly from a pool."""
    return pl.Series("words", pool, dtype=pl.String).gather(rng.integers(len(pool), size=count))


def mixed(number: Ints, key: int, bits: int = 32) -> Ints:
    """A one-to-one map of the numbers below 2^bits: no two meet, and their order is gone."""
    mask, half = np.uint64((1 << bits) - 1), np.uint64(bits // 2)
    value = number.astype(np.uint64)
    for odd in (0x9E3779B1, 0x85EBCA77):
        value = (value * np.uint64(odd) + np.uint64(key & 0xFFFFFFFF)) & mask
        value ^= value >> half
    return value.astype(np.int64)


def codes(prefix: str, number: Ints, key: int, bits: int = 24) -> pl.Series:
    """Identifiers that say nothing of the order or the reason in which things were made."""
    value = mixed(number, key ^ crc32(prefix.encode()), bits)
    pairs = [_HEX.gather(value >> shift & 0xFF) for shift in range(bits - 8, -1, -8)]
    return pl.select(pl.concat_str([pl.lit(prefix), *pairs])).to_series()
