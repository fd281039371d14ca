"""The book of scenarios: what an examiner is handed who asks what is looked for, and why so."""

from __future__ import annotations

from collections.abc import Iterator

from aml.core import typology, wording
from aml.core.book import Book, Entry, Tally
from aml.report import terms
from aml.report.book_coverage import coverage_section
from aml.report.book_entry import anchor, detector_section, entry_section, in_last
from aml.report.document import (
    Block,
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
)  # fmt: skip
from aml.report.html import fill

_BANNER = (
    "This book tells which amounts and ways are watched. It stays within the institution and with"
    " those who examine it; no customer learns of it. It names none."
)
_PURPOSE = (
    "3 NYCRR 504.3(a) asks a regulated institution for detection scenarios with their threshold"
    " values (4), for tests of them from end to end (5), for documents that set out the scenarios"
    " in use with their assumptions, parameters and thresholds (6), and for a continuing analysis"
    " of whether they are still to the point (8). This book is written from the files that the"
    " scans run with, so it cannot differ from them. What it does not have: the institution's risk"
    " assessment (1), by which scenarios are chosen, and its rules of investigation (7)."
)
_SUMMARY = (
    Column("Scenario", weight=6), Column("Typology", "code", 2), Column("Looks for", weight=7),
    Column("Status", weight=2), Column("Version", weight=3), Column("Tests", "amount", 1),
    Column("Alerts", "amount", 1), Column("Open", "amount", 1), Column("Closed", "amount", 1),
    Column("Filed", "amount", 1), Column("Last run", "amount", 2),
)  # fmt: skip
_LINES = (
    Column("Line", "code", 3), Column("Where", "code", 1), Column("Kind", weight=3),
    Column("Amount", "amount", 3), Column("From", "day", 2), Column("To", "day", 2),
    Column("Source", weight=6),
)  # fmt: skip
_RUNS = (
    Column("Run", "code", 4), Column("As of", "day", 2), Column("State", weight=2),
    Column("Alerts", "amount", 1),
)  # fmt: skip
_OTHERS = (
    Column("Scenario", "code", 4), Column("Alerts", "amount", 1),
    Column("Open or escalated", "amount", 2), Column("Closed", "amount", 1),
    Column("Filed", "amount", 1),
)  # fmt: skip
#: The latest runs that are listed; all are counted.
_SHOWN = 50


def render_book(book: Book) -> str:
    """The book as one HTML file.

    Raises:
        ReportError: the template does not fit.
    """
    document = Document(
        title="Book of scenarios",
        subtitle=f"{book.institution}: what is looked for, why, and what came of it",
        reference=book.reference,
        running="CONFIDENTIAL",
        banner=_BANNER,
        status=f"{wording.plural(len(book.entries), 'scenario')} and a detector",
        footer=f"aml {book.tool_version}",
        paper=paper_of(book.country),
        facts=Facts(tuple(_facts(book))),
        sections=(
            Section("purpose", "What this book is", (Paragraph(_PURPOSE), _headlines(book))),
            _summary(book),
            coverage_section(book),
            _lines(book),
            *_families(book),
            detector_section(book.detector),
            _runs(book),
        ),
    )
    return fill("book.html.j2", document)


def _facts(book: Book) -> Iterator[tuple[str, str]]:
    yield "Institution", book.institution
    yield "Book", book.reference
    yield "Threshold set", book.threshold_set or "none: each scenario's own values"
    if not book.runs:
        yield "Runs counted", "none"
        return
    first, last = book.runs[0], book.runs[-1]
    yield "Runs counted", f"{len(book.runs):,}, as of {wording.period(first.as_of, last.as_of)}"
    yield "Last run", last.run_id


def _headlines(book: Book) -> Headlines:
    tallies = [*(e.tally for e in book.entries), book.detector.tally, *book.others.values()]
    unproven = sum(not entry.is_proven for entry in book.entries)
    return Headlines(
        (
            ("Scenarios that run", f"{sum(entry.is_active for entry in book.entries):,}"),
            ("Tests", f"{sum(len(entry.scenario.tests) for entry in book.entries):,}"),
            ("Not locked as they are", f"{unproven:,}"),
            ("Alerts so far", f"{sum(tally.raised for tally in tallies):,}"),
            ("Open or escalated", f"{sum(t.open + t.escalated for t in tallies):,}"),
            ("To be filed or filed", f"{sum(tally.filed for tally in tallies):,}"),
        )
    )


def _by_family(book: Book) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in book.entries:
        found.setdefault(typology.family(entry.scenario.typology), []).append(entry)
    order = [*typology.FAMILIES.values(), *found]
    return {name: found[name] for name in dict.fromkeys(order) if name in found}


def _summary(book: Book) -> Section:
    tables: list[Block] = [
        Table(name, _SUMMARY, tuple(_summary_row(entry) for entry in entries))
        for name, entries in _by_family(book).items()
    ]
    use = book.detector.use
    name, _, version = use.reference.partition("@")
    row: tuple[Cell, ...] = (
        (Link(name, "#detector"),), use.typology, use.title,
        "runs" if book.detector.is_active else "DOES NOT RUN", version, "–",
        *_tally_cells(book.detector.tally),
    )  # fmt: skip
    tables.append(Table("Detector", _SUMMARY, (row,)))
    text = Paragraph(
        "Alerts are those of all versions of a scenario. Filed holds what is to be filed as well;"
        " open holds what was escalated."
    )
    return Section("summary", "Summary by family", (text, *tables), is_wide=True, starts_page=True)


def _summary_row(entry: Entry) -> tuple[Cell, ...]:
    found = entry.scenario
    return (
        (Link(found.scenario_id, f"#{anchor(found.scenario_id)}"),),
        found.typology,
        found.title,
        found.status if entry.is_active else f"{found.status}, DOES NOT RUN",
        f"{found.version} of {found.modified.isoformat()}",
        f"{len(found.tests)}",
        *_tally_cells(entry.tally),
    )


def _tally_cells(tally: Tally) -> tuple[str, ...]:
    return (
        f"{tally.raised:,}",
        f"{tally.open + tally.escalated:,}",
        f"{tally.closed:,}",
        f"{tally.filed:,}",
        in_last(tally) if tally.in_last is not None or not tally.why_not else "did not run",
    )


def _lines(book: Book) -> Section:
    rows = tuple(
        (
            line.line_id, line.jurisdiction, terms.spaced(line.kind),
            f"{line.operator} {wording.money(line.amount, line.currency)}",
            line.valid_from.isoformat(), line.valid_to.isoformat() if line.valid_to else "in force",
            line.source,
        )
        for line in book.lines
    )  # fmt: skip
    none = Paragraph("The table of reporting lines is not in a canonical file and is not shown.")
    table = Table("Dated lines that scenarios compare with", _LINES, rows)
    return Section("lines", "Reporting lines", (table,) if rows else (none,), starts_page=True)


def _families(book: Book) -> Iterator[Section]:
    for place, (name, entries) in enumerate(_by_family(book).items(), start=1):
        sections = tuple(entry_section(book, entry) for entry in entries)
        yield Section(f"family-{place}", name, (), sections, starts_page=True)


def _runs(book: Book) -> Section:
    shown = book.runs[-_SHOWN:]
    rows = tuple(
        (run.run_id, run.as_of.isoformat(), "complete" if run.is_complete else "INCOMPLETE",
         f"{run.alerts:,}")
        for run in reversed(shown)
    )  # fmt: skip
    caption = f"The latest {len(rows):,} of {len(book.runs):,}"
    table = Table(caption, _RUNS, rows) if rows else Paragraph("No run was counted.")
    others = tuple((name, *_tally_cells(t)[:-1]) for name, t in book.others.items() if t.raised)
    gone = Table("Alerts of scenarios that are no longer in the library", _OTHERS, others)
    blocks = (table, gone) if others else (table,)
    return Section("runs", "Runs that were counted", blocks, starts_page=True)
