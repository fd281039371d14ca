"""XML of ISO 20022 as a stream of elements: nothing from outside the file, nothing kept in memory.

Elements are known by their local names, so every version of a message and every envelope around it
reads the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import BinaryIO

from lxml import etree

from aml.ledger.message.record import Unreadable

_CHUNK = 1 << 16
#: The bytes that may pass without an element that is waited for: no part of a message is as long.
_LONGEST = 1 << 20
#: Message elements by their kinds.
MESSAGES: Mapping[str, str] = {
    "BkToCstmrStmt": "camt",
    "BkToCstmrAcctRpt": "camt",
    "BkToCstmrDbtCdtNtfctn": "camt",
    "FIToFICstmrCdtTrf": "pacs008",
    "CstmrCdtTrfInitn": "pain001",
    "Cube": "ecb_xml",
}
_NOT_ITS_ENCODING = (
    etree.ErrorTypes.ERR_INVALID_ENCODING,
    etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
    etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
)


def elements(
    file: BinaryIO, kind: str, names: Collection[str]
) -> Iterator[tuple[str, etree._Element]]:
    """Local name and element of each message of a kind and of each named element, where it ends.

    What stands before an element beside it is there until the next one is asked for; then both are
    emptied and let go.

    Args:
        file: the bytes of the file.
        kind: as `format.kind` of the profile says.
        names: local names of elements inside the message.

    Raises:
        Unreadable: the file is no XML, brings its own entities, or holds no message of the kind.
    """
    messages = [name for name, its_kind in MESSAGES.items() if its_kind == kind]
    parser = _parser(("end",), tag=[f"{{*}}{name}" for name in (*names, *messages)])
    head = file.read(_CHUNK)
    root = _root(head, kind)
    has_message, passed, chunk = False, 0, head
    try:
        while chunk:
            parser.feed(chunk)
            passed += len(chunk)
            for _, element in parser.read_events():
                passed = 0
                name = local_name(element)
                yield name, element
                has_message = has_message or name in messages
                _free(element, is_message=name in messages)
            if passed > _LONGEST:
                raise Unreadable(f"no part of a message of kind {kind} is as long as one here")
            chunk = file.read(_CHUNK)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _broken(error, parser, is_end=not chunk) from None
    if not has_message:
        raise Unreadable(f"the file holds no message of kind {kind}; its root is <{root}>")


@lru_cache(1000)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return _local(element.tag)


def before(element: etree._Element) -> list[etree._Element]:
    """The elements beside this one that were not let go yet, in their order."""
    return [*element.itersiblings(preceding=True)][::-1]


def _parser(events: Collection[str], **more: object) -> etree.XMLPullParser:
    return etree.XMLPullParser(
        events, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True, **more,
    )  # fmt: skip


def _root(head: bytes, kind: str) -> str:
    """The name of the root, where the head of the file has nothing against it. Raises Unreadable.

    What is wrong further down is found later.
    """
    parser = _parser(("start",))
    try:
        parser.feed(head)
    except etree.XMLSyntaxError as error:
        broken: Unreadable | None = _broken(error, parser)
    else:
        broken = None
    begun = [element for _, element in parser.read_events()]
    if not begun:
        raise broken or Unreadable("no element begins where the file does: it is no XML")
    if begun[0].getroottree().docinfo.doctype:
        message = "the file has a DOCTYPE, which no message has and which could bring in others"
        raise Unreadable(message, 1)
    kinds = [MESSAGES.get(local_name(element), kind) for element in begun]
    other = next((number for number, found in enumerate(kinds) if found != kind), None)
    if other is not None and all(local_name(e) not in MESSAGES for e in begun[:other]):
        found = local_name(begun[other])
        raise Unreadable(f"<{found}> is a message of kind {kinds[other]}", begun[other].sourceline)
    return local_name(begun[0])[:40]


def _broken(
    error: etree.XMLSyntaxError, parser: etree.XMLPullParser, *, is_end: bool = False
) -> Unreadable:
    """Why and where the XML cannot be read on; `is_end` where all of the file was taken in."""
    first = next(iter(parser.feed_error_log), None)
    line = error.lineno or (first.line if first else None)
    if error.code in _NOT_ITS_ENCODING:
        return Unreadable("the bytes are no text of the encoding that the XML names", line)
    if is_end and error.lineno:
        return Unreadable("the file ends inside an element", line)
    return Unreadable("the XML cannot be read on from here", line)


def _free(element: etree._Element, *, is_message: bool) -> None:
    """Let go of what was passed: of a message also what stood before the envelope around it."""
    element.clear()
    for passed in (element, *element.iterancestors()) if is_message else (element,):
        parent = passed.getparent()
        while parent is not None and passed.getprevious() is not None:
            del parent[0]
