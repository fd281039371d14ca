"""The timeline: money in and remitted above the axis, money out below it, by day or longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from aml.core import wording
from aml.report.bins import Bins, bins
from aml.report.document import Chart
from aml.report.drawing import Bar, Drawing, Fill, Label, Rule, Shape
from aml.report.movement import WAYS, Movement, Way
from aml.report.scale import height, ticks

_WIDTH, _LEFT, _TOP, _HALF = 640, 84, 34, 84
_MOST_BINS = 62
_MOST_LABELS = 9
_FILLS: dict[Way, Fill] = {
    "in": "solid",
    "out": "hatched",
    "between": "pale",
    "sent": "dotted",
}

Sums = dict[Way, list[Decimal]]


def timeline(found: Sequence[Movement], currency: str) -> Chart:
    """The chart of at least one movement.

    Args:
        found: what moved.
        currency: the base currency, in which the bars are drawn.
    """
    stretches = bins([movement.day for movement in found], _MOST_BINS)
    sums = _sums(found, stretches)
    title = f"Cited movements by {stretches.unit}, in {currency}"
    description = _describe(sums, stretches, currency)
    top = max(max(values) for values in sums.values())
    sheet = _TOP + _HALF * (2 if "out" in sums else 1) + 26
    shapes = (*_key(sums), *_axes(sums, top), *_bars(sums, stretches, top), *_days(sums, stretches))
    drawing = Drawing("timeline", title, description, _WIDTH, sheet, shapes)
    return Chart(title, description, drawing)


def _sums(found: Sequence[Movement], stretches: Bins) -> Sums:
    sums: Sums = {}
    for way in WAYS:
        held = [movement for movement in found if movement.way == way]
        if held:
            values = [Decimal(0)] * len(stretches.starts)
            for movement in held:
                values[stretches.index(movement.day)] += movement.value
            sums[way] = values
    return sums


def _describe(sums: Sums, stretches: Bins, currency: str) -> str:
    texts = []
    for way, values in sums.items():
        most = max(range(len(values)), key=lambda position: (values[position], -position))
        largest = wording.money(values[most], currency)
        whole = wording.money(sum(values, Decimal(0)), currency)
        texts.append(
            f"{WAYS[way]}: {whole} in all, the most on {stretches.words(most)} with {largest}."
            if stretches.unit == "day"
            else f"{WAYS[way]}: {whole} in all, the most in {stretches.words(most)} with {largest}."
        )
    return " ".join(texts)


def _key(sums: Sums) -> Iterator[Shape]:
    x = float(_LEFT)
    for way in sums:
        yield Bar(x, 8, 12, 10, _FILLS[way])
        yield Label(x + 17, 17, WAYS[way])
        x += 130 if way == "between" else 100


def _axes(sums: Sums, top: Decimal) -> Iterator[Shape]:
    zero = _TOP + _HALF
    sides = (1, -1) if "out" in sums else (1,)
    for side in sides:
        for tick in ticks(top):
            y = zero - side * height(tick, top, _HALF)
            yield Rule(_LEFT, y, _WIDTH - 4, y)
            yield Label(_LEFT - 6, y + 3, f"{tick:,}", "end", 9, is_muted=True)
    yield Rule(_LEFT, zero, _WIDTH - 4, zero, is_axis=True)
    yield Label(_LEFT - 6, zero + 3, "0", "end", 9, is_muted=True)


def _bars(sums: Sums, stretches: Bins, top: Decimal) -> Iterator[Shape]:
    zero = _TOP + _HALF
    step = (_WIDTH - 4 - _LEFT) / len(stretches.starts)
    above = [way for way in sums if way != "out"]
    for way, values in sums.items():
        share = 1 if way == "out" else len(above)
        width = min(step * 0.7, 36) / share
        offset = 0 if way == "out" else above.index(way) * width
        for position, value in enumerate(values):
            if value > 0:
                tall = max(height(value, top, _HALF), 1.0)
                x = _LEFT + step * (position + 0.5) - width * share / 2 + offset
                y = zero if way == "out" else zero - tall
                yield Bar(x, y, width, tall, _FILLS[way])


def _days(sums: Sums, stretches: Bins) -> Iterator[Shape]:
    y = _TOP + _HALF * (2 if "out" in sums else 1) + 16
    count = len(stretches.starts)
    step = (_WIDTH - 4 - _LEFT) / count
    for position in range(0, count, -(-count // _MOST_LABELS)):
        x = _LEFT + step * (position + 0.5)
        yield Label(x, y, stretches.label(position), "middle", 9, is_muted=True)
    first, last = stretches.starts[0].year, stretches.starts[-1].year
    if stretches.unit in ("day", "week"):
        years = str(first) if first == last else f"{first} to {last}"
        # The first label stands half before the axis.
        yield Label(_LEFT - 18, y, years, "end", 9, is_muted=True)
