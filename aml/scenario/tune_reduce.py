"""The tables of a rule with the rows of some foci only."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache

from sqlglot import exp

from aml.core.scenario import Scenario
from aml.scenario.tree import named_before, tree_of
from aml.scenario.tune_steps import subqueries
from aml.store import Store
from aml.store.quoting import identifier, literals

#: Columns that hold a focus under a name of their own.
_OTHER_NAMES = {"account": ("payer_id", "payee_id")}
_FOCI = "tuned_foci"


@contextmanager
def reduced(
    store: Store, scenario: Scenario, foci: Collection[str]
) -> Iterator[dict[str, list[str]]]:
    """Inside, the tables that hold a focus show only the rows of these foci.

    Gives these tables, each with its columns of foci. The whole table steps aside under another
    name, so that the SQL stays as it is.
    """
    columns = focus_columns(store, scenario)
    store.run(f"CREATE TEMP TABLE {_FOCI} (focus_id VARCHAR)")
    store.run(
        f"INSERT INTO {_FOCI} SELECT unnest(CAST($foci AS VARCHAR[]))", {"foci": sorted(foci)}
    )
    aside: list[str] = []
    try:
        for table, names in columns.items():
            store.run(f"ALTER TABLE {identifier(table)} RENAME TO {identifier(_whole(table))}")
            aside.append(table)
            wanted = " OR ".join(
                f"{identifier(name)} IN (SELECT focus_id FROM {_FOCI})" for name in names
            )
            store.run(
                f"CREATE TEMP TABLE {identifier(table)} AS"
                f" SELECT * FROM {identifier(_whole(table))} WHERE {wanted}"
            )
        yield columns
    finally:
        for table in aside:
            store.run(f"DROP TABLE IF EXISTS temp.{identifier(table)}")
            store.run(f"ALTER TABLE {identifier(_whole(table))} RENAME TO {identifier(table)}")
        store.run(f"DROP TABLE {_FOCI}")


def looking_beyond(scenario: Scenario, tables: Collection[str]) -> Iterator[tuple[str, Scenario]]:
    """The scenario with one step that reads whole tables, for each step in turn, with its name.

    What a rule asks about others than its focus, such as who else uses a device, often stands in a
    step of its own: that one needs every row, and the others do not.

    Args:
        scenario: fired inside `reduced`.
        tables: the tables that show the rows of some foci only.
    """
    for place in range(len(subqueries(tree_of(scenario.sql.text)))):
        query = tree_of(scenario.sql.text).copy()
        step = subqueries(query)[place]
        read = [node for node in step.find_all(exp.Table) if node.name not in named_before(node)]
        few = [node for node in read if node.name in tables]
        for node in few:
            node.set("alias", exp.TableAlias(this=exp.to_identifier(node.alias or node.name)))
            node.set("this", exp.to_identifier(_whole(node.name)))
        if few:
            sql = replace(scenario.sql, text=query.sql("duckdb"), pieces=())
            yield step.alias, replace(scenario, sql=sql)


def focus_columns(store: Store, scenario: Scenario) -> dict[str, list[str]]:
    """The tables that the SQL reads and that hold a focus, each with its columns of foci."""
    known = {table: _columns(store, scenario, table) for table in _tables(scenario.sql.text)}
    return {table: found for table, found in known.items() if found}


@lru_cache(maxsize=64)
def _tables(sql: str) -> tuple[str, ...]:
    """The tables that some SQL names; a step of it may have a table's name."""
    nodes = tree_of(sql).find_all(exp.Table)
    return tuple(sorted({node.name for node in nodes if node.name not in named_before(node)}))


def _whole(table: str) -> str:
    return f"whole_{table}"


def _columns(store: Store, scenario: Scenario, table: str) -> list[str]:
    """The columns of a table that hold ids of the scenario's kind of focus."""
    column = scenario.focus_column
    others = _OTHER_NAMES.get(scenario.focus, ())
    named = "column_name = $column OR ends_with(column_name, '_' || $column)"
    named += f" OR column_name IN {literals(others)}" if others else ""
    rows = store.rows(
        "SELECT column_name FROM information_schema.columns"
        f" WHERE table_name = $table AND data_type = 'VARCHAR' AND ({named}) ORDER BY column_name",
        {"table": table, "column": column},
    )
    return [str(name) for (name,) in rows]
