"""cash_attempts, remittance_attempts and instruments on a few rows: written out, not recomputed."""

from decimal import Decimal

from tests.store.test_derived_tables import add, built, entry, line, transfer


def test_an_attempt_is_cash_over_a_line_that_was_not_booked(store):
    add(
        store,
        "thresholds",
        line("ABOVE", 10000),
        line("FROM", 9000, operator=">="),
        line("OLD", 11000, valid_to="2026-03-01"),
    )
    add(
        store,
        "transactions",
        entry("T1", "2026-03-02", "10000.01", status="cancelled", branch_id="B1", agent_id="G1"),
        entry("T2", "2026-03-02", 10000, status="altered", agent_id="G1", terminal_id="M1"),
        entry("T3", "2026-03-02", 12000, status="cancelled", channel="cash_atm", terminal_id="M1"),
        entry("T4", "2026-03-02", "8999.99", status="cancelled"),
        entry("T5", "2026-03-02", 12000),
        entry("T6", "2026-03-02", 12000, status="reversed"),
        entry("T7", "2026-03-02", 12000, status="cancelled", channel="wire"),
    )
    assert built(store, "cash_attempts", "transaction_id, line_id, line_amount, place_id") == [
        ("T1", "ABOVE", 10000, "B1"),
        ("T2", "FROM", 9000, "G1"),
        ("T3", "ABOVE", 10000, "M1"),
    ]


def test_an_attempt_meets_the_line_of_its_place_in_the_currency_of_the_line(store):
    add(store, "thresholds", line("CANADA", 10000, jurisdiction="CA", currency="CAD"))
    add(store, "branches", {"branch_id": "B1", "country": "CA"})
    add(
        store,
        "fx_rates",
        {"currency": "CAD", "base_currency": "USD", "rate_on": "2026-03-02", "rate": "0.80"},
    )
    add(
        store,
        "transactions",
        entry("T1", "2026-03-02", 8001, status="cancelled", branch_id="B1"),
        entry("T2", "2026-03-02", 8000, status="cancelled", branch_id="B1"),
        entry("T3", "2026-03-20", 9000, status="cancelled", branch_id="B1"),
        entry("T4", "2026-03-02", 9000, status="cancelled"),
    )
    assert built(store, "cash_attempts", "transaction_id, amount") == [("T1", Decimal("10001.25"))]


def test_an_attempted_remittance_meets_the_highest_line_that_it_reaches(store):
    add(
        store,
        "thresholds",
        line("RECORD", 3000, kind="transfer_record", operator=">="),
        line("LOW", 1000, kind="transfer_record"),
        line("SPAIN", 500, kind="transfer_record", jurisdiction="ES"),
        line("CASH", 100),
    )
    given = {"status": "cancelled", "sender_document": "D1"}
    add(
        store,
        "remittances",
        transfer("R1", amount=3000, amount_base=3000, **given),
        transfer("R2", amount=2999, amount_base=2999, **{**given, "status": "altered"}),
        transfer("R3", amount=1000, amount_base=1000, **given),
        transfer("R4", amount=900, amount_base=900, sender_country="ES", **given),
        transfer("R5", amount=9000, amount_base=9000, sender_document="D1"),
        transfer("R6", amount=9000, amount_base=9000, **{**given, "status": "reversed"}),
    )
    columns = "remittance_id, sender_party_id, line_id"
    assert built(store, "remittance_attempts", columns) == [
        ("R1", "doc:D1", "RECORD"),
        ("R2", "doc:D1", "LOW"),
        ("R4", "doc:D1", "SPAIN"),
    ]


def test_the_number_of_an_instrument_is_its_series_and_its_serial(store):
    numbers = {"T1": "88101", "T2": "ab 88102", "T3": "AB-7", "T4": "Lot", "T5": "9" * 19}
    add(
        store,
        "transactions",
        *(entry(i, "2026-03-02", 10, channel="draft", instrument_number=n) for i, n in numbers.items()),
        entry("T6", "2026-03-02", 10, channel="money_order"),
        entry("T7", "2026-03-02", 10, channel="cheque", instrument_number="1"),
        entry("T8", "2026-03-02", 10, channel="draft", status="cancelled"),
    )  # fmt: skip
    assert built(store, "instruments", "transaction_id, series, serial, line_id, is_recorded") == [
        ("T1", "", 88101, None, None),
        ("T2", "AB", 88102, None, None),
        ("T3", "AB-", 7, None, None),
        ("T4", "", None, None, None),
        ("T5", "9", int("9" * 18), None, None),
        ("T6", None, None, None, None),
    ]


def test_an_instrument_meets_the_lowest_line_and_keeps_its_other_party(store):
    add(
        store,
        "thresholds",
        line("HIGH", 5000, kind="instrument_record"),
        line("LOW", 3000, kind="instrument_record", operator=">="),
        line("CASH", 1000),
    )
    who = {"counterparty_name": " Lot Seven ", "remittance_text": " For LOT 7"}
    add(
        store,
        "transactions",
        entry("T1", "2026-03-02", 3000, channel="draft", counterparty_account="X1", **who),
        entry("T2", "2026-03-02", "2999.99", channel="draft", counterparty_id="P1", **who),
        entry("T3", "2026-03-02", 10, channel="money_order", branch_id="B1", agent_id="G1", **who),
    )
    columns = "transaction_id, line_id, is_recorded, other_party, payee_line, place_id"
    assert built(store, "instruments", columns) == [
        ("T1", "LOW", True, "X1", "for lot 7", None),
        ("T2", "LOW", False, "P1", "for lot 7", None),
        ("T3", "LOW", False, "lot seven", "for lot 7", "G1"),
    ]
