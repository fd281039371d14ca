"""The book of a workspace is what its scans run with."""

from dataclasses import replace

from aml.pipeline.book import gather_book
from aml.pipeline.workspace import read_workspace
from aml.scenario.lock import write_lock
from tests.pipeline import ledgers

DRAFT = ledgers.scenario("idea_test", ledgers._CASH).replace("status: stable", "status: draft")


def workspace_of(folder, **given):
    given = {"records": ledgers.ledger(), "flagged_parties": [ledgers.flagged()]} | given
    return read_workspace(ledgers.write_workspace(folder, **given))


def entries(book):
    return {entry.scenario.scenario_id: entry for entry in book.entries}


def test_parameters_are_those_in_force(tmp_path):
    workspace = workspace_of(tmp_path, parameters='[parameters.cash_test]\nleast = "4"')
    found = entries(gather_book(workspace, None))["cash_test"]
    assert found.in_force == {"window": 7, "least": 4}
    strict = gather_book(replace(workspace, threshold_set="strict", parameters={}), None)
    assert entries(strict)["cash_test"].in_force["least"] == 2


def test_a_scenario_that_does_not_run_is_in_it_and_says_so(tmp_path):
    scenarios = {**ledgers.SCENARIOS, "idea_test": DRAFT}
    found = entries(gather_book(workspace_of(tmp_path, scenarios=scenarios), None))
    assert not found["idea_test"].is_active
    assert found["cash_test"].is_active


def test_what_it_reads_is_told(tmp_path):
    found = entries(gather_book(workspace_of(tmp_path), None))
    assert found["cash_test"].channels == ("cash_teller",)
    assert not found["cash_test"].has_remittances
    assert found["sent_test"].has_remittances
    assert "customer_id" in found["cash_test"].tables[0].columns


def test_the_lock_is_read_and_a_change_since_is_told(tmp_path):
    workspace = workspace_of(tmp_path)
    bare = entries(gather_book(workspace, None))
    assert {entry.lock for entry in bare.values()} == {"NOT LOCKED"}
    write_lock(workspace.scenarios, [entry.scenario for entry in bare.values()])
    locked = entries(gather_book(workspace, None))
    assert all(entry.is_proven for entry in locked.values())
    path = next(workspace.scenarios.rglob("cash_test.yml"))
    path.write_text(path.read_text().replace("base: 60", "base: 61"), encoding="utf-8")
    changed = entries(gather_book(workspace, None))["cash_test"]
    assert (changed.is_proven, changed.lock) == (False, "CHANGED since version 1 was locked")


def test_alerts_of_a_scenario_that_is_gone_are_told(tmp_path):
    workspace = workspace_of(tmp_path)
    ledgers.run_workspace(workspace)
    next(workspace.scenarios.rglob("cash_test.yml")).unlink()
    book = gather_book(workspace, workspace.out)
    assert {name: tally.raised for name, tally in book.others.items()} == {"cash_test": 1}


def test_the_same_is_the_same_book_and_a_decision_another(tmp_path):
    workspace = workspace_of(tmp_path)
    once = gather_book(workspace, None)
    assert once.reference == gather_book(workspace, None).reference
    changed = workspace_of(tmp_path, parameters='[parameters.cash_test]\nleast = "4"')
    assert gather_book(changed, None).reference != once.reference
