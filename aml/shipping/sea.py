"""The way by sea between two places: nautical miles and the points on it.

The network of sea lanes is the one that the package searoute carries, so nothing is asked of the
network of computers. All canals and straits are open, the Northwest Passage is not. A way begins
and ends at the place itself: from there to the nearest point of a lane it runs along a great
circle. Lengths are whole metres until they are told, so that two machines tell the same.

searoute is made for drawing, not for sailing: against published distances it is right within a few
per cent (tests/shipping/test_sea.py), which a ratio of distances can bear.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import Any

import numpy as np

from aml.core.voyage import Point

#: A place farther than this from every sea lane is no seaport, or its degrees are mistaken.
MOST_TO_SEA_NM = 150
_METRES_PER_NM = 1852
#: The mean radius of the earth, IUGG.
_RADIUS = 6_371_008.8
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class SeaWay:
    """From one place to another: nautical miles, and the track with both ends."""

    nm: Decimal
    track: tuple[Point, ...]

    def back(self) -> SeaWay:
        """The same way from its end to its beginning."""
        return SeaWay(self.nm, self.track[::-1])


def sea_ways(pairs: Iterable[tuple[Point, Point]]) -> Mapping[tuple[Point, Point], SeaWay | None]:
    """The ways of many pairs; None where an end is too far from the sea.

    Both directions of a pair cost one search, and so do all pairs that share their smaller end.
    Ways that were asked for before are remembered.
    """
    asked = list(pairs)
    known, lanes = _known(), _lanes()
    missing = sorted({_in_order(pair) for pair in asked} - known.keys())
    for origin, group in groupby(missing, key=lambda pair: pair[0]):
        ends = [end for _, end in group]
        known.update(((origin, end), way) for end, way in lanes.ways(origin, ends).items())
    found = {}
    for pair in asked:
        way = known[_in_order(pair)]
        found[pair] = way.back() if way and pair != _in_order(pair) else way
    return found


def is_by_the_sea(place: Point) -> bool:
    """Whether a place is near enough to a sea lane to be a port on it."""
    return _lanes().nearest(place)[1] <= MOST_TO_SEA_NM * _METRES_PER_NM


def _in_order(pair: tuple[Point, Point]) -> tuple[Point, Point]:
    return min(pair), max(pair)


@cache
def _known() -> dict[tuple[Point, Point], SeaWay | None]:
    """Every way that was asked for, its smaller end first."""
    return {}


class Lanes:
    """The network of sea lanes: points in order, and from each the metres to its neighbours."""

    def __init__(self, points: list[Any], neighbours: list[list[tuple[int, int]]]) -> None:
        self.points: list[Point] = [(Decimal(str(x)), Decimal(str(y))) for x, y in points]
        self.neighbours = neighbours
        degrees = np.radians(np.array([(float(x), float(y)) for x, y in points]))
        self._longitudes, self._latitudes = degrees[:, 0], degrees[:, 1]
        self._nearest: dict[Point, tuple[int, int]] = {}

    def nearest(self, place: Point) -> tuple[int, int]:
        """The point of a lane that is nearest to a place, and how many metres off it is."""
        if place not in self._nearest:
            metres = _metres(place, self._longitudes, self._latitudes)
            index = int(np.argmin(metres))
            self._nearest[place] = (index, int(metres[index]))
        return self._nearest[place]

    def ways(self, origin: Point, ends: list[Point]) -> dict[Point, SeaWay | None]:
        """The ways from one place to several, by one search."""
        if not is_by_the_sea(origin):
            return dict.fromkeys(ends)
        start, first = self.nearest(origin)
        reached = self._search(start, {self.nearest(end)[0] for end in ends})
        ways: dict[Point, SeaWay | None] = {}
        for end in ends:
            goal, last = self.nearest(end)
            if not is_by_the_sea(end) or goal not in reached:
                ways[end] = None
            elif goal == start:
                straight = _metres(origin, *np.radians(np.array([[float(d)] for d in end])))
                ways[end] = SeaWay(_nm(int(straight[0])), (origin, end))
            else:
                track = (origin, *self._track(reached, goal), end)
                ways[end] = SeaWay(_nm(first + reached[goal][0] + last), track)
        return ways

    def _search(self, start: int, goals: set[int]) -> dict[int, tuple[int, int]]:
        """Dijkstra in whole metres: of each point reached, its distance and the point before it."""
        reached: dict[int, tuple[int, int]] = {}
        waiting = [(0, start, start)]
        left = set(goals)
        while waiting and left:
            metres, point, before = heapq.heappop(waiting)
            if point in reached:
                continue
            reached[point] = (metres, before)
            left.discard(point)
            for neighbour, step in self.neighbours[point]:
                if neighbour not in reached:
                    heapq.heappush(waiting, (metres + step, neighbour, point))
        return reached

    def _track(self, reached: Mapping[int, tuple[int, int]], goal: int) -> list[Point]:
        track, point = [self.points[goal]], goal
        while reached[point][1] != point:
            point = reached[point][1]
            track.append(self.points[point])
        return track[::-1]


@cache
def _lanes() -> Lanes:
    """The lanes of searoute, read once."""
    import searoute  # 0.6 s, and most runs have no ship

    marnet = searoute.setup_M()
    points = sorted(marnet.nodes)
    number = {point: index for index, point in enumerate(points)}
    edges = marnet.edges(data="passage")
    ends = np.array([[number[a], number[b]] for a, b, way in edges if way != "northwest"])
    degrees = np.array([[float(x), float(y)] for x, y in points])
    radians = np.radians(degrees)
    here, there = ends[:, 0], ends[:, 1]
    steps = _metres(degrees[here].T, radians[there, 0], radians[there, 1])
    neighbours: list[list[tuple[int, int]]] = [[] for _ in points]
    for (one, other), step in zip(ends.tolist(), steps.tolist(), strict=True):
        neighbours[one].append((other, step))
        neighbours[other].append((one, step))
    return Lanes(points, neighbours)


def _metres(place: Any, longitudes: Any, latitudes: Any) -> Any:
    """Great circles from a place, or one each, to points in radians: haversine, whole metres."""
    longitude, latitude = np.radians(np.array(place, dtype=float))
    across = np.cos(latitude) * np.cos(latitudes) * np.sin((longitudes - longitude) / 2) ** 2
    chord = np.sin((latitudes - latitude) / 2) ** 2 + across
    return np.rint(2 * _RADIUS * np.arcsin(np.sqrt(np.minimum(chord, 1)))).astype(np.int64)


def _nm(metres: int) -> Decimal:
    return (Decimal(metres) / _METRES_PER_NM).quantize(_TENTH)
