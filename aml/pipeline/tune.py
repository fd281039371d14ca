"""Tuning a scenario: its grid on the tables of a run, counted, and samples drawn for review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from aml import __version__
from aml.core.disposition import latest
from aml.core.problem import Problem, ScenarioError, UsageError, did_you_mean
from aml.core.progress import Progress
from aml.core.run import Reading
from aml.core.tuning import (
    Method,
    Plan,
    PointCount,
    SegmentCount,
    TunedFile,
    TunedParameter,
    Tuning,
)
from aml.ledger import read
from aml.pipeline.as_of import settle_as_of
from aml.pipeline.basis import Basis
from aml.pipeline.library import Active, scenario_use
from aml.pipeline.quality import blocked, check_quality
from aml.pipeline.scan import Engine, opened
from aml.pipeline.tune_sample import Drawn, Ground, draw
from aml.pipeline.tune_set import TunedSet, tuned_set
from aml.scenario.fire import Firing
from aml.scenario.load import load_folder
from aml.scenario.prepare import derive, tables_of, why_not
from aml.scenario.tune_bounds import bounds_of
from aml.scenario.tune_compare import Episodes
from aml.scenario.tune_fire import fire_points
from aml.scenario.tune_grid import Axis, read_grid
from aml.scenario.tune_points import Points, plan_points
from aml.scenario.tune_population import READS, Population, check_segment
from aml.store import Store


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read: how the ledgers came in, the day of the run, what a validator must know."""

    reading: Reading
    as_of: date
    notes: tuple[str, ...]


def tune(
    basis: Basis, plan: Plan, work: Path, progress: Progress, engine: Engine | None = None
) -> Tuning:
    """Read as a scan does, fire at every point, count, and draw the samples.

    Args:
        basis: the workspace, as a scan of it would gather it.
        plan: the scenario, its grid and its samples.
        work: a folder of the tuning's own, for the database and what spills.
        progress: told of each stage and point.
        engine: threads and memory; the machine's by default.

    Raises:
        UsageError: no such scenario, parameter or segment, or a grid that is too large.
        ScenarioError: the scenario cannot run on these tables, or fails at any point.
        LedgerError: an input that cannot be read at all.
        RunError: there is no room for the database.
    """
    item = _chosen(basis, plan.scenario_id)
    tuned = tuned_set(item, plan.threshold_set)
    item = replace(item, parameters=tuned.own.parameters)
    check_segment(item.scenario, plan.segment_by)
    points = plan_points(read_grid(item.scenario, item.parameters, plan.grid), plan.seed)
    basis = replace(basis, active=(item,))
    with opened(work, engine) as store:
        known = _prepare(store, basis, item, progress)
        episodes = Episodes(points.in_force)
        method = _fire(store, basis, item, tuned, points, episodes, progress)
        progress.stage("Samples")
        population = Population(store, item.scenario, plan.segment_by, tuned.foci())
        segment = population.segments_of(episodes.foci())
        currency = basis.workspace.institution.base_currency
        decided = latest(basis.dispositions)
        ground = Ground(store, item, points, episodes, population, segment, currency, decided)
        found = draw(ground, plan)
    counts = _counts(points, episodes, segment, method)
    known = replace(known, notes=(*tuned.notes, *known.notes))
    return _tuning(basis, item, plan, known, points, counts, method, found)


def _idle(basis: Basis, scenario_id: str) -> str:
    """Why a scenario that is there does not run; empty where there is none of that id."""
    loaded = load_folder(basis.workspace.scenarios)
    found = [item.scenario for item in loaded if item.scenario]
    status = next((item.status for item in found if item.scenario_id == scenario_id), None)
    if status is None:
        return ""
    return f"its status is {status}, and tuned is what is stable; `backtest` takes it as it is"


def _chosen(basis: Basis, scenario_id: str) -> Active:
    known = {item.scenario.scenario_id: item for item in basis.active}
    if scenario_id not in known:
        hint = _idle(basis, scenario_id) or did_you_mean(scenario_id, known)
        raise UsageError(Problem("RUN002", f"no active scenario '{scenario_id}'", None, hint))
    return known[scenario_id]


def _prepare(store: Store, basis: Basis, item: Active, progress: Progress) -> _Read:
    """Everything up to the lock, as a scan does it; refuses what a scan would not run."""
    workspace, scenario = basis.workspace, item.scenario
    reading = read(store, workspace.institution, basis.inputs, basis.profiles, progress)
    as_of, notes = settle_as_of(store, workspace, reading)
    progress.stage("Quality of the data")
    quality = check_quality(store, basis.active, workspace.allow)
    progress.stage("Derived tables")
    derive(store, [*tables_of([scenario]), *READS.get(scenario.focus, ())], progress)
    store.lock()
    _, reason = why_not(store, scenario, frozenset(entry.table for entry in basis.inputs))
    reason = reason or blocked(quality).get(scenario.scenario_id, "")
    if reason:
        hint = "a rule that cannot run is not silent; aml scan says the same of it"
        message = f"{scenario.scenario_id} cannot be tuned on these tables: {reason}"
        raise ScenarioError(Problem("TUN001", message, None, hint))
    told = (problem.message for problem in (*notes, *reading.problems))
    return _Read(reading, as_of, tuple(dict.fromkeys(told)))


def _fire(  # noqa: PLR0913, PLR0917 - one argument a part of the question
    store: Store,
    basis: Basis,
    item: Active,
    tuned: TunedSet,
    points: Points,
    episodes: Episodes,
    progress: Progress,
) -> Method:
    """Fire at every point, and keep which episodes each one raises in the set that is tuned."""

    def take(place: int, firings: list[Firing]) -> None:
        episodes.take(place, tuned.of(store, firings))
        progress.step(f"point {place + 1}")

    progress.stage("Points of the grid", len(points.items))
    return fire_points(
        store,
        item.scenario,
        [{**item.parameters, **point} for point in points.items],
        points.full,
        take,
        basis.workspace.time_limit,
    )


def _counts(
    points: Points, episodes: Episodes, segment: Callable[[str], str], method: Method
) -> tuple[PointCount, ...]:
    """What every point raises, in the order of the points."""
    counts = []
    for place in range(len(points.items)):
        tally = episodes.tally(place)
        alerts = Counter(segment(focus) for focus in tally.foci)
        foci = Counter(segment(focus) for focus in set(tally.foci))
        counts.append(
            PointCount(
                values=points.texts(place),
                is_in_grid=place in points.in_grid,
                is_in_force=place == points.in_force,
                is_full=method.is_fallback or place in points.full,
                alerts=len(tally.foci),
                foci=len(set(tally.foci)),
                below=tally.below,
                lost=tally.lost,
                segments=tuple(SegmentCount(s, alerts[s], foci[s]) for s in sorted(alerts)),
            )
        )
    return tuple(counts)


def _tuned(axis: Axis) -> TunedParameter:
    parameter = axis.parameter
    values = tuple(str(value) for value in axis.values)
    low, high = str(parameter.low), str(parameter.high)
    return TunedParameter(axis.name, parameter.kind, str(axis.in_force), values, low, high)


def _tuning(  # noqa: PLR0913, PLR0917 - one argument a part of the paper
    basis: Basis,
    item: Active,
    plan: Plan,
    known: _Read,
    points: Points,
    counts: tuple[PointCount, ...],
    method: Method,
    found: Drawn,
) -> Tuning:
    use, institution = scenario_use(item), basis.workspace.institution
    strata, samples = found
    return Tuning(
        scenario=use.reference,
        title=use.title,
        description=use.description,
        sha256=use.sha256,
        focus=item.scenario.focus,
        institution=institution.name,
        country=institution.country,
        base_currency=institution.base_currency,
        as_of=known.as_of,
        tool_version=__version__,
        threshold_set=plan.threshold_set or basis.workspace.threshold_set or "",
        plan=plan,
        files=tuple(
            TunedFile(file.table, file.path, file.records, file.sha256)
            for file in known.reading.files
        ),
        rejected=known.reading.rejected,
        notes=known.notes,
        parameters=use.parameters,
        tuned=tuple(_tuned(axis) for axis in points.axes),
        points=counts,
        method=method,
        strata=strata,
        samples=samples,
        bounds=bounds_of(strata, samples, plan.confidence),
    )
