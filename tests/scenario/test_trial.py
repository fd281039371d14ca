"""The tests inside a scenario file: what they load, and what a failed one says and where."""

import pytest

from aml.core.shipped import shipped
from aml.scenario.bench import ledger_of
from aml.scenario.trial import run_on, run_tests
from tests.scenario.files import TEXT, place, problems_of, scenario_of, shown, spoilt, with_sql

REFERENCE = shipped("scenarios") / "reference"
LOUD = "A1         | 2     | 10000.00   | 30    | T1 T2"


def test_a_failed_test_stands_at_the_row_that_differs(tmp_path):
    text = spoilt(LOUD, LOUD.replace("10000.00", "10000.01"))
    (problem,) = problems_of(tmp_path, text)
    assert shown(problem) == ("TST001", place(text, "A1         | 2     | 10000.01"))
    assert problem.message == "test failed: two large deposits alert"
    assert problem.hint == "got A1 | 2 | 10000 | 30 | T1 T2"


def test_a_missing_alert_is_said_so(tmp_path):
    text = spoilt(
        "T2             | A1         | 2026-03-04 | 5000.00",
        "T2             | A1         | 2026-03-04 | 5.00",
    )
    (problem,) = problems_of(tmp_path, text)
    assert (problem.code, problem.hint) == ("TST001", "got no such alert")


def test_an_alert_that_nobody_expects_is_said_so(tmp_path):
    text = spoilt("2026-03-04 | 4999.99", "2026-03-04 | 5000.00")
    (problem,) = problems_of(tmp_path, text)
    assert shown(problem) == ("TST001", place(text, "name: one cent less is silent"))
    assert problem.hint == "expected no alerts, got 1 (account A1)"


def test_one_alert_more_than_expected_fails(tmp_path):
    more = "      T1             | A1         | 2026-03-02 | 6000.00 | cash_teller | credit\n      T2             | A1         | 2026-03-03 | 6000.00"
    extra = "".join(
        f"      X{n}             | A2         | 2026-03-0{n} | 7000.00 | cash_teller | credit\n"
        for n in (1, 2)
    )
    (problem,) = problems_of(tmp_path, TEXT.replace(more, extra + more))
    assert (problem.code, problem.hint) == ("TST001", "also got A2 | 30")


def test_a_cell_that_does_not_fit_stands_at_its_row(tmp_path):
    text = spoilt(
        "T2             | A1         | 2026-03-04 | 4999.99",
        "T2             | A1         | 2026-03-04 | many",
    )
    problems = problems_of(tmp_path, text)
    assert [shown(problem) for problem in problems] == [
        ("TST004", place(text, "T2             | A1         | 2026-03-04 | many"))
    ]
    assert problems[0].message.startswith("the row does not fit transactions")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("recompute: count()", "recompute: count() + 1", "SCN040"),
        ("  The account's home is near.", "  The account's home is {{ farthest | number }} km away.", "SCN041"),
        ("max(home_km) AS farthest", "CAST(count(*) * 999 * 999 * 999 AS DECIMAL(9, 1)) AS farthest", "SQL001"),
    ],
)  # fmt: skip
def test_an_alert_that_cannot_be_defended_fails_its_test(tmp_path, old, new, code):
    problems = problems_of(tmp_path, spoilt(old, new))
    assert {problem.code for problem in problems} == {"TST002"}
    assert all(code in problem.hint for problem in problems)


OVERLAP = """
SELECT account_id, min(booked_on) AS window_start, max(booked_on) AS window_end,
    list_sort(list(transaction_id)) AS transaction_ids, count(*) AS items, sum(amount_base) AS total_base,
    max(home_km) AS farthest
FROM cash_entries
WHERE direction = 'credit' AND amount_base >= $min_amount
GROUP BY account_id HAVING count(*) >= $min_items
UNION ALL
SELECT account_id, max(booked_on), max(booked_on), list_sort(list(transaction_id)), count(*), sum(amount_base), max(home_km)
FROM cash_entries
WHERE direction = 'credit' AND amount_base >= $min_amount
GROUP BY account_id HAVING count(*) >= $min_items
"""


def test_two_episodes_that_share_a_transaction_are_an_error(tmp_path):
    problems = problems_of(tmp_path, with_sql(OVERLAP))
    assert {problem.code for problem in problems} == {"TST002"}
    assert all(p.hint.startswith("SCN031 at ") for p in problems)
    assert all("two episodes of one focus share a transaction" in p.hint for p in problems)


def test_a_test_may_set_parameters_of_its_own(tmp_path):
    silent = "  - name: one cent less is silent\n    boundary: true\n"
    text = spoilt(silent, silent + "    set: {min_amount: 4999.99}\n")
    (problem,) = problems_of(tmp_path, text)
    assert problem.hint == "expected no alerts, got 1 (account A1)"


def test_a_test_may_leave_out_what_follows(tmp_path):
    """Currency, status, customer, instant and base amount come from defaults and rates."""
    rows = "      transaction_id | account_id | booked_on  | amount  | channel     | direction\n      T1             | A1         | 2026-03-02 | 5000.00 | cash_teller | credit\n      T2             | A1         | 2026-03-04 | 5000.00 | cash_teller | credit\n"
    priced = (
        "    fx_rates: |\n      currency | rate_on    | rate\n      EUR      | 2026-03-01 | 1.25\n    transactions: |\n"
        + rows.replace("amount  ", "amount  | currency").replace("5000.00", "4000.00 | EUR")
    )
    text = TEXT.replace("    transactions: |\n" + rows, priced, 1)
    scenario = scenario_of(tmp_path, text)
    test = scenario.tests[0]
    assert run_tests(scenario) == []
    with ledger_of(scenario, test.tables, REFERENCE) as store:
        assert store.rows(
            "SELECT DISTINCT status, customer_id, CAST(booked_at AS DATE) = booked_on, amount_base FROM transactions"
        ) == [("posted", "A1", True, 5000)]
        assert store.count("thresholds") > 0
        assert store.is_locked
        assert run_on(store, scenario, test) == []


def test_a_table_of_the_test_stands_in_for_the_shipped_one(tmp_path):
    table = "    thresholds: |\n      line_id | jurisdiction | sector | kind        | amount | currency | operator | aggregation | has_reporting_duty | valid_from | source | seen\n      MINE    | US           | any    | cash_report | 50     | USD      | >        | none        | false              | 2020-01-01 | test   | test\n"
    scenario = scenario_of(
        tmp_path, TEXT.replace("    alerts: none", table + "    alerts: none", 1)
    )
    with ledger_of(scenario, scenario.tests[1].tables, REFERENCE) as store:
        assert store.rows("SELECT line_id FROM thresholds") == [("MINE",)]
