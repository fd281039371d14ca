"""The files that a path names: one file, all of a folder, all that match a pattern."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path, PurePath

from aml.ledger.archive import is_ledger


@dataclass(frozen=True, slots=True)
class Found:
    """Files in order of their paths, each with its name in messages, and the names of others.

    `left_out` are files that lie there and are not read: hidden ones, and those of an ending that
    none of the readers knows. They are named in the run, never passed over in silence.
    """

    files: tuple[tuple[Path, str], ...] = ()
    left_out: tuple[str, ...] = ()


def matching(root: Path, pattern: str) -> tuple[list[Path], list[Path]]:
    """The files that a path or pattern names below `root`, and those that are left out.

    A file that is named itself is read whatever its name is. So is one that matches a pattern with
    an ending of its own (`*.out`), unless it is hidden.
    """
    place = root / pattern
    if place.is_file():
        return [place.resolve()], []
    if place.is_dir():
        return _parted(place, place.rglob("*"), is_any_ending=False)
    parts = PurePath(pattern).parts
    # What stands before the first mark is named itself, hidden or not.
    named = list(takewhile(lambda part: not set(part) & set("*?["), parts))
    above, wanted = root.joinpath(*named), parts[len(named) :]
    if not wanted:
        return [], []
    has_ending = PurePath(pattern).suffix not in ("", ".*")
    return _parted(above, above.glob(str(PurePath(*wanted))), is_any_ending=has_ending)


def _parted(
    above: Path, paths: Iterable[Path], *, is_any_ending: bool
) -> tuple[list[Path], list[Path]]:
    taken: list[Path] = []
    left: list[Path] = []
    for path in sorted(path for path in paths if path.is_file()):
        below = path.relative_to(above)
        # With an ending that the pattern names, only what makes a file hidden can keep it out.
        name = below.with_suffix(".csv") if is_any_ending else below
        (taken if is_ledger(name.as_posix()) else left).append(path.resolve())
    return taken, left
