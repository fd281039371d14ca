"""Nothing is lost on the way without being seen: each test loses something and looks."""

from decimal import Decimal

import pytest

from tests.ledger.conftest import entries, reading
from tests.ledger.test_read import MOVED, TRANSFERS


def concluded(desk, *losses):
    """What a scan is told when rows are lost between loading and the last look."""
    loaded = desk.load()
    for sql in losses:
        desk.store.run(sql)
    return reading.conclude(desk.store, loaded)


def is_reconciled(outcome):
    return all(total.is_reconciled for file in outcome.files for total in file.totals)


MIXED = entries(
    "T1,A1,2026-03-02,credit,100.00,USD",
    "T1,A1,2026-03-02,credit,100.00,USD",
    "T2,A1,2026-03-02,debit,7.50,USD",
    "T3,A1,2026-03-02,debit,seven,USD",
    "T4,A1,never,debit,9.00,USD",
    "T5,A1,2026-03-02,debit,1.00,USD,surplus",
    "T6,A1,2026-03-02,debit,2.00,ZZZ",
)


def test_records_in_are_loaded_rejected_or_duplicates_and_so_are_the_sums(desk):
    outcome = concluded(desk.give(MIXED))
    unknown, dollars = sorted(outcome.files[0].totals, key=lambda t: t.currency, reverse=True)
    assert (dollars.records_in, dollars.records_loaded) == (5, 2)
    assert (dollars.records_rejected, dollars.records_duplicate, dollars.unparseable) == (2, 1, 1)
    assert dollars.amount_in == Decimal("216.50")
    assert dollars.amount_loaded == Decimal("107.50")
    assert dollars.amount_rejected == Decimal(9)
    assert dollars.amount_duplicate == Decimal(100)
    assert (unknown.currency, unknown.records_in, unknown.records_rejected) == ("XXX", 2, 2)
    assert (unknown.amount_in, unknown.unparseable) == (Decimal(2), 1)
    assert is_reconciled(outcome)
    assert outcome.rejected == 4
    assert outcome.duplicates == 1
    assert outcome.files[0].records == 7


def doubled(transaction_id):
    """SQL that leaves an entry in the ledger twice; some columns may not be inserted into."""
    return (
        "CREATE OR REPLACE TABLE transactions AS FROM transactions UNION ALL"
        f" FROM transactions WHERE transaction_id = '{transaction_id}'"
    )


@pytest.mark.parametrize(
    "loss",
    [
        "DELETE FROM transactions WHERE transaction_id = 'bank:T2'",
        "UPDATE transactions SET amount = amount - 0.0001 WHERE transaction_id = 'bank:T2'",
        "UPDATE transactions SET currency = 'EUR' WHERE transaction_id = 'bank:T2'",
        doubled("bank:T2"),
        "DELETE FROM transactions",
    ],
)
def test_an_entry_lost_changed_or_doubled_after_reading_is_seen(desk, loss):
    outcome = concluded(desk.give(MIXED), loss)
    assert not is_reconciled(outcome)
    lost = [p for p in outcome.problems if p.code == "LDG030"]
    assert lost
    assert str(lost[0].location) == "transactions.csv"
    assert "107" not in str(lost[0])


@pytest.mark.parametrize(
    "loss",
    [
        "DELETE FROM transactions WHERE transaction_id = 'bank:1:d'",
        "DELETE FROM transactions WHERE transaction_id = 'bank:2:d'",
        "DELETE FROM transactions WHERE source_row = 1",
        "UPDATE transactions SET amount = 10.01 WHERE transaction_id = 'bank:1:c'",
        "UPDATE transactions SET amount = 9.99 WHERE transaction_id = 'bank:1:c'",
        doubled("bank:3:c"),
    ],
)
def test_a_leg_of_a_transfer_that_is_lost_or_doubled_is_seen(desk, loss):
    desk.give(MOVED, profile=desk.profile(TRANSFERS))
    assert is_reconciled(concluded(desk))
    outcome = concluded(desk, loss)
    assert [p.code for p in outcome.problems] == ["LDG030"]


def test_a_lost_row_of_another_table_is_seen_too(desk):
    desk.give("account_id\nA1\nA2\n", table="accounts")
    outcome = concluded(desk, "DELETE FROM accounts WHERE account_id = 'A2'")
    assert [p.code for p in outcome.problems] == ["LDG030"]


def test_a_loss_in_one_file_is_not_made_good_by_a_gain_in_another(desk):
    desk.give(entries("T1,A1,2026-03-02,credit,1,USD"), name="a.csv")
    desk.give(entries("T2,A1,2026-03-02,credit,1,USD"), name="b.csv")
    moved = "UPDATE transactions SET file_id = 2, source_row = 2 WHERE transaction_id = 'bank:T1'"
    outcome = concluded(desk, moved)
    assert [str(p.location) for p in outcome.problems if p.code == "LDG030"] == ["a.csv", "b.csv"]


def test_transfers_count_a_record_and_its_amount_once(desk):
    total = concluded(desk.give(MOVED, profile=desk.profile(TRANSFERS))).files[0].totals[0]
    assert (total.records_in, total.records_loaded) == (3, 3)
    assert total.amount_in == total.amount_loaded == Decimal(60)


def test_rejected_and_repeated_transfers_reconcile(desk):
    lines = MOVED.splitlines()
    bad = [lines[1], "4,2026-03-05,OUT,x,OUT,y,1", "5,2026-03-05,A,x,B,y,?"]
    desk.give("\n".join([*lines, *bad]) + "\n", profile=desk.profile(TRANSFERS))
    outcome = concluded(desk)
    assert is_reconciled(outcome)
    assert (outcome.rejected, outcome.duplicates) == (2, 1)
    assert not [p for p in outcome.problems if p.code == "LDG030"]


def test_a_record_lost_by_the_reader_itself_is_seen(desk, monkeypatch):
    """The stage is filled from a reader that skips a record; the second pass still counts it."""
    bulk = reading.stage_file.__globals__
    honest = bulk["fill_stage"]

    def careless(store, stage, source, relation):
        return honest(store, stage, source, f"(FROM {relation} WHERE c0 <> 'T2')")

    monkeypatch.setitem(bulk, "fill_stage", careless)
    desk.give(entries("T1,A1,2026-03-02,credit,1,USD", "T2,A1,2026-03-02,credit,1,USD"))
    problem = desk.refuse()[0]
    assert problem.code == "LDG008"
    desk.inputs.clear()
    desk.give(_parquet())
    assert "LDG030" in [p.code for p in desk.read().problems]


def _parquet():
    import polars

    return polars.DataFrame(
        {
            "transaction_id": ["T1", "T2"], "account_id": ["A1", "A1"],
            "booked_on": ["2026-03-02"] * 2, "direction": ["credit"] * 2,
            "amount": ["1", "1"], "currency": ["USD"] * 2,
        }
    )  # fmt: skip
