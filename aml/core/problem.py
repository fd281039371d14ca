"""What goes wrong, as values: a place, a code, a sentence and a way out.

The tree of exceptions, each carrying every problem found so far (never only the first):

AmlError
├── UsageError       the command line or aml.toml names something that cannot be used
├── LedgerError      a ledger, table or profile that cannot be read
├── ScenarioError    a scenario file, its SQL or its tests
├── ReportError      a document that cannot be rendered from its case
└── RunError         a run directory that cannot be written, replayed or verified
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: line and column (from 1) in files that people write, record in ledgers."""

    path: str
    line: int | None = None
    column: int | None = None
    record: int | None = None

    def __str__(self) -> str:
        if self.record is not None:
            return f"{self.path}: record {self.record}"
        places = [str(part) for part in (self.line, self.column) if part is not None]
        return ":".join([self.path, *places])


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: `code` finds it in docs/problems.md, `hint` says what to do about it.

    `excerpt` is the source line of a file that people write. It is never filled from a ledger:
    a ledger's row is personal data and stays out of messages and logs.
    """

    code: str
    message: str
    location: Location | None = None
    hint: str = ""
    excerpt: str = ""

    def __str__(self) -> str:
        head = f"{self.location}: " if self.location else ""
        lines = [f"{head}{self.code} {self.message}"]
        if self.excerpt and self.location and self.location.line:
            lines.append(f"    {self.location.line:>4} | {self.excerpt}")
        if self.hint:
            lines.append(f"    hint: {self.hint}")
        return "\n".join(lines)


class AmlError(Exception):
    """A user's mistake or a refused input: a list of problems, shown without a traceback."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[AmlError], tuple[tuple[Problem, ...]]]:
        """As it goes from one process to another: its problems are what it is made of."""
        return type(self), (self.problems,)


class UsageError(AmlError):
    """The command line or the workspace names something that cannot be used."""


class LedgerError(AmlError):
    """A ledger, a table or a profile cannot be read."""


class ScenarioError(AmlError):
    """A scenario file, its SQL or one of its tests is wrong."""


class ReportError(AmlError):
    """A document cannot be rendered from its case."""


class RunError(AmlError):
    """A run directory cannot be written, replayed or verified."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint naming the closest known word, or the known words themselves when few."""
    candidates: Sequence[str] = sorted(known)
    close = difflib.get_close_matches(word, candidates, n=1)
    if close:
        return f"did you mean '{close[0]}'?"
    if 0 < len(candidates) <= 16:
        return "known: " + ", ".join(candidates)
    return ""
