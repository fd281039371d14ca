"""Rates between any two currencies of a day, exact to the last decimal that is kept."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aml.ledger.message.ecb_rates import day_rates
from aml.ledger.message.record import Unreadable
from tests.ledger.message.test_ecb_csv import HISTORY
from tests.ledger.message.test_ecb_xml import XML
from tests.ledger.message.texts import records


def rates(base, **published):
    made = day_rates("2026-11-27", published, base)
    return {record.values["currency"]: record.values["rate"] for record in made}


def test_a_cross_rate_is_rounded_once_and_not_on_the_way():
    found = rates("IDR", USD="1.0876", IDR="17654.32")
    assert found == {"EUR": "17654.32", "USD": "16232.36484001471129"}
    way = round(1 / Decimal("1.0876"), 14) * Decimal("17654.32")
    assert Decimal(found["USD"]) != round(way, 14)


@pytest.mark.parametrize("units", ["16300", "26000", "1100000", "0.30"])
def test_a_million_converted_there_and_back_loses_less_than_a_cent(units):
    there = Decimal(rates("USD", USD="1", IDR=units)["IDR"])
    back = Decimal(rates("IDR", USD="1", IDR=units)["USD"])
    assert abs(Decimal(1_000_000) * back * there - 1_000_000) < Decimal("0.01")


def test_a_currency_that_has_no_rate_gives_none():
    assert rates("EUR", USD="N/A", JPY="") == {}
    assert rates("USD", USD="N/A", JPY="160") == {}


def test_a_base_rate_that_is_none_rejects_what_goes_through_it():
    assert rates("USD", USD="zero", JPY="160") == {"EUR": "zero", "JPY": "zero"}
    assert rates("EUR", JPY="NaN") == {"JPY": "NaN"}


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([("ecb_csv", HISTORY), ("ecb_xml", XML)]),
    st.integers(0, 900), st.integers(0, 60),
    st.sampled_from(["", "\0", ",", '"', "1e999999999", "-1", "NaN", "<Cube", "9" * 200, "é", "\n"]),
    st.sampled_from(["", "USD", "JPY", "CHF"]),
)  # fmt: skip
def test_a_damaged_file_is_refused_or_read(kind, at, length, piece, base):
    name, text = kind
    start = at % len(text)
    with suppress(Unreadable):
        for record in records(
            name, text[:start] + piece + text[start + length :], base_currency=base
        ):
            assert record.refused or record.values["base_currency"] == (base or "EUR")
