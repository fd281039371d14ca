"""What kind of file the first bytes are of: Parquet, a message format of banks, or plain text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

#: Bytes at the beginning of a file that tell its kind.
HEAD = 64 << 10
#: Elements that only one kind of XML message has.
_ELEMENTS: Mapping[bytes, str] = {
    b"BkToCstmr": "camt",
    b"FIToFICstmrCdtTrf": "pacs008",
    b"CstmrCdtTrfInitn": "pain001",
    b"<Cube": "ecb_xml",
}
_PATTERNS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"\{2:[IO]103"), "mt103"),
    (re.compile(rb"\{2:[IO]94[02]"), "mt940"),
    (re.compile(rb"^:61:\d{6}|^:60[FM]:[CD]|^:90[CD]:", re.MULTILINE), "mt940"),
    (re.compile(rb"^:32A:\d{6}", re.MULTILINE), "mt103"),
    (re.compile(rb"\A\s*01,[^\n]*/\s*\n\s*02,"), "bai2"),
    (re.compile(rb"\A101[ \d][^\n]{90}\n*5"), "nacha"),
    (re.compile(rb"\A\s*\{(1500|1510|1520|2000)\}"), "fedwire"),
)


def guess_kind(head: bytes) -> str:
    """The word of `format.kind` for a file that begins so; empty where it is text or unknown XML.

    Args:
        head: the first `HEAD` bytes.
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    head = _of_single_bytes(head).replace(b"\r", b"\n")
    if is_xml(head):
        return next((kind for element, kind in _ELEMENTS.items() if element in head), "")
    return next((kind for pattern, kind in _PATTERNS if pattern.search(head)), "")


def is_xml(head: bytes) -> bool:
    """Whether a file begins as XML does."""
    return _of_single_bytes(head[:1024]).lstrip().startswith(b"<")


def utf16_of(head: bytes) -> str:
    """The UTF-16 that a file begins in, by its mark of byte order or by NULs; else empty."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" not in head[:2]:
        return ""
    return "utf-16-be" if head[:1] == b"\0" else "utf-16-le"


def _of_single_bytes(head: bytes) -> bytes:
    """UTF-16 as UTF-8, other bytes as they are, both without a mark of byte order."""
    encoding = utf16_of(head)
    if encoding:
        head = head[: len(head) // 2 * 2].decode(encoding, errors="replace").encode()
    return head.removeprefix(codecs.BOM_UTF8)
