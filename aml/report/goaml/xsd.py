"""Reads a FIU's goAML export (XSD 1.0 as .NET writes it) into an `Order`, untouched on disk.

Such files hold regular expressions of .NET: `^…$`, which XSD takes for letters, so that a strict
reader refuses every name; and `[a-z-+]`, which some readers refuse to read. Both are corrected in a
copy in memory, and each correction is told. Nothing is fetched: a file that points to others is
refused.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aml.core.problem import Location, Problem, ReportError
from aml.report.goaml.order import Element, Group, Leaf, Order

_XS = "{http://www.w3.org/2001/XMLSchema}"
_GOAML = "{http://www.unodc.org/goaml}"
_ELSEWHERE = ("import", "include", "redefine", "override")
#: What Python's regular expressions do not know, or read otherwise than XSD.
_FOREIGN = re.compile(r"\\[icIC]|\\[pP]\{|-\[")


def read_xsd(path: Path, name: str) -> Order:
    """The order that a FIU's schema asks for.

    Raises:
        ReportError: GOA002, the file cannot be read, is no goAML schema, or points to others.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
        _refuse_others(root, name)
        patches = tuple(_patched(root))
        reader = _Reader(root)
        schema = etree.XMLSchema(root)
    except OSError as error:
        raise _unusable(name, error.strerror or "it cannot be read") from error
    except (etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
        raise _unusable(name, str(error).splitlines()[0]) from error
    return Order(name, reader.types, reader.leaves, patches, schema)


def _unusable(name: str, why: str) -> ReportError:
    hint = "the FIU's portal exports it as one file; `xsd:` of the profile names its path"
    return ReportError(Problem("GOA002", f"not a goAML schema: {why}", Location(name), hint))


def _refuse_others(root: Any, name: str) -> None:
    for tag in _ELSEWHERE:
        if root.find(_XS + tag) is not None:
            raise _unusable(name, f"it has an <xs:{tag}>, and no other file is read")
    if root.tag != _XS + "schema" or root.find(f"{_XS}element[@name='report']") is None:
        raise _unusable(name, "it declares no element 'report'")


def _patched(root: Any) -> Iterator[str]:
    """Corrects every pattern that is written for .NET; each correction as a text."""
    for pattern in root.iterfind(f".//{_XS}restriction/{_XS}pattern"):
        written = pattern.get("value", "")
        bare = written.removeprefix("^")
        if bare.endswith("$") and not bare.endswith("\\$"):
            bare = bare[:-1]
        value = re.sub(r"\[((?:\\.|[^\]\\])*)\]", _hyphen_last, bare)
        if value != written:
            pattern.set("value", value)
            yield f"line {pattern.sourceline}: pattern {written} read as {value}"


def _hyphen_last(match: re.Match[str]) -> str:
    """A character class whose bare hyphen after a range stands last, where it is a letter."""
    items = re.findall(r"(?:\\.|[^\\-])-(?:\\.|[^\\-])|\\.|[^\\]", match[1])
    hyphens = [item for item in items if item == "-"]
    if not hyphens or items[-1] == "-":
        return match[0]
    return "[" + "".join(item for item in items if item != "-") + "-]"


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text))


class _Reader:
    """Walks a schema once. Types without a name are known by the path of their element."""

    def __init__(self, root: Any) -> None:
        self.types: dict[str, Group] = {}
        self.leaves: dict[str, Leaf] = {}
        self.bases: dict[str, str] = {}
        self.version = _version(root.get(_GOAML + "schemaVersion", ""))
        for simple in root.findall(_XS + "simpleType"):
            self.leaves[simple.get("name")] = _leaf(simple)
        for kind in root.findall(_XS + "complexType"):
            self._add(kind.get("name"), kind)
        report = root.find(f"{_XS}element[@name='report']")
        named = report.get("type")
        if named:
            self.types["report"] = self.types[named]
        else:
            self._add("report", report.find(_XS + "complexType"))
        self._extend()
        for group in self.types.values():
            for place in group.elements():
                if place.kind not in self.types:
                    self.leaves.setdefault(place.kind, Leaf(_local(place.kind)))

    def _add(self, key: str, kind: Any) -> None:
        extension = kind.find(f"{_XS}complexContent/{_XS}extension")
        own = kind if extension is None else extension
        items: list[Element | Group] = []
        items.extend(self._group(part, key) for part in own if _is_group(part))
        self.types[key] = Group("sequence", 1, tuple(items))
        if extension is not None:
            self.bases[key] = extension.get("base")

    def _extend(self) -> None:
        """Puts the places of a base before a type's own, once every type is read."""
        for key, base in self.bases.items():
            self.types[key] = Group("sequence", 1, (self.types[base], self.types[key]))

    def _group(self, node: Any, owner: str) -> Element | Group:
        form = node.tag.removeprefix(_XS)
        items: list[Element | Group] = []
        for part in node:
            if _is_group(part):
                items.append(self._group(part, owner))
            elif part.tag == _XS + "element" and not self._is_later(part):
                items.append(self._element(part, owner))
        low, high = _occurs(node)
        if high != 1 and len(items) == 1 and isinstance(items[0], Element):
            # Exports repeat an element that may be left out: an empty list of phones says nothing.
            return Element(items[0].name, items[0].kind, low, None)
        return Group("choice" if form == "choice" else "sequence", low, tuple(items))

    def _is_later(self, node: Any) -> bool:
        """Whether a later version brought the element: the portal of this one does not take it."""
        since = _version(node.get(_GOAML + "supportedIn", ""))
        return bool(since and self.version) and since > self.version

    def _element(self, node: Any, owner: str) -> Element:
        name, kind = node.get("name") or node.get("ref"), node.get("type") or node.get("ref")
        low, high = _occurs(node)
        if kind is None:
            kind = f"{owner}/{name}"
            simple, inner = node.find(_XS + "simpleType"), node.find(_XS + "complexType")
            if inner is not None:
                self._add(kind, inner)
            else:
                self.leaves[kind] = _leaf(simple) if simple is not None else Leaf()
        elif node.get("fixed") is not None:
            kind = f"{owner}/{name}"
        if node.get("fixed") is not None:
            self.leaves[kind] = Leaf(allowed=frozenset({node.get("fixed")}))
        return Element(name, kind, low, high)


def _local(name: str) -> str:
    """A name of XSD's own types without the prefix that the file gives them."""
    return name.rsplit(":", 1)[-1]


def _is_group(node: Any) -> bool:
    return node.tag in (_XS + "sequence", _XS + "choice", _XS + "all")


def _occurs(node: Any) -> tuple[int, int | None]:
    high = node.get("maxOccurs", "1")
    return int(node.get("minOccurs", "1")), None if high == "unbounded" else int(high)


def _leaf(simple: Any) -> Leaf:
    restriction = simple.find(_XS + "restriction")
    if restriction is None:
        return Leaf()
    lengths = {
        tag: int(found.get("value"))
        for tag in ("minLength", "maxLength", "length")
        if (found := restriction.find(_XS + tag)) is not None
    }
    exact = lengths.get("length")
    patterns = [p.get("value", "") for p in restriction.findall(_XS + "pattern")]
    known = _known(patterns)
    return Leaf(
        base=_local(restriction.get("base", "string")),
        shortest=exact if exact is not None else lengths.get("minLength", 0),
        longest=exact if exact is not None else lengths.get("maxLength"),
        allowed=frozenset(e.get("value") for e in restriction.findall(_XS + "enumeration")),
        patterns=(known,) if known else (),
    )


def _known(patterns: list[str]) -> re.Pattern[str] | None:
    """Patterns of one type, of which one has to match, as Python reads them.

    None where it does not: then the compiled schema alone judges the text.
    """
    if not patterns or any(_FOREIGN.search(text) for text in patterns):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return re.compile("|".join(f"(?:{text})" for text in patterns))
    except (re.error, FutureWarning):
        return None
