"""The tests of a scenario file: small ledgers and expected alerts, written as tables of text."""

from __future__ import annotations

from collections.abc import Mapping

from aml.config import Section
from aml.config.node import Node, Source
from aml.core.problem import Location, did_you_mean
from aml.core.scenario import Parameter, ParameterValue, ScenarioTest, TestTable
from aml.scenario.parts import read_values
from aml.store import canonical_columns, canonical_tables


def block_start(node: Node, source: Source) -> tuple[int, int]:
    """Line and column where the text of a `|` block begins."""
    line = (node.location.line or 1) + 1
    text = next((ln for ln in source.lines[line - 1 :] if ln.strip()), "")
    return line, len(text) - len(text.lstrip()) + 1


def read_tests(section: Section, parameters: Mapping[str, Parameter]) -> tuple[ScenarioTest, ...]:
    """`tests:` — at the bottom of the file, one small ledger each."""
    return tuple(_test(item, parameters) for item in section.sections("tests"))


def _test(item: Section, parameters: Mapping[str, Parameter]) -> ScenarioTest:
    name = item.text("name")
    boundary = item.flag("boundary", default=False)
    values: dict[str, ParameterValue] = {}
    chosen = item.section("set")
    if chosen:
        values = read_values(chosen, parameters)
    expected = _expected(item)
    tables = tuple(
        table
        for key, node in item.entries()
        if key not in ("name", "boundary", "set", "alerts")
        and (table := _ledger_table(key, node, item)) is not None
    )
    item.close()
    kind = "boundary" if boundary else "silent" if expected is None else "loud"
    return ScenarioTest(name, kind, tables, expected, values, item.place("name"))  # type: ignore[arg-type]


def _expected(item: Section) -> TestTable | None:
    node = item.node("alerts")
    if node is None:
        item.source.report("CFG005", "the test lacks 'alerts'", item.location, "or `alerts: none`")
        return None
    if node.value == "none":
        return None
    return _table("alerts", node, item)


def _ledger_table(name: str, node: Node, item: Section) -> TestTable | None:
    if name not in canonical_tables():
        hint = did_you_mean(name, canonical_tables()) or "aml/store/schema.sql lists the tables"
        item.source.report("TST003", f"no table '{name}'", item.place(name), hint)
        return None
    table = _table(name, node, item)
    known = [column.name for column in canonical_columns()[name]]
    for column in table.columns if table else ():
        if column not in known:
            hint = did_you_mean(column, known) or "aml/store/schema.sql lists the columns"
            item.source.report(
                "TST003", f"{name} has no column '{column}'", table_place(table), hint
            )
    return table


def table_place(table: TestTable | None) -> Location:
    """Where a table's header row stands."""
    return table.location if table else Location("")


def _table(name: str, node: Node, item: Section) -> TestTable | None:
    if not isinstance(node.value, str) or not node.is_block:
        hint = f"write `{name}: |` and indent a header and rows below"
        item.wrong(name, f"'{name}' is not a '|' block of rows", hint, "TST004")
        return None
    line, column = block_start(node, item.source)
    path = item.location.path
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    for offset, text in enumerate(node.value.splitlines()):
        if text.strip():
            rows.append(tuple(cell.strip() for cell in text.split("|")))
            lines.append(line + offset)
    if not rows:
        item.wrong(name, f"'{name}' has no header row", "column | column", "TST004")
        return None
    for cells, at in zip(rows[1:], lines[1:], strict=True):
        if len(cells) != len(rows[0]):
            message = f"the row has {len(cells)} cells, its header {len(rows[0])}"
            hint = "one cell a column, apart by |; an empty cell stays empty"
            item.source.report("TST004", message, Location(path, at, column), hint)
            return None
    return TestTable(
        name, rows[0], tuple(rows[1:]), tuple(lines[1:]), Location(path, lines[0], column)
    )
