"""What a backtest found: two rules on the same frozen data, alert by alert."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

#: added: only B raises the episode. removed: only A does. kept: both do, on whichever date.
Change = Literal["added", "removed", "kept"]
CHANGES: tuple[Change, ...] = ("added", "removed", "kept")
Every = Literal["day", "week", "month"]
EVERY: tuple[Every, ...] = ("day", "week", "month")
#: Whether what was alerted is known to be suspicious; empty where nobody has said.
Verdict = Literal["", "yes", "no"]


@dataclass(frozen=True, slots=True)
class Label:
    """What is known of a focus: suspicious or not, within a period that may be open at each end."""

    focus_id: str
    start: date | None
    end: date | None
    is_suspicious: bool


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels about one kind of focus, where they are from, and what had to be left out."""

    source: str
    items: tuple[Label, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One side of a backtest: what was asked for, and the scenario with its parameters as text."""

    asked: str
    scenario: str
    title: str
    sha256: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Raised:
    """An episode as one rule raises it, at the first date on which it does.

    `dates` counts the dates on which it is raised. `measures` are figures as an officer reads
    them, by label.
    """

    first_on: date
    dates: int
    alert_id: str
    window_start: date
    window_end: date
    score: Decimal
    measures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Miss:
    """A condition that the nearest row of a focus does not meet; `needed` is its bound.

    Both are empty where the condition only holds or does not.
    """

    text: str
    measured: str
    needed: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the other rule stays silent: in words, and the conditions that it misses."""

    text: str
    misses: tuple[Miss, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One episode: who raises it, what is known of it, and why one rule does not raise it."""

    change: Change
    focus_id: str
    verdict: Verdict
    a: Raised | None
    b: Raised | None
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class DateCount:
    """One date: the alerts of each rule, and episodes by what changes between them."""

    on: date
    a: int
    b: int
    added: int
    removed: int
    kept: int


@dataclass(frozen=True, slots=True)
class Accuracy:
    """One rule against the labels.

    Episodes are suspicious (`yes`), not suspicious (`no`) or `unlabelled`, which counts for
    neither.
    Of `expected` labels of suspicion `found` were alerted. `precision` is yes of yes and no,
    `recall` found of expected; None where there is nothing to divide by.
    """

    yes: int
    no: int
    unlabelled: int
    expected: int
    found: int
    precision: Decimal | None
    recall: Decimal | None


@dataclass(frozen=True, slots=True)
class Missed:
    """A label of suspicion that a rule, or both, raise no alert about."""

    focus_id: str
    start: date | None
    end: date | None
    by: Literal["A", "B", "both"]


@dataclass(frozen=True, slots=True)
class BacktestFile:
    """A file that was read, with its hash."""

    table: str
    path: str
    records: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Backtest:
    """A backtest, complete. `accuracy` and `missed` are empty where there are no labels."""

    a: Rule
    b: Rule
    focus: str
    institution: str
    country: str
    tool_version: str
    files: tuple[BacktestFile, ...]
    dates: tuple[DateCount, ...]
    differences: tuple[Difference, ...]
    labels: str
    accuracy: tuple[Accuracy, ...]
    missed: tuple[Missed, ...]
    notes: tuple[str, ...]

    def count(self, change: Change) -> int:
        """Episodes of one change over all dates, each once."""
        return sum(item.change == change for item in self.differences)
