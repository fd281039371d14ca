"""Which columns, tables and reporting lines a scenario reads, told from its SQL."""

from dataclasses import replace

import pytest

from aml.scenario.columns import columns_read, line_kinds, made_of
from tests.scenario.files import shipped_scenario

KINDS = frozenset({"cash_report", "gto_report", "cash_cap"})
SCENARIO = shipped_scenario("cash_band")


def columns(sql, requires=()):
    asked = replace(SCENARIO, sql=replace(SCENARIO.sql, text=sql), requires=requires)
    return columns_read(asked)


def test_columns_count_for_the_table_that_they_are_named_with():
    sql = "SELECT t.amount, c.customer_id FROM transactions AS t JOIN customers AS c ON true"
    assert columns(sql) == {"customers": ("customer_id",), "transactions": ("amount",)}


def test_columns_without_a_table_count_for_each_that_has_them():
    sql = "SELECT customer_id, booked_on, no_column FROM transactions JOIN customers ON true"
    assert columns(sql) == {
        "customers": ("customer_id",), "transactions": ("booked_on", "customer_id")
    }  # fmt: skip


def test_a_needed_column_is_read():
    found = columns("SELECT amount FROM transactions", ("transactions.branch_id",))
    assert found == {"transactions": ("amount", "branch_id")}


def test_a_derived_table_is_told_by_what_it_is_made_of():
    assert made_of("cash_lines") == ("thresholds", "transactions")
    assert made_of("transactions") == ()
    assert "cash_lines" not in columns_read(SCENARIO)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [("cash_band", ("cash_report",)), ("gto_band", ("gto_report",)), ("fan_in", ())],
)
def test_lines_are_told_through_the_derived_tables(name, kinds):
    found = line_kinds(shipped_scenario(name), KINDS)
    assert found == kinds
