"""Cells of CSV files that people open in a spreadsheet, which runs some of them as formulas."""

from __future__ import annotations

import re

#: How a formula begins; the wide forms are what some spreadsheets normalise.
FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
_FORMULA = re.compile(FORMULA)


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would run the cell."""
    return _FORMULA.match(cell) is not None


def safe(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets a quotation mark in front."""
    return f"'{cell}" if is_formula(cell) else cell
