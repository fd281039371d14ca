"""A report as a tree, and the tree as XML.

A party that stands on many payments is one node in many places, and is written once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_HEAD = "<?xml version='1.0' encoding='UTF-8'?>\n"


@dataclass(slots=True)
class Node:
    """An element: a text that XML can hold, or parts in their order."""

    tag: str
    text: str = ""
    parts: Sequence[Node] = ()


def xml_of(root: Node, comment: str = "") -> bytes:
    """The document in UTF-8, an element a line; the comment stands before it."""
    known: dict[tuple[int, str], str] = {}
    told = f"<!--{comment}-->\n" if comment else ""
    return f"{_HEAD}{told}{_written(root, '', known)}".encode()


def _written(node: Node, indent: str, known: dict[tuple[int, str], str]) -> str:
    tag = node.tag
    if not node.parts:
        return (
            f"{indent}<{tag}>{escape(node.text)}</{tag}>\n" if node.text else f"{indent}<{tag}/>\n"
        )
    key = (id(node), indent)
    if key not in known:
        inner = "".join([_written(part, f"{indent}  ", known) for part in node.parts])
        known[key] = f"{indent}<{tag}>\n{inner}{indent}</{tag}>\n"
    return known[key]
