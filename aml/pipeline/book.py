"""The book of scenarios, gathered: the library as a workspace sets it, and what its runs found."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from aml import __version__
from aml.core.book import Book, DetectorEntry, Entry, ReportingLine, TableRead, Tally
from aml.core.digest import short_digest
from aml.core.disposition import Disposition
from aml.core.plain import plain
from aml.core.scenario import ParameterValue, Scenario
from aml.core.vocabulary import ACTIVE_STATUSES
from aml.detector.catalogue import catalogue
from aml.detector.use import DETECTOR_ID, detector_use
from aml.pipeline.book_runs import PastRun, last_coverage, past_runs, tallies
from aml.pipeline.dispositions import read_dispositions
from aml.pipeline.inputs import reference_inputs
from aml.pipeline.library import active_scenarios
from aml.pipeline.workspace import CANONICAL, Workspace
from aml.scenario.channels import channels_seen, reads_remittances
from aml.scenario.columns import columns_read, line_kinds, made_of
from aml.scenario.load import load_folder
from aml.scenario.lock import Locked, is_proven, read_lock
from aml.scenario.prepare import tables_read

_NO_ALERT = Tally()


def gather_book(workspace: Workspace, runs: Path | None) -> Book:
    """Everything that the book of a workspace tells.

    Args:
        workspace: whose library, parameters and decisions are meant.
        runs: the folder of runs whose alerts are counted; None or one without runs counts none.

    Raises:
        ScenarioError: a scenario file that does not load.
        UsageError: settings that name what is not there.
        RunError: a run or the file of decisions cannot be read.
    """
    decided = read_dispositions(workspace.dispositions) if workspace.dispositions else ()
    return book_of(workspace, past_runs(runs), decided)


def book_of(workspace: Workspace, past: Sequence[PastRun], decided: Sequence[Disposition]) -> Book:
    """The book of a workspace over some runs and decisions.

    Raises:
        ScenarioError: a scenario file that does not load.
        UsageError: settings that name what is not there.
        RunError: a run cannot be read.
    """
    lines = _lines(workspace)
    counts = tallies(past, decided)
    entries = _entries(workspace, frozenset(line.kind for line in lines), counts)
    detector = DetectorEntry(
        detector_use(workspace.monthly_cap),
        catalogue(),
        workspace.use_detector,
        counts.get(DETECTOR_ID, _NO_ALERT),
    )
    known = {DETECTOR_ID, *(entry.scenario.scenario_id for entry in entries)}
    institution = workspace.institution
    book = Book(
        institution=institution.name,
        country=institution.country,
        base_currency=institution.base_currency,
        tool_version=__version__,
        reference="",
        threshold_set=workspace.threshold_set or "",
        entries=entries,
        detector=detector,
        lines=lines,
        runs=tuple(run.note for run in past),
        coverage=last_coverage(past),
        others={name: tally for name, tally in counts.items() if name not in known},
    )
    rules = [
        [e.scenario.digest, e.scenario.tests_digest, plain(e.in_force), _sets(e.scenario)]
        for e in entries
    ]
    mark = [rules, detector.use.sha256, plain(book.runs), plain(decided)]
    return replace(book, reference=f"B-{short_digest(mark, 10)}")


def _entries(
    workspace: Workspace, kinds: frozenset[str], counts: Mapping[str, Tally]
) -> tuple[Entry, ...]:
    """The active scenarios with their parameters in force, and those that are not active."""
    active = {item.scenario.scenario_id: item for item in active_scenarios(workspace)}
    lock = read_lock(workspace.scenarios)
    entries = []
    for loaded in load_folder(workspace.scenarios, workspace.scenarios):
        found = loaded.scenario
        if found is None:
            continue
        running = active.get(found.scenario_id)
        values = running.parameters if running else found.defaults()
        tally = counts.get(found.scenario_id, _NO_ALERT)
        shown = running.scenario if running else found
        entries.append(replace(_entry(shown, values, kinds, lock), tally=tally))
    entries.sort(key=lambda entry: (entry.scenario.typology, entry.scenario.scenario_id))
    return tuple(entries)


def _entry(
    scenario: Scenario,
    values: Mapping[str, ParameterValue],
    kinds: frozenset[str],
    lock: Mapping[str, Locked],
) -> Entry:
    named = columns_read(scenario)
    return Entry(
        scenario=scenario,
        in_force=values,
        is_active=scenario.status in ACTIVE_STATUSES,
        tables=tuple(
            TableRead(table, named.get(table, ()), made_of(table))
            for table in sorted(tables_read(scenario))
        ),
        channels=tuple(sorted(channels_seen(scenario))),
        has_remittances=reads_remittances(scenario),
        line_kinds=line_kinds(scenario, kinds),
        lock=_lock_words(scenario, lock),
        is_proven=is_proven(scenario, lock),
    )


def _sets(scenario: Scenario) -> list[list[object]]:
    return [
        [item.reference, item.reason, plain(item.when), plain(item.parameters)]
        for item in scenario.threshold_sets
    ]


def _lock_words(scenario: Scenario, lock: Mapping[str, Locked]) -> str:
    held = lock.get(scenario.scenario_id)
    if is_proven(scenario, lock):
        return "locked; a test notices every small change of the logic"
    if held is None:
        return "NOT LOCKED"
    if held.sha256 == scenario.digest:
        return "locked; its TESTS CHANGED since"
    return f"CHANGED since version {held.version} was locked"


def _lines(workspace: Workspace) -> tuple[ReportingLine, ...]:
    """The dated lines that the workspace compares with, where they are in a canonical file."""
    inputs = (*workspace.inputs, *reference_inputs(workspace))
    paths = [
        path
        for item in inputs
        if item.table == "thresholds" and item.profile == CANONICAL
        for path in item.paths
    ]
    found = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            found += [_line(row) for row in csv.DictReader(file)]
    return tuple(sorted(found, key=lambda line: (line.jurisdiction, line.kind, line.valid_from)))


def _line(row: Mapping[str, str]) -> ReportingLine:
    return ReportingLine(
        row["line_id"], row["jurisdiction"], row["kind"], Decimal(row["amount"]), row["currency"],
        row["operator"], date.fromisoformat(row["valid_from"]),
        date.fromisoformat(row["valid_to"]) if row["valid_to"] else None, row["source"],
    )  # fmt: skip
