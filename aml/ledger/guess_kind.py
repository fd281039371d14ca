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
    (re.compile(rb"\A101[ \d][^\n]{90}\n+5"), "nacha"),
    (re.compile(rb"\A\s*\{(1500|1510|1520|2000)\}"), "fedwire"),
)


def guess_kind(head: bytes) -> str:
    """The word of `format.kind` for a file that begins so; empty where it is text or unknown XML.

    Args:
        head: the first `HEAD` bytes.
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    head = head.removeprefix(codecs.BOM_UTF8).replace(b"\r", b"\n")
    if is_xml(head):
        return next((kind for element, kind in _ELEMENTS.items() if element in head), "")
    return next((kind for pattern, kind in _PATTERNS if pattern.search(head)), "")


def is_xml(head: bytes) -> bool:
    """Whether a file begins as XML does."""
    return head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")
