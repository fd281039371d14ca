"""What a spreadsheet would run as a formula is recognised, and disarmed by one sign."""

import pytest

from aml.core.sheet import is_formula, safe


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "－1"])
def test_what_a_spreadsheet_would_run_gets_a_quotation_mark(cell):
    assert is_formula(cell)
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=1", " =1", "1-1", "'=1", "Ana"])
def test_other_cells_stay_as_they_are(cell):
    assert not is_formula(cell)
    assert safe(cell) == cell
