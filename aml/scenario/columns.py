"""Which columns of the canonical tables a scenario's SQL names."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from aml.core.scenario import Scenario
from aml.scenario.prepare import canonical_sources, derived_tables, tables_behind, tables_read
from aml.scenario.tree import tree_of
from aml.store import canonical_columns


def columns_read(scenario: Scenario) -> Mapping[str, tuple[str, ...]]:
    """Canonical tables that the SQL names, each with the columns of it that the SQL may mean.

    A column that is named without its table counts for every table that has one of that name.
    """
    tree = tree_of(scenario.sql.text)
    tables = {node.alias_or_name: node.name for node in tree.find_all(exp.Table)}
    known = canonical_columns()
    found: dict[str, set[str]] = {name: set() for name in tables_read(scenario) if name in known}
    for need in scenario.requires:
        table, _, column = need.partition(".")
        if column:
            found[table].add(column)
    for node in tree.find_all(exp.Column):
        meant = [tables.get(node.table, "")] if node.table else list(found)
        for table in meant:
            if table in found and node.name in {column.name for column in known[table]}:
                found[table].add(node.name)
    return {table: tuple(sorted(columns)) for table, columns in sorted(found.items())}


def made_of(table: str) -> tuple[str, ...]:
    """The canonical tables behind a derived one; none for a canonical table."""
    return tuple(sorted(canonical_sources(table))) if table in derived_tables() else ()


def line_kinds(scenario: Scenario, kinds: frozenset[str]) -> tuple[str, ...]:
    """The kinds of reporting lines that the scenario, or a derived table it reads, asks for.

    Args:
        scenario: the scenario.
        kinds: those that the table of lines has.
    """
    known = derived_tables()
    behind = (known[name].sql for name in tables_behind(tables_read(scenario)) if name in known)
    texts = [scenario.sql.text, *filter(None, behind)]
    named = {
        node.name
        for text in texts
        for node in tree_of(text).find_all(exp.Literal)
        if node.is_string
    }
    return tuple(sorted(named & kinds))
