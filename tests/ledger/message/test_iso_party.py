"""Parties in both spellings, and banks by their codes."""

import pytest

from aml.ledger.message.iso_party import Party, party_of
from tests.ledger.message.iso_texts import fields_of

ADDRESS = "<PstlAdr><Ctry>MX</Ctry><AdrLine>Calle 1</AdrLine></PstlAdr>"


def debtor(text):
    return party_of(fields_of(f"<x>{text}</x>"), "Dbtr")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"<Dbtr><Nm>Ann</Nm>{ADDRESS}</Dbtr>", Party("Ann", country="MX")),
        (f"<Dbtr><Pty><Nm>Ann</Nm>{ADDRESS}</Pty></Dbtr>", Party("Ann", country="MX")),
        ("<Dbtr><Pty><CtryOfRes>CO</CtryOfRes></Pty></Dbtr>", Party(country="CO")),
        (
            "<Dbtr><Agt><FinInstnId><BICFI>COBADEFF</BICFI><Nm>A Bank</Nm></FinInstnId></Agt></Dbtr>",
            Party("A Bank", bank="COBADEFF"),
        ),
        ("<Dbtr/>", Party()),
    ],
)
def test_a_party_reads_the_same_in_every_version(text, expected):
    assert debtor(text) == expected


def test_the_country_of_an_iban_is_the_accounts_and_not_the_persons():
    found = debtor("<Dbtr><Nm>Ann</Nm></Dbtr><DbtrAcct><Id><IBAN>DE1</IBAN></Id></DbtrAcct>")
    assert (found.account, found.country) == ("DE1", "")


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("<BIC>COBADEFF</BIC>", "COBADEFF"),
        ("<BICFI>COBADEFF</BICFI><ClrSysMmbId><MmbId>37040044</MmbId></ClrSysMmbId>", "COBADEFF"),
        ("<ClrSysMmbId><MmbId>021000021</MmbId></ClrSysMmbId><Nm>A Bank</Nm>", "021000021"),
        ("<Nm>A Bank</Nm>", "A Bank"),
    ],
)
def test_a_bank_is_its_bic_else_its_clearing_number_else_its_name(codes, expected):
    assert debtor(f"<DbtrAgt><FinInstnId>{codes}</FinInstnId></DbtrAgt>").bank == expected


@pytest.mark.parametrize(
    "account", ["<Id><Othr><Id>77</Id></Othr></Id>", "<Prxy><Id>77</Id></Prxy>"]
)
def test_an_account_need_not_be_an_iban(account):
    assert debtor(f"<DbtrAcct>{account}</DbtrAcct>").account == "77"
