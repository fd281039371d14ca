"""Which channels of a ledger a scenario can raise alerts on, found by reading its SQL.

A channel is seen when its entries can be cited. A SELECT sees the channels that its conditions can
let through; what it takes from a derived table or a named subquery is what those see, further
narrowed. Whatever a condition says of other columns is taken to be possible, so a channel that is
said to be unseen truly is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sqlglot import exp

from aml.core.scenario import Scenario
from aml.core.vocabulary import CHANNELS
from aml.scenario.prepare import derived_tables, tables_behind, tables_read
from aml.scenario.tree import tree_of

_ALL = frozenset(CHANNELS)
_BOTH = frozenset({True, False})


def channels_seen(scenario: Scenario) -> frozenset[str]:
    """The channels of `transactions` that reach the scenario's SQL."""
    return _seen(scenario.sql.text)


def reads_remittances(scenario: Scenario) -> bool:
    """Whether remittances reach the scenario's SQL, by themselves or through a derived table."""
    return "remittances" in tables_behind(tables_read(scenario))


@cache
def _seen(sql: str) -> frozenset[str]:
    return _of_statement(tree_of(sql), {})


def _of_statement(tree: exp.Expr, known: dict[int, frozenset[str]]) -> frozenset[str]:
    """What a statement sees; `known` keeps the answer for subqueries that are named twice."""
    if id(tree) not in known:
        found = (_of_select(select, known) for select in _outermost(tree))
        known[id(tree)] = frozenset().union(*found)
    return known[id(tree)]


def _of_select(select: exp.Select, known: dict[int, frozenset[str]]) -> frozenset[str]:
    tables = list(_tables(select))
    conditions = list(_conditions(select))
    holders = [table for table in tables if _has_channel(table)]
    seen: set[str] = set()
    for table in tables:
        is_alone = len(holders) == 1 and holders[0] is table
        inner = _of_table(table, select, known)
        seen |= {
            channel
            for channel in inner
            if all(True in _truth(c, table.alias_or_name, channel, is_alone) for c in conditions)
        }
    return frozenset(seen)


def _of_table(
    table: exp.Table, select: exp.Select, known: dict[int, frozenset[str]]
) -> frozenset[str]:
    """The channels that a table, a derived table or a named subquery holds."""
    body = _subquery(table)
    if body is not None:
        return _of_statement(body, known)
    if table.name == "transactions":
        return _ALL if _looks_at_entries(select) else frozenset()
    derived = derived_tables().get(table.name)
    if derived is None:
        return frozenset()
    if derived.sql:
        return _seen(derived.sql)
    return _ALL if "transactions" in tables_behind([table.name]) else frozenset()


def _outermost(tree: exp.Expr) -> Iterator[exp.Select]:
    """The SELECTs of a statement, without those that WITH only names."""
    for node in tree.walk(prune=lambda node: isinstance(node, exp.CTE)):
        if isinstance(node, exp.Select):
            yield node


def _tables(select: exp.Select) -> Iterator[exp.Table]:
    """The tables in FROM and the joins of a SELECT itself, not of those inside it."""
    sources = [select.args.get("from_"), *(select.args.get("joins") or ())]
    for source in sources:
        if source is not None and isinstance(source.this, exp.Table):
            yield source.this


def _has_channel(table: exp.Table) -> bool:
    """Whether a column `channel` without the name of a table can be that of this one."""
    if table.name == "transactions":
        return True
    derived = derived_tables().get(table.name)
    body = _subquery(table) or (tree_of(derived.sql) if derived and derived.sql else None)
    return body is not None and any(
        isinstance(part, exp.Star) or part.is_star or part.alias_or_name == "channel"
        for part in next(_outermost(body)).expressions
    )


def _conditions(select: exp.Select) -> Iterator[exp.Expr]:
    """Conditions that every row of a SELECT meets; those of outer joins are not among them."""
    where = select.args.get("where")
    if where is not None:
        yield where.this
    for join in select.args.get("joins") or ():
        on = join.args.get("on")
        if on is not None and not join.args.get("side"):
            yield on


def _subquery(table: exp.Table) -> exp.Expr | None:
    """What WITH calls by the name of a table, at its place."""
    node: exp.Expr | None = table
    while node is not None:
        with_ = node.args.get("with_")
        if isinstance(with_, exp.With):
            for cte in with_.expressions:
                if cte.alias == table.name and table.find_ancestor(exp.CTE) is not cte:
                    body: exp.Expr = cte.this
                    return body
        node = node.parent
    return None


def _looks_at_entries(select: exp.Select) -> bool:
    """Whether a SELECT takes entries with their ids, as one must to cite them.

    Sums that an entry is compared with, and owners of accounts, are looked up without.
    """
    return any(
        node.name == "transaction_id"
        or (isinstance(node, exp.Star) and not isinstance(node.parent, exp.Count))
        for node in select.find_all(exp.Column, exp.Star)
    )


def _truth(condition: exp.Expr, alias: str, channel: str, is_alone: bool) -> frozenset[bool]:  # noqa: FBT001
    """What a condition can come to when the channel of a table is known and nothing else is."""
    if isinstance(condition, exp.Paren | exp.Not):
        inner = _truth(condition.this, alias, channel, is_alone)
        is_not = isinstance(condition, exp.Not)
        return frozenset(value != is_not for value in inner)
    if isinstance(condition, exp.And | exp.Or):
        left = _truth(condition.this, alias, channel, is_alone)
        right = _truth(condition.expression, alias, channel, is_alone)
        if isinstance(condition, exp.And):
            return frozenset(a and b for a in left for b in right)
        return frozenset(a or b for a in left for b in right)
    column = condition.this
    is_channel = isinstance(column, exp.Column) and column.name == "channel"
    if is_channel and (column.table == alias or (is_alone and not column.table)):
        return _compared(condition, channel)
    return _BOTH


def _compared(condition: exp.Expr, channel: str) -> frozenset[bool]:
    if isinstance(condition, exp.EQ | exp.NEQ) and condition.expression.is_string:
        is_same = condition.expression.name == channel
        return frozenset({is_same == isinstance(condition, exp.EQ)})
    if isinstance(condition, exp.In) and not condition.args.get("query"):
        return frozenset({channel in {item.name for item in condition.expressions}})
    return _BOTH
