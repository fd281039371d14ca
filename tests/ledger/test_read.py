"""The way of a file: three shapes, ids, places, what is filled in."""

from datetime import date, datetime
from decimal import Decimal

import polars
import pytest

from tests.ledger.conftest import entries, told

TRANSFERS = """\
table: transactions
shape: transfers
columns:
  transaction_id: id
  booked_on: day
  payer_account: from
  payer_name: from_name
  payee_account: to
  payee_name: to_name
  amount: amount
  currency: {constant: USD}
external_accounts: [OUT, ""]
"""
MOVED = """\
id,day,from,from_name,to,to_name,amount
1,2026-03-02,A,Ann,B,Bob,10.00
2,2026-03-03,A,Ann,OUT,Shop,20.00
3,2026-03-04,,Employer,B,Bob,30.00
"""


def test_an_entry_is_one_row_with_its_record_and_its_amount_in_the_base_currency(desk):
    reading = desk.give(entries("T1,A1,2026-03-02,credit,100.50,USD")).read()
    row = desk.store.rows(
        "SELECT transaction_id, ledger_id, file_id, source_row, account_id, customer_id, booked_at,"
        " booked_on, direction, amount, currency, amount_base, channel, status FROM transactions"
    )
    assert row == [
        (
            "bank:T1", "bank", 1, 1, "A1", "A1", datetime.fromisoformat("2026-03-02 00:00:00"), date(2026, 3, 2), "credit",
            Decimal("100.5000"), "USD", Decimal("100.5000"), "other", "posted",
        )
    ]  # fmt: skip
    assert (reading.first_on, reading.last_on) == (date(2026, 3, 2), date(2026, 3, 2))
    assert not reading.problems


def test_a_transfer_becomes_one_entry_a_side_and_none_for_the_outside(desk):
    desk.give(MOVED, profile=desk.profile(TRANSFERS)).read()
    sides = "transaction_id, account_id, direction, counterparty_account, counterparty_name, amount"
    assert desk.store.rows(f"SELECT {sides} FROM transactions ORDER BY transaction_id") == [
        ("bank:1:c", "B", "credit", "A", "Ann", Decimal(10)),
        ("bank:1:d", "A", "debit", "B", "Bob", Decimal(10)),
        ("bank:2:d", "A", "debit", "OUT", "Shop", Decimal(20)),
        ("bank:3:c", "B", "credit", None, "Employer", Decimal(30)),
    ]
    assert desk.column("source_row") == [1, 1, 2, 3]


def test_a_transfer_within_one_account_keeps_both_sides(desk):
    moved = "id,day,from,from_name,to,to_name,amount\n1,2026-03-02,A,Ann,A,Ann,10\n"
    reading = desk.give(moved, profile=desk.profile(TRANSFERS)).read()
    assert desk.column("direction", order="direction") == ["credit", "debit"]
    assert reading.files[0].totals[0].is_reconciled


def test_transfers_without_ids_get_one_id_for_both_sides(desk):
    profile = desk.profile(TRANSFERS.replace("  transaction_id: id\n", ""))
    moved = MOVED + MOVED.splitlines()[1] + "\n"
    desk.give(moved, profile=profile).read()
    ids = desk.column("transaction_id", order="transaction_id")
    assert len(set(ids)) == len(ids) == 6
    assert {i.rsplit(":", 1)[1] for i in ids} == {"c", "d"}
    assert len({i.rsplit(":", 1)[0] for i in ids}) == 4


def test_a_remittance_keeps_both_ends(desk):
    head = "remittance_id,sent_at,paid_at,amount,currency,sender_name,receiver_name,payout_country"
    desk.give(
        f"{head}\nR1,2026-03-02 23:30:00,2026-03-04 08:00:00,200,USD,Ann,Bob,MX\n",
        table="remittances",
    )
    reading = desk.read()
    held = "remittance_id, sent_on, paid_on, status, sender_name, receiver_name, amount_base"
    assert desk.store.rows(f"SELECT {held} FROM remittances") == [
        ("bank:R1", date(2026, 3, 2), date(2026, 3, 4), "posted", "Ann", "Bob", Decimal(200))
    ]
    assert reading.last_on == date(2026, 3, 2)


def test_a_remittance_not_yet_paid_out_is_loaded(desk):
    head = "remittance_id,sent_on,paid_on,amount,currency,sender_name,receiver_name"
    desk.give(f"{head}\nR1,2026-03-02,,200,USD,Ann,Bob\n", table="remittances")
    assert told(desk.read()) == []
    assert desk.column("paid_at", "remittances") == [None]


def test_records_without_an_id_get_one_from_their_content_whatever_the_order_of_columns(desk):
    head = "account_id,booked_on,direction,amount,currency"
    desk.give(entries("A1,2026-03-02,debit,5,USD", "A1,2026-03-02,debit,5,USD", head=head))
    desk.read()
    first, second = desk.column("transaction_id")
    assert first != second
    assert first.endswith("-1")
    assert second.endswith("-2")
    desk.inputs.clear()
    desk.give(
        entries("5,A1,USD,2026-03-02,debit", head="amount,account_id,currency,booked_on,direction")
    )
    desk.read()
    assert desk.column("transaction_id") == [first]


def test_ids_of_two_ledgers_never_meet(desk):
    desk.give(entries("T1,A1,2026-03-02,credit,1,USD"), name="a.csv", ledger="north")
    desk.give(entries("T1,A1,2026-03-02,credit,2,USD"), name="b.csv", ledger="south")
    assert told(desk.read()) == []
    assert desk.column("transaction_id", order="amount") == ["north:T1", "south:T1"]


def test_the_account_says_whose_money_it_is(desk):
    desk.give("account_id,customer_id\nA1,C1\nA2,\n", table="accounts", name="accounts.csv")
    desk.give(
        entries(
            *(f"T{n},A{n},2026-03-02,credit,1,USD," for n in (1, 2, 3)),
            "T4,A1,2026-03-02,credit,1,USD,C9",
            head="transaction_id,account_id,booked_on,direction,amount,currency,customer_id",
        )
    )
    desk.read()
    assert desk.column("customer_id") == ["C1", "A2", "A3", "C9"]


def test_the_ledger_is_stored_in_order_of_time(desk):
    desk.give(
        entries(
            "T3,A1,2026-03-04,credit,1,USD",
            "T2,A1,2026-03-02,credit,1,USD",
            "T1,A1,2026-03-02,credit,1,USD",
        )
    )
    desk.read()
    assert desk.column("transaction_id", order="rowid") == ["bank:T1", "bank:T2", "bank:T3"]


def test_records_are_numbered_with_those_that_were_not_loaded(desk):
    desk.give(
        entries(
            "T1,A1,2026-03-02,credit,1,USD",
            "T2,A1,2026-03-02,credit,1,USD,surplus",
            'T3,"A\n1",2026-03-02,credit,1,USD',
            "T4,A1,2026-02-30,credit,1,USD",
            "T5,A1,2026-03-02,credit",
            "T6,A1,2026-03-02,credit,1,USD",
        )
    )
    reading = desk.read()
    assert desk.column("source_row") == [1, 3, 6]
    assert told(reading) == [("LDG010", "booked_on", (4,)), ("LDG018", "", (2, 5))]


def test_a_header_alone_is_a_day_without_records(desk):
    desk.give(entries())
    reading = desk.read()
    assert reading.files[0].records == 0
    assert reading.files[0].totals == ()
    assert reading.last_on is None
    assert not reading.problems


def test_how_well_each_column_is_filled_is_told(desk):
    desk.give("account_id,iban\nA1,\nA2,DE1\n", table="accounts")
    fills = {fill.column: (fill.filled, fill.records) for fill in desk.read().fills}
    assert fills["account_id"] == (2, 2)
    assert fills["iban"] == (1, 2)
    assert fills["customer_id"] == (0, 2)


def test_a_base_currency_that_is_none_is_refused(desk):
    desk.institution = type(desk.institution)("Test Bank", "US", "bank", "dollars")
    problem = desk.give(entries("T1,A1,2026-03-02,credit,1,USD")).refuse()[0]
    assert problem.code == "LDG014"
    assert "'dollars'" in problem.message


def test_text_and_parquet_give_the_same_rows(desk):
    text = entries("T1,A1,2026-03-02,credit,100.50,USD", "T2,A2,2026-03-03,debit,0.01,USD")
    desk.give(text).read()
    everything = "SELECT * EXCLUDE (file_id) FROM transactions ORDER BY source_row"
    from_text = desk.store.rows(everything)
    frame = polars.read_csv(text.encode(), schema_overrides={"amount": polars.Decimal(9, 2)})
    desk.inputs.clear()
    desk.give(frame.with_columns(polars.col("booked_on").str.to_date())).read()
    assert desk.store.rows(everything) == from_text


@pytest.mark.parametrize("table", ["accounts", "branches", "customers"])
def test_tables_other_than_ledgers_count_records_without_money(desk, table):
    key = {"branches": "branch_id"}.get(table, table[:-1] + "_id")
    totals = desk.give(f"{key}\nX1\nX2\n", table=table).read().files[0].totals
    assert [(t.currency, t.records_in, t.records_loaded, t.amount_in) for t in totals] == [
        ("XXX", 2, 2, Decimal(0))
    ]
