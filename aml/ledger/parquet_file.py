"""Parquet files: their typed columns are used as they are."""

from __future__ import annotations

from aml.core.digest import file_sha256
from aml.core.problem import LedgerError, Location, Problem
from aml.ledger.source import LedgerFile, Source, SourceColumn, match_columns
from aml.store import Store, StoreError
from aml.store.quoting import identifier, literal

#: Parquet files begin and end with these four bytes; the footer before the last is the index.
_MAGIC = b"PAR1"


def open_parquet(file: LedgerFile, store: Store) -> Source:
    """Check a Parquet file and find its columns.

    Raises:
        LedgerError: everything that keeps the file from being read.
    """
    _check_ends(file)
    path = literal(str(file.path))
    try:
        described = store.describe(f"SELECT * FROM read_parquet({path})")
        records = int(store.value(f"SELECT sum(num_rows) FROM parquet_file_metadata({path})"))
    except StoreError:
        message = "the index of the Parquet file cannot be read"
        hint = "the file is damaged: write or fetch it again"
        raise LedgerError(Problem("LDG007", message, Location(file.shown), hint)) from None
    names = [name for name, _ in described]
    mapped, problems = match_columns(file, names, None)
    if problems:
        raise LedgerError(problems)
    columns = {name: SourceColumn(f"c{i}", kind) for i, (name, kind) in enumerate(described)}
    renamed = ", ".join(f"{identifier(name)} AS {c.sql}" for name, c in columns.items())
    relation = f"(SELECT {renamed} FROM read_parquet({path}))"
    return Source(file, file_sha256(file.path), relation, columns, mapped, records=records)


def _check_ends(file: LedgerFile) -> None:
    at = Location(file.shown)
    try:
        with file.path.open("rb") as opened:
            head = opened.read(4)
            size = opened.seek(0, 2)
            opened.seek(max(0, size - 4))
            tail = opened.read(4)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        raise LedgerError(Problem("LDG001", message, at)) from None
    if not size:
        raise LedgerError(Problem("LDG002", "the file is empty", at))
    if head != _MAGIC:
        raise LedgerError(Problem("LDG007", "not a Parquet file", at, "see format.kind"))
    if tail != _MAGIC:
        message = "the Parquet file is cut short: its end is missing"
        raise LedgerError(Problem("LDG007", message, at, "fetch it again"))
