"""The pre-arrival view: voyages due after the day of the run, ranked by what is known of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from aml.case.subject import parties_of
from aml.core.alert import Alert
from aml.core.arrival import Arrival, ArrivalReason
from aml.store import Store

#: The derived table behind the view, and the table without which it is not built.
READS = "arrivals"
NEEDS = frozenset({"bills_of_lading"})

#: What tells one call from another, in the order of Arrival's fields.
_CALL = "voyage_id, imo_number, vessel_name, port, due_on"
_WIDTH = 5
_CALLS = f"""
    SELECT {_CALL}, count(DISTINCT bl_no), count(DISTINCT container_number)
    FROM arrivals WHERE due_on <= $until
    GROUP BY {_CALL}"""
_FLAGGED = f"""
    SELECT DISTINCT {_CALL}, bl_no, coalesce(container_number, ''), role,
        coalesce(name, party_key), strength, score, list_id || ' ' || entry_id || ', ' || reason
    FROM arrivals WHERE due_on <= $until AND entry_id IS NOT NULL"""
_BANKED = f"""
    SELECT DISTINCT {_CALL}, bl_no, coalesce(container_number, ''), role,
        coalesce(name, party_key), party_id
    FROM arrivals WHERE due_on <= $until AND party_id IN (SELECT unnest($parties))"""

_Call = tuple[object, ...]


def arrivals(
    store: Store, alerts: Sequence[Alert], as_of: date, days: int
) -> tuple[Arrival, ...] | None:
    """The voyages due within so many days, most points first, then the earliest.

    None where no bills of lading were given, so that there is nothing to say.
    """
    if not store.has_table(READS):
        return None
    until = {"until": as_of + timedelta(days=days)}
    due = store.rows(_CALLS, until)
    if not due:
        return ()
    reasons: dict[_Call, list[ArrivalReason]] = defaultdict(list)
    for call, reason in (*_flagged(store, until), *_alerted(store, until, alerts)):
        reasons[call].append(reason)
    found = []
    for row in due:
        voyage, imo, vessel, port, due_on, bills, containers = row
        held = _sorted(reasons[row[:_WIDTH]])
        found.append(Arrival(voyage, imo, vessel, port, due_on, bills, containers, held))
    return tuple(sorted(found, key=_rank))


def _rank(arrival: Arrival) -> tuple[Decimal, date, str, str, str]:
    place = arrival.voyage_id, arrival.port, arrival.imo_number
    return (-arrival.points, arrival.due_on, *place)


def _flagged(store: Store, until: Mapping[str, date]) -> Iterable[tuple[_Call, ArrivalReason]]:
    for row in store.rows(_FLAGGED, until):
        bl_no, container, role, name, strength, score, entry = row[_WIDTH:]
        points = (strength * score * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        reason = ArrivalReason(bl_no, container, role, name, points, entry=entry)
        yield row[:_WIDTH], reason


def _alerted(
    store: Store, until: Mapping[str, date], alerts: Sequence[Alert]
) -> Iterable[tuple[_Call, ArrivalReason]]:
    """Open alerts on the customers who stand on the bills."""
    opened = [alert for alert in alerts if alert.status == "open"]
    party_of = parties_of(store, opened)
    held: dict[str, list[Alert]] = defaultdict(list)
    for alert in opened:
        held[party_of[alert.alert_id]].append(alert)
    rows = store.rows(_BANKED, {**until, "parties": sorted(held)})
    for row in rows:
        bl_no, container, role, name, party = row[_WIDTH:]
        for alert in held[party]:
            reason = ArrivalReason(
                bl_no, container, role, name, alert.score, alert_id=alert.alert_id,
                case_id=alert.case_id or "",
            )  # fmt: skip
            yield row[:_WIDTH], reason


def _sorted(reasons: Iterable[ArrivalReason]) -> tuple[ArrivalReason, ...]:
    """Gravest first; what several rows say alike is said once."""

    def order(reason: ArrivalReason) -> tuple[Decimal, str, str, str, str, str]:
        place = reason.bl_no, reason.container_number, reason.role
        return (-reason.points, *place, reason.entry, reason.alert_id)

    return tuple(sorted(set(reasons), key=order))
