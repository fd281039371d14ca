"""The main job: ledgers in, alerts and cases out. Writes nothing but its work folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aml.core.progress import Progress
from aml.core.run import Run
from aml.core.workspace import Input
from aml.detector import outlier
from aml.ledger import read
from aml.ledger.profile import Profile
from aml.pipeline.alerts import find_alerts
from aml.pipeline.as_of import settle_as_of
from aml.pipeline.inputs import load_profiles, reference_inputs
from aml.pipeline.library import Active, active_scenarios
from aml.pipeline.previous import Previous
from aml.pipeline.run import conclude
from aml.pipeline.workspace import Workspace
from aml.scenario.prepare import derive, tables_of
from aml.store import Store

if TYPE_CHECKING:
    import polars

#: Derived tables that cases and the detector read, whatever the scenarios need.
_ALWAYS_DERIVED = ("party_members", "parties", *outlier.READS)

_REJECTED = """
    SELECT file.path AS file, rejected.source_row AS record, rejected.code,
        rejected.column_name AS "column", rejected.kind, rejected.value
    FROM rejected_records AS rejected
    INNER JOIN ledger_files AS file ON rejected.file_id = file.file_id
    ORDER BY file.path, rejected.source_row, rejected.code, rejected.column_name"""


@dataclass(frozen=True, slots=True)
class Engine:
    """How hard the machine may work. It decides on nothing that comes out."""

    threads: int | None = None
    memory: str | None = None


@dataclass(frozen=True, slots=True)
class Scanned:
    """A run before it is written: the run, what it was made of, and its rejected records."""

    run: Run
    workspace: Workspace
    inputs: tuple[Input, ...]
    active: tuple[Active, ...]
    profiles: Mapping[str, Profile]
    rejected: polars.DataFrame


def scan(
    workspace: Workspace,
    work: Path,
    progress: Progress,
    engine: Engine | None = None,
    previous: Previous | None = None,
) -> Scanned:
    """Read, derive, lock, fire, group.

    Args:
        workspace: what to scan, with what.
        work: a folder of the run's own, for the database and what spills.
        progress: told of each stage.
        engine: threads and memory; the machine's by default.
        previous: the run to compare with, if there is one.

    Raises:
        UsageError: settings that name what is not there.
        LedgerError: an input that cannot be read at all.
        ScenarioError: a scenario file with a mistake.
    """
    engine = engine or Engine()
    active = active_scenarios(workspace)
    inputs = (*workspace.inputs, *reference_inputs(workspace))
    profiles = load_profiles(workspace, inputs)
    with Store(
        work / "run.duckdb", threads=engine.threads, memory=engine.memory, work=work
    ) as store:
        reading = read(store, workspace.institution, inputs, profiles, progress)
        as_of, notes = settle_as_of(store, workspace, reading)
        tables = [*tables_of(item.scenario for item in active), *_ALWAYS_DERIVED]
        progress.stage("Derived tables")
        derive(store, tables, progress)
        store.lock()
        loaded = frozenset(item.table for item in inputs)
        found = find_alerts(store, workspace, active, loaded, as_of, progress)
        progress.stage("Cases")
        run = conclude(store, workspace, reading, found, as_of, previous, notes)
        rejected = store.frame(_REJECTED)
    return Scanned(run, workspace, inputs, tuple(active), profiles, rejected)
