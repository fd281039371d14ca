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
