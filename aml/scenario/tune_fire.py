"""A scenario at many points of a grid, for little more than the cost of a few.

A few points are run on the whole tables. The others are run on the rows that concern a focus about
which one of those points raised an alert: all in a few statements where the SQL lends itself to it,
else one by one. The ways are compared, whole result by whole result, at every point that was run in
full; where they differ in anything, all points are run in full.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from aml.core.scenario import Scenario
from aml.core.tuning import Method
from aml.scenario.fire import Firing, fire
from aml.scenario.prepare import tables_of
from aml.scenario.tune_batch import fire_batch
from aml.scenario.tune_grid import Point
from aml.store import Store
from aml.store.quoting import identifier, literals

#: Columns that hold a focus under a name of their own.
_OTHER_NAMES = {"account": ("payer_id", "payee_id")}
_FOCI = "tuned_foci"
#: Points that are run alone beside the statements for many.
_ALONE = 5

Take = Callable[[int, list[Firing]], None]
At = Callable[[int], list[Firing]]


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
        full: the places of those points that are run on the whole tables.
        take: is given each point's place and episodes, once.
        time_limit: seconds that one point may take.

    Raises:
        ScenarioError: the scenario fails at any point; nothing counts as silent.
    """

    def at(place: int) -> list[Firing]:
        return fire(store, scenario, points[place], time_limit)

    whole = {place: at(place) for place in sorted(full)}
    _give(list(whole), whole.__getitem__, take)
    rest = [place for place in range(len(points)) if place not in whole]
    foci = {firing.focus_id for firings in whole.values() for firing in firings}
    if not rest:
        return Method(len(whole), 0, len(foci), (), is_fallback=False)
    with reduced(store, scenario, foci) as columns:
        way = Method(len(whole), len(rest), len(foci), tuple(columns), is_fallback=False)
        batch = fire_batch(store, scenario, points, columns, time_limit) if columns else None
        alone = rest[:: -(-len(rest) // _ALONE)]
        if batch and _is_alike(batch.__getitem__, whole) and all(batch[n] == at(n) for n in alone):
            _give(rest, batch.__getitem__, take)
            return replace(way, compared=len(alone))
        if columns and _is_alike(at, whole):
            _give(rest, at, take)
            return way
    _give(rest, at, take)
    return Method(len(points), 0, len(foci), (), is_fallback=True)


def _is_alike(at: At, whole: Mapping[int, list[Firing]]) -> bool:
    return all(at(place) == firings for place, firings in whole.items())


def _give(places: Sequence[int], at: At, take: Take) -> None:
    for place in places:
        take(place, at(place))


@contextmanager
def reduced(
    store: Store, scenario: Scenario, foci: Collection[str]
) -> Iterator[dict[str, list[str]]]:
    """Inside, the tables that hold a focus show only the rows of these foci.

    Gives these tables, each with its columns of foci. The whole table steps aside under another
    name, so that the SQL stays as its author wrote it.
    """
    known = {table: _columns(store, scenario, table) for table in tables_of([scenario])}
    columns = {table: found for table, found in known.items() if found}
    store.run(f"CREATE TEMP TABLE {_FOCI} (focus_id VARCHAR)")
    store.run(
        f"INSERT INTO {_FOCI} SELECT unnest(CAST($foci AS VARCHAR[]))", {"foci": sorted(foci)}
    )
    aside: list[str] = []
    try:
        for table, names in columns.items():
            store.run(f"ALTER TABLE {identifier(table)} RENAME TO {identifier(_whole(table))}")
            aside.append(table)
            wanted = " OR ".join(
                f"{identifier(name)} IN (SELECT focus_id FROM {_FOCI})" for name in names
            )
            store.run(
                f"CREATE TEMP TABLE {identifier(table)} AS"
                f" SELECT * FROM {identifier(_whole(table))} WHERE {wanted}"
            )
        yield columns
    finally:
        for table in aside:
            store.run(f"DROP TABLE IF EXISTS temp.{identifier(table)}")
            store.run(f"ALTER TABLE {identifier(_whole(table))} RENAME TO {identifier(table)}")
        store.run(f"DROP TABLE {_FOCI}")


def _whole(table: str) -> str:
    return f"whole_{table}"


def _columns(store: Store, scenario: Scenario, table: str) -> list[str]:
    """The columns of a table that hold ids of the scenario's kind of focus."""
    column = scenario.focus_column
    others = _OTHER_NAMES.get(scenario.focus, ())
    named = "column_name = $column OR ends_with(column_name, '_' || $column)"
    named += f" OR column_name IN {literals(others)}" if others else ""
    rows = store.rows(
        "SELECT column_name FROM information_schema.columns"
        f" WHERE table_name = $table AND data_type = 'VARCHAR' AND ({named}) ORDER BY column_name",
        {"table": table, "column": column},
    )
    return [str(name) for (name,) in rows]
