"""One pass over the bytes of a text file, before anything parses it."""

from __future__ import annotations

import codecs
import hashlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy

from aml.ledger.profile import Format

#: Bytes read at once: few enough to stay in the processor's cache while they are looked at.
_BLOCK = 1 << 19
_FEED = 10


class NotText(Exception):  # noqa: N818 - named for what was found
    """The bytes are no text of the encoding; `offset` counts bytes from 0."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(reason)
        self.offset = offset
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file is, independently of its parser.

    `lines` counts physical lines, the last one also where no line break ends it. `is_plain`: UTF-8,
    one kind of line break throughout and no empty line, which bulk reading needs.
    """

    sha256: str
    size: int
    lines: int
    is_plain: bool


@dataclass(slots=True)
class _Breaks:
    """Line breaks seen so far. `tail` is the end of the text so far, for breaks across blocks."""

    feeds: int = 0
    returns: int = 0
    pairs: int = 0
    has_empty_line: bool = False
    tail: bytes = b"\n"

    def take(self, text: bytes) -> None:
        """Count in one more block of UTF-8 text."""
        feeds = numpy.frombuffer(text, numpy.uint8) == _FEED
        self.feeds += int(numpy.count_nonzero(feeds))
        returns = text.count(b"\r") if b"\r" in text else 0
        self.returns += returns
        if returns or self.tail.endswith(b"\r"):
            self.pairs += (self.tail[-1:] + text).count(b"\r\n")
        if not self.has_empty_line:
            edge = self.tail + text[:1]
            is_doubled = b"\n\n" in edge or bool((feeds[1:] & feeds[:-1]).any())
            has_returns = returns > 0 and (b"\n\r" in edge or b"\n\r" in text)
            self.has_empty_line = is_doubled or has_returns
        self.tail = (self.tail + text[-2:])[-2:]

    @property
    def lines(self) -> int:
        """Physical lines, whichever break ends them."""
        breaks = self.feeds + self.returns - self.pairs
        return breaks if self.tail.endswith((b"\n", b"\r")) else breaks + 1

    @property
    def is_even(self) -> bool:
        """One kind of break, of the two that bulk reading takes, and no empty line."""
        is_one_kind = self.returns == self.pairs and self.pairs in (0, self.feeds)
        return is_one_kind and not self.has_empty_line


@dataclass(slots=True)
class _Text:
    """Bytes decoded block by block into UTF-8, refused where they are no text."""

    encoding: str
    seen: int = 0
    decoder: codecs.IncrementalDecoder = field(init=False)

    def __post_init__(self) -> None:
        name = "utf-8-sig" if is_utf8(self.encoding) else self.encoding
        self.decoder = codecs.getincrementaldecoder(name)()

    def utf8(self, block: bytes, *, is_last: bool) -> bytes:
        """The block as UTF-8 without a byte order mark, or the error in it.

        In other encodings a character that is cut at the end comes with the next block.
        """
        pending = len(self.decoder.getstate()[0])
        if not pending and block.isascii() and is_utf8(self.encoding):
            return self._ascii(block)
        try:
            text = self.decoder.decode(block, is_last)
        except UnicodeDecodeError as error:
            at = self.seen - pending + error.start
            raise NotText(at, f"byte 0x{error.object[error.start]:02x} is no text") from None
        if "\0" in text:
            raise NotText(self.seen, "NUL bytes are no text")
        first, self.seen = not self.seen, self.seen + len(block)
        if is_utf8(self.encoding):
            return block.removeprefix(codecs.BOM_UTF8) if first else block
        return text.encode("utf-8")

    def _ascii(self, block: bytes) -> bytes:
        """A block that is its own UTF-8: nothing to decode."""
        if b"\0" in block:
            raise NotText(self.seen, "NUL bytes are no text")
        self.seen += len(block)
        return block


def survey(path: Path, form: Format) -> Survey:
    """Read a text file once, in blocks.

    Raises:
        NotText: at the first byte that is none in the encoding of the profile.
        OSError: the file cannot be opened.
    """
    hashed = hashlib.sha256()
    breaks = _Breaks()
    text = _Text(form.encoding)
    with path.open("rb") as file, ThreadPoolExecutor(1) as beside:
        hashing: Future[None] | None = None
        while block := file.read(_BLOCK):
            if hashing:
                hashing.result()
            hashing = beside.submit(hashed.update, block)
            breaks.take(text.utf8(block, is_last=False))
        text.utf8(b"", is_last=True)
    is_plain = is_utf8(form.encoding) and breaks.is_even
    return Survey(hashed.hexdigest(), text.seen, breaks.lines, is_plain)


def is_utf8(encoding: str) -> bool:
    """Whether an encoding is UTF-8, with or without a byte order mark."""
    return codecs.lookup(encoding).name in ("utf-8", "utf-8-sig")


def clean_copy(path: Path, target: Path, form: Format) -> tuple[int, list[str]]:
    """Write a file again as bulk reading needs it; give its lines and those taken off its end.

    UTF-8, no lines before the header, none empty outside quotes, every break a line feed, without
    the last lines where the profile says that they are a trailer or a footer. Line by line in
    Python: the exception, not the rule.
    """
    lines, is_inside = 0, False
    held: deque[str] = deque()
    last = (1 if form.trailer else 0) + len(form.footer)
    encoding = "utf-8-sig" if is_utf8(form.encoding) else form.encoding
    with (
        path.open(encoding=encoding, newline="") as source,
        target.open("w", encoding="utf-8", newline="\n") as out,
    ):
        for number, line in enumerate(source):
            text = line.rstrip("\r\n")
            if number < form.skip_lines or not (text or is_inside):
                continue
            if form.quote and text.count(form.quote) % 2:
                is_inside = not is_inside
            held.append(text)
            if len(held) > last:
                out.write(held.popleft() + "\n")
                lines += 1
    return lines, list(held)
