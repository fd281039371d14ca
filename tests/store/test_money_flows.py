"""What a day brought and took, and which debit spent which credit."""

from collections import defaultdict, deque
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aml.store import Store, sql_tables
from aml.store.schema import create_schema

KNOWN = {item.name: item for item in sql_tables()}
BIG = Decimal("99999999999.00")
COLUMNS = (
    "file_id", "source_row", "ledger_id", "transaction_id", "account_id", "customer_id", "booked_at", "booked_on",
    "direction", "amount", "amount_base", "currency", "channel", "status",
)  # fmt: skip


@pytest.fixture
def store():
    with Store(threads=1) as opened:
        create_schema(opened)
        opened.run("INSERT INTO institution VALUES ('Bank', 'US', 'bank', 'USD', NULL)")
        yield opened


def add(store, *entries):
    """Entries of a ledger: id, instant, direction, amount, and what else differs."""
    for number, (key, at, direction, amount, *other) in enumerate(entries, start=1):
        common = {
            "file_id": 1, "source_row": number, "ledger_id": "core", "transaction_id": key, "account_id": "A1",
            "customer_id": "C1", "booked_at": f"2026-03-{at}", "booked_on": f"2026-03-{at[:2]}", "direction": direction,
            "amount": amount, "amount_base": amount, "currency": "USD", "channel": "wire", "status": "posted",
        }  # fmt: skip
        record = common | (other[0] if other else {})
        store.insert("transactions", list(record), [list(record.values())])


def built(store, name, columns):
    store.run(f"DROP TABLE IF EXISTS {name}")
    KNOWN[name].build(store)
    return store.rows(f"SELECT {columns} FROM {name} ORDER BY ALL")


def matches(store):
    return built(store, "fifo_matches", "credit_id, debit_id, matched_base, minutes")


def test_a_day_sums_what_came_in_and_left(store):
    add(
        store,
        ("T1", "02 09:00", "credit", 100),
        ("T2", "02 10:00", "credit", 50, {"channel": "cash_atm"}),
        ("T3", "02 11:00", "debit", 30, {"channel": "night_drop"}),
        ("T4", "02 12:00", "debit", 20, {"channel": "card"}),
        ("T5", "02 13:00", "debit", 99, {"status": "reversed"}),
        ("T6", "02 14:00", "credit", 7, {"amount_base": None}),
        ("T7", "03 09:00", "debit", BIG),
        ("T8", "03 09:00", "credit", 1, {"account_id": "A2", "customer_id": None}),
    )
    sums = "account_id, customer_id, day(booked_on), money_in, money_out, cash_in, cash_out, items_in, items_out"
    assert built(store, "daily_flows", sums) == [
        ("A1", "C1", 2, 150, 50, 50, 30, 3, 2),
        ("A1", "C1", 3, 0, BIG, 0, 0, 0, 1),
        ("A2", "A2", 3, 1, 0, 0, 0, 1, 0),
    ]


def test_transfers_between_accounts_of_one_customer_are_no_flow(store):
    for account, customer, iban in (("A2", "C1", "DE02"), ("A3", "C2", "DE03")):
        columns = ["file_id", "source_row", "account_id", "customer_id", "iban"]
        store.insert("accounts", columns, [[1, 1, account, customer, iban]])
    add(
        store,
        ("T1", "02 09:00", "debit", 1, {"counterparty_account": "A2"}),
        ("T2", "02 09:00", "debit", 2, {"counterparty_account": "DE02"}),
        ("T3", "02 09:00", "credit", 4, {"counterparty_id": "C1"}),
        ("T4", "02 09:00", "debit", 8, {"counterparty_account": "A3"}),
        ("T5", "02 09:00", "debit", 16, {"counterparty_account": "DE03", "counterparty_id": "C2"}),
        ("T6", "02 09:00", "debit", 32, {"counterparty_account": "elsewhere"}),
        ("T7", "02 09:00", "debit", 64, {"counterparty_account": "A2", "customer_id": None, "account_id": "A9"}),
    )  # fmt: skip
    assert built(store, "daily_flows", "account_id, money_in, money_out, items_out") == [
        ("A1", 0, 56, 3),
        ("A9", 0, 64, 1),
    ]


def test_the_first_money_in_is_the_first_out(store):
    add(
        store,
        ("T1", "02 09:00", "credit", 1000),
        ("T2", "02 10:00", "credit", 500),
        ("T3", "02 10:30", "debit", 1200),
        ("T4", "03 10:00", "debit", 100),
    )
    assert matches(store) == [
        ("T1", "T3", 1000, 90),
        ("T2", "T3", 200, 30),
        ("T2", "T4", 100, 1440),
    ]


def test_what_no_credit_covers_came_out_of_an_opening_balance(store):
    add(
        store,
        ("T0", "01 09:00", "debit", 5000),
        ("T1", "02 09:00", "credit", 1000),
        ("T2", "02 10:00", "debit", 1500),
        ("T3", "02 11:00", "credit", 700),
        ("T4", "02 12:00", "debit", 300),
    )
    assert matches(store) == [("T1", "T2", 1000, 60), ("T3", "T4", 300, 60)]


def test_at_one_instant_money_comes_before_it_goes(store):
    add(store, ("T1", "02 09:00", "debit", 1000), ("T2", "02 09:00", "credit", 1000))
    assert matches(store) == [("T2", "T1", 1000, 0)]


def test_money_is_followed_for_ten_days(store):
    add(
        store,
        ("T1", "02 09:00", "credit", 1000),
        ("T2", "12 09:00", "debit", 400),
        ("T3", "12 09:01", "debit", 600),
    )
    assert matches(store) == [("T1", "T2", 400, 14400)]


def test_only_posted_money_counts_and_accounts_do_not_mix(store):
    add(
        store,
        ("T1", "02 09:00", "credit", 1000, {"status": "reversed"}),
        ("T2", "02 09:00", "credit", 1000, {"account_id": "A2"}),
        ("T3", "02 09:30", "credit", 1000, {"amount_base": None}),
        ("T4", "02 10:00", "credit", BIG),
        ("T5", "02 11:00", "debit", BIG),
    )
    assert matches(store) == [("T4", "T5", BIG, 60)]


def test_an_account_without_a_thousand_in_a_month_is_left_out(store):
    add(
        store,
        ("T1", "02 09:00", "credit", 600),
        ("T2", "02 10:00", "debit", 600),
        ("T3", "03 09:00", "credit", Decimal("399.99")),
    )
    assert matches(store) == []
    add(store, ("T4", "31 09:00", "credit", Decimal("0.01")))
    assert matches(store) == [("T1", "T2", 600, 60)]


def fifo(entries):
    """The plain way: a queue of what is left of each credit."""
    queues, found = defaultdict(deque), []
    for account, minute, direction, key, amount in sorted(entries):
        queue = queues[account]
        if direction == "credit":
            queue.append([key, minute, amount])
            continue
        open_amount = amount
        while open_amount and queue:
            credit, since, left = queue[0]
            part = min(left, open_amount)
            open_amount -= part
            queue[0][2] -= part
            if not queue[0][2]:
                queue.popleft()
            if minute - since <= 10 * 24 * 60:
                found.append((account, credit, key, part, minute - since))
    return sorted(found)


entries = st.lists(
    st.tuples(
        st.sampled_from(["A1", "A2"]),
        st.integers(0, 20 * 24 * 6).map(lambda tenth: tenth * 10),
        st.sampled_from(["credit", "debit"]),
        st.integers(1, 400),
    ),
    max_size=40,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(entries)
def test_matches_are_those_of_a_queue(store, drawn):
    start = datetime(2026, 3, 1, tzinfo=UTC)
    # A first credit a month is enough for an account to be looked at, and is spent at once.
    given_ = [
        (account, 0, way, f"{account}{way}", 1000)
        for account in ("A1", "A2")
        for way in ("credit", "debit")
    ]
    given_ += [
        (a, minute + 10, way, f"T{n:02}", amount)
        for n, (a, minute, way, amount) in enumerate(drawn)
    ]
    store.run("DELETE FROM transactions")
    rows = [
        [1, n, "core", key, account, account, at, at.date(), way, amount, amount, "USD", "wire", "posted"]
        for n, (account, minute, way, key, amount) in enumerate(given_)
        for at in (start + timedelta(minutes=minute),)
    ]  # fmt: skip
    store.insert("transactions", list(COLUMNS), rows)
    found = built(store, "fifo_matches", "account_id, credit_id, debit_id, matched_base, minutes")
    assert found == fifo(given_)
