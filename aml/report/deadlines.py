"""By when each case of a run is decided and filed, if it is filed at all: days made into dates."""

from __future__ import annotations

from collections.abc import Iterator

from aml.core import wording
from aml.core.deadline import Due, detected_on, due, lawful_deadlines, seen
from aml.core.filing import Deadlines
from aml.core.run import Run
from aml.core.standing import Standing, standing
from aml.report import terms
from aml.report.document import Cell, Column, Paragraph, Section, Table
from aml.report.page import case_link

_COLUMNS = (
    Column("Case", "id", 3), Column("Severity", "grade", 2), Column("Status", weight=4),
    Column("Detected by", "day", 3), Column("Due on", "day", 3), Column("Because", weight=5),
    Column("If no subject is known", "day", 3), Column("If filed and it goes on", "day", 3),
)  # fmt: skip
_NOT_SET = "Set them as [filing.deadlines] in aml.toml: those of this country are not known here."
_SEEN = {"new": "new", "extended": "known before and goes on", "known": "known before"}


def deadlines(run: Run) -> Iterator[Section]:
    """The section of the dates of each case; none where there is no case."""
    if not run.cases:
        return
    days = run.cases[0].filer.deadlines or lawful_deadlines(run.country, run.sector)
    if days is None:
        yield Section("deadlines", "Deadlines", (Paragraph(_NOT_SET),))
        return
    found = [standing(case, run.decided) for case in run.cases]
    rows = sorted((row for item in found for row in _row(run, item, days)), key=lambda row: row[0])
    text = Paragraph(_words(run, days, settled=len(found) - len(rows)))
    table = Table("Deadlines, the first due first", _COLUMNS, tuple(row for _, row in rows))
    yield Section("deadlines", "Deadlines", (text, table) if rows else (text,))


def _words(run: Run, days: Deadlines, settled: int) -> str:
    rule = "1022.320(b)(3)" if run.sector == "msb" else "1020.320(b)(3)"
    law = (
        f" They are those of 31 CFR {rule} and of FinCEN's guidance on continuing activity."
        if days == lawful_deadlines(run.country, run.sector)
        else " They are those of [filing.deadlines] in aml.toml."
    )
    left_out = f" Not in it: {wording.plural(settled, 'case')} filed or closed." if settled else ""
    return (
        f"A report is due {wording.days(days.known)} after detection, {wording.days(days.unknown)}"
        f" where no subject is identified, and {wording.days(days.continuing)} after the last"
        f" filing where the activity goes on.{law} The day of the run that saw a case first stands"
        " for detection, which is the earliest that can be meant, and in the last column for a"
        " filing on that day. A"
        f" date is not moved where it is no business day.{left_out}"
    )


def _row(
    run: Run, item: Standing, days: Deadlines
) -> Iterator[tuple[tuple[str, str], tuple[Cell, ...]]]:
    """What the case is ordered by, and its row; nothing where it is filed or closed."""
    case = item.case
    detected, is_before = detected_on(case, run.as_of, run.settings.get("previous", ""))
    found: Due | None = due(item, days, detected)
    if found is None:
        return
    on = found.on.isoformat()
    yield (
        (on, case.case_id),
        (
            case_link(run, case.case_id),
            terms.sentence(case.severity),
            f"{terms.sentence(item.words)}; {_SEEN[seen(case)]}",
            f"{detected.isoformat()}{' or before' if is_before else ''}",
            on,
            found.because,
            found.unknown.isoformat(),
            found.further.isoformat(),
        ),
    )
