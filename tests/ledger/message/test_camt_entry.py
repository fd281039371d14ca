"""An entry and its payments: directions, days, status, and who is on the other side."""

import pytest

from tests.ledger.message.iso_texts import camt, entry, payment
from tests.ledger.message.texts import failures, records, values

OWN = "DE02120300000000202051"


def parties(debtor="", creditor="", more=""):
    """A payment between two accounts, of which one may be the own one."""
    sides = "".join(
        f"<{role}><Pty><Nm>{role} {account}</Nm></Pty></{role}>"
        f"<{role}Acct><Id><IBAN>{account}</IBAN></Id></{role}Acct>"
        for role, account in (("Dbtr", debtor), ("Cdtr", creditor))
        if account
    )
    return f"<TxDtls><RltdPties>{sides}{more}</RltdPties></TxDtls>"


def other_side(details, side="CRDT", more=""):
    text = camt(entry("10.00", side, details=details, more=more))
    (found,) = values("camt", text, "counterparty_account")
    return found


def test_the_other_side_is_the_debtor_of_a_credit_and_the_creditor_of_a_debit():
    assert other_side(parties("A", "B"), "CRDT") == "A"
    assert other_side(parties("A", "B"), "DBIT") == "B"


def test_a_payment_that_is_taken_back_may_keep_the_sides_that_it_had():
    back = "<RvslInd>true</RvslInd>"
    assert other_side(parties(OWN, "B"), "CRDT", back) == "B"
    assert other_side(parties("A", OWN), "DBIT", back) == "A"
    assert other_side(parties("A"), "DBIT", back) == "A"
    assert other_side(parties(OWN, "B"), "CRDT") == "B"
    assert other_side(parties("A"), "DBIT") == ""


def test_a_transfer_to_oneself_has_oneself_on_the_other_side():
    assert other_side(parties(OWN, OWN)) == OWN


def test_who_is_behind_either_side_is_kept_but_not_the_owner():
    behind = "<Ultmt{0}><Pty><Nm>{1}</Nm></Pty></Ultmt{0}>"
    for role, name, side, expected in (
        ("Dbtr", "Real Payer", "CRDT", "Real Payer"),
        ("Cdtr", "Real Payee", "DBIT", "Real Payee"),
        ("Dbtr", "Daughter Firm", "DBIT", "Daughter Firm"),
        ("Dbtr", "Own Firm", "DBIT", ""),
        ("Dbtr", "Dbtr A", "CRDT", ""),
    ):
        text = camt(entry("1", side, details=parties("A", "B", behind.format(role, name))))
        assert values("camt", text, "on_behalf_of") == [expected]


@pytest.mark.parametrize(
    ("status", "more", "expected"),
    [
        ("<Sts>BOOK</Sts>", "", "posted"),
        ("<Sts><Cd>BOOK</Cd></Sts>", "<RvslInd>false</RvslInd>", "posted"),
        ("<Sts>BOOK</Sts>", "<RvslInd>true</RvslInd>", "reversed"),
        ("<Sts>PDNG</Sts>", "<RvslInd>true</RvslInd>", "pending"),
        ("<Sts><Cd>PDNG</Cd></Sts>", "", "pending"),
        ("<Sts>INFO</Sts>", "", "pending"),
        ("<Sts><Cd>FUTR</Cd></Sts>", "", "pending"),
        ("<Sts><Prtry>ODD</Prtry></Sts>", "", "ODD"),
        ("", "", ""),
    ],
)
def test_only_what_is_booked_is_posted_or_reversed(status, more, expected):
    text = camt(entry("1", "DBIT", status=status, more=more))
    assert values("camt", text, "status", "direction") == [(expected, "debit")]


def test_a_day_is_a_day_and_an_instant_an_instant():
    names = ("booked_on", "booked_at", "value_on")
    booked = "<BookgDt><Dt>{}</Dt></BookgDt>"
    for how, expected in (
        (booked.format("2026-03-01+01:00"), ("2026-03-01", "", "2026-03-03")),
        ("<BookgDt><DtTm>2026-03-01T23:30:00-05:00</DtTm></BookgDt>", ("", "2026-03-01T23:30:00-05:00", "2026-03-03")),
        ("", ("2026-03-03", "", "2026-03-03")),
        (booked.format("01.03.2026"), ("01.03.2026", "", "2026-03-03")),
    ):  # fmt: skip
        assert values("camt", camt(entry(booked=how)), *names) == [expected]


def test_the_entry_speaks_where_its_payment_does_not():
    silent = "<TxDtls><RmtInf><Ustrd>One</Ustrd><Ustrd>two</Ustrd></RmtInf></TxDtls>"
    text = camt(
        entry(ref="B1", details=silent) + entry(ref="B2", code="<AddtlNtryInf>Note</AddtlNtryInf>")
    )
    assert values("camt", text, "reference", "remittance_text") == [
        ("B1", "One two"),
        ("B2", "Note"),
    ]


def test_a_batch_without_amounts_is_one_record_with_what_its_payments_share():
    details = payment(e2e="E1") + payment(e2e="E2")
    text = camt(entry("10.00", details=details, ref="B1"))
    names = ("amount", "counterparty_name", "reference")
    assert values("camt", text, *names) == [("10.00", "Ann Lee", "B1")]
    assert failures("camt", text) == []


def test_payments_of_both_directions_add_up_with_their_signs():
    details = payment("15.00", "CRDT", "In") + payment("5.00", "DBIT", "Out", role="Cdtr")
    head = (
        "<TxsSummry><TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>10.00</Sum></TtlCdtNtries>"
        "</TxsSummry>"
    )
    text = camt(entry("10.00", details=details), head=head)
    names = ("direction", "amount", "counterparty_name")
    assert values("camt", text, *names) == [("credit", "15.00", "In"), ("debit", "5.00", "Out")]
    assert failures("camt", text) == []


def test_payments_keep_the_direction_of_their_entry_where_they_add_up_in_it():
    details = payment("6.00", "CRDT") + payment("4.00", "CRDT")
    text = camt(entry("10.00", "DBIT", details=details, more="<RvslInd>true</RvslInd>"))
    assert values("camt", text, "direction", "status") == [("debit", "reversed")] * 2


def test_a_payment_with_a_bad_amount_is_not_added_up():
    for bad in ("1e1", "x"):
        text = camt(entry("10.00", details=payment("10.00") + payment(bad)))
        assert len(records("camt", text)) == 2
        text = camt(entry("10.00", details=payment("9.00") + payment(bad)))
        assert failures("camt", text) == [("entry", 1, "sum of its payments")]
