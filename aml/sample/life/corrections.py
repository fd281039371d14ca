"""Slips at the counter: a wrong sum keyed in, a note counted twice, a deposit booked twice."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints
from aml.sample.life.counter import flags

_SHARE = 0.02
_KINDS = ("cancelled", "altered", "reversed")


def slips(rng: Chance, frame: pl.DataFrame) -> pl.DataFrame:
    """The first, wrong bookings of some cash entries that belong to no story.

    A clerk corrects a wrong figure within a minute, at the same window; a booking made twice is
    found later in the same hour.
    """
    chosen = (pl.col("channel") == "cash_teller") & (pl.col("status") == "posted")
    counted = frame.filter(chosen & (pl.col("mark") < 0))
    counted = counted.filter(pl.Series(flags(rng, _SHARE, counted.height)))
    count = counted.height
    kind = rng.choice(len(_KINDS), count, p=[0.45, 0.35, 0.2])
    earlier = np.where(kind == 2, rng.integers(600, 2400, count), rng.integers(15, 56, count))
    return counted.with_columns(
        status=pl.Series(_KINDS, dtype=pl.String).gather(kind),
        cents=pl.Series(np.where(kind == 2, counted["cents"].to_numpy(), _wrong(rng, counted))),
        at=pl.col("at") - pl.Series(earlier),
    )


def _wrong(rng: Chance, counted: pl.DataFrame) -> Ints:
    """A nought too many or too few, or a few notes miscounted."""
    cents, count = counted["cents"].to_numpy(), counted.height
    notes = cents + rng.choice(np.array([-2000, 2000, 5000, 10_000]), count)
    typed = np.where(flags(rng, 0.5, count), cents * 10, np.maximum(100, cents // 10))
    wrong: Ints = np.where(flags(rng, 0.4, count), typed, np.maximum(100, notes))
    return wrong
