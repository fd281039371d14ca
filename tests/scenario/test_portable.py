"""What other engines refuse or read differently, and how a rule says that it needs DuckDB."""

import pytest

from aml.scenario.lint import lint
from aml.scenario.prepare import readable_tables
from tests.scenario.files import scenario_of, with_sql

NOT_PORTABLE = {
    "a recursive CTE": "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r",
    "an ASOF join": "SELECT a.account_id FROM cash_entries AS a ASOF JOIN cash_lines AS b ON a.account_id = b.account_id AND a.booked_on >= b.booked_on",
    "PIVOT": "SELECT * FROM (SELECT direction FROM cash_entries) PIVOT (count(*) FOR direction IN ('credit', 'debit'))",
    "a lambda": "SELECT account_id -> '$.a' FROM cash_entries",
    "GROUP BY ALL": "SELECT account_id, count(*) FROM cash_entries GROUP BY ALL",
    "EXCLUDE": "SELECT * EXCLUDE (amount) FROM cash_entries",
    "a DISTINCT window": "SELECT count(DISTINCT place_id) OVER (PARTITION BY account_id) FROM cash_entries",
    "extract(epoch or dow)": "SELECT extract(dow FROM booked_on) FROM cash_entries",
}


@pytest.mark.parametrize("name", NOT_PORTABLE)
def test_what_does_not_run_elsewhere_is_refused_unless_the_file_says_why(tmp_path, name):
    text = with_sql(NOT_PORTABLE[name])
    found = [p for p in lint(scenario_of(tmp_path, text), readable_tables()) if p.code == "SQL011"]
    assert f"{name} does not run on other engines" in [problem.message for problem in found]
    assert "portable_reason" in found[0].hint
    for_duckdb = text.replace("\nsql: |", "\nportable: false\nportable_reason: measured\nsql: |")
    codes = [p.code for p in lint(scenario_of(tmp_path, for_duckdb), readable_tables())]
    assert "SQL011" not in codes


def test_what_cannot_be_written_for_another_engine_is_refused(tmp_path, monkeypatch):
    scenario = scenario_of(tmp_path)
    assert lint(scenario, readable_tables()) == []
    monkeypatch.setattr("sqlglot.parse_one", _cannot_read_spark(__import__("sqlglot").parse_one))
    (problem,) = lint(scenario, readable_tables())
    assert (problem.code, problem.location) == ("SQL011", scenario.sql.location(0))


def _cannot_read_spark(parse):
    def parse_one(sql, dialect):
        if dialect == "spark":
            raise ValueError("no such thing in Spark")
        return parse(sql, dialect=dialect)

    return parse_one
