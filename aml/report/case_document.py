"""A case as a document: every part in its order, numbered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from aml.core import wording
from aml.core.case import Case
from aml.report import terms
from aml.report.alerts import alerts
from aml.report.cash_map import cash_map
from aml.report.document import Chart, Document, Facts, Section, paper_of
from aml.report.flagged import flagged
from aml.report.flow import flow
from aml.report.heat_map import heat_map
from aml.report.in_out import in_out
from aml.report.method import method
from aml.report.movement import Movement, counted, movements
from aml.report.narrative import narrative
from aml.report.parties import subjects, ties
from aml.report.records import evidence, linked
from aml.report.severity import severity_of_case
from aml.report.sound import require_sound
from aml.report.summary import summary
from aml.report.timeline import timeline
from aml.report.voyages import voyages

STATUS = "DRAFT for review by a compliance officer. Not filed."
_BANNER_US = (
    "A suspicious activity report, and any information that would reveal that one exists, must not"
    " be disclosed to any person involved in the activity (31 U.S.C. 5318(g)(2)). Keep this"
    " document among those who need it to decide or to file."
)
_BANNER = (
    "Neither the persons named here nor anyone else who is not entitled to know may learn that a"
    " suspicion is examined or reported. Keep this document among those who need it to decide or"
    " to file."
)


def case_document(case: Case) -> Document:
    """The document that HTML and PDF print.

    Raises:
        ReportError: the case lacks a fact that every report states, or contradicts itself.
    """
    found = movements(case)
    seen = counted(case, found)
    require_sound(case, found, seen)
    is_american = case.country == "US"
    return Document(
        title="Suspicious activity report",
        subtitle=case.title,
        reference=case.case_id,
        running="CONFIDENTIAL",
        banner=_BANNER_US if is_american else _BANNER,
        status=STATUS,
        footer=case.institution,
        paper=paper_of(case.country),
        facts=_facts(case),
        sections=(*_numbered(_sections(case, found, seen)), *_annexes(case, found)),
    )


def _facts(case: Case) -> Facts:
    score = f"score {terms.points(case.score)} of 100"
    return Facts(
        (
            ("Case", case.case_id),
            ("Severity", f"{terms.sentence(severity_of_case(case))}, {score}"),
            ("Institution", case.institution),
            ("Country", case.country or "not recorded"),
            ("Period", wording.period(case.period_start, case.period_end)),
            ("As of", wording.day(case.provenance.as_of)),
        )
    )


def _sections(case: Case, found: Sequence[Movement], seen: Sequence[Movement]) -> Iterator[Section]:
    yield summary(case, seen)
    yield replace(narrative(case, seen), starts_page=True)
    if seen:
        yield Section("charts", "Charts", tuple(_charts(case, seen)))
    yield from filter(None, (flagged(case, found), voyages(case, found)))
    yield alerts(case)
    yield subjects(case)
    yield from filter(None, (ties(case), linked(case)))


def _charts(case: Case, seen: Sequence[Movement]) -> Iterator[Chart]:
    """When, whether it stayed, which days, from whom to whom, where: what says something."""
    currency = case.base_currency
    yield timeline(seen, currency)
    yield from filter(None, (in_out(seen, currency), heat_map(seen, currency)))
    yield flow(case, seen)
    yield from filter(None, (cash_map(seen, currency),))


def _numbered(sections: Iterator[Section]) -> Iterator[Section]:
    for number, section in enumerate(sections, 1):
        yield replace(section, title=f"{number} {section.title}")


def _annexes(case: Case, found: Sequence[Movement]) -> Iterator[Section]:
    for letter, section in zip("AB", (method(case), evidence(case, found)), strict=True):
        yield replace(section, title=f"Annex {letter} {section.title}")
