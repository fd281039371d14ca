"""Columns of a long table that say the same in each row: said once, above the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aml.report.document import Cell, Table
from aml.report.terms import NONE

#: A table of so few rows is read faster with all its columns.
_FEW = 4


def alike(table: Table, labels: Sequence[str]) -> tuple[Table, str]:
    """The table without the columns that say the same in each row, and a sentence of what they say.

    Args:
        table: a table without a row of totals.
        labels: the columns that may be left out.
    """
    if len(table.rows) <= _FEW:
        return table, ""
    first = table.rows[0]
    left = [
        place
        for place, column in enumerate(table.columns)
        if column.label in labels and all(row[place] == first[place] for row in table.rows)
    ]
    if not left:
        return table, ""
    said = "; ".join(f"{table.columns[place].label}: {_said(first[place])}" for place in left)
    kept = [place for place in range(len(table.columns)) if place not in left]
    columns = tuple(table.columns[place] for place in kept)
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return replace(table, columns=columns, rows=rows), f"The same in each row: {said}."


def _said(cell: Cell) -> str:
    return "nothing recorded" if cell == NONE else str(cell)
