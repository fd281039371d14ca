import pytest

from aml.core.problem import ScenarioError, UsageError
from aml.pipeline.library import active_scenarios, scenario_use
from aml.pipeline.workspace import read_workspace
from aml.scenario.lock import LOCK_NAME, write_lock
from tests.pipeline import ledgers


def active(folder, **given):
    return active_scenarios(read_workspace(ledgers.write_workspace(folder, **given)))


def test_stable_scenarios_run_with_the_parameters_in_force(tmp_path):
    found = active(
        tmp_path,
        scenarios=ledgers.SCENARIOS | {"draft_test": ledgers.scenario("draft_test", ledgers._CASH).replace("status: stable", "status: draft")},
        scan='threshold_set = "strict"',
        parameters="[parameters.cash_test]\nwindow = 9",
    )  # fmt: skip
    assert [item.scenario.scenario_id for item in found] == [
        "cash_test",
        "listed_test",
        "sent_test",
    ]
    assert found[0].parameters == {"window": 9, "least": 2}
    use = scenario_use(found[0])
    assert [(p.name, p.value) for p in use.parameters] == [("window", "9"), ("least", "2")]
    assert [p.why for p in use.parameters] == [
        "set by the institution; the scenario has 7: as a test needs it",
        "as a test needs it",
    ]
    assert use.reads == ("transactions",)


def test_a_logic_that_versions_lock_does_not_hold_is_told_of(tmp_path):
    workspace = read_workspace(ledgers.write_workspace(tmp_path))
    assert not any(item.unlocked for item in active_scenarios(workspace))
    write_lock(workspace.scenarios, [item.scenario for item in active_scenarios(workspace)])
    assert not any(item.unlocked for item in active_scenarios(workspace))
    changed = workspace.scenarios / "own" / "cash_test.yml"
    changed.write_text(changed.read_text().replace("default: 3", "default: 4"))
    found = [problem.code for item in active_scenarios(workspace) for problem in item.unlocked]
    assert found == ["SCN051"]
    (workspace.scenarios / LOCK_NAME).write_text("")
    found = [problem.code for item in active_scenarios(workspace) for problem in item.unlocked]
    assert found == ["SCN050"] * 3


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"parameters": "[parameters.cash_tset]\nleast = 2"}, "no scenario 'cash_tset'"),
        ({"parameters": "[parameters.cash_test]\nmost = 2"}, "cash_test.most cannot be '2'"),
        ({"parameters": "[parameters.cash_test]\nleast = 99"}, "a count from 1 to 50"),
        ({"scan": 'require = ["cash_tset"]'}, "did you mean 'cash_test'?"),
        ({"scan": 'require = ["peer_outlier"]'}, "no active scenario 'peer_outlier'"),
        ({"scan": 'threshold_set = "strickt"'}, "did you mean 'strict'?"),
    ],
)
def test_a_name_that_means_nothing_is_a_mistake(tmp_path, given, message):
    with pytest.raises(UsageError, match="RUN002") as caught:
        active(tmp_path, **given)
    assert message in str(caught.value)


@pytest.mark.parametrize("scenarios", [{}, {"old_test": ledgers.CASH.replace("cash_test", "old_test").replace("status: stable", "status: retired")}])  # fmt: skip
def test_a_scan_that_would_look_for_nothing_is_refused(tmp_path, scenarios):
    (tmp_path / "rules").mkdir()
    with pytest.raises(UsageError, match="RUN007"):
        active(tmp_path, scenarios=scenarios)


def test_one_broken_file_stops_the_scan_and_all_of_them_are_named(tmp_path):
    broken = {
        "first_test": ledgers.CASH.replace("cash_test", "first_test").replace("title:", "tilte:"),
        "other_test": ledgers.CASH.replace("cash_test", "other_test").replace("HAVING", "LIMIT 3 --"),
    }  # fmt: skip
    with pytest.raises(ScenarioError) as caught:
        active(tmp_path, scenarios=ledgers.SCENARIOS | broken)
    assert "own/first_test.yml:3:1: CFG002" in str(caught.value)
    del broken["first_test"]
    (tmp_path / "rules" / "own" / "first_test.yml").unlink()
    with pytest.raises(ScenarioError, match=r"own/other_test\.yml"):
        active(tmp_path, scenarios=ledgers.SCENARIOS | broken)
