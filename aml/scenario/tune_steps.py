"""The subqueries of a rule's WITH clause: what each reads, and which parameters reach it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlglot import exp

#: What makes a SELECT more than some columns of one table, which are not worth a copy.
_WORK = ("where", "group", "having", "qualify", "distinct", "joins", "laterals", "with_", "limit")


def reached(query: exp.Expr, varied: Collection[str]) -> set[str]:
    """The steps of a query that some parameters reach, itself or by a step that it reads."""
    found: set[str] = set()
    for cte in subqueries(query):
        if parameters_in(cte) & set(varied) or tables_in(cte) & found:
            found.add(cte.alias)
    return found


def tables_in(node: exp.Expr) -> set[str]:
    """The tables and steps that a piece of SQL names."""
    return {table.name for table in node.find_all(exp.Table)}


def columns_named(node: exp.Expr, known: Sequence[str], result: Collection[str]) -> list[str]:
    """Those columns of a table that some SQL may mean: all, where it compares rows as wholes.

    Args:
        node: the SQL that reads the table.
        known: the columns of the table.
        result: the columns of the whole rule's result, which a star may carry there unnamed.
    """
    if any(_star_in(part) for part in node.find_all(exp.SetOperation)) or any(
        _star_in(part) for part in node.find_all(exp.Select) if part.args.get("distinct")
    ):
        return list(known)
    named = {name.name.lower() for name in node.find_all(exp.Identifier)}
    named |= {name.lower() for name in result}
    return [name for name in known if name.lower() in named] or list(known[:1])


def subqueries(query: exp.Expr) -> list[exp.CTE]:
    """The queries of the WITH clause, in order."""
    return query.ctes if isinstance(query, exp.Query) else []


def is_plain(query: exp.Expr) -> bool:
    """Whether a query only names columns of one table."""
    if not isinstance(query, exp.Select) or any(query.args.get(part) for part in _WORK):
        return False
    return query.find(exp.AggFunc, exp.Window, exp.Subquery) is None


def parameters_in(node: exp.Expr) -> set[str]:
    """The parameters that a piece of SQL names."""
    return {mark.name for mark in node.find_all(exp.Parameter, exp.Placeholder)}


def needed(steps: Sequence[exp.CTE], names: Collection[str]) -> list[exp.CTE]:
    """The steps behind some names, in order."""
    read, found = set(names), []
    for cte in reversed(steps):
        if cte.alias in read:
            found.append(cte)
            read |= tables_in(cte)
    return found[::-1]


def read_by_result(query: exp.Expr) -> set[str]:
    """The tables and steps that the final SELECT names itself."""
    rest = query.copy()
    rest.set("with_", None)
    return tables_in(rest)


def _star_in(query: exp.Expr) -> bool:
    """Whether a query gives columns without naming them."""
    if isinstance(query, exp.SetOperation):
        return _star_in(query.this) or _star_in(query.expression)
    query = query.unnest() if isinstance(query, exp.Subquery) else query
    return isinstance(query, exp.Select) and query.is_star
