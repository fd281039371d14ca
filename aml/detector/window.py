"""The months that are scored: the latest full ones, and those before them for the size of peers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from aml.core.wording import period
from aml.detector.parameters import BASELINE_MONTHS, WINDOW_MONTHS


@dataclass(frozen=True, slots=True)
class Window:
    """Full calendar months: `start` is the first day, `end` the day after the last one."""

    baseline_start: date
    start: date
    end: date

    @property
    def last_day(self) -> date:
        """The last day that counts."""
        return self.end - timedelta(days=1)

    @property
    def text(self) -> str:
        """`1 July to 30 September 2026`."""
        return period(self.start, self.last_day)


def latest_window(as_of: date) -> Window:
    """The latest full months on a day; its own month counts when the day is its last."""
    end = (as_of + timedelta(days=1)).replace(day=1)
    start = months_before(end, WINDOW_MONTHS)
    return Window(months_before(start, BASELINE_MONTHS), start, end)


def months_before(first: date, months: int) -> date:
    """The first day of the month so many months before a first day."""
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1)
