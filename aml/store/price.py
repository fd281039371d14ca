"""What an amount in another currency is worth: one formula and one rounding for each way.

A conversion to the base currency is known to the cent at best, so it is rounded to two decimals
where it is made. Sums of converted amounts are then what a reader adds up.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from aml.store.connection import Store

#: The ledgers that are priced, and the column of the day whose rate is taken.
PRICED_ON: Mapping[str, str] = {"transactions": "booked_on", "remittances": "sent_on"}

#: SQL of the worth of `amount` at the rate of a row `rate` of fx_days, before it is cast to money.
#: One side is widened first: DECIMAL(18, 4) times a rate overflows on large amounts.
PRICED = "CAST(round(CAST(amount AS DECIMAL(38, 4)) * rate.rate, 2) AS DECIMAL(38, 4))"

#: An amount in the currency of a reporting line, to compare it with: as it is, or its worth in the
#: base currency, or that at the line's rate of the day; NULL where the rate lacks.
_IN_LINE_CURRENCY = """
    CREATE OR REPLACE TEMP MACRO in_line_currency(
        line_currency, base_currency, currency, amount, amount_base, line_rate
    ) AS CASE
        WHEN currency = line_currency THEN amount
        WHEN line_currency = base_currency THEN amount_base
        ELSE CAST(amount_base / line_rate AS DECIMAL(18, 4))
    END"""


def priced(amount: Decimal, rate: Decimal) -> Decimal:
    """What `PRICED` makes of an amount, to check it by: to the cent, a half of one upwards."""
    return (amount * rate).quantize(Decimal("0.01"), ROUND_HALF_UP)


def create_line_price(store: Store) -> None:
    """Let SQL say `in_line_currency(…)`."""
    store.run(_IN_LINE_CURRENCY)
