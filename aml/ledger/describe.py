"""An unknown file becomes a draft of a profile: guesses for a person to judge, never applied.

What is sure is written as a profile writes it; what is not stands in a comment that begins with
DOUBT, so that the draft does not load until somebody has decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aml.core.problem import LedgerError, Location, Problem
from aml.ledger.describe_columns import Drafted, draft_columns
from aml.ledger.describe_text import TextTable, describe_text, encoding_of
from aml.ledger.describe_writing import quoted
from aml.ledger.guess_kind import HEAD, guess_kind, is_xml
from aml.ledger.message import MESSAGE_KINDS
from aml.ledger.message.formats import message_format
from aml.ledger.message.iso_xml import parts
from aml.ledger.message.record import Unreadable
from aml.store import Store, StoreError
from aml.store.quoting import literal

#: Bytes of a file of messages that are read to see whether it is whole, and how it is encoded.
_LOOK_INTO = 4 << 20
#: Records of a Parquet file that are looked at.
_SAMPLE = 10_000


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a profile, and what in it is not sure; neither quotes a record."""

    text: str
    doubts: tuple[str, ...]


def describe(path: Path, shown: str, name: str) -> Draft:
    """A draft of a profile for a file.

    Args:
        path: the file, unpacked.
        shown: its path in messages.
        name: of the profile, which is that of its file.

    Raises:
        LedgerError: the file cannot be read, or nothing tells what it is.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        raise LedgerError(Problem("LDG001", message, Location(shown))) from None
    if not head.strip():
        raise LedgerError(Problem("LDG002", "the file is empty", Location(shown)))
    kind = guess_kind(head)
    if kind == "parquet":
        return _parquet(path, shown, name)
    if is_xml(head):
        _look(path, shown, kind)
    if kind:
        return _message(kind, shown, name, *_encoding(path, head))
    if is_xml(head):
        message = "XML of a kind that no reader knows"
        hint = f"known: {', '.join(MESSAGE_KINDS)}"
        raise LedgerError(Problem("LDG074", message, Location(shown), hint))
    return _text(describe_text(path, shown), name)


def _look(path: Path, shown: str, kind: str) -> None:
    """Read the beginning of an XML file. Raises LedgerError where it is broken or refused."""
    try:
        with path.open("rb") as file:
            for _ in parts(file, kind):
                if file.tell() > _LOOK_INTO:
                    return
    except Unreadable as error:
        if kind or error.line:
            raise LedgerError(error.problem(shown, "fetch it again, it is damaged")) from None


def _encoding(path: Path, head: bytes) -> tuple[str, str]:
    """How messages are encoded, and what is not sure about it; XML says it itself."""
    if is_xml(head):
        return "utf-8", ""
    with path.open("rb") as file:
        begin = file.read(_LOOK_INTO)
        return encoding_of(begin, is_whole=not file.read(1))


def _message(kind: str, shown: str, name: str, encoding: str, doubt: str) -> Draft:
    if kind not in MESSAGE_KINDS:
        message = f"messages of the kind {kind}, which no reader takes yet"
        raise LedgerError(Problem("LDG074", message, Location(shown)))
    form = message_format(kind)
    table = "fx_rates" if "rate" in form.columns else "transactions"
    more = "" if encoding.startswith("utf-8") else f", encoding: {encoding}"
    lines = [*_top(name, form.title, form.shape, table), f"format: {{kind: {kind}{more}}}"]
    doubts = (doubt,) if doubt else ()
    lines += [f"# DOUBT {text}" for text in doubts]
    return Draft("\n".join(lines) + "\n", doubts)


def _parquet(path: Path, shown: str, name: str) -> Draft:
    with Store() as store:
        relation = f"read_parquet({literal(str(path))})"
        try:
            described = store.describe(f"SELECT * FROM {relation}")
            rows = store.rows(f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM {relation} LIMIT {_SAMPLE}")
        except StoreError:
            message = "the index of the Parquet file cannot be read"
            raise LedgerError(Problem("LDG007", message, Location(shown))) from None
    names = [column for column, _ in described]
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    typed = frozenset(column for column, kind in described if kind != "VARCHAR")
    return _drafted(name, [], draft_columns(names, cells, typed), [])


def _text(table: TextTable, name: str) -> Draft:
    marks = [f"delimiter: {quoted(table.delimiter)}"]
    if table.quote != '"':
        marks.append(f"quote: {quoted(table.quote)}")
    if table.encoding not in ("utf-8", "utf-8-sig"):
        marks.append(f"encoding: {table.encoding}")
    if table.skip_lines:
        marks.append(f"skip_lines: {table.skip_lines}")
    if table.footer and all(table.footer):
        marks.append(f"footer: [{', '.join(quoted(word) for word in table.footer)}]")
    form = [f"format: {{{', '.join(marks)}}}"]
    if table.footer:
        form.append("# A line of totals may be checked: see format.trailer in docs/profiles.md.")
    doubts = list(table.doubts)
    if not all(table.footer):
        number = len(table.footer)
        doubts.append(
            f"footer: the last {number} lines look like no records; say how each begins, in their"
            " order, or they are rejected"
        )
    return _drafted(name, form, draft_columns(table.headers, table.rows), doubts)


def _drafted(name: str, form: list[str], columns: Drafted, doubts: list[str]) -> Draft:
    told = [*doubts, *columns.doubts]
    notes = [f"# DOUBT {doubt}" for doubt in doubts]
    lines = [
        "# A draft: judge every line, resolve what is marked DOUBT, then `aml ledger check`.",
        *_top(name, "", columns.shape),
        *form,
        *notes,
        *columns.lines,
    ]
    return Draft("\n".join(lines) + "\n", tuple(told))


def _top(name: str, title: str, shape: str, table: str = "transactions") -> list[str]:
    return [
        f"profile: {name}",
        f"title: {title or 'Extract, to be described in a line'}",
        f"table: {table}",
        *([f"shape: {shape}"] if shape not in ("entries", "records") else []),
    ]
