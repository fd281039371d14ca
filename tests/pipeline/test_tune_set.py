"""One threshold set is tuned at a time: the others' foci are in no count and in no sample."""

import pytest

from aml.core.problem import UsageError
from aml.core.tuning import Plan
from aml.pipeline.tune_set import tuned_set
from tests.pipeline import ledgers, tuned

SETS = """\
[[threshold_sets.cash_test]]
id = "shops"
version = 2
reason = "shops bank their takings on most days"
when = {segment = "retail"}
parameters = {least = 4}
"""


def customers():
    """Of the three with cash, the first two are shops."""
    return [
        row | {"segment": "retail" if row["customer_id"] in {"CUS-Q1", "CUS-P2"} else ""}
        for row in ledgers.tables(tuned.records())["customers"]
    ]


def tuning(folder, **given):
    plan = Plan("cash_test", tuned.GRID, segment_by="customers.segment", **given)
    return tuned.tuned(folder, plan=plan, customers=customers(), parameters=SETS)


def strata(found):
    return [(s.band, s.segment, s.population) for s in found.strata]


def test_without_a_set_those_who_are_in_none_are_tuned(tmp_path):
    found = tuning(tmp_path)
    assert found.in_force.values == ("3",)
    assert [(point.values, point.alerts) for point in found.points] == [
        (("1",), 1), (("2",), 0), (("3",), 0), (("4",), 0),
    ]  # fmt: skip
    assert strata(found) == [("below", "unknown", 1), ("unalerted", "unknown", 4)]
    assert found.notes[0] == "Tuned for threshold set default. Whoever is in shops@2 is left out."


def test_a_set_that_is_named_is_tuned_on_its_own_foci(tmp_path):
    found = tuning(tmp_path, threshold_set="shops")
    assert found.in_force.values == ("4",)
    assert [(point.values, point.alerts) for point in found.points] == [
        (("1",), 2), (("2",), 2), (("3",), 1), (("4",), 0),
    ]  # fmt: skip
    assert strata(found) == [("below", "retail", 2)]
    assert {item.focus_id for item in found.samples} == {"CUS-Q1", "CUS-P2"}
    assert ("least", "4") in {(p.name, p.value) for p in found.parameters}
    assert found.threshold_set == "shops"


def test_a_set_that_nobody_can_be_in_is_not_tuned(tmp_path):
    (item, *_) = tuned.basis_of(tmp_path, customers=customers(), parameters=SETS).active
    with pytest.raises(UsageError) as caught:
        tuned_set(item, "shosp")
    assert caught.value.problems[0].hint == "did you mean 'shops'?"
    with pytest.raises(UsageError, match="known: default, shops"):
        tuned_set(item, "strict")
