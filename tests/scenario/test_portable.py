"""What other engines refuse or read differently, and how a rule says that it needs DuckDB."""

import pytest

from aml.scenario.lint import lint
from aml.scenario.portable import check_portable
from aml.scenario.prepare import readable_tables
from tests.scenario.files import TEXT, problems_of, scenario_of, with_sql
from tests.scenario.test_mistakes import SQL

NOT_PORTABLE = {kind: sql for kind, (sql, code, *_) in SQL.items() if code == "SQL011"}


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
    assert check_portable(scenario) == []
    monkeypatch.setattr("sqlglot.parse_one", _cannot_read_spark(__import__("sqlglot").parse_one))
    (problem,) = check_portable(scenario)
    assert (problem.code, problem.location) == ("SQL011", scenario.sql.location(0))


def test_a_file_that_says_it_needs_duckdb_is_not_asked(tmp_path, monkeypatch):
    text = TEXT.replace("\nsql: |", "\nportable: false\nportable_reason: measured\nsql: |")
    monkeypatch.setattr("sqlglot.parse_one", _cannot_read_spark(__import__("sqlglot").parse_one))
    assert check_portable(scenario_of(tmp_path, text)) == []


def test_the_check_of_a_file_says_what_cannot_be_written_for_another_engine(tmp_path, monkeypatch):
    monkeypatch.setattr("sqlglot.parse_one", _cannot_read_spark(__import__("sqlglot").parse_one))
    assert [problem.code for problem in problems_of(tmp_path, TEXT)] == ["SQL011"]


def _cannot_read_spark(parse):
    def parse_one(sql, dialect):
        if dialect == "spark":
            raise ValueError("no such thing in Spark")
        return parse(sql, dialect=dialect)

    return parse_one
