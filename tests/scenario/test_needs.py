"""A scenario must not look quiet on a ledger that lacks a table which it cannot do without."""

import pytest

from aml.scenario.needs import check_reads
from tests.scenario.files import TEXT, scenario_of, with_sql

FROM = "SELECT a.account_id FROM"


def unrequired(folder, sql, requires="transactions"):
    text = with_sql(sql).replace("requires: [cash_entries]", f"requires: [{requires}]")
    return [
        problem.message.split()[5].rstrip(",") for problem in check_reads(scenario_of(folder, text))
    ]


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        (f"{FROM} cash_entries AS a", []),
        (f"{FROM} transactions AS a JOIN customers AS c ON a.customer_id = c.customer_id", ["customers"]),
        (f"{FROM} transactions AS a LEFT JOIN customers AS c ON a.customer_id = c.customer_id", []),
        (f"{FROM} transactions AS a, agents AS g", ["agents"]),
        (f"{FROM} transactions AS a CROSS JOIN institution AS i", []),
        (f"{FROM} (SELECT * FROM accounts) AS a", ["accounts"]),
        ("WITH a AS (SELECT * FROM customers)\nSELECT t.account_id FROM transactions AS t JOIN a ON TRUE", ["customers"]),
        ("WITH a AS (SELECT * FROM customers)\nSELECT t.account_id FROM transactions AS t LEFT JOIN a ON TRUE", []),
        ("WITH customers AS (SELECT * FROM customers)\nSELECT account_id FROM customers", ["customers"]),
        (f"{FROM} accounts AS a UNION ALL SELECT account_id FROM transactions", []),
        (f"{FROM} accounts AS a UNION ALL SELECT account_id FROM accounts", ["accounts"]),
    ],
)  # fmt: skip
def test_what_drops_rows_is_required_and_what_adds_to_them_is_not(tmp_path, sql, found):
    assert unrequired(tmp_path, sql) == found


def test_a_table_comes_with_what_it_is_built_from(tmp_path):
    lines = f"{FROM} cash_lines AS a JOIN cash_entries AS e ON a.transaction_id = e.transaction_id"
    assert unrequired(tmp_path, lines, "cash_lines") == []
    assert unrequired(tmp_path, lines, "transactions") == ["cash_lines"]
    assert unrequired(tmp_path, lines, "transactions, thresholds") == []


def test_the_small_file_requires_what_it_reads(tmp_path):
    assert check_reads(scenario_of(tmp_path, TEXT)) == []
