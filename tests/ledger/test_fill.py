"""A canonical table as it is filled: its order, and the columns that no file fills."""

from aml.store import Store
from aml.store.schema import create_schema
from tests.ledger.conftest import entries
from tests.ledger.test_read import MOVED, TRANSFERS


def test_a_ledger_in_order_of_time_is_stored_as_it_comes(desk):
    desk.give(
        entries(
            "T9,A1,2026-03-02,credit,1,USD",
            "T1,A1,2026-03-02,credit,1,USD",
            "T5,A1,2026-13-01,credit,1,USD",
            "T4,A1,2026-03-03,credit,1,USD",
        ),
        name="a.csv",
    )
    desk.give(entries("T0,A1,2026-03-03,credit,1,USD"), name="b.csv").read()
    order = ["bank:T9", "bank:T1", "bank:T4", "bank:T0"]
    assert desk.column("transaction_id", order="rowid") == order


def test_files_out_of_order_are_sorted_together(desk):
    desk.give(entries("T1,A1,2026-03-04,credit,1,USD"), name="a.csv")
    desk.give(entries("T2,A1,2026-03-02,credit,1,USD"), name="b.csv").read()
    assert desk.column("transaction_id", order="rowid") == ["bank:T2", "bank:T1"]


def test_both_sides_of_transfers_are_stored_in_order_of_time(desk):
    desk.profile(TRANSFERS)
    desk.give(MOVED, profile="own").read()
    days = desk.column("booked_at", order="rowid")
    assert days == sorted(days)


def test_columns_that_no_record_fills_are_there_and_empty(desk):
    desk.give(entries("T1,A1,2026-03-02,credit,1,USD")).read()
    with Store() as empty:
        create_schema(empty)
        columns = empty.describe("FROM transactions")
    assert desk.store.describe("FROM transactions") == columns
    assert desk.column("device_id") == [None]
