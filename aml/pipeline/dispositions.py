"""Decisions on disk: read for a run, and appended to by one process at a time."""

from __future__ import annotations

import os
from pathlib import Path

from aml.case.dispositions import parse_dispositions, with_disposition
from aml.core.disposition import Disposition
from aml.core.problem import Location, Problem, RunError
from aml.pipeline.folder import alone, private

#: The file of decisions, in the folder of the workspace.
DISPOSITIONS = "dispositions.csv"


def dispositions_of(run: Path) -> Path | None:
    """The file of decisions of the workspace that a run lies in: beside its aml.toml."""
    above = (folder for folder in run.resolve().parents if (folder / "aml.toml").is_file())
    workspace = next(above, None)
    return workspace / DISPOSITIONS if workspace else None


def read_dispositions(path: Path) -> tuple[Disposition, ...]:
    """The decisions of a file; none where there is no file.

    Raises:
        RunError: the file cannot be read, or its chain is broken: every line at which it is.
    """
    return parse_dispositions(_text(path), path.name)


def append_disposition(path: Path, made: Disposition) -> None:
    """Write one more decision down, whatever others write meanwhile.

    The file is written anew beside itself and then takes its own place, so that a process that is
    killed leaves the old file or the new one.

    Raises:
        RunError: the file cannot be read or written, or its chain is broken; nothing is written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone(path.parent):
            text = _text(path)
            parse_dispositions(text, path.name)
            part = path.with_name(f".{path.name}.part")
            with open(part, "w", encoding="utf-8", newline="", opener=private) as file:
                file.write(with_disposition(text, made))
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
    except OSError as error:
        message = f"the decision cannot be written: {error.strerror or error}"
        raise RunError(Problem("DSP004", message, Location(path.name))) from None


def _text(path: Path) -> str | None:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        message = f"the file cannot be read: {reason}"
        raise RunError(Problem("DSP003", message, Location(path.name))) from None
