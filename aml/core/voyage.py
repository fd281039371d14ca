"""A voyage as a case keeps it: its legs, their distances, and what it is compared with.

Degrees are decimal, east and north positive; distances are nautical miles by sea.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

#: A place on the way: longitude, latitude.
Point = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class PortCall:
    """A port in the order of the voyage. `point` is None where the port's place is not known."""

    port: str
    name: str
    point: Point | None
    due_at: datetime | None
    arrived_at: datetime | None
    left_at: datetime | None
    is_scheduled: bool


@dataclass(frozen=True, slots=True)
class Leg:
    """From one call to the next, numbered by the call it leads to; `track` follows the sea."""

    sailed_nm: Decimal | None
    track: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Voyage:
    """A ship's way from its first call to its last.

    `legs` are one fewer than `calls`. `direct_nm` is the way by sea without the calls between,
    `detour` what was sailed over it. `usual_detour` is the middle one of `usual_voyages` other
    voyages of the same loop of service about that time; None where there are none.
    """

    voyage_id: str
    imo_number: str
    vessel_name: str
    service_loop: str
    started_on: date | None
    ended_on: date | None
    calls: tuple[PortCall, ...]
    legs: tuple[Leg, ...]
    direct_nm: Decimal | None
    direct_track: tuple[Point, ...]
    sailed_nm: Decimal | None
    detour: Decimal | None
    usual_detour: Decimal | None
    usual_voyages: int


def corridors_of(load_port: str, discharge_port: str) -> tuple[str, str]:
    """The corridors whose prices hold between two ports, the closest first: `EC-NL`, then any.

    The first two letters of a port's code are its country (UN/LOCODE).
    """
    return f"{load_port[:2]}-{discharge_port[:2]}", "any"


@dataclass(frozen=True, slots=True)
class GoodsPrice:
    """What a kilogram of goods costs in a corridor: the 10th, 50th and 90th of a hundred prices."""

    hs_code: str
    corridor: str
    p10: Decimal
    p50: Decimal
    p90: Decimal
    currency: str
    source: str
