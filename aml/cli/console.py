"""What the user sees: results on stdout, progress and problems on stderr, colour on terminals."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from aml.core.problem import Problem

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

#: The width of a file or a pipe: no line of a table is as wide, so that none is folded or cut.
_WIDTH = 100_000

stdout = Console(highlight=False, soft_wrap=True)
if not stdout.file.isatty():  # is_terminal is true of a pipe as well where colour is forced
    stdout.width = _WIDTH
stderr = Console(stderr=True, highlight=False, soft_wrap=True)

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How results are printed.",
)


class ConsoleProgress:
    """Stages and steps on stderr: a moving line on a terminal, one plain line a stage elsewhere."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._since = self._started
        self._lines: list[str] = []
        self._bar = _bar()
        self._task = self._bar.add_task("Starting", total=None, step="")
        self._bar.start()

    def stage(self, name: str, steps: int = 0) -> None:
        """Show and log that a stage begins."""
        self._log(f"{name} ({steps})" if steps else name)
        self._bar.reset(self._task, description=name, total=steps or None, step="")
        if not stderr.is_terminal:
            stderr.print(f"{self._elapsed():6.1f} s  {name}", markup=False)

    def step(self, name: str) -> None:
        """Show and log that a step is done, with what it took."""
        now = time.monotonic()
        self._log(f"  {name}: {now - self._since:.2f} s")
        self._bar.update(self._task, advance=1, step=name)

    def lines(self) -> Sequence[str]:
        """The log so far."""
        return tuple(self._lines)

    def note(self, text: str) -> None:
        """A line for the log alone."""
        self._lines.append(text)

    def close(self) -> None:
        """Take the moving line away."""
        self._bar.stop()

    def _log(self, text: str) -> None:
        self._lines.append(f"{self._elapsed():8.2f} s  {text}")
        self._since = time.monotonic()

    def _elapsed(self) -> float:
        return time.monotonic() - self._started


def _bar() -> Bar:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[step]}"),
        console=stderr,
        transient=True,
        disable=not stderr.is_terminal,
    )


def print_problems(problems: Iterable[Problem], most: int = 40) -> None:
    """Problems on stderr, all of a file at once; beyond `most` their number."""
    listed = list(problems)
    for problem in listed[:most]:
        stderr.print(str(problem), markup=False)
    if len(listed) > most:
        stderr.print(f"... and {len(listed) - most} more problems", markup=False)


def print_json(shape: Any) -> None:
    """A result for other programs."""
    stdout.print(json.dumps(shape, indent=2, ensure_ascii=False), markup=False)


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A result for people."""
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", header_style="bold")
    for place, name in enumerate(columns):
        # The first column is what a reader copies: an id stays in one piece.
        table.add_column(name, overflow="fold", no_wrap=place == 0)
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    stdout.print(table)


def print_rows(
    form: str, title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    """Rows as a table or as JSON objects, as the user asked."""
    if form == "json":
        keys = [name.lower().replace(" ", "_") for name in columns]
        print_json([dict(zip(keys, (str(cell) for cell in row), strict=True)) for row in rows])
    else:
        print_table(title, columns, rows)


def say(text: str) -> None:
    """A line of result."""
    stdout.print(text, markup=False)


def say_lists(*lists: tuple[str, Iterable[str]]) -> None:
    """Texts below their headings, one line each."""
    for heading, texts in lists:
        say(f"\n{heading}\n" + "\n".join(f"  - {text}" for text in texts))
