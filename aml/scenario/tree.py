"""The tree of a piece of SQL, parsed once however many rules read it."""

from __future__ import annotations

from functools import lru_cache

import sqlglot
from sqlglot import exp


@lru_cache(maxsize=2048)
def tree_of(sql: str) -> exp.Expr:
    """The tree of one statement or expression in DuckDB's grammar.

    It is shared: read it, and change a `copy()` of it only.

    Raises:
        sqlglot.errors.ParseError: it does not parse.
    """
    return sqlglot.parse_one(sql, dialect="duckdb")


def named_before(node: exp.Expr) -> frozenset[str]:
    """The names that WITH gives to subqueries, as far as this place can see them.

    A subquery sees those before it, so a name that only stands for itself is still a table.
    """
    names: set[str] = set()
    child, parent = node, node.parent
    while parent is not None:
        if isinstance(parent, exp.With):
            ctes = list(parent.expressions)
            seen = ctes if parent.args.get("recursive") else ctes[: _position(ctes, child)]
            names |= {cte.alias for cte in seen}
        elif isinstance(with_ := parent.args.get("with_"), exp.With) and with_ is not child:
            names |= {cte.alias for cte in with_.expressions}
        child, parent = parent, parent.parent
    return frozenset(names)


def _position(nodes: list[exp.Expr], wanted: exp.Expr) -> int:
    return next(place for place, node in enumerate(nodes) if node is wanted)
