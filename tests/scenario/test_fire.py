"""A scenario on a locked store: what it may not do even if nobody had read its SQL first."""

from dataclasses import replace
from datetime import date

import pytest

from aml.core.problem import ScenarioError
from aml.core.shipped import shipped
from aml.scenario.bench import ledger_of
from aml.scenario.fire import bindings, fire
from aml.store import Store, StoreError
from tests.scenario.files import scenario_of, with_sql

REFERENCE = shipped("scenarios") / "reference"


@pytest.fixture
def scenario(tmp_path):
    return scenario_of(tmp_path)


@pytest.fixture
def store(scenario):
    with ledger_of(scenario, scenario.tests[0].tables, REFERENCE) as opened:
        yield opened


def unread(scenario, sql):
    """The scenario with another SQL that neither lint nor contract has seen."""
    return replace(scenario, sql=replace(scenario.sql, text=sql))


def problem_of(store, scenario, sql):
    with pytest.raises(ScenarioError) as caught:
        fire(store, unread(scenario, sql), scenario.defaults())
    return caught.value.problems[0]


def test_the_episodes_come_with_their_measures_in_order(store, scenario):
    (firing,) = fire(store, scenario, scenario.defaults())
    assert (firing.focus_id, firing.transaction_ids) == ("A1", ("T1", "T2"))
    assert (firing.window_start, firing.window_end) == (date(2026, 3, 2), date(2026, 3, 4))
    assert firing.measures == {"items": 2, "total_base": 10000, "farthest": None}


def test_only_parameters_that_the_sql_names_are_bound(store, scenario):
    assert bindings(scenario, {**scenario.defaults(), "other": 1}) == scenario.defaults()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1; DROP TABLE transactions",
        "DELETE FROM transactions",
        "DROP TABLE transactions",
        "COPY transactions TO '/tmp/never.csv'",
        "EXPLAIN ANALYZE DELETE FROM transactions",
        "SET threads = 1",
        "WITH gone AS (DELETE FROM transactions RETURNING *) SELECT * FROM gone",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_blob('/etc/passwd')",
    ],
)
def test_nothing_is_written_and_no_file_read_though_nobody_read_the_sql(store, scenario, sql):
    assert problem_of(store, scenario, sql).code in ("SQL001", "SQL002")
    assert store.count("transactions") == 2


def test_inside_reading_the_store_itself_refuses_to_write(store):
    with pytest.raises(StoreError), store.reading():
        store.rows("WITH gone AS (DELETE FROM transactions RETURNING *) SELECT * FROM gone")
    with pytest.raises(StoreError), store.reading():
        store.run("CREATE TABLE mine AS SELECT 1")
    assert store.count("transactions") == 2


def test_an_error_of_the_database_stands_at_its_place(store, scenario):
    problem = problem_of(store, scenario, "SELECT account_id,\n    amout FROM transactions")
    assert problem.code == "SQL001"
    assert problem.location.line == scenario.sql.line + 1
    assert problem.location.column == scenario.sql.column + 4
    assert problem.hint == "did you mean 'amount'?"


def test_a_runaway_query_ends_at_its_time_limit(store, scenario):
    slow = "SELECT count(*) FROM range(100000000) a, range(100000) b WHERE a.range = b.range % 7"
    with pytest.raises(ScenarioError) as caught:
        fire(store, unread(scenario, slow), scenario.defaults(), time_limit=0.2)
    assert "time limit" in caught.value.problems[0].message
    assert fire(store, scenario, scenario.defaults())


ROW = "SELECT {focus} AS account_id, {start} AS window_start, DATE '2026-03-04' AS window_end, {ids} AS transaction_ids, {items} AS items"
GOOD = {"focus": "'A1'", "start": "DATE '2026-03-02'", "ids": "['T1']", "items": "1"}


@pytest.mark.parametrize(
    "spoilt",
    [
        {"focus": "NULL"},
        {"focus": "''"},
        {"start": "CAST(NULL AS DATE)"},
        {"start": "DATE '2026-03-05'"},
        {"start": "1"},
        {"ids": "CAST([] AS VARCHAR[])"},
        {"ids": "CAST(NULL AS VARCHAR[])"},
        {"items": "CAST(0.1 AS DOUBLE)"},
    ],
)
def test_a_row_that_breaks_the_contract_is_an_error_and_not_an_alert(store, scenario, spoilt):
    assert problem_of(store, scenario, ROW.format(**{**GOOD, **spoilt})).code == "SCN030"


def test_a_remittance_belongs_to_one_episode_of_a_focus(store, scenario):
    row = ROW.format(**{**GOOD, "ids": "['T1']"}).replace(
        " AS transaction_ids", " AS transaction_ids, ['{}'] AS linked_ids"
    )
    other = row.replace("['T1']", "['T2']")
    twice = f"{row.format('remittances:R1')} UNION ALL {other.format('remittances:R1')}"
    assert problem_of(store, scenario, twice).code == "SCN031"
    flag = f"{row.format('flagged_parties:F1')} UNION ALL {other.format('flagged_parties:F1')}"
    assert len(fire(store, unread(scenario, flag), scenario.defaults())) == 2


def test_an_instant_is_the_day_it_falls_on(store, scenario):
    sql = ROW.format(**{**GOOD, "start": "TIMESTAMP '2026-03-02 23:59:59'"})
    assert fire(store, unread(scenario, sql), {})[0].window_start == date(2026, 3, 2)


def test_a_message_names_no_value_of_the_ledger(tmp_path):
    scenario = scenario_of(tmp_path, with_sql("SELECT CAST(name AS INTEGER) FROM customers"))
    with Store() as store:
        store.run("CREATE TABLE customers AS SELECT 'Maria Secret' AS name")
        store.lock()
        with pytest.raises(ScenarioError) as caught:
            fire(store, scenario, {})
    assert "Secret" not in str(caught.value)
