"""Peer groups: customers of one type, sector and earlier size, as fine as their number allows.

Type and sector (the first two digits of the industry code, else the occupation) are the bank's own
records; size is the power of ten of the average monthly turnover in the year before the window.
Sector is given up first and size last but type: a customer beside peers a tenth of its size is an
outlier by size alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aml.detector.parameters import FEWEST_PEERS, SECTOR_PEERS

if TYPE_CHECKING:
    import numpy
    import polars
    from numpy.typing import NDArray

#: What peers share, from fine to coarse, and how many they must be; the last group is everybody.
LEVELS: tuple[tuple[str, ...], ...] = (("kind", "sector", "size"), ("kind", "size"), ("kind",), ())
NEEDED = (SECTOR_PEERS, FEWEST_PEERS, FEWEST_PEERS, 0)
_SMALLEST, _LARGEST = 2, 8


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """Customers fitted together, by their rows in the frame, in order.

    Those who are scored in a finer group are peers here without being scored here. `level` is the
    place in LEVELS of what they share.
    """

    name: str
    members: NDArray[numpy.int64]
    is_scored: NDArray[numpy.bool_]
    level: int = 0


def peer_groups(frame: polars.DataFrame, base_currency: str) -> Iterator[PeerGroup]:
    """The groups of a frame; each customer is scored in exactly one of them."""
    import polars

    keyed = frame.select(*LEVELS[0]).with_row_index("position")
    keyed = keyed.with_columns(polars.Series("level", _levels(frame)))
    for level, keys in enumerate(LEVELS):
        scored = keyed.filter(polars.col("level") == level)
        if scored.is_empty():
            continue
        found = [keyed]
        if keys:
            own = scored.select(keys).unique(maintain_order=True)
            found = keyed.join(own, on=keys, how="semi").partition_by(keys, maintain_order=True)
        for group in found:
            members = group.sort("position")
            yield PeerGroup(
                name=_name(dict(zip(keys, members.select(keys).row(0), strict=True)), base_currency)
                if keys
                else "all customers",
                members=members["position"].to_numpy().astype("int64"),
                is_scored=(members["level"] == level).to_numpy(),
                level=level,
            )


def too_small(frame: polars.DataFrame) -> list[int]:
    """How many groups of each level but the last had too few customers to be compared in."""
    levels = _levels(frame)
    return [
        frame.filter(levels > level).select(keys).n_unique() if (levels > level).any() else 0
        for level, keys in enumerate(LEVELS[:-1])
    ]


def _levels(frame: polars.DataFrame) -> NDArray[numpy.int64]:
    """The finest level with enough peers."""
    counts = frame.select(f"peers_{level + 1}" for level in range(len(LEVELS))).to_numpy()
    finest: NDArray[numpy.int64] = (counts >= NEEDED).argmax(axis=1)
    return finest


def _name(shared: dict[str, object], base_currency: str) -> str:
    parts = [f"type {shared['kind'] or 'not recorded'}"]
    if "sector" in shared:
        parts.append(str(shared["sector"] or "sector not recorded"))
    if "size" in shared:
        parts.append(_size(int(str(shared["size"])), base_currency))
    return ", ".join(parts)


def _size(digits: int, base_currency: str) -> str:
    if digits == 0:
        return "first seen in this window"
    low, high = 10 ** (digits - 1), 10**digits
    if digits == _SMALLEST:
        return f"turnover below {base_currency} {high:,} a month before"
    if digits == _LARGEST:
        return f"turnover of {base_currency} {low:,} or more a month before"
    return f"turnover of {base_currency} {low:,} to {high - 1:,} a month before"
