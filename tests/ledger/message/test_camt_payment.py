"""What one payment of an entry says: its amount in the currency of the entry, its references."""

import pytest

from tests.ledger.message.iso_texts import camt, entry
from tests.ledger.message.texts import values


def amounts(*details):
    text = camt(entry("10.00", details="".join(f"<TxDtls>{each}</TxDtls>" for each in details)))
    return values("camt", text, "amount", "currency")


def detailed(kind, amount, currency="EUR"):
    return f"<AmtDtls><{kind}><Amt Ccy='{currency}'>{amount}</Amt></{kind}></AmtDtls>"


def test_the_amount_of_a_payment_is_the_one_in_the_currency_of_the_entry():
    assert amounts(detailed("TxAmt", "6"), detailed("TxAmt", "4")) == [("6", "EUR"), ("4", "EUR")]
    foreign = detailed("TxAmt", "70", "USD").replace("</AmtDtls>", "") + detailed(
        "CntrValAmt", "6"
    ).replace("<AmtDtls>", "")
    assert amounts(foreign, "<Amt Ccy='EUR'>4</Amt>") == [("6", "EUR"), ("4", "EUR")]
    assert amounts("<Amt Ccy='EUR'>6</Amt>" + detailed("TxAmt", "99"), "<Amt Ccy='EUR'>4</Amt>") == [
        ("6", "EUR"), ("4", "EUR"),
    ]  # fmt: skip


def test_an_instructed_or_foreign_amount_is_never_the_amount():
    one = [("10.00", "EUR")]
    assert amounts(detailed("InstdAmt", "200", "MXN")) == one
    assert amounts(detailed("InstdAmt", "6"), detailed("InstdAmt", "4")) == one
    assert amounts(detailed("TxAmt", "6", "USD"), detailed("TxAmt", "4", "USD")) == one


@pytest.mark.parametrize(
    ("references", "expected"),
    [
        ("<EndToEndId>E1</EndToEndId><UETR>u</UETR>", "E1"),
        ("<EndToEndId>NOTPROVIDED</EndToEndId><TxId>T1</TxId>", "T1"),
        ("<EndToEndId>NotProvided</EndToEndId><InstrId>I1</InstrId><UETR>u</UETR>", "I1"),
        ("<EndToEndId>NOTPROVIDED</EndToEndId><UETR>u</UETR>", "u"),
        ("<AcctSvcrRef>A1</AcctSvcrRef>", "A1"),
    ],
)
def test_the_reference_is_the_first_that_is_one(references, expected):
    text = camt(entry(details=f"<TxDtls><Refs>{references}</Refs></TxDtls>"))
    assert values("camt", text, "reference") == [expected]


def test_texts_cheques_and_documents_are_kept():
    info = (
        "<TxDtls><Refs><ChqNb>0042</ChqNb></Refs><RmtInf><Ustrd>For</Ustrd><Ustrd>goods</Ustrd><Strd>"
        "<RfrdDocInf><Nb>INV-7</Nb></RfrdDocInf><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf>"
        "<AddtlRmtInf>March</AddtlRmtInf></Strd></RmtInf><AddtlTxInf>bank</AddtlTxInf></TxDtls>"
    )
    names = ("remittance_text", "invoice_reference", "instrument_number")
    assert values("camt", camt(entry(details=info)), *names) == [
        ("For goods March", "RF18 INV-7", "0042")
    ]
