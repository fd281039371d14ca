"""The steps of a rule that no tuned parameter reaches: run once, and kept as tables.

A step is a query of the WITH clause. It is closed where neither it nor any step that it reads names
a parameter that differs between the points. Closed steps give the same rows at every point, so what
is left to run at each of them is the rest of the SQL on their tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlglot import exp

from aml.core.scenario import ParameterValue, Scenario
from aml.scenario.fire import ID_COLUMNS, WINDOW_COLUMNS
from aml.scenario.tree import tree_of
from aml.scenario.tune_steps import (
    columns_named,
    is_plain,
    needed,
    parameters_in,
    reached,
    read_by_result,
    subqueries,
    tables_in,
)
from aml.store import Store, StoreError
from aml.store.quoting import identifier

_KEPT = "kept_"


@dataclass(frozen=True, slots=True)
class Step:
    """A closed step: its name, the SQL of its rows, the parameters in it."""

    name: str
    sql: str
    parameters: frozenset[str]

    @property
    def table(self) -> str:
        """The table that keeps its rows, in quotes."""
        return identifier(_KEPT + self.name)


@dataclass(frozen=True, slots=True)
class Kept:
    """The closed steps of a scenario in their order, and the scenario that reads their tables."""

    steps: tuple[Step, ...]
    scenario: Scenario

    @contextmanager
    def on(
        self, store: Store, parameters: Mapping[str, ParameterValue], time_limit: float = 600.0
    ) -> Iterator[bool]:
        """Inside, the tables of the closed steps are there.

        Gives False where a step fails or is not done in time; then none is there. A mistake shows
        again, at its place, where a point is run.

        Args:
            store: the locked store of a run, on which the scenario was fired before: it only reads.
            parameters: a value for each parameter that the steps name.
            time_limit: seconds that all of them together may take.
        """
        made: list[str] = []
        try:
            with store.time_limit(time_limit):
                for step in self.steps:
                    values = {name: parameters[name] for name in step.parameters}
                    store.run(f"CREATE TEMP TABLE {step.table} AS {step.sql}", values)
                    made.append(step.table)
        except StoreError:
            _drop(store, made)
            yield False
            return
        try:
            yield True
        finally:
            _drop(store, made)


def keep(
    store: Store,
    scenario: Scenario,
    parameters: Mapping[str, ParameterValue],
    varied: Collection[str],
) -> Kept:
    """The closed steps of a scenario whose rows are worth a table, and what is left of it.

    Args:
        store: the store, which is asked for the columns of each step.
        scenario: a scenario that was checked.
        parameters: a value for each parameter; which one, does not matter here.
        varied: the parameters that differ between the points.
    """
    query = tree_of(scenario.sql.text).copy()
    result = {scenario.focus_column, *WINDOW_COLUMNS, *ID_COLUMNS}
    result |= {line.name for line in scenario.evidence}
    wanted = _worth_keeping(query, varied)
    try:
        columns = [_columns(store, query, cte, parameters) for cte in wanted]
    except StoreError:
        return Kept((), scenario)
    steps = tuple(
        _step(query, cte, known, result) for cte, known in zip(wanted, columns, strict=True)
    )
    _let_go(query)
    sql = replace(scenario.sql, text=query.sql("duckdb"), pieces=())
    return Kept(steps, replace(scenario, sql=sql) if steps else scenario)


def _worth_keeping(query: exp.Expr, varied: Collection[str]) -> list[exp.CTE]:
    """The closed steps, in order, that what is left will read."""
    opened, read, found = reached(query, varied), read_by_result(query), []
    for cte in reversed(subqueries(query)):
        if cte.alias not in read:
            continue
        if cte.alias in opened or is_plain(cte.this):
            read |= tables_in(cte)
        else:
            found.append(cte)
    return found[::-1]


def _columns(
    store: Store, query: exp.Expr, cte: exp.CTE, bound: Mapping[str, ParameterValue]
) -> list[str]:
    """The columns that a subquery gives."""
    head = _up_to(query, cte)
    values = {name: bound[name] for name in parameters_in(head)}
    return [name for name, _ in store.describe(_rows_of(head, cte, "*"), values)]


def _step(query: exp.Expr, cte: exp.CTE, known: Sequence[str], result: Collection[str]) -> Step:
    """The step of a subquery, with those before it in its SQL; the query then reads its table."""
    head = _up_to(query, cte)
    cte.set("this", exp.select("*").from_(exp.to_table(_KEPT + cte.alias)))
    if not cte.args["alias"].args.get("columns"):
        known = columns_named(query, known, result)
    columns = ", ".join(map(identifier, known))
    return Step(cte.alias, _rows_of(head, cte, columns), frozenset(parameters_in(head)))


def _rows_of(head: exp.With, cte: exp.CTE, columns: str) -> str:
    return f"{head.sql('duckdb')} SELECT {columns} FROM {identifier(cte.alias)}"


def _up_to(query: exp.Expr, cte: exp.CTE) -> exp.With:
    """The WITH clause that a subquery needs: itself and what it reads, one way or another."""
    steps = subqueries(query)
    place = next(n for n, step in enumerate(steps) if step is cte)
    behind = [step.copy() for step in needed(steps[: place + 1], {cte.alias})]
    return exp.With(expressions=behind, recursive=query.args["with_"].args.get("recursive"))


def _let_go(query: exp.Expr) -> None:
    """Take the subqueries out that nothing reads any more: each costs a plan."""
    if with_ := query.args.get("with_"):
        left = needed(subqueries(query), read_by_result(query))
        with_.set("expressions", left)
        if not left:
            query.set("with_", None)


def _drop(store: Store, tables: Sequence[str]) -> None:
    for table in tables:
        store.run(f"DROP TABLE {table}")
