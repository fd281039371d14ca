"""NACHA files: payments with both sides, batches and files with what they state."""

from decimal import Decimal

import pytest

from aml.ledger.message.record import Stated, Unreadable
from tests.ledger.message.texts import failures, items, records, values

HEADER = "101 121042882 2313801042603020815A094101RECEIVING BANK         SENDING BANK"
BATCH = (
    "5200ACME PAYROLL                        1987654321PPDPAYROLL         260303   1231380100000001"
)
CREDIT = (
    "622121042882123456789        0000012345EMP-1          ANN LEE                 0231380100000001"
)
DEBIT = (
    "627121042882987654321        0000050000               BOB RAY                 1231380100000002"
)
TEXT = (
    "705LOAN 17                                                                         00010000002"
)
BATCH_END = (
    "820000000300242085760000000500000000000123451987654321                         231380100000001"
)
FILE_END = "9000001000001000000030024208576000000050000000000012345"
FILE = [HEADER, BATCH, CREDIT, DEBIT, TEXT, BATCH_END, FILE_END, "9" * 94, "9" * 94, "9" * 94]
SIDES = (
    "payer_account", "payer_name", "payer_bank", "payee_account", "payee_name", "payee_bank",
)  # fmt: skip

IAT_BATCH = (
    "5220                FF3               US123456789 IATTRADEPAYMTCADUSD260303   1231380100000001"
)
IAT = [
    "6221210428820007             0000100000DE89370400440532013000                 1231380100000001",
    "710BUS000000000000100000FT-1                  MARIA KLEIN                              0000001",
    "711ACME LTD                           15 WEST STREET                                   0000001",
    "712TORONTO*ON\\                        CA*M5H\\                                          0000001",
    "713FIRST BANK                         01231380104                         CA           0000001",
    "714DEUTSCHE BANK                      02DEUTDEFFXXX                       DE           0000001",
    "715MK-77          HAUPTSTR 1                                                           0000001",
    "716BERLIN\\                            DE*10115\\                                        0000001",
    "717INVOICE 17                                                                      00010000001",
]


def text(*lines):
    return "".join(f"{line}\n" for line in lines)


def only(entry, *addenda, batch=BATCH):
    """A file of one entry, whose controls are not looked at."""
    return text(HEADER, batch, entry, *addenda, BATCH_END, FILE_END)


def test_the_receivers_account_gets_a_credit_and_gives_a_debit():
    assert values("nacha", text(*FILE), *SIDES) == [
        ("", "ACME PAYROLL", "231380104", "123456789", "ANN LEE", "121042882"),
        ("987654321", "BOB RAY", "121042882", "", "ACME PAYROLL", "231380104"),
    ]
    names = ("booked_on", "amount", "currency", "channel", "status", "reference", "remittance_text")
    assert values("nacha", text(*FILE), *names) == [
        ("2026-03-03", "123.45", "USD", "ach", "posted", "231380100000001", "PAYROLL EMP-1"),
        ("2026-03-03", "500.00", "USD", "ach", "posted", "231380100000002", "PAYROLL LOAN 17"),
    ]  # fmt: skip


def test_a_company_at_the_own_bank_has_its_number_for_an_account():
    for own in (("231380104",), ("99", "2313"), ("*",)):
        sides = values("nacha", text(*FILE), "payer_account", "payee_account", own_banks=own)
        assert sides == [("1987654321", "123456789"), ("987654321", "1987654321")]
    assert values("nacha", text(*FILE), "payer_account", own_banks=("121042882",))[0] == ""


def test_a_file_states_counts_sums_and_the_sum_of_routing_numbers():
    stated = [item for item in items("nacha", text(*FILE)) if isinstance(item, Stated)]
    sums = {"credits": Decimal("123.45"), "debits": Decimal("500.00"), "records": 2}
    assert stated == [
        Stated("batch", 1, currency="USD", **sums), Stated("file", 0, currency="USD", **sums),
    ]  # fmt: skip
    assert failures("nacha", text(*FILE)) == []


def test_an_entry_or_an_addendum_taken_out_shows():
    found = failures("nacha", text(*(line for line in FILE if line != CREDIT)))
    assert found == [
        (*level, what)
        for level in (("batch", 1), ("file", 0))
        for what in ("sum of credits", "number of records", "entry hash")
    ]
    found = failures("nacha", text(*(line for line in FILE if line != TEXT)))
    assert found == [("batch", 1, "number of records"), ("file", 0, "number of records")]
    found = failures("nacha", text(*FILE).replace("9000001", "9000002"))
    assert found == [("file", 0, "number of batches")]


def test_an_international_payment_has_its_sides_in_the_addenda():
    names = (*SIDES, "payer_country", "payee_country", "remittance_text")
    assert values("nacha", only(*IAT, batch=IAT_BATCH), *names) == [
        (
            "", "ACME LTD", "231380104", "DE89370400440532013000", "MARIA KLEIN", "DEUTDEFFXXX",
            "CA", "DE", "TRADEPAYMT INVOICE 17",
        )
    ]  # fmt: skip
    bare = values("nacha", only(IAT[0], batch=IAT_BATCH), *SIDES)
    assert bare == [("", "", "231380104", "DE89370400440532013000", "", "121042882")]


def test_a_corporate_payment_has_its_count_of_addenda_before_the_name():
    entry = CREDIT.replace("ANN LEE                 ", "0002RECEIVER CO.        ")
    names = ("payee_name", "remittance_text")
    found = values("nacha", only(entry, batch=BATCH.replace("PPD", "CTX")), *names)
    assert found == [("RECEIVER CO.", "PAYROLL EMP-1")]


RETURN = f"799R01{231380100000001}      12104288{'ACCOUNT CLOSED':44}{121042880000009}"
CORRECTION = f"798C01{231380100000001}      12104288{'123456788':44}{121042880000009}"


@pytest.mark.parametrize(
    ("code", "addenda", "status"),
    [
        ("22", [], "posted"), ("37", [], "posted"), ("55", [], "reversed"),
        ("23", [], "pending"), ("38", [], "pending"), ("24", [], "pending"), ("29", [], "pending"),
        ("21", [RETURN], "reversed"), ("21", [CORRECTION], "pending"),
    ],
)  # fmt: skip
def test_tests_of_an_account_texts_alone_returns_and_corrections_are_told(code, addenda, status):
    entry = f"6{code}{CREDIT[3:]}"
    assert values("nacha", only(entry, *addenda), "status") == [status]


def test_a_return_goes_back_to_the_companys_bank():
    entry = f"621231380104{CREDIT[12:]}"
    assert values("nacha", only(entry, RETURN), *SIDES) == [
        ("", "ACME PAYROLL", "231380104", "123456789", "ANN LEE", "121042882")
    ]


def test_the_day_of_the_file_stands_in_for_a_day_that_is_not_given():
    batch = BATCH.replace("260303", "      ")
    assert values("nacha", only(CREDIT, batch=batch), "booked_on") == ["2026-03-02"]


def test_lines_may_be_cut_short_or_follow_each_other_without_breaks():
    plain = values("nacha", text(*FILE), *SIDES)
    assert values("nacha", text(*(line.rstrip() for line in FILE)), *SIDES) == plain
    block = "".join(line.ljust(94) for line in FILE)
    assert values("nacha", block, *SIDES) == plain
    assert failures("nacha", block) == []


def test_a_payment_sent_again_is_the_same():
    first, other = records("nacha", text(*FILE))
    again = records("nacha", text(*FILE[:5], BATCH_END, FILE_END))[0]
    assert first.duplicate_key == again.duplicate_key != other.duplicate_key


def test_several_files_in_one():
    assert len(records("nacha", text(*FILE, *FILE))) == 4
    assert failures("nacha", text(*FILE, *FILE)) == []


@pytest.mark.parametrize("line", [TEXT, "4 nothing", BATCH_END, CREDIT.replace("622", "6x2")])
def test_what_is_no_record_of_its_place_is_still_a_record(line):
    at = FILE.index(BATCH_END) + (line in (TEXT, BATCH_END))
    found = records("nacha", text(*FILE[:at], line, *FILE[at:]))
    assert [record.refused for record in found] == ["", "", "LDG060"]


@pytest.mark.parametrize(
    ("lines", "message", "line"),
    [
        ([], "before its control record", 1),
        (["a;b"], "does not begin with a file header", 1),
        (FILE[:-4], "before its control record", 6),
        ([HEADER, BATCH, BATCH], "no control record", 3),
        (
            [HEADER, BATCH, BATCH_END.replace("8200000003", "82000000x3")],
            "a number that is none",
            3,
        ),
        ([*FILE, CREDIT], "follows the control record", 11),
    ],
)
def test_a_file_that_breaks_off_or_is_another_is_refused_at_its_line(lines, message, line):
    with pytest.raises(Unreadable, match=message) as error:
        records("nacha", text(*lines))
    assert error.value.line == line
