"""Customer transfers: both sides, the banks between them, returns, what was never sent."""

import pytest

from aml.core.workspace import Institution
from aml.ledger.message.record import Unreadable
from tests.ledger.message.texts import records, values

HEAD = (
    "{1:F01OURSDEFFAXXX0000000000}{2:O1031200260302THEIGB2LAXXX00000000002603021200N}"
    "{3:{121:11111111-2222-4333-8444-555555555555}}{4:\n"
)
BODY = """\
:20:REF1
:23B:CRED
:32A:260302EUR1250,5
:33B:GBP1000,
:50K:/GB29NWBK60161331926819
ANN LEE
1 HIGH STREET
LONDON
:59:/DE89370400440532013000
GESELLSCHAFT FUER BRUECKEN UND STRA
SSENBAU MBH
BERLIN
:70:INVOICE 17 FOR CONTAINER CSQU305438
3 AND FREIGHT
OF MARCH
:71A:SHA
:72:/INS/MIDLGB22
//SECOND LINE
-}"""
BANKS = ("payer_bank", "payee_bank")


def test_a_transfer_has_both_sides_and_its_texts():
    names = (
        "booked_on", "value_on", "amount", "currency", "channel", "status", "reference",
        "payer_account", "payer_name", "payee_account", "payee_name", "remittance_text",
    )  # fmt: skip
    assert values("mt103", HEAD + BODY, *names) == [
        (
            "2026-03-02", "2026-03-02", "1250.5", "EUR", "wire", "posted", "REF1",
            "GB29NWBK60161331926819", "ANN LEE", "DE89370400440532013000",
            "GESELLSCHAFT FUER BRUECKEN UND STRASSENBAU MBH",
            "INVOICE 17 FOR CONTAINER CSQU3054383 AND FREIGHT OF MARCH /INS/MIDLGB22 SECOND LINE",
        )
    ]  # fmt: skip


def test_a_bank_that_is_not_named_is_the_one_at_that_end_of_the_message():
    assert values("mt103", HEAD + BODY, *BANKS) == [("THEIGB2L", "OURSDEFF")]
    sent = HEAD.replace(
        "{2:O1031200260302THEIGB2LAXXX00000000002603021200N}", "{2:I103THEIGB2LX123N}"
    )
    assert values("mt103", sent + BODY, *BANKS) == [("OURSDEFF", "THEIGB2L123")]
    named = BODY.replace(":59:", ":52A:/123\nCITIUS33XXX\n:57D://FW021000089\nA BANK\n:59:")
    assert values("mt103", HEAD + named, *BANKS) == [("CITIUS33", "021000089")]
    assert values("mt103", BODY[:-1], *BANKS) == [("", "")]


def test_every_message_of_a_file_is_read():
    answer = "{1:F21OURSDEFFAXXX0000000000}{4:{177:1}{451:0}}"
    joined = "$".join([answer + HEAD + BODY, answer + HEAD + BODY.replace("REF1", "REF2")])
    assert values("mt103", joined, "reference") == ["REF1", "REF2"]
    bare = BODY.removesuffix("-}")
    assert values("mt103", bare + bare.replace("REF1", "REF2"), "reference") == ["REF1", "REF2"]


def test_a_transfer_sent_again_is_the_same_by_its_uetr_or_its_reference():
    first, plain = HEAD + BODY, (HEAD + BODY).replace("{3:{121:", "{3:{108:")
    keys = [records("mt103", text)[0].duplicate_key for text in (first, plain)]
    assert keys == ["11111111-2222-4333-8444-555555555555", "THEIGB2L|REF1|260302EUR1250,5"]


def test_a_transfer_sent_again_in_the_same_file_is_loaded_once(desk):
    desk.institution = Institution("Our Bank", "DE", "bank", "EUR")
    desk.profile(
        "table: transactions\nshape: transfers\nformat: {kind: mt103}\nown_banks: [OURSDEFF]\n"
    )
    desk.give(f"{HEAD}{BODY}${HEAD}{BODY}", profile="own", name="twice.rje")
    reading = desk.read()
    assert reading.duplicates == 1
    assert desk.store.rows("SELECT account_id, direction FROM transactions") == [
        ("DE89370400440532013000", "credit")
    ]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (HEAD + BODY.replace("/INS/MIDLGB22", "/RETN/59"), "reversed"),
        (HEAD + BODY.replace("/INS/MIDLGB22", "/REJT/59"), "reversed"),
        (HEAD.replace("{3:", "{3:{119:RETN}") + BODY, "reversed"),
        ("{1:F21OURSDEFFAXXX0000000000}{4:{451:1}{405:H01}}" + HEAD + BODY, "cancelled"),
        ("{1:F21OURSDEFFAXXX0000000000}{4:{451:0}}" + HEAD + BODY, "posted"),
    ],
)
def test_what_gave_money_back_or_was_never_sent_is_told(text, status):
    assert values("mt103", text, "status") == [status]


@pytest.mark.parametrize(
    "text",
    [
        (HEAD + BODY).replace("{2:O103", "{2:O202"),
        HEAD + BODY.replace("260302EUR1250,5", "260302EUR1.250,5"),
        HEAD + BODY.replace(":32A:260302EUR1250,5\n", ""),
        HEAD + "-}",
        STATEMENT := ":20:A\n:25:X\n:60F:C260301EUR1,\n:62F:C260301EUR1,\n-",
    ],
)
def test_a_message_that_is_no_transfer_is_a_record_that_cannot_be_read(text):
    assert [record.refused for record in records("mt103", text)] == ["LDG060"]


def test_a_file_that_breaks_off_or_holds_no_message_is_refused():
    for text in ("", "a;b\n1;2\n", HEAD, HEAD + BODY[:-2], HEAD.removesuffix("{4:\n")):
        with pytest.raises(Unreadable):
            records("mt103", text)
