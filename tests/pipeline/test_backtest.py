"""A backtest from files to counts: each date is a run of that day, and nothing fails in silence."""

from datetime import date, timedelta

import pytest

from aml.core.problem import ScenarioError, UsageError
from aml.pipeline.scan import Engine
from tests.pipeline import backtested, ledgers, tuned

LAST = ledgers.FIRST + timedelta(days=ledgers.DAYS - 1)
#: Before the scheme, at its second deposit, and at the end.
DATES = (date(2026, 2, 28), date(2026, 3, 3), LAST)


@pytest.fixture(scope="module")
def scheduled(tmp_path_factory):
    return backtested.backtested(tmp_path_factory.mktemp("backtest"), dates=DATES)


def test_without_a_schedule_the_last_day_is_run(tmp_path):
    found = backtested.backtested(tmp_path)
    assert backtested.changes(found) == [("added", "CUS-P2"), ("kept", "CUS-Q1")]
    (only,) = found.dates
    assert (only.on, only.a, only.b, only.added, only.removed, only.kept) == (LAST, 1, 2, 1, 0, 1)


def test_an_episode_counts_once_over_all_dates(scheduled):
    counts = [(d.a, d.b, d.added, d.removed, d.kept) for d in scheduled.dates]
    assert counts == [(0, 0, 0, 0, 0), (0, 1, 1, 0, 0), (1, 2, 1, 0, 1)]
    assert backtested.changes(scheduled) == [("added", "CUS-P2"), ("kept", "CUS-Q1")]
    kept = scheduled.differences[1]
    assert (kept.a.first_on, kept.a.dates) == (LAST, 1)
    assert (kept.b.first_on, kept.b.dates) == (DATES[1], 2)


def test_each_date_is_a_scan_of_that_day(scheduled, tmp_path):
    for count in scheduled.dates:
        run, _ = ledgers.run(
            tmp_path / count.on.isoformat(),
            records=tuned.records(),
            scenarios={"cash_test": ledgers.CASH},
            parameters="[parameters.cash_test]\nleast = 2\n",
            scan=f"as_of = {count.on}",
        )
        assert len(run.alerts) == count.b
        first = {i.b.alert_id for i in scheduled.differences if i.b and i.b.first_on == count.on}
        assert first <= {alert.alert_id for alert in run.alerts}


def test_lists_are_those_of_the_date(tmp_path):
    listed = [ledgers.flagged(flagged_from="2026-03-05", flagged_to="2026-12-31")]
    paid = [*ledgers.ledger(), ledgers.entry(30, "ACC-Q1", 65, "10.00", counterparty_account="X-9")]
    dates = (date(2026, 3, 4), date(2026, 3, 6), date(2026, 3, 7))
    found = backtested.backtested(
        tmp_path, "listed_test", "listed_test:least=2", dates,
        records=paid, flagged_parties=[*listed, ledgers.flagged(entry_id="F2", account_number="X")],
    )  # fmt: skip
    assert [(d.a, d.b) for d in found.dates] == [(0, 0), (1, 0), (1, 1)]
    (kept,) = found.differences
    assert (kept.a.first_on, kept.b.first_on) == dates[1:]


def test_a_rule_that_could_not_run_on_a_date_fails_the_backtest(tmp_path):
    with pytest.raises(ScenarioError) as caught:
        backtested.backtested(tmp_path, dates=(ledgers.FIRST + timedelta(days=1), LAST))
    assert caught.value.problems[0].code == "BKT003"
    assert "as of 2026-01-02" in str(caught.value)
    assert "span" in str(caught.value)


def test_a_rule_that_fails_on_a_date_fails_the_backtest(tmp_path):
    broken = ledgers.CASH.replace(
        "HAVING count(*) >= $least",
        "HAVING max(CASE WHEN $least = 2 THEN CAST(entry.customer_id AS INTEGER) ELSE 1 END) = 1",
    )
    with pytest.raises(ScenarioError) as caught:
        backtested.backtested(tmp_path, scenarios={"cash_test": broken}, dates=(LAST,))
    assert caught.value.problems[0].code == "SQL001"
    assert f"as of {LAST}" in str(caught.value)
    assert "CUS-" not in str(caught.value)


def test_an_alert_that_does_not_recompute_fails_the_backtest(tmp_path):
    loose = ledgers.CASH.replace("count(*) AS items", "count(*) + 1 AS items")
    with pytest.raises(ScenarioError) as caught:
        backtested.backtested(tmp_path, scenarios={"cash_test": loose})
    assert caught.value.problems[0].code == "SCN040"


def test_two_versions_of_a_file_are_told_apart(tmp_path):
    other = tmp_path / "cash_test.yml"
    text = ledgers.CASH.replace("version: 1", "version: 2").replace("cash_teller", "cash_atm")
    other.write_text(text, encoding="utf-8")
    found = backtested.backtested(tmp_path, b=str(other))
    assert (found.a.scenario, found.b.scenario) == ("cash_test@1", "cash_test@2")
    assert found.a.sha256 != found.b.sha256
    assert backtested.changes(found) == [("removed", "CUS-Q1")]


def test_rules_about_other_kinds_of_focus_are_not_compared(tmp_path):
    with pytest.raises(UsageError) as caught:
        backtested.backtested(tmp_path, b="sent_test")
    assert caught.value.problems[0].code == "BKT001"


def test_threads_decide_on_nothing(scheduled, tmp_path):
    again = backtested.backtested(tmp_path, dates=DATES, engine=Engine(threads=1))
    assert again == scheduled
