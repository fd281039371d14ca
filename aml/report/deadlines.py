"""By when each case of a run is decided and filed, if it is filed at all: days made into dates.

The run's as-of day stands for detection. The law counts from when the institution knows, or has
reason to suspect, which is not before a person has looked; so these are the earliest dates that can
be meant, and nobody who keeps them is late.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from aml.core import wording
from aml.core.case import Case, Subject
from aml.core.filing import US_DEADLINES, US_MSB_DEADLINES, Deadlines
from aml.core.run import Run
from aml.report import terms
from aml.report.document import Column, Paragraph, Section, Table
from aml.report.page import case_link

_COLUMNS = (
    Column("Case", "code", 3), Column("Severity", "grade", 2), Column("Status", weight=4),
    Column("Detected by", "day", 3), Column("Due on", "day", 3), Column("Because", weight=5),
    Column("If no subject is known", "day", 3), Column("If filed and it goes on", "day", 3),
)  # fmt: skip
_NOT_SET = "Set them as [filing.deadlines] in aml.toml: those of this country are not known here."
_KNOWN, _UNKNOWN = "a subject is known", "nobody is named"
_CONTINUES = "; it continues a closed case: if that was filed, the filing's day counts"
_STATUS = {
    "new": "New; not decided in this run",
    "extended": "Known before and goes on; not decided in this run",
    "known": "Known before; not decided in this run",
}


def deadlines(run: Run) -> Iterator[Section]:
    """The section of the dates of each case; none where there is no case."""
    if not run.cases:
        return
    days = run.cases[0].filer.deadlines or _lawful(run)
    if days is None:
        yield Section("deadlines", "Deadlines", (Paragraph(_NOT_SET),))
        return
    rows = sorted((_row(run, case, days) for case in run.cases), key=lambda row: (row[4], row[0]))
    linked = tuple((case_link(run, case_id), *rest) for case_id, *rest in rows)
    table = Table("Deadlines, the first due first", _COLUMNS, linked)
    yield Section("deadlines", "Deadlines", (Paragraph(_words(run, days)), table))


def _lawful(run: Run) -> Deadlines | None:
    """The days of the law of the institution's country, where we know it."""
    if run.country != "US":
        return None
    return US_MSB_DEADLINES if run.sector == "msb" else US_DEADLINES


def _words(run: Run, days: Deadlines) -> str:
    rule = "1022.320(b)(3)" if run.sector == "msb" else "1020.320(b)(3)"
    law = (
        f" They are those of 31 CFR {rule} and of FinCEN's guidance on continuing activity."
        if days == _lawful(run)
        else " They are those of [filing.deadlines] in aml.toml."
    )
    return (
        f"A report is due {wording.days(days.known)} after detection, {wording.days(days.unknown)}"
        f" where no subject is identified, and {wording.days(days.continuing)} after the last"
        f" filing where the activity goes on.{law} The day of the run stands for detection, which"
        " is the earliest that can be meant, and in the last column for a filing on that day. A"
        " date is not moved where it is no business day."
    )


def _row(run: Run, case: Case, days: Deadlines) -> tuple[str, ...]:
    seen = _seen(case)
    continues = any(alert.continues for alert in case.alerts)
    is_known = any(_is_known(subject) for subject in case.subjects)
    detected = run.as_of if seen == "new" else _previous_day(run) or run.as_of
    known, unknown, further = (
        (detected + timedelta(days=count)).isoformat()
        for count in (days.known, days.unknown, days.continuing)
    )
    due, reason = (known, _KNOWN) if is_known else (unknown, _UNKNOWN)
    if continues:
        reason += _CONTINUES
    before = " or before" if seen != "new" else ""
    return (
        case.case_id,
        terms.sentence(case.severity),
        _STATUS[seen],
        f"{detected.isoformat()}{before}",
        due,
        reason,
        unknown,
        further,
    )


def _is_known(subject: Subject) -> bool:
    """Whether somebody is named, and not an account or a telephone alone."""
    ids = (subject.party_id, *subject.focus_ids)
    return subject.is_customer or (bool(subject.name) and subject.name not in ids)


def _seen(case: Case) -> str:
    """How long ago the case was first seen: as long as the oldest of its alerts."""
    states = {alert.seen for alert in case.alerts}
    return next(state for state in ("extended", "known", "new") if state in states)


def _previous_day(run: Run) -> date | None:
    """The day of the run before, with which its id begins."""
    try:
        return date.fromisoformat(run.settings.get("previous", "")[:10])
    except ValueError:
        return None
