"""The lists of a dossier's page: rules, people, suppressions, findings, gaps and runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from aml.core import wording
from aml.core.dossier import CoverageLine, Dossier, FindingLine, RuleLine, ScenarioLine
from aml.report import terms
from aml.report.document import Block, Cell, Column, Link, Paragraph, Section, Table

_RULES = (
    Column("Scenario or detector", "code", 4), Column("Alerts", "amount", 1),
    Column("Open", "amount", 1), Column("Escalated", "amount", 1), Column("Closed", "amount", 1),
    Column("To be filed or filed", "amount", 2), Column("Suppressed", "amount", 1),
)  # fmt: skip
_PEOPLE = (
    Column("By", weight=4), Column("Decisions", "amount", 1), Column("Closed", "amount", 1),
    Column("Escalated", "amount", 1), Column("To be filed or filed", "amount", 2),
)  # fmt: skip
_SUPPRESSIONS = (
    Column("Suppression", "code", 2), Column("Scenario", "code", 3), Column("Reason", weight=6),
    Column("Owner", weight=3), Column("From", "day", 2), Column("Until", "day", 2),
    Column("Alerts", "amount", 1), Column("Amount", "amount", 3),
)  # fmt: skip
_VERSIONS = (
    Column("Scenario", "code", 3), Column("Version", "amount", 1), Column("Title", weight=6),
    Column("SHA-256 begins", "code", 3), Column("First run", "code", 3),
    Column("Last run", "code", 3),
)  # fmt: skip
_CHANGES = (
    Column("Scenario", "code", 3), Column("Threshold set", "code", 2), Column("For", weight=3),
    Column("Parameter", "code", 3), Column("Value", "amount", 2), Column("First run", "code", 3),
    Column("Last run", "code", 3), Column("Why", weight=5),
)  # fmt: skip
_FINDINGS = (
    Column("Code", "code", 3), Column("Severity", weight=2), Column("What", weight=7),
    Column("Runs", "amount", 1), Column("Last run", "code", 3),
)  # fmt: skip
_GAPS = (
    Column("What", "code", 5), Column("State", weight=2), Column("Why", weight=6),
    Column("Runs", "amount", 1), Column("Records in the last", "amount", 2),
    Column("Amount in the last", "amount", 3),
)  # fmt: skip
_RUNS = (
    Column("Run", "code", 4), Column("State", weight=2), Column("Alerts", "amount", 1),
    Column("Suppressed", "amount", 1), Column("Cases", "amount", 1), Column("Gone", "amount", 1),
    Column("Rejected records", "amount", 1), Column("Proof", weight=5),
)  # fmt: skip
_Line = TypeVar("_Line", FindingLine, CoverageLine)
#: Rows of a table on the page; the CSV files have all.
_SHOWN = 50
#: What becomes of an alert, in the order of the columns.
_STATES = ("open", "escalate", "close", "file", "suppressed")


def section(name: str, title: str, table: Table, none: str, *before: Block) -> Section:
    """A section of a table; of a sentence where it has no row."""
    blocks = (table,) if table.rows else (Paragraph(none),)
    return Section(name, title, (*before, *blocks))


def first_rows(
    title: str, columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]], file: str
) -> Table:
    """The first rows under a caption that says where all are."""
    rest = f"; the first {_SHOWN:,} of {len(rows):,}, {file} has all" if len(rows) > _SHOWN else ""
    return Table(f"{title}{rest}", columns, tuple(rows[:_SHOWN]))


def rules(made: Dossier) -> Section:
    """Each alert by what raised it and what became of it."""
    counts: dict[str, Counter[str]] = {}
    for line in made.alerts:
        counts.setdefault(line.source, Counter())[line.state] += 1
    order = sorted(counts.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    rows = tuple((name, *_counted(found)) for name, found in order)
    table = Table("Alerts by what raised them, each once", _RULES, rows)
    return section("rules", "Alerts and what was decided", table, "No alert was raised.")


def _counted(found: Counter[str]) -> tuple[str, ...]:
    return f"{found.total():,}", *(f"{found[word]:,}" for word in _STATES)


def people(made: Dossier) -> Section:
    """Whoever decided something in the period."""
    counts: dict[str, Counter[str]] = {}
    for line in made.decisions:
        if line.taken == "in":
            counts.setdefault(line.decided_by, Counter())[line.decision] += 1
    rows = tuple(
        (name, f"{n.total():,}", f"{n['close']:,}", f"{n['escalate']:,}", f"{n['file']:,}")
        for name, n in sorted(counts.items())
    )
    table = Table("Decisions of the period", _PEOPLE, rows)
    return section("people", "Who decided", table, "Nobody decided anything in the period.")


def suppressions(made: Dossier) -> Section:
    """Who answered for which alerts beforehand."""
    order = sorted(made.suppressions, key=lambda line: (-line.amount_base, line.suppression_id))
    rows: list[tuple[Cell, ...]] = [
        (
            line.suppression_id, line.scenario_id, line.reason, line.owner, line.valid_from,
            line.valid_to, f"{line.hits:,}", wording.money(line.amount_base, made.base_currency),
        )
        for line in order
    ]  # fmt: skip
    table = first_rows("Highest amount first", _SUPPRESSIONS, rows, "suppressions.csv")
    none = "No suppression was in force."
    return section("suppressions", "Suppressions and what they answered", table, none)


def changes(made: Dossier) -> Section:
    """Versions and values that did not hold in every run of the period."""
    versions = [line for line in made.scenarios if line.runs < len(made.runs)]
    values = _moved(made)
    blocks: list[Block] = [Paragraph(_book_words(made))]
    if versions:
        title = "Versions that were not part of every run"
        rows = [_version(line) for line in versions]
        blocks.append(first_rows(title, _VERSIONS, rows, "scenarios.csv"))
    if values:
        title = "Values that did not hold in every run"
        rows = [_value(line) for line in values]
        blocks.append(first_rows(title, _CHANGES, rows, "rules.csv"))
    if not (versions or values):
        blocks.append(Paragraph("Every rule was the same and had the same values in all runs."))
    title = f"Changes of rules: {len(versions) + len(values):,}"
    return Section("changes", title, tuple(blocks))


def _moved(made: Dossier) -> list[RuleLine]:
    """The values of each parameter that had several, or that was not there in every run."""
    held: dict[tuple[str, str, str], list[RuleLine]] = {}
    for line in made.rules:
        held.setdefault((line.source, line.fits, line.parameter), []).append(line)
    groups = [
        lines
        for lines in held.values()
        if len({line.value for line in lines}) > 1
        or sum(line.runs for line in lines) < len(made.runs)
    ]
    return [line for lines in groups for line in lines]


def _book_words(made: Dossier) -> str:
    if made.has_book:
        return (
            "book.html has every rule as the last run had it, with reasons, tests and sources;"
            " scenarios.csv and rules.csv have every version and value, from which run to which."
        )
    return (
        "The book of scenarios could not be written; scenarios.csv and rules.csv have every version"
        " and value that was in force."
    )


def _version(line: ScenarioLine) -> tuple[Cell, ...]:
    return line.source, line.version, line.title, line.sha256[:12], line.first_run, line.last_run


def _value(line: RuleLine) -> tuple[Cell, ...]:
    return (
        line.source, line.threshold_set, line.fits, line.parameter, terms.short(line.value, 60),
        line.first_run, line.last_run, line.why,
    )  # fmt: skip


def findings(made: Dossier) -> Section:
    """What the runs said of their data, the same of several runs once."""
    rows: list[tuple[Cell, ...]] = []
    for lines in _alike(made.findings, lambda line: (line.code, line.severity)):
        last, runs = lines[-1], {line.run_id for line in lines}
        others = len({line.what for line in lines}) - 1
        more = f"; and {wording.plural(others, 'other', 'others')} like it" if others else ""
        what = f"{last.what}{more}"
        rows.append((last.code, last.severity, what, f"{len(runs):,}", last.run_id))
    table = first_rows("Checks that failed, and problems", _FINDINGS, rows, "quality.csv")
    none = "No check of the data failed, and no run named a problem."
    return section("quality", "What the runs said of their data", table, none)


def gaps(made: Dossier) -> Section:
    """What no run looked at, and how much that was in the last one."""
    rows: list[tuple[Cell, ...]] = []
    for lines in _alike(made.uncovered, lambda line: (line.kind, line.name, line.why)):
        last = lines[-1]
        amount = last.amount_base
        rows.append((
            last.name, terms.spaced(last.kind), last.why, f"{len(lines):,}",
            terms.NONE if last.records is None else f"{last.records:,}",
            terms.NONE if amount is None else wording.money(amount, made.base_currency),
        ))  # fmt: skip
    title = "Scenarios that did not run; records that no rule reads"
    table = first_rows(title, _GAPS, rows, "coverage.csv")
    none = "Every scenario ran in every run, and between them they read every record of it."
    return section("coverage", f"What was not looked at: {len(rows):,}", table, none)


def _alike(lines: Iterable[_Line], key: Callable[[_Line], tuple[str, ...]]) -> list[list[_Line]]:
    """Lines that say the same of several runs, together and in the order of the runs."""
    found: dict[tuple[str, ...], list[_Line]] = {}
    for line in lines:
        found.setdefault(key(line), []).append(line)
    return [found[name] for name in sorted(found)]


def runs(made: Dossier) -> Section:
    """Every run with what was proved of it."""
    rows: list[tuple[Cell, ...]] = [
        (
            (Link(line.run_id, f"runs/{line.run_id}/manifest.json"),),
            "complete" if line.is_complete else "INCOMPLETE",
            f"{line.alerts:,}", f"{line.suppressed:,}", f"{line.cases:,}", f"{line.gone:,}",
            f"{line.records_rejected:,}", line.proof,
        )
        for line in reversed(made.runs)
    ]  # fmt: skip
    table = first_rows("The latest first", _RUNS, rows, "runs.csv")
    return section("runs", f"Runs: {len(rows):,}", table, "No run of the period can be read.")
