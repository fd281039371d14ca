"""Rates as the European Central Bank's XML writes them."""

import pytest

from aml.ledger.message.record import Unreadable
from tests.ledger.message.texts import records, values

XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
    xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
  <gesmes:subject>Reference rates</gesmes:subject>
  <gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
  <Cube>
    <Cube time="2026-11-27"><Cube currency="USD" rate="1.0876"/><Cube currency="JPY" rate="163.21"/></Cube>
    <Cube time="2026-11-26"><Cube currency="USD" rate="1.09"/></Cube>
  </Cube>
</gesmes:Envelope>
"""
RATE = ("rate_on", "currency", "rate", "base_currency", "source")


def test_each_cube_of_a_day_gives_the_rates_of_that_day():
    assert values("ecb_xml", XML, *RATE, base_currency="USD") == [
        ("2026-11-27", "EUR", "1.0876", "USD", "ECB reference rate"),
        ("2026-11-27", "JPY", "0.00666380736474", "USD", "ECB reference rate"),
        ("2026-11-26", "EUR", "1.09", "USD", "ECB reference rate"),
    ]


def test_a_base_currency_that_one_day_has_converts_that_day():
    assert values("ecb_xml", XML, "rate_on", "currency", base_currency="JPY") == [
        ("2026-11-27", "EUR"), ("2026-11-27", "USD"),
    ]  # fmt: skip


def test_a_file_without_any_rate_of_the_base_currency_is_refused():
    with pytest.raises(Unreadable) as caught:
        records("ecb_xml", XML, base_currency="CHF")
    assert caught.value.code == "LDG062"


def test_a_second_rate_of_one_day_and_currency_cannot_be_read():
    text = XML.replace('"JPY" rate="163.21"', '"USD" rate="1.5"')
    assert [record.refused for record in records("ecb_xml", text)] == ["LDG060", "", ""]


@pytest.mark.parametrize(
    "text", ["<a/>", XML[:-40], "Date,USD\n", XML.replace('time="2026-11-26"', "")]
)
def test_other_files_are_refused(text):
    with pytest.raises(Unreadable) as caught:
        records("ecb_xml", text)
    assert caught.value.code == "LDG060"
