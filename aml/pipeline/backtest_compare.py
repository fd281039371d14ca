"""What two rules raised, joined to episodes: added, removed and kept, and against labels.

Firings of one focus that share a payment are one episode, whichever rule raises them and on
whichever date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from aml.core.alert import Alert
from aml.core.backtest import (
    CHANGES,
    Accuracy,
    Change,
    DateCount,
    Difference,
    Label,
    Labels,
    Missed,
    Raised,
    Verdict,
)
from aml.core.wording import plural
from aml.pipeline.backtest_reasons import SideReasons
from aml.scenario.fire import Firing
from aml.scenario.tune_compare import Episodes

_STEP = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Day:
    """One date: what each rule found, its alerts in the same order, and why the other is silent."""

    on: date
    fired: tuple[Sequence[Firing], Sequence[Firing]]
    alerts: tuple[Sequence[Alert], Sequence[Alert]]
    reasons: SideReasons
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The part of a backtest that follows from its days."""

    dates: tuple[DateCount, ...]
    differences: tuple[Difference, ...]
    accuracy: tuple[Accuracy, ...]
    missed: tuple[Missed, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A firing on a date, with its alert."""

    day: Day
    firing: Firing
    alert: Alert


#: The firings of one rule by the number of their episode, by date.
_Side = Mapping[int, Sequence[_Seen]]
#: Labels by focus.
_Known = Mapping[str, Sequence[Label]]


def compare(days: Sequence[Day], labels: Labels | None) -> Comparison:
    """Join what was found on all days, and count it."""
    episodes = Episodes(0)
    for number, day in enumerate(days):
        for place in (0, 1):
            episodes.take(2 * number + place, day.fired[place])
    sides = (_side(days, episodes, 0), _side(days, episodes, 1))
    known, notes = _due(labels, days[-1].on)
    differences = [_difference(root, sides, known) for root in sides[0].keys() | sides[1].keys()]
    differences.sort(key=_place)
    accuracy: tuple[Accuracy, ...] = ()
    if labels:
        accuracy = tuple(_accuracy(side, known) for side in sides)
    counts = tuple(_count(day, number, episodes) for number, day in enumerate(days))
    return Comparison(counts, tuple(differences), accuracy, _missed(sides, known), notes)


def _side(days: Sequence[Day], episodes: Episodes, place: int) -> _Side:
    found: dict[int, list[_Seen]] = {}
    for number, day in enumerate(days):
        roots = episodes.roots(2 * number + place)
        for root, firing, alert in zip(roots, day.fired[place], day.alerts[place], strict=True):
            found.setdefault(root, []).append(_Seen(day, firing, alert))
    return found


def _due(labels: Labels | None, last_on: date) -> tuple[_Known, tuple[str, ...]]:
    """The labels that a run of the last date could know of."""
    if labels is None:
        return {}, ()
    due = tuple(item for item in labels.items if item.start is None or item.start <= last_on)
    later = len(labels.items) - len(due)
    told = f"{plural(later, 'label')} left out: after the last date"
    known: dict[str, list[Label]] = {}
    for item in due:
        known.setdefault(item.focus_id, []).append(item)
    return known, (*labels.notes, *((told,) if later else ()))


def _count(day: Day, number: int, episodes: Episodes) -> DateCount:
    a, b = (set(episodes.roots(2 * number + place)) for place in (0, 1))
    in_a, in_b = (len(firings) for firings in day.fired)
    return DateCount(day.on, in_a, in_b, len(b - a), len(a - b), len(a & b))


def _difference(root: int, sides: tuple[_Side, _Side], known: _Known) -> Difference:
    a, b = (side.get(root, ()) for side in sides)
    change: Change = "kept" if a and b else "removed" if a else "added"
    seen = [*a, *b]
    first = seen[0]
    reason = None
    if change != "kept":
        reason = first.day.reasons[0 if a else 1].get(first.firing.focus_id)
    return Difference(
        change, first.firing.focus_id, _verdict(seen, known), _raised(a), _raised(b), reason
    )


def _raised(seen: Sequence[_Seen]) -> Raised | None:
    if not seen:
        return None
    alert, dates = seen[0].alert, {one.day.on for one in seen}
    measures = {figure.label: figure.text for figure in alert.figures}
    return Raised(
        first_on=seen[0].day.on,
        dates=len(dates),
        alert_id=alert.alert_id,
        window_start=alert.window_start,
        window_end=alert.window_end,
        score=alert.score,
        measures=measures,
    )


def _place(item: Difference) -> tuple[int, str, date, str]:
    starts = [raised.window_start for raised in (item.a, item.b) if raised]
    ids = [raised.alert_id for raised in (item.a, item.b) if raised]
    return (CHANGES.index(item.change), item.focus_id, min(starts), min(ids))


def _meets(firing: Firing, label: Label) -> bool:
    """Whether a firing about the focus of a label lies within its period, in part at least."""
    begins_before = label.end is None or firing.window_start <= label.end
    return begins_before and (label.start is None or firing.window_end >= label.start)


def _verdict(seen: Sequence[_Seen], known: _Known) -> Verdict:
    """What is known of an episode; where labels disagree, it is suspicious."""
    labels = known.get(seen[0].firing.focus_id, ())
    words = {
        label.is_suspicious for label in labels if any(_meets(one.firing, label) for one in seen)
    }
    return "yes" if True in words else "no" if words else ""


def _found(side: _Side, known: _Known) -> set[Label]:
    """The labels of suspicion about which a rule raises anything."""
    firings = [one.firing for seen in side.values() for one in seen]
    return {
        label
        for firing in firings
        for label in known.get(firing.focus_id, ())
        if label.is_suspicious and _meets(firing, label)
    }


def _expected(known: _Known) -> list[Label]:
    return [label for labels in known.values() for label in labels if label.is_suspicious]


def _accuracy(side: _Side, known: _Known) -> Accuracy:
    verdicts = [_verdict(seen, known) for seen in side.values()]
    yes, no = verdicts.count("yes"), verdicts.count("no")
    expected, found = len(_expected(known)), len(_found(side, known))
    return Accuracy(
        yes=yes,
        no=no,
        unlabelled=verdicts.count(""),
        expected=expected,
        found=found,
        precision=_share(yes, yes + no),
        recall=_share(found, expected),
    )


def _share(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) / whole).quantize(_STEP) if whole else None


def _missed(sides: tuple[_Side, _Side], known: _Known) -> tuple[Missed, ...]:
    by_a, by_b = (_found(side, known) for side in sides)
    return tuple(
        Missed(label.focus_id, label.start, label.end, _by(in_a=label in by_a, in_b=label in by_b))
        for label in _expected(known)
        if not (label in by_a and label in by_b)
    )


def _by(*, in_a: bool, in_b: bool) -> Literal["A", "B", "both"]:
    """Who misses what A or B, or neither, has found."""
    return "B" if in_a else "A" if in_b else "both"
