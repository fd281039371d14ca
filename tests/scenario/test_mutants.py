"""The tests of each shipped scenario notice every small change of its parameters, score and SQL."""

from contextlib import ExitStack

import pytest

from aml.core.shipped import shipped
from aml.scenario.load import load_folder
from aml.scenario.trial import ledger_of, run_on
from tests.scenario.files import TEXT, scenario_of
from tests.scenario.mutants import mutants

FOLDER = shipped("scenarios")
SHIPPED = {
    item.scenario.scenario_id: item.scenario for item in load_folder(FOLDER) if item.scenario
}


def survivors(scenario):
    """The mutants that no test notices. Each ledger is loaded once and serves all of them."""
    with ExitStack() as stack:
        trials = [
            (test, stack.enter_context(ledger_of(scenario, test.tables, FOLDER / "reference")))
            for test in scenario.tests
        ]
        return [name for name, mutant in mutants(scenario) if not _is_noticed(mutant, trials)]


def _is_noticed(mutant, trials):
    for place, (test, store) in enumerate(trials):
        if run_on(store, mutant, test):
            trials.insert(0, trials.pop(place))  # what noticed one change often notices the next
            return True
    return False


@pytest.mark.parametrize("scenario_id", SHIPPED)
def test_every_small_change_turns_a_test_red(scenario_id):
    assert survivors(SHIPPED[scenario_id]) == []


def test_a_change_that_no_test_notices_is_named(tmp_path):
    """Without the test of one cent less, nothing says where the amount begins."""
    head, two, _, three, more = TEXT.split("  - name: ")
    whole = survivors(scenario_of(tmp_path, "  - name: ".join([head, two, three, more])))
    assert "min_amount = 4999.99" in whole
    assert "min_amount = 4999.99" not in survivors(scenario_of(tmp_path))
