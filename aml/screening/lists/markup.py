"""XML lists, read without entities, document types or the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aml.core.problem import LedgerError, Location, Problem

if TYPE_CHECKING:
    from lxml import etree


def root_of(path: Path) -> etree._Element:
    """The root element of a file, its namespaces taken off the names.

    Raises:
        LedgerError: no XML, or XML with a document type: a list needs none, an attack does.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = etree.parse(str(path), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise _refused(path, line, f"not XML: {error.msg}") from None
    if tree.docinfo.doctype:
        raise _refused(path, 1, "the file declares a document type, which no list needs")
    root = tree.getroot()
    for element in root.iter():
        if isinstance(element.tag, str) and "}" in element.tag:
            element.tag = element.tag.partition("}")[2]
    return root


def text(element: etree._Element, path: str) -> str:
    """The text below a path, trimmed; empty where the element is missing or empty."""
    found = element.findtext(path)
    return found.strip() if found else ""


def texts(element: etree._Element, path: str) -> Iterator[str]:
    """Every text at a path that is not empty."""
    for found in element.iterfind(path):
        if found.text and found.text.strip():
            yield found.text.strip()


def _refused(path: Path, line: int, message: str) -> LedgerError:
    hint = "fetch the list again from its publisher"
    return LedgerError([Problem("LST001", message, Location(path.name, line), hint)])
