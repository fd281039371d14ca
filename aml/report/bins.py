"""Days put together so that a chart of any period stays legible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from aml.core import wording

_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Bins:
    """Equal stretches of time, named by their first days; `unit` is day, week, month or year."""

    unit: str
    starts: tuple[date, ...]

    def index(self, day: date) -> int:
        """The stretch that a day falls into."""
        return self.starts.index(_STARTS[self.unit](day))

    def label(self, position: int) -> str:
        """A stretch in short, as an axis shows it."""
        start = self.starts[position]
        if self.unit == "year":
            return str(start.year)
        if self.unit == "month":
            return f"{_SHORT[start.month - 1]} {start.year}"
        return f"{start.day} {_SHORT[start.month - 1]}"

    def words(self, position: int) -> str:
        """A stretch in words: `4 March 2026`, `the week of 2 March 2026`."""
        start = self.starts[position]
        if self.unit == "day":
            return wording.day(start)
        if self.unit == "week":
            return f"the week of {wording.day(start)}"
        return wording.day(start).partition(" ")[2] if self.unit == "month" else str(start.year)


def bins(days: Sequence[date], most: int, finest: str = "day") -> Bins:
    """The finest stretches, none finer than `finest`, of which at most `most` span all the days."""
    first, last = min(days), max(days)
    units = ("day", "week", "month")
    for unit in units[units.index(finest) :]:
        if _length(unit, first, last) <= most:
            return Bins(unit, _starts(unit, first, last))
    return Bins("year", _starts("year", first, last))


def _length(unit: str, first: date, last: date) -> int:
    if unit == "month":
        return (last.year - first.year) * 12 + last.month - first.month + 1
    step = 1 if unit == "day" else 7
    return (_STARTS[unit](last) - _STARTS[unit](first)).days // step + 1


def _starts(unit: str, first: date, last: date) -> tuple[date, ...]:
    starts = [_STARTS[unit](first)]
    while starts[-1] < _STARTS[unit](last):
        starts.append(_next(unit, starts[-1]))
    return tuple(starts)


def _next(unit: str, start: date) -> date:
    if unit == "year":
        return date(start.year + 1, 1, 1)
    if unit == "month":
        return date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return start + timedelta(days=1 if unit == "day" else 7)


_STARTS: dict[str, Callable[[date], date]] = {
    "day": lambda day: day,
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "year": lambda day: date(day.year, 1, 1),
}
