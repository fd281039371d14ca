"""XML of ISO 20022 as a stream of parts: nothing from outside the file, nothing kept in memory.

Elements are known by their local names, so every version of a message and every envelope around it
reads the same.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator
from itertools import chain
from typing import BinaryIO
from xml.parsers import expat

from aml.ledger.message.iso_parts import Part, Parts
from aml.ledger.message.record import Unreadable

_CHUNK = 1 << 16
#: Marks of byte order and blanks, which may stand before the first tag.
_BEFORE = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
#: The bytes that may pass without the end of a part: no part of a message is as long.
_LONGEST = 1 << 20
#: No element of a message stands in as many others.
_DEEPEST = 256
_ERRORS = expat.errors
_ENDS_EARLY = (
    _ERRORS.XML_ERROR_NO_ELEMENTS,
    _ERRORS.XML_ERROR_PARTIAL_CHAR,
    _ERRORS.XML_ERROR_UNCLOSED_CDATA_SECTION,
    _ERRORS.XML_ERROR_UNCLOSED_TOKEN,
)
_NOT_ITS_ENCODING = (_ERRORS.XML_ERROR_INCORRECT_ENCODING, _ERRORS.XML_ERROR_UNKNOWN_ENCODING)
#: What the first line says of the encoding, and the codecs of those of several bytes a character.
#: expat reads none of them, so that their text is given to it as UTF-8.
_DECLARED = re.compile(rb"<\?xml[^>]{1,200}encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_OF_SEVERAL_BYTES = frozenset({
    "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "cp950", "shift_jis", "cp932", "euc_jp",
    "euc_kr", "cp949",
})  # fmt: skip
_NO_TEXT = "the bytes are no text of the encoding that the XML names, or of none that is read"


def parts(
    file: BinaryIO, kind: str, apart: Collection[str] = (), named: Collection[str] = ()
) -> Iterator[Part]:
    """The parts of each message of a kind, each where it ends, which is from the inside out.

    Args:
        file: the bytes of the file.
        kind: as `format.kind` of the profile says.
        apart: local names of elements whose children are parts, beside those of a message.
        named: local names of elements that are parts wherever they stand.

    Raises:
        Unreadable: the file is no XML, brings its own entities, or holds no message of the kind.
    """
    taken = Parts(kind, apart, named)
    chunks = _chunks(file)
    first = next(chunks)
    stream = _Stream(taken, first)
    passed, has_message = 0, False
    for chunk in chain((first,), chunks):
        stream.feed(chunk)
        passed = 0 if taken.done else passed + len(chunk)
        for part in taken.done:
            has_message = has_message or part.name in taken.messages
            yield part
        taken.done.clear()
        if passed > _LONGEST:
            raise Unreadable(f"no part of a message of kind {kind} is as long as one here")
    if not has_message:
        root = taken.root[:40]
        raise Unreadable(f"the file holds no message of kind {kind}; its root is <{root}>")


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of a file in pieces, an empty one where it ends."""
    while chunk := file.read(_CHUNK):
        yield chunk
    yield b""


def _decoder(head: bytes) -> codecs.IncrementalDecoder | None:
    """What makes text of a file in an encoding that expat does not read; None for all others."""
    found = _DECLARED.match(head)
    try:
        name = codecs.lookup(found[1].decode()).name if found else ""
    except LookupError:
        return None
    return codecs.getincrementaldecoder(name)() if name in _OF_SEVERAL_BYTES else None


class _Stream:
    """expat with the bytes that it took in; whatever is wrong about them is said at its place."""

    def __init__(self, taken: Parts, head: bytes) -> None:
        self.passed = 0
        self._taken = taken
        self._decoder = _decoder(head)
        parser = self._parser = expat.ParserCreate("utf-8" if self._decoder else None)
        parser.buffer_text = True
        parser.buffer_size = _CHUNK
        start, end, text = taken.handlers()
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = taken.doctype

    def feed(self, chunk: bytes) -> None:
        """Take in the next bytes, none where the file ends. Raises Unreadable."""
        if not self.passed and not chunk.lstrip(_BEFORE).startswith(b"<"):
            raise Unreadable("no element begins where the file does: it is no XML")
        is_last = not chunk
        try:
            if self._decoder:
                chunk = self._decoder.decode(chunk, is_last).encode()
            self._parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            raise self._broken(error, chunk) from None
        except Unreadable as error:
            raise self._wrong(error.message, error.hint) from None
        except (LookupError, ValueError):  # of the codec that the XML names
            raise self._wrong(_NO_TEXT) from None
        if self._taken.depth > _DEEPEST:
            raise self._wrong("elements stand in each other deeper than those of any message")
        self.passed += len(chunk)

    def _broken(self, error: expat.ExpatError, chunk: bytes) -> Unreadable:
        """Why and where the XML cannot be read on."""
        why = expat.ErrorString(error.code)
        at = self._parser.ErrorByteIndex - self.passed
        byte = chunk[at : at + 1] if at >= 0 else b""
        if why in _NOT_ITS_ENCODING or not byte.isascii():
            return self._wrong(_NO_TEXT)
        if not chunk and why in _ENDS_EARLY:
            return self._wrong("the file ends inside an element")
        return self._wrong("the XML cannot be read on from here")

    def _wrong(self, message: str, hint: str = "") -> Unreadable:
        """What is wrong, at the place that the parser is at."""
        parser = self._parser
        column = parser.CurrentColumnNumber + 1
        return Unreadable(message, parser.CurrentLineNumber, column=column, hint=hint)
