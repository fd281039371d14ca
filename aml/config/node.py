"""A value of a hand-written file with its place, and the reader that asks for values by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from aml.core.problem import Location, Problem, did_you_mean


@dataclass(frozen=True, slots=True)
class Node:
    """A scalar as written, a list of nodes, or a mapping; `is_block` marks a `|` text.

    Scalars stay text until somebody asks for a number or a day, so 012 is never 12 or 10.
    """

    value: str | list[Node] | dict[str, Node]
    location: Location
    keys: Mapping[str, Location] = field(default_factory=dict)
    is_block: bool = False

    @property
    def kind(self) -> str:
        """How a message names it."""
        if isinstance(self.value, dict):
            return "a mapping"
        return "a list" if isinstance(self.value, list) else "a text"


@dataclass(slots=True)
class Source:
    """One file being read: its lines for excerpts, its problems so far."""

    path: str
    lines: Sequence[str]
    problems: list[Problem] = field(default_factory=list)

    def report(self, code: str, message: str, at: Location, hint: str = "") -> None:
        """Note a problem with the source line it stands on."""
        line = at.line or 0
        excerpt = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        self.problems.append(Problem(code, message, at, hint, excerpt.rstrip()))


class Section:
    """One mapping of a file. Each key asked for is known; `close` reports the others as unknown."""

    def __init__(self, node: Node, source: Source, what: str) -> None:
        self.source = source
        self.what = what
        self.location = node.location
        self.asked: set[str] = set()
        self.keys: Mapping[str, Location] = node.keys
        self.nodes: dict[str, Node] = {}
        if isinstance(node.value, dict):
            self.nodes = node.value
        else:
            hint = "write `key: value` lines below it, indented"
            source.report("CFG003", f"{what} is {node.kind}, not a mapping", node.location, hint)

    def __contains__(self, key: str) -> bool:
        return key in self.nodes

    def node(self, key: str) -> Node | None:
        """The raw node of a key, if it is there."""
        self.asked.add(key)
        return self.nodes.get(key)

    def place(self, key: str) -> Location:
        """Where a key stands, or the section itself when it is missing."""
        return self.keys.get(key, self.location)

    def wrong(self, key: str, message: str, hint: str = "", code: str = "CFG004") -> None:
        """Report a value that cannot be used, at its place."""
        node = self.nodes.get(key)
        self.source.report(code, message, node.location if node else self.place(key), hint)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required when no default is given."""
        node = self.node(key)
        if node is None:
            if default is None:
                self._missing(key)
            return default or ""
        if not isinstance(node.value, str):
            hint = "one text; quotes keep brackets and ': ' in it"
            self.wrong(key, f"'{key}' is {node.kind}, not a text", hint)
            return default or ""
        if default is None and not node.value.strip():
            self.wrong(key, f"'{key}' is empty", f"write what follows `{key}:`")
        return node.value

    def choice(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """A text out of a closed list."""
        value = self.text(key, default)
        if value and value not in allowed:
            self.wrong(key, f"'{value}' is no {key}", did_you_mean(value, allowed))
            return default or allowed[0]
        return value

    def number(self, key: str, default: Decimal | None = None) -> Decimal:
        """An exact decimal number."""
        written = self.text(key, None if default is None else str(default))
        value = to_decimal(written)
        if value is None and written:
            self.wrong(key, f"'{key}' is not a number: '{written}'", "such as 5 or 0.80")
        return value if value is not None else (default or Decimal(0))

    def integer(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        written = self.text(key, None if default is None else str(default))
        value = to_decimal(written)
        if value is not None and value == value.to_integral_value():
            return int(value)
        if written:
            self.wrong(key, f"'{key}' is not a whole number: '{written}'", "such as 1")
        return 1  # stands in: 0 would be a second mistake of what counts from 1

    def flag(self, key: str, default: bool) -> bool:  # noqa: FBT001
        """One of the words true and false."""
        value = self.text(key, "true" if default else "false")
        if value not in ("true", "false"):
            self.wrong(key, f"'{key}' is neither true nor false: '{value}'", "true or false")
        return value == "true"

    def day(self, key: str) -> date:
        """A calendar date, YYYY-MM-DD."""
        written = self.text(key)
        try:
            return date.fromisoformat(written)
        except ValueError:
            if written:
                self.wrong(key, f"'{key}' is not a date: '{written}'", "write it as YYYY-MM-DD")
            return date(1, 1, 1)

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts; one text alone counts as a list of one."""
        node = self.node(key)
        if node is None:
            if required:
                self._missing(key)
            return ()
        if isinstance(node.value, str):
            if required and not node.value.strip():
                self.wrong(key, f"'{key}' is empty", "at least one")
            return (node.value,)
        if isinstance(node.value, dict) or any(not isinstance(i.value, str) for i in node.value):
            self.wrong(
                key, f"'{key}' is not a list of texts", "an item with ': ' in it needs quotes"
            )
            return ()
        if required and not any(str(item.value).strip() for item in node.value):
            self.wrong(key, f"'{key}' is empty", "at least one")
        return tuple(str(item.value) for item in node.value)

    def section(self, key: str, *, required: bool = False) -> Section | None:
        """A mapping under a key."""
        node = self.node(key)
        if node is None:
            if required:
                self._missing(key)
            return None
        return Section(node, self.source, f"'{key}'")

    def sections(self, key: str) -> Iterator[Section]:
        """The mappings of a list."""
        node = self.node(key)
        if node is None:
            return
        if not isinstance(node.value, list):
            self.wrong(key, f"'{key}' is {node.kind}, not a list", "lines that begin with `- `")
            return
        for item in node.value:
            yield Section(item, self.source, f"an item of '{key}'")

    def entries(self) -> Iterator[tuple[str, Node]]:
        """Every key with its node: for mappings whose keys are names that the author chose."""
        for key, node in self.nodes.items():
            self.asked.add(key)
            yield key, node

    def close(self) -> None:
        """Report every key that nobody asked for."""
        for key in self.nodes:
            if key not in self.asked:
                hint = did_you_mean(key, self.asked) or "delete it, or correct its name"
                if " " in key:
                    hint = "inside { } a comma ends the value; quote a text that holds one"
                self.source.report(
                    "CFG002", f"unknown key '{key}' in {self.what}", self.place(key), hint
                )

    def _missing(self, key: str) -> None:
        self.source.report("CFG005", f"{self.what} lacks '{key}'", self.location, f"add `{key}:`")


def to_decimal(text: str) -> Decimal | None:
    """An exact number, or None when the text is none (NaN and infinities are none)."""
    try:
        value = Decimal(text.strip().replace("_", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
