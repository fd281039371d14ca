"""`aml scenario check` over a whole file: tests of every kind, the lock, all problems at once."""

import pytest

from aml.scenario.check import check
from aml.scenario.load import load
from aml.scenario.lock import Locked
from tests.scenario.files import TEXT, problems_of, spoilt, write


def test_a_file_in_order_has_no_problem_and_counts_its_tests(tmp_path):
    checked = check(load(write(tmp_path, TEXT)))
    assert (checked.problems, checked.tests, checked.scenario.scenario_id) == ((), 6, "demo")


def test_a_file_that_does_not_load_keeps_its_problems(tmp_path):
    checked = check(load(write(tmp_path, TEXT.replace("version: 1", "version: x"))))
    assert (checked.scenario, checked.tests) == (None, 0)
    assert [p.code for p in checked.problems] == ["CFG004"]


def without_tests(*kept):
    head, *tests = TEXT.split("  - name: ")
    return head + "".join(f"  - name: {test}" for test in tests if test.startswith(kept))


@pytest.mark.parametrize(
    ("kept", "missing"),
    [
        (("two", "one", "three"), ["no silent test"]),
        (("two", "one", "withdrawals"), ["no loud test"]),
        (("three", "withdrawals"), ["no boundary test"]),
        (("two", "three", "withdrawals"), ["the boundary is tested on one side only"]),
        (("one", "three", "withdrawals"), ["the boundary is tested on one side only"]),
    ],
)
def test_each_kind_of_test_is_asked_for(tmp_path, kept, missing):
    found = problems_of(tmp_path, without_tests(*kept))
    assert [(p.code, p.message) for p in found] == [("TST005", text) for text in missing]


def test_the_lock_is_asked_when_there_is_one(tmp_path):
    loaded = load(write(tmp_path, TEXT))
    digest, tests = loaded.scenario.digest, loaded.scenario.tests_digest
    assert check(loaded, {"demo": Locked(1, digest, tests)}).problems == ()
    assert [p.code for p in check(loaded, {"demo": Locked(1, digest)}).problems] == ["SCN052"]
    assert [p.code for p in check(loaded, {"demo": Locked(1, "0" * 64)}).problems] == ["SCN051"]
    assert [p.code for p in check(loaded, {}).problems] == ["SCN050"]


def test_form_sql_and_lock_come_together(tmp_path):
    text = spoilt("HAVING count(*) >= $min_items", "HAVING count(*) >= $min_items LIMIT 1")
    found = check(load(write(tmp_path, text)), {}).problems
    assert [p.code for p in found] == ["SCN050", "SQL005"]
    assert all(problem.excerpt for problem in found)


def test_sql_that_says_too_much_never_runs(tmp_path):
    """The mistake of the SQL stands alone: neither binding nor tests met it."""
    text = spoilt("  FROM cash_entries\n", "  FROM read_csv('/etc/passwd')\n")
    assert {p.code for p in problems_of(tmp_path, text)} == {"SQL004"}
