"""Fedwire tags: both sides, their banks, what moves money and what does not."""

import pytest

from aml.ledger.message.record import Unreadable
from tests.ledger.message.texts import records, values

MESSAGE = """\
{1500}30USERREQ1P
{1510}1000
{1520}20240311B1QGC01R000123
{2000}000001250075
{3100}021000089CITIBANK NYC*
{3400}121042882WELLS SF*
{3600}CTR
{3320}SENDREF*
{4200}D987654321*GESELLSCHAFT LTD*1 PIER*OAKLAND**
{4320}INV 17*
{5000}D123456789*ANN LEE*2 MAIN ST*
{6000}PAYMENT FOR CONTAINER CSQU30543834X*ON BOARD*
"""
SIDES = (
    "payer_account", "payer_name", "payer_bank", "payee_account", "payee_name", "payee_bank",
)  # fmt: skip


def test_a_transfer_has_both_sides_and_its_texts():
    names = ("booked_on", "amount", "currency", "channel", "status", "reference", "remittance_text")
    assert values("fedwire", MESSAGE, *names) == [
        ("2024-03-11", "12500.75", "USD", "wire", "posted", "INV 17",
         "PAYMENT FOR CONTAINER CSQU30543834XON BOARD"),
    ]  # fmt: skip
    assert values("fedwire", MESSAGE, *SIDES) == [
        ("123456789", "ANN LEE", "021000089", "987654321", "GESELLSCHAFT LTD", "121042882")
    ]
    assert records("fedwire", MESSAGE)[0].duplicate_key == "20240311B1QGC01R000123"


def test_banks_that_are_named_stand_before_the_ends_of_the_transfer():
    named = MESSAGE + "{4100}BDEUTDEFF*DEUTSCHE BANK*\n{5100}D55*FIRST BANK OF X*TOWN*\n"
    assert values("fedwire", named, "payer_bank", "payee_bank") == [("FIRST BANK OF X", "DEUTDEFF")]


def test_a_party_known_by_a_document_is_no_account():
    text = MESSAGE.replace("{5000}D123456789", "{5000}1P1234").replace("{4200}D", "{4200}9")
    assert values("fedwire", text, "payer_account", "payee_account") == [
        ("CCPT/P1234", "OTHR/987654321")
    ]


def test_an_originator_in_numbered_lines():
    text = MESSAGE.replace(
        "{5000}D123456789*ANN LEE*2 MAIN ST*", "{5010}TXID/123*1/ANN*1/LEE*2/MAIN ST*3/MX/TOWN*"
    )
    names = ("payer_account", "payer_name", "payer_country")
    assert values("fedwire", text, *names) == [("TXID/123", "ANN LEE", "MX")]


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("{1510}1000", "{1510}1002", "reversed"),
        ("{1510}1000", "{1510}1508", "reversed"),
        ("{1510}1000", "{1510}1032", "posted"),
        ("{1510}1000", "{1510}1031", "pending"),
        ("{1510}1000", "{1510}1090", "pending"),
        ("REQ1P", "REQ1T", "pending"),
    ],
)
def test_what_moves_no_money_is_told(old, new, status):
    assert values("fedwire", MESSAGE.replace(old, new), "status") == [status]


def test_every_message_of_a_file_is_read_with_line_breaks_or_without():
    other = MESSAGE.replace("000123", "000124")
    for text in (MESSAGE + "\n" + other, (MESSAGE + other).replace("\n", "")):
        assert [record.duplicate_key[-3:] for record in records("fedwire", text)] == ["123", "124"]


def test_a_text_that_was_broken_goes_on():
    broken = MESSAGE.replace("GESELLSCHAFT LTD", "GESELL\nSCHAFT LTD")
    assert values("fedwire", broken, *SIDES) == values("fedwire", MESSAGE, *SIDES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("000001250075", "1250075"), ("{2000}000001250075\n", ""),
        ("{1520}20240311B1QGC01R000123\n", ""), ("20240311B1Q", "2024B1Q"),
    ],
)  # fmt: skip
def test_a_message_without_its_amount_or_its_day_is_still_a_record(old, new):
    assert [record.refused for record in records("fedwire", MESSAGE.replace(old, new))] == [
        "LDG060"
    ]


@pytest.mark.parametrize(
    "text",
    ["", "a;b\n", "".join(f"{{{n}}}x" for n in range(1000, 1300)), "{1500}" + "long text\n" * 3000],
)
def test_a_file_of_another_kind_is_refused(text):
    with pytest.raises(Unreadable):
        records("fedwire", text)
