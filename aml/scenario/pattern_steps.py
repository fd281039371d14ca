"""The text of a compiled pattern while it is written: named steps over the words of the pattern."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from aml.scenario.fragment import Draft, Fragment
from aml.scenario.pattern import Pattern
from aml.scenario.tree import tree_of

#: A line of SQL with `{}` for each fragment that it takes.
Line = tuple[str, tuple[Fragment, ...]]


@dataclass(slots=True)
class Steps:
    """Named steps (`WITH a AS (…), b AS (…)`), and the names that each of them speaks of."""

    pattern: Pattern
    draft: Draft = field(default_factory=Draft)
    _is_open: bool = False

    @property
    def keys(self) -> list[str]:
        """What keeps episodes apart: the focus first."""
        return [self.pattern.focus_column, *(part.text for part in self.pattern.apart)]

    @property
    def focus(self) -> str:
        """The column of the focus."""
        return self.pattern.focus_column

    @property
    def by(self) -> str:
        """The keys as a list in SQL."""
        return ", ".join(self.keys)

    @property
    def at(self) -> str:
        """The column that time is read from."""
        return self.pattern.clock.column.text

    @property
    def cites(self) -> str:
        """The column of the records that an alert cites."""
        return self.pattern.cites.text

    @property
    def order(self) -> str:
        """Rows of a focus in time, those of one instant by their ids."""
        return f"{self.at}, {self.cites}"

    def step(self, name: str, *lines: str | Line) -> str:
        """Write one step; gives its name back, for the step that reads it."""
        self.draft.say(f"{'), ' if self._is_open else 'WITH '}{name} AS (")
        self._is_open = True
        self.say(*lines)
        return name

    def say(self, *lines: str | Line) -> None:
        """Lines of the step that is open."""
        for line in lines:
            text, fragments = (line, ()) if isinstance(line, str) else line
            self.draft.say(f"    {text}", *fragments)

    def select(self, head: str, columns: Sequence[Line], source: str = "") -> list[Line]:
        """A SELECT whose columns stand one a line."""
        last = len(columns) - 1
        lines: list[Line] = [(head, ())]
        lines += [
            (f"    {text}{',' if place < last else ''}", fragments)
            for place, (text, fragments) in enumerate(columns)
        ]
        return [*lines, (f"FROM {source}", ())] if source else lines

    def needed(self) -> dict[str, Fragment]:
        """The columns that the pattern reads of its rows, each where it is first named."""
        pattern = self.pattern
        parts = [part for rolling in pattern.rolling for part in rolling.arguments]
        parts += [pattern.hit, *pattern.episode.values()]
        found: dict[str, Fragment] = {}
        for part in parts:
            for name in column_names(part.text):
                if name not in self.measured() and name != "step":
                    found.setdefault(name, _mention(part, name))
        return found

    def measured(self) -> list[str]:
        """The names of what is measured over the window."""
        return [rolling.name for rolling in self.pattern.rolling]


def column_names(text: str) -> list[str]:
    """The columns that a piece of SQL names, in order of their names."""
    tree = tree_of(text)
    return sorted({column.name for column in tree.find_all(exp.Column)})


def _mention(part: Fragment, name: str) -> Fragment:
    found = re.search(rf"\b{re.escape(name)}\b", part.text)
    return part.part(*found.span()) if found else Fragment(name, part.line, part.column)
