"""Every file of a run opened and checked before the first record is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from aml.core.problem import LedgerError, Location, Problem
from aml.core.progress import Progress, stepping
from aml.core.workspace import Input
from aml.ledger.archive import left_out, unpack
from aml.ledger.message import MESSAGE_KINDS, open_message
from aml.ledger.parquet_file import open_parquet
from aml.ledger.profile import ANY_TABLE, Profile
from aml.ledger.source import LedgerFile, Source
from aml.ledger.text_file import open_text
from aml.store import Store

_PARQUET = (".parquet", ".pq")


def open_files(
    store: Store,
    inputs: Sequence[Input],
    profiles: Mapping[str, Profile],
    work: Path,
    progress: Progress,
) -> tuple[list[Source], list[Problem]]:
    """The sources of all inputs, in order of file_id, and notes of files that are not read.

    Raises:
        LedgerError: the problems of all files.
    """
    listed = number_files(inputs, profiles)
    files, unpackable, notes = unpack(listed, work)
    notes = [*(left_out(shown) for item in inputs for shown in item.left_out), *notes]
    problems = [*_misfits(listed), *_homeless(listed), *unpackable]
    sources = []
    progress.stage("Checking files", len(files))
    for file in files:
        with stepping(progress, file.shown):
            try:
                sources.append(_open(file, store, work))
            except LedgerError as error:
                problems += error.problems
    if problems:
        raise LedgerError(problems)
    return _copies_marked(sources), notes


def number_files(inputs: Iterable[Input], profiles: Mapping[str, Profile]) -> list[LedgerFile]:
    """The files of all inputs in order of their shown paths, numbered from 1."""
    listed = sorted(
        (shown, item.table, item.ledger_id, path, str(item.profile))
        for item in inputs
        for path, shown in zip(item.paths, item.shown, strict=True)
    )
    return [
        LedgerFile(number, path, shown, table, ledger_id, profiles[profile])
        for number, (shown, table, ledger_id, path, profile) in enumerate(listed, start=1)
    ]


def _open(file: LedgerFile, store: Store, work: Path) -> Source:
    kind = file.profile.format.kind
    if kind in MESSAGE_KINDS:
        return open_message(file, work)
    if kind == "parquet" or (not kind and file.path.suffix.lower() in _PARQUET):
        return open_parquet(file, store)
    return open_text(file, work)


def _misfits(files: Iterable[LedgerFile]) -> list[Problem]:
    """Profiles that were written for another table than the input names."""
    return [
        Problem(
            "LDG047",
            f"the profile '{file.profile.name}' fills {file.profile.table}, not {file.table}",
            Location(file.shown),
            f'set table = "{file.profile.table}", or name another profile',
        )
        for file in files
        if file.profile.table not in (file.table, ANY_TABLE)
    ]


def _homeless(files: Iterable[LedgerFile]) -> list[Problem]:
    """Files of payments between banks where nothing says which of the banks is the institution."""
    return [
        Problem(
            "LDG048",
            "the file has payers and payees, and nothing says which bank is the institution",
            Location(file.shown),
            'name it: --bank BIC, banks = ["…"] in [institution], or own_banks in the profile;'
            ' "*" takes both sides',
        )
        for file in files
        if file.profile.is_between_banks and not file.profile.own_banks
    ]


def _copies_marked(sources: Iterable[Source]) -> list[Source]:
    """The sources, each whose bytes fill the same table already with the file that does so.

    Records without ids would be loaded twice. A file without records repeats nothing.
    """
    seen: dict[tuple[str, str], str] = {}
    marked = []
    for source in sources:
        key = (source.file.table, source.sha256)
        first = seen.get(key, "")
        seen.setdefault(key, source.file.shown)
        is_copy = first and source.has_records
        file = replace(source.file, copy_of=first) if is_copy else source.file
        marked.append(replace(source, file=file))
    return marked
