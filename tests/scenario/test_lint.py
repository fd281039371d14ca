"""What DuckDB would run and a scenario may not say."""

import pytest

from aml.scenario.lint import FUNCTIONS, INEXACT, lint, statement_problem
from aml.scenario.prepare import readable_tables
from aml.store import Store
from tests.scenario.files import scenario_of, with_sql

FROM = "FROM cash_entries"
#: What the SQL says, the code, where in the SQL it stands, and words of the message or hint.
REFUSED = {
    "a typo": ("SELECT account_id FORM cash_entries", "SQL001", "cash_entries", "syntax error"),
    "nothing": ("-- later", "SQL002", "-- later", "0 statements"),
    "a second statement": (f"SELECT 1 {FROM}; SELECT 2", "SQL002", "SELECT", "2 statements"),
    "a second statement that writes": ("SELECT 1; DROP TABLE transactions", "SQL002", "SELECT", "one SELECT"),
    "ATTACH": ("ATTACH 'x.db'", "SQL002", "ATTACH", "ATTACH"),
    "COPY out": ("COPY transactions TO 'x.csv'", "SQL002", "COPY", "COPY"),
    "COPY onto the ledger itself": ("COPY transactions TO 'run.duckdb' (use_tmp_file false)", "SQL002", "COPY", "only reads"),
    "EXPLAIN of a write": ("EXPLAIN ANALYZE COPY transactions TO 'x.csv'", "SQL002", "EXPLAIN", "EXPLAIN"),
    "EXPLAIN": (f"EXPLAIN SELECT 1 {FROM}", "SQL002", "EXPLAIN", "EXPLAIN"),
    "PRAGMA": ("PRAGMA database_list", "SQL002", "PRAGMA", "only reads"),
    "SET": ("SET threads = 1", "SQL002", "SET", "SET"),
    "CALL": ("CALL pragma_version()", "SQL002", "CALL", "CALL"),
    "INSTALL": ("INSTALL httpfs", "SQL002", "INSTALL", "LOAD"),
    "CREATE": ("CREATE TABLE x AS SELECT 1", "SQL002", "CREATE", "CREATE"),
    "DROP": ("DROP TABLE transactions", "SQL002", "DROP", "DROP"),
    "PIVOT as a statement": ("PIVOT cash_entries ON direction USING count(*)", "SQL002", "PIVOT", "only reads"),
    "SHOW": ("SHOW TABLES", "SQL002", "SHOW", "SHOW"),
    "DESCRIBE": ("DESCRIBE transactions", "SQL002", "DESCRIBE", "DESCRIBE"),
    "SUMMARIZE": ("SUMMARIZE transactions", "SQL002", "SUMMARIZE", "SUMMARIZE"),
    "DESCRIBE inside": ("SELECT * FROM (DESCRIBE transactions)", "SQL002", "transactions", "DESCRIBE"),
    "a DELETE that poses as a SELECT": ("WITH gone AS (DELETE FROM transactions RETURNING account_id)\nSELECT account_id FROM gone", "SQL002", "transactions", "DELETE inside"),
    "an INSERT that poses as a SELECT": ("WITH x AS (INSERT INTO agents SELECT * FROM agents RETURNING agent_id)\nSELECT agent_id FROM x", "SQL002", "agents", "INSERT inside"),
    "an UPDATE that poses as a SELECT": ("WITH x AS (UPDATE transactions SET amount = 0 RETURNING account_id)\nSELECT account_id FROM x", "SQL002", "transactions", "UPDATE inside"),
    "a grammar of its own": ("WITH x AS (COPY agents TO 'x.csv') SELECT 1", "SQL003", None, "portable grammar"),
    "read_csv": ("SELECT * FROM read_csv('/etc/passwd')", "SQL004", "read_csv", "canonical tables"),
    "read_text": ("SELECT content FROM read_text('/etc/passwd')", "SQL004", "read_text", "table function"),
    "glob": ("SELECT * FROM glob('/*')", "SQL004", "glob", "table function"),
    "query": ("SELECT * FROM query('SELECT 1')", "SQL004", "query", "table function"),
    "a file as a table": ("SELECT * FROM '/etc/passwd'", "SQL004", "'/etc", "no table"),
    "a file hidden behind its own name": ("WITH \"x.csv\" AS (SELECT * FROM \"x.csv\")\nSELECT * FROM \"x.csv\"", "SQL004", '"x.csv")', "no table"),
    "a name that stands further down": ("WITH a AS (SELECT * FROM b), b AS (SELECT * FROM agents)\nSELECT * FROM a", "SQL004", "b)", "no table"),
    "the database's own tables": ("SELECT * FROM information_schema.tables", "SQL004", "information_schema", "no table"),
    "a misspelt table": ("SELECT * FROM cash_entrys", "SQL004", "cash_entrys", "'cash_entries'"),
    "LIMIT": (f"SELECT account_id {FROM} ORDER BY account_id LIMIT 5", "SQL005", "5", "lose alerts"),
    "OFFSET": (f"SELECT account_id {FROM} ORDER BY account_id OFFSET 5", "SQL005", "5", "lose alerts"),
    "a sample": (f"SELECT account_id {FROM} USING SAMPLE 10", "SQL005", "10", "lose alerts"),
    "TABLESAMPLE": (f"SELECT account_id {FROM} TABLESAMPLE 10%", "SQL005", "10", "lose alerts"),
    "list() without sort": (f"SELECT list(transaction_id) {FROM}", "SQL006", "list(", "list_sort(list(…))"),
    "list() ordered inside": (f"SELECT list_sort(list(transaction_id ORDER BY booked_on)) {FROM}", "SQL006", "list(", "list_sort"),
    "a list window": (f"SELECT list_sort(list(account_id) OVER (ORDER BY booked_on)) {FROM}", "SQL006", "list(", "list_sort"),
    "first": (f"SELECT first(account_id) {FROM}", "SQL006", "first", "min or max"),
    "any_value": (f"SELECT any_value(account_id) {FROM}", "SQL006", "account_id", "min or max"),
    "arg_max": (f"SELECT arg_max(account_id, amount) {FROM}", "SQL006", "account_id", "min or max"),
    "DISTINCT ON": (f"SELECT DISTINCT ON (account_id) booked_on {FROM}", "SQL006", "account_id", "any row"),
    "POSITIONAL JOIN": ("SELECT * FROM agents POSITIONAL JOIN branches", "SQL006", "branches", "order of rows"),
    "rowid": ("SELECT rowid FROM transactions", "SQL006", "rowid", "chance"),
    "the place in the file": ("SELECT source_row FROM transactions", "SQL006", "source_row", "chance"),
    "row_number without order": (f"SELECT row_number() OVER (PARTITION BY account_id) {FROM}", "SQL006", "row_number", "without an order"),
    "lag over a named window without order": (f"SELECT lag(amount) OVER w {FROM} WINDOW w AS (PARTITION BY account_id)", "SQL006", "lag", "without an order"),
    "avg": (f"SELECT avg(amount) {FROM}", "SQL007", "avg", "median and mad"),
    "avg over DOUBLE": (f"SELECT avg(CAST(amount AS DOUBLE)) {FROM}", "SQL007", "avg", "floats"),
    "a cast to DOUBLE": (f"SELECT sum(amount::DOUBLE) {FROM}", "SQL007", "amount", "DECIMAL"),
    "stddev": (f"SELECT stddev(amount) {FROM}", "SQL007", "stddev", "floats"),
    "random": (f"SELECT random() {FROM}", "SQL008", "random", "not on the list"),
    "now": (f"SELECT now() {FROM}", "SQL008", "now", "not on the list"),
    "today": (f"SELECT today() {FROM}", "SQL008", "today", "today()"),
    "current_date": (f"SELECT current_date {FROM}", "SQL008", "current_date", "current_date()"),
    "current_timestamp": (f"SELECT account_id, current_timestamp {FROM}", "SQL008", "current_timestamp", "not on the list"),
    "uuid": (f"SELECT uuid() {FROM}", "SQL008", "uuid", "not on the list"),
    "a setting": (f"SELECT current_setting('threads') {FROM}", "SQL008", "current_setting", "not on the list"),
    "the environment": (f"SELECT getenv('HOME') {FROM}", "SQL008", "getenv", "not on the list"),
    "COLUMNS": (f"SELECT COLUMNS(*) {FROM}", "SQL008", "COLUMNS", "not on the list"),
    "unnest": (f"SELECT unnest([1, 2]) {FROM}", "SQL008", "unnest", "not on the list"),
    "a misspelt function": (f"SELECT upperr(account_id) {FROM}", "SQL008", "upperr", "'upper'"),
    "an uncast quotient": (f"SELECT amount / home_km {FROM}", "SQL009", "amount", "DECIMAL(18, 6)"),
    "a quotient that is compared": (f"SELECT account_id {FROM} WHERE amount / 2 > 1", "SQL009", "amount", "until it is cast"),
    "a literal amount": (f"SELECT account_id {FROM} WHERE amount >= 1000", "SQL010", "1000", "thresholds table"),
    "an amount in quotes": (f"SELECT account_id {FROM} WHERE amount >= CAST('10000' AS DECIMAL(18, 4))", "SQL010", "'10000'", "thresholds table"),
    "an exponent": (f"SELECT account_id {FROM} WHERE amount >= 1e4", "SQL010", "1e4", "thresholds table"),
    "a product that may overflow": (f"SELECT amount * home_km {FROM}", "SQL012", "amount", "DECIMAL(28, 4)"),
}  # fmt: skip


def lint_of(tmp_path, sql):
    return lint(scenario_of(tmp_path, with_sql(sql)), readable_tables())


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_not_be_said_is_refused_at_its_place(tmp_path, name):
    sql, code, needle, words = REFUSED[name]
    scenario = scenario_of(tmp_path, with_sql(sql))
    found = [p for p in lint(scenario, readable_tables()) if p.code == code]
    assert found, name
    if needle is not None:
        at = scenario.sql.location(len(sql[: sql.index(needle)].encode()))
        assert at in [problem.location for problem in found]
    assert any(words in f"{problem.message} {problem.hint}" for problem in found)


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
