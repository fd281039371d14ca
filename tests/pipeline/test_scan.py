import json
import sys
from datetime import date
from decimal import Decimal

import pytest

from aml.core.problem import LedgerError
from aml.ledger.fill import load_table
from aml.store import Store, StoreError
from tests.pipeline import ledgers
from tests.report.pages import Page

# Seven joins of every entry with every other: nothing finishes that.
SLOW = ledgers.CASH.replace("cash_test", "slow_test").replace(
    "count(*) AS items",
    "count(*) AS items, (SELECT count(*) FROM transactions AS t0"
    + "".join(f" INNER JOIN transactions AS t{n} ON t{n}.amount <> t{n - 1}.amount" for n in range(1, 8))
    + ") AS slow",
)  # fmt: skip
# A text that is no number: DuckDB finds out while it runs, and quotes the value.
BROKEN = ledgers.LISTED.replace("listed_test", "broken_test").replace(
    "count(*) AS items", "sum(CAST(flagged.name AS INTEGER)) AS items"
)
# The SQL counts what the cited records do not show.
INDEFENSIBLE = ledgers.CASH.replace("cash_test", "loose_test").replace(
    "count(*) AS items", "count(*) + 1 AS items"
)


def states(run):
    return {item.scenario_id: (item.state, item.reason) for item in run.applicability}


@pytest.mark.parametrize(
    ("name", "text", "scan", "reason"),
    [
        ("slow_test", SLOW, "time_limit_seconds = 1", "took longer than its time limit"),
        ("broken_test", BROKEN, "", "a value of the tables does not fit here"),
        ("loose_test", INDEFENSIBLE, "", "'items' does not recompute"),
    ],
)
def test_a_scenario_that_fails_makes_the_run_incomplete_and_the_rest_is_published(
    tmp_path, name, text, scan, reason
):
    run, place = ledgers.run(
        tmp_path,
        scenarios=ledgers.SCENARIOS | {name: text},
        scan=scan,
        flagged_parties=[ledgers.flagged()],
    )
    assert not run.is_complete
    assert states(run)[name][0] == "incomplete"
    assert states(run)[name][1].startswith(reason)
    assert {alert.source for alert in run.alerts} == {"cash_test", "listed_test"}
    assert str(run.problems[-1].location).startswith(f"own/{name}.yml:")
    assert "Harbour" not in str(run.problems)
    page = (place / "index.html").read_text(encoding="utf-8")
    assert "Why the run is incomplete" in page
    assert json.loads((place / "manifest.json").read_text())["is_complete"] is False


def test_a_table_that_is_not_configured_makes_a_scenario_not_applicable(tmp_path):
    run, place = ledgers.run(tmp_path)
    assert run.is_complete
    assert states(run)["sent_test"] == ("not_applicable", "no remittances were given")
    assert "no remittances were given" in (place / "coverage.html").read_text(encoding="utf-8")


def test_a_configured_table_without_a_record_makes_the_run_incomplete(tmp_path):
    path = ledgers.write_workspace(tmp_path, flagged_parties=[ledgers.flagged()])
    listed = tmp_path / "tables" / "flagged_parties.csv"
    listed.write_text(listed.read_text().splitlines()[0] + "\n")
    run, _ = ledgers.run_workspace(ledgers.read_workspace(path))
    assert not run.is_complete
    assert states(run)["listed_test"] == (
        "incomplete", "flagged_parties was given and holds no record",
    )  # fmt: skip


def test_a_ledger_shorter_than_the_longest_window_makes_the_run_incomplete(tmp_path):
    text = ledgers.CASH.replace("default: 7", "default: 200")
    run, _ = ledgers.run(tmp_path, scenarios={"cash_test": text})
    assert states(run)["cash_test"][0] == "incomplete"


@pytest.mark.parametrize("name", ["sent_test", "peer_outlier"])
def test_what_is_required_and_not_applicable_makes_the_run_incomplete(tmp_path, name):
    run, _ = ledgers.run(tmp_path, scan=f'require = ["{name}"]', detector=True)
    assert not run.is_complete
    assert states(run)[name][0] == "incomplete"
    assert states(run)[name][1].startswith("required by the workspace, and ")


def test_a_detector_that_cannot_score_makes_the_run_incomplete(tmp_path, monkeypatch):
    def gives_up(*_):
        raise StoreError("OutOfMemory", "could not allocate for Zebulon")

    monkeypatch.setattr("aml.detector.outlier.detect", gives_up)
    run, _ = ledgers.run(tmp_path, detector=True)
    assert states(run)["peer_outlier"][0] == "incomplete"
    assert "DET001" in {problem.code for problem in run.problems}
    assert "Zebulon" not in str(run.problems)
    assert [alert.source for alert in run.alerts] == ["cash_test"]


def test_nothing_is_lost_between_the_files_and_the_tables(tmp_path):
    records = ledgers.ledger()
    twin = dict(records[0])
    wrong = [
        ledgers.entry(90, "ACC-N1", 5, "12,5"),
        ledgers.entry(91, "ACC-N1", 5, "7.25", currency="XAU"),
        ledgers.entry(92, "ACC-N1", 5, "8.25") | {"booked_at": "yesterday"},
    ]
    run, place = ledgers.run(tmp_path, records=[*records, twin, *wrong])
    assert run.is_reconciled
    given = {total.currency: total for file in run.reading.files for total in file.totals}
    dollars = [r for r in records if r["currency"] == "USD"]
    usd = given["USD"]
    assert usd.records_loaded == len(dollars)
    assert usd.amount_loaded == sum(Decimal(r["amount"]) for r in dollars)
    assert (usd.records_duplicate, usd.amount_duplicate) == (1, Decimal(twin["amount"]))
    assert (usd.records_rejected, usd.amount_rejected) == (2, Decimal("8.25"))
    assert usd.unparseable == 1
    assert run.reading.rejected == 3
    listed = (place / "rejected.csv").read_text(encoding="utf-8").splitlines()
    assert listed[0] == "file,record,code,column,kind"
    assert len(listed) == 1 + 4
    assert not any("12,5" in line for line in listed)


def test_a_loss_between_reader_and_table_is_seen(tmp_path, monkeypatch):
    def losing(store, table, stages):
        load_table(store, table, stages)
        if table == "transactions":
            store.run("DELETE FROM transactions WHERE transaction_id LIKE '%:T1001'")

    monkeypatch.setattr(sys.modules["aml.ledger.read"], "load_table", losing)
    run, place = ledgers.run(tmp_path)
    assert not run.is_reconciled
    assert "LDG030" in {problem.code for problem in run.problems}
    assert json.loads((place / "manifest.json").read_text())["is_reconciled"] is False
    assert "INCOMPLETE run" in Page((place / "index.html").read_text(encoding="utf-8")).text


def test_ledgers_without_a_record_that_loads_say_why(tmp_path):
    records = [ledgers.entry(1, "ACC-N1", 5, "1.00") | {"booked_at": "yesterday"}]
    with pytest.raises(LedgerError) as caught:
        ledgers.run(tmp_path, records=records)
    assert [p.code for p in caught.value.problems] == ["LDG010", "RUN010"]


def test_a_day_of_its_own_lets_an_empty_ledger_be_a_run(tmp_path):
    records = [ledgers.entry(1, "ACC-N1", 5, "1.00") | {"booked_at": "yesterday"}]
    run, _ = ledgers.run(tmp_path, records=records, scan='as_of = "2026-03-31"')
    assert run.as_of == date(2026, 3, 31)
    assert not run.is_complete


def test_the_shipped_scenarios_run_on_the_street(tmp_path):
    run, place = ledgers.run(tmp_path, scenarios="shipped", documents='"html"')
    assert run.is_complete
    assert "cash_band" in {alert.source for alert in run.alerts if alert.severity != "low"}
    (case,) = run.cases
    assert case.subjects[0].name == "Zebulon Quixley"
    assert (place / "inputs/scenarios/structuring/cash_band.yml").is_file()
    assert (place / "inputs/scenarios/reference/thresholds.csv").is_file()


def test_rules_cannot_write_once_the_store_is_locked(tmp_path, monkeypatch):
    seen = []
    real = Store.lock

    def lock(store):
        real(store)
        seen.append(store.is_locked)

    monkeypatch.setattr(Store, "lock", lock)
    ledgers.run(tmp_path)
    assert seen == [True]
