"""Small ledgers on one bench: each is what it would be in a store of its own."""

import pytest

from aml.core.problem import ScenarioError
from aml.core.shipped import shipped
from aml.scenario.bench import Bench, ledger_of
from aml.scenario.lock import read_lock
from aml.scenario.prepare import tables_of
from aml.store import Store, StoreError, canonical_columns
from tests.scenario.files import scenario_of, shipped_scenario, table

REFERENCE = shipped("scenarios") / "reference"
LINES = [
    {
        "line_id": "MINE", "jurisdiction": "US", "sector": "any", "kind": "cash_report", "amount": "50",
        "currency": "USD", "operator": ">", "aggregation": "none", "has_reporting_duty": "false",
        "valid_from": "2020-01-01", "source": "test", "seen": "test",
    },
]  # fmt: skip
ENTRY = {
    "transaction_id": "T1", "account_id": "A1", "booked_on": "2026-03-02", "amount": "5000.00",
    "channel": "cash_teller", "direction": "credit",
}  # fmt: skip


def everything(store, names):
    """All rows of these tables."""
    return {name: sorted(store.rows(f"SELECT * FROM {name}"), key=str) for name in names}


def assert_as_alone(scenario, tests):
    names = [*canonical_columns(), *tables_of([scenario])]
    with Bench(REFERENCE) as bench:
        for test in tests:
            with bench.laid(scenario, test.tables) as store:
                found = everything(store, names)
            with ledger_of(scenario, test.tables, REFERENCE) as alone:
                assert found == everything(alone, names), test.name


@pytest.mark.parametrize("scenario_id", ["cash_band", "pass_through"])
def test_a_ledger_after_others_is_as_in_a_store_of_its_own(scenario_id):
    scenario = shipped_scenario(scenario_id)
    assert_as_alone(scenario, [*scenario.tests[:3], *scenario.tests[:2]])


@pytest.mark.nightly
@pytest.mark.parametrize("scenario_id", sorted(read_lock(shipped("scenarios"))))
def test_every_ledger_after_others_is_as_in_a_store_of_its_own(scenario_id):
    scenario = shipped_scenario(scenario_id)
    assert_as_alone(scenario, [*scenario.tests, *scenario.tests[:2]])


def test_amounts_at_another_rate_are_derived_again(tmp_path):
    """What is derived from priced rows stands on the rates too."""
    scenario = scenario_of(tmp_path)
    rows = [table("transactions", [{**ENTRY, "currency": "EUR"}])]
    with Bench(REFERENCE) as bench:
        for rate, amount in (("1.25", 6250), ("1.20", 6000)):
            rates = table("fx_rates", [{"currency": "EUR", "rate_on": "2026-03-01", "rate": rate}])
            with bench.laid(scenario, [*rows, rates]) as store:
                assert store.rows("SELECT amount_base FROM cash_entries") == [(amount,)]


def test_shipped_tables_come_back_after_a_test_that_brings_its_own(tmp_path):
    scenario = scenario_of(tmp_path)
    with Bench(REFERENCE) as bench:
        with bench.laid(scenario, ()) as store:
            shipped_lines = everything(store, ["thresholds"])
        with bench.laid(scenario, [table("thresholds", LINES)]) as store:
            assert store.rows("SELECT line_id FROM thresholds") == [("MINE",)]
        with bench.laid(scenario, ()) as store:
            assert everything(store, ["thresholds"]) == shipped_lines


def test_a_ledger_that_does_not_fit_leaves_nothing_behind(tmp_path):
    scenario = scenario_of(tmp_path)
    rows = [ENTRY, {**ENTRY, "transaction_id": "T2", "amount": "many"}]
    with Bench(REFERENCE) as bench:
        with (
            pytest.raises(ScenarioError) as caught,
            bench.laid(scenario, [table("transactions", rows)]),
        ):
            pass
        assert caught.value.problems[0].location.line == 2
        with bench.laid(scenario, ()) as store:
            assert store.count("transactions") == 0


def test_a_rate_that_stands_below_the_amounts_prices_them(tmp_path):
    rows = [{**ENTRY, "currency": "EUR"}, {**ENTRY, "transaction_id": "T2", "currency": ""}]
    rate = [{"currency": "EUR", "rate_on": "2026-03-01", "rate": "1.25"}]
    tables = [table("transactions", rows), table("fx_rates", rate)]
    with Bench(REFERENCE) as bench, bench.laid(scenario_of(tmp_path), tables) as store:
        found = store.rows("SELECT amount_base FROM transactions ORDER BY transaction_id")
    assert found == [(6250,), (5000,)]


def test_the_bench_has_no_door(tmp_path):
    with (
        Bench(REFERENCE) as bench,
        bench.laid(scenario_of(tmp_path), ()) as store,
        pytest.raises(StoreError),
    ):
        store.rows("SELECT * FROM read_text('/etc/hostname')")


def test_a_store_that_cannot_be_filled_is_closed(tmp_path, monkeypatch):
    closed, close = [], Store.close

    def told(store):
        closed.append(store)
        close(store)

    monkeypatch.setattr(Store, "close", told)
    (tmp_path / "thresholds.csv").write_text("line_id,amount\nL1,many\n", encoding="utf-8")
    with pytest.raises(StoreError):
        Bench(tmp_path)
    assert len(closed) == 1
