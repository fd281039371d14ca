"""Where the columns of a scenario's result stand in its file."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from aml.core.problem import Location
from aml.core.scenario import SqlText
from aml.scenario.tree import tree_of


def result_places(sql: SqlText) -> list[tuple[str, Location]]:
    """The columns of the last SELECT by name and place; of a UNION, those of its first part."""
    tree = tree_of(sql.text)
    while isinstance(tree, exp.SetOperation | exp.Subquery):
        tree = tree.this
    return [(column.alias_or_name, _place(sql, column)) for column in tree.expressions]


def _place(sql: SqlText, column: exp.Expr) -> Location:
    """The name that a column gets, where it has a mark; else the first mark of the column."""
    name = column.args.get("alias") if isinstance(column, exp.Alias) else None
    starts = [*_marks(name), *_marks(column)]
    return sql.location(len(sql.text[: next(iter(starts), 0)].encode("utf-8")))


def _marks(node: exp.Expr | None) -> Iterator[int]:
    if node is not None:
        yield from sorted(int(n.meta["start"]) for n in node.walk() if "start" in n.meta)
