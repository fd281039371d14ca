"""What the pages over a run share: their head, their state, their problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aml.core import wording
from aml.core.problem import Problem
from aml.core.run import Run
from aml.report.document import Cell, Column, Document, Facts, Link, Section, Table, paper_of

_PROBLEMS = (
    Column("Code", "code", 2), Column("Where", "code", 4), Column("Problem", weight=6),
    Column("What to do", weight=5),
)  # fmt: skip
#: The documents that a case can have: file and word.
_DOCUMENTS = (
    ("html", "sar.html", "HTML"), ("pdf", "sar.pdf", "PDF"), ("docx", "sar.docx", "DOCX"),
)  # fmt: skip
_BANNER = (
    "This page tells of suspicions that may be reported. It stays within the compliance function;"
    " no person or business that it may concern learns of it."
)


def page(run: Run, title: str, facts: Iterable[tuple[str, str]], *sections: Section) -> Document:
    """A page of a run: its state first, then the sections."""
    state = "COMPLETE" if run.is_complete else "INCOMPLETE"
    head = (
        ("Institution", run.institution),
        ("Run", run.run_id),
        ("As of", wording.day(run.as_of)),
        ("State", "Complete" if run.is_complete else "INCOMPLETE"),
    )
    return Document(
        title=title,
        subtitle=f"{run.institution}, as of {wording.day(run.as_of)}",
        reference=run.run_id,
        running="CONFIDENTIAL",
        banner=_BANNER,
        status=f"{state} run {run.run_id}",
        footer=f"aml {run.tool_version}",
        paper=paper_of(run.country),
        facts=Facts((*head, *facts)),
        sections=sections,
        pages=tuple(_pages(run)),
    )


def problems(name: str, title: str, found: Iterable[Problem]) -> tuple[Section, ...]:
    """A section of problems; nothing where there are none."""
    rows = tuple(
        (problem.code, str(problem.location or "the run"), problem.message, problem.hint or "–")
        for problem in found
    )
    return (Section(name, title, (Table(title, _PROBLEMS, rows),)),) if rows else ()


def _pages(run: Run) -> Iterator[Link]:
    yield Link("Cases", "index.html")
    if run.arrivals is not None:
        yield Link("Arrivals", "arrivals.html")
    yield Link("Quality of the data", "quality.html")
    yield Link("Coverage", "coverage.html")
    if run.peers is not None:
        yield Link("Detector", "detector.html")


def documents(run: Run) -> list[tuple[str, str, str]]:
    """The documents that this run was set to write: name, file and word."""
    names = run.settings["documents"].split()
    return [document for document in _DOCUMENTS if document[0] in names]


def case_link(run: Run, case_id: str | None) -> Cell:
    """A case, leading to the first of its documents."""
    if not case_id:
        return "none"
    written = documents(run)
    return (Link(case_id, f"cases/{case_id}/{written[0][1]}"),) if written else case_id


def yes(value: bool) -> str:  # noqa: FBT001 - it words a truth value
    """`yes` or `NO`, so that a failure stands out."""
    return "yes" if value else "NO"
