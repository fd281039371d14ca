"""Voyages as a case keeps them: read from the derived tables, with the tracks of their legs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from aml.core.voyage import Leg, Point, PortCall, Voyage
from aml.shipping.sea import SeaWay, sea_ways
from aml.store import Store

#: What the reading of voyages needs to be there.
READS = ("voyage_calls", "voyage_routes", "port_places")

_VOYAGES = """
    SELECT route.*, ship.vessel_name
    FROM voyage_routes AS route
    LEFT JOIN (
        SELECT voyage_id, min(vessel_name) AS vessel_name FROM bills_of_lading GROUP BY voyage_id
    ) AS ship ON ship.voyage_id = route.voyage_id
    WHERE route.voyage_id IN (SELECT unnest($ids))
    ORDER BY route.started_on, route.voyage_id"""
_CALLS = """
    SELECT call.*, coalesce(place.name, call.port) AS name, place.longitude, place.latitude
    FROM voyage_calls AS call
    LEFT JOIN port_places AS place ON place.port = call.port AND place.is_placed
    WHERE call.voyage_id IN (SELECT unnest($ids))
    ORDER BY call.voyage_id, call.position"""
_PLACES = """
    SELECT port, longitude, latitude FROM port_places
    WHERE is_placed AND port IN (SELECT unnest($ports))"""

_Ways = Mapping[tuple[Point, Point], SeaWay | None]


def voyages_of(store: Store, ids: Iterable[str]) -> tuple[Voyage, ...]:
    """The voyages by their ids, in order of time; none where no port calls were given."""
    wanted = {"ids": sorted(set(ids))}
    if not wanted["ids"] or not all(store.has_table(table) for table in READS):
        return ()
    routes = store.records(_VOYAGES, wanted)
    calls: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in store.records(_CALLS, wanted):
        calls[row["voyage_id"]].append(row)
    ends = {port for row in routes for port in (row["origin_port"], row["destination_port"])}
    places = {
        port: (longitude, latitude)
        for port, longitude, latitude in store.rows(_PLACES, {"ports": sorted(ends - {None})})
    }
    return tuple(_voyage(row, calls[row["voyage_id"]], places) for row in routes)


def _voyage(
    row: Mapping[str, Any], rows: list[dict[str, Any]], places: Mapping[str, Point]
) -> Voyage:
    calls = tuple(_call(call) for call in rows)
    pairs = [(one.point, other.point) for one, other in pairwise(calls)]
    ends = places.get(row["origin_port"]), places.get(row["destination_port"])
    ways = sea_ways((one, other) for one, other in (*pairs, ends) if one and other)
    direct = _way(ways, *ends)
    return Voyage(
        voyage_id=row["voyage_id"],
        imo_number=row["imo_number"] or "",
        vessel_name=row["vessel_name"] or "",
        service_loop=row["service_loop"] or "",
        started_on=row["started_on"],
        ended_on=row["ended_on"],
        calls=calls,
        legs=tuple(_leg(_way(ways, *pair)) for pair in pairs),
        direct_nm=row["direct_nm"],
        direct_track=direct.track if direct else (),
        sailed_nm=row["sailed_nm"],
        detour=row["detour_ratio"],
        usual_detour=row["loop_ratio"],
        usual_voyages=row["loop_voyages"],
    )


def _call(row: Mapping[str, Any]) -> PortCall:
    placed = row["longitude"] is not None and row["latitude"] is not None
    return PortCall(
        port=row["port"] or "",
        name=row["name"] or "",
        point=(row["longitude"], row["latitude"]) if placed else None,
        due_at=row["due_at"],
        arrived_at=row["arrived_at"],
        left_at=row["left_at"],
        is_scheduled=row["is_scheduled"],
    )


def _way(ways: _Ways, start: Point | None, end: Point | None) -> SeaWay | None:
    return ways.get((start, end)) if start and end else None


def _leg(way: SeaWay | None) -> Leg:
    return Leg(way.nm, way.track) if way else Leg(None, ())
