"""Steps that no tuned parameter reaches are tables while a grid is run, and change nothing."""

import pytest

from aml.scenario.fire import fire
from aml.scenario.tune_keep import keep
from tests.scenario.files import TEXT, with_sql
from tests.scenario.tuned import loaded, opened

#: `typical` looks at all cash, `large` at what is above a parameter.
STEPS = """
WITH RECURSIVE credits AS (
    SELECT * FROM cash_entries WHERE direction = 'credit'
), typical(most) AS (
    SELECT max(amount_base) FROM credits
), days(n) AS (
    SELECT 1
    UNION ALL
    SELECT n + 1 FROM days WHERE n < 3
), named AS (
    SELECT account_id, booked_on, transaction_id, amount_base, home_km FROM credits
), large AS (
    SELECT named.* FROM named CROSS JOIN typical
    WHERE amount_base >= $min_amount AND amount_base <= most AND (SELECT count(*) FROM days) = 3
)
SELECT account_id, min(booked_on) AS window_start, max(booked_on) AS window_end,
    list_sort(list(transaction_id)) AS transaction_ids, count(*) AS items,
    sum(amount_base) AS total_base, max(home_km) AS farthest
FROM large
GROUP BY account_id
HAVING count(*) >= $min_items
"""


def tables(store):
    return {name for (name,) in store.rows("SELECT table_name FROM duckdb_tables()")}


def both(sql, varied, **values):
    """The firings on kept steps and without; the tables that were kept."""
    scenario = loaded(with_sql(sql))
    parameters = {**scenario.defaults(), **values}
    with opened(scenario) as store:
        before = tables(store)
        kept = keep(store, scenario, parameters, varied)
        with kept.on(store, parameters) as is_there:
            made = tables(store) - before
            found = fire(store, kept.scenario if is_there else scenario, parameters)
        assert tables(store) == before
        return found, fire(store, scenario, parameters), made


@pytest.mark.parametrize(
    ("varied", "made"),
    [
        (["min_amount", "min_items"], {"kept_credits", "kept_typical", "kept_days"}),
        (["min_items"], {"kept_large"}),
        ([], {"kept_large"}),
    ],
)
def test_what_is_left_gives_the_same_on_kept_steps(varied, made):
    found, alone, tables_made = both(STEPS, varied, min_amount=4000)
    assert found == alone
    assert len(alone) == 3
    assert tables_made == made, "a step that only names columns is no table of its own"


def test_the_points_after_one_may_have_other_values():
    scenario = loaded(with_sql(STEPS))
    points = [{**scenario.defaults(), "min_amount": amount} for amount in (3000, 5000, 9000)]
    with opened(scenario) as store:
        kept = keep(store, scenario, points[0], ["min_amount"])
        with kept.on(store, points[0]):
            found = [fire(store, kept.scenario, point) for point in points]
        assert found == [fire(store, scenario, point) for point in points]
        assert [len(firings) for firings in found] == [3, 2, 0]


def test_nothing_is_kept_where_a_step_fails_alone():
    failing = (
        STEPS.replace(
            "SELECT max(amount_base) FROM credits",
            "SELECT max(CASE WHEN account_id = 'A1' THEN CAST(account_id AS INTEGER) END) FROM credits",
        )
        .replace("CROSS JOIN typical", "LEFT JOIN typical ON FALSE")
        .replace("amount_base <= most", "TRUE")
    )
    found, alone, made = both(failing, ["min_amount"])
    assert found == alone
    assert made == set()


def test_rows_that_are_compared_as_wholes_keep_all_their_columns():
    distinct = STEPS.replace("SELECT named.* FROM named", "SELECT DISTINCT credits.* FROM credits")
    found, alone, _ = both(distinct, ["min_amount"], min_amount=4000)
    assert found == alone


def test_a_rule_without_steps_is_run_as_it_is():
    scenario = loaded(TEXT)
    with opened(scenario) as store:
        kept = keep(store, scenario, scenario.defaults(), [])
    assert (kept.steps, kept.scenario) == ((), scenario)
