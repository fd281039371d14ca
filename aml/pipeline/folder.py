"""The run directory: built beside its final name, renamed into place when complete.

A scan killed at any instant leaves no run directory or a whole one. What it leaves of its work is
cleared by the next scan, once nobody holds it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from aml.core.problem import Location, Problem, RunError

_PREFIX = ".scan-"
_LOCK = ".lock"


class Folder:
    """Files being written, with the hash of each; nothing in it is public."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.hashes: dict[str, str] = {}
        path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def write(self, name: str, content: str | bytes, *, is_hashed: bool = True) -> None:
        """Write one file, 0600; what tells of the machine, such as run.log, is not hashed."""
        target = self.path / name
        for parent in reversed(target.relative_to(self.path).parents[:-1]):
            (self.path / parent).mkdir(mode=0o700, exist_ok=True)
        data = content.encode("utf-8") if isinstance(content, str) else content
        part = target.with_name(f".{target.name}.part")
        with open(part, "wb", opener=private) as file:
            file.write(data)
        part.replace(target)
        if is_hashed:
            self.hashes[name] = hashlib.sha256(data).hexdigest()


def private(path: str, flags: int) -> int:
    """Opens a file that only its user may read."""
    return os.open(path, flags, 0o600)


@contextlib.contextmanager
def building(out: Path) -> Iterator[Path]:
    """A folder of one scan's own inside `out`, gone when the scan is over.

    Folders above it that had to be made go as well where nothing came into them.

    Raises:
        RunError: the output folder cannot be written.
    """
    made = [path for path in (out, *out.parents) if not path.exists()]
    with contextlib.ExitStack() as stack:
        stack.callback(_unmake, out, made)
        with refused(out):
            out.mkdir(mode=0o700, parents=True, exist_ok=True)
            with alone(out):
                # Whoever had the lock before may have taken the folder away that it had made.
                out.mkdir(mode=0o700, parents=True, exist_ok=True)
                _clear_abandoned(out)
                path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=out))
                lock = stack.enter_context((path / _LOCK).open("w"))
                _hold(lock)
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)


def _unmake(out: Path, made: Sequence[Path]) -> None:
    """Remove the folders that one scan made, innermost first, where nobody put anything in."""
    if out not in made or not out.is_dir():
        return
    with contextlib.suppress(OSError), alone(out):
        if [path.name for path in out.iterdir()] == [_LOCK]:
            (out / _LOCK).unlink()
            for path in made:
                path.rmdir()


@contextlib.contextmanager
def alone(out: Path) -> Iterator[None]:
    """Nobody else begins or publishes a scan in `out` meanwhile."""
    with (out / _LOCK).open("w") as lock:
        _hold(lock, wait=True)
        yield


@contextlib.contextmanager
def refused(place: Path) -> Iterator[None]:
    """Turn what the operating system refuses into a problem with a way out."""
    try:
        yield
    except OSError as error:
        raise RunError(unwritable(place, error.strerror or type(error).__name__)) from None


def unwritable(place: Path, reason: str) -> Problem:
    """The problem of an output folder that takes no more."""
    hint = "choose another --out, or make room; nothing was published"
    message = f"the output cannot be written: {reason}"
    return Problem("RUN020", message, Location(str(place)), hint)


def _hold(lock: IO[str], *, wait: bool = False) -> bool:
    """Hold a lock until its file is closed; False when another process holds it."""
    try:
        import fcntl
    except ImportError:  # no such locks on this system: abandoned folders stay
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _clear_abandoned(out: Path) -> None:
    """Remove the folders of scans that are no more; a living one holds its lock."""
    for path in sorted(out.glob(f"{_PREFIX}*")):
        is_abandoned = True
        if (path / _LOCK).exists():
            with (path / _LOCK).open("w") as lock:
                is_abandoned = _hold(lock)
        if is_abandoned:
            shutil.rmtree(path, ignore_errors=True)
