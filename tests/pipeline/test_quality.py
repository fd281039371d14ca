"""Quality in a run: an error keeps what reads the flaw from scoring, and says so."""

import pytest

from aml.core.problem import UsageError
from aml.core.shipped import shipped
from aml.core.workspace import Institution
from aml.pipeline.library import active_scenarios
from aml.pipeline.quality import blocked, check_allowed, check_quality, quality_problems
from aml.pipeline.workspace import Workspace
from aml.store import Store
from aml.store.schema import create_schema
from tests.pipeline import ledgers

ACTIVE = active_scenarios(
    Workspace(shipped("scenarios"), Institution("", "", "", ""), (), shipped("scenarios"), ())
)


@pytest.fixture
def store():
    """Nine entries on accounts that the table of accounts writes otherwise."""
    with Store() as opened:
        create_schema(opened)
        opened.insert("institution", ("name", "base_currency"), [["Bank", "USD"]])
        columns = ("transaction_id", "ledger_id", "file_id", "source_row", "account_id", "booked_at",
                   "booked_on", "direction", "amount", "currency", "amount_base", "channel", "status")  # fmt: skip
        rows = [
            [f"T{n}", "bank", 1, n, "0001", "2026-03-02 10:00", "2026-03-02", "credit", 5, "USD", 5,
             "cash_teller", "posted"]
            for n in range(9)
        ]  # fmt: skip
        opened.insert("transactions", columns, rows)
        opened.insert("accounts", ("file_id", "source_row", "account_id"), [[1, 1, "1"]])
        yield opened


def test_an_error_blocks_every_scenario_that_reads_the_flaw(store):
    results = {r.check_id: r for r in check_quality(store, ACTIVE, ())}
    reasons = blocked(results.values())
    assert results["DQ302"].is_blocking
    assert "cash_band" in reasons
    assert reasons["cash_band"].startswith("DQ302 failed (9 of 9)")
    assert "agent_outlier" not in reasons
    (problem,) = quality_problems(results.values())
    assert problem.code == "RUN014"
    assert "did not score" in problem.message
    assert "--allow DQ302" in problem.hint


def test_an_error_that_is_allowed_blocks_nothing_and_is_still_told(store):
    results = check_quality(store, ACTIVE, ["DQ302"])
    assert blocked(results) == {}
    (problem,) = quality_problems(results)
    assert "allowed by the workspace" in problem.message


def test_a_warning_blocks_nothing(store):
    results = {r.check_id: r for r in check_quality(store, ACTIVE, ())}
    assert results["DQ301"].state == "failed"
    assert not results["DQ301"].is_blocking


def test_a_scenario_is_affected_through_the_derived_tables_that_it_reads(store):
    results = {r.check_id: r for r in check_quality(store, ACTIVE, ())}
    assert "cash_band" in results["DQ104"].affected
    assert "cash_band" not in results["DQ110"].affected


def test_a_scenario_that_is_not_applicable_is_affected_by_no_flaw(tmp_path):
    run, _ = ledgers.run(tmp_path)
    idle = {item.scenario_id for item in run.applicability if item.state == "not_applicable"}
    assert idle == {"listed_test", "sent_test"}
    affected = {name for result in run.reading.quality for name in result.affected}
    assert affected == {item.scenario_id for item in run.applicability} - idle


def test_what_is_allowed_must_be_a_check():
    with pytest.raises(UsageError) as error:
        check_allowed(["DQ302", "DQ333"])
    assert "no check of quality 'DQ333'" in str(error.value)
