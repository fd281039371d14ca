"""Whether a scenario can run on what was loaded, and what it needs built first."""

import pytest

from aml.scenario.prepare import (
    canonical_sources,
    derive,
    is_known_need,
    longest_window,
    readable_tables,
    tables_behind,
    tables_read,
    why_not,
)
from aml.store import Store
from aml.store.schema import create_schema
from tests.scenario.files import TEXT, scenario_of, spoilt

LOADED = frozenset({"transactions", "thresholds"})


@pytest.fixture
def store():
    with Store() as opened:
        create_schema(opened)
        opened.run("INSERT INTO institution VALUES ('Bank', 'US', 'bank', 'USD', NULL)")
        yield opened


def add_entries(store, *days, currency="USD"):
    for number, day in enumerate(days):
        store.run(
            "INSERT INTO transactions (transaction_id, ledger_id, file_id, source_row, account_id, customer_id,"
            " booked_at, booked_on, direction, amount, currency, amount_base, channel, status)"
            f" VALUES ('T{number}', 'core', 1, {number}, 'A1', 'A1', '{day}', '{day}', 'credit', 5000,"
            f" '{currency}', 5000, 'cash_teller', 'posted')"
        )


def add_line(store, country="US", currency="USD"):
    store.run(
        f"INSERT INTO thresholds VALUES (2, 1, 'LINE', '{country}', 'any', 'cash_report', 10000,"
        f" '{currency}', '>', 'business_day', true, '2011-03-01', NULL, 'a law', 'primary',"
        " NULL, NULL, NULL, NULL)"
    )


def needing(tmp_path, need, window=None):
    text = TEXT.replace("requires: [cash_entries]", f"requires: [{need}]")
    if window:
        text = text.replace("min_items: {type: count,", "min_items: {type: days,")
        text = text.replace("default: 2, range: [2, 50]", f"default: {window}, range: [2, 50]")
    return scenario_of(tmp_path, text)


def state(store, scenario, loaded=LOADED):
    derive(store, tables_read(scenario))
    return why_not(store, scenario, loaded)


def test_a_table_that_nobody_named_makes_it_not_applicable(store, tmp_path):
    assert state(store, scenario_of(tmp_path), frozenset()) == (
        "not_applicable",
        "no transactions were given",
    )
    assert state(store, needing(tmp_path, "remittances")) == (
        "not_applicable",
        "no remittances were given",
    )


def test_a_table_that_was_named_and_holds_nothing_makes_the_run_incomplete(store, tmp_path):
    assert state(store, scenario_of(tmp_path))[0] == "incomplete"


def test_a_column_that_no_record_fills_makes_it_not_applicable(store, tmp_path):
    add_entries(store, "2026-03-02")
    scenario = needing(tmp_path, "transactions.conductor_id")
    assert state(store, scenario) == (
        "not_applicable",
        "no record of transactions fills conductor_id",
    )
    assert state(store, needing(tmp_path, "transactions.branch_id"))[0] == "not_applicable"
    assert state(store, needing(tmp_path, "transactions.customer_id")) == ("", "")


@pytest.mark.parametrize(("days", "result"), [(6, ""), (5, "incomplete")])
def test_a_ledger_shorter_than_the_longest_window_makes_the_run_incomplete(
    store, tmp_path, days, result
):
    add_entries(store, "2026-03-01", f"2026-03-{days:02}")
    scenario = needing(tmp_path, "cash_entries", window=6)
    assert longest_window(scenario) == 6
    assert state(store, scenario)[0] == result


def test_one_mistyped_day_does_not_make_a_ledger_long(store, tmp_path):
    add_entries(store, "1900-01-01", "2026-03-01", "2026-03-05")
    store.run(
        "INSERT INTO transactions SELECT t.* REPLACE (transaction_id || n AS transaction_id)"
        " FROM transactions AS t CROSS JOIN range(10000) AS r(n) WHERE booked_on > DATE '2000-01-01'"
    )
    told = "transactions span 5 days, its longest window is 6"
    assert state(store, needing(tmp_path, "cash_entries", window=6)) == ("incomplete", told)
    assert state(store, needing(tmp_path, "cash_entries", window=5)) == ("", "")


def test_hours_count_as_days_begun_and_offsets_not_at_all(tmp_path):
    hours = spoilt("min_items: {type: count,", "min_items: {type: hours,").replace(
        "default: 2,", "default: 25,"
    )
    assert longest_window(scenario_of(tmp_path, hours)) == 2
    offset = spoilt("min_items: {type: count,", "min_items: {type: offset,")
    assert longest_window(scenario_of(tmp_path, offset)) == 0


def test_no_line_for_the_places_of_the_ledger_makes_it_not_applicable(store, tmp_path):
    add_entries(store, "2026-03-02")
    add_line(store, country="CA")
    assert state(store, needing(tmp_path, "cash_lines"))[0] == "not_applicable"


def test_a_line_whose_currency_has_no_rate_makes_the_run_incomplete(store, tmp_path):
    add_entries(store, "2026-03-02")
    add_line(store, currency="CAD")
    assert state(store, needing(tmp_path, "cash_lines")) == (
        "incomplete",
        "a reporting line's currency has no exchange rate on some days",
    )


def test_a_line_of_the_ledgers_own_makes_it_run(store, tmp_path):
    add_entries(store, "2026-03-02")
    add_line(store)
    assert state(store, needing(tmp_path, "cash_lines")) == ("", "")


def test_needs_are_tables_and_columns_that_exist():
    assert is_known_need("transactions")
    assert is_known_need("transactions.amount")
    assert is_known_need("cash_lines")
    assert not is_known_need("transactions.amout")
    assert not is_known_need("ledger_files")


def test_what_a_table_rests_on_is_found_through_what_it_is_built_from():
    assert canonical_sources("cash_lines") == {"transactions", "thresholds"}
    assert canonical_sources("remittances") == {"remittances"}
    assert {"transactions", "cash_lines"} <= readable_tables()


def test_the_sql_says_what_a_scenario_reads(tmp_path):
    assert tables_read(scenario_of(tmp_path)) == {"cash_entries"}


def test_a_step_that_has_the_name_of_a_table_asks_for_no_such_table(tmp_path):
    stepped = "WITH arrivals AS (SELECT * FROM cash_entries)\n  SELECT"
    text = TEXT.replace("FROM cash_entries", "FROM arrivals").replace("SELECT", stepped, 1)
    assert tables_read(scenario_of(tmp_path, text)) == {"cash_entries"}


def test_a_derived_table_is_built_once(store):
    add_entries(store, "2026-03-02")
    derive(store, ["cash_entries"])
    add_entries(store, "2026-03-03")
    derive(store, ["cash_entries", "cash_months"])
    assert store.count("cash_entries") == 1
    assert store.count("cash_months") == 1


def test_everything_behind_a_table_is_found_one_way_or_another():
    behind = tables_behind(["remittance_parties"])
    assert {"remittance_parties", "party_members", "remittances", "customers"} <= behind
    assert "bills_of_lading" not in behind
    assert tables_behind(["customers"]) == {"customers"}
