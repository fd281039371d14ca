"""The calendar: a column a week, a row a weekday, darker where more moved that day.

It shows what a line of days hides: payments that keep to certain weekdays, pauses, and bursts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from aml.core import wording
from aml.report import terms
from aml.report.document import Chart
from aml.report.drawing import Drawing, Label, Shape, Tile
from aml.report.movement import Movement, total

_WIDTH, _LEFT, _HEAD, _KEY = 640, 40, 18, 22
_WIDEST_TILE, _MONTH_ROOM = 16.0, 48.0
_WEEK = 7
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: A pattern of weekdays takes some days in some weeks to see.
_FEWEST_DAYS, _FEWEST_WEEKS = 6, 4
#: A year of weeks in a band, and three bands at most.
_WEEKS_A_BAND, _MOST_BANDS = 53, 3
_MOST_TOLD = 3
#: Shades: up to a quarter of the largest day, up to a half, three quarters, above.
LEVELS = 4


@dataclass(frozen=True, slots=True)
class _Band:
    """Weeks in one row of the chart: the Monday of the first, how many, and what moved by day."""

    first: date
    weeks: int
    sums: dict[date, Decimal]

    @property
    def side(self) -> float:
        """The side of a day's tile."""
        return min(_WIDEST_TILE, (_WIDTH - 4 - _LEFT) / self.weeks)

    @property
    def height(self) -> float:
        """With its months above."""
        return _HEAD + _WEEK * self.side + 8


def heat_map(found: Sequence[Movement], currency: str) -> Chart | None:
    """The chart of the days; None where too few moved anything for a weekday to mean something.

    A period of more than a year stands in bands of a year, the latest three.
    """
    days = _by_day(found)
    if not days or len(days) < _FEWEST_DAYS or len({_monday(d) for d in days}) < _FEWEST_WEEKS:
        return None
    bands, left = _bands(days)
    most = max(value for band in bands for value in band.sums.values())
    if not most:
        return None
    title = f"Calendar of the cited movements, in {currency}"
    description = _describe(found, days, left, currency)
    shapes: list[Shape] = list(_key(most, currency))
    y = float(_KEY)
    for band in bands:
        shapes += _drawn(band, most, y)
        y += band.height
    drawing = Drawing("calendar", title, description, _WIDTH, int(y) + 4, tuple(shapes))
    return Chart(title, description, drawing)


def _by_day(found: Sequence[Movement]) -> dict[date, Decimal]:
    sums: dict[date, Decimal] = {}
    for movement in found:
        sums[movement.day] = sums.get(movement.day, Decimal(0)) + movement.value
    return dict(sorted(sums.items()))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _bands(days: dict[date, Decimal]) -> tuple[list[_Band], int]:
    """The bands that are drawn, and the days with movements before the first of them."""
    first, last = _monday(min(days)), _monday(max(days))
    weeks = (last - first).days // _WEEK + 1
    count = -(-weeks // _WEEKS_A_BAND)
    drawn = min(count, _MOST_BANDS)
    start = first + timedelta(weeks=_WEEKS_A_BAND * (count - drawn))
    bands = []
    for number in range(drawn):
        monday = start + timedelta(weeks=_WEEKS_A_BAND * number)
        end = monday + timedelta(weeks=_WEEKS_A_BAND)
        own = {day: value for day, value in days.items() if monday <= day < end}
        bands.append(_Band(monday, _WEEKS_A_BAND if count > 1 else weeks, own))
    return bands, sum(day < start for day in days)


def _describe(
    found: Sequence[Movement], days: dict[date, Decimal], left: int, currency: str
) -> str:
    by_weekday: list[list[Movement]] = [[] for _ in _DAYS]
    for movement in found:
        by_weekday[movement.day.weekday()].append(movement)
    told = [
        f"{name} {wording.plural(len(held), 'record')} ({wording.money(total(held), currency)})"
        for name, held in zip(_LONG_DAYS, by_weekday, strict=True)
        if held
    ]
    largest = sorted(days, key=lambda day: (-days[day], day))[:_MOST_TOLD]
    most = [f"{wording.day(day)} ({wording.money(days[day], currency)})" for day in largest]
    text = f"By weekday: {'; '.join(told)}. The largest days: {'; '.join(most)}."
    if left:
        text += f" {wording.plural(left, 'earlier day')} with movements not drawn."
    return terms.sentence(text)


def _key(most: Decimal, currency: str) -> Iterator[Shape]:
    x = float(_LEFT)
    whole = wording.money(most, currency)
    for level, text in enumerate(("none", "up to ¼", "up to ½", "up to ¾", f"up to {whole} a day")):
        yield Tile(x, 2, 10, level)
        yield Label(x + 14, 11, text, size=9, is_muted=True, room=40)
        x += 64


def _drawn(band: _Band, most: Decimal, top: float) -> Iterator[Shape]:
    side, below = band.side, top + _HEAD
    for row in (0, 2, 4, 6):
        text = _DAYS[row]
        yield Label(_LEFT - 6, below + side * (row + 0.5) + 3, text, "end", 8, is_muted=True)
    free = -1.0
    for week in range(band.weeks):
        monday = band.first + timedelta(weeks=week)
        x = _LEFT + side * week
        month = _month_label(monday, week)
        if month and free <= x <= _WIDTH - _MONTH_ROOM:
            yield Label(x, below - 5, month, size=8, is_muted=True)
            free = x + _MONTH_ROOM
        for row in range(_WEEK):
            value = band.sums.get(monday + timedelta(days=row), Decimal(0))
            yield Tile(x, below + side * row, side - 1.5, _level(value, most))


def _month_label(monday: date, week: int) -> str:
    """The month above its first whole week, with the year so that no band needs another."""
    if week and monday.day > _WEEK:
        return ""
    return f"{_MONTHS[monday.month - 1]} {monday.year}"


def _level(value: Decimal, most: Decimal) -> int:
    return ceil(value * LEVELS / most) if value > 0 else 0
