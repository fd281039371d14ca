"""Statements and reports: direction, days, balances, what comes again, what breaks off."""

from decimal import Decimal

import pytest

from aml.core.workspace import Institution
from aml.ledger.message.record import Stated, Unreadable
from tests.ledger.message.texts import failures, items, records, values

STATEMENT = """\
:20:REF1
:25:DE02120300000000202051
:28C:7/1
:60F:C260301EUR1000,00
:61:2603020303D100,25NTRFNONREF//B1
:86:116?00UEBERWEISUNG?20EREF+E1?21SVWZ+Rent for March?30COBADEFF?31DE89370400440532013000?32Ann Lee
:61:2603020303C50,NTRFINV 7//B2
:86:Thank you
:62F:C260303EUR949,75
-
"""
REPORT = """\
:20:REF2
:25:DE02120300000000202051
:28C:3/1
:34F:EUR0,
:13D:2603031200+0100
:61:2603020303D100,25NTRFNONREF//B1
:61:2603030303EC7,50NTRFNONREF
:90D:1EUR100,25
:90C:1EUR7,50
-
"""


def test_an_entry_has_its_days_its_direction_its_other_side_and_its_text():
    names = (
        "account_id", "booked_on", "value_on", "direction", "amount", "currency", "channel",
        "status", "counterparty_name", "counterparty_account", "counterparty_bank", "reference",
        "remittance_text",
    )  # fmt: skip
    assert values("mt940", STATEMENT, *names) == [
        (
            "DE02120300000000202051", "2026-03-03", "2026-03-02", "debit", "100.25", "EUR", "sepa",
            "posted", "Ann Lee", "DE89370400440532013000", "COBADEFF", "E1", "Rent for March",
        ),
        (
            "DE02120300000000202051", "2026-03-03", "2026-03-02", "credit", "50", "EUR", "wire",
            "posted", "", "", "", "INV 7", "Thank you",
        ),
    ]  # fmt: skip


def test_taking_back_a_credit_takes_money_out():
    marks = ["C", "D", "RC", "RD", "CR", "DR", "RCR", "RDR", "EC", "ED"]
    lines = "".join(f":61:260302{mark}1,00NTRFNONREF\n" for mark in marks)
    assert values("mt940", f":20:A\n:25:X\n{lines}", "direction", "status") == [
        ("credit", "posted"), ("debit", "posted"), ("debit", "reversed"), ("credit", "reversed"),
        ("credit", "posted"), ("debit", "posted"), ("debit", "reversed"), ("credit", "reversed"),
        ("credit", "pending"), ("debit", "pending"),
    ]  # fmt: skip


def test_the_day_of_entry_takes_the_year_that_is_nearest():
    lines = "".join(
        f":61:{days}C1,00NTRFNONREF\n" for days in ("2512311231", "2512310102", "2601021231")
    )
    assert values("mt940", f":20:A\n{lines}", "booked_on", "value_on") == [
        ("2025-12-31", "2025-12-31"), ("2026-01-02", "2025-12-31"), ("2025-12-31", "2026-01-02"),
    ]  # fmt: skip


def test_a_statement_states_its_balances_and_a_report_its_sums():
    stated = [item for item in items("mt940", STATEMENT + REPORT) if isinstance(item, Stated)]
    known = {"account_id": "DE02120300000000202051", "currency": "EUR"}
    assert stated == [
        Stated("statement", 1, Decimal("1000.00"), Decimal("949.75"), **known),
        Stated("statement", 2, credits=Decimal("7.50"), debits=Decimal("100.25"), records=2, **known),
    ]  # fmt: skip
    assert failures("mt940", STATEMENT + REPORT) == []


def test_an_entry_taken_out_of_a_statement_or_a_report_shows():
    shorter = STATEMENT.replace(":61:2603020303C50,NTRFINV 7//B2\n", "")
    assert failures("mt940", shorter) == [("statement", 1, "closing balance")]
    shorter = REPORT.replace(":61:2603030303EC7,50NTRFNONREF\n", "")
    assert failures("mt940", shorter) == [
        ("statement", 1, "sum of credits"), ("statement", 1, "number of records"),
    ]  # fmt: skip


def test_pages_of_a_statement_balance_each_and_count_as_one_statement():
    first = STATEMENT.replace(":62F:", ":62M:")
    second = (
        STATEMENT.replace(":28C:7/1", ":28C:7/2")
        .replace(":60F:C260301EUR1000,00", ":60M:C260303EUR949,75")
        .replace("949,75\n-", "899,50\n-")
    )
    found = records("mt940", first + second + STATEMENT.replace("7/1", "8/1"))
    assert [record.groups["statement"] for record in found] == [1, 1, 1, 1, 2, 2]
    assert failures("mt940", first + second) == []
    assert failures("mt940", first + second.replace("899,50", "899,51")) == [
        ("statement", 1, "closing balance")
    ]


def test_a_message_may_hold_statement_after_statement():
    more = STATEMENT.replace(":20:REF1\n:25:DE02120300000000202051\n:28C:7/1\n", "")
    found = records("mt940", STATEMENT.replace("-\n", "") + more)
    assert [record.values["account_id"] for record in found] == ["DE02120300000000202051"] * 4
    assert [record.groups["statement"] for record in found] == [1, 1, 2, 2]
    with pytest.raises(Unreadable, match="no closing balance"):
        records("mt940", STATEMENT.replace("-\n", "") + more[: more.index(":62F:")])


def test_an_entry_of_a_report_is_the_same_one_in_the_statement_by_the_banks_reference():
    statement, report = (records("mt940", text) for text in (STATEMENT, REPORT))
    assert statement[0].duplicate_key == report[0].duplicate_key
    assert [statement[0].rank, report[0].rank] == [1, 2]
    assert report[1].duplicate_key not in {record.duplicate_key for record in statement}


def test_a_report_and_the_statement_after_it_are_loaded_once(desk):
    desk.institution = Institution("Test Bank", "DE", "bank", "EUR")
    desk.profiles["mt940"] = desk.shipped_profile("mt940")
    desk.give(REPORT, profile="mt940", name="1.sta").give(STATEMENT, profile="mt940", name="2.sta")
    reading = desk.read()
    assert reading.duplicates == 1
    rows = desk.store.rows("SELECT file_id, amount, status FROM transactions ORDER BY amount")
    assert rows == [
        (1, Decimal("7.50"), "pending"), (2, Decimal(50), "posted"), (2, Decimal("100.25"), "posted"),
    ]  # fmt: skip


def test_without_a_reference_of_the_bank_only_the_same_statement_is_the_same():
    plain = STATEMENT.replace("//B1", "").replace("//B2", "//NONREF")
    (first, _), (again, _) = records("mt940", plain), records("mt940", plain)
    (other, _) = records("mt940", plain.replace("EUR1000,00", "EUR2000,00"))
    assert first.duplicate_key == again.duplicate_key != other.duplicate_key


def test_an_entry_that_cannot_be_read_is_still_a_record():
    for broken in ("2603020303D1.100,25NTRF", "2603020303D100NTRF", "2603020303X1,00NTRF", "", "x"):
        text = STATEMENT.replace("2603020303D100,25NTRFNONREF//B1", broken)
        found = records("mt940", text)
        assert [record.refused for record in found] == ["LDG060", ""]
        assert found[0].values["account_id"] == "DE02120300000000202051"


def test_a_message_of_another_kind_is_a_record_that_cannot_be_read():
    for fields in (":32A:260302EUR5,\n:59:Ann Lee\n", ":21:B\n:25:X\n:32A:260302EUR5,\n"):
        found = records("mt940", f":20:A\n{fields}-\n{STATEMENT}")
        assert [record.refused for record in found] == ["LDG060", "", ""]


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        (STATEMENT.replace(":62F:C260303EUR949,75\n", ""), "no closing balance", None),
        (STATEMENT.replace(":62F:C260303EUR949,75\n", "") + STATEMENT, "no closing balance", 10),
        (STATEMENT.replace("EUR949,75", "EUR949.75"), "a balance cannot be read", 9),
        (STATEMENT.replace("C260301EUR1000,00", "C260301"), "a balance cannot be read", 4),
        (REPORT.replace("1EUR7,50", "EUR7,50"), "a sum of entries cannot be read", 9),
        (STATEMENT.replace("-\n", ":61:260303C1,NTRF\n-\n"), "behind the closing balance", 10),
        ("booked_on;amount\n2026-03-02;5,00\n", "no message", None),
        ("", "no message", None),
    ],
)
def test_a_file_that_breaks_off_or_is_another_is_refused_at_its_line(text, message, line):
    with pytest.raises(Unreadable, match=message) as error:
        records("mt940", text)
    assert error.value.line == line


def test_the_currency_comes_from_the_balance_the_report_or_the_account_or_is_missing():
    entry = ":61:260302C1,00NTRFNONREF\n"
    for head, currency in (
        (":25:NL50RABO0123456789 EUR\n", "EUR"),
        (":25:NL50RABO0123456789\n:34F:SEKD0,\n", "SEK"),
        (":25:NL50RABO0123456789\n", ""),
    ):
        text = f":20:A\n{head}{entry}"
        assert values("mt940", text, "account_id", "currency") == [("NL50RABO0123456789", currency)]


def test_blocks_a_mark_before_the_text_and_old_encodings_change_nothing():
    plain = values("mt940", STATEMENT, "amount", "remittance_text")
    framed = "{1:F01AAAABEBBAXXX0000000000}{2:O940AAAABEBBXXXXN}{3:}{4:\n" + STATEMENT + "}{5:}"
    framed = framed.replace("\n-\n}", "\n-}")
    assert values("mt940", framed, "amount", "remittance_text") == plain
    assert values("mt940", "\ufeff" + STATEMENT, "amount", "remittance_text") == plain
    umlaut = STATEMENT.replace("Thank you", "Grüße")
    for encoding in ("cp850", "latin-1"):
        assert values("mt940", umlaut, "remittance_text", encoding=encoding)[1] == "Grüße"
    with pytest.raises(Unreadable, match="set format") as error:
        records("mt940", umlaut.encode("cp850"))
    assert error.value.line == 8
