"""The frame of SWIFT MT files: blocks, fields that begin with `:tag:`, and what ends a message.

A file may hold many messages, with or without the blocks `{1:…}{2:…}{4: … -}` around them, joined
by `$` (.rje), after acknowledgements, and with a bank's own lines in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aml.ledger.message.plain_text import Line
from aml.ledger.message.record import Unreadable

_TAG = re.compile(r":([0-9]{2}[A-Z]?|NS):")
_BLOCK = re.compile(r"\{[1-5]:")
_END = re.compile(r"-(?:\}|XXX$|$)")
#: Frames of the line itself (STX, ETX …) and the end-of-file mark of DOS.
_FRAMES = "\x01\x02\x03\x1a"
#: No field of any message has as many lines.
_MOST_LINES = 1000


@dataclass(frozen=True, slots=True)
class Head:
    """Blocks before the text of a message, as they stand in one line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its tag without colons, its lines, and where it begins."""

    tag: str
    lines: list[str]
    line: int


@dataclass(frozen=True, slots=True)
class End:
    """The end of a message."""

    line: int


Part = Head | Field | End


def parts_of(lines: Iterable[Line]) -> Iterator[Part]:
    """The heads, fields and ends of the messages of a file, in their order.

    Raises:
        Unreadable: a block 4 that never ends, or a field without end.
    """
    opened = cut = 0
    for part in _whole_parts(_mended(lines)):
        if not isinstance(part, Field):
            if isinstance(part, Head) and opened:
                raise Unreadable("a message does not end before the next begins", opened)
            opened = part.line if isinstance(part, Head) and _opens(part.text) else 0
            cut = part.line if isinstance(part, Head) and not _is_closed(part.text) else 0
        yield part
    if opened or cut:
        raise Unreadable("the file ends inside a message", opened or cut)


def _whole_parts(lines: Iterable[Line]) -> Iterator[Part]:
    """The parts, each field with all of its lines; what stands outside of fields is left out."""
    field: Field | None = None
    for number, line in lines:
        for part in _parts_of_line(number, line.strip(_FRAMES)):
            if isinstance(part, str):
                if field:
                    _go_on(field, part)
                continue
            if field:
                yield field
            field = part if isinstance(part, Field) else None
            if not field:
                yield part
    if field:
        yield field


def _go_on(field: Field, line: str) -> None:
    field.lines.append(line)
    if len(field.lines) > _MOST_LINES:
        raise Unreadable("a field does not end", field.line)


def _mended(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, with those put together again that were broken behind the first colon of a tag."""
    is_broken = False
    for number, line in lines:
        if is_broken and not line.startswith(":"):
            yield number, f":{line}"
        elif line != ":":
            yield number, line
        is_broken = line == ":"


def _is_closed(head: str) -> bool:
    """Whether every block that a head begins ends in it, or a text follows."""
    return _opens(head) or head.count("{") == head.count("}")


def _opens(head: str) -> bool:
    """Whether the text of a message follows, or stands in the same line."""
    _, found, text = head.rpartition("{4:")
    return bool(found) and (not text.strip() or text.startswith(":"))


def _parts_of_line(number: int, line: str) -> Iterator[Part | str]:
    """What one line holds: the begin of a field, more of one, or an end and a head, in one line."""
    begun = _TAG.match(line)
    if begun:
        yield Field(begun[1], [line[begun.end() :]], number)
        return
    if line[:1] not in ("-", "$", "{"):
        yield line
        return
    ended = _END.match(line)
    if ended:
        yield End(number)
    text = line[ended.end() :] if ended else line
    head = text.lstrip("$")
    if _BLOCK.match(head):
        yield Head(head, number)
        text = head.rpartition("{4:")[2] if _opens(head) else ""
        if text:
            yield from _parts_of_line(number, text)
    elif not ended:
        yield line
