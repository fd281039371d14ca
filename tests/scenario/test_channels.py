"""Which channels a scenario can raise an alert on, read off its SQL."""

from dataclasses import replace

import pytest

from aml.core.shipped import shipped
from aml.core.vocabulary import CASH_CHANNELS, CHANNELS
from aml.scenario.channels import channels_seen, reads_remittances
from aml.scenario.load import load

BAND = load(shipped("scenarios") / "structuring" / "cash_band.yml", None).scenario


def seen(sql):
    return set(channels_seen(replace(BAND, sql=replace(BAND.sql, text=sql))))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("channel = 'wire'", {"wire"}),
        ("channel IN ('wire', 'sepa') AND amount > 5", {"wire", "sepa"}),
        ("channel <> 'fee'", {*CHANNELS} - {"fee"}),
        ("NOT (channel IN ('card', 'fee'))", {*CHANNELS} - {"card", "fee"}),
        ("channel = 'wire' OR amount > 5", {*CHANNELS}),
        ("(channel = 'wire' OR channel = 'ach') AND channel <> 'ach'", {"wire"}),
        ("direction = 'credit'", {*CHANNELS}),
    ],
)
def test_conditions_narrow_what_a_select_sees(condition, expected):
    assert seen(f"SELECT transaction_id FROM transactions WHERE {condition}") == expected


def test_a_named_subquery_is_narrowed_where_it_is_used():
    sql = """WITH moved AS (SELECT transaction_id, channel FROM transactions WHERE channel <> 'fee'),
        cash AS (SELECT * FROM moved WHERE channel IN ('cash_atm', 'fee'))
        SELECT transaction_id FROM cash"""
    assert seen(sql) == {"cash_atm"}


def test_each_of_two_joined_copies_is_judged_by_its_own_conditions():
    sql = """SELECT a.transaction_id, b.transaction_id FROM transactions AS a
        INNER JOIN transactions AS b ON a.account_id = b.account_id AND b.channel = 'vasp'
        WHERE a.channel = 'wire'"""
    assert seen(sql) == {"wire", "vasp"}


def test_the_condition_of_an_outer_join_narrows_nothing():
    sql = """SELECT a.transaction_id FROM transactions AS a
        LEFT JOIN customers AS c ON a.customer_id = c.customer_id AND a.channel = 'wire'"""
    assert seen(sql) == {*CHANNELS}


def test_sums_without_ids_are_looked_at_and_not_cited():
    sql = """SELECT w.transaction_id FROM transactions AS w
        INNER JOIN (SELECT 1 AS one) AS x ON true
        INNER JOIN daily_flows AS f ON f.account_id = w.account_id WHERE w.channel = 'wire'"""
    assert seen(sql) == {"wire"}


def test_a_derived_table_passes_on_what_it_was_made_of():
    assert set(channels_seen(BAND)) == set(CASH_CHANNELS)
    assert not reads_remittances(BAND)


def test_remittances_are_seen_through_derived_tables():
    rule = load(shipped("scenarios") / "remittance" / "many_to_one.yml", None).scenario
    assert reads_remittances(rule)
    assert not channels_seen(rule)


def test_a_named_subquery_is_not_the_derived_table_of_its_name():
    """`arrivals` is a derived table too, made of remittances among others."""
    rule = load(shipped("scenarios") / "funnel" / "cuckoo_smurfing.yml", None).scenario
    assert "arrivals AS (" in rule.sql.text
    assert not reads_remittances(rule)
