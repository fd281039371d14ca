"""How long work tells where it is, without printing: the command line hands in a Progress."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol


class Progress(Protocol):
    """Receives the names of stages and steps. Never a person's name, account, amount or row."""

    def stage(self, name: str, steps: int = 0) -> None:
        """A new stage begins, with so many steps if that is known."""

    def step(self, name: str) -> None:
        """One more step of the stage is done."""

    def lines(self) -> Sequence[str]:
        """What run.log will hold: the stages and steps so far with their durations."""


class Silent:
    """A Progress that says nothing: tests and library use."""

    def stage(self, name: str, steps: int = 0) -> None:
        """Ignore it."""

    def step(self, name: str) -> None:
        """Ignore it."""

    def lines(self) -> Sequence[str]:
        """Nothing was kept."""
        return ()


@contextmanager
def stepping(progress: Progress, name: str) -> Iterator[None]:
    """Report a step once its work is done, also when it failed."""
    try:
        yield
    finally:
        progress.step(name)
