"""The worth of an amount is one formula, in SQL and in the check of a run."""

from decimal import Decimal

import pytest

from aml.store import Store
from aml.store.price import PRICED, priced


@pytest.mark.parametrize(
    ("amount", "rate", "worth"),
    [
        ("10.0000", "1.08000000", "10.80"),
        ("0.1250", "1.00000000", "0.13"),
        ("0.1350", "1.00000000", "0.14"),
        ("99999999999.0000", "1.23456789", "123456788998.77"),
    ],
)
def test_the_check_prices_as_reading_does(amount, rate, worth):
    sql = (
        f"SELECT {PRICED} FROM (SELECT CAST('{amount}' AS DECIMAL(18, 4)) AS amount),"
        f" (SELECT CAST('{rate}' AS DECIMAL(18, 8)) AS rate) AS rate"
    )
    with Store() as store:
        assert store.value(sql) == priced(Decimal(amount), Decimal(rate)) == Decimal(worth)
