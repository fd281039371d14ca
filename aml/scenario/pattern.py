"""`pattern:` — what most scenarios look for, declared: rows, a focus, a rolling window, conditions.

This module reads the section; `pattern_sql` writes the SELECT that it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from aml.config import Section
from aml.config.node import Node
from aml.core.problem import Location, did_you_mean
from aml.core.scenario import Parameter
from aml.scenario.fragment import Fragment, fragment

Fragments = Mapping[str, Fragment]

#: What a rolling window can measure, and how many arguments each takes.
MEASURED = {"count": 0, "sum": 1, "min": 1, "max": 1, "distinct": 1, "share": 2}
_CALL = re.compile(r"\s*(\w+)\s*\((.*)\)\s*", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_]\w*")
#: Names that the compiled SQL gives to its own steps.
STEPS = frozenset(
    """entries busy counted covered stepped numbered spans outward moves timed followed episodes
    known judged""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Clock:
    """The column that time is read from, and the parameter that spans a window over it.

    A window of days counts calendar dates of a `_on` column, both ends among them; hours reach
    back from an instant (`_at`), both ends included.
    """

    column: Fragment
    parameter: str
    unit: str

    @property
    def reach(self) -> str:
        """How far back a window reaches from a row, as an interval."""
        return f"INTERVAL ({self.span}) {self.unit}"

    @property
    def span(self) -> str:
        """The number in that interval."""
        return f"${self.parameter} - 1" if self.unit == "DAY" else f"${self.parameter}"


@dataclass(frozen=True, slots=True)
class Rolling:
    """What is measured over the window that ends at each row."""

    name: str
    function: str
    arguments: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Where rows come from: a table, which of its rows, and columns computed from them."""

    table: Fragment
    where: Fragment | None
    columns: Fragments


@dataclass(frozen=True, slots=True)
class Then:
    """What follows: rows of the same focus within a distance after the last row of the window."""

    rows: Rows
    at: Fragment
    cites: Fragment
    parameter: str
    unit: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as read, with the place of each part."""

    location: Location
    named: Fragments
    rows: Rows
    focus: Fragment
    focus_column: str
    apart: tuple[Fragment, ...]
    cites: Fragment
    clock: Clock
    rolling: tuple[Rolling, ...]
    hit: Fragment
    then: Then | None
    episode: Fragments
    lookups: Fragments
    measures: Fragments
    keep: Fragment | None


def read_pattern(
    section: Section, focus_column: str, parameters: tuple[Parameter, ...]
) -> Pattern | None:
    """The pattern of a scenario, or None with its mistakes reported."""
    item = section.section("pattern")
    if item is None:
        return None
    before = len(item.source.problems)
    reader = _Reader(item, {parameter.name: parameter for parameter in parameters})
    pattern = reader.pattern(section.place("pattern"), focus_column)
    item.close()
    return pattern if len(item.source.problems) == before else None


class _Reader:
    """Reads one `pattern:` section."""

    def __init__(self, item: Section, parameters: Mapping[str, Parameter]) -> None:
        self.item = item
        self.parameters = parameters

    def pattern(self, location: Location, focus_column: str) -> Pattern:
        item = self.item
        named = self.named("with")
        apart = item.node("apart")
        focus = self.sql(item, "focus") if "focus" in item else self.default(focus_column)
        found = Pattern(
            location=location,
            named=named,
            rows=self.rows(item),
            focus=focus,
            focus_column=focus_column,
            apart=tuple(self.listed(apart)) if apart else (),
            cites=self.sql(item, "cites") if "cites" in item else self.default("transaction_id"),
            clock=self.clock(),
            rolling=tuple(self.rolling()),
            hit=self.sql(item, "hit"),
            then=self.then(),
            episode=self.named("episode"),
            lookups=self.named("lookups"),
            measures=self.named("measures"),
            keep=self.sql(item, "keep") if "keep" in item else None,
        )
        self.refuse_clashes(found)
        return found

    def default(self, name: str) -> Fragment:
        """A name that the author left out, which stands nowhere in the file."""
        return Fragment(name, 0, 0)

    def sql(self, within: Section, key: str) -> Fragment:
        """The SQL under a key, which must be there and parse as an expression."""
        node = within.node(key)
        if node is None or not isinstance(node.value, str) or not node.value.strip():
            within.text(key)  # reports what lacks, or what else it is
            return self.default("")
        return self.checked(node)

    def checked(self, node: Node) -> Fragment:
        """A fragment that parses on its own, so that none can change the text around it."""
        found = fragment(node, self.item.source)
        try:
            parsed = sqlglot.parse(found.text, dialect="duckdb")
        except SqlglotError:
            parsed = []
        if len(parsed) != 1 or parsed[0] is None or isinstance(parsed[0], exp.Command):
            hint = "one SQL expression, or one SELECT; quote a text that holds a comma inside { }"
            self.report("PAT001", f"not SQL: {found.text.splitlines()[0][:60]}", node, hint)
        return found

    def report(self, code: str, message: str, node: Node, hint: str) -> None:
        self.item.source.report(code, message, node.location, hint)

    def listed(self, node: Node) -> Iterator[Fragment]:
        """Column names: one, or a list of them."""
        nodes = node.value if isinstance(node.value, list) else [node]
        for one in nodes:
            if isinstance(one.value, str) and _NAME.fullmatch(one.value):
                yield fragment(one, self.item.source)
            else:
                self.report("PAT001", "no name of a column", one, "such as [direction, line_id]")

    def named(self, key: str, within: Section | None = None) -> Fragments:
        """SQL by the names that the author gives."""
        section = (within or self.item).section(key)
        if section is None:
            return {}
        found: dict[str, Fragment] = {}
        for name, node in section.entries():
            if not _NAME.fullmatch(name):
                message = f"'{name}' is no name"
                section.source.report("PAT001", message, section.place(name), "words with _")
            elif not isinstance(node.value, str) or not node.value.strip():
                section.text(name)
            else:
                found[name] = self.checked(node)
        return found

    def rows(self, within: Section) -> Rows:
        where = self.sql(within, "where") if "where" in within else None
        return Rows(self.sql(within, "from"), where, self.named("columns", within))

    def clock(self) -> Clock:
        name, unit = self.span(self.item, "window", {"days": "DAY", "hours": "HOUR"})
        column = self.sql(self.item, "at")
        ending = "_on" if unit == "DAY" else "_at"
        if column and not column.text.endswith(ending):
            hint = "days count dates (booked_on), hours count from instants (booked_at)"
            self.item.wrong(
                "at", f"a window of this kind reads a column in {ending}", hint, "PAT003"
            )
        return Clock(column, name, unit)

    def span(self, within: Section, key: str, units: Mapping[str, str]) -> tuple[str, str]:
        """The parameter that a span names, and the unit of its kind."""
        name = within.text(key)
        parameter = self.parameters.get(name)
        if name and (parameter is None or parameter.kind not in units):
            fitting = [p.name for p in self.parameters.values() if p.kind in units]
            hint = did_you_mean(name, fitting) or f"a parameter of type {' or '.join(units)}"
            within.wrong(key, f"'{name}' is no such parameter", hint, "PAT003")
        kind = parameter.kind if parameter else next(iter(units))
        return name, units.get(kind, "DAY")

    def rolling(self) -> Iterator[Rolling]:
        section = self.item.section("rolling", required=True)
        for name, node in section.entries() if section else ():
            call = _CALL.fullmatch(str(node.value))
            if call is None or call[1] not in MEASURED:
                word = call[1] if call else str(node.value)
                all_of_them = f"one of {', '.join(f'{name}()' for name in MEASURED)}"
                hint = did_you_mean(word, MEASURED) if call else all_of_them
                self.report("PAT002", f"'{word}' is nothing that a window measures", node, hint)
                continue
            arguments = tuple(_arguments(fragment(node, self.item.source), call))
            if len(arguments) != MEASURED[call[1]]:
                hint = "count(), sum(amount_base), distinct(place_id), share(amount_base, is_cash)"
                message = f"{call[1]}() takes {MEASURED[call[1]]} arguments, not {len(arguments)}"
                self.report("PAT002", message, node, hint)
                continue
            yield Rolling(name, call[1], arguments)

    def then(self) -> Then | None:
        within = self.item.section("then")
        if within is None:
            return None
        name, unit = self.span(within, "within", {"offset": "DAY", "hours": "HOUR"})
        at = self.sql(within, "at") if "at" in within else self.sql(self.item, "at")
        cites = self.sql(within, "cites") if "cites" in within else self.default("transaction_id")
        found = Then(self.rows(within), at, cites, name, unit)
        within.close()
        if "apart" in self.item:
            hint = "one focus has one chain of episodes when money is followed"
            within.wrong("within", "then: and apart: do not go together", hint, "PAT004")
        return found

    def refuse_clashes(self, pattern: Pattern) -> None:
        """A name given twice would silently stand for the first."""
        taken: set[str] = set()
        groups = (
            ("with", pattern.named), ("columns", pattern.rows.columns),
            ("rolling", {r.name: None for r in pattern.rolling}), ("episode", pattern.episode),
            ("lookups", pattern.lookups), ("measures", pattern.measures),
        )  # fmt: skip
        for key, names in groups:
            section = self.item.section(key)
            for name in names:
                is_step = name in STEPS and key in ("with", "lookups")
                if (is_step or name in taken) and section is not None:
                    message = f"the name '{name}' is taken"
                    section.source.report("PAT004", message, section.place(name), "choose another")
            # A column and a measure of the whole episode may share a name: they never meet.
            if key != "columns":
                taken |= set(names)


def _arguments(whole: Fragment, call: re.Match[str]) -> Iterator[Fragment]:
    """The arguments of a call, parted at the commas that stand in no brackets of their own."""
    start, depth, quoted = call.start(2), 0, False
    for place in range(call.start(2), call.end(2) + 1):
        sign = whole.text[place] if place < call.end(2) else ","
        if sign == "'":
            quoted = not quoted
        depth += 0 if quoted else (sign == "(") - (sign == ")")
        if sign == "," and not depth and not quoted:
            text = whole.text[start:place]
            lead = len(text) - len(text.lstrip())
            if text.strip():
                yield whole.part(start + lead, start + lead + len(text.strip()))
            start = place + 1
