"""Voyages by hand: `sail("V1", "ECGYE 1 NLRTM 20")` is a ship that calls on the days of March."""

from tests.screening.ledgers import rows_of

SHIP = "9074729"


def sail(voyage_id, way, start="2026-03-", **columns):
    """The port calls of a voyage: ports and days of a month, in order."""
    words = way.split()
    return [
        {
            "port_call_id": f"{voyage_id}-{number}",
            "voyage_id": voyage_id,
            "sequence": str(number),
            "port": port,
            "arrived_at": f"{start}{int(day):02} 06:00:00",
            "departed_at": f"{start}{int(day):02} 20:00:00",
            **columns,
        }
        for number, (port, day) in enumerate(zip(words[::2], words[1::2], strict=True), 1)
    ]


def voyage(voyage_id, **columns):
    return {"voyage_id": voyage_id, "imo_number": SHIP, **columns}


def routes(columns, **tables):
    return rows_of("voyage_routes", columns, **tables)
