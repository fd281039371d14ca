"""Cells of CSV files that people open in a spreadsheet, which runs some of them as formulas."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import fields
from io import StringIO
from typing import Any

from aml.core.plain import plain

#: How a formula begins; the wide forms are what some spreadsheets normalise.
FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
_FORMULA = re.compile(FORMULA)


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would run the cell."""
    return _FORMULA.match(cell) is not None


def safe(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets a quotation mark in front."""
    return f"'{cell}" if is_formula(cell) else cell


def sheet(kind: type, rows: Iterable[Any]) -> str:
    """Values of one dataclass as CSV: a line each below the names of the fields.

    Texts of a tuple have spaces between, as in alerts.csv; what is absent is an empty cell.
    """
    names = [field.name for field in fields(kind)]
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(getattr(row, name)) for name in names])
    return text.getvalue()


def _cell(value: Any) -> str:
    """A value as text; a number below nought is no formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return safe(" ".join(value))
    return safe(value) if isinstance(value, str) else str(plain(value))
