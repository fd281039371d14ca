"""Alerts over several runs: each once, with what was decided on it."""

from datetime import date

import pytest

from aml.core.problem import RunError
from aml.pipeline.book_runs import last_coverage, past_runs, tallies
from aml.pipeline.decide import disposition
from aml.pipeline.previous import read_previous
from aml.pipeline.workspace import read_workspace
from tests.pipeline import ledgers


@pytest.fixture(scope="module")
def nights(tmp_path_factory):
    """Two nights of one day's ledger: the second knows the first."""
    folder = tmp_path_factory.mktemp("nights")
    given = {"records": ledgers.ledger(), "flagged_parties": [ledgers.flagged()]}
    first, place = ledgers.run(folder, **given)
    workspace = read_workspace(ledgers.write_workspace(folder, **given))
    second, _ = ledgers.run_workspace(workspace, previous=read_previous(place))
    return folder / "out", first, second, place


def test_of_two_runs_of_a_day_the_one_that_knows_the_other_is_last(nights):
    folder, first, second, _ = nights
    assert [run.note.run_id for run in past_runs(folder)] == [first.run_id, second.run_id]


def test_an_alert_of_two_runs_counts_once_and_by_its_decision(nights):
    folder, first, _, place = nights
    cash = next(alert for alert in first.alerts if alert.source == "cash_test")
    made = disposition(place, cash.alert_id, "close", by="A. Officer", on=date(2026, 5, 4),
                       reason="sale of cattle, seen")  # fmt: skip
    found = tallies(past_runs(folder), [made])
    assert (found["cash_test"].raised, found["cash_test"].closed) == (1, 1)
    assert (found["listed_test"].raised, found["listed_test"].open) == (1, 1)
    assert found["cash_test"].in_last == 1


def test_a_scenario_that_did_not_run_says_why(nights):
    found = tallies(past_runs(nights[0]), [])["sent_test"]
    assert (found.raised, found.in_last) == (0, None)
    assert "remittances" in found.why_not


def test_the_coverage_is_of_the_last_run(nights):
    folder, _, second, _ = nights
    assert last_coverage(past_runs(folder)) == second.coverage


def test_a_folder_without_runs_counts_nothing(tmp_path):
    for folder in (None, tmp_path, tmp_path / "absent"):
        assert past_runs(folder) == []
    assert tallies([], []) == {}
    assert last_coverage([]) == ()


def test_a_run_without_its_alerts_is_refused(tmp_path):
    ledgers.run(tmp_path, records=ledgers.ledger(), flagged_parties=[ledgers.flagged()])
    runs = past_runs(tmp_path / "out")
    (runs[0].place / "alerts.parquet").unlink()
    with pytest.raises(RunError, match="RUN040"):
        tallies(runs, [])
