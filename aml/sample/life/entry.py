"""Entries as columns of numbers, before they are written out in full."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, Flags, Ints
from aml.sample.world.town import Town

Column: TypeAlias = Ints | Flags | pl.Series | str | int | bool

#: at: seconds of local time; account and other: numbers of the directory; conductor: of the
#: visitors; desk: the window or the machine of a branch; agent: the remittance desk that issued an
#: instrument; mark: the story an entry belongs to. -1 stands for none.
#: device: the visitor whose device gave the order, or one of HOLDER and NOBODY.
ENTRY = pl.Schema(
    {
        "at": pl.Int64, "account": pl.Int64, "other": pl.Int64, "is_credit": pl.Boolean,
        "cents": pl.Int64, "channel": pl.String, "status": pl.String, "conductor": pl.Int64,
        "branch": pl.Int64, "desk": pl.Int64, "text": pl.String, "invoice": pl.String,
        "bill": pl.String, "instrument": pl.String, "agent": pl.Int64, "device": pl.Int64,
        "mark": pl.Int64,
    }
)  # fmt: skip
#: The holder's own device, where the channel is ordered online at all; and no device: a standing
#: order, or something signed at a counter.
HOLDER, NOBODY = -1, -2
_OWN_BOOKS = ("internal", "p2p")


def entries(at: Ints, **columns: Column) -> pl.DataFrame:
    """Entries from columns or from single values that all share; what is not given is none."""
    given: dict[str, Column] = {
        "other": -1, "status": "posted", "conductor": -1, "branch": -1, "desk": -1, "mark": -1,
        "agent": -1, "device": HOLDER, "at": at, **columns,
    }  # fmt: skip
    count = len(at)
    # Series made one by one: a query for each of some thousand stories takes twenty times as long.
    return pl.DataFrame([_column(name, given.get(name), count) for name in ENTRY])


def _column(name: str, value: Column | None, count: int) -> pl.Series:
    """A column of the schema's type from one that was given or from a value that all share."""
    kind = ENTRY[name]
    if isinstance(value, np.ndarray):
        value = pl.Series(name, value)
    if isinstance(value, pl.Series):
        typed = value if value.dtype == kind else value.cast(kind)
        return typed.alias(name)
    return pl.Series(name, [value], dtype=kind).new_from_index(0, count)


def together(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Several bundles of entries as one."""
    return pl.concat([ENTRY.to_frame(), *parts])


def day_of(frame: pl.DataFrame) -> Ints:
    """The local day of each entry."""
    days: Ints = frame["at"].to_numpy() // DAY_SECONDS
    return days


def both_legs(town: Town, frame: pl.DataFrame) -> pl.DataFrame:
    """Add the other customer's side of what passes within the bank."""
    inside = frame.filter(
        pl.col("channel").is_in(_OWN_BOOKS) & pl.Series(town.is_own(frame["other"].to_numpy()))
    )
    mirrored = inside.with_columns(
        account=pl.col("other"), other=pl.col("account"), is_credit=~pl.col("is_credit")
    )
    return pl.concat([frame, mirrored])


def once_open(town: Town, frame: pl.DataFrame) -> pl.DataFrame:
    """Leave out what would be booked on an account before it was opened."""
    day, other = day_of(frame), frame["other"].to_numpy()
    is_open = day >= town.opened[frame["account"].to_numpy()]
    inside = town.is_own(other)
    is_open &= ~inside | (day >= town.opened[np.where(inside, other, 0)])
    return frame.filter(pl.Series(is_open))
