"""The same episode at several points: what is above the line in force, and what below it.

Firings of one focus that share a payment are one episode, also by way of a third point. Episodes of
the parameters in force are above the line; all others are below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aml.scenario.fire import Firing


@dataclass(frozen=True, slots=True)
class Tally:
    """The alerts of one point by their foci, one entry an alert; how many are below or lost."""

    foci: tuple[str, ...]
    below: int
    lost: int


class Episodes:
    """Firings of all points, joined to episodes, which are numbered as they are met.

    Args:
        in_force: the place of the point whose alerts are above the line.
    """

    def __init__(self, in_force: int) -> None:
        self._in_force = in_force
        #: The alerts of the parameters in force.
        self.above: Sequence[Firing] = ()
        self._parents: list[int] = []
        self._widest: list[tuple[Firing, int]] = []
        self._of_record: dict[tuple[str, str], int] = {}
        self._points: dict[int, list[tuple[int, str]]] = {}

    def take(self, point: int, firings: Sequence[Firing]) -> None:
        """Add all firings of a point."""
        if point == self._in_force:
            self.above = firings
        self._points[point] = [(self._join(firing, point), firing.focus_id) for firing in firings]

    def tally(self, point: int) -> Tally:
        """What a point raises, beside the point in force."""
        mine, above = self.roots(point), self.roots(self._in_force)
        kept, known = set(mine), set(above)
        return Tally(
            foci=tuple(focus for _, focus in self._points[point]),
            below=sum(root not in known for root in mine),
            lost=sum(root not in kept for root in above),
        )

    def below(self) -> list[tuple[Firing, int]]:
        """Each episode below the line once: its widest firing, and the first point to raise it."""
        above = set(self.roots(self._in_force))
        found = [
            self._widest[number]
            for number in range(len(self._parents))
            if self._root(number) == number and number not in above
        ]
        return sorted(
            found, key=lambda item: (item[0].focus_id, item[0].window_start, item[0].cited)
        )

    def foci(self) -> set[str]:
        """Every focus about which any point raises an alert."""
        return {focus for point in self._points.values() for _, focus in point}

    def roots(self, point: int) -> list[int]:
        """The number of the episode of each firing of a point, once all points are taken."""
        return [self._root(number) for number, _ in self._points[point]]

    def _join(self, firing: Firing, point: int) -> int:
        keys = [(firing.focus_id, record) for record in _deciding(firing)]
        known = {self._root(self._of_record[key]) for key in keys if key in self._of_record}
        number = min(known) if known else self._new(firing, point)
        for other in known - {number}:
            self._parents[other] = number
            self._keep(number, *self._widest[other])
        self._keep(number, firing, point)
        for key in keys:
            self._of_record[key] = number
        return number

    def _new(self, firing: Firing, point: int) -> int:
        self._parents.append(len(self._parents))
        self._widest.append((firing, point))
        return len(self._parents) - 1

    def _keep(self, number: int, firing: Firing, point: int) -> None:
        known, first = self._widest[number]
        if (-len(firing.cited), firing.cited, point) < (-len(known.cited), known.cited, first):
            self._widest[number] = (firing, point)

    def _root(self, number: int) -> int:
        while self._parents[number] != number:
            self._parents[number] = self._parents[self._parents[number]]
            number = self._parents[number]
        return number


def _deciding(firing: Firing) -> Sequence[str]:
    """Its payments; a firing that cites none is told by whatever else it cites."""
    sent = (record for record in firing.linked_ids if record.startswith("remittances:"))
    return (*firing.transaction_ids, *sent) or firing.cited
