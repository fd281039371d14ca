"""Tables with the rows of some foci, and whole again afterwards."""

import pytest

from aml.scenario.tune_reduce import reduced
from aml.store import StoreError
from tests.scenario.files import TEXT
from tests.scenario.tuned import loaded, opened


def test_the_whole_tables_are_back_afterwards_also_after_a_failure():
    scenario = loaded(TEXT)
    with opened(scenario) as store:
        before = store.rows("SELECT * FROM cash_entries ORDER BY ALL")
        with pytest.raises(StoreError), reduced(store, scenario, ["A2"]):
            store.run("SELECT nothing FROM cash_entries")
        assert store.rows("SELECT * FROM cash_entries ORDER BY ALL") == before
        with reduced(store, scenario, ["A1", "A4"]) as tables:
            assert tables == {"cash_entries": ["account_id"]}
            assert store.value("SELECT count(*) FROM cash_entries") == 4
