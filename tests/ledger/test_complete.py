"""What records lack and other tables know: customers, worth, numbers."""

from decimal import Decimal

from tests.ledger.conftest import told
from tests.ledger.test_events import HEAD, PROFILE
from tests.ledger.test_read import MOVED, TRANSFERS


def test_each_side_of_a_transfer_is_its_accounts_customer(desk):
    desk.profile(TRANSFERS)
    desk.give("account_id,customer_id\nA,C1\nB,C2\n", table="accounts", name="accounts.csv")
    desk.give(MOVED, profile="own").read()
    rows = "SELECT account_id, customer_id, counterparty_id FROM transactions ORDER BY ALL"
    assert desk.store.rows(rows) == [("A", "C1", None)] * 2 + [("B", "C2", None)] * 2


def test_a_remittance_of_events_is_worth_what_its_sending_is(desk):
    rates = "currency,base_currency,rate_on,rate\nMXN,USD,2026-03-02,0.05\nMXN,USD,2026-03-05,1\n"
    desk.give(rates, table="fx_rates")
    desk.profile(PROFILE)
    sent = "SENT,R1,2026-03-02,200,MXN,Ann Lee,Bob Ray,,A1\n"
    changed = "CHANGED,R1,2026-03-05,,,,Eve Fox,,A1\n"
    desk.give(HEAD + sent + changed, table="remittances", profile="own")
    assert told(desk.read()) == []
    assert desk.column("amount_base", "remittances") == [Decimal(10), Decimal(10)]


def test_equal_records_without_ids_are_numbered_in_their_order(desk):
    head = "account_id,booked_on,direction,amount,currency\n"
    line = "A1,2026-03-02,debit,5,USD\n"
    desk.give(head + line * 3 + "A1,2026-03-02,debit,6,USD\n").read()
    numbers = [text.rpartition("-")[2] for text in desk.column("transaction_id")]
    assert numbers == ["1", "2", "3", "1"]


def test_malformed_records_of_one_file_move_no_numbers_of_another(desk):
    head = "transaction_id,account_id,booked_on,direction,amount,currency\n"
    good, bad = "{},A1,2026-03-02,debit,5,USD\n", "{},A1,2026-03-02,debit,5,USD,surplus\n"
    desk.give(head + bad.format("X") + good.format("T1") + good.format("T2"), name="a.csv")
    desk.give(head + good.format("T3") + bad.format("Y") + good.format("T4"), name="b.csv")
    desk.read()
    assert desk.column("source_row", order="transaction_id") == [2, 3, 1, 3]
