"""The catalogue says of every check what an examiner asks."""

import re

import pytest

from aml.ledger.quality import catalogue
from aml.ledger.quality.check import IDS
from aml.store import canonical_columns

CHECKS = catalogue()


@pytest.mark.parametrize("check", CHECKS.values(), ids=list(CHECKS))
def test_a_check_looks_at_columns_that_exist_and_explains_itself(check):
    known = {column.name for column in canonical_columns()[check.table]}
    assert set(check.columns) <= known
    assert set(check.needs) <= set(canonical_columns())
    assert check.groups or check.table in IDS
    assert re.fullmatch(r"DQ[1-5]\d\d", check.check_id)
    assert check.meaning.endswith(".")
    assert check.hint


def test_there_are_some_forty_checks_of_five_kinds_under_ids_of_their_own():
    assert len(CHECKS) >= 40
    assert {check_id[2] for check_id in CHECKS} == set("12345")
