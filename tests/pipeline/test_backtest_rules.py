"""How a rule and a schedule are named."""

from datetime import date

import pytest

from aml.core.problem import ScenarioError, UsageError
from aml.pipeline.backtest_rules import MOST_DATES, dates_of, read_side
from tests.pipeline import backtested, ledgers


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    parameters = "[parameters.cash_test]\nwindow = 9\n"
    folder = tmp_path_factory.mktemp("rules")
    return backtested.basis_of(folder, parameters=parameters).workspace


@pytest.mark.parametrize(
    ("asked", "least", "window"),
    [
        ("cash_test", 3, 9),
        ("cash_test@strict", 2, 9),
        ("cash_test:least=4", 4, 9),
        ("cash_test:least=4,window=5", 4, 5),
        ("cash_test@strict:window=5", 2, 5),
    ],
)
def test_parameters_come_as_in_a_run_and_then_as_written(workspace, asked, least, window):
    assert read_side(workspace, asked).active.parameters == {"least": least, "window": window}


def test_a_file_runs_with_the_workspaces_parameters(workspace, tmp_path):
    path = tmp_path / "cash_test.yml"
    path.write_text(ledgers.CASH.replace("status: stable", "status: draft"), encoding="utf-8")
    side = read_side(workspace, f"{path}:least=5")
    assert side.active.parameters == {"least": 5, "window": 9}
    assert side.rule.parameters == {"least": "5", "window": "9"}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("cash_tset", "did you mean 'cash_test'"),
        ("cash_test@strickt", "no threshold set 'strickt'"),
        ("cash_test:lest=2", "did you mean 'least'"),
        ("cash_test:least=99", "a count from 1 to 50"),
        ("cash_test:least=two", "a count from 1 to 50"),
        ("nowhere.yml", "no file"),
        ("", "no name"),
    ],
)
def test_what_there_is_none_of_is_a_mistake_of_usage(workspace, asked, words):
    with pytest.raises(UsageError) as caught:
        read_side(workspace, asked)
    problem = caught.value.problems[0]
    assert words in f"{problem.message} {problem.hint}"


def test_a_file_with_a_mistake_is_told_at_its_place(workspace, tmp_path):
    path = tmp_path / "cash_test.yml"
    path.write_text(ledgers.CASH.replace("severity: critical", "severity: dire"), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_side(workspace, str(path))
    assert caught.value.problems[0].location.line == 5


def test_sql_that_may_not_run_is_refused(workspace, tmp_path):
    path = tmp_path / "cash_test.yml"
    path.write_text(ledgers.CASH.replace(">= $least\n", ">= $least LIMIT 1\n"), encoding="utf-8")
    with pytest.raises(ScenarioError):
        read_side(workspace, str(path))


@pytest.mark.parametrize(
    ("every", "start", "end", "dates"),
    [
        ("day", (1, 30), (2, 1), ["2026-01-30", "2026-01-31", "2026-02-01"]),
        ("week", (1, 30), (2, 12), ["2026-01-30", "2026-02-06"]),
        ("month", (1, 31), (4, 30), ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        ("month", (2, 28), (4, 30), ["2026-02-28", "2026-03-31", "2026-04-30"]),
        ("month", (1, 30), (3, 31), ["2026-01-30", "2026-02-28", "2026-03-30"]),
        ("month", (12, 5), (12, 5), ["2026-12-05"]),
    ],
)
def test_a_schedule_has_the_dates_of_its_runs(every, start, end, dates):
    found = dates_of(date(2026, *start), date(2026, *end), every)
    assert [on.isoformat() for on in found] == dates


def test_months_go_over_the_end_of_a_year():
    found = dates_of(date(2025, 11, 15), date(2026, 1, 31), "month")
    assert found == (date(2025, 11, 15), date(2025, 12, 15), date(2026, 1, 15))


def test_a_schedule_is_neither_empty_nor_endless():
    with pytest.raises(UsageError):
        dates_of(date(2026, 1, 2), date(2026, 1, 1), "day")
    with pytest.raises(UsageError) as caught:
        dates_of(date(2020, 1, 1), date(2026, 1, 1), "day")
    assert str(MOST_DATES) in str(caught.value)
