"""Voyages that are due, and why somebody may want to look at what they bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

#: Points for each further reason beyond the gravest, and the most that a voyage has.
FURTHER, MOST = Decimal(5), Decimal(100)


@dataclass(frozen=True, slots=True)
class ArrivalReason:
    """One reason: a flagged role on a bill of lading, or an alert on a party of it.

    `points` are out of 100: the strength of the flag times the likeness of its match, or the score
    of the alert. `alert_id` and `case_id` are empty for flags, `entry` is for alerts.
    """

    bl_no: str
    container_number: str
    role: str
    name: str
    points: Decimal
    entry: str = ""
    alert_id: str = ""
    case_id: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A call that is due and of which a bill of lading is known, with the reasons to look at it.

    `voyage_id` is empty where its bills name no voyage. Reasons stand gravest first.
    """

    voyage_id: str
    imo_number: str
    vessel_name: str
    port: str
    due_on: date
    bills: int
    containers: int
    reasons: tuple[ArrivalReason, ...]

    @property
    def points(self) -> Decimal:
        """The gravest reason, and five for each further party with one; at most 100."""
        best: dict[str, Decimal] = {}
        for reason in self.reasons:
            known = f"{reason.role}:{reason.name}" if not reason.alert_id else reason.name
            best[known] = max(best.get(known, Decimal(0)), reason.points)
        if not best:
            return Decimal(0)
        return min(MOST, max(best.values()) + FURTHER * (len(best) - 1))
