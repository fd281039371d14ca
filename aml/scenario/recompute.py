"""Cited figures again, from the cited rows alone: independent of the SQL that found them.

A cited evidence line carries an expression over these functions, each of which reads the cited rows
as case.json holds them. Keywords filter: `sum(amount_base, direction='debit')`; one that ends in
`_in` takes several words: `count(channel_in='wire sepa')`. `table` names a canonical table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from aml.core.case import EvidenceRow
from aml.core.expression import Expression, Function
from aml.core.plain import Value

FUNCTIONS = (
    "count", "sum", "distinct", "only", "min", "max", "median", "largest_day", "days_between",
    "shortest_gap",
)  # fmt: skip


def recompute(expression: Expression, rows: Sequence[EvidenceRow]) -> Value:
    """The figure that the cited rows give. Raises ExpressionError as evaluate does."""
    return expression.evaluate({}, _functions(rows))


def agrees(found: Value, again: Value) -> bool:
    """Whether a measure and its recomputation are the same figure (ratios to six decimals)."""
    if isinstance(found, Decimal | int) and isinstance(again, Decimal | int):
        return abs(Decimal(found) - Decimal(again)) <= Decimal("0.000001")
    if isinstance(found, date) and isinstance(again, date):
        return found.isoformat()[:10] == again.isoformat()[:10]
    return str(found) == str(again)


def _functions(rows: Sequence[EvidenceRow]) -> Mapping[str, Function]:
    return {
        "count": lambda **where: Decimal(len(_where(rows, where))),
        "sum": lambda column, **where: sum(_amounts(rows, column, where), Decimal(0)),
        "distinct": lambda *columns, **where: Decimal(_distinct(_where(rows, where), columns)),
        "only": lambda column, **where: _only(_cells(rows, column, where)),
        "largest_day": lambda column, **where: _largest_day(_where(rows, where), column),
        "min": lambda column, **where: _least(_values(rows, column, where)),
        "max": lambda column, **where: _greatest(_values(rows, column, where)),
        "median": lambda column, **where: _median(_amounts(rows, column, where)),
        "days_between": lambda column, **where: _span(_values(rows, column, where)),
        "shortest_gap": lambda **where: _shortest_gap(_where(rows, where)),
    }


def _where(rows: Sequence[EvidenceRow], where: Mapping[str, Value]) -> list[EvidenceRow]:
    kept = list(rows)
    for key, wanted in where.items():
        if key == "table":
            kept = [row for row in kept if row.table == wanted]
        elif key.endswith("_in"):
            column = key.removesuffix("_in")
            kept = [row for row in kept if row.text(column) in str(wanted).split()]
        else:
            kept = [row for row in kept if row.text(key) == wanted]
    return kept


def _cells(rows: Sequence[EvidenceRow], column: object, where: Mapping[str, Value]) -> list[str]:
    return [row.text(str(column)) for row in _where(rows, where) if row.text(str(column))]


def _amounts(
    rows: Sequence[EvidenceRow], column: object, where: Mapping[str, Value]
) -> list[Decimal]:
    return [Decimal(cell) for cell in _cells(rows, column, where)]


def _values(
    rows: Sequence[EvidenceRow], column: object, where: Mapping[str, Value]
) -> list[Decimal | date]:
    cells = _cells(rows, column, where)
    if str(column).endswith(("_on", "_at")):
        return [date.fromisoformat(cell[:10]) for cell in cells]
    return [Decimal(cell) for cell in cells]


def _distinct(rows: Sequence[EvidenceRow], columns: Sequence[object]) -> int:
    """Distinct values of the first column that a row fills, as SQL's coalesce takes it."""
    filled = (next((row.text(str(c)) for c in columns if row.text(str(c))), "") for row in rows)
    return len({value for value in filled if value})


def _only(cells: list[str]) -> Value:
    """The one value that all rows share, or None."""
    return cells[0] if len(set(cells)) == 1 else None


def _largest_day(rows: Sequence[EvidenceRow], column: object) -> Value:
    days: dict[date, Decimal] = {}
    for row in rows:
        days[row.day()] = days.get(row.day(), Decimal(0)) + row.amount(str(column))
    return max(days.values()) if days else None


def _least(values: list[Decimal | date]) -> Value:
    return min(values) if values else None


def _greatest(values: list[Decimal | date]) -> Value:
    return max(values) if values else None


def _median(amounts: list[Decimal]) -> Value:
    if not amounts:
        return None
    ordered = sorted(amounts)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _span(values: list[Decimal | date]) -> Value:
    days = [value for value in values if isinstance(value, date)]
    return Decimal((max(days) - min(days)).days) if days else None


def _shortest_gap(rows: Sequence[EvidenceRow]) -> Value:
    """Minutes between the two rows closest in time; None where no two instants differ."""
    instants = sorted(row.instant().replace(microsecond=0) for row in rows)
    gaps = [after - before for before, after in pairwise(instants) if after > before]
    return Decimal(int(min(gaps).total_seconds())) / 60 if gaps else None
