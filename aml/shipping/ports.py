"""The derived table port_places: where the ports are that trade tables name.

One row a port as calls, voyages, bills of lading and container events write it, and a row each for
those that only the table `ports` has. name, country, latitude, longitude and tier are those of
`ports`; what it does not say is filled from the list of ports that the package searoute carries,
by UN/LOCODE. placed_by says whose the place is: `ports`, `package`, or NULL where nobody knows the
port. is_placed: the place is known and by the sea (see sea.py), so that distances can be told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from aml.core.voyage import Point
from aml.identity import create_number_key
from aml.shipping.sea import is_by_the_sea
from aml.store import Derived, Store

#: Codes and coordinates of more decimals say nothing about a port.
_DEGREE = Decimal("0.000001")
_USES = ("ports", "port_calls", "voyages", "bills_of_lading", "container_events")

_NAMED = """
    CREATE TEMP TABLE port_places AS
    WITH named AS (
        SELECT port FROM port_calls
        UNION SELECT origin_port FROM voyages
        UNION SELECT destination_port FROM voyages
        UNION SELECT load_port FROM bills_of_lading
        UNION SELECT discharge_port FROM bills_of_lading
        UNION SELECT port FROM container_events
        UNION SELECT port FROM ports
    ), own AS (
        SELECT *, number_key(port) AS port_key FROM ports
        QUALIFY row_number() OVER (PARTITION BY number_key(port) ORDER BY port) = 1
    )
    SELECT
        named.port, number_key(named.port) AS port_key, own.name, own.country,
        own.latitude, own.longitude, own.tier,
        CASE WHEN own.latitude IS NOT NULL AND own.longitude IS NOT NULL THEN 'ports' END
            AS placed_by,
        false AS is_placed
    FROM named
    LEFT JOIN own ON own.port_key = number_key(named.port)
    WHERE named.port IS NOT NULL
    ORDER BY named.port"""

_FILLED = """
    UPDATE port_places SET
        name = coalesce(port_places.name, known.name),
        country = coalesce(port_places.country, known.country),
        latitude = CASE WHEN placed_by IS NULL THEN known.latitude ELSE port_places.latitude END,
        longitude = CASE WHEN placed_by IS NULL THEN known.longitude
            ELSE port_places.longitude END,
        placed_by = coalesce(placed_by, 'package')
    FROM packaged_ports AS known WHERE known.port_key = port_places.port_key"""


@dataclass(frozen=True, slots=True)
class Port:
    """A port of the package, by its UN/LOCODE."""

    code: str
    name: str
    place: Point

    @property
    def country(self) -> str:
        """The country by ISO 3166, with which the code begins."""
        return self.code[:2]


@cache
def packaged_ports() -> Mapping[str, Port]:
    """The ports that searoute carries, by UN/LOCODE.

    Of two places with one code the one with a container terminal is meant.
    """
    import searoute  # 0.6 s, and most runs have no ship

    ports: dict[str, Port] = {}
    listed = searoute.setup_P().nodes(data=True)
    for place, facts in sorted(listed, key=lambda item: (item[1].get("t") is None, item[0])):
        code = facts.get("port") or ""
        if len(code) == 5:
            longitude, latitude = (Decimal(str(degree)).quantize(_DEGREE) for degree in place)
            ports.setdefault(code, Port(code, facts.get("name") or code, (longitude, latitude)))
    return ports


def _build(store: Store) -> None:
    create_number_key(store)
    store.run(_NAMED)
    _fill(store)
    _judge(store)


def _fill(store: Store) -> None:
    """What `ports` does not say of a port is filled from the package."""
    store.run(
        "CREATE TEMP TABLE packaged_ports (port_key VARCHAR, name VARCHAR, country VARCHAR,"
        " latitude DECIMAL(9, 6), longitude DECIMAL(9, 6))"
    )
    wanted = store.rows(
        "SELECT DISTINCT port_key FROM port_places WHERE placed_by IS NULL OR name IS NULL"
        " OR country IS NULL ORDER BY port_key"
    )
    known = packaged_ports() if wanted else {}
    found = [known[code] for (code,) in wanted if code in known]
    store.insert(
        "packaged_ports",
        ("port_key", "name", "country", "latitude", "longitude"),
        [(port.code, port.name, port.country, port.place[1], port.place[0]) for port in found],
    )
    store.run(_FILLED)
    store.run("DROP TABLE packaged_ports")


def _judge(store: Store) -> None:
    """Mark the ports that lie by the sea; degrees that are swapped seldom do."""
    places = store.rows(
        "SELECT DISTINCT longitude, latitude FROM port_places WHERE placed_by IS NOT NULL"
        " ORDER BY longitude, latitude"
    )
    at_sea = [place for place in places if abs(place[1]) <= 90 and is_by_the_sea(place)]
    store.run("CREATE TEMP TABLE sea_places (longitude DECIMAL(9, 6), latitude DECIMAL(9, 6))")
    store.insert("sea_places", ("longitude", "latitude"), at_sea)
    store.run(
        "UPDATE port_places SET is_placed = true FROM sea_places AS sea"
        " WHERE sea.longitude = port_places.longitude AND sea.latitude = port_places.latitude"
    )
    store.run("DROP TABLE sea_places")


PORT_PLACES = Derived("port_places", (), _USES, _build)
