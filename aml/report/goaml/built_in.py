"""The table of ours, elements.txt, as an `Order`: goAML 5.0.1 without a FIU's schema."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from aml.report.goaml.order import Element, Group, Leaf, Order

_TABLE = Path(__file__).with_name("elements.txt")
_NAME = re.compile(r"(?P<name>[a-z0-9_]+)(:(?P<kind>\w+))?(<(?P<longest>\d+))?(?P<times>[?*+]?)")
_TOKEN = re.compile(r"\(|\)[?+]?|\||[^\s()|]+")
_TIMES: dict[str, tuple[int, int | None]] = {
    "": (1, 1), "?": (0, 1), "*": (0, None), "+": (1, None),
}  # fmt: skip
_LEAVES = {
    "date": Leaf("dateTime"),
    "amount": Leaf("decimal"),
    "number": Leaf("int"),
    "yes": Leaf(allowed=frozenset("1")),
}


@cache
def built_in_order() -> Order:
    """The order of goAML 5.0.1, without code lists and without a schema to validate against."""
    paragraphs: dict[str, list[str]] = {}
    name = ""
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        tokens = _TOKEN.findall(line) if line.strip() and not line.startswith("#") else []
        if tokens and not line[0].isspace():
            name = tokens.pop(0)
        paragraphs.setdefault(name, []).extend(tokens)
    paragraphs.pop("", None)
    leaves = dict(_LEAVES)
    types = {
        key: _group(tokens[::-1], frozenset(paragraphs), leaves)
        for key, tokens in paragraphs.items()
    }
    return Order("goAML 5.0.1, table of this tool", types, leaves)


def _group(rest: list[str], types: frozenset[str], leaves: dict[str, Leaf]) -> Group:
    """The places up to the closing bracket, which is taken; `rest` holds the next token last."""
    alternatives: list[list[Element | Group]] = [[]]
    while rest and not rest[-1].startswith(")"):
        word = rest.pop()
        if word == "|":
            alternatives.append([])
        elif word == "(":
            alternatives[-1].append(_group(rest, types, leaves))
        else:
            alternatives[-1].append(_element(word, types, leaves))
    low = 0 if rest and rest.pop() == ")?" else 1
    if len(alternatives) == 1:
        return Group("sequence", low, tuple(alternatives[0]))
    return Group("choice", low, tuple(_alternative(items) for items in alternatives))


def _alternative(items: list[Element | Group]) -> Element | Group:
    return items[0] if len(items) == 1 else Group("sequence", 1, tuple(items))


def _element(word: str, types: frozenset[str], leaves: dict[str, Leaf]) -> Element:
    match = _NAME.fullmatch(word)
    if match is None:
        raise ValueError(word)
    low, high = _TIMES[match["times"]]
    kind = match["kind"] or (match["name"] if match["name"] in types else "")
    if not kind:
        kind = f"text<{match['longest'] or ''}"
        leaves[kind] = Leaf(longest=int(match["longest"]) if match["longest"] else None)
    return Element(match["name"], kind, low, high)
