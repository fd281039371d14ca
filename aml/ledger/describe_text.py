"""An unknown text file: its encoding, delimiter, quotes, header, and the lines around the table."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aml.core.problem import LedgerError, Location, Problem
from aml.core.wording import plural
from aml.ledger.guess_kind import utf16_of
from aml.ledger.guess_values import day_formats, instant_formats, is_value
from aml.ledger.guess_words import totals_word

#: Bytes that are looked at: a file's first ones, and its last, where totals stand.
_HEAD, _TAIL = 4 << 20, 1 << 16
_DELIMITERS = ",;\t|"


@dataclass(slots=True)
class TextTable:
    """What a text file seems to be. `rows` are the records that were looked at.

    `footer` is how each line below the records begins where a word of totals does, else empty.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    skip_lines: int = 0
    headers: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    footer: list[str] = field(default_factory=list)
    is_whole: bool = True
    doubts: list[str] = field(default_factory=list)


def describe_text(path: Path, shown: str) -> TextTable:
    """Look at a text file.

    Raises:
        LedgerError: it is no text, or no line of it looks like the names of columns.
    """
    head, tail, is_whole = _ends(path)
    table = TextTable(is_whole=is_whole)
    text = _decoded(head, table, shown)
    lines = text.splitlines()
    lines = lines if is_whole else lines[:-1]
    table.quote = _quote(lines, table)
    table.delimiter, width = _delimiter(lines, table.quote)
    rows = list(_rows(lines, table))
    place = _header(rows, width)
    if place is None:
        message = "no line of the file looks like the names of its columns"
        hint = "write a line of names above the records, then describe it again"
        raise LedgerError(Problem("LDG074", message, Location(shown), hint))
    first, names, after = rows[place]
    table.skip_lines, table.headers = first, [name.strip() for name in names]
    records = [cells for _, cells, _ in rows[place + 1 :] if cells != names]
    again = len(rows) - place - 1 - len(records)
    if again:
        note = (
            f"header: the line of names comes {plural(again, 'time')} more, and is rejected there"
        )
        table.doubts.append(note)
    ending = lines[after:] if is_whole else _last_lines(tail, table.encoding)
    below = _below(records if is_whole else _split(ending, table), width)
    last = [line for line in ending if line.strip()][-below:] if below else []
    table.footer = [totals_word(line).lstrip(table.quote) for line in last]
    table.rows = [row for row in records if len(row) == width]
    if is_whole and below:
        table.rows = [row for row in records[:-below] if len(row) == width]
    return table


def _ends(path: Path) -> tuple[bytes, bytes, bool]:
    with path.open("rb") as file:
        head = file.read(_HEAD)
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        return head, file.read(), size <= _HEAD


def encoding_of(head: bytes, *, is_whole: bool) -> tuple[str, str]:
    """The first encoding that fits, from the surest to the weakest sign of one.

    Args:
        head: the first bytes of a file.
        is_whole: whether they are all of it.

    Returns:
        The encoding, and what is not sure about it.
    """
    encoding, doubt = utf16_of(head), ""
    if encoding:
        if encoding != "utf-16":
            doubt = f"encoding: the bytes look like {encoding}; nothing in them says"
        head = head[: len(head) // 2 * 2]
    else:
        encoding = "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        codecs.getincrementaldecoder(encoding)().decode(head, is_whole)
    except UnicodeDecodeError:
        note = "not UTF-8; cp1252, latin-1, cp850 … write other letters with the same bytes"
        if "\ufffd" in head.decode("cp1252", errors="replace"):
            note = "neither UTF-8 nor cp1252: name it, such as shift_jis, gb18030 or big5"
        return "cp1252", f"encoding: {note}"
    return encoding, doubt


def _decoded(head: bytes, table: TextTable, shown: str) -> str:
    table.encoding, doubt = encoding_of(head, is_whole=table.is_whole)
    table.doubts += [doubt] if doubt else []
    text = codecs.getincrementaldecoder(table.encoding)("replace").decode(head, table.is_whole)
    if "\0" in text:
        message = "NUL bytes: no text, and no other kind of file that is read"
        raise LedgerError(Problem("LDG074", message, Location(shown), "save the table as CSV"))
    return text


def _quote(lines: Sequence[str], table: TextTable) -> str:
    around = Counter(
        mark
        for line in lines[:2000]
        for mark in "\"'"
        if line.startswith(mark) or any(f"{delimiter}{mark}" in line for delimiter in _DELIMITERS)
    )
    if around['"'] or not any('"' in line for line in lines):
        mostly_single = around["'"] > len(lines[:2000]) // 2 and not around['"']
        return "'" if mostly_single else '"'
    table.doubts.append(
        "quote: marks stand inside fields and not around them, so they quote nothing"
    )
    return ""


def _delimiter(lines: Sequence[str], quote: str) -> tuple[str, int]:
    """The delimiter that gives the most fields in lines of one width, and that width."""
    best = (0, ",", 1)
    for delimiter in _DELIMITERS:
        trial = TextTable(delimiter=delimiter, quote=quote)
        widths = Counter(len(cells) for _, cells, _ in _rows(lines[:2000], trial))
        for width, count in widths.items():
            if width > 1:
                best = max(best, (count * (width - 1), delimiter, width))
    return best[1], best[2]


def _rows(lines: Sequence[str], table: TextTable) -> Iterator[tuple[int, list[str], int]]:
    """Lines before each record, its fields, and lines up to its end; empty ones are passed over."""
    reader = csv.reader(
        lines,
        delimiter=table.delimiter,
        quotechar=table.quote or None,
        quoting=csv.QUOTE_MINIMAL if table.quote else csv.QUOTE_NONE,
    )
    before = 0
    try:
        for cells in reader:
            if any(cells):
                yield before, cells, reader.line_num
            before = reader.line_num
    except csv.Error:  # what was read up to here is what is looked at
        return


def _split(lines: Sequence[str], table: TextTable) -> list[list[str]]:
    return [cells for _, cells, _ in _rows(lines, table)]


def _last_lines(tail: bytes, encoding: str) -> list[str]:
    text = tail.decode("utf-8" if encoding == "utf-8-sig" else encoding, errors="replace")
    return text.splitlines()[1:]


def _header(rows: Sequence[tuple[int, list[str], int]], width: int) -> int | None:
    """The first record of the table's width that is nothing but words, most of them filled."""
    for place, (_, cells, _) in enumerate(rows[:200]):
        filled = [cell.strip() for cell in cells if cell.strip()]
        if len(cells) == width and 3 * len(filled) >= 2 * width:
            return None if any(is_value(cell) for cell in filled) else place
    return None


def _below(records: Sequence[Sequence[str]], width: int) -> int:
    """How many lines at the end are no records: of another width, or without any day."""
    count = 0
    for cells in reversed(records):
        if len(cells) == width and any(_is_day(cell) for cell in cells):
            break
        count += 1
    return count if count < len(records) else 0


def _is_day(cell: str) -> bool:
    text = cell.strip()
    return bool(day_formats([text]) or instant_formats([text]))
