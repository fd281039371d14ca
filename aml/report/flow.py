"""The flow: where money came from, the accounts it stood on, where it went."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Literal

from aml.core import wording
from aml.core.case import Case
from aml.report.document import Chart
from aml.report.drawing import LINE, Bar, Drawing, Label, Ribbon, Shape, short, width
from aml.report.movement import Movement, Way, grouped, total

_WIDTH, _BOX, _TOP, _GAP = 640, 182, 26, 10
_MOST_BOXES = 7
_ROOM = 26
Side = Literal["from", "over", "to"]
_LEFTS: dict[Side, int] = {"from": 0, "over": (_WIDTH - _BOX) // 2, "to": _WIDTH - _BOX}
_HEADS: dict[Side, str] = {"from": "From", "over": "Account or agent", "to": "To"}
_PAIRS: tuple[tuple[Side, Side], ...] = (("from", "over"), ("over", "to"))
_WORDS: dict[Way, str] = {"in": "in", "out": "out", "sent": "remitted"}
_NAMES: dict[Side, Callable[[Movement], str]] = {
    "from": attrgetter("origin"),
    "over": attrgetter("account"),
    "to": attrgetter("destination"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """A party, a place or an account with what passed it, set at a height."""

    name: str
    lines: tuple[str, ...]
    y: float

    @property
    def height(self) -> float:
        """As tall as its lines."""
        return 10.0 + LINE * (self.name_lines + len(self.lines))

    @property
    def name_lines(self) -> int:
        """A long name takes two lines."""
        return 2 if width(self.name) > _ROOM else 1


def flow(case: Case, found: Sequence[Movement]) -> Chart:
    """The chart of at least one movement: the largest parties by name, the others together.

    Args:
        case: the case, for its currency and who holds which account.
        found: the movements that make up its totals, so that the chart adds up to them.
    """
    names = {side: _kept(found, side) for side in _NAMES}
    columns = _centred({side: _boxes(case, found, side, names[side]) for side in names})
    height = int(max(box.y + box.height for boxes in columns.values() for box in boxes)) + 6
    shapes = (*_ribbons(found, names, columns), *_drawn(columns))
    title = "Where the money came from and where it went"
    description = _describe(columns)
    drawing = Drawing("flow", title, description, _WIDTH, height, shapes)
    return Chart(title, description, drawing)


def _kept(found: Sequence[Movement], side: Side) -> dict[str, str]:
    """The box of each name: its own for the largest, one for all others together."""
    ordered = [name for name, _ in grouped(found, _NAMES[side]) if name]
    if len(ordered) <= _MOST_BOXES:
        return {name: name for name in ordered}
    own = ordered[: _MOST_BOXES - 1]
    others = f"{len(ordered) - len(own):,} others"
    return {name: name if name in own else others for name in ordered}


def _boxes(case: Case, found: Sequence[Movement], side: Side, names: dict[str, str]) -> list[Box]:
    owners = {a.account_id: s.name for s in case.subjects for a in s.accounts}
    held: dict[str, list[Movement]] = {name: [] for name in names.values()}
    for movement in found:
        name = _NAMES[side](movement)
        if name:
            held[names[name]].append(movement)
    boxes = []
    for name, group in held.items():
        owner = [owners[name]] if side == "over" and name in owners else []
        boxes.append(Box(name, (*owner, *_sums(group, side, case.base_currency)), 0.0))
    return boxes


def _sums(held: Sequence[Movement], side: Side, currency: str) -> Iterator[str]:
    if side != "over":
        yield f"{wording.money(total(held), currency)}, {wording.plural(len(held), 'record')}"
        return
    for way, word in _WORDS.items():
        moved = [movement for movement in held if movement.way == way]
        if moved:
            count = wording.number(len(moved))
            yield f"{word} {wording.money(total(moved), currency)} ({count})"
    yield from _between_subjects([m for m in held if m.way == "between"], currency)


def _between_subjects(held: Sequence[Movement], currency: str) -> Iterator[str]:
    """What subjects paid one another is neither money in nor money out; it takes two lines."""
    for direction, word in (("credit", "from"), ("debit", "to")):
        moved = [m for m in held if m.row.text("direction") == direction]
        if moved:
            yield f"{wording.plural(len(moved), 'payment')} {word} subjects"
            yield f"of {wording.money(total(moved), currency)}"


def _centred(columns: dict[Side, list[Box]]) -> dict[Side, list[Box]]:
    """Boxes one below the other, each column in the middle of the tallest."""
    heights = {
        side: sum(box.height + _GAP for box in boxes) - _GAP for side, boxes in columns.items()
    }
    tallest = max(heights.values())
    placed: dict[Side, list[Box]] = {}
    for side, boxes in columns.items():
        y = _TOP + (tallest - heights[side]) / 2
        placed[side] = []
        for box in boxes:
            placed[side].append(Box(box.name, box.lines, y))
            y += box.height + _GAP
    return placed


def _ribbons(
    found: Sequence[Movement],
    names: dict[Side, dict[str, str]],
    columns: dict[Side, list[Box]],
) -> Iterator[Shape]:
    middles = {
        (side, box.name): box.y + box.height / 2 for side, boxes in columns.items() for box in boxes
    }
    sums = {(left, right): _between(found, names, left, right) for left, right in _PAIRS}
    most = max(value for found_sums in sums.values() for value in found_sums.values())
    for (left, right), between in sums.items():
        for (start, end), value in sorted(between.items()):
            yield Ribbon(
                _LEFTS[left] + _BOX,
                middles[left, start],
                _LEFTS[right],
                middles[right, end],
                1.2 + (float(value / most) * 10 if most else 0.0),
            )


def _between(
    found: Sequence[Movement], names: dict[Side, dict[str, str]], left: Side, right: Side
) -> dict[tuple[str, str], Decimal]:
    sums: dict[tuple[str, str], Decimal] = {}
    for movement in found:
        start = names[left].get(_NAMES[left](movement))
        end = names[right].get(_NAMES[right](movement))
        if start is not None and end is not None:
            sums[start, end] = sums.get((start, end), Decimal(0)) + movement.value
    return sums


def _drawn(columns: dict[Side, list[Box]]) -> Iterator[Shape]:
    for side, boxes in columns.items():
        if boxes:
            yield Label(_LEFTS[side], 14, _HEADS[side], size=10, is_muted=True)
        for box in boxes:
            x = _LEFTS[side]
            yield Bar(x, box.y, _BOX, box.height, "pale" if side == "over" else "box")
            y = box.y + 15
            yield Label(x + 8, y, box.name, is_bold=True, room=_ROOM, lines=box.name_lines)
            for position, line in enumerate(box.lines, box.name_lines):
                yield Label(x + 8, y + LINE * position, line, size=9, room=_ROOM + 8)


def _describe(columns: dict[Side, list[Box]]) -> str:
    texts = [
        f"{_HEADS[side]}: {'; '.join(_describe_box(box) for box in boxes)}."
        for side, boxes in columns.items()
        if boxes
    ]
    return " ".join(texts)


def _describe_box(box: Box) -> str:
    return f"{short(box.name)} ({', '.join(short(line) for line in box.lines)})"
