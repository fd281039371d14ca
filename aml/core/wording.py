"""How figures read in reports, explanations and tables. No locale of the machine is asked."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

_CENT = Decimal("0.01")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def money(amount: Decimal | int, currency: str) -> str:
    """`USD 29,000.00`: code first, rounded to two decimals, halves away from zero.

    Sums in the base currency have four; a reader files and compares by the cent.
    """
    cents = Decimal(amount).quantize(_CENT, ROUND_HALF_UP) + 0  # no minus before a rounded nothing
    return f"{currency} {cents:,.2f}"


def recorded_money(amount: Decimal | int, currency: str) -> str:
    """`BTC 0.0004`: the amount of a record in its own currency, with every digit that it has."""
    exact = Decimal(amount).normalize()
    decimals = max(2, -int(exact.as_tuple().exponent))
    return f"{currency} {exact:,.{decimals}f}"


def day(value: date | datetime) -> str:
    """`4 March 2026`: no reader takes it for another day."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def period(start: date, end: date) -> str:
    """`2 to 4 March 2026`, shortened where month or year are shared."""
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day(end)}"
    if start.year == end.year:
        return f"{start.day} {_MONTHS[start.month - 1]} to {day(end)}"
    return f"{day(start)} to {day(end)}"


def percent(ratio: Decimal) -> str:
    """`72 %` of a share given as 0.72; one decimal where it matters."""
    value = (ratio * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{value:,f} %" if value != value.to_integral() else f"{value:,.0f} %"


def number(value: Decimal | int) -> str:
    """`1,234` or `3.27`: thousands apart, at most two decimals."""
    if isinstance(value, int):
        return f"{value:,}"
    rounded = value.quantize(_CENT, ROUND_HALF_UP)
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def miles(distance: Decimal) -> str:
    """`8,085`: nautical miles, whole."""
    return number(distance.quantize(Decimal(1), ROUND_HALF_UP))


def hours(value: Decimal | int) -> str:
    """`6 hours`, `1 hour`, `2.5 hours`."""
    return f"{number(value)} {'hour' if value == 1 else 'hours'}"


def days(value: Decimal | int) -> str:
    """`1 day`, `9 days`."""
    return f"{number(value)} {'day' if value == 1 else 'days'}"


def party(key: str) -> str:
    """`document P1919452044` for the party that goes by `doc:P1919452044`; other ids stay."""
    kind, _, rest = key.partition(":")
    if kind == "tel":
        phone, _, name = rest.partition(":")
        return f"telephone {phone} ({name})" if name else f"telephone {phone}"
    if kind == "own":
        number, _, member = rest.rpartition(":")
        of = {"customer": "customer", "sender": "the sender of", "receiver": "the receiver of"}
        return f"{of[member]} {number}" if member in of else f"number {rest}"
    words = {"doc": "document", "acc": "account"}
    return f"{words[kind]} {rest}" if kind in words else key


def plural(count: int, one: str, many: str = "") -> str:
    """`1 deposit`, `3 deposits`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def records_and_rows(records: int, rows: int) -> str:
    """What was read, as a sentence says it: records of ledgers, and rows of other tables."""
    if not rows:
        return plural(records, "record")
    beside = f"{plural(rows, 'row')} of other tables"
    return f"{plural(records, 'record')} and {beside}" if records else beside
