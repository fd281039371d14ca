"""Statements, reports, notifications: what is counted, what comes again, what is not lost."""

from decimal import Decimal

import pytest

from aml.ledger.message.record import Stated, Unreadable
from tests.ledger.conftest import told
from tests.ledger.message.iso_texts import balance, camt, code, entry, payment
from tests.ledger.message.texts import SAMPLES, failures, items, needs_samples, records, values

ENDS = balance("OPBD", "100.00") + balance("CLBD", "85.00")
ENTRIES = entry("10.00", ref="B1") + entry("25.00", "DBIT", ref="B2")


@needs_samples
def test_the_sample_statement():
    text = (SAMPLES / "camt" / "oca_test-camt053.xml").read_bytes()
    names = (
        "booked_on", "direction", "amount", "currency", "channel", "status", "counterparty_name",
        "counterparty_account", "counterparty_bank", "counterparty_country", "reference",
        "remittance_text",
    )  # fmt: skip
    back = ("Test Customer", "NL46ABNA0499998748", "ABNANL2A", "NL")
    assert values("camt", text, *names) == [
        (
            "2014-01-05", "debit", "754.25", "EUR", "sepa", "posted", "INSURANCE COMPANY TESTX",
            "NL46ABNA0499998748", "ABNANL2A", "NL", "435005714488-ABNO33052620",
            "Insurance policy 857239PERIOD 01.01.2014 - 31.12.2014",
        ),
        (
            "2014-01-05", "debit", "564.05", "EUR", "ach", "reversed", *back,
            "TESTBANK/NL/20141229/01206408", "Direct Debit S14 0410",
        ),
        (
            "2014-01-05", "debit", "100.00", "EUR", "ach", "reversed", *back,
            "TESTBANK/NL/20141229/01206407", "Direct Debit S14 0410",
        ),
        (
            "2014-01-05", "credit", "1405.31", "EUR", "sepa", "posted", "3rd party Media",
            "NL69ABNA0522123643", "ABNANL2A", "NL", "115", "#RD PARTY MEDIA CUSNO 90782 4210773",
        ),
    ]  # fmt: skip
    assert set(values("camt", text, "account_id")) == {"NL77ABNA0574908765"}
    (stated,) = (i for i in items("camt", text) if isinstance(i, Stated) and i.level == "statement")
    assert (stated.opening, stated.closing) == (Decimal("15568.27"), Decimal("15121.12"))
    # 15568.27 - 754.25 - 664.05 + 1405.31 is 15555.28: whoever made the sample did not add it up
    assert failures("camt", text) == [("statement", 1, "closing balance")]


@needs_samples
def test_the_sample_notification():
    text = (SAMPLES / "camt" / "oca_test-camt054.xml").read_bytes()
    names = (
        "account_id", "booked_on", "value_on", "direction", "amount", "currency", "channel",
        "status", "counterparty_name", "counterparty_account", "counterparty_bank",
        "counterparty_country", "reference", "invoice_reference", "remittance_text",
    )  # fmt: skip
    assert values("camt", text, *names) == [
        (
            "NL77ABNA0574908765", "2022-01-26", "2022-01-26", "credit", "5.00", "EUR", "ach",
            "posted", "Test Customer", "NL46ABNA0499998748", "NZNCC020368", "", "ENDTOENDID-01",
            "000000000000000000000000003", "Additional entry info",
        )
    ]  # fmt: skip
    assert failures("camt", text) == []
    assert [record.rank for record in records("camt", text)] == [3]


def test_a_statement_states_its_balances_its_sums_and_its_counts():
    sums = (
        "<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries><Sum>35.00</Sum></TtlNtries>"
        "<TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>10</Sum></TtlCdtNtries>"
        "<TtlDbtNtries><NbOfNtries>1</NbOfNtries><Sum>25</Sum></TtlDbtNtries></TxsSummry>"
    )
    text = camt(ENTRIES, head=ENDS + sums)
    assert items("camt", text)[-1] == Stated(
        "statement", 1, Decimal(100), Decimal(85), Decimal(10), Decimal(25), Decimal(35), 2,
        account_id="DE02120300000000202051", currency="EUR",
    )  # fmt: skip
    assert failures("camt", text) == []
    less = text.replace(entry("10.00", ref="B1"), "")
    assert {what for _, _, what in failures("camt", less)} == {
        "sum", "sum of credits", "number of entries", "number of credit entries", "closing balance",
    }  # fmt: skip


def test_each_statement_of_a_file_is_counted_by_itself():
    first = camt(ENTRIES, head=ENDS)
    body = first[first.index("<Stmt>") : first.index("</BkToCstmrStmt>")]
    second = body.replace("202051", "202052").replace("85.00", "86.00")
    text = first.replace(body, body + second)
    assert [record.groups["statement"] for record in records("camt", text)] == [1, 1, 2, 2]
    assert values("camt", text, "account_id")[2] == "DE02120300000000202052"
    assert failures("camt", text) == [("statement", 2, "closing balance")]


def test_a_batch_that_comes_to_its_entry_is_as_many_records():
    details = "<Btch><NbOfTxs>2</NbOfTxs></Btch>" + payment("6.00") + payment("4.00", e2e="E2")
    text = camt(entry("10.00", details=details), head=ENDS.replace("85", "110"))
    assert values("camt", text, "amount", "reference") == [("6.00", "E1"), ("4.00", "E2")]
    assert failures("camt", text) == []


def test_a_batch_that_does_not_come_to_its_entry_is_one_record_and_told():
    details = payment("6.00") + payment("4.01", e2e="E2")
    text = camt(entry("10.00", details=details) + entry("1.00"))
    assert values("camt", text, "amount", "reference", "counterparty_name") == [
        ("10.00", "", "Ann Lee"), ("1.00", "", ""),
    ]  # fmt: skip
    assert failures("camt", text) == [("entry", 1, "sum of its payments")]


def test_a_batch_that_lacks_a_payment_is_told():
    details = "<Btch><NbOfTxs>2</NbOfTxs></Btch>" + payment("10.00")
    text = camt(entry("10.00", details=details))
    assert values("camt", text, "amount") == ["10.00"]
    assert failures("camt", text) == [("entry", 1, "number of payments")]


def test_a_statement_goes_before_a_report_before_a_notification():
    found = [records("camt", camt(ENTRIES, kind=kind)) for kind in ("053", "052", "054")]
    assert [[r.rank for r in each] for each in found] == [[1, 1], [2, 2], [3, 3]]
    keys = [[r.duplicate_key for r in each] for each in found]
    assert keys[0] == keys[1] == keys[2]
    assert len(set(keys[0])) == 2


def test_the_payments_of_a_notification_take_the_place_of_the_total_in_the_statement():
    total = "<Btch><NbOfTxs>2</NbOfTxs></Btch>"
    (whole,) = records("camt", camt(entry("10.0", details=total, ref="B1")))
    details = payment("6.00") + payment("4.00", e2e="E2")
    parts = records("camt", camt(entry("10.00", details=details, ref="B1"), kind="054"))
    assert {part.duplicate_key for part in parts} == {whole.duplicate_key}
    assert parts[0].rank < whole.rank


def test_without_a_reference_of_the_bank_only_the_same_statement_is_the_same():
    plain = camt(entry(), head=ENDS)
    (first,), (again,) = records("camt", plain), records("camt", plain.replace("M1", "M2"))
    (other,) = records("camt", plain.replace("100.00", "110.00"))
    (page,) = records(
        "camt", plain.replace("</Id><Acct", "</Id><StmtPgntn><PgNb>2</PgNb></StmtPgntn><Acct")
    )
    assert first.duplicate_key == again.duplicate_key
    assert len({first.duplicate_key, other.duplicate_key, page.duplicate_key}) == 3
    (none,) = records(
        "camt", plain.replace("</ValDt>", "</ValDt><AcctSvcrRef>NONREF</AcctSvcrRef>")
    )
    assert none.duplicate_key == first.duplicate_key
    assert not records("camt", plain.replace("<Id>S1</Id>", ""))[0].duplicate_key


@pytest.mark.parametrize(
    ("amount", "code"),
    [("1e99999999", "LDG011"), ("NaN", "LDG011"), ("-Infinity", "LDG011"), ("9" * 30, "LDG017")],
)
def test_an_amount_that_is_none_is_told_once_and_as_such(desk, amount, code):
    head = balance("OPBD", "0.00") + balance("CLBD", "2.00")
    text = camt(entry(amount) + entry("2.00"), head=head)
    desk.institution = type(desk.institution)("Bank", "DE", "bank", "EUR")
    desk.profile("table: transactions\nformat: {kind: camt}\n")
    outcome = desk.give(text, profile="own", name="c.xml").read()
    assert told(outcome) == [(code, "amount", (1,))]
    (hint,) = [problem.hint for problem in outcome.problems if problem.code == code]
    assert "set numbers" not in hint
    assert outcome.files[0].statements[0].is_balanced


def test_an_entry_that_cannot_be_read_is_still_a_record():
    for broken in (entry(""), entry("1,5"), entry("1", "X"), "<Ntry/>", entry(booked="")):
        assert len(records("camt", camt(broken + entry("2.00")))) == 2


def test_a_balance_or_count_that_is_none_is_refused():
    for head in (balance("OPBD", "12,5"), balance("CLBD", "x")):
        with pytest.raises(Unreadable):
            items("camt", camt(entry(), head=head))


def test_the_codes_of_the_payment_go_before_those_of_the_entry():
    details = payment(more=code("PMNT", "RCDT", "ESCT"))
    text = camt(
        entry(details=details, code=code("PMNT", "RCDT", "XBCT"))
        + entry(code=code("PMNT", "CNTR", "CDPT"))
    )
    assert values("camt", text, "channel") == ["sepa", "cash_teller"]


def test_the_same_entry_in_two_messages_is_loaded_once(desk):
    desk.institution = type(desk.institution)("Bank", "DE", "bank", "EUR")
    desk.profiles["camt"] = desk.shipped_profile("camt")
    booked = camt(ENTRIES, head=ENDS)
    told = camt(entry("10.00", ref="B1", details=payment()) + entry("3.00", ref="B3"), kind="054")
    desk.give(booked, profile="camt", name="a053.xml")
    desk.give(booked.replace("M1", "M2"), profile="camt", name="b053.xml")
    desk.give(told, profile="camt", name="c054.xml")
    outcome = desk.read()
    assert sorted(desk.column("amount")) == [Decimal(3), Decimal(10), Decimal(25)]
    assert (outcome.duplicates, outcome.rejected) == (3, 0)
    assert all(total.is_reconciled for file in outcome.files for total in file.totals)
