"""By when a case is filed, if it is filed at all.

The as-of day of the run that saw a case first stands for detection. The law counts from when the
institution knows, or has reason to suspect, which is not before a person has looked; so these are
the earliest dates that can be meant, and nobody who keeps them is late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from aml.core.case import Case, Subject
from aml.core.filing import US_DEADLINES, US_MSB_DEADLINES, Deadlines
from aml.core.standing import Standing


@dataclass(frozen=True, slots=True)
class Due:
    """The day by which a case is filed, and why that day.

    `unknown` is the day where nobody can be named, `further` the day of the next report if this one
    is filed when it is detected and the activity goes on.
    """

    on: date
    because: str
    unknown: date
    further: date


def lawful_deadlines(country: str, sector: str) -> Deadlines | None:
    """The days of the law of an institution's country, where they are known here."""
    if country != "US":
        return None
    return US_MSB_DEADLINES if sector == "msb" else US_DEADLINES


def detected_on(case: Case, as_of: date, previous: str) -> tuple[date, bool]:
    """The day on which a case was first seen, and whether it may have been seen before that day.

    Its alerts keep that day from run to run; those of older versions know the run before alone.

    Args:
        case: with alerts that say whether the run before had them.
        as_of: the day of the run.
        previous: the id of the run before, which begins with its day; empty where there is none.
    """
    days = [alert.first_seen_on for alert in case.alerts if alert.first_seen_on]
    if len(days) == len(case.alerts):
        return min(days), False
    if seen(case) == "new":
        return as_of, False
    try:
        return date.fromisoformat(previous[:10]), True
    except ValueError:
        return as_of, True


def seen(case: Case) -> str:
    """How long ago the case was first seen: as long as the oldest of its alerts."""
    states = {alert.seen for alert in case.alerts}
    return next(state for state in ("extended", "known", "new") if state in states)


def due(standing: Standing, days: Deadlines, detected: date) -> Due | None:
    """When a case is due; None where it is filed or closed.

    What goes on after a filing is due so many days after that filing. Where those have passed
    before it was detected again, it is a new one.
    """
    if standing.is_settled:
        return None
    known, unknown, further = (
        detected + timedelta(days=count) for count in (days.known, days.unknown, days.continuing)
    )
    is_known = any(_is_known(subject) for subject in standing.case.subjects)
    on, because = (known, "a subject is known") if is_known else (unknown, "nobody is named")
    if not any(alert.continues for alert in standing.case.alerts):
        return Due(on, because, unknown, further)
    filed = [item.filed_on for item in standing.before if item.filed_on]
    if not filed:
        because += "; it continues what was closed, or whose filing has no day"
        return Due(on, because, unknown, further)
    last = max(filed)
    again = last + timedelta(days=days.continuing)
    if again < detected:
        because += f"; it continues a filing of {last.isoformat()}, too long ago to count from"
        return Due(on, because, unknown, further)
    because = f"it continues what was filed on {last.isoformat()}"
    return Due(again, because, unknown, again)


def _is_known(subject: Subject) -> bool:
    """Whether somebody is named, and not an account or a telephone alone."""
    ids = (subject.party_id, *subject.focus_ids)
    return subject.is_customer or (bool(subject.name) and subject.name not in ids)
