import json

import pytest

from tests.pipeline import ledgers


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    return ledgers.run(tmp_path_factory.mktemp("workspace"), documents='"html"')[1]


def explained(aml, place, focus="CUS-Q1", scenario="cash_test", *more):
    return aml("explain", place, "--focus", focus, "--scenario", scenario, *more)


def test_an_alert_is_explained_by_its_score_its_figures_and_its_conditions(aml, published):
    said = explained(aml, published)
    assert said.code == 0
    assert said.out.startswith("cash_test@1  Title of cash_test (threshold set default)\n")
    assert "customer CUS-Q1: fired, 1 episode" in said.out
    for words in ("Base of the scenario", "USD 28,621.89", "count(*) >= $least (3)", "3 of 4"):
        assert words in said.out
    assert "not met" not in said.out


def test_a_silent_focus_is_told_the_nearest_miss_first(aml, published):
    said = explained(aml, published, "CUS-N1")
    assert said.code == 0
    second, third = said.out.splitlines()[1:3]
    assert second.startswith("customer CUS-N1: did not fire; its last rows are lost at step result")
    assert third.startswith("  channel = 'cash_teller': measured ach, needed = cash_teller  (own/")
    assert "not met" in said.out
    assert "not measured" in said.out


def test_json_holds_every_condition(aml, published):
    found = json.loads(explained(aml, published, "CUS-N1", "cash_test", "--format", "json").out)
    conditions = found["reasons"]["conditions"]
    assert [item["is_met"] for item in conditions].count(False) == 1
    assert conditions[-1]["text"] == "count(*) >= $least (3)"
    assert conditions[-1]["location"]["line"] > 1
    assert found["alerts"] == []


def test_without_a_scenario_each_one_says_what_it_found_or_missed(aml, published):
    fired = aml("explain", published, "--focus", "CUS-Q1")
    assert fired.code == 0
    assert "cash_test@1" in fired.out
    assert "fired" in fired.out
    silent = aml("explain", published, "--focus", "CUS-N1", "--format", "json")
    (found,) = json.loads(silent.out)
    assert (found["scenario"], found["alerts"]) == ("cash_test@1", [])
    table = aml("explain", published, "--focus", "CUS-N1").out
    assert "channel = 'cash_teller': measured ach, needed = cash_teller" in " ".join(table.split())
    assert not any(secret in fired.err for secret in ledgers.SECRETS)


def test_nobody_of_that_id_is_refused_whatever_the_scenario(aml, published):
    said = aml("explain", published, "--focus", "CUS-X")
    assert (said.code, said.out) == (2, "")
    assert "RUN050 the ledger has no customer of this id" in said.err


def test_what_is_printed_goes_to_stdout_alone(aml, published):
    said = explained(aml, published)
    assert not any(secret in said.err for secret in ledgers.SECRETS)


def test_an_unknown_focus_is_a_mistake_of_the_caller(aml, published):
    said = explained(aml, published, "CUS-X")
    assert said.code == 2
    assert "RUN050 the ledger has no customer of this id" in said.err
    assert said.out == ""


def test_what_is_no_run_is_refused(aml, tmp_path):
    assert "RUN003" in explained(aml, tmp_path).err
