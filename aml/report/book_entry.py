"""One rule in the book: what it looks for, how it is set, what proves it, what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from aml.core import typology
from aml.core.book import Book, DetectorEntry, Entry, TableRead, Tally
from aml.core.expression import Expression
from aml.core.scenario import Parameter, ParameterValue, Scenario
from aml.core.threshold_set import ThresholdSet
from aml.core.vocabulary import CHANNELS
from aml.report import terms
from aml.report.document import Block, Bullets, Column, Facts, Paragraph, Section, Table

_PARAMETERS = (
    Column("Parameter", "code", 4), Column("In force", "amount", 3),
    Column("As shipped", "amount", 3), Column("From", "amount", 2), Column("To", "amount", 3),
    Column("Kind", weight=2), Column("Tunable", weight=2), Column("Why", weight=7),
)  # fmt: skip
_SCORE = (
    Column("As", "code", 1), Column("Points", "amount", 2), Column("When", "code", 4),
    Column("Meaning", weight=5),
)  # fmt: skip
_READ = (
    Column("Table", "code", 2), Column("Columns", weight=5), Column("Made of", weight=3),
)  # fmt: skip
_TESTS = (Column("What is shown", weight=7), Column("Kind", weight=3))
_SETTINGS = (Column("Setting", "code", 3), Column("Value", "amount", 1), Column("Why", weight=8))
_FEATURES = (
    Column("Feature", "code", 4), Column("Family", weight=3), Column("What it is", weight=4),
    Column("Formula", weight=5), Column("Window", weight=3), Column("Unit", weight=2),
    Column("Meaning for a reviewer", weight=4),
)  # fmt: skip
_KINDS = {
    "loud": "loud: must alert",
    "silent": "silent: must not alert",
    "boundary": "boundary: at the edge",
}


def entry_section(book: Book, entry: Entry) -> Section:
    """A scenario as a part of its family's chapter."""
    found = entry.scenario
    blocks = (
        Facts(tuple(_facts(entry))),
        *_paragraphs(found.description, "What it looks for."),
        *_bullets("Sources", found.references),
        *_parameters(entry, book.threshold_set),
        _score(found),
        *_read(entry),
        *_tests(found),
        *_bullets("What it does not see", found.known_gaps),
        *_bullets("Innocent reasons for an alert", found.false_positives),
        *_bullets("What a report about it carries", tuple(_filing(found))),
    )
    name = anchor(found.scenario_id)
    return Section(name, f"{found.title} ({found.reference})", blocks)


def detector_section(entry: DetectorEntry) -> Section:
    """The detector, as a chapter of its own."""
    use = entry.use
    settings = tuple((item.name, item.value, item.why) for item in use.parameters)
    features = tuple(
        (f.name, f.family, f.title, f.formula, f.window, f.unit, f.meaning) for f in entry.features
    )
    facts = (
        ("Detector", use.reference),
        ("Typology", f"{use.typology} {typology.TYPOLOGIES.get(use.typology, '')}".strip()),
        ("Runs", _yes(entry.is_active)),
        ("Reads", ", ".join(use.reads)),
        *tally_facts(entry.tally),
    )
    blocks = (
        Facts(facts),
        *_paragraphs(use.description, "What it looks for."),
        *_bullets("Sources", use.references),
        Table("Settings", _SETTINGS, settings),
        Table("Features", _FEATURES, features),
        *_bullets("What it does not see", use.known_gaps),
        *_bullets("Innocent reasons for an alert", use.false_positives),
    )
    return Section("detector", f"{use.title} ({use.reference})", blocks, starts_page=True)


def anchor(scenario_id: str) -> str:
    """Where a scenario stands in the page."""
    return f"rule-{scenario_id}"


def tally_facts(tally: Tally) -> Iterator[tuple[str, str]]:
    """Alerts so far, in words."""
    yield "Alerts so far", f"{tally.raised:,}"
    if tally.raised:
        yield "Of them", _of_them(tally)
    yield "In the last run", in_last(tally)


def in_last(tally: Tally) -> str:
    """The alerts of the last run, or why there could be none."""
    if tally.in_last is not None:
        return f"{tally.in_last:,}"
    return f"did not run: {tally.why_not}" if tally.why_not else "no run"


def test_counts(scenario: Scenario) -> str:
    """`12: 4 loud, 6 silent, 2 boundary`."""
    kinds = Counter[str](test.kind for test in scenario.tests)
    parts = ", ".join(f"{kinds[kind]} {kind}" for kind in _KINDS)
    return f"{len(scenario.tests)}: {parts}"


def _of_them(tally: Tally) -> str:
    counts = (
        (tally.open, "open"), (tally.escalated, "escalated"), (tally.closed, "closed"),
        (tally.filed, "to be filed or filed"), (tally.suppressed, "suppressed"),
    )  # fmt: skip
    return ", ".join(f"{count:,} {word}" for count, word in counts if count)


def _facts(entry: Entry) -> Iterator[tuple[str, str]]:
    found = entry.scenario
    title = typology.TYPOLOGIES.get(found.typology, "")
    yield "Typology", f"{found.typology} {title}".strip()
    yield "Status", found.status if entry.is_active else f"{found.status}: DOES NOT RUN"
    yield "Focus", f"{found.focus}; severity at most {found.severity}"
    yield "Stage", found.stage
    yield "Version", f"{found.version}, of {found.modified.isoformat()}"
    yield "Written", f"{found.created.isoformat()} by {found.author}"
    yield "Lock", entry.lock
    yield "Tests", test_counts(found)
    yield from tally_facts(entry.tally)


def _parameters(entry: Entry, threshold_set: str) -> Iterator[Block]:
    found = entry.scenario.parameters
    rows = tuple(_parameter(p, entry.in_force[p.name]) for p in found)
    if rows:
        yield Table("Parameters", _PARAMETERS, rows)
    texts = tuple(f"{p.name}: {entry.in_force[p.name]}" for p in found if p.kind == "text")
    yield from _bullets("Texts in force", texts)
    sets = tuple(_set(item, threshold_set) for item in entry.scenario.threshold_sets)
    yield from _bullets("Threshold sets; the first that fits holds", sets)


def _set(item: ThresholdSet, in_force: str) -> str:
    """A line such as `retail_eu@2, for segment retail: min_items = 5. Why: their takings`."""
    whom = " and ".join(f"{key} {' or '.join(values)}" for key, values in item.when.items())
    whom = f"for {whom}" if whom else "in runs that name it"
    whom = "in force for whoever fits no other" if item.set_id == in_force else whom
    values = ", ".join(f"{name} = {_value(value)}" for name, value in item.parameters.items())
    return f"{item.reference}, {whom}: {values}. Why: {item.reason}"


def _parameter(found: Parameter, chosen: ParameterValue) -> tuple[str, ...]:
    """A row; a text of many words stands below the table."""
    is_text, is_changed = found.kind == "text", chosen != found.default
    return (
        found.name,
        ("below" if is_text else _value(chosen)) + (" (set)" if is_changed else ""),
        ("another" if is_changed else "the same") if is_text else _value(found.default),
        "–" if found.low is None else _value(found.low),
        "–" if found.high is None else _value(found.high),
        found.kind,
        _yes(found.tunable),
        found.why,
    )


def _value(value: ParameterValue) -> str:
    return value if isinstance(value, str) else f"{value:,}"


def _score(found: Scenario) -> Table:
    base = ("base", terms.points(found.score.base), "always", "Base of the scenario")
    added = tuple(
        (line.name, line.points.text, line.when.text, line.label) for line in found.score.add
    )
    return Table("Score: what adds up, at most 100", _SCORE, (base, *added))


def _read(entry: Entry) -> Iterator[Block]:
    rows = tuple(_table(table) for table in entry.tables)
    if rows:
        yield Table("Data that it reads", _READ, rows)
    yield Paragraph(_channels(entry.channels), "Channels on which it can alert.")
    yield Paragraph(_yes(entry.has_remittances), "Reads remittances.")
    kinds = ", ".join(terms.spaced(kind) for kind in entry.line_kinds)
    yield Paragraph(kinds or "none", "Kinds of reporting lines compared with.")


def _table(read: TableRead) -> tuple[str, ...]:
    columns = ", ".join(read.columns)
    return read.table, columns or "–", ", ".join(read.made_of) or "–"


def _channels(channels: tuple[str, ...]) -> str:
    if len(channels) == len(CHANNELS):
        return f"all {len(channels)}"
    return ", ".join(map(terms.channel, channels)) or "none"


def _tests(found: Scenario) -> Iterator[Block]:
    rows = tuple((test.name, _KINDS[test.kind]) for test in found.tests)
    if rows:
        yield Table("Tests", _TESTS, rows)


def _filing(found: Scenario) -> Iterator[str]:
    filing = found.filing
    for code in filing.fincen:
        yield f"FinCEN type and subtype {code.code}{_when(code.when)}"
    for term in filing.key_terms:
        yield f"Key term {term.term}{_when(term.when)}"
    for tag in filing.goaml:
        yield f"goAML tag {tag.tag}{_when(tag.when)}"


def _when(condition: Expression | None) -> str:
    return f", when {condition.text}" if condition else ""


def _bullets(lead: str, lines: Iterable[str]) -> Iterator[Block]:
    held = tuple(lines)
    if held:
        yield Bullets(held, lead)


def _paragraphs(text: str, lead: str) -> Iterator[Block]:
    """One block a paragraph; the lines of a paragraph run on."""
    parts = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
    for place, part in enumerate(parts):
        yield Paragraph(part, lead if place == 0 else "")


def _yes(is_so: bool) -> str:  # noqa: FBT001 - it words a truth value
    return "yes" if is_so else "no"
