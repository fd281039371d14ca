"""Euro reference rates as the European Central Bank's CSV: a line a day, a column a currency."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from aml.ledger.message.ecb_rates import COLUMNS, day_rates, no_base
from aml.ledger.message.plain_text import lines_of
from aml.ledger.message.record import MessageFormat, Record, Stated, Unreadable
from aml.ledger.profile import Profile

_CODE = re.compile(r"[A-Z]{3}")
#: How the file of one day writes it (27 November 2026); the history writes ISO 8601.
_LONG_DAY = re.compile(r"([0-9]{1,2}) ([A-Z][a-z]+) ([0-9]{4})")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def read(file: BinaryIO, profile: Profile) -> Iterator[Record | Stated]:
    """A record for each day and currency with a rate; a line of another length is one refused.

    Raises:
        Unreadable: no header of currencies, or no rate of the institution's currency.
    """
    lines = lines_of(file, profile.format.encoding)
    number, head = next(lines, (1, ""))
    first, *currencies = _cells(head)
    if first != "Date" or not currencies or not all(map(_CODE.fullmatch, currencies)):
        raise Unreadable("the first line is not Date and the codes of currencies", number)
    if len(set(currencies)) < len(currencies):
        raise Unreadable("a currency stands in two columns", number)
    days, made = 0, 0
    for _, line in lines:
        if line.strip():
            days += 1
            for record in _of_line(_cells(line), currencies, profile.base_currency):
                made += 1
                yield record
    if days and not made:
        raise no_base(profile.base_currency)


def _of_line(cells: Sequence[str], currencies: Sequence[str], base: str) -> Iterator[Record]:
    day, *rates = cells
    if len(rates) != len(currencies):
        yield Record({}, refused="LDG060")
        return
    yield from day_rates(_day(day), dict(zip(currencies, rates, strict=True)), base)


def _cells(line: str) -> list[str]:
    """The cells of a line; the bank ends each line with a comma."""
    cells = [cell.strip() for cell in line.split(",")]
    return cells[:-1] if len(cells) > 1 and not cells[-1] else cells


def _day(text: str) -> str:
    """A day in ISO 8601; any other text as it stands."""
    found = _LONG_DAY.fullmatch(text)
    if not found or found[2] not in _MONTHS:
        return text
    return f"{found[3]}-{_MONTHS.index(found[2]) + 1:02}-{int(found[1]):02}"


FORMATS = {
    "ecb_csv": MessageFormat(
        kind="ecb_csv",
        title="Euro reference rates of the ECB as CSV",
        shape="records",
        columns=COLUMNS,
        read=read,
    )
}
