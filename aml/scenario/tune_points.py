"""The points of a tuning: the grid, lines through the parameters in force, corners."""

from __future__ import annotations

from dataclasses import dataclass

from aml.core.scenario import ParameterValue
from aml.scenario.tune_grid import Axis, Point, corners, grid, lines
from aml.scenario.tune_population import drawn

#: Points that are run on the whole tables, where the corners of the grid do not ask for more.
_FULL = 4


@dataclass(frozen=True, slots=True)
class Points:
    """Every point once; its place is its number.

    `full` are the places of those that are run on the whole tables: the parameters in force, the
    corners of the box around them and the grid, and where those are fewer than four, points drawn
    from the others.
    """

    axes: tuple[Axis, ...]
    items: tuple[Point, ...]
    in_grid: frozenset[int]
    in_force: int
    full: frozenset[int]

    def texts(self, place: int) -> tuple[str, ...]:
        """The values of a point in the order of the axes."""
        return tuple(str(self.items[place][axis.name]) for axis in self.axes)


def plan_points(axes: tuple[Axis, ...], seed: int) -> Points:
    """The points to run, and which of them in full; the seed decides on those that are drawn."""
    force: Point = {axis.name: axis.in_force for axis in axes}
    of_grid, outer = grid(axes), corners(axes)
    known: dict[tuple[ParameterValue, ...], Point] = {}
    for point in (*of_grid, force, *lines(axes), *outer):
        known.setdefault(_key(point), point)
    places = {key: place for place, key in enumerate(known)}
    full = {places[_key(point)] for point in (force, *outer)}
    others = [place for place in range(len(known)) if place not in full]
    checked = drawn([str(place) for place in others], max(0, _FULL - len(full)), seed)
    return Points(
        axes=axes,
        items=tuple(known.values()),
        in_grid=frozenset(places[_key(point)] for point in of_grid),
        in_force=places[_key(force)],
        full=frozenset(full | {others[place] for place in checked}),
    )


def _key(point: Point) -> tuple[ParameterValue, ...]:
    return tuple(point.values())
