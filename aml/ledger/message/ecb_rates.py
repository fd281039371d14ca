"""The euro reference rates of a day as rates to the institution's currency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation, localcontext

from aml.ledger.message.record import Record, Unreadable

#: The canonical columns of a rate.
COLUMNS = ("currency", "base_currency", "rate_on", "rate", "source")
#: What the European Central Bank gives its rates for: units of each currency for one of these.
EURO = "EUR"
#: Where the bank published no rate of a currency on a day.
NOT_PUBLISHED = frozenset({"", "N/A"})
_SOURCE = "ECB reference rate"
_KEPT = Decimal("1e-14")
_DIGITS = 40


def day_rates(day: str, published: Mapping[str, str], base: str) -> Iterator[Record]:
    """What each currency of a day is worth in the base currency, one record a currency.

    A rate between two currencies goes through the euro and is rounded once, to fourteen decimals. A
    day on which the base currency has none gives no record: nothing of it can be converted.

    Args:
        day: as the record is to hold it.
        published: units of each currency for one euro, as the file writes them.
        base: the institution's currency; empty stands for the euro.
    """
    base = base or EURO
    known = {EURO: "1"} | {c: text for c, text in published.items() if text not in NOT_PUBLISHED}
    for currency in sorted(known.keys() - {base}) if base in known else ():
        yield Record(
            {
                "currency": currency,
                "base_currency": base,
                "rate_on": day,
                "rate": _worth(known[currency], known[base]),
                "source": _SOURCE,
            }
        )


def no_base(base: str) -> Unreadable:
    """The file says nothing of what an institution needs of it."""
    return Unreadable(f"the file has no rate of the base currency {base or EURO}", code="LDG062")


def _worth(units: str, base_units: str) -> str:
    """Units of the base currency for one of a currency; a text that is no rate stays as it is."""
    for text in (units, base_units):
        if not _is_rate(text):
            return text
    with localcontext(prec=_DIGITS, rounding=ROUND_HALF_EVEN):
        return f"{(Decimal(base_units) / Decimal(units)).quantize(_KEPT).normalize():f}"


def _is_rate(text: str) -> bool:
    try:
        rate = Decimal(text)
    except InvalidOperation:
        return False
    return rate.is_finite() and Decimal("1e-9") < rate < Decimal("1e10")
