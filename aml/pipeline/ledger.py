"""Ledgers read as a scan reads them, without scanning: to be checked, or written as Parquet."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from aml.core.problem import Location, Problem, UsageError
from aml.core.progress import Progress
from aml.core.run import Reading
from aml.core.workspace import Input
from aml.ledger import read
from aml.ledger.rules import KEYS, LEDGERS
from aml.pipeline.folder import refused
from aml.pipeline.inputs import load_profiles
from aml.pipeline.scan import Engine, opened
from aml.pipeline.workspace import Workspace
from aml.store import Store, canonical_columns
from aml.store.quoting import identifier, literal

#: Problems of reading, besides rejected records, that no ledger may have: lost, cut, unbalanced.
_GRAVE = ("LDG030", "LDG031", "LDG061")
_VALUES = """
    SELECT file.path, rejected.source_row, rejected.code, coalesce(rejected.column_name, ''),
        coalesce(rejected.value, '')
    FROM rejected_records AS rejected
    INNER JOIN ledger_files AS file ON rejected.file_id = file.file_id
    WHERE rejected.kind = 'rejected' ORDER BY ALL LIMIT $most"""
#: Rejected values that are shown at most.
_MOST = 200


@dataclass(frozen=True, slots=True)
class RejectedValue:
    """What one column of one rejected record holds: personal data, for the user's own eyes."""

    path: str
    record: int
    code: str
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What reading gave, and the first rejected values where they were asked for."""

    reading: Reading
    is_priced: bool
    values: tuple[RejectedValue, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether every record was loaded or is a duplicate, and all that is stated was met."""
        return _is_good(self.reading)


@dataclass(frozen=True, slots=True)
class Converted:
    """A file that was written: the table, its rows, and what reading the ledger gave."""

    reading: Reading
    table: str
    ledger_id: str
    rows: int

    @property
    def is_good(self) -> bool:
        """Whether every record is in it or is a duplicate, and all that is stated was met."""
        return _is_good(self.reading)


def _is_good(reading: Reading) -> bool:
    is_grave = any(problem.code in _GRAVE for problem in reading.problems)
    return not (reading.rejected or is_grave)


def check(
    workspace: Workspace, progress: Progress, engine: Engine | None = None, *, show_rows: bool
) -> Checked:
    """Read the inputs of a workspace and say what would be rejected.

    Without a base currency amounts are not priced, so that no exchange rate is missed.

    Raises:
        LedgerError: a file or profile that cannot be read at all.
    """
    is_priced = bool(workspace.institution.base_currency)
    with tempfile.TemporaryDirectory(prefix="aml-") as work, opened(Path(work), engine) as store:
        reading = _read(store, workspace, progress)
        rows = store.rows(_VALUES, {"most": _MOST}) if show_rows else []
        return Checked(reading, is_priced, tuple(RejectedValue(*row) for row in rows))


def convert(
    workspace: Workspace,
    item: Input,
    out: Path,
    progress: Progress,
    engine: Engine | None = None,
    *,
    force: bool = False,
) -> Converted:
    """Write the canonical table that an input fills as a Parquet file, whole or not at all.

    Args:
        workspace: where profiles lie, and the institution's banks.
        item: the files and how to read them.
        out: the Parquet file.
        progress: told of each stage.
        engine: threads and memory.
        force: whether a file that is there is replaced.

    Raises:
        UsageError: `out` is there already.
        LedgerError: a file or profile that cannot be read at all.
        RunError: `out` cannot be written.
    """
    if out.exists() and not force:
        message, hint = "the file is there already", "choose another --out, or add --force"
        raise UsageError(Problem("RUN006", message, Location(str(out)), hint))
    unpriced = replace(workspace.institution, base_currency="")
    asked = replace(workspace, inputs=(item,), institution=unpriced)
    with refused(out.parent):
        out.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = tempfile.TemporaryDirectory(prefix=".convert-", dir=out.parent)
    with folder as work, opened(Path(work), engine) as store:
        reading = _read(store, asked, progress)
        progress.stage("Writing Parquet")
        part = Path(work) / out.name
        store.run(f"COPY ({_canonical(item.table)}) TO {literal(str(part))} (FORMAT parquet)")
        rows = store.count(item.table)
        with refused(out.parent):
            part.replace(out)
    return Converted(reading, item.table, item.ledger_id, rows)


def _read(store: Store, workspace: Workspace, progress: Progress) -> Reading:
    profiles = load_profiles(workspace, workspace.inputs)
    return read(store, workspace.institution, workspace.inputs, profiles, progress)


def _canonical(table: str) -> str:
    """SELECT of a table as the canonical profile reads it back, in order of time or key.

    Reading puts the ledger's name before each id and completes customers from accounts, so both are
    taken off again; it prices amounts anew, so prices are left out.
    """
    names = [column.name for column in canonical_columns()[table]]
    values = {name: identifier(name) for name in names if name != "amount_base"}
    order = [identifier(name) for name in KEYS[table]]
    if table in LEDGERS:
        key = KEYS[table][0]
        values[key] = f"substr({key}, length(ledger_id) + 2)"
        order = [identifier(LEDGERS[table].replace("_on", "_at")), *order]
    if {"customer_id", "account_id"} <= set(names) and table in LEDGERS:
        values["customer_id"] = "nullif(customer_id, account_id)"
    columns = ", ".join(f"{sql} AS {identifier(name)}" for name, sql in values.items())
    ordered = f"SELECT * FROM {identifier(table)} ORDER BY {', '.join(order)}"
    return f"SELECT {columns} FROM ({ordered})"
