"""CSV files: checked byte by byte, headed by Python's reader, read in bulk by DuckDB."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from aml.core.problem import LedgerError, Location, Problem
from aml.ledger.guess_kind import HEAD, guess_kind, utf16_of
from aml.ledger.profile import Format
from aml.ledger.source import (
    LedgerFile,
    Source,
    SourceColumn,
    TextLayout,
    match_columns,
    numbered,
)
from aml.ledger.survey import NotText, Survey, clean_copy, survey
from aml.store.quoting import identifier, literal

#: Marks that part columns, the likelier first.
_DELIMITERS = ";\t|,"
#: Lines, and characters of each, in which the names of the columns are looked for at most.
_HEADER_WITHIN, _LONGEST = 100, 1 << 16
#: Where malformed records go that nobody asks for. They are stored all the same, one at most: where
#: quotes do not pair, DuckDB goes on at another record when it stores none.
_PASSED_OVER = "passed_over"


def open_text(file: LedgerFile, work: Path) -> Source:
    """Check a CSV file and find its columns.

    Args:
        file: the file.
        work: where a clean copy goes if one is needed.

    Raises:
        LedgerError: everything that keeps the file from being read.
    """
    form = file.profile.format
    seen = _survey(file)
    layout = _layout(file, seen, work)
    names, layout = _header(file, layout)
    mapped, problems = match_columns(file, names, form.skip_lines + 1)
    if problems:
        raise LedgerError(_unfit(file, names) or problems)
    apart = enumerate(numbered(names))
    columns = {name: SourceColumn(f"c{index}", "VARCHAR") for index, name in apart}
    relation = bulk_read(layout, form)
    return Source(file, seen.sha256, relation, columns, mapped, layout)


def bulk_read(layout: TextLayout, form: Format, rejects: str = "") -> str:
    """DuckDB's reader of a file, every column as text; malformed records are left out.

    Args:
        layout: where the file lies, where its records begin, how many fields they have.
        form: how it is written.
        rejects: the table that all malformed records go to, if anybody asks for them.
    """
    types = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(layout.fields))
    table, most = (rejects, 0) if rejects else (_PASSED_OVER, 1)
    return (
        f"read_csv({literal(str(layout.path))}, auto_detect = false, header = true,"
        f" skip = {layout.skip}, delim = {literal(form.delimiter)}, quote = {literal(form.quote)},"
        f" escape = {literal(form.quote)}, columns = {{{types}}}, strict_mode = true,"
        f" ignore_errors = true, store_rejects = true, rejects_limit = {most},"
        f" rejects_table = {literal(table)}, rejects_scan = {literal(table + '_scan')})"
    )


def quoted_breaks(relation: str, layout: TextLayout) -> str:
    """SQL: line breaks inside the fields of all good records."""
    breaks = " + ".join(
        f"coalesce(length(c{index}) - length(replace(c{index}, chr(10), '')), 0)"
        for index in range(layout.fields)
    )
    return f"SELECT coalesce(sum({breaks}), 0) FROM {relation}"


def dropped_breaks(rejects: str) -> str:
    """SQL: line breaks inside malformed records, each one listed once however often refused."""
    text = r"regexp_replace(regexp_replace(text, '^[\r\n]+', ''), '\r?\n$', '')"
    return (
        f"SELECT coalesce(sum(length({text}) - length(replace({text}, chr(10), ''))), 0) FROM"
        f" (SELECT min(csv_line) AS text FROM {identifier(rejects)} GROUP BY line)"
    )


def _survey(file: LedgerFile) -> Survey:
    form = file.profile.format
    at = Location(file.shown)
    try:
        seen = survey(file.path, form)
    except NotText as error:
        message = f"not {form.encoding} text: {error.reason}, at or after byte {error.offset:,}"
        hint = "a binary file, or another encoding: see format.encoding of the profile"
        if form.encoding != "utf-16" and utf16_of(_head(file)) == "utf-16":
            hint = "set format: {encoding: utf-16} in the profile"
        raise LedgerError(Problem("LDG003", message, at, hint)) from None
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        raise LedgerError(Problem("LDG001", message, at)) from None
    if seen.lines <= form.skip_lines:
        raise LedgerError(Problem("LDG002", "the file is empty", at, "not even a header"))
    return seen


def _layout(file: LedgerFile, seen: Survey, work: Path) -> TextLayout:
    form = file.profile.format
    if seen.is_plain and form.trailer is None and not form.footer:
        return TextLayout(file.path, seen.lines, form.skip_lines)
    copy = work / f"clean_{file.file_id}.csv"
    lines, ending = clean_copy(file.path, copy, form)
    begin = [*([form.trailer.starts] if form.trailer else []), *form.footer]
    for name, line in zip_longest(begin, ending, fillvalue=""):
        if not line.lstrip(form.quote).startswith(name.lstrip(form.quote)):
            raise LedgerError(_other_end(file, has_footer=bool(form.footer)))
    if not lines:
        raise LedgerError(Problem("LDG002", "the file is empty", Location(file.shown)))
    return TextLayout(copy, lines, 0, ending[0] if form.trailer else "")


def _other_end(file: LedgerFile, *, has_footer: bool) -> Problem:
    message = "the last line is not the trailer that the profile names"
    if has_footer:
        message = "the last lines are not the trailer and the footer that the profile names"
    hint = "the file may have been cut short"
    return Problem("LDG032", message, Location(file.shown), hint)


def _header(file: LedgerFile, layout: TextLayout) -> tuple[list[str], TextLayout]:
    form = file.profile.format
    with layout.path.open(encoding="utf-8-sig", newline="") as text:
        for _ in range(layout.skip):
            text.readline()
        try:
            names, lines = first_record(text, form)
        except csv.Error:
            at = Location(file.shown, form.skip_lines + 1, 1)
            message = "the names of the columns cannot be read"
            raise LedgerError(Problem("LDG008", message, at, "see format.quote")) from None
    names = [name.strip() for name in names]
    return names, replace(layout, header_lines=lines, fields=len(names))


def _unfit(file: LedgerFile, names: list[str]) -> Problem | None:
    """One reason why no column fits: the kind of the file, its delimiter, or another header.

    Nothing of the file is quoted: what stands where names should may be a record.
    """
    form = file.profile.format
    at = Location(file.shown, form.skip_lines + 1, 1)
    kind = guess_kind(_head(file))
    if kind:
        hint = f"--profile {kind}, or a profile with format: {{kind: {kind}}}"
        return Problem("LDG004", f"the file is no table but looks like {kind}", at, hint)
    line = _header_line(file)
    if line:
        hint = f"set format: {{skip_lines: {line - 1}}} in the profile"
        return Problem("LDG004", f"the names of the columns stand in line {line}", at, hint)
    if len(names) != 1:
        return None
    mark = next((mark for mark in _DELIMITERS if mark in names[0]), "")
    hint = "`aml ledger describe` says what it is and drafts a profile"
    if mark:
        shown = "\\t" if mark == "\t" else mark
        hint = (
            f'set format: {{delimiter: "{shown}"}} in the profile; `aml ledger describe` drafts one'
        )
    return Problem(
        "LDG004", f"the file holds one column where '{form.delimiter}' parts them", at, hint
    )


def _head(file: LedgerFile) -> bytes:
    with file.path.open("rb") as opened:
        return opened.read(HEAD)


def _header_line(file: LedgerFile) -> int | None:
    """The first line that holds every column that is looked for, among those that a header has."""
    form = file.profile.format
    with file.path.open(encoding=form.encoding, errors="replace") as text:
        for number in range(1, _HEADER_WITHIN + 1):
            line = text.readline(_LONGEST).removeprefix("\ufeff")
            try:
                names, _ = first_record([line], form)
            except csv.Error:
                continue
            if not match_columns(file, [name.strip() for name in names], number)[1]:
                return number
    return None


def first_record(text: Iterable[str], form: Format) -> tuple[list[str], int]:
    """The fields of the first record of a text, and the lines that it takes.

    Raises:
        csv.Error: its quotes are not the profile's.
    """
    rows = csv.reader(
        text,
        delimiter=form.delimiter,
        quotechar=form.quote or None,
        quoting=csv.QUOTE_MINIMAL if form.quote else csv.QUOTE_NONE,
        strict=True,
    )
    return next(rows, []), rows.line_num
