"""Reading: every input into its canonical table, nothing lost on the way.

Reference tables come first, since ledgers are priced and completed with them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from aml.core.problem import LedgerError, Problem
from aml.core.progress import Progress, stepping
from aml.core.run import ColumnFill, ControlTotal, FileRead, Reading
from aml.core.statement import StatementCheck
from aml.core.workspace import Input, Institution
from aml.ledger.bulk import stage_file
from aml.ledger.control import Tally, count_staged, reconcile
from aml.ledger.currency import CURRENCIES
from aml.ledger.expect import stated_totals, unbalanced, unexpected
from aml.ledger.fill import load_table
from aml.ledger.opening import open_files
from aml.ledger.profile import Profile
from aml.ledger.rate import build_rates
from aml.ledger.reason import rejections_of
from aml.ledger.rules import LEDGERS
from aml.ledger.settle import aside, positions, set_aside
from aml.ledger.source import Source
from aml.ledger.stage import create_stage
from aml.store import Store, canonical_columns
from aml.store.quoting import identifier
from aml.store.schema import KEPT_COLUMNS, create_schema


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read, before the two ends are compared."""

    sources: tuple[Source, ...]
    tally: Tally
    notes: tuple[Problem, ...]


def read(
    store: Store,
    institution: Institution,
    inputs: Sequence[Input],
    profiles: Mapping[str, Profile],
    progress: Progress,
) -> Reading:
    """Fill the canonical tables from the files of a run.

    Args:
        store: an open store without tables.
        institution: who scans; `as_of_on` stays NULL.
        inputs: the files, by table.
        profiles: every profile that an input names, by that name.
        progress: told of each file and table.

    Raises:
        LedgerError: every file that cannot be read at all.
    """
    return conclude(store, load(store, institution, inputs, profiles, progress))


def load(
    store: Store,
    institution: Institution,
    inputs: Sequence[Input],
    profiles: Mapping[str, Profile],
    progress: Progress,
) -> Loaded:
    """The tables, filled; whether anything was lost is for `conclude` to say."""
    create_schema(store)
    _enter(store, institution)
    tally = Tally()
    with _work(store) as work, _without_checkpoints(store):
        known = {name: _at_home(profile, institution) for name, profile in profiles.items()}
        sources, notes = open_files(store, inputs, known, work, progress)
        progress.stage("Reading files", len(sources))
        for table in sorted({source.file.table for source in sources}, key=_turn):
            if table in LEDGERS and not store.has_table("fx_days"):
                build_rates(store)
            filling = [source for source in sources if source.file.table == table]
            _load_table(store, table, filling, tally, progress)
    return Loaded(tuple(sources), tally, tuple(notes))


def conclude(store: Store, loaded: Loaded) -> Reading:
    """What was read, by file and column, with everything that is wrong about it."""
    tally = loaded.tally
    totals, problems = reconcile(store, tally)
    rejections, rejected = rejections_of(store, tally.files)
    stated = stated_totals(loaded.sources, tally)
    files = [
        _file_read(source, tally, totals[source.file.file_id], stated) for source in loaded.sources
    ]
    tables = sorted({file.table for file in files})
    first_on, last_on = store.rows(
        "SELECT min(day), max(day) FROM (SELECT booked_on AS day FROM transactions"
        " UNION ALL SELECT sent_on FROM remittances)"
    )[0]
    return Reading(
        files=tuple(files),
        rejections=tuple(rejections),
        fills=tuple(fill for table in tables for fill in _fills(store, table)),
        problems=(
            *loaded.notes,
            *problems,
            *unexpected(loaded.sources, stated),
            *unbalanced(loaded.sources),
            *rejected,
        ),
        first_on=first_on,
        last_on=last_on,
    )


def _file_read(
    source: Source,
    tally: Tally,
    totals: Sequence[ControlTotal],
    stated: Mapping[int, StatementCheck],
) -> FileRead:
    file = source.file
    own = [stated[file.file_id]] if file.file_id in stated else []
    return FileRead(
        file_id=file.file_id,
        ledger_id=file.ledger_id,
        table=file.table,
        path=file.shown,
        sha256=source.kept_sha256,
        profile=file.profile.name,
        records=tally.records(file.file_id),
        totals=tuple(totals),
        statements=(*source.statements, *own),
    )


def _turn(table: str) -> tuple[bool, str]:
    """Ledgers last: they are priced with rates and completed with accounts."""
    return table in LEDGERS, table


def _enter(store: Store, institution: Institution) -> None:
    if institution.base_currency not in ("", *CURRENCIES):
        message = f"the base currency '{institution.base_currency}' is no ISO 4217 code"
        raise LedgerError(Problem("LDG014", message, None, "three letters, such as USD"))
    columns = ("name", "country", "sector", "base_currency")
    store.insert("institution", columns, [[getattr(institution, name) for name in columns]])


def _at_home(profile: Profile, institution: Institution) -> Profile:
    """A profile with the institution's base currency, and its banks unless it names its own."""
    home = replace(profile, base_currency=institution.base_currency)
    if home.is_between_banks and not home.own_banks:
        return replace(home, own_banks=institution.banks)
    return home


@contextmanager
def _work(store: Store) -> Iterator[Path]:
    """A folder for clean copies, inside the run's own where it has one."""
    with tempfile.TemporaryDirectory(prefix="reading-", dir=store.work) as folder:
        yield Path(folder)


@contextmanager
def _without_checkpoints(store: Store) -> Iterator[None]:
    """Staged rows are soon gone: what changes among them is not worth packing all of them for."""
    store.run("SET checkpoint_threshold = '1TB'")
    yield
    store.run("RESET checkpoint_threshold")


def _load_table(
    store: Store, table: str, sources: Sequence[Source], tally: Tally, progress: Progress
) -> None:
    stages = {
        shape: create_stage(store, table, shape, [s for s in sources if s.file.shape == shape])
        for shape in dict.fromkeys(source.file.shape for source in sources)
    }
    problems: list[Problem] = []
    for source in sources:
        with stepping(progress, source.file.shown):
            try:
                stage_file(store, stages[source.file.shape], source, tally)
            except LedgerError as error:
                problems += error.problems
        if source.layout and source.layout.path != source.file.path:
            source.layout.path.unlink()
        if source.file.archive_sha256:
            source.file.path.unlink()
    if problems:
        raise LedgerError(problems)
    for stage in stages.values():
        set_aside(store, stage)
        tally.reject(count_staged(store, stage, positions(stage, "rejected")))
        tally.repeat(count_staged(store, stage, positions(stage, "duplicate")))
    load_table(store, table, list(stages.values()))
    for stage in stages.values():
        store.run(f"DROP TABLE {identifier(stage.name)}")
        store.run(f"DROP TABLE {aside(stage)}")
    _list_files(store, sources, tally)


def _list_files(store: Store, sources: Sequence[Source], tally: Tally) -> None:
    columns = ("file_id", "ledger_id", "table_name", "path", "sha256", "records")
    rows = [
        [
            source.file.file_id, source.file.ledger_id, source.file.table, source.file.shown,
            source.kept_sha256, tally.records(source.file.file_id),
        ]
        for source in sources
    ]  # fmt: skip
    store.insert("ledger_files", columns, rows)


def _fills(store: Store, table: str) -> list[ColumnFill]:
    """How many rows fill each column that a file may fill."""
    names = [
        column.name for column in canonical_columns()[table] if column.name not in KEPT_COLUMNS
    ]
    counts = ", ".join(f"count({identifier(name)})" for name in names)
    records, *filled = store.rows(f"SELECT count(*), {counts} FROM {identifier(table)}")[0]
    return [ColumnFill(table, name, n, records) for name, n in zip(names, filled, strict=True)]
