"""The lines of a text file of messages, and what all of them write: days, amounts, long texts."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from aml.ledger.message.record import Unreadable

_CHUNK = 1 << 16
#: No line of a text format is near as long: a file with one is of another format.
_LONGEST = 1 << 20
_SHORT_DAY = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})")
#: Years of two digits from here on are of the last century, as SWIFT reads them.
_LAST_CENTURY = "80"

Line = tuple[int, str]


def lines_of(file: BinaryIO, encoding: str, width: int = 0) -> Iterator[Line]:
    """Number (from 1) and text of each line, without its end and without a byte order mark.

    Args:
        file: the bytes.
        encoding: how the profile says they are text.
        width: records of this many characters may follow each other without a line break; a longer
            line is cut into such pieces. 0: lines are what line breaks make.

    Raises:
        Unreadable: bytes that are no text of the encoding, or a line without end.
    """
    number, rest, is_first = 1, "", True
    for text in _texts(file, encoding):
        fresh = text.removeprefix("\ufeff") if is_first else text
        is_first = is_first and not text
        *whole, rest = (rest + fresh).split("\n")
        for line in whole:
            yield from ((number, piece) for piece in _pieces(line, width))
            number += 1
        if width:
            cut = len(rest) // width * width
            yield from ((number, piece) for piece in _pieces(rest[:cut], width) if cut)
            rest = rest[cut:]
        if len(rest) > _LONGEST:
            raise Unreadable("a line is longer than any of its format", number)
    if rest:
        yield number, rest


def _pieces(line: str, width: int) -> Iterable[str]:
    if not width or len(line) <= width:
        return (line,)
    return (line[start : start + width] for start in range(0, len(line), width))


def _texts(file: BinaryIO, encoding: str) -> Iterator[str]:
    """The text of the file, a chunk at a time; line breaks of every kind are line feeds."""
    inner = codecs.getincrementaldecoder(encoding)("strict")
    decoder = io.IncrementalNewlineDecoder(inner, translate=True)
    line = 1
    while True:
        chunk = file.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            at = line + error.object[: error.start].count(b"\n")
            is_utf16 = error.object.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            others = "utf-16" if is_utf16 and line == 1 else "latin-1, cp1252 or cp850"
            message = f"a byte is no {encoding} text: set format.encoding of the profile, such as"
            raise Unreadable(f"{message} {others}", at) from None
        line += text.count("\n")
        yield text
        if not chunk:
            return


def rejoined(lines: Iterable[str], width: int) -> str:
    """Lines that were broken at a width as one text.

    A full line was broken wherever it was, mid-word too, and goes on at once; a shorter one ended
    by itself, or with a blank that was cut off.
    """
    return "".join(line if len(line) >= width else f"{line} " for line in lines)


def squeezed(text: str) -> str:
    """The text with one blank wherever it has blanks or line breaks."""
    return " ".join(text.split())


def unwrapped(lines: Iterable[str], width: int) -> str:
    """Lines that were broken at a width as one text, one blank between words."""
    return squeezed(rejoined(lines, width))


def day_of(text: str) -> str:
    """A day written YYMMDD in ISO 8601; any other text as it stands."""
    found = _SHORT_DAY.fullmatch(text)
    if not found:
        return text
    year, month, day = found.groups()
    return f"{'19' if year >= _LAST_CENTURY else '20'}{year}-{month}-{day}"


def amount_of(text: str) -> str:
    """An amount with a decimal comma (`300,`) as a number with a point; other texts stay."""
    whole, comma, part = text.partition(",")
    return f"{whole}.{part}" if comma and part else whole


def shifted(text: str, decimals: int) -> str:
    """An amount of whole digits, the last `decimals` of them decimals; other texts stay."""
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        return text
    sign = "-" if text.startswith("-") else ""
    digits = text.lstrip("+-").lstrip("0").zfill(decimals + 1)
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


def first_of(texts: Sequence[str]) -> str:
    """The first text that is not empty, or nothing."""
    return next((text for text in texts if text), "")
