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

_CALLS = """
    SELECT voyage_id, port, due_on, coalesce(min(imo_number), ''), coalesce(min(vessel_name), ''),
        count(DISTINCT bl_no), count(DISTINCT container_number)
    FROM arrivals WHERE due_on <= $until
    GROUP BY voyage_id, port, due_on"""
_FLAGGED = """
    SELECT DISTINCT voyage_id, port, due_on, bl_no, coalesce(container_number, ''), role,
        coalesce(name, party_key), strength, score, list_id || ' ' || entry_id || ', ' || reason
    FROM arrivals WHERE due_on <= $until AND entry_id IS NOT NULL"""
_BANKED = """
    SELECT DISTINCT voyage_id, port, due_on, bl_no, coalesce(container_number, ''), role,
        coalesce(name, party_key), party_id
    FROM arrivals WHERE due_on <= $until AND party_id IN (SELECT unnest($parties))"""

_Call = tuple[str, str, date]


def arrivals(
    store: Store, alerts: Sequence[Alert], as_of: date, days: int
) -> tuple[Arrival, ...] | None:
    """The voyages due within so many days, most points first, then the earliest.

    None where no bills of lading were given, so that there is nothing to say.
    """
    if not store.has_table(READS):
        return None
    until = {"until": as_of + timedelta(days=days)}
    reasons: dict[_Call, list[ArrivalReason]] = defaultdict(list)
    for call, reason in (*_flagged(store, until), *_alerted(store, until, alerts)):
        reasons[call].append(reason)
    found = (
        Arrival(
            voyage,
            imo,
            vessel,
            port,
            due_on,
            bills,
            containers,
            _sorted(reasons[voyage, port, due_on]),
        )
        for voyage, port, due_on, imo, vessel, bills, containers in store.rows(_CALLS, until)
    )
    return tuple(sorted(found, key=lambda a: (-a.points, a.due_on, a.voyage_id, a.port)))


def _flagged(store: Store, until: Mapping[str, date]) -> Iterable[tuple[_Call, ArrivalReason]]:
    for *call, bl_no, container, role, name, strength, score, entry in store.rows(_FLAGGED, until):
        points = (strength * score * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        voyage, port, due_on = call
        reason = ArrivalReason(bl_no, container, role, name, points, entry=entry)
        yield (voyage, port, due_on), reason


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
    for voyage, port, due_on, bl_no, container, role, name, party in rows:
        for alert in held[party]:
            reason = ArrivalReason(
                bl_no, container, role, name, alert.score, alert_id=alert.alert_id,
                case_id=alert.case_id or "",
            )  # fmt: skip
            yield (voyage, port, due_on), reason


def _sorted(reasons: Iterable[ArrivalReason]) -> tuple[ArrivalReason, ...]:
    """Gravest first; what several rows say alike is said once."""

    def order(reason: ArrivalReason) -> tuple[Decimal, str, str, str, str, str]:
        place = reason.bl_no, reason.container_number, reason.role
        return (-reason.points, *place, reason.entry, reason.alert_id)

    return tuple(sorted(set(reasons), key=order))
