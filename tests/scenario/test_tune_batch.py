"""Many points in one statement give what each gives alone, or nothing at all."""

from itertools import product

import pytest

from aml.scenario import tune_batch
from aml.scenario.fire import fire
from aml.scenario.tune_batch import fire_batch
from tests.scenario.files import SQL, TEXT, with_sql
from tests.scenario.tuned import loaded, opened

TABLES = {"cash_entries": ["account_id"]}
#: A window, a step of its own name, a join by the focus: what a pattern is made of.
STEPS = """
WITH cash AS (
    SELECT * FROM cash_entries WHERE direction = 'credit' AND amount_base >= $min_amount
), counted AS (
    SELECT *, count(*) OVER (PARTITION BY account_id ORDER BY booked_on
        RANGE BETWEEN INTERVAL ($min_items) DAY PRECEDING AND CURRENT ROW) AS so_far
    FROM cash
)
SELECT c.account_id, min(c.booked_on) AS window_start, max(c.booked_on) AS window_end,
    list_sort(list(DISTINCT c.transaction_id)) AS transaction_ids,
    count(DISTINCT c.transaction_id) AS items, sum(c.so_far) AS total_base, max(c.home_km) AS farthest
FROM counted AS c
INNER JOIN cash AS again ON again.account_id = c.account_id AND again.transaction_id = c.transaction_id
WHERE c.so_far >= $min_items - 1
GROUP BY c.account_id
"""


def both(text, tables=TABLES):
    scenario = loaded(text)
    points = [
        {**scenario.defaults(), "min_items": items, "min_amount": amount}
        for items, amount in product((2, 3, 4), (3000, 4500, 6000))
    ]
    with opened(scenario) as store:
        alone = [fire(store, scenario, point) for point in points]
        before = store.rows("SELECT table_name FROM duckdb_tables() ORDER BY ALL")
        found = fire_batch(store, scenario, points, tables, 60.0)
        assert store.rows("SELECT table_name FROM duckdb_tables() ORDER BY ALL") == before
    return found, alone


@pytest.mark.parametrize("text", [TEXT, with_sql(STEPS)])
@pytest.mark.parametrize("rows", [3_000_000, 20, 1])
def test_points_stay_apart_however_many_a_statement_takes(text, rows, monkeypatch):
    monkeypatch.setattr(tune_batch, "_ROWS", rows)
    found, alone = both(text)
    assert found == alone
    assert len({len(firings) for firings in alone}) > 1


@pytest.mark.parametrize(
    "sql",
    [
        SQL.replace("amount_base >= $min_amount", "amount_base >= (SELECT $min_amount)"),
        SQL.replace("HAVING count(*)", "HAVING max(CAST(account_id AS INTEGER)) > 0 AND count(*)"),
    ],
)
def test_what_cannot_be_told_apart_or_fails_gives_nothing(sql):
    scenario = loaded(with_sql(sql))
    points = [{**scenario.defaults(), "min_amount": amount} for amount in (3000, 4000)]
    with opened(scenario) as store:
        assert fire_batch(store, scenario, points, TABLES, 60.0) is None
