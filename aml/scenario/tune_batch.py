"""Many points of a grid in one statement: planning one costs more than running it on a few rows.

Each row of the tables that hold a focus is repeated once a point, its focus (and its transaction,
where the SQL compares transactions) marked with the point, so that whatever the SQL groups, joins
or orders by the focus stays within a point. Where the SQL names a parameter that differs, it reads
the value off the mark. That suits most scenarios and not all: whoever calls compares the results
with those of single runs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import Any, cast

from sqlglot import exp

from aml.core.problem import ScenarioError
from aml.core.scenario import Scenario
from aml.scenario.fire import Firing, fire
from aml.scenario.tree import named_before, tree_of
from aml.scenario.tune_grid import Point
from aml.store import Store
from aml.store.quoting import identifier

#: Digits of a mark: short, for the database keeps short texts where it needs no second look.
_MARK = 3
#: Rows, repeated once a point, that a statement may look at; and rows of one point beyond which
#: single runs cost less.
_ROWS, _MANY = 5_000_000, 200_000


def fire_batch(
    store: Store,
    scenario: Scenario,
    points: Sequence[Point],
    columns: dict[str, list[str]],
    time_limit: float,
) -> list[list[Firing]] | None:
    """The episodes of every point in order; None where that does not suit the SQL or the rows.

    Args:
        store: a store whose tables with a focus are reduced to a few foci.
        scenario: what to fire.
        points: all parameters of each point.
        columns: the tables to repeat, each with its columns of foci.
        time_limit: seconds that one statement may take.
    """
    varied = [name for name in points[0] if len({point[name] for point in points}) > 1]
    text = _batched(scenario.sql.text, scenario.focus_column, tuple(varied), tuple(columns))
    rows = _rows(store, columns)
    if text is None or rows > _MANY:
        return None
    batched = replace(scenario, sql=replace(scenario.sql, text=text, pieces=()))
    size = min(max(1, _ROWS // max(rows, 1)), 10**_MARK - 1)
    found: list[list[Firing]] = []
    for start in range(0, len(points), size):
        part = points[start : start + size]
        values = {**part[0], **{name: [point[name] for point in part] for name in varied}}
        with _repeated(store, scenario, columns, len(part)):
            try:
                fired = fire(store, batched, cast("Any", values), time_limit)
            except ScenarioError:
                return None  # a mistake of a point shows again, at its place, when it is run alone
        found += _apart(fired, len(part))
    return found


def fits(store: Store, columns: Collection[str], points: int) -> bool:
    """Whether one statement may take so many points of these tables."""
    return _rows(store, columns) * points <= _ROWS and points < 10**_MARK


def _rows(store: Store, tables: Iterable[str]) -> int:
    return sum(store.count(table) for table in tables)


@contextmanager
def _repeated(
    store: Store, scenario: Scenario, columns: dict[str, list[str]], points: int
) -> Iterator[None]:
    """Inside, each table has a view that shows its rows once a point."""
    named, joined = _named(scenario.sql.text)
    made: list[str] = []
    try:
        for table, foci in columns.items():
            marked = {*foci, *joined}
            known = [name for name, _ in store.describe(f"SELECT * FROM {identifier(table)}")]
            cells = ", ".join(
                f"tuned_mark || {identifier(name)} AS {identifier(name)}"
                if name in marked
                else identifier(name)
                for name in known
                if name in named or name in foci
            )
            store.run(
                f"CREATE TEMP VIEW {_view(table)} AS SELECT {cells} FROM {identifier(table)},"
                f" (SELECT lpad(CAST(n AS VARCHAR), {_MARK}, '0') AS tuned_mark"
                f" FROM range(1, {points + 1}) AS points(n))"
            )
            made.append(table)
        yield
    finally:
        for table in made:
            store.run(f"DROP VIEW temp.{_view(table)}")


@lru_cache(maxsize=64)
def _named(sql: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names in some SQL, and the columns beside the focus that need a mark.

    Those are transactions where they are compared: a join by them alone leaves its point.
    """
    tree = tree_of(sql)
    compared = tree.find_all(exp.EQ, exp.In, exp.Join)
    columns = {column.name for node in compared for column in node.find_all(exp.Column)}
    columns |= {identifier.name for node in tree.find_all(exp.Join) for identifier in _using(node)}
    names = frozenset(node.name for node in tree.find_all(exp.Identifier))
    return names, frozenset({"transaction_id"} & columns)


def _using(join: exp.Join) -> Sequence[exp.Identifier]:
    return [name for name in join.args.get("using") or () if isinstance(name, exp.Identifier)]


@lru_cache(maxsize=64)
def _batched(
    sql: str, focus_column: str, varied: tuple[str, ...], tables: tuple[str, ...]
) -> str | None:
    """The SQL on the repeated tables; None where a parameter stands outside every SELECT."""
    tree = tree_of(sql).copy()
    repeated = [
        node
        for node in tree.find_all(exp.Table)
        if node.name in tables and node.name not in named_before(node)
    ]
    for node in list(tree.find_all(exp.Parameter, exp.Placeholder)):
        if node.name in varied:
            focus = _focus_at(node, focus_column)
            if focus is None:
                return None
            place = f"CAST(substr({focus}, 1, {_MARK}) AS INTEGER)"
            node.replace(tree_of(f"list_extract(${node.name}, {place})").copy())
    for node in repeated:
        if not node.alias:
            node.set("alias", exp.TableAlias(this=exp.to_identifier(node.name)))
        node.set("this", exp.to_identifier(_view(node.name)))
    return tree.sql("duckdb")


def _focus_at(node: exp.Expr, column: str) -> str | None:
    """The focus as the SELECT around a place names it."""
    select = node.find_ancestor(exp.Select)
    source = select.args.get("from_") if select else None
    if select is None or source is None:
        return None
    if not select.args.get("joins"):
        return column
    return f"{source.this.alias_or_name}.{column}"


def _apart(fired: Sequence[Firing], points: int) -> list[list[Firing]]:
    """The firings by point, without their marks."""
    found: list[list[Firing]] = [[] for _ in range(points)]
    for firing in fired:
        mark = firing.focus_id[:_MARK]
        ids = tuple(record.removeprefix(mark) for record in firing.transaction_ids)
        own = replace(firing, focus_id=firing.focus_id[_MARK:], transaction_ids=ids)
        found[int(mark) - 1].append(own)
    return found


def _view(table: str) -> str:
    return f"repeated_{table}"
