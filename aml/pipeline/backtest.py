"""A backtest: two rules on the same frozen data, on each date on which a run would have been made.

The ledgers are read once. Each date gets a copy of what was read, sets aside what was not known yet
as a scan of that day does, builds the derived tables that either rule reads, and fires both.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from aml import __version__
from aml.core.alert import Alert
from aml.core.backtest import Backtest, BacktestFile, Labels
from aml.core.problem import Problem, ScenarioError
from aml.core.progress import Progress, stepping
from aml.core.run import Reading
from aml.ledger import read
from aml.pipeline.as_of import settle_as_of
from aml.pipeline.backtest_compare import Day, compare
from aml.pipeline.backtest_reasons import reasons_of
from aml.pipeline.backtest_rules import Side, check_sides
from aml.pipeline.basis import Basis
from aml.pipeline.library import Active
from aml.pipeline.quality import blocked, check_quality
from aml.pipeline.scan import Engine, opened
from aml.scenario.alert import raise_alert
from aml.scenario.fire import Firing
from aml.scenario.fire_sets import fire_sets
from aml.scenario.prepare import derive, tables_of, why_not
from aml.store import Store
from aml.store.evidence import fetch_rows

Sides = tuple[Side, Side]


def backtest(  # noqa: PLR0913, PLR0917 - one argument a part of the question
    basis: Basis,
    sides: Sides,
    dates: Sequence[date],
    labels: Labels | None,
    work: Path,
    progress: Progress,
    engine: Engine | None = None,
) -> Backtest:
    """Fire both rules on every date, and compare what they raise.

    Args:
        basis: the workspace, as a scan of it would gather it.
        sides: rule A and rule B.
        dates: the days that the runs speak of; none for the one that a scan would speak of.
        labels: what is known of the foci; None to leave precision and recall out.
        work: a folder of the backtest's own, for the databases and what spills.
        progress: told of each stage and date.
        engine: threads and memory; the machine's by default.

    Raises:
        UsageError: the rules are about different kinds of focus.
        ScenarioError: a rule cannot run, or fails, on any of the dates.
        LedgerError: an input that cannot be read at all.
        RunError: there is no room for the database.
    """
    check_sides(*sides)
    with opened(work, engine) as store:
        institution = basis.workspace.institution
        reading = read(store, institution, basis.inputs, basis.profiles, progress)
        if not dates:
            progress.stage("Rules")
            days = [_day(store, basis, sides, reading, progress)]
        else:  # each date works on a copy of the file, which has to hold all that was read
            store.run("CHECKPOINT")
    if dates:
        progress.stage("Dates", len(dates))
        days = [_on(on, basis, sides, reading, work, progress, engine) for on in dates]
    return _backtest(basis, sides, reading, days, labels)


def _on(  # noqa: PLR0913, PLR0917 - one argument a part of the run
    on: date,
    basis: Basis,
    sides: Sides,
    reading: Reading,
    work: Path,
    progress: Progress,
    engine: Engine | None,
) -> Day:
    """One date, on a copy of what was read."""
    folder = work / on.isoformat()
    folder.mkdir()
    try:
        shutil.copyfile(work / "run.duckdb", folder / "run.duckdb")
        workspace = replace(basis.workspace, as_of=on)
        with stepping(progress, on.isoformat()), opened(folder, engine) as store:
            return _day(store, replace(basis, workspace=workspace), sides, reading)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _day(
    store: Store, basis: Basis, sides: Sides, reading: Reading, progress: Progress | None = None
) -> Day:
    """Everything of a scan from the day of the run on, for two rules alone."""
    workspace = basis.workspace
    as_of, notes = settle_as_of(store, workspace, reading)
    quality = check_quality(store, _told_apart(sides), workspace.allow)
    derive(store, tables_of(side.active.scenario for side in sides), progress)
    store.lock()
    loaded = frozenset(item.table for item in basis.inputs)
    for name, side in zip("AB", sides, strict=True):
        _, reason = why_not(store, side.active.scenario, loaded)
        reason = reason or blocked(quality).get(name, "")
        if reason:
            raise ScenarioError(_refused(name, side, as_of, reason))
    a, b = (_fire(store, side, as_of, workspace.time_limit) for side in sides)
    alerts = _raise(store, sides, (a, b), workspace.institution.base_currency)
    reasons = reasons_of(store, sides, (a, b), workspace.time_limit)
    return Day(as_of, (a, b), alerts, reasons, tuple(note.message for note in notes))


def _told_apart(sides: Sides) -> list[Active]:
    """Two versions of one scenario under two names."""
    return [
        replace(side.active, scenario=replace(side.active.scenario, scenario_id=name))
        for name, side in zip("AB", sides, strict=True)
    ]


def _refused(name: str, side: Side, as_of: date, reason: str) -> Problem:
    scenario_id = side.active.scenario.scenario_id
    message = f"{name} ({scenario_id}) cannot run as of {as_of}: {reason}"
    hint = "a rule that cannot run is not silent; begin the schedule later, or mend the ledger"
    return Problem("BKT003", message, None, hint)


def _fire(store: Store, side: Side, as_of: date, time_limit: float) -> list[Firing]:
    """The episodes of a rule; a failure names the date, for it may come on one alone."""
    try:
        return fire_sets(store, side.active.scenario, side.active.thresholds, time_limit)
    except ScenarioError as error:
        told = [replace(p, message=f"as of {as_of}: {p.message}") for p in error.problems]
        raise ScenarioError(told) from None


def _raise(
    store: Store, sides: Sides, fired: tuple[list[Firing], list[Firing]], base_currency: str
) -> tuple[list[Alert], list[Alert]]:
    """The alerts of both rules, each figure recomputed; records are fetched once for both."""
    firings = [firing for one in fired for firing in one]
    transactions = {record for firing in firings for record in firing.transaction_ids}
    linked = {record for firing in firings for record in firing.linked_ids}
    rows = fetch_rows(store, transactions, linked)
    a, b = (
        [
            raise_alert(
                side.active.scenario, firing, firing.rows(rows),
                side.active.parameters_of(firing.threshold_set), base_currency,
            )
            for firing in one
        ]
        for side, one in zip(sides, fired, strict=True)
    )  # fmt: skip
    return a, b


def _backtest(
    basis: Basis, sides: Sides, reading: Reading, days: Sequence[Day], labels: Labels | None
) -> Backtest:
    a, b = (side.rule for side in sides)
    found = compare(days, labels)
    institution = basis.workspace.institution
    told = [problem.message for problem in reading.problems]
    told += [f"As of {day.on}: {note}" for day in days for note in day.notes]
    return Backtest(
        a=a,
        b=b,
        focus=sides[0].active.scenario.focus,
        institution=institution.name,
        country=institution.country,
        tool_version=__version__,
        files=tuple(
            BacktestFile(file.table, file.path, file.records, file.sha256) for file in reading.files
        ),
        dates=found.dates,
        differences=found.differences,
        labels=labels.source if labels else "",
        accuracy=found.accuracy,
        missed=found.missed,
        notes=(*dict.fromkeys(told), *found.notes),
    )
