"""versions.lock: a change of logic without a raised version never goes unseen."""

import pytest

from aml.core.problem import ScenarioError
from aml.scenario.lock import check_lock, is_proven, read_lock, write_lock
from tests.scenario.files import TEXT, place, scenario_of, shown, spoilt

CHANGED = ("points: 20", "points: 21")


def test_a_locked_scenario_is_in_order_until_it_changes(tmp_path):
    write_lock(tmp_path, [scenario_of(tmp_path)])
    lock = read_lock(tmp_path)
    assert check_lock(scenario_of(tmp_path), lock) == []
    (problem,) = check_lock(scenario_of(tmp_path, spoilt(*CHANGED)), lock)
    assert shown(problem) == ("SCN051", place(TEXT, "version: 1"))
    assert problem.hint == "set `version: 2`, then run: aml scenario lock"


def test_a_raised_version_asks_for_its_line_in_the_lock(tmp_path):
    write_lock(tmp_path, [scenario_of(tmp_path)])
    raised = spoilt(*CHANGED).replace("version: 1\n", "version: 2\n")
    (problem,) = check_lock(scenario_of(tmp_path, raised), read_lock(tmp_path))
    assert (problem.code, problem.hint) == ("SCN050", "run: aml scenario lock")
    write_lock(tmp_path, [scenario_of(tmp_path, raised)])
    assert check_lock(scenario_of(tmp_path, raised), read_lock(tmp_path)) == []


def test_a_lowered_version_with_the_same_logic_is_another_version(tmp_path):
    raised = TEXT.replace("version: 1\n", "version: 2\n")
    write_lock(tmp_path, [scenario_of(tmp_path, raised)])
    assert [p.code for p in check_lock(scenario_of(tmp_path), read_lock(tmp_path))] == ["SCN050"]


def test_changed_tests_ask_for_the_lock_but_for_no_new_version(tmp_path):
    write_lock(tmp_path, [scenario_of(tmp_path)])
    lock = read_lock(tmp_path)
    assert is_proven(scenario_of(tmp_path), lock)
    text = spoilt(
        "T1             | A1         | 2026-03-02 | 6000.00 | cash_teller | debit",
        "T1 | A1 | 2026-03-02 | 6001.00 | cash_teller | debit",
    )
    changed = scenario_of(tmp_path, text)
    assert not is_proven(changed, lock)
    (problem,) = check_lock(changed, lock)
    assert shown(problem) == ("SCN052", place(text, "tests:"))
    assert problem.hint == "run: aml scenario lock"
    write_lock(tmp_path, [changed])
    assert check_lock(changed, read_lock(tmp_path)) == []


def test_what_is_not_proven_keeps_its_line(tmp_path):
    write_lock(tmp_path, [scenario_of(tmp_path)])
    before = read_lock(tmp_path)
    raised = scenario_of(tmp_path, spoilt(*CHANGED).replace("version: 1\n", "version: 2\n"))
    write_lock(tmp_path, [raised], {"demo"})
    assert read_lock(tmp_path) == before
    (tmp_path / "versions.lock").unlink()
    write_lock(tmp_path, [raised], {"demo"})
    assert read_lock(tmp_path) == {}


def test_a_line_without_tests_vouches_for_a_version_and_for_no_tests(tmp_path):
    scenario = scenario_of(tmp_path)
    (tmp_path / "versions.lock").write_text(f"demo 1 {scenario.digest}\n", encoding="utf-8")
    assert [p.code for p in check_lock(scenario, read_lock(tmp_path))] == ["SCN052"]


def test_a_new_scenario_needs_its_line(tmp_path):
    assert read_lock(tmp_path) == {}
    assert [p.code for p in check_lock(scenario_of(tmp_path), {})] == ["SCN050"]


def test_the_lock_cannot_be_rewritten_over_a_change_without_a_version(tmp_path):
    write_lock(tmp_path, [scenario_of(tmp_path)])
    before = (tmp_path / "versions.lock").read_bytes()
    with pytest.raises(ScenarioError) as caught:
        write_lock(tmp_path, [scenario_of(tmp_path, spoilt(*CHANGED))])
    assert [p.code for p in caught.value.problems] == ["SCN051"]
    assert (tmp_path / "versions.lock").read_bytes() == before


def test_a_line_that_is_no_line_locks_nothing(tmp_path):
    (tmp_path / "versions.lock").write_text("# head\ndemo one abc\ndemo 1\n", encoding="utf-8")
    assert read_lock(tmp_path) == {}
