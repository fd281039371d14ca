"""What quality.html says of the checks of data quality, and of statements that do not add up."""

from __future__ import annotations

from aml.core import wording
from aml.core.quality import QualityResult
from aml.core.run import Run
from aml.report.document import Block, Column, Paragraph, Section, Table

_CHECKS = (
    Column("Check", "id", 1), Column("Severity", weight=1), Column("What was found", weight=4),
    Column("Wrong", "amount", 1), Column("Of", "amount", 1), Column("What it means", weight=6),
    Column("What to do", weight=4), Column("Scenarios affected", "amount", 1),
)  # fmt: skip
#: Long lists of ids: beside the words above, each would be a column of a few letters.
_AFFECTED = (
    Column("Check", "id", 1), Column("Scenarios affected", "code", 6),
    Column("Examples", "code", 5),
)  # fmt: skip
_PASSED = (
    Column("Check", "id", 1), Column("What it counts", weight=5), Column("Result", weight=1),
    Column("Wrong", "amount", 1), Column("Of", "amount", 1), Column("Tolerated", "amount", 1),
)  # fmt: skip
_STATEMENTS = (
    Column("File", "code", 4), Column("Group", weight=2), Column("First record", "amount", 1),
    Column("Records", "amount", 1), Column("What", weight=2), Column("Stated", "amount", 2),
    Column("Read", "amount", 2),
)  # fmt: skip
_ORDER = ("error", "warning", "note")


def checks(run: Run) -> Section:
    """The checks that failed with their meaning, then all others in a line each."""
    results = run.reading.quality
    failed = sorted(
        (item for item in results if item.state == "failed"),
        key=lambda item: (_ORDER.index(item.severity), item.check_id),
    )
    others = [item for item in results if item.state != "failed"]
    counts = ", ".join(
        wording.plural(sum(item.severity == severity for item in failed), severity)
        for severity in _ORDER
    )
    text = f"{len(results):,} checks of the records that were loaded: {counts}."
    blocks: list[Block] = [Paragraph(text)]
    if failed:
        blocks.append(Table("Checks that failed", _CHECKS, tuple(map(_failed, failed))))
        caption = "Scenarios affected and examples"
        blocks.append(Table(caption, _AFFECTED, tuple(map(_affected, failed))))
    if others:
        caption = "Checks that passed, or had nothing to look at"
        blocks.append(Table(caption, _PASSED, tuple(map(_passed, others))))
    return Section("checks", "Checks of quality", tuple(blocks))


def statements(run: Run) -> tuple[Section, ...]:
    """Statements, batches and files that do not come to what they state; nothing where none is."""
    checked = [(file, check) for file in run.reading.files for check in file.statements]
    if not checked:
        return ()
    rows = tuple(
        (
            file.path,
            "file" if check.level == "file" else f"{check.level} {check.number}",
            f"{check.first_record:,}" if check.first_record else "none",
            f"{check.records:,}",
            failure.what,
            f"{failure.stated:,}",
            f"{failure.read:,}",
        )
        for file, check in checked
        for failure in check.failures
    )
    bad = sum(not check.is_balanced for _, check in checked)
    text = (
        f"{wording.plural(len(checked), 'balance, sum or count', 'balances, sums or counts')} that"
        f" files of messages state {'was' if len(checked) == 1 else 'were'} compared with their"
        f" records; {bad or 'none'} {'does' if bad == 1 else 'do'} not agree."
    )
    blocks: tuple[Block, ...] = (Paragraph(text),)
    if rows:
        blocks = (
            *blocks,
            Table("What files state and their records do not come to", _STATEMENTS, rows),
        )
    return (Section("statements", "Statement arithmetic", blocks),)


def _failed(item: QualityResult) -> tuple[str, ...]:
    severity = f"{item.severity} (allowed)" if item.is_allowed else item.severity
    return (
        item.check_id, severity, item.title, f"{item.wrong:,}", f"{item.looked_at:,}", item.meaning,
        item.hint, f"{len(item.affected):,}",
    )  # fmt: skip


def _affected(item: QualityResult) -> tuple[str, ...]:
    return item.check_id, *(", ".join(names) or "none" for names in (item.affected, item.examples))


def _passed(item: QualityResult) -> tuple[str, ...]:
    result = "passed" if item.state == "passed" else "nothing to look at"
    counts = (f"{item.wrong:,}", f"{item.looked_at:,}", item.tolerated)
    return (item.check_id, item.title, result, *counts)
