from datetime import date
from decimal import Decimal

import pytest

from aml.core import wording


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("29000", "USD 29,000.00"),
        ("0.5", "USD 0.50"),
        ("1234.5678", "USD 1,234.57"),
        ("4191.7850", "USD 4,191.79"),
        ("-0.5050", "USD -0.51"),
        ("-0.0040", "USD 0.00"),
        ("99999999999.00", "USD 99,999,999,999.00"),
        ("0", "USD 0.00"),
    ],
)
def test_money_shows_every_cent(amount, text):
    assert wording.money(Decimal(amount), "USD") == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("29000.0000", "BTC 29,000.00"),
        ("1234.5678", "BTC 1,234.5678"),
        ("0.0004", "BTC 0.0004"),
    ],
)
def test_the_amount_of_a_record_loses_no_digit(amount, text):
    assert wording.recorded_money(Decimal(amount), "BTC") == text


def test_periods_shorten_where_month_or_year_are_shared():
    assert wording.period(date(2026, 3, 2), date(2026, 3, 4)) == "2 to 4 March 2026"
    assert wording.period(date(2026, 3, 30), date(2026, 4, 2)) == "30 March to 2 April 2026"
    assert wording.period(date(2025, 12, 30), date(2026, 1, 2)) == (
        "30 December 2025 to 2 January 2026"
    )
    assert wording.period(date(2026, 3, 2), date(2026, 3, 2)) == "2 March 2026"


def test_numbers_round_where_a_reader_would():
    assert wording.percent(Decimal("0.947368")) == "94.7 %"
    assert wording.percent(Decimal("0.7")) == "70 %"
    assert wording.number(Decimal("1234.5000")) == "1,234.5"
    assert wording.number(1000) == "1,000"
    assert wording.plural(1, "deposit") == "1 deposit"
    assert wording.plural(3, "branch", "branches") == "3 branches"


def test_miles_are_whole_and_a_half_goes_up():
    assert wording.miles(Decimal("5944.5")) == "5,945"
    assert wording.miles(Decimal("8085.4")) == "8,085"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("doc:P1919452044", "document P1919452044"),
        ("tel:487408373651:adriana underwood", "telephone 487408373651 (adriana underwood)"),
        ("tel:487408373651", "telephone 487408373651"),
        ("acc:DE89 37", "account DE89 37"),
        ("own:S-17", "number S-17"),
        ("own:C-1001:customer", "customer C-1001"),
        ("own:remit:R9:sender", "the sender of remit:R9"),
        ("C-1001", "C-1001"),
        ("a:b", "a:b"),
    ],
)
def test_a_party_is_told_by_what_it_goes_by(key, text):
    assert wording.party(key) == text


def test_a_share_of_thousands_has_its_thousands_apart():
    assert wording.percent(Decimal("16.957")) == "1,695.7 %"
