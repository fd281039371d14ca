from datetime import date

from aml.detector.evidence import cite
from aml.detector.window import latest_window
from tests.detector.ledgers import entry, store_of

WINDOW = latest_window(date(2026, 6, 30))


def cited(*entries, behind=("in",)):
    with store_of(*entries) as store:
        store.lock()
        return cite(store, WINDOW, {"C1": behind})["C1"]


def test_only_what_stands_behind_the_reasons_is_cited():
    found = cited(
        entry("T1", "C1", "2026-05-05", 100, channel="cash_teller"),
        entry("T2", "C1", "2026-05-06", 70, "debit", channel="cash_atm"),
        entry("T3", "C1", "2026-05-04", 30, counterparty_country="MX"),
        entry("T4", "C1", "2026-03-31", 900, channel="cash_teller"),
        entry("T5", "C1", "2026-05-05", 900, channel="cash_teller", status="reversed"),
        entry("T6", "C1", "2026-05-05", 900, channel="internal"),
        entry("T7", "C2", "2026-05-05", 900, channel="cash_teller"),
        behind=("abroad", "cash_in"),
    )
    assert found.transaction_ids == ("T1", "T3")
    assert (found.credits, found.debits) == (130, 0)
    assert found.complete == {"abroad", "cash_in"}


def test_the_first_entry_by_time_names_the_alert():
    assert (
        cited(entry("T1", "C1", "2026-05-05", 1), entry("T2", "C1", "2026-05-04", 1)).first_id
        == "T2"
    )


def test_of_many_entries_the_largest_fifty_are_cited_and_the_sum_is_not_called_complete():
    small = [entry(f"S{n:02d}", "C1", "2026-05-05", n) for n in range(1, 61)]
    found = cited(*small, entry("D1", "C1", "2026-05-05", 5, "debit"), behind=("in", "out"))
    assert len(found.transaction_ids) == 50
    assert found.transaction_ids[0] == "S11"
    assert found.complete == frozenset()


def test_transfers_between_own_accounts_are_not_cited():
    entries = [
        entry("T1", "C1", "2026-05-05", 10),
        entry("T2", "C1", "2026-05-05", 20, channel="internal"),
    ]
    assert cited(*entries).transaction_ids == ("T1",)


def test_an_entry_behind_two_reasons_is_cited_once():
    found = cited(
        entry("T1", "C1", "2026-05-05", 10, channel="cash_teller"), behind=("all", "cash_in", "in")
    )
    assert found.transaction_ids == ("T1",)
    assert found.credits == 10
