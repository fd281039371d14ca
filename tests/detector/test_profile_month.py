from datetime import date
from decimal import Decimal

from tests.detector.ledgers import derive, entry, store_of

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def profile(*entries, line=False):
    with store_of(*entries, line=line) as store:
        frame = derive(store).frame("FROM profile_month ORDER BY customer_id, month_on")
    return {(row["customer_id"], row["month_on"]): row for row in frame.iter_rows(named=True)}


def test_sums_are_exact_by_month_and_direction():
    huge = Decimal("99999999999.00")
    months = profile(
        entry("T1", "C1", "2026-03-01", huge),
        entry("T2", "C1", "2026-03-31", Decimal("0.0001"), channel="cash_atm"),
        entry("T3", "C1", "2026-03-31", 40, "debit", channel="night_drop"),
        entry("T4", "C1", "2026-04-01", 5, "debit"),
    )
    assert list(months) == [("C1", MARCH), ("C1", APRIL)]
    march = months["C1", MARCH]
    assert march["money_in"] == huge + Decimal("0.0001")
    assert (march["cash_in"], march["cash_out"]) == (Decimal("0.0001"), 40)
    assert (march["entries"], march["cash_deposits"], march["cash_withdrawals"]) == (3, 1, 1)
    assert march["largest_entry"] == huge
    assert months["C1", APRIL]["money_out"] == 5


def test_no_aggregate_is_a_float():
    with store_of(entry("T1", "C1", "2026-03-01", 1)) as store:
        kinds = dict(derive(store).describe("FROM profile_month"))
    assert not {"DOUBLE", "FLOAT"} & set(kinds.values())


def test_what_was_not_posted_or_stays_with_the_customer_is_left_out():
    months = profile(
        entry("T1", "C1", "2026-03-02", 10),
        entry("T2", "C1", "2026-03-02", 20, status="reversed"),
        entry("T3", "C1", "2026-03-02", 40, channel="internal"),
    )
    assert months["C1", MARCH]["money_in"] == 10
    assert months["C1", MARCH]["entries"] == 1


def test_an_amount_without_a_rate_counts_and_adds_nothing():
    months = profile(entry("T1", "C1", "2026-03-02", 10, amount_base=None))
    assert (months["C1", MARCH]["entries"], months["C1", MARCH]["money_in"]) == (1, 0)


def test_the_band_runs_from_four_fifths_of_the_line_to_the_line():
    amounts = ["7999.99", "8000.00", "10000.00", "10000.01"]
    deposits = [
        entry(f"T{at}", f"C{at}", "2026-03-02", Decimal(amount), channel="cash_teller")
        for at, amount in enumerate(amounts)
    ]
    months = profile(*deposits, line=True)
    assert [months[f"C{at}", MARCH]["band_deposits"] for at in range(4)] == [0, 1, 1, 0]


def test_without_a_reporting_line_no_deposit_is_below_one():
    months = profile(entry("T1", "C1", "2026-03-02", 9000, channel="cash_teller"))
    assert months["C1", MARCH]["band_deposits"] == 0


def test_abroad_is_another_country_than_the_institution():
    months = profile(
        entry("T1", "C1", "2026-03-02", 10, counterparty_country="MX"),
        entry("T2", "C1", "2026-03-02", 20, counterparty_country="US"),
        entry("T3", "C1", "2026-03-02", 40),
        entry("T4", "C1", "2026-03-02", 80, "debit", counterparty_country="DE"),
    )
    assert (months["C1", MARCH]["from_abroad"], months["C1", MARCH]["to_abroad"]) == (10, 80)


def test_round_is_a_full_hundred_from_a_thousand_on():
    amounts = ["900", "1000", "1050", "1100", "1100.01"]
    months = profile(
        *(entry(f"T{at}", "C1", "2026-03-02", Decimal(text)) for at, text in enumerate(amounts))
    )
    assert months["C1", MARCH]["round_entries"] == 2
