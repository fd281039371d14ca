"""arrivals.html and arrivals.csv: what is due in port, and why somebody may want to look at it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from aml.core import wording
from aml.core.arrival import Arrival, ArrivalReason
from aml.core.run import Run
from aml.core.sheet import safe
from aml.report import terms
from aml.report.document import Cell, Column, Paragraph, Section, Table
from aml.report.html import fill
from aml.report.page import case_link, page

_VOYAGES = (
    Column("Due", "day", 2), Column("Port", "code", 2), Column("Voyage", "code", 3),
    Column("Ship", weight=4), Column("Bills", "amount", 1), Column("Containers", "amount", 1),
    Column("Reasons", "amount", 1), Column("Points", "amount", 1),
)  # fmt: skip
_REASONS = (
    Column("Bill of lading", "code", 3), Column("Container", "code", 3), Column("Role", weight=2),
    Column("Party", weight=4), Column("Reason", weight=5), Column("Points", "amount", 1),
)  # fmt: skip
_HEAD = (
    "due_on", "port", "voyage_id", "imo_number", "vessel_name", "voyage_points", "bl_no",
    "container_number", "role", "party", "points", "list_entry", "alert_id", "case_id",
)  # fmt: skip
_INTRODUCTION = (
    "Ranked by what lists and alerts say of the parties, ships and containers on the bills of"
    " lading. Points: the gravest reason, and 5 for each further party that has one, at most 100."
    " A reason is a place to look, not a finding about the cargo."
)


def render_arrivals(run: Run) -> str:
    """The page over the voyages that are due.

    Raises:
        ReportError: the template does not fit.
    """
    due = run.arrivals or ()
    told = [arrival for arrival in due if arrival.reasons]
    facts = (
        ("Due within", wording.days(run.arrival_days)),
        ("Calls with a known bill of lading", f"{len(due):,}"),
        ("With a reason to look", f"{len(told):,}"),
    )
    blocks = (
        (Paragraph(_INTRODUCTION), _voyages(due))
        if due
        else (Paragraph("No call is due of which a bill of lading is known."),)
    )
    reasons = (_reasons(run, number, arrival) for number, arrival in enumerate(told, 1))
    first = Section("voyages", "Voyages that are due", blocks)
    return fill("run.html.j2", page(run, "Arrivals", facts, first, *reasons))


def _voyages(due: tuple[Arrival, ...]) -> Table:
    rows = tuple(
        (
            arrival.due_on.isoformat(), arrival.port, arrival.voyage_id or "not named",
            _ship(arrival), f"{arrival.bills:,}", f"{arrival.containers:,}",
            f"{len(arrival.reasons):,}", terms.points(arrival.points),
        )
        for arrival in due
    )  # fmt: skip
    return Table("Calls by points, then by day", _VOYAGES, rows)


def _ship(arrival: Arrival) -> str:
    number = f"IMO {arrival.imo_number}" if arrival.imo_number else "no IMO number"
    return f"{arrival.vessel_name}, {number}" if arrival.vessel_name else number


def called(arrival: Arrival) -> str:
    """The voyage by its number, else the ship."""
    return f"voyage {arrival.voyage_id}" if arrival.voyage_id else _ship(arrival)


def _reasons(run: Run, number: int, arrival: Arrival) -> Section:
    rows = tuple(
        (
            reason.bl_no, reason.container_number or "–", terms.spaced(reason.role), reason.name,
            _why(run, reason), terms.points(reason.points),
        )
        for reason in arrival.reasons
    )  # fmt: skip
    title = f"{arrival.port}, {wording.day(arrival.due_on)}: {called(arrival)}"
    return Section(
        f"call-{number}", title, (Table(f"Reasons, gravest first: {title}", _REASONS, rows),)
    )


def _why(run: Run, reason: ArrivalReason) -> Cell:
    """The entry of a list, or the alert and the case that it stands in."""
    if reason.case_id:
        return case_link(run, reason.case_id)
    return f"alert {reason.alert_id}" if reason.alert_id else f"flagged: {reason.entry}"


def arrivals_csv(run: Run) -> str:
    """One line a reason; a call without any has a line of its own, with those columns empty."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEAD)
    for arrival in run.arrivals or ():
        for line in _lines(arrival):
            writer.writerow([safe(cell) for cell in line])
    return text.getvalue()


def _lines(arrival: Arrival) -> Iterator[tuple[str, ...]]:
    call = (
        arrival.due_on.isoformat(), arrival.port, arrival.voyage_id, arrival.imo_number,
        arrival.vessel_name, terms.points(arrival.points),
    )  # fmt: skip
    for reason in arrival.reasons:
        yield (
            *call, reason.bl_no, reason.container_number, reason.role, reason.name,
            terms.points(reason.points), reason.entry, reason.alert_id, reason.case_id,
        )  # fmt: skip
    if not arrival.reasons:
        yield (*call, *("" for _ in _HEAD[len(call) :]))
