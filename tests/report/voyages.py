"""Voyages for the tests of maps and tables. Ports lie where they lie; the ship is invented."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from aml.core.voyage import Leg, PortCall, Voyage

PORTS = {
    "GYE": ("Guayaquil", "-79.90", "-2.28"),
    "OXB": ("Bissau", "-15.60", "11.85"),
    "ALG": ("Algeciras", "-5.43", "36.13"),
    "FXT": ("Felixstowe", "1.30", "51.95"),
    "RTM": ("Rotterdam", "4.14", "51.95"),
    "ANR": ("Antwerp", "4.30", "51.30"),
    "HAM": ("Hamburg", "9.90", "53.53"),
    "ZLO": ("Manzanillo", "-104.30", "19.05"),
    "SHA": ("Shanghai", "121.80", "31.30"),
}
_FIRST = datetime.fromisoformat("2026-02-01T06:00:00")


def point(code):
    _, longitude, latitude = PORTS[code]
    return Decimal(longitude), Decimal(latitude)


def sailing(*codes, **more):
    """A voyage that calls at these ports, a week apart; each leg a straight line."""
    calls = tuple(
        PortCall(
            port=f"XX{code}", name=PORTS[code][0], point=point(code),
            due_at=_FIRST + timedelta(days=7 * n), arrived_at=_FIRST + timedelta(days=7 * n, hours=5),
            left_at=_FIRST + timedelta(days=7 * n + 1), is_scheduled=code != "OXB",
        )
        for n, code in enumerate(codes)
    )  # fmt: skip
    legs = tuple(Leg(Decimal("1500.0"), (point(a), point(b))) for a, b in pairwise(codes))
    values = {
        "voyage_id": "V-2026-07", "imo_number": "9074729", "vessel_name": "Mar Abierto",
        "service_loop": "WCSA-NEU", "started_on": date(2026, 2, 1), "ended_on": date(2026, 2, 22),
        "calls": calls, "legs": legs, "direct_nm": Decimal("5945.0"),
        "direct_track": (point(codes[0]), point(codes[-1])), "sailed_nm": Decimal("8085.4"),
        "detour": Decimal("1.360034"), "usual_detour": Decimal("1.020000"), "usual_voyages": 7,
    }  # fmt: skip
    return Voyage(**{**values, **more})
