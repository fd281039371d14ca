"""A file of messages as a clean CSV copy under canonical names, with its statement arithmetic."""

from __future__ import annotations

import csv
from pathlib import Path

from aml.core.digest import file_sha256
from aml.core.problem import LedgerError, Location, Problem
from aml.ledger.message.formats import message_format
from aml.ledger.message.record import Level, MessageFormat, Record, Unreadable
from aml.ledger.message.tally import MessageTally
from aml.ledger.profile import Mapped
from aml.ledger.source import HIDDEN, LedgerFile, Source, SourceColumn, TextLayout
from aml.ledger.text_file import bulk_read

#: Groups that are a message, the first that a record has: no entry comes again inside of one.
_MESSAGES: tuple[Level, ...] = ("statement", "batch", "entry")
_HINT = (
    "the file is damaged, or of another format than format.kind of the profile:"
    " `aml ledger describe` tells which"
)
#: NUL ends strings in C and is no character of XML or of text; U+FFFD shows that one stood there.
_CLEAN = str.maketrans({"\0": "\ufffd", "\r": " "})


def open_message(file: LedgerFile, work: Path) -> Source:
    """Read a file of messages once, into a CSV copy that is loaded as any other.

    Args:
        file: the file; `format.kind` of its profile names the reader.
        work: where the copy goes.

    Raises:
        LedgerError: the file cannot be read, or not to its end.
    """
    form = message_format(file.profile.format.kind)
    copy = work / f"message_{file.file_id}.csv"
    try:
        if not file.path.stat().st_size:
            raise LedgerError(Problem("LDG002", "the file is empty", Location(file.shown)))
        tally, breaks = _copy(file, form, copy)
    except Unreadable as error:
        raise LedgerError(error.problem(file.shown, _HINT)) from None
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        raise LedgerError(Problem("LDG001", message, Location(file.shown))) from None
    names = [*form.columns, *HIDDEN]
    columns = {name: SourceColumn(f"c{index}", "VARCHAR") for index, name in enumerate(names)}
    layout = TextLayout(copy, tally.records + 1 + breaks, 0, "", 1, len(names))
    return Source(
        file=file,
        sha256=file_sha256(file.path),
        relation=bulk_read(layout, file.profile.format),
        columns=columns,
        mapped={**{name: Mapped((name,)) for name in form.columns}, **file.profile.columns},
        layout=layout,
        statements=tuple(tally.checks),
    )


def _copy(file: LedgerFile, form: MessageFormat, copy: Path) -> tuple[MessageTally, int]:
    """Write the copy; give what was counted, and the line breaks inside its fields."""
    tally, breaks = MessageTally(), 0
    with (
        file.path.open("rb") as source,
        copy.open("w", encoding="utf-8", newline="") as target,
    ):
        out = csv.writer(target, lineterminator="\n", quoting=csv.QUOTE_ALL)
        out.writerow([*form.columns, *HIDDEN])
        for item in form.read(source, file.profile):
            if isinstance(item, Record):
                tally.take(item)
                row, text = _row(item, form)
                breaks += text.count("\n")
                out.writerow(row)
            else:
                tally.close(item)
    return tally, breaks


def _row(record: Record, form: MessageFormat) -> tuple[list[str], str]:
    """The cells of a record, and all of their text."""
    values = record.values
    groups = record.groups
    message = next((groups[level] for level in _MESSAGES if level in groups), 0)
    row = [values.get(name, "") for name in form.columns]
    row += (record.refused, record.duplicate_key, str(record.rank), str(message))
    text = "".join(row)
    if "\0" in text or "\r" in text:
        row = [cell.translate(_CLEAN) for cell in row]
    return row, text
