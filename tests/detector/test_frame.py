from datetime import date
from decimal import Decimal

from aml.detector.features import FEATURES
from aml.detector.frame import read_frame
from aml.detector.window import latest_window
from tests.detector.ledgers import derive, entry, store_of

WINDOW = latest_window(date(2026, 6, 30))


def customer(*entries, customers=(), line=False):
    """The row of C1 in the frame."""
    with store_of(*entries, line=line) as store:
        for values in customers:
            known = {"file_id": 1, "source_row": 1, **values}
            store.insert("customers", list(known), [list(known.values())])
        frame = read_frame(derive(store), WINDOW)
    return frame.filter(customer_id="C1").row(0, named=True)


def test_every_feature_is_a_column_and_zero_where_there_is_nothing():
    row = customer(entry("T1", "C1", "2026-05-02", 0))
    nothing = {feature.name: row[feature.name] for feature in FEATURES}
    assert nothing.pop("entries") == 1
    assert set(nothing.values()) == {0}


def test_only_the_window_counts():
    row = customer(
        entry("T1", "C1", "2026-03-31", 1),
        entry("T2", "C1", "2026-04-01", 2),
        entry("T3", "C1", "2026-06-30", 4),
        entry("T4", "C1", "2026-07-01", 8, counterparty_id="P1"),
    )
    assert (row["money_in"], row["payers"]) == (6, 0)


def test_transfers_between_own_accounts_are_no_activity():
    row = customer(
        entry("T1", "C1", "2026-05-05", 100),
        entry("T2", "C1", "2026-05-05", 70, "debit", channel="internal", counterparty_id="C1"),
    )
    assert (row["same_day"], row["payees"], row["entries"]) == (0, 0, 1)


def test_customers_stand_in_order_of_their_ids():
    with store_of(*(entry(f"T{n}", f"C{n}", "2026-05-05", n) for n in (3, 1, 2))) as store:
        assert read_frame(derive(store), WINDOW)["customer_id"].to_list() == ["C1", "C2", "C3"]


def test_a_payer_is_new_if_never_seen_before_the_window():
    row = customer(
        entry("T1", "C1", "2026-01-05", 1, counterparty_id="P1"),
        entry("T2", "C1", "2026-05-05", 2, counterparty_id="P1"),
        entry("T3", "C1", "2026-05-05", 4, counterparty_id="P2"),
        entry("T4", "C1", "2026-06-05", 8, counterparty_account="P2"),
        entry("T5", "C1", "2026-06-05", 16, "debit", counterparty_name="Q1"),
    )
    assert (row["payers"], row["new_payers"], row["from_new_payers"]) == (2, 1, 12)
    assert (row["payees"], row["new_payees"], row["to_new_payees"]) == (1, 1, 16)


def test_money_passes_through_within_the_day_and_within_the_month():
    row = customer(
        entry("T1", "C1", "2026-05-05", 100),
        entry("T2", "C1", "2026-05-05", 70, "debit"),
        entry("T3", "C1", "2026-05-25", 20, "debit"),
        entry("T4", "C1", "2026-06-05", 50, "debit"),
    )
    assert (row["same_day"], row["same_month"]) == (70, 90)


def test_cash_is_seen_by_place_and_hand():
    row = customer(
        entry(
            "T1", "C1", "2026-05-05", 1, channel="cash_teller", branch_id="B1", conductor_id="P1"
        ),
        entry(
            "T2", "C1", "2026-05-06", 1, channel="cash_teller", branch_id="B2", conductor_id="P1"
        ),
        entry(
            "T3", "C1", "2026-05-07", 1, channel="night_drop", branch_id="B2", conductor_name="N"
        ),
        entry("T4", "C1", "2026-05-08", 1, "debit", channel="cash_atm", terminal_id="M1"),
    )
    assert (row["cash_places"], row["cash_conductors"]) == (3, 2)
    assert (row["cash_deposits"], row["cash_out"]) == (3, 1)


def test_a_rise_is_measured_against_the_average_month_of_the_year_before():
    row = customer(
        entry("T0", "C1", "2025-03-31", 7000),
        entry("T1", "C1", "2026-02-05", 300),
        entry("T2", "C1", "2026-03-05", 500),
        entry("T3", "C1", "2026-05-05", 2000),
    )
    assert row["rise_in"] == 2000 - 3 * 400
    assert row["rise_out"] == 0


def test_a_new_customer_has_no_past_to_rise_over():
    row = customer(entry("T1", "C1", "2026-05-05", 2000))
    assert (row["rise_in"], row["size"]) == (0, 0)


def test_income_above_what_was_declared_for_the_quarter():
    known = {"customer_id": "C1", "declared_income": Decimal(48000)}
    row = customer(entry("T1", "C1", "2026-05-05", 15000), customers=[known])
    assert row["above_declared"] == 3000
    assert customer(entry("T1", "C1", "2026-05-05", 15000))["above_declared"] == 0


def test_size_is_the_power_of_ten_of_the_earlier_month():
    sizes = []
    for amount in ("1", "99", "100", "999", "1000", "10000000", "99999999999"):
        row = customer(
            entry("T1", "C1", "2026-03-05", Decimal(amount)), entry("T2", "C1", "2026-05-05", 1)
        )
        sizes.append(row["size"])
    assert sizes == [2, 2, 3, 3, 4, 8, 8]


def test_peers_are_counted_from_fine_to_coarse():
    known = [
        {"customer_id": "C1", "customer_type": "organisation", "industry_code": "4412"},
        {"customer_id": "C2", "customer_type": "Organisation", "industry_code": "44"},
        {"customer_id": "C3", "customer_type": "organisation", "industry_code": "5101"},
        {"customer_id": "C4", "customer_type": "person", "occupation": "Clerk "},
    ]
    entries = [entry(f"T{n}", f"C{n}", "2026-05-05", 1) for n in range(1, 6)]
    row = customer(*entries, customers=known)
    assert (row["kind"], row["sector"]) == ("organisation", "industry 44")
    assert [row[f"peers_{level}"] for level in range(1, 5)] == [2, 3, 3, 5]
