"""What DuckDB would run and a scenario may not say."""

import pytest

from aml.scenario.lint import FUNCTIONS, INEXACT, lint, statement_problem
from aml.scenario.prepare import readable_tables
from aml.store import Store
from tests.scenario.files import scenario_of, with_sql

FROM = "FROM cash_entries"


def lint_of(tmp_path, sql):
    return lint(scenario_of(tmp_path, with_sql(sql)), readable_tables())


def test_a_place_counts_characters_and_not_bytes(tmp_path):
    (problem,) = lint_of(tmp_path, "SELECT 'café' AS x, now() AS y FROM cash_entries")
    scenario = scenario_of(tmp_path, with_sql("SELECT 1"))
    assert (problem.location.line, problem.location.column) == (
        scenario.sql.line,
        scenario.sql.column + 20,
    )


def test_every_mistake_of_the_sql_comes_at_once(tmp_path):
    found = lint_of(tmp_path, "SELECT now(), random(), amount / 2 FROM cash_entrys LIMIT 3")
    assert sorted({p.code for p in found}) == ["SQL004", "SQL005", "SQL008", "SQL009"]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT CAST(sum(amount) / count(*) AS DECIMAL(18, 6)) FROM cash_entries",
        "SELECT CAST(coalesce(sum(amount) / 3, 0) AS DECIMAL(18, 6)) FROM cash_entries",
        "SELECT 0.6745 * amount, 2 * amount, CAST($min_items AS DECIMAL(9, 4)) * amount FROM cash_entries",
        "SELECT list_sort(list(DISTINCT concat('remittances:', remittance_id))) FROM remittances",
        "SELECT lag(amount) OVER w FROM cash_entries WINDOW w AS (PARTITION BY account_id ORDER BY booked_on)",
        "SELECT account_id FROM cash_entries WHERE amount >= 999 AND merchant_category <> '4829'",
        "WITH a AS (SELECT * FROM agents), b AS (SELECT * FROM a) SELECT * FROM a JOIN b ON a.agent_id = b.agent_id",
        "SELECT count(*) OVER (PARTITION BY account_id) FROM cash_entries",
    ],
)
def test_what_is_exact_and_ordered_may_be_said(tmp_path, sql):
    assert lint_of(tmp_path, sql) == []


def test_every_function_of_the_list_exists_and_none_is_inexact():
    assert not FUNCTIONS & INEXACT
    with Store() as store:
        known = {row[0] for row in store.rows("SELECT function_name FROM duckdb_functions()")}
    grammar = {"coalesce", "if"}
    assert known | grammar >= FUNCTIONS


def test_a_statement_is_judged_before_anything_runs(tmp_path):
    scenario = scenario_of(tmp_path, with_sql("SELECT 1; SELECT 2"))
    assert statement_problem(scenario.sql).code == "SQL002"
    assert statement_problem(scenario_of(tmp_path).sql) is None
