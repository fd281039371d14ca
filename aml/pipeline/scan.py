"""The main job: ledgers in, alerts and cases out. Writes nothing but its work folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from aml.core.problem import Problem, RunError
from aml.core.progress import Progress
from aml.core.run import Run
from aml.detector import outlier
from aml.ledger import read
from aml.pipeline import arrivals
from aml.pipeline.alerts import Given, find_alerts
from aml.pipeline.as_of import settle_as_of
from aml.pipeline.basis import Basis
from aml.pipeline.folder import unwritable
from aml.pipeline.library import Active
from aml.pipeline.quality import blocked, check_quality, quality_problems
from aml.pipeline.run import conclude
from aml.scenario.prepare import derive, tables_of, why_not
from aml.shipping.checks import check_trade
from aml.store import Store, StoreError

if TYPE_CHECKING:
    import polars

#: Derived tables that cases read, whatever the scenarios need.
_ALWAYS_DERIVED = ("party_members", "parties", "identity_ties")

_REJECTED = """
    SELECT file.path AS file, rejected.source_row AS record, rejected.code,
        rejected.column_name AS "column", rejected.kind, rejected.value
    FROM rejected_records AS rejected
    INNER JOIN ledger_files AS file ON rejected.file_id = file.file_id
    ORDER BY ALL"""


@dataclass(frozen=True, slots=True)
class Engine:
    """How hard the machine may work. It decides on nothing that comes out."""

    threads: int | None = None
    memory: str | None = None


@dataclass(frozen=True, slots=True)
class Scanned:
    """A run before it is written: the run, what it was made of, and its rejected records."""

    run: Run
    basis: Basis
    rejected: polars.DataFrame


def scan(basis: Basis, work: Path, progress: Progress, engine: Engine | None = None) -> Scanned:
    """Read, derive, lock, fire, group.

    Args:
        basis: what to scan, with what.
        work: a folder of the run's own, for the database and what spills.
        progress: told of each stage.
        engine: threads and memory; the machine's by default.

    Raises:
        LedgerError: an input that cannot be read at all.
        RunError: there is no room for the database, on disk or in memory.
    """
    with opened(work, engine) as store:
        return _scan(store, basis, progress)


def _scan(store: Store, basis: Basis, progress: Progress) -> Scanned:
    workspace = basis.workspace
    reading = read(store, workspace.institution, basis.inputs, basis.profiles, progress)
    as_of, notes = settle_as_of(store, workspace, reading)
    reading = replace(reading, problems=(*reading.problems, *check_trade(store)))
    progress.stage("Derived tables")
    derive(store, _tables(basis), progress)
    store.lock()
    progress.stage("Quality of the data")
    loaded = frozenset(item.table for item in basis.inputs)
    quality = check_quality(store, _applicable(store, basis, loaded), workspace.allow)
    reading = replace(
        reading, quality=quality, problems=(*reading.problems, *quality_problems(quality))
    )
    given = Given(loaded, blocked(quality))
    found = find_alerts(store, workspace, basis.active, given, as_of, progress)
    progress.stage("Cases")
    run = conclude(store, basis, reading, found, as_of, notes)
    return Scanned(run, basis, store.frame(_REJECTED))


@contextmanager
def opened(work: Path, engine: Engine | None = None) -> Iterator[Store]:
    """The store of a run, in a folder of its own.

    Raises:
        RunError: there is no room for it on disk or in memory, which is no mistake of ours.
    """
    engine = engine or Engine()
    path = work / "run.duckdb"
    try:
        with Store(path, threads=engine.threads, memory=engine.memory, work=work) as store:
            yield store
    except StoreError as error:
        if error.kind == "OutOfMemory":
            hint = "give it more: --memory; what does not fit spills to the output folder"
            problem = Problem("RUN022", "the database ran out of memory", None, hint)
            raise RunError(problem) from None
        if error.kind == "IO" or "No space left" in error.message:
            raise RunError(unwritable(work.parent, "the database has no room")) from None
        raise


def _applicable(store: Store, basis: Basis, loaded: frozenset[str]) -> list[Active]:
    """The scenarios that a flaw can keep from scoring: those that the tables have something for."""
    return [
        item
        for item in basis.active
        if why_not(store, item.scenario, loaded)[0] != "not_applicable"
    ]


def _tables(basis: Basis) -> list[str]:
    """The derived tables of this run."""
    for_detector = outlier.READS if basis.workspace.use_detector else ()
    given = {item.table for item in basis.inputs}
    for_arrivals = (arrivals.READS,) if given >= arrivals.NEEDS else ()
    wanted = tables_of(item.scenario for item in basis.active)
    return [*wanted, *_ALWAYS_DERIVED, *for_detector, *for_arrivals]
