"""What a spreadsheet would run as a formula is recognised, and disarmed by one sign."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from aml.core.sheet import is_formula, safe, sheet


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "－1"])
def test_what_a_spreadsheet_would_run_gets_a_quotation_mark(cell):
    assert is_formula(cell)
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=1", " =1", "1-1", "'=1", "Ana"])
def test_other_cells_stay_as_they_are(cell):
    assert not is_formula(cell)
    assert safe(cell) == cell


@dataclass(frozen=True)
class Line:
    text: str
    words: tuple[str, ...]
    amount: Decimal | None
    day: date
    is_so: bool


def test_values_become_lines_below_their_names():
    lines = [
        Line("=1+1", ("a", "b"), Decimal("-4.50"), date(2026, 3, 2), True),
        Line("a, b", (), None, date(2026, 3, 3), False),
    ]
    assert sheet(Line, lines).splitlines() == [
        "text,words,amount,day,is_so",
        "'=1+1,a b,-4.50,2026-03-02,yes",
        '"a, b",,,2026-03-03,no',
    ]
    assert sheet(Line, []) == "text,words,amount,day,is_so\n"
