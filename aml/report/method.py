"""Annex A: with what rules, parameters, lines and files the case was found."""

from __future__ import annotations

from collections.abc import Iterator

from aml.core import wording
from aml.core.case import Case, ScenarioUse
from aml.report.document import Block, Bullets, Column, Facts, Paragraph, Section, Table

_PARAMETERS = (Column("Parameter", "code", 3), Column("Value", "code"), Column("Why", weight=6))
_LINES = (Column("Line", "code"), Column("What it asks", weight=5), Column("Source", weight=5))
_FILES = (
    Column("File", "code", 6), Column("Records", "amount", 3), Column("SHA-256", "code", 13)
)  # fmt: skip
_FIGURES = (
    "A cited figure is computed again from the cited records alone, by the formula shown beside"
    " it; the run refuses an alert where the two differ. A context figure compares with something"
    " outside them, which is described beside it, and is computed again by running the scenario"
    " on the same files. The score is a base and points, listed with each alert."
)
_ACTIVITY = (
    "The activity of a case is the largest of money in, money out and money between the accounts"
    " of one subject, or of subjects whom cited payments join, summed over these, and what was"
    " remitted on top: money that comes in and goes out again counts once. Where different money"
    " came in and went out at the same subject, the two together are more."
)
_LETTERS = (
    "What hides or reorders text is written as its code point, such as [U+202E]. Letters outside"
    " the Latin, Greek, Cyrillic, Armenian, Hebrew and Arabic scripts, and pictures, stand with"
    " their sound and code points. evidence.csv holds each text as it was recorded."
)


def method(case: Case) -> Section:
    """The annex that lets a reader repeat the work."""
    provenance = case.provenance
    run = Facts(
        (
            ("Run", provenance.run_id),
            ("As of", wording.day(provenance.as_of)),
            ("Tool", f"aml {provenance.tool_version}"),
            ("Base currency", case.base_currency),
        )
    )
    uses = tuple(_scenario(case, n, use) for n, use in enumerate(provenance.scenarios, 1))
    sections = (*uses, *_lines(case), *_files(case))
    return Section(
        "method",
        "Method",
        (run, Paragraph(_FIGURES), Paragraph(_ACTIVITY), Paragraph(_LETTERS)),
        sections,
        starts_page=True,
    )


def _scenario(case: Case, number: int, use: ScenarioUse) -> Section:
    blocks: list[Block] = [
        Paragraph(" ".join(use.description.split())),
        Facts(
            (("Reference", use.reference), ("Typology", use.typology), ("SHA-256", use.sha256)),
        ),
    ]
    if use.parameters:
        held = {a.threshold_set for a in case.alerts if a.reference == use.reference}
        blocks += [block for name in sorted(held) for block in _parameters(use, name)]
    for lead, lines in (
        ("References.", use.references),
        ("Known false positives.", use.false_positives),
        ("Known gaps.", use.known_gaps),
    ):
        if lines:
            blocks.append(Bullets(lines, lead))
    return Section(f"scenario-{number}", use.title, tuple(blocks))


def _parameters(use: ScenarioUse, threshold_set: str) -> Iterator[Block]:
    """The values that raised the alerts of one threshold set."""
    named = next((item for item in use.threshold_sets if item.reference == threshold_set), None)
    values = named.values if named else {}
    title = f"Parameters of {use.reference} in force"
    if named:
        title += f", threshold set {named.reference}"
        fits = "; ".join(named.fits)
        yield Paragraph(f"It holds for {fits}. {named.reason}", f"{named.reference}.")
    rows = tuple((p.name, values.get(p.name, p.value), p.why) for p in use.parameters)
    yield Table(title, _PARAMETERS, rows)


def _lines(case: Case) -> Iterator[Section]:
    if case.provenance.lines:
        rows = tuple((line.line_id, line.text, line.source) for line in case.provenance.lines)
        table = Table("Reporting lines in force in the period", _LINES, rows)
        yield Section("lines", "Reporting lines", (table,))


def _files(case: Case) -> Iterator[Section]:
    rows = tuple(
        (file.path, wording.number(file.records), file.sha256) for file in case.provenance.files
    )
    table = Table("Files that the run read", _FILES, rows)
    yield Section("files", "Files", (table,))
