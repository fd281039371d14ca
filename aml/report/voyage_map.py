"""The map of a voyage: coast, the way sailed, the direct way, and its ports in their order.

Degrees are drawn as they are, narrowed by the latitude in the middle of the map, which keeps shapes
near it. A way that crosses 180 degrees goes on beyond it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import cos, dist, radians
from typing import Literal

from aml.core import wording
from aml.core.voyage import Point, Voyage
from aml.report.coast import land
from aml.report.document import Chart
from aml.report.drawing import Area, Bar, Dot, Drawing, Label, Shape, Track, short, width

_WIDTH = 640
_LEAST_HEIGHT, _MOST_HEIGHT = 220, 420
#: Free degrees around the way, and the narrowest map.
_MARGIN, _LEAST_SPAN = 4.0, 14.0
#: Ports nearer than this on the paper share a dot.
_SAME_DOT = 14.0
_SIZE = 10
#: From one point of a shore to the next.
_LEAST_STEP = 2.0
#: Where a name may stand: steps from its dot, and how it is anchored.
_STANDS: tuple[tuple[int, int, Literal["start", "middle", "end"]], ...] = (
    (9, 4, "start"), (-9, 4, "end"), (0, -10, "middle"), (0, 19, "middle"),
    (9, -8, "start"), (-9, -8, "end"), (9, 16, "start"), (-9, 16, "end"),
    (3, -14, "start"), (-3, -14, "end"), (3, 24, "start"), (-3, 24, "end"),
)  # fmt: skip

Place = tuple[float, float]
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Stop:
    """A dot: where it stands on the paper, the numbers of its calls, the name of its port."""

    x: float
    y: float
    numbers: tuple[int, ...]
    name: str


@dataclass(frozen=True, slots=True)
class _Window:
    """The degrees that the map shows, and how they become places on the paper."""

    west: float
    east: float
    south: float
    north: float

    @property
    def scale(self) -> float:
        """Units of the paper for one degree of longitude."""
        return _WIDTH / (self.east - self.west)

    @property
    def stretch(self) -> float:
        """How much longer a degree of latitude is than one of longitude, in the middle."""
        return 1 / max(0.35, cos(radians((self.south + self.north) / 2)))

    @property
    def height(self) -> int:
        return round((self.north - self.south) * self.scale * self.stretch)

    def place(self, at: Place) -> Place:
        return (at[0] - self.west) * self.scale, (self.north - at[1]) * self.scale * self.stretch


def voyage_map(voyage: Voyage, name: str) -> Chart | None:
    """The chart; None where fewer than two ports of the voyage have a known place."""
    at = [call.point for call in voyage.calls if call.point is not None]
    if len(set(at)) < 2:
        return None
    tracks = [_unrolled(_degrees(track)) for track in _tracks(voyage)]
    tracks = [_beside(track, tracks[0]) for track in tracks]
    direct = _beside(_unrolled(_degrees(voyage.direct_track)), tracks[0])
    window = _window([point for track in (*tracks, direct) for point in track])
    title = f"The way of voyage {short(voyage.voyage_id)}"
    shapes = tuple(_shapes(voyage, window, tracks, direct))
    description = _described(voyage)
    drawing = Drawing(name, title, description, _WIDTH, window.height, shapes)
    return Chart(title, description, drawing)


def _tracks(voyage: Voyage) -> list[tuple[Point, ...]]:
    """Each leg's way; a straight line where no way by sea is known."""
    tracks = []
    for leg, start, end in zip(voyage.legs, voyage.calls, voyage.calls[1:], strict=False):
        straight = tuple(call.point for call in (start, end) if call.point is not None)
        tracks.append(leg.track or straight)
    return [track for track in tracks if len(track) > 1]


def _degrees(track: Sequence[Point]) -> list[Place]:
    return [(float(longitude), float(latitude)) for longitude, latitude in track]


def _unrolled(track: list[Place]) -> list[Place]:
    """The same way without jumps from 180 degrees to -180."""
    unrolled: list[Place] = []
    for longitude, latitude in track:
        turn = round((unrolled[-1][0] - longitude) / 360) if unrolled else 0
        unrolled.append((longitude + 360 * turn, latitude))
    return unrolled


def _beside(track: list[Place], first: list[Place]) -> list[Place]:
    """The way on the same side of the world as the first one begins."""
    if not track:
        return []
    turn = round((first[0][0] - track[0][0]) / 360)
    return [(longitude + 360 * turn, latitude) for longitude, latitude in track]


def _window(points: Sequence[Place]) -> _Window:
    """A window around all points, neither too narrow nor too flat nor too tall."""
    west, east = _spread([x for x, _ in points], _LEAST_SPAN)
    south, north = _spread([y for _, y in points], _LEAST_SPAN / 2)
    window = _Window(west, east, max(south, -85.0), min(north, 85.0))
    if window.height > _MOST_HEIGHT:
        more = (window.height / _MOST_HEIGHT - 1) * (east - west) / 2
        return _Window(west - more, east + more, window.south, window.north)
    if window.height < _LEAST_HEIGHT:
        more = (_LEAST_HEIGHT - window.height) / window.scale / window.stretch / 2
        return _Window(west, east, max(window.south - more, -85.0), min(window.north + more, 85.0))
    return window


def _spread(values: Sequence[float], least: float) -> tuple[float, float]:
    low, high = min(values) - _MARGIN, max(values) + _MARGIN
    lacking = max(0.0, least - (high - low)) / 2
    return low - lacking, high + lacking


def _shapes(
    voyage: Voyage, window: _Window, tracks: Sequence[list[Place]], direct: list[Place]
) -> Iterator[Shape]:
    for rings in land(window.west, window.east, window.south, window.north):
        shores = [_thinned([window.place(point) for point in ring]) for ring in rings]
        if len(shores[0]) > 2:
            yield Area(tuple(shore for shore in shores if len(shore) > 2))
    drawn = [Track(tuple(map(window.place, direct)), is_dashed=True)] if direct else []
    drawn += [Track(tuple(map(window.place, track))) for track in tracks]
    yield from drawn
    yield Bar(0, 0, _WIDTH, window.height, "frame")
    stops = _stops(voyage, window, tracks[0][0])
    yield from (Dot(stop.x, stop.y, 3.5) for stop in stops)
    yield from _names(stops, window.height, drawn)


def _thinned(shore: Sequence[Place]) -> tuple[Place, ...]:
    """The shore without points that no eye could tell from the one before."""
    kept = [shore[0]]
    for x, y in shore:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= _LEAST_STEP:
            kept.append((x, y))
    return tuple(kept)


def _stops(voyage: Voyage, window: _Window, start: Place) -> list[_Stop]:
    """The ports on the paper; calls whose dots would overlap share one."""
    stops: list[_Stop] = []
    reference = start
    for number, call in enumerate(voyage.calls, 1):
        if call.point is None:
            continue
        (at,) = _beside(_degrees([call.point]), [reference])
        reference = at
        x, y = window.place(at)
        near = [s for s in stops if abs(s.x - x) < _SAME_DOT and abs(s.y - y) < _SAME_DOT]
        if near:
            old = near[0]
            names = old.name if call.name in old.name else f"{old.name}, {call.name}"
            stops[stops.index(old)] = _Stop(old.x, old.y, (*old.numbers, number), names)
        else:
            stops.append(_Stop(x, y, (number,), call.name))
    return stops


def _names(stops: Sequence[_Stop], height: int, tracks: Sequence[Track]) -> Iterator[Label]:
    """Number and name beside each dot where there is room, else the number alone."""
    taken: list[_Box] = [(stop.x - 4, stop.y - 4, stop.x + 4, stop.y + 4) for stop in stops]
    for stop in stops:
        numbers = ", ".join(str(number) for number in stop.numbers)
        for text in (f"{numbers} {stop.name}", numbers):
            free = list(_free(stop, text, taken, height))
            if free:
                label, box = min(free, key=lambda found: _covered(found[1], tracks))
                taken.append(box)
                yield label
                break


def _free(
    stop: _Stop, text: str, taken: Sequence[_Box], height: int
) -> Iterator[tuple[Label, _Box]]:
    """Where the text may stand within the map and beside what stands there already."""
    long = min(width(text), 34.0) * _SIZE * 0.55 + 3
    for right, down, anchor in _STANDS:
        x, y = stop.x + right, stop.y + down
        left = x - {"start": 0.0, "middle": long / 2, "end": long}[anchor]
        box = (left, y - _SIZE, left + long, y + 3)
        is_inside = box[0] >= 0 and box[2] <= _WIDTH and box[1] >= 0 and box[3] <= height
        if is_inside and not any(_overlap(box, other) for other in taken):
            yield Label(x, y, text, anchor, _SIZE, room=34, is_clear=True), box


def _covered(box: _Box, tracks: Sequence[Track]) -> float:
    """How much of the ways a box would hide, to a tenth of a unit of the paper."""
    steps = (step for track in tracks for step in pairwise(track.points))
    return round(sum(_within(box, start, end) for start, end in steps), 1)


def _within(box: _Box, start: Place, end: Place) -> float:
    """The length of a straight line inside a box: cut at each pair of its sides in turn."""
    first, last = 0.0, 1.0
    for side in (0, 1):
        low, high = box[side], box[side + 2]
        step = end[side] - start[side]
        if step == 0:
            if not low < start[side] < high:
                return 0.0
            continue
        enters, leaves = sorted(((low - start[side]) / step, (high - start[side]) / step))
        first, last = max(first, enters), min(last, leaves)
    return max(0.0, last - first) * dist(start, end)


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _described(voyage: Voyage) -> str:
    ports = ", ".join(f"{number} {call.name}" for number, call in enumerate(voyage.calls, 1))
    said = [f"Calls in their order: {ports}."]
    if voyage.sailed_nm is not None:
        said.append(f"Sailed, the full line: {_miles(voyage.sailed_nm)}.")
    if voyage.direct_nm is not None:
        said.append(f"Direct by sea, the dashed line: {_miles(voyage.direct_nm)}.")
    return " ".join(said)


def _miles(distance: Decimal) -> str:
    return f"{wording.miles(distance)} nautical miles"
