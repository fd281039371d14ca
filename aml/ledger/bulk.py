"""One file into its stage, with every line of it accounted for."""

from __future__ import annotations

from aml.core.problem import LedgerError, Location, Problem
from aml.ledger.control import Tally, count_net, count_source
from aml.ledger.source import Source, TextLayout
from aml.ledger.stage import Stage, fill_stage, move_on
from aml.ledger.text_file import bulk_read, dropped_breaks, quoted_breaks
from aml.store import Store, StoreError
from aml.store.quoting import identifier, literal


def stage_file(store: Store, stage: Stage, source: Source, tally: Tally) -> None:
    """Stage a file's records, and count them twice.

    Raises:
        LedgerError: DuckDB cannot read on, or lines of the file are in no record.
    """
    file = source.file
    tally.files[file.file_id] = file
    try:
        if source.layout is None:
            fill_stage(store, stage, source, source.relation)
        else:
            _stage_text(store, stage, source, source.layout, tally)
        tally.give(count_source(store, source))
        net = count_net(store, source)
        if net is not None:
            tally.net[file.file_id] = net
    except StoreError:
        if _can_be_read(store, source):
            raise
        raise LedgerError(_unreadable(source)) from None


def _can_be_read(store: Store, source: Source) -> bool:
    """Whether a file reads to its end when nothing is stored: a full disk is not its fault."""
    try:
        store.value(f"SELECT bit_xor(hash(record)) FROM {source.relation} AS record")
    except StoreError:
        return False
    return True


def _stage_text(
    store: Store, stage: Stage, source: Source, layout: TextLayout, tally: Tally
) -> None:
    form, file_id = source.file.profile.format, source.file.file_id
    rejects = f"rejects_{file_id}"
    relation = bulk_read(layout, form, rejects)
    records = fill_stage(store, stage, source, relation)
    dropped = _keep_dropped(store, source, layout, rejects)
    tally.drop(file_id, dropped)
    if dropped:
        move_on(store, stage, file_id)
    lines = layout.lines - layout.skip - layout.header_lines - records - dropped
    if lines:
        lines -= int(store.value(quoted_breaks(source.relation, layout)))
        lines -= int(store.value(dropped_breaks(rejects)))
    if lines:
        raise LedgerError(_astray(store, source, lines))
    store.run(f"DROP TABLE {identifier(rejects)}")
    store.run(f"DROP TABLE {identifier(rejects + '_scan')}")


def _keep_dropped(store: Store, source: Source, layout: TextLayout, rejects: str) -> int:
    """Move the records that are no records into rejected_records, and count them.

    DuckDB numbers records from 1 with the header, after the lines it was told to skip.
    """
    quote = literal(source.file.profile.format.quote)
    is_open = (
        "bool_or(error_type = 'UNQUOTED VALUE' AND (trim(csv_line, chr(10) || chr(13)) LIKE"
        f" '%' || chr(10) || '%' OR (length(csv_line) - length(replace(csv_line, {quote}, '')))"
        " % 2 = 1))"
    )
    sql = (
        f"INSERT INTO rejected_records SELECT {source.file.file_id}, line - 1 - {layout.skip},"
        f" CASE WHEN {is_open} THEN 'LDG019' ELSE 'LDG018' END, NULL, min(csv_line), 'rejected'"
        f" FROM {identifier(rejects)} GROUP BY line ORDER BY line"
    )
    store.run(sql)
    counted = "SELECT count(*) FROM rejected_records WHERE file_id = $file_id"
    return int(store.value(counted, {"file_id": source.file.file_id}))


def _astray(store: Store, source: Source, lines: int) -> Problem:
    """Lines that no record accounts for: nearly always a quote that never closes."""
    record = store.value(
        "SELECT min(source_row) FROM rejected_records WHERE file_id = $file_id AND code = 'LDG019'",
        {"file_id": source.file.file_id},
    )
    at = Location(source.file.shown, record=record)
    hint = 'close the quote, or set quote: "" in the profile if the file quotes nothing'
    if record is None:
        message = f"{abs(lines):,} lines of the file are in no record"
        return Problem("LDG008", message, at, "see format.quote and format.delimiter")
    message = f"the record opens a quote that never closes; {abs(lines):,} lines after it are lost"
    return Problem("LDG008", message, at, hint)


def _unreadable(source: Source) -> Problem:
    at = Location(source.file.shown)
    if source.layout is None:
        hint = "the file is damaged: write or fetch it again"
        return Problem("LDG007", "a part of the Parquet file cannot be read", at, hint)
    hint = "see format.quote, format.delimiter and the line breaks of the file"
    return Problem("LDG008", "the file cannot be split into records", at, hint)
