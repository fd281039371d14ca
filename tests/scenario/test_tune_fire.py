"""The short way gives what the long way gives, or is not taken."""

import pytest

from aml.core.problem import ScenarioError
from aml.scenario.fire import fire
from aml.scenario.tune_fire import fire_points, reduced
from aml.scenario.tune_grid import read_grid
from aml.scenario.tune_points import plan_points
from aml.store import StoreError
from tests.scenario.files import SQL, TEXT, with_sql
from tests.scenario.tuned import loaded, opened

GRID = ("min_items=2,3,4", "min_amount=3000:7000:1000")
#: Each account is compared with all cash there is: rows of one focus do not suffice.
GLOBAL = SQL.replace(
    "HAVING count(*)", "HAVING (SELECT count(*) FROM cash_entries) >= 8 AND count(*)"
)
#: It fails at one point only.
FAILING = SQL.replace(
    "HAVING count(*)",
    "HAVING max(CASE WHEN $min_items = 3 AND $min_amount < 4500"
    " THEN CAST(account_id AS INTEGER) ELSE 1 END) = 1 AND count(*)",
)


def tuned(text, rows=None):
    scenario = loaded(text)
    points = plan_points(read_grid(scenario, scenario.defaults(), GRID), 1)
    items = [{**scenario.defaults(), **point} for point in points.items]
    taken = {}
    with opened(scenario, *([rows] if rows is not None else [])) as store:
        method = fire_points(store, scenario, items, points.full, taken.__setitem__)
        alone = {place: fire(store, scenario, item) for place, item in enumerate(items)}
    return method, taken, alone


def test_every_point_counts_as_if_it_were_run_alone():
    method, taken, alone = tuned(TEXT)
    assert taken == alone
    assert not method.is_fallback
    assert method.tables == ("cash_entries",)
    assert (method.full, method.reduced) == (5, 10)
    assert method.foci == 3  # A4 alerts nowhere
    assert method.compared == 5


def test_sql_that_takes_no_many_points_is_run_point_by_point():
    alone = SQL.replace("amount_base >= $min_amount", "amount_base >= (SELECT $min_amount)")
    method, taken, single = tuned(with_sql(alone))
    assert taken == single
    assert (method.reduced, method.compared, method.is_fallback) == (10, 0, False)


def test_a_rule_that_looks_beyond_its_focus_is_run_in_full_everywhere():
    method, taken, alone = tuned(with_sql(GLOBAL))
    assert taken == alone
    assert any(taken.values())
    assert method.is_fallback
    assert (method.full, method.reduced, method.tables) == (15, 0, ())


def test_a_grid_that_alerts_nowhere_counts_nothing():
    method, taken, _ = tuned(TEXT, rows=[("A9", 2, "10.00")])
    assert not any(taken.values())
    assert method.foci == 0


def test_a_point_that_fails_fails_the_whole_tuning():
    with pytest.raises(ScenarioError) as caught:
        tuned(with_sql(FAILING))
    assert caught.value.problems[0].code == "SQL001"


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
