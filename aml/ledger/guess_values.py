"""How the cells of a column are written: days, numbers, signs. Every way that fits, none chosen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

_DAYS = (
    "%Y-%m-%d", "%d.%m.%Y", "%m.%d.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d",
    "%Y.%m.%d", "%Y%m%d", "%d%m%Y", "%m%d%Y", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%y",
    "%y%m%d", "%d%m%y", "%m%d%y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d %B %Y", "%b %d, %Y",
)  # fmt: skip
_CLOCKS = ("%H:%M:%S", "%H:%M", "%H:%M:%S.%f")
#: Decimal and thousands marks that are tried.
_MARKS = (
    (".", ""), (",", ""), (".", ","), (",", "."), (",", " "), (".", "'"), (",", "'"), (".", " "),
    (",", "\u00a0"), (",", "\u202f"), (".", "’"),
)  # fmt: skip
#: How numbers below and above zero may be shown, beside a sign that stands before them.
_SIGNS = (
    ("#-", "#+"), ("#-", ""), ("(#)", ""), ("#DR", "#CR"), ("#DR", ""), ("#D", "#C"), ("#S", "#H"),
    ("\u2212#", ""), ("-#€", "#€"),
    *((form.format(sign), f"{sign}#") for sign in "$€£¥" for form in ("-{}#", "{}-#", "({}#)")),
)  # fmt: skip
#: Different cells by which the usual way of writing is looked for.
_TRIED = 500


@dataclass(frozen=True, slots=True)
class Marks:
    """One way to read the numbers of a column."""

    decimal: str
    thousands: str
    negative: str = ""
    positive: str = ""


def day_formats(cells: Sequence[str]) -> list[str]:
    """Every format of days by which all cells are days."""
    return [mark for mark in _DAYS if cells and all(_is_written(cell, mark) for cell in cells)]


def instant_formats(cells: Sequence[str]) -> list[str]:
    """Every format of instants by which all cells are instants; empty text for ISO 8601."""
    if cells and all(_is_iso_instant(cell) for cell in cells):
        return [""]
    return [m for m in _instants() if cells and all(_is_written(cell, m) for cell in cells)]


def number_marks(cells: Sequence[str]) -> list[Marks]:
    """Every way in which all cells are numbers, the plainest first.

    Ways that differ in nothing that the cells hold are one: `12` needs no decimal mark.
    """
    signs = [("", ""), *_SIGNS]
    found = [
        Marks(decimal, thousands, negative, positive)
        for negative, positive in signs
        for decimal, thousands in _MARKS
        if cells and all(_is_number(cell, decimal, thousands, negative, positive) for cell in cells)
    ]
    plainest = [one for one in found if (one.negative, one.positive) == _signs_of(found)]
    values: dict[tuple[str, ...], Marks] = {}
    for one in plainest:
        values.setdefault(tuple(_plain(cell, one) for cell in cells), one)
    return list(values.values())


def usual_days(cells: Sequence[str]) -> list[str]:
    """The days or instants that are written as nine in ten are; none where nothing is so usual."""
    days = [partial(_is_written, mark=mark) for mark in _DAYS]
    instants = [partial(_is_written, mark=mark) for mark in _instants()]
    return _usual(cells, (*days, _is_iso_instant, *instants))


def usual_numbers(cells: Sequence[str]) -> list[str]:
    """The numbers that are written as nine in ten are; none where nothing is so usual."""
    return _usual(
        cells,
        [
            partial(
                _is_number, decimal=decimal, thousands=thousands, negative=below, positive=above
            )
            for below, above in (("", ""), *_SIGNS)
            for decimal, thousands in _MARKS
        ],
    )


def is_value(cell: str) -> bool:
    """Whether a cell is a day, an instant or a number, so that it heads no column."""
    text = cell.strip()
    return bool(day_formats([text]) or instant_formats([text]) or number_marks([text]))


def is_below_zero(cell: str, marks: Marks) -> bool:
    """Whether a number is written as one below zero."""
    if not marks.negative:
        return cell.startswith("-")
    before, _, after = marks.negative.partition("#")
    return cell.upper().startswith(before) and cell.upper().endswith(after)


def _instants() -> list[str]:
    return [f"{day}{between}{clock}" for day in _DAYS for between in " T" for clock in _CLOCKS]


def _usual(cells: Sequence[str], ways: Iterable[Callable[[str], bool]]) -> list[str]:
    """The cells that the commonest of some ways reads, the first of equal ones."""
    tried = list(dict.fromkeys(cells))[:_TRIED]
    times, _, reads = max((sum(map(way, tried)), -at, way) for at, way in enumerate(ways))
    return [cell for cell in cells if reads(cell)] if 10 * times >= 9 * len(tried) else []


def _signs_of(found: Sequence[Marks]) -> tuple[str, str]:
    """The signs of the first way: they are listed with the plainest first."""
    return (found[0].negative, found[0].positive) if found else ("", "")


def _is_written(cell: str, mark: str) -> bool:
    if re.fullmatch("(%[a-zA-Z])+", mark) and len(cell) != (8 if "%Y" in mark else 6):
        return False
    try:
        made = datetime.strptime(cell, mark)  # noqa: DTZ007 - only whether it fits
    except ValueError:
        return False
    return 1900 <= made.year < 2100


def _is_iso_instant(cell: str) -> bool:
    if not re.match(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}", cell):
        return False
    try:
        datetime.fromisoformat(cell)
    except ValueError:
        return False
    return True


def _pattern(decimal: str, thousands: str) -> str:
    whole = rf"(?:\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+|\d+)" if thousands else r"\d+"
    return rf"(?:{whole}(?:{re.escape(decimal)}\d*)?|{re.escape(decimal)}\d+)"


def _is_number(cell: str, decimal: str, thousands: str, negative: str, positive: str) -> bool:
    number = _pattern(decimal, thousands)
    if not negative:
        return re.fullmatch(rf"[+-]?{number}", cell) is not None
    below = re.escape(negative).replace(r"\#", rf"\s*{number}\s*")
    above = re.escape(positive or "#").replace(r"\#", rf"\s*{number}\s*")
    return re.fullmatch(f"{below}|{above}", cell, re.IGNORECASE) is not None


def _plain(cell: str, marks: Marks) -> str:
    """The number alone, with a point: the same for two ways that read a cell alike."""
    digits = re.sub(rf"[^\d{re.escape(marks.decimal)}]", "", cell)
    return digits.replace(marks.decimal, ".").rstrip(".")
