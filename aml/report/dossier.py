"""The first page of a dossier: what an examiner reads in two minutes, and where the rest lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from aml.core import wording
from aml.core.dossier import CaseLine, Dossier
from aml.report import terms
from aml.report.document import (
    Cell,
    Column,
    Document,
    Facts,
    Headlines,
    Link,
    Paragraph,
    Section,
    Table,
    paper_of,
)
from aml.report.dossier_lists import (
    changes,
    findings,
    first_rows,
    gaps,
    people,
    rules,
    runs,
    section,
    suppressions,
)
from aml.report.html import fill

_BANNER = (
    "This dossier tells of suspicions that may have been reported. It stays within the compliance"
    " function and with those who examine it; no person or business that it may concern learns of"
    " it."
)
_MISSING = (Column("What", "code", 4), Column("Why", weight=7))
_FILED = (
    Column("Filed on", "day", 2), Column("Document number", "code", 3), Column("Subject", "id", 3),
    Column("Decided on", "day", 2), Column("By", weight=3), Column("Reason", weight=6),
)  # fmt: skip
_CASES = (
    Column("Case", "id", 3), Column("Title", weight=7), Column("Score", "amount", 1),
    Column("Alerts", "amount", 1), Column("Period", weight=4), Column("Activity", "amount", 3),
    Column("Status", weight=4), Column("Due", "day", 2),
)  # fmt: skip
_FILES = (Column("File", "code", 3), Column("What it holds", weight=8))
_CONTENTS = (
    ("runs.csv", "each run: state, counts, hashes of findings and manifest, proof"),
    ("alerts.csv", "each alert once, with the threshold set that held and the last decision"),
    ("cases.csv", "each case as the last run of the period has it, its status and day due"),
    ("decisions.csv", "decisions of the period, and all others on its alerts: who, when, why"),
    ("suppressions.csv", "the suppressions that were in force, with what each answered"),
    ("scenarios.csv", "each version of a scenario or detector, from which run to which"),
    ("rules.csv", "each parameter and threshold set that was in force, from which run to which"),
    ("quality.csv", "checks of the data that failed, and problems that the runs named"),
    ("coverage.csv", "scenarios that did not run, and records that no rule read"),
    ("missing.csv", "what could not be included or does not hold, with the reason"),
    ("manifest.json", "the hashes of every file here"),
)  # fmt: skip
_DECISIONS = ("dispositions.csv", "all decisions ever taken, with their chain of hashes")
_BOOK = ("book.html", "every rule as the last run had it, with its reasons, sources and tests")
_FOLDERS = (
    ("cases/CASE/", "each case with its records and documents, as the run published them"),
    ("runs/RUN/manifest.json", "inputs, rules and outputs of each run with their hashes"),
)
#: What waits for somebody stands first.
_ORDER = ("open", "escalate", "file", "close")


def render_dossier(made: Dossier) -> str:
    """The page.

    Raises:
        ReportError: the template does not fit.
    """
    document = Document(
        title="Dossier for an examination",
        subtitle=f"{made.institution}: {wording.period(made.start, made.end)}",
        reference=f"{made.start.isoformat()} to {made.end.isoformat()}",
        running="CONFIDENTIAL",
        banner=_BANNER,
        status=f"{wording.plural(len(made.runs), 'run')}",
        footer=f"aml {made.tool_version}",
        paper=paper_of(made.country),
        facts=Facts(tuple(_facts(made))),
        sections=(
            Section("counts", "In short", (Headlines(tuple(_counts(made))),)),
            _missing(made),
            _filed(made),
            rules(made),
            people(made),
            suppressions(made),
            changes(made),
            findings(made),
            gaps(made),
            _cases(made),
            runs(made),
            _files(made),
        ),
    )
    return fill("book.html.j2", document)


def _facts(made: Dossier) -> Iterator[tuple[str, str]]:
    yield "Institution", made.institution
    yield "Period", f"runs as of {wording.period(made.start, made.end)}"
    yield "Days with a run", _days_with_a_run(made)
    yield "Chain of decisions", made.chain or "no decision was ever written down"
    yield "Decisions", "alerts and cases are shown with their last decision, also one of later"
    doubtful = sum("NOT" in line.proof for line in made.runs)
    yield "Runs that do not hold", f"{doubtful:,}" if doubtful else "none"


def _days_with_a_run(made: Dossier) -> str:
    """How many days of the period a run speaks of, and the longest stretch that none does."""
    days = sorted({line.as_of for line in made.runs})
    one = timedelta(days=1)
    edges = [made.start - one, *days, made.end + one]
    start, end = max(pairwise(edges), key=lambda pair: pair[1] - pair[0])
    text = f"{len(days):,} of {(made.end - made.start).days + 1:,}"
    if end - start == one:
        return text
    return f"{text}; the longest time without one: {wording.period(start + one, end - one)}"


def _counts(made: Dossier) -> Iterator[tuple[str, str]]:
    states = Counter(line.state for line in made.alerts)
    incomplete = sum(not line.is_complete for line in made.runs)
    yield "Runs", f"{len(made.runs):,}"
    yield "Incomplete", f"{incomplete:,}"
    yield "Alerts", f"{len(made.alerts):,}"
    yield "Open or escalated", f"{states['open'] + states['escalate']:,}"
    yield "Closed", f"{states['close']:,}"
    yield "To be filed or filed", f"{states['file']:,}"
    yield "Suppressed", f"{states['suppressed']:,}"
    yield "Cases", f"{len(made.standing_cases):,}"
    late = [line for line in made.standing_cases if made.is_late(line)]
    filed = sum(line.filed_on is not None for line in late)
    yield "Waiting beyond their day", f"{len(late) - filed:,}"
    yield "Filed after their day", f"{filed:,}"


def _missing(made: Dossier) -> Section:
    rows = [(line.what, line.why) for line in made.missing]
    table = first_rows("Not included, or not as it was published", _MISSING, rows, "missing.csv")
    none = "Nothing: each run of the period that is known is here as it was published."
    return section("missing", f"What is missing or does not hold: {len(rows):,}", table, none)


def _filed(made: Dossier) -> Section:
    held = [line for line in made.decisions if line.decision == "file"]
    rows: list[tuple[Cell, ...]] = [
        (
            line.filed_on.isoformat() if line.filed_on else "no day",
            line.document_number or "none", line.subject, line.decided_on.isoformat(),
            line.decided_by, line.reason,
        )
        for line in held
    ]  # fmt: skip
    table = first_rows("Decisions to file, in their order", _FILED, rows, "decisions.csv")
    none = "No report was filed on an alert of the period, nor in it."
    return section("filed", f"Reports filed or to be filed: {len(rows):,}", table, none)


def _cases(made: Dossier) -> Section:
    order = sorted(made.standing_cases, key=lambda line: _ORDER.index(line.status))
    rows = [_case(made, line) for line in order]
    table = first_rows("Open first, then escalated, filed, closed", _CASES, rows, "cases.csv")
    over = len(made.cases) - len(rows)
    told = f"cases.csv has {wording.plural(over, 'case')} more, whose alerts later ones took over."
    before = [Paragraph(told)] if over else []
    return section("cases", f"Cases: {len(rows):,}", table, "No alert opened a case.", *before)


def _case(made: Dossier, line: CaseLine) -> tuple[Cell, ...]:
    return (
        (Link(line.case_id, line.document),),
        line.title,
        terms.points(line.score),
        f"{line.alerts:,}",
        wording.period(line.period_start, line.period_end),
        wording.money(line.activity, made.base_currency),
        terms.sentence(line.status_in_words),
        line.due_on or terms.NONE,
    )


def _files(made: Dossier) -> Section:
    held = [*([_BOOK] if made.has_book else []), *_CONTENTS, *([_DECISIONS] if made.chain else [])]
    rows: list[tuple[Cell, ...]] = [((Link(name, name),), text) for name, text in held]
    table = Table("Files", _FILES, (*rows, *_FOLDERS))
    return Section("files", "What lies here", (table,))
