"""The short way gives what the long way gives, or is not taken."""

import pytest

from aml.core.problem import ScenarioError
from aml.scenario.bench import ledger_of
from aml.scenario.fire import fire
from aml.scenario.tune_fire import fire_points
from aml.scenario.tune_grid import read_grid
from aml.scenario.tune_points import plan_points
from tests.scenario.files import SQL, TEXT, shipped_scenario, with_sql
from tests.scenario.tuned import REFERENCE, loaded, opened

GRID = ("min_items=2,3,4", "min_amount=3000:7000:1000")
#: Each account is compared with all cash there is: rows of one focus do not suffice.
GLOBAL = SQL.replace(
    "HAVING count(*)", "HAVING (SELECT count(*) FROM cash_entries) >= 8 AND count(*)"
)
#: The same in a step of its own, which the tuned parameter reaches.
BEYOND = "WITH beyond AS (SELECT count(*) AS n FROM cash_entries WHERE amount_base > $min_amount - 9000)\n"
BEYOND += SQL.replace("HAVING count(*)", "HAVING (SELECT n FROM beyond) >= 8 AND count(*)")
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
    assert method.compared == 5


def test_a_step_may_name_its_columns_as_it_likes():
    marked = SQL.replace("FROM cash_entries\n", "FROM marks\n").replace(
        "direction = 'credit' AND", ""
    )
    head = "WITH marks AS (SELECT *, 'x' AS mark FROM cash_entries WHERE direction = 'credit')\n"
    counted = marked.replace("count(*) AS items", "count(mark) AS items")
    method, taken, alone = tuned(with_sql(head + counted))
    assert taken == alone
    assert (method.steps, method.tables, method.compared) == (("marks",), ("kept_marks",), 5)


@pytest.mark.parametrize(
    ("name", "grid"),
    [
        ("fan_in", ("min_payers=3,4,5", "min_total=1000:2000:500")),
        ("mule_account", ("window=20,30", "min_senders=4,5,6")),
    ],
)
def test_rules_that_ship_count_the_same_on_kept_steps(name, grid):
    scenario = shipped_scenario(name)
    points = plan_points(read_grid(scenario, scenario.defaults(), grid), 1)
    items = [{**scenario.defaults(), **point} for point in points.items]
    taken = {}
    with ledger_of(scenario, scenario.tests[0].tables, REFERENCE) as store:
        method = fire_points(store, scenario, items, points.full, taken.__setitem__)
        alone = {place: fire(store, scenario, item) for place, item in enumerate(items)}
    assert taken == alone
    assert any(alone.values())
    assert method.steps


def test_sql_that_takes_no_many_points_is_run_point_by_point():
    alone = SQL.replace("amount_base >= $min_amount", "amount_base >= (SELECT $min_amount)")
    method, taken, single = tuned(with_sql(alone))
    assert taken == single
    assert (method.reduced, method.is_fallback) == (10, False)


def test_a_rule_that_looks_beyond_its_focus_is_run_in_full_everywhere():
    method, taken, alone = tuned(with_sql(GLOBAL))
    assert taken == alone
    assert any(taken.values())
    assert method.is_fallback
    assert (method.full, method.reduced, method.tables) == (15, 0, ())


def test_a_step_that_looks_beyond_the_focus_reads_whole_tables_and_the_others_do_not():
    method, taken, alone = tuned(with_sql(BEYOND))
    assert taken == alone
    assert any(taken.values())
    assert (method.beyond, method.tables) == ("beyond", ("cash_entries",))
    assert (method.full, method.reduced, method.is_fallback) == (5, 10, False)


def test_a_grid_that_alerts_nowhere_counts_nothing():
    method, taken, _ = tuned(TEXT, rows=[("A9", 2, "10.00")])
    assert not any(taken.values())
    assert method.foci == 0


def test_a_point_that_fails_fails_the_whole_tuning():
    with pytest.raises(ScenarioError) as caught:
        tuned(with_sql(FAILING))
    assert caught.value.problems[0].code == "SQL001"
