"""Accounts that a scenario does not examine are counted, so that nobody takes them for examined."""

import pytest

from aml.core.shipped import shipped
from aml.scenario.bench import ledger_of
from aml.scenario.hubs import count_hubs
from aml.scenario.load import load_folder
from aml.scenario.prepare import tables_read

SCENARIOS = {
    item.scenario.scenario_id: item.scenario
    for item in load_folder(shipped("scenarios"))
    if item.scenario
}
#: Those that join transfers with transfers.
JOINING = ("scatter_gather", "cycle", "relay_chain", "stranger_ring", "bipartite", "stack")


def hubs_of(scenario, **parameters):
    tables = next(test.tables for test in scenario.tests if "limit" in test.name)
    with ledger_of(scenario, tables, shipped("scenarios") / "reference") as store:
        return count_hubs(store, scenario, {**scenario.defaults(), **parameters})


@pytest.mark.parametrize("scenario_id", JOINING)
def test_the_accounts_beyond_the_limit_are_counted(scenario_id):
    scenario = SCENARIOS[scenario_id]
    assert hubs_of(scenario, hub_limit=4) == 2
    assert hubs_of(scenario) == 0


def test_a_scenario_that_joins_nothing_leaves_nobody_out():
    scenario = SCENARIOS["fan_in"]
    reference = shipped("scenarios") / "reference"
    with ledger_of(scenario, scenario.tests[0].tables, reference) as store:
        assert count_hubs(store, scenario, scenario.defaults()) is None


def test_every_limit_on_transfers_is_counted():
    limited = [
        scenario
        for scenario in SCENARIOS.values()
        if "transfers" in tables_read(scenario) and "$hub_limit" in scenario.sql.text
    ]
    assert {scenario.scenario_id for scenario in limited} >= set(JOINING)
    assert all("hubs AS (" in scenario.sql.text for scenario in limited)
