"""What a FIU's schema says of its elements: their order, which are needed, and what fits in each.

Read from the FIU's own XSD (aml/report/goaml/xsd.py), or from a table of ours for goAML 5.0.1
(elements.txt) where the profile names none; then nothing is validated, and the file says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

#: The first day that goAML 5 takes: its database stores no earlier one.
FIRST_DAY = "1753-01-01"
#: The largest sum that goAML takes, in either direction.
LARGEST = Decimal("7900000000000000")


@dataclass(frozen=True, slots=True)
class Leaf:
    """What fits in an element of text. `allowed` is a closed list, empty where there is none."""

    base: str = "string"
    shortest: int = 0
    longest: int | None = None
    allowed: frozenset[str] = frozenset()
    patterns: tuple[re.Pattern[str], ...] = ()

    def unfit(self, text: str, longest: int | None = None) -> str:
        """Why a text does not fit, empty when it does; never the text itself."""
        limit = self.longest
        if longest is not None and (limit is None or longest < limit):
            limit = longest
        if limit is not None and len(text) > limit:
            return f"at most {limit} characters"
        if len(text) < self.shortest:
            return f"at least {self.shortest} characters"
        if self.allowed and text not in self.allowed:
            return "a code of the FIU's list"
        if self.patterns and any(p.fullmatch(text) is None for p in self.patterns):
            return "only the letters and form that the FIU takes"
        return self._unfit_kind(text)

    def _unfit_kind(self, text: str) -> str:
        if self.base == "dateTime":
            return "" if text >= FIRST_DAY else f"a day from {FIRST_DAY} on"
        if self.base in ("decimal", "int"):
            value = _number(text)
            if value is None or abs(value) > LARGEST:
                return "a number that goAML can hold"
            if self.base == "int" and not (value == int(value) and 1 <= value < 2**31):
                return "a whole number from 1 on"
        return ""


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


@dataclass(frozen=True, slots=True)
class Element:
    """A place for elements of one name; `kind` is the key of a leaf or of a type."""

    name: str
    kind: str
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """Places in order, or a choice between them; `names` are those of all its places."""

    form: Literal["sequence", "choice"]
    low: int
    items: tuple[Element | Group, ...]
    names: frozenset[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(e.name for e in self.elements()))

    def elements(self) -> Iterator[Element]:
        """Every place of the group, at any depth."""
        for item in self.items:
            if isinstance(item, Element):
                yield item
            else:
                yield from item.elements()


@dataclass(frozen=True, slots=True)
class Order:
    """A schema as it is written by: types and leaves by key, and how it is validated.

    `schema` is lxml's compiled schema, None for the table of ours. `patches` are the places where
    the FIU's file was corrected in memory before it could be used, as `line N: what`.
    """

    name: str
    types: Mapping[str, Group]
    leaves: Mapping[str, Leaf]
    patches: tuple[str, ...] = ()
    schema: Any = field(default=None, compare=False)

    @property
    def is_validating(self) -> bool:
        """Whether a report is checked against the FIU's own schema."""
        return self.schema is not None

    def kind_at(self, *names: str) -> str:
        """The type of the element at a path below `report`, empty where there is none."""
        kind = "report"
        for name in names:
            found = (e.kind for e in self.types[kind].elements() if e.name == name)
            kind = next(found, "")
            if not kind:
                return ""
        return kind

    def takes(self, kind: str, name: str) -> bool:
        """Whether a type has a place for elements of a name."""
        return kind in self.types and name in self.types[kind].names


def shown(kind: str) -> str:
    """The name of a type in a message: its own, or that of its element where it has none."""
    return kind.rsplit("/", 1)[-1]
