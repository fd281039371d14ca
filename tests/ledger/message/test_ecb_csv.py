"""Rates as the European Central Bank's CSV writes them."""

import pytest

from aml.ledger.message.record import Unreadable
from tests.ledger.message.texts import records, values

HISTORY = """\
Date,USD,JPY,ISK,
2026-11-27,1.0876,163.21,N/A,
2026-11-26,1.0900,163.00,150.1,
"""
RATE = ("rate_on", "currency", "rate", "base_currency", "source")


def test_a_rate_to_the_euro_is_the_inverse_of_what_is_published():
    assert values("ecb_csv", HISTORY, *RATE)[:2] == [
        ("2026-11-27", "JPY", "0.00612707554684", "EUR", "ECB reference rate"),
        ("2026-11-27", "USD", "0.91945568223612", "EUR", "ECB reference rate"),
    ]


def test_a_rate_to_another_currency_goes_through_the_euro():
    assert values("ecb_csv", HISTORY, *RATE[:4], base_currency="USD") == [
        ("2026-11-27", "EUR", "1.0876", "USD"),
        ("2026-11-27", "JPY", "0.00666380736474", "USD"),
        ("2026-11-26", "EUR", "1.09", "USD"),
        ("2026-11-26", "ISK", "0.0072618254497", "USD"),
        ("2026-11-26", "JPY", "0.00668711656442", "USD"),
    ]


def test_a_day_without_the_base_currency_converts_nothing():
    assert set(values("ecb_csv", HISTORY, "rate_on", base_currency="ISK")) == {"2026-11-26"}


@pytest.mark.parametrize("base", ["CHF", "ISK"])
def test_a_file_without_any_rate_of_the_base_currency_is_refused(base):
    text = "Date,USD,ISK,\n2026-11-27,1.0876,N/A,\n"
    with pytest.raises(Unreadable) as caught:
        records("ecb_csv", text, base_currency=base)
    assert caught.value.code == "LDG062"
    assert caught.value.message == f"the file has no rate of the base currency {base}"


def test_the_file_of_one_day_writes_it_in_words():
    text = "Date, USD, JPY, \n7 November 2026, 1.0876, 163.21, \n"
    assert values("ecb_csv", text, "rate_on") == ["2026-11-07", "2026-11-07"]


def test_what_is_no_day_and_no_rate_is_passed_on_to_be_rejected():
    text = "Date,USD\n31.12.2026,one\n2026-11-27,0\n"
    assert values("ecb_csv", text, "rate_on", "rate") == [
        ("31.12.2026", "one"),
        ("2026-11-27", "0"),
    ]


def test_a_line_of_another_length_is_one_record_that_cannot_be_read():
    text = "Date,USD,JPY\n2026-11-27,1.0876\n2026-11-26,1,2\n"
    assert [record.refused for record in records("ecb_csv", text)] == ["LDG060", "", ""]


@pytest.mark.parametrize("head", ["USD,JPY", "Date", "Date,usd", "Date,USD,USD"])
def test_a_file_without_a_header_of_currencies_is_refused(head):
    with pytest.raises(Unreadable) as caught:
        records("ecb_csv", f"{head}\n2026-11-27,1,2\n")
    assert (caught.value.code, caught.value.line) == ("LDG060", 1)
