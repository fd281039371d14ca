"""The portable subset: what the engines measured beside DuckDB run, with the same result."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError

from aml.core.problem import Problem
from aml.core.scenario import Scenario
from aml.scenario.tree import tree_of


def not_portable(node: exp.Expr) -> Iterator[tuple[exp.Expr, str, str, str]]:
    """What other engines refuse, or read differently, at this node."""
    for found, holds in _NOT_PORTABLE.items():
        if holds(node):
            hint = "or set `portable: false` with a portable_reason"
            yield node, "SQL011", f"{found} does not run on other engines", hint


def check_portable(scenario: Scenario) -> list[Problem]:
    """The SQL written for Spark and read back: what sqlglot cannot carry over is not portable.

    Asked of SQL that passed `lint`; it decides on nothing that a scan here does.
    """
    if not scenario.portable:
        return []
    values = scenario.defaults()

    def bound(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Placeholder | exp.Parameter):
            return exp.convert(values.get(node.name, 1))
        return node

    try:
        written = (
            tree_of(scenario.sql.text)
            .transform(bound)
            .sql("spark", unsupported_level=ErrorLevel.RAISE)
        )
        sqlglot.parse_one(written, dialect="spark")
    except (SqlglotError, ValueError) as error:
        message = f"does not run on other engines: {str(error).splitlines()[0]}"
        hint = "write it plainer, or set `portable: false` with a portable_reason"
        return [Problem("SQL011", message, scenario.sql.location(0), hint)]
    return []


def _is_distinct_window(node: exp.Expr) -> bool:
    counted = node.this if isinstance(node, exp.Window) else None
    return isinstance(counted, exp.AggFunc) and counted.find(exp.Distinct) is not None


_NOT_PORTABLE: dict[str, Callable[[exp.Expr], bool]] = {
    "a recursive CTE": lambda n: isinstance(n, exp.With) and bool(n.args.get("recursive")),
    "an ASOF join": lambda n: (
        isinstance(n, exp.Join) and str(n.args.get("method") or "").upper() == "ASOF"
    ),
    "PIVOT": lambda n: isinstance(n, exp.Pivot),
    "a lambda": lambda n: isinstance(n, exp.Lambda | exp.JSONExtract),
    "GROUP BY ALL": lambda n: isinstance(n, exp.Group) and bool(n.args.get("all")),
    "EXCLUDE": lambda n: isinstance(n, exp.Star) and bool(n.args.get("except_")),
    "a DISTINCT window": _is_distinct_window,
    "extract(epoch or dow)": lambda n: (
        isinstance(n, exp.Extract) and str(n.this).lower() in ("epoch", "dow")
    ),
}
