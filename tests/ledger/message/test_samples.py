"""The sample files beside the project, as a scan loads them. What is expected was read by hand."""

from datetime import date
from decimal import Decimal

import pytest

from aml.core.workspace import Institution
from tests.ledger.conftest import told
from tests.ledger.message.texts import SAMPLES, needs_samples

pytestmark = needs_samples
KINDS = {"mt940": "mt940", "mt103": "mt103", "bai2": "bai2", "ach": "nacha", "fedwire": "fedwire"}


@pytest.fixture
def load(desk):
    """Reads a sample file in its own currency and gives what a scan is told of it."""

    def loaded(name, currency="EUR", own_banks=(), more=""):
        kind = KINDS[name.partition("/")[0]]
        desk.institution = Institution("Test Bank", "DE", "bank", currency)
        banks = f"own_banks: [{', '.join(own_banks)}]\n" if own_banks else ""
        shape = "transfers" if own_banks else "entries"
        desk.profile(
            f"table: transactions\nshape: {shape}\nformat: {{kind: {kind}}}\n{banks}{more}"
        )
        desk.give((SAMPLES / name).read_bytes(), profile="own", name=name.rpartition("/")[2])
        return desk.read()

    return loaded


def rows(desk, *names):
    return desk.store.rows(
        f"SELECT {', '.join(names)} FROM transactions ORDER BY source_row, transaction_id DESC"
    )


def unbalanced(reading):
    """Number of each statement that does not add up, what, what it states and what was read."""
    return [
        (check.number, failure.what, failure.stated, failure.read)
        for check in reading.files[0].statements
        for failure in check.failures
        if check.level == "statement"
    ]


def day(text):
    return date.fromisoformat(text)


def money(*texts):
    return [Decimal(text) for text in texts]


def test_reversals(desk, load):
    reading = load("mt940/synthetic_rc_rd_reversals.sta")
    assert rows(desk, "direction", "amount", "status", "reference") == [
        ("debit", Decimal(10), "reversed", "B1"),
        ("credit", Decimal(20), "reversed", "B2"),
        ("credit", Decimal(30), "posted", "E2E-1"),
    ]
    names = ("account_id", "counterparty_account", "counterparty_bank", "remittance_text")
    assert rows(desk, *names)[2] == (
        "10020030/1234567", "DE89370400440532013000", "DEUTDEFF", "Invoice 1",
    )  # fmt: skip
    assert unbalanced(reading) == []


def test_asnb(desk, load):
    reading = load("mt940/wolph_ASNB_mt940.txt")
    assert rows(desk, "booked_on", "direction", "amount", "counterparty_name") == [
        (day("2020-01-01"), "debit", Decimal(65), "hr gjlm paulissen"),
        (day("2020-01-05"), "credit", Decimal(1000), "paulissen g j l m"),
        (day("2020-01-05"), "debit", Decimal("801.55"), "international card services"),
        (day("2020-01-25"), "debit", Decimal("1.65"), None),
        (day("2020-01-29"), "credit", Decimal("828.72"), "transfer solutions bv"),
        (day("2020-01-29"), "debit", Decimal(1000), "international card services"),
        (day("2020-01-31"), "credit", Decimal("1000.18"), "paulissen g j l m"),
        (day("2020-01-31"), "debit", Decimal("903.76"), "international card services"),
    ]
    assert set(desk.column("account_id")) == {"NL81ASNB9999999999"}
    assert desk.column("counterparty_account")[0] == "NL47INGB9999999999"
    assert len(reading.files[0].statements) == 31
    assert unbalanced(reading) == []


def test_betterplace(desk, load):
    """97 entries on 27 pages of 20 statements, every page with the balances that it states."""
    reading = load("mt940/wolph_betterplace_sepa_mt9401.sta")
    assert unbalanced(reading) == []
    text = (SAMPLES / "mt940/wolph_betterplace_sepa_mt9401.sta").read_text(encoding="utf-8")
    assert len(reading.files[0].statements) == text.count(":62F:") + text.count(":62M:")
    assert len(desk.column("amount")) == 97
    names = ("account_id", "booked_on", "value_on", "direction", "amount", "status")
    own, booked, valued = "50880050/0194774600888", day("2007-09-04"), day("2007-09-04")
    amounts = ("300", "335.33", "15000", "66295.08", "915311.55", "204.88", "999946.95")
    assert rows(desk, *names)[:7] == [
        (own, booked, valued, "debit" if number > 4 else "credit", amount,
         "reversed" if number == 5 else "posted")
        for number, amount in enumerate(money(*amounts))
    ]  # fmt: skip
    names = (
        "amount", "counterparty_name", "counterparty_account", "counterparty_bank", "reference",
        "remittance_text",
    )  # fmt: skip
    assert rows(desk, *names)[7] == (
        Decimal("15000.05"), "Richter Renate 70 Zeichen Beginn Fuellzeichen xxxxxxxx",
        "DE42100100100043921105", "PBNKDEFF100", "EndToEndIdTFNR2000400001",
        f"TO 13 TFNr 20004 Eingangskanal Mint {'.' * 21} {'.' * 21} {'.' * 59}"
        " MTLG:SEPA-Ueberweisungseingang Auftraggeber: Richter Renat"
        " Christian Callas 70 Zeichen xxxxxxxxxxxxxxxxxxxxxxxxxx",
    )  # fmt: skip


def test_citi(desk, load):
    reading = load("mt940/wolph_citi_mt940.txt", "USD")
    assert rows(desk, "direction", "amount") == [
        ("debit", Decimal("212.39")), ("debit", Decimal("369.28")), ("credit", Decimal(0)),
        ("credit", Decimal(0)), ("debit", Decimal("561.08")),
    ]  # fmt: skip
    assert set(desk.column("booked_on")) == {day("2024-03-12")}
    assert set(desk.column("reference")) == {None}
    assert unbalanced(reading) == []


def test_abn_amro_does_not_add_up(desk, load):
    reading = load("mt940/wolph_jejik_abnamro.sta")
    assert desk.column("amount") == money(
        "9", "11.59", "11.63", "11.8", "13.45", "15.49", "107", "141.48", "9.49", "15"
    )
    assert set(desk.column("direction")) == {"debit"}
    assert desk.column("booked_on")[:2] == [day("2011-05-24"), day("2011-05-23")]
    assert desk.column("value_on")[:2] == [day("2011-05-24"), day("2011-05-21")]
    assert unbalanced(reading) == [
        (1, "closing balance", Decimal("876.84"), Decimal("2914.84")),
        (2, "closing balance", Decimal("1849.75"), Decimal("2852.35")),
    ]
    assert [p.code for p in reading.problems] == ["LDG061"] * 2


def test_ing_does_not_add_up(desk, load):
    reading = load("mt940/wolph_jejik_ing.sta")
    assert rows(desk, "direction", "amount") == [
        ("debit", Decimal("25.03")), ("debit", Decimal("3.03")), ("debit", Decimal("1.11")),
        ("debit", Decimal(20)), ("debit", Decimal("1.10")), ("credit", Decimal("3.68")),
        ("credit", Decimal(1)),
    ]  # fmt: skip
    assert desk.column("reference")[2] == "TMG TANGO"
    assert unbalanced(reading) == [(1, "closing balance", Decimal("3.47"), Decimal("-45.59"))]


def test_postfinance_second_page_does_not_add_up(desk, load):
    reading = load("mt940/wolph_jejik_postfinance.sta", "CHF")
    assert rows(desk, "booked_on", "direction", "amount", "reference") == [
        (day("2013-12-09"), "credit", Decimal("79.7"), "01916"),
        (day("2013-12-09"), "credit", Decimal("149.5"), "01916"),
        (day("2013-12-16"), "debit", Decimal("79.9"), "01916"),
        (day("2013-12-18"), "credit", Decimal("10.1"), "01651"),
    ]
    assert unbalanced(reading) == [(1, "closing balance", Decimal("159.6"), Decimal("159.4"))]


def test_mbank_report(desk, load):
    reading = load("mt940/wolph_mBank_mt942.sta", "PLN")
    assert rows(desk, "account_id", "direction", "amount", "reference") == [
        ("PL29114010810000267002001002", "credit", Decimal("0.01"), f"MB17011901{number}")
        for number in ("2058", "2085", "2121")
    ]
    assert unbalanced(reading) == []
    assert reading.files[0].statements[0].records == 3


def test_the_thirtieth_of_february_is_a_rejected_record(desk, load):
    reading = load("mt940/wolph_self-provided_february_30.sta")
    assert rows(desk, "amount") == []
    assert told(reading) == [("LDG010", "value_on", (1,))]
    assert unbalanced(reading) == []


def test_an_entry_without_account_and_currency_is_a_rejected_record(desk, load):
    reading = load("mt940/wolph_self-provided_sparkassen.sta")
    assert told(reading) == [("LDG012", "account_id", (1,)), ("LDG012", "currency", (1,))]


def test_the_profile_may_say_what_a_file_does_not(desk, load):
    known = "columns: {account_id: {constant: A1}, currency: {constant: EUR}}\n"
    load("mt940/wolph_self-provided_sparkassen.sta", more=known)
    names = ("account_id", "booked_on", "direction", "amount", "channel", "remittance_text")
    assert rows(desk, *names) == [
        ("A1", day("2018-11-26"), "credit", Decimal(30), "sepa", "Test"),
    ]


def test_mt103(desk, load):
    load("mt103/prowide_MT103-bulk-with-ack.rje", "USD", own_banks=["AAAAUSLA"])
    names = (
        "account_id", "direction", "amount", "booked_on", "reference", "counterparty_account",
        "counterparty_name", "counterparty_bank",
    )  # fmt: skip
    on = day("2019-04-25")
    assert rows(desk, *names) == [
        ("0000000000", "credit", Decimal(3700), on, "234234233", "0000000000", "A" * 30, "CCCCNGLA"),
        ("1111111111", "credit", Decimal(1321), on, "C4772342333", "1111111111", "ANANANANANANA",
         "CCCCNGLA"),
        ("8888888888", "credit", Decimal("1417.8"), on, "201904250034434", "22222222222",
         "OLD MUTUAL GENERAL INSURAN", "CCCCNGLA"),
    ]  # fmt: skip
    assert desk.column("remittance_text")[0] == (
        "/RFB/042517477151 REFERENCE:1500009007 TRANSFER"
        " /INS/DEUTSCHE BANK TRUST CO. AMERICAS NEW YORK, NY 10015"
    )


def test_bai2_sample1(desk, load):
    reading = load("bai2/moov_sample1.txt", "CAD")
    amounts = (
        "25", "900", "5", "2035", "25", "25", "200", "900", "20", "25", "10",
        "115", "1000", "1000", "90", "20", "5",
    )  # fmt: skip
    assert desk.column("amount") == money(*amounts)
    credits_ = [row[0] for row in rows(desk, "direction = 'credit'")]
    assert [n for n, is_credit in enumerate(credits_, start=1) if is_credit] == [4, 5, 6, 12, 13]
    assert set(desk.column("booked_on")) == {day("2006-03-17")}
    assert desk.column("value_on")[0] == day("2006-03-16")
    assert desk.column("remittance_text")[2] == "RTD CHQ SERVICE CHRG"
    assert [check.failures for check in reading.files[0].statements] == [()] * 4


def test_bai2_sample2(desk, load):
    """Two accounts state more than they itemize."""
    reading = load("bai2/moov_sample2.txt", "USD")
    names = ("account_id", "direction", "amount", "channel", "reference", "remittance_text")
    assert rows(desk, *names) == [
        ("0123456789", "credit", Decimal(4500), "cheque", None, None),
        ("9876543210", "credit", Decimal(5000), "cheque", None, "LOCK BOX NO.68751"),
        ("4589761203", "credit", Decimal(200_000), "other", "YRC065321",
         "PROCEEDS OF LETTER OF CREDIT FROM THE ARAMCO OIL CO"),
        ("4589761203", "credit", Decimal(100_000), "wire", None, None),
    ]  # fmt: skip
    assert desk.column("value_on")[2] == day("2004-06-22")
    assert unbalanced(reading) == [
        (2, "sum of credits", Decimal(10_000), Decimal(5000)),
        (2, "sum of debits", Decimal(20_000), Decimal(0)),
        (3, "sum of credits", Decimal(600_000), Decimal(300_000)),
        (3, "sum of debits", Decimal(500_000), Decimal(0)),
    ]


def test_bai2_sample4(desk, load):
    """Its counts and sums were made up, which must show."""
    reading = load("bai2/moov_sample4-continuations-newline-delimited.txt", "USD")
    assert desk.column("amount") == money(
        "600", "1435", "9286.50", "2000", "555.55", "19.12", "505", "11.25", "600", "9.31",
        "500.50", "5.27", "101", "3376.86", "50", "442.50", "300000",
    )  # fmt: skip
    debits = [row[0] for row in rows(desk, "direction = 'debit'")]
    assert [n for n, is_debit in enumerate(debits, start=1) if is_debit] == [
        1, 3, 4, 5, 7, 13, 16, 17,
    ]  # fmt: skip
    names = ("counterparty_name", "counterparty_account", "counterparty_bank", "reference")
    assert rows(desk, *names)[16] == ("TEST AND COMPANY", "609873838", "021000021", "3785726")
    assert (2, "number of lines", Decimal(26), Decimal(18)) in unbalanced(reading)
    assert (3, "number of lines", Decimal(8), Decimal(88)) in unbalanced(reading)


ACH = (
    "account_id", "direction", "amount", "booked_on", "counterparty_name", "counterparty_bank",
    "counterparty_country", "reference",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "row", "text"),
    [
        ("ctx-debit", ("12345678", "debit", 1_000_000, "2019-08-16", "Name on Account", "121042882",
         None, "121042880000001"), "ACH CTX 45689033 Debit First Account Debit Second Account"),
        ("ppd-debit", ("123456789", "debit", 2_000_000, "2019-08-16", "Name on Account",
         "121042882", None, "121042880000001"), "REG.SALARY"),
        ("web-credit", ("12345678", "credit", 100, "2019-08-16", "Name on Account", "121042882",
         None, "121042880000001"), "Subscribe #789654 PAY-GATE payment\\"),
        ("iat-credit", ("123456789", "credit", 1000, "2018-12-19", "BEK Solutions", "231380104",
         "US", "231380100000001"), "TRADEPAYMT This is an international payment"),
    ],
)  # fmt: skip
def test_ach(desk, load, name, row, text):
    own = "121042882" if name == "iat-credit" else "231380104"
    reading = load(f"ach/moov_{name}.ach", "USD", own_banks=[f"'{own}'"])
    (found,) = rows(desk, *(column for column in ACH if column != "counterparty_country"))
    expected = [*row[:2], Decimal(row[2]), day(row[3]), *row[4:6], row[7]]
    assert list(found) == expected
    if row[6]:
        assert desk.column("counterparty_country") == [row[6]]
    assert desk.column("remittance_text") == [text]
    assert [check.failures for check in reading.files[0].statements] == [()] * 2


@pytest.mark.parametrize(
    ("name", "booked_on", "status"),
    [
        ("BankTransfer", "2019-04-10", "pending"),
        ("CustomerTransfer", "2019-04-10", "pending"),
        ("CustomerTransferPlus", "2019-05-08", "posted"),
    ],
)
def test_fedwire(desk, load, name, booked_on, status):
    """Both sides are known by documents here; T in {1500} says that two of the files are tests."""
    load(f"fedwire/moov_{name}.txt", "USD", own_banks=["'*'"])
    names = (
        "account_id", "direction", "amount", "booked_on", "status", "counterparty_account",
        "counterparty_name", "counterparty_bank", "reference", "remittance_text",
    )  # fmt: skip
    known = (Decimal("12345.67"), day(booked_on), status)
    other = ("Name", "FI Name", "Reference", "LineOne LineTwo LineThree LineFour")
    assert rows(desk, *names) == [
        ("CCPT/1234", "debit", *known, "DRLC/1234", *other),
        ("DRLC/1234", "credit", *known, "CCPT/1234", *other),
    ]
