"""Two-sided payments out of booked legs: what pairs, who the sides are, what is left out."""

from datetime import date
from decimal import Decimal

import pytest

from aml.store import sql_tables

TRANSFERS = next(table for table in sql_tables() if table.name == "transfers")
LEGS = "payer_id, payee_id, debit_id, credit_id"


def book(store, *rows):
    """Entries as (id, account, direction, other account), with what a test changes."""
    for number, (transaction_id, account_id, direction, other, *changed) in enumerate(
        rows, start=1
    ):
        record = {
            "transaction_id": transaction_id, "ledger_id": "core", "file_id": 1, "source_row": number,
            "account_id": account_id, "customer_id": f"C{account_id}", "booked_at": "2026-03-02 12:00:00",
            "booked_on": "2026-03-02", "direction": direction, "amount": 100, "currency": "USD", "amount_base": 100,
            "channel": "wire", "status": "posted", "counterparty_account": other,
            **(changed[0] if changed else {}),
        }  # fmt: skip
        store.insert("transactions", list(record), [list(record.values())])


def own(store, *rows):
    for number, row in enumerate(rows, start=1):
        record = {"file_id": 1, "source_row": number, **row}
        store.insert("accounts", list(record), [list(record.values())])


def transfers(store, columns=LEGS):
    TRANSFERS.build(store)
    return store.rows(f"SELECT {columns} FROM transfers ORDER BY ALL")


def test_both_legs_of_a_payment_between_two_accounts_are_one_transfer(store):
    book(store, ("T1", "A1", "debit", "A2"), ("T2", "A2", "credit", "A1"))
    columns = "payer_id, payee_id, payer_customer_id, payee_customer_id, is_own, amount_base, debit_id, credit_id"
    assert transfers(store, columns) == [
        ("A1", "A2", "CA1", "CA2", False, Decimal("100.0000"), "T1", "T2")
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": 100.01}, {"currency": "EUR"}, {"booked_on": "2026-03-03"},
        {"counterparty_account": "A3"}, {"account_id": "A4"},
    ],
)  # fmt: skip
def test_legs_that_differ_in_anything_are_two_transfers(store, changed):
    book(store, ("T1", "A1", "debit", "A2"), ("T2", "A2", "credit", "A1", changed))
    assert len(transfers(store)) == 2


def test_among_equals_the_first_debit_goes_with_the_first_credit(store):
    late = {"booked_at": "2026-03-02 18:00:00"}
    book(
        store,
        ("D2", "A1", "debit", "A2", late), ("D1", "A1", "debit", "A2"), ("D3", "A1", "debit", "A2", late),
        ("C9", "A2", "credit", "A1", late), ("C1", "A2", "credit", "A1", late), ("C5", "A2", "credit", "A1"),
    )  # fmt: skip
    assert transfers(store, "debit_id, credit_id") == [("D1", "C5"), ("D2", "C1"), ("D3", "C9")]


def test_a_leg_without_its_other_half_is_a_transfer_of_its_own(store):
    book(
        store,
        ("D1", "A1", "debit", "A2"), ("D2", "A1", "debit", "A2"), ("C1", "A2", "credit", "A1"),
        ("C7", "A1", "credit", "A2"),
    )  # fmt: skip
    assert transfers(store, f"{LEGS}, transaction_id") == [
        ("A1", "A2", "D1", "C1", "D1"),
        ("A1", "A2", "D2", None, "D2"),
        ("A2", "A1", None, "C7", "C7"),
    ]


def test_the_legs_that_reading_made_of_a_two_sided_record_pair_again(store):
    rows = []
    for number in (10, 1, 2):
        rows.append((f"core:{number}:d", "A1", "debit", "A2"))
        rows.append((f"core:{number}:c", "A2", "credit", "A1"))
    book(store, *rows)
    assert transfers(store, "debit_id, credit_id") == [
        (f"core:{number}:d", f"core:{number}:c") for number in (10, 1, 2)
    ]


def test_whoever_is_outside_is_known_by_account_else_number_else_name(store):
    other = {"counterparty_id": "K7", "counterparty_name": " Rosa  Roble "}
    book(
        store,
        ("T1", "A1", "debit", "X1", other), ("T2", "A1", "debit", None, other),
        ("T3", "A1", "credit", None, {"counterparty_name": "Rosa Roble "}), ("T4", "A1", "debit", None),
        ("T5", "A1", "debit", None, {"counterparty_name": " "}),
    )  # fmt: skip
    assert transfers(store, "payer_id, payee_id, payer_customer_id, payee_customer_id") == [
        ("A1", "account:X1", "CA1", None),
        ("A1", "id:K7", "CA1", None),
        ("name:rosa roble", "A1", None, "CA1"),
    ]


def test_an_account_of_the_institution_is_known_by_its_iban_too(store):
    own(store, {"account_id": "A2", "customer_id": "C7", "iban": "DE02120300000000202051"})
    book(store, ("T1", "A1", "debit", "DE02120300000000202051"), ("T2", "A2", "credit", "A1"))
    assert transfers(store) == [("A1", "A2", "T1", "T2")]


def test_an_account_that_never_moved_is_inside_when_the_institution_lists_it(store):
    own(store, {"account_id": "A2", "customer_id": "C7"}, {"account_id": "A3"})
    book(store, ("T1", "A1", "debit", "A2"), ("T2", "A1", "debit", "A3"))
    assert transfers(store, "payee_id, payee_customer_id") == [("A2", "C7"), ("A3", "A3")]


def test_payments_between_accounts_of_one_customer_are_marked(store):
    same = {"customer_id": "C1"}
    book(store, ("T1", "A1", "debit", "A2", same), ("T2", "A2", "credit", "A1", same))
    assert transfers(store, "is_own") == [(True,)]


def test_cash_cards_fees_and_what_was_not_posted_are_no_transfers(store):
    channels = ("cash_teller", "cash_atm", "night_drop", "armoured_cash", "card", "fee")
    rows = [(f"T{c}", "A1", "debit", "X1", {"channel": c}) for c in channels]
    book(
        store,
        *rows,
        ("T8", "A1", "debit", "X1", {"status": "reversed"}),
        ("T9", "A1", "debit", "A1"),
    )
    assert transfers(store) == []


def test_each_transfer_says_when_its_payer_paid_its_payee_first_and_last(store):
    days = ("2026-03-02", "2026-03-09", "2026-04-01")
    rows = [(f"T{day}", "A1", "debit", "X1", {"booked_on": day}) for day in days]
    book(store, *rows, ("T4", "A1", "credit", "X1", {"booked_on": "2026-05-01"}))
    first, last = date(2026, 3, 2), date(2026, 4, 1)
    assert transfers(store, "payer_id, first_on, last_on") == [
        *[("A1", first, last)] * 3,
        ("account:X1", date(2026, 5, 1), date(2026, 5, 1)),
    ]
