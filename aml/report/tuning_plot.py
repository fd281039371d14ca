"""Alerts against each parameter of a tuning, the others at their values in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from aml.core.tuning import PointCount, TunedParameter, Tuning
from aml.core.wording import plural
from aml.report.document import Chart
from aml.report.drawing import Bar, Dot, Drawing, Label, Rule, Shape, Track
from aml.report.scale import height, ticks

_WIDTH, _HEIGHT = 640, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 20, 28, 44
#: Values that stand below the axis; of more, every second, third … is named.
_NAMED = 12


def plots(tuning: Tuning) -> tuple[Chart, ...]:
    """One drawing a parameter."""
    return tuple(_plot(tuning, place) for place in range(len(tuning.tuned)))


def _plot(tuning: Tuning, place: int) -> Chart:
    tuned = tuning.tuned[place]
    points = _line(tuning, place)
    title = f"Alerts against {tuned.name}"
    description = _words(tuned, points, place)
    drawing = Drawing(
        f"tuning-{place + 1}", title, description, _WIDTH, _HEIGHT,
        tuple(_shapes(tuned, points, place)),
    )  # fmt: skip
    return Chart(title, description, drawing)


def _line(tuning: Tuning, place: int) -> list[PointCount]:
    """The points at which only this parameter differs from those in force, in its order."""
    force = tuning.in_force.values
    alike = [
        point
        for point in tuning.points
        if all(point.values[n] == force[n] for n in range(len(force)) if n != place)
    ]
    return sorted(alike, key=lambda point: Decimal(point.values[place]))


def _words(tuned: TunedParameter, points: Sequence[PointCount], place: int) -> str:
    told = ", ".join(f"{point.values[place]}: {point.alerts:,}" for point in points)
    return (
        f"The value in force, {tuned.in_force}, is marked. Alerts at each value of {tuned.name},"
        f" all other parameters as they are in force: {told}."
    )


def _shapes(tuned: TunedParameter, points: Sequence[PointCount], place: int) -> Iterator[Shape]:
    room = float(_HEIGHT - _TOP - _BOTTOM)
    foot = _HEIGHT - _BOTTOM
    top = Decimal(max(point.alerts for point in points))
    spots = [
        (_x(number, len(points)), foot - height(Decimal(point.alerts), top, room))
        for number, point in enumerate(points)
    ]
    for tick in (tick for tick in ticks(top) if tick == tick.to_integral_value()):
        y = foot - height(tick, top, room)
        yield Rule(_LEFT, y, _WIDTH - _RIGHT, y)
        yield Label(_LEFT - 6, y + 3, f"{int(tick):,}", anchor="end", is_muted=True)
    yield Rule(_LEFT, foot, _WIDTH - _RIGHT, foot, is_axis=True)
    yield Track(tuple(spots))
    every = -(-len(points) // _NAMED)
    marked = next(number for number, point in enumerate(points) if point.is_in_force)
    for number, (point, (x, y)) in enumerate(zip(points, spots, strict=True)):
        if point.is_in_force:
            yield Rule(x, 8, x, foot, is_axis=True)
            yield Bar(x - 4, y - 4, 8, 8, "solid")
            text = f"in force: {plural(point.alerts, 'alert')}"
            yield Label(*_beside(x), text, is_bold=True, is_clear=True, anchor=_side(x))
        else:
            yield Dot(x, y, 3)
        if (number - marked) % every == 0:
            is_bold = point.is_in_force
            yield Label(x, foot + 14, point.values[place], anchor="middle", is_bold=is_bold)
    yield Label((_LEFT + _WIDTH) / 2, _HEIGHT - 8, tuned.name, anchor="middle", is_muted=True)


def _x(number: int, count: int) -> float:
    """Values stand at even distances, in their order."""
    width = _WIDTH - _LEFT - _RIGHT
    return _LEFT + width * (number + 0.5) / count


def _beside(x: float) -> tuple[float, float]:
    """The words beside the line in force, on the side that has room."""
    return (x + 6 if _side(x) == "start" else x - 6), 16


def _side(x: float) -> Literal["start", "end"]:
    return "start" if x < _WIDTH / 2 else "end"
