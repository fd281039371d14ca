"""A scenario at many points of a grid, for little more than the cost of a few.

Steps of the SQL that no varied parameter reaches are run once (`tune_keep`); points that share a
value share the steps that only this value reaches. A few points are run on the whole tables. The
others are run on the rows that concern a focus about which one of those points raised an alert
(`tune_reduce`), if that gives the same at every point that was run in full: all steps of the SQL,
or all but one, which looks beyond its focus. Else on whole tables.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from aml.core.problem import ScenarioError
from aml.core.scenario import ParameterValue, Scenario
from aml.core.tuning import Method
from aml.scenario.fire import Firing, fire
from aml.scenario.tree import tree_of
from aml.scenario.tune_batch import fire_batch, fits
from aml.scenario.tune_grid import Point
from aml.scenario.tune_keep import Kept, keep
from aml.scenario.tune_reduce import focus_columns, looking_beyond, reduced
from aml.scenario.tune_steps import reached
from aml.store import Store

Take = Callable[[int, list[Firing]], None]
Fired = Iterator[tuple[int, list[Firing]]]
Whole = Mapping[int, list[Firing]]
#: Points that are run alone beside the statements for many.
_ALONE = 5
#: Episodes of all points together that may be held in memory until they are compared.
_HELD = 2_000_000


def fire_points(
    store: Store,
    scenario: Scenario,
    points: Sequence[Point],
    full: Collection[int],
    take: Take,
    time_limit: float = 600.0,
) -> Method:
    """Fire the scenario at every point.

    Args:
        store: the locked store of a run, with the tables that the scenario reads.
        scenario: what to fire.
        points: all parameters of each point.
        full: the places of those points that are run on the whole tables, one at least.
        take: is given each point's place and episodes, once.
        time_limit: seconds that one point may take.

    Raises:
        ScenarioError: the scenario fails at any point; nothing counts as silent.
    """
    grid = _Grid(store, scenario, points, time_limit)
    first, *others = sorted(full)
    rest = [place for place in range(len(points)) if place not in full]
    whole = {first: fire(store, scenario, points[first], time_limit)}
    with grid.kept(scenario, range(len(points))) as kept:
        base, steps = kept.scenario, tuple(step.name for step in kept.steps)
        whole |= dict(grid.fire(base, others))
        for place, firings in whole.items():
            take(place, firings)
        if way := _on_few(grid, base, whole, rest, take):
            return replace(way, steps=steps)
        is_sound = all(fired == whole[place] for place, fired in grid.fire(base, [first]))
        for place, firings in grid.fire(base if is_sound else scenario, rest):
            take(place, firings)
    foci = len(_foci(whole))
    return Method(len(points), 0, foci, (), is_fallback=True, steps=steps if is_sound else ())


def _on_few(
    grid: _Grid, base: Scenario, whole: Whole, rest: Sequence[int], take: Take
) -> Method | None:
    """The points that are left, on the rows of the foci of those that were run in full.

    None where that cannot be, or does not give the same at every point that was run in full.
    """
    foci = _foci(whole)
    if not rest:
        return Method(len(whole), 0, len(foci), (), is_fallback=False)
    with reduced(grid.store, base, foci) as columns:
        way = Method(len(whole), len(rest), len(foci), tuple(columns), is_fallback=False)
        if not columns:
            return None
        for beyond, fewer in (("", base), *looking_beyond(base, columns)):
            if any(fired != whole[place] for place, fired in grid.fire(fewer, sorted(whole))):
                continue
            many, compared = ({}, 0) if beyond else _at_once(grid, base, whole, rest)
            for place, firings in many.items() if many else grid.fire(fewer, rest):
                take(place, firings)
            return replace(way, beyond=beyond, compared=compared)
        return None


def _at_once(grid: _Grid, base: Scenario, whole: Whole, rest: Sequence[int]) -> tuple[Whole, int]:
    """The points that are left, many in one statement, and how many were run alone to compare.

    Nothing where that is too much to hold, or differs.
    """
    if max(map(len, whole.values())) * len(grid.points) > _HELD:
        return {}, 0
    many = dict(grid.fire(base, range(len(grid.points)), is_batched=True))
    alone = rest[:: -(-len(rest) // _ALONE)]
    known = {**whole, **dict(grid.fire(base, alone))}
    if any(many[place] != firings for place, firings in known.items()):
        return {}, 0
    return {place: many[place] for place in rest}, len(alone)


def _foci(whole: Whole) -> set[str]:
    return {firing.focus_id for firings in whole.values() for firing in firings}


@dataclass(frozen=True, slots=True)
class _Grid:
    """The points of a scenario, fired so that those with a value in common share its steps."""

    store: Store
    scenario: Scenario
    points: Sequence[Point]
    time_limit: float
    _known: dict[tuple[str, tuple[str, ...]], Kept] = field(default_factory=dict)

    def fire(self, scenario: Scenario, places: Sequence[int], *, is_batched: bool = False) -> Fired:
        """The episodes of some points, in an order of its own.

        `is_batched` lets one statement take many points, where the tables hold the rows of a few
        foci only.
        """
        varied = self._varied(places)
        batch = self._batch(scenario, places) if is_batched and varied else None
        if batch is not None:
            yield from zip(places, batch, strict=True)
        elif len(varied) < 2:
            for place in places:
                yield place, self._one(scenario, place)
        else:
            outer = self._outer(scenario, places, varied)
            for value in self._values(outer, places):
                same = [place for place in places if self.points[place][outer] == value]
                if len(same) == 1:
                    yield same[0], self._one(scenario, same[0])
                    continue
                with self.kept(scenario, same) as part:
                    yield from self.fire(part.scenario, same, is_batched=is_batched)

    def _batch(self, scenario: Scenario, places: Sequence[int]) -> list[list[Firing]] | None:
        """Points in one statement, or in a few where there is one parameter alone to vary."""
        columns = focus_columns(self.store, scenario)
        is_one = len(self._varied(places)) == 1
        if not columns or not (is_one or fits(self.store, columns, len(places))):
            return None
        points = [self.points[place] for place in places]
        return fire_batch(self.store, scenario, points, columns, self.time_limit)

    @contextmanager
    def kept(self, scenario: Scenario, places: Sequence[int]) -> Iterator[Kept]:
        """Inside, the steps in which some points are the same are tables, if they can be."""
        varied, parameters = self._varied(places), self.points[places[0]]
        key = scenario.sql.text, tuple(varied)
        if key not in self._known:
            self._known[key] = keep(self.store, scenario, parameters, varied)
        kept = self._known[key]
        with kept.on(self.store, parameters, self.time_limit) as is_there:
            yield kept if is_there else Kept((), scenario)

    def _one(self, scenario: Scenario, place: int) -> list[Firing]:
        """One point; where it fails, it fails at its place in the author's SQL."""
        try:
            return fire(self.store, scenario, self.points[place], self.time_limit)
        except ScenarioError:
            fire(self.store, self.scenario, self.points[place], self.time_limit)
            raise

    def _varied(self, places: Sequence[int]) -> list[str]:
        """The parameters that differ between some points."""
        names = self.points[places[0]] if places else ()
        return [name for name in names if len(self._values(name, places)) > 1]

    def _values(self, name: str, places: Sequence[int]) -> list[ParameterValue]:
        return list(dict.fromkeys(self.points[place][name] for place in places))

    def _outer(self, scenario: Scenario, places: Sequence[int], varied: Sequence[str]) -> str:
        """The parameter to settle first, so that fewest steps are run over all."""
        query = tree_of(scenario.sql.text)
        every = len(reached(query, varied))

        def steps(outer: str) -> int:
            left = len(reached(query, [name for name in varied if name != outer]))
            return len(self._values(outer, places)) * (every - left) + len(places) * left

        return min(varied, key=steps)
