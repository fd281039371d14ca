"""BAI2: entries with their direction, days and texts, and what trailers state."""

from decimal import Decimal

import pytest

from aml.ledger.message.record import Stated, Unreadable
from tests.ledger.message.texts import failures, items, records, values

FILE = """\
01,BANK,CLIENT,260303,0600,1,80,,2/
02,CLIENT,BANK,1,260302,2359,USD,2/
03,A1,,010,100000,,,015,130050,,/
88,100,50050,2,,400,20000,1,/
16,195,50000,V,260303,1200,BR1,CR1,PAYMENT FOR A/B, OF MARCH/
88,SECOND LINE
16,475,20000,0,BR2,,/
16,142,50,S,10,20,20,BR3,CR3,
49,370150,7/
03,J1,JPY,010,5000,,,015,4000,,/
16,495,1000,D,2,0,400,1,600,BR4,CR4,OUT/
49,10000,3/
98,380150,2,12/
99,380150,1,14/
"""


def test_entries_have_their_account_day_direction_amount_and_text():
    names = (
        "account_id", "booked_on", "value_on", "direction", "amount", "currency", "channel",
        "status", "reference", "remittance_text",
    )  # fmt: skip
    assert values("bai2", FILE, *names) == [
        ("A1", "2026-03-02", "2026-03-03", "credit", "500.00", "USD", "wire", "posted", "CR1",
         "PAYMENT FOR A/B, OF MARCH SECOND LINE"),
        ("A1", "2026-03-02", "", "debit", "200.00", "USD", "cheque", "posted", "BR2", ""),
        ("A1", "2026-03-02", "", "credit", "0.50", "USD", "ach", "posted", "CR3", ""),
        ("J1", "2026-03-02", "", "debit", "1000", "JPY", "wire", "posted", "CR4", "OUT"),
    ]  # fmt: skip


def test_a_file_states_balances_sums_and_counts():
    stated = [item for item in items("bai2", FILE) if isinstance(item, Stated)]
    assert stated == [
        Stated(
            "statement", 1, Decimal("1000.00"), Decimal("1300.50"), Decimal("500.50"),
            Decimal("200.00"), Decimal("700.50"), account_id="A1", currency="USD",
        ),
        Stated(
            "statement", 2, Decimal(5000), Decimal(4000), total=Decimal(1000),
            account_id="J1", currency="JPY",
        ),
        Stated("batch", 1),
        Stated("file", 0),
    ]  # fmt: skip
    assert failures("bai2", FILE) == []


def test_a_transaction_taken_out_shows_at_every_level():
    assert failures("bai2", FILE.replace("16,475,20000,0,BR2,,/\n", "")) == [
        ("statement", 1, "sum of debits"),
        ("statement", 1, "sum"),
        ("statement", 1, "closing balance"),
        ("statement", 1, "number of lines"),
        ("batch", 1, "number of lines"),
        ("file", 0, "number of lines"),
    ]


def test_an_account_taken_out_shows():
    text = FILE.replace(FILE[FILE.index("03,J1") : FILE.index("98,")], "")
    assert failures("bai2", text) == [
        ("batch", 1, "control total"), ("batch", 1, "number of accounts"),
        ("batch", 1, "number of lines"), ("file", 0, "number of lines"),
    ]  # fmt: skip
    assert ("file", 0, "number of groups") in failures(
        "bai2", FILE.replace("99,380150,1", "99,380150,2")
    )


def test_fields_that_go_on_in_the_next_line():
    text = FILE.replace("V,260303,1200,BR1,CR1,PAYMENT", "V,260303/\n88,1200,BR1/\n88,CR1,PAYMENT")
    names = ("value_on", "reference", "remittance_text")
    assert values("bai2", text, *names)[0] == values("bai2", FILE, *names)[0]


def test_marked_lines_of_the_text_name_the_other_party():
    marked = (
        "88,DBNM: ANN LEE\n88,DACT: 123\n88,DBIC: CITIUS33\n88,CRNM: OURS\n88,CABA: 021000089\n"
        "88,EREF: E1\n88,REMI: RENT\n88,CHKN: 77\n"
    )
    text = FILE.replace("88,SECOND LINE\n", marked).replace("BR2,,/\n", "BR2,,\n" + marked)
    names = (
        "counterparty_name", "counterparty_account", "counterparty_bank", "reference",
        "instrument_number", "remittance_text",
    )  # fmt: skip
    assert values("bai2", text, *names)[:2] == [
        ("ANN LEE", "123", "CITIUS33", "E1", "", "PAYMENT FOR A/B, OF MARCH RENT"),
        ("OURS", "", "021000089", "E1", "77", "RENT"),
    ]


def test_reversals_deleted_groups_and_tests_are_told():
    statuses = [
        values("bai2", text, "status")[0]
        for text in (
            FILE.replace("16,195,", "16,552,"),
            FILE.replace("BANK,1,260302", "BANK,2,260302"),
            FILE.replace("BANK,1,260302", "BANK,3,260302"),
            FILE.replace("BANK,1,260302", "BANK,4,260302"),
        )
    ]
    assert statuses == ["reversed", "cancelled", "posted", "pending"]


def test_an_entry_of_a_report_of_the_running_day_is_the_same_one_in_that_of_the_whole_day():
    interim = records("bai2", FILE.replace("2359,USD,2/", "1200,USD,1/"))
    final = records("bai2", FILE)
    assert [record.duplicate_key for record in interim] == [r.duplicate_key for r in final]
    assert {record.rank for record in interim} == {2}
    assert {record.rank for record in final} == {1}


def test_a_transaction_whose_code_tells_no_direction_has_none():
    codes = ("100", "399", "400", "699", "010", "721", "890", "9x", "")
    directions = [
        values("bai2", FILE.replace("16,195,", f"16,{code},"), "direction")[0] for code in codes
    ]
    assert directions == ["credit", "credit", "debit", "debit", "", "", "", "", ""]


def test_a_line_of_an_unknown_code_is_a_record_that_cannot_be_read():
    assert [r.refused for r in records("bai2", FILE.replace("49,370150", "17,x\n49,370150"))] == [
        "", "", "", "LDG060", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("", "no group", None),
        ("a,b\n", "does not begin with a file header", 1),
        (
            FILE[: FILE.index("99,")],
            "ends before its trailer",
            FILE[: FILE.index("99,")].count("\n"),
        ),
        (FILE.replace("49,370150,7/\n", ""), "trailer of what was open", 9),
        (FILE.replace("02,CLIENT,BANK,1,260302,2359,USD,2/\n", ""), "header around", 2),
        (FILE.replace("03,J1,JPY,010,5000,,,015,4000,,/\n", ""), "closes nothing", 11),
        (FILE.replace("49,370150", "49,37o150"), "cannot be read", 9),
        (FILE.replace("010,100000", "01,100000"), "a summary of an account", 3),
    ],
)
def test_headers_and_trailers_that_do_not_pair_are_refused_at_their_line(text, message, line):
    with pytest.raises(Unreadable, match=message) as error:
        records("bai2", text)
    assert error.value.line == line
