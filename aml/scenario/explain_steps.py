"""The SQL of a scenario as its named steps, each kept as a table, so that every step can be asked.

A step is one query of the WITH clause, a query in a FROM clause, or the final SELECT (`result`).
Its tree names the tables of the steps before it, so that it runs on its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from aml.core.scenario import ParameterValue, Scenario
from aml.scenario.tree import tree_of
from aml.store import Store
from aml.store.quoting import identifier

RESULT = "result"
#: The mark that a renamed table keeps of the name in the author's SQL.
STEP = "step"


@dataclass(slots=True)
class Step:
    """One query: its name, the table that keeps its rows, its SELECTs, its columns.

    `focus` is the column that holds the focus; empty where no column does.
    """

    name: str
    table: str
    branches: tuple[exp.Select, ...]
    columns: tuple[str, ...]
    focus: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A table that a SELECT reads, under its alias; `join` is how it comes in, None for the first.

    `step` is None for a table of the ledger.
    """

    alias: str
    table: exp.Table
    columns: tuple[str, ...]
    step: Step | None
    join: exp.Join | None

    @property
    def is_needed(self) -> bool:
        """Whether a row without a partner here is lost."""
        return self.join is None or not self.join.side


@dataclass(slots=True)
class Steps:
    """The steps of a scenario on a store, in order; the last is the result."""

    store: Store
    bound: Mapping[str, ParameterValue]
    steps: list[Step] = field(default_factory=list)
    _columns: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def result(self) -> Step:
        """The final SELECT."""
        return self.steps[-1]

    def add(self, query: exp.Query, name: str, known: Mapping[str, Step]) -> Step:
        """Keep the rows of a query, after those of the queries inside it."""
        seen = dict(known)
        for cte in query.ctes:
            seen[cte.alias] = self.add(cte.this, cte.alias, seen)
        query.set("with_", None)
        branches = tuple(_branches(query))
        for branch in branches:
            self._hoist(branch, seen)
        for table in list(query.find_all(exp.Table)):
            if table.name in seen and not table.args.get("db"):
                _rename(table, seen[table.name].table)
        table_name = f"explained_{len(self.steps)}"
        sql = query.sql("duckdb")
        self.store.run(f"CREATE TEMP TABLE {table_name} AS {sql}", self.values(query))
        step = Step(name, table_name, branches, self.columns(table_name))
        self.steps.append(step)
        return step

    def values(self, *nodes: exp.Expr) -> dict[str, object]:
        """The parameters that some expressions name."""
        return {
            mark.name: self.bound[mark.name]
            for node in nodes
            for mark in node.find_all(exp.Placeholder)
            if mark.name in self.bound
        }

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table, in order."""
        if table not in self._columns:
            described = self.store.describe(f"SELECT * FROM {identifier(table)}")
            self._columns[table] = tuple(name for name, _ in described)
        return self._columns[table]

    def sources(self, select: exp.Select) -> list[Source]:
        """What a SELECT reads, in the order of its FROM clause."""
        kept = {step.table: step for step in self.steps}
        joins = select.args.get("joins") or []
        first = select.args.get("from_")
        found = [(first.this, None)] if first else []
        found += [(join.this, join) for join in joins]
        return [
            Source(table.alias_or_name, table, self.columns(table.name), kept.get(table.name), join)
            for table, join in found
            if isinstance(table, exp.Table) and not isinstance(table.this, exp.Func)
        ]

    def projected(self, step: Step, select: exp.Select) -> Mapping[str, exp.Expr]:
        """What a SELECT gives for each column of its step, stars written out.

        Empty where the two do not match, which only a grammar that is not read here can bring.
        """
        sources = self.sources(select)
        given: list[exp.Expr] = []
        for item in select.expressions:
            table = item.table if isinstance(item, exp.Column) else ""
            if item.is_star and not isinstance(item, exp.Count):
                given += [
                    exp.column(name, table=source.alias)
                    for source in sources
                    if not table or source.alias == table
                    for name in source.columns
                ]
            else:
                given.append(item.unalias())
        if len(given) != len(step.columns):
            return {}
        return dict(zip(step.columns, given, strict=True))

    def _hoist(self, select: exp.Select, known: Mapping[str, Step]) -> None:
        """A query in a FROM clause becomes a step of its own."""
        first = select.args.get("from_")
        for holder in [*([first] if first else []), *(select.args.get("joins") or [])]:
            inner = holder.this
            if isinstance(inner, exp.Subquery) and isinstance(inner.this, exp.Query):
                alias = inner.alias or "subquery"
                step = self.add(inner.this.copy(), alias, known)
                table = exp.to_table(step.table, alias=alias)
                table.meta[STEP] = alias
                inner.replace(table)


def steps_of(store: Store, scenario: Scenario, bound: Mapping[str, ParameterValue]) -> Steps:
    """Run a scenario step by step; the store keeps each until the transaction ends."""
    steps = Steps(store, bound)
    query = tree_of(scenario.sql.text).copy()
    if not isinstance(query, exp.Query):
        raise TypeError("a scenario that was checked is one SELECT")
    steps.add(query, RESULT, {})
    return steps


def _branches(query: exp.Expr) -> list[exp.Select]:
    """The SELECTs whose rows a query puts together; none where it takes rows away by another."""
    if isinstance(query, exp.Select):
        return [query]
    if isinstance(query, exp.Union):
        return [*_branches(query.this), *_branches(query.expression)]
    if isinstance(query, exp.Subquery):
        return _branches(query.this)
    return []


def _rename(table: exp.Table, name: str) -> None:
    """Read a step's table in place of its name, which stays as the alias."""
    alias = table.alias or table.name
    table.meta[STEP] = table.name
    table.set("this", exp.to_identifier(name))
    table.set("alias", exp.TableAlias(this=exp.to_identifier(alias)))
