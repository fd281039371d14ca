"""A run again from its own copies: the same bytes, or the files that differ."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aml.core.problem import Location, Problem, RunError
from aml.core.progress import Progress
from aml.pipeline.folder import building
from aml.pipeline.keep import kept_workspace
from aml.pipeline.scan import Engine, Scanned, scan
from aml.pipeline.write import write


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay compared, and the outputs that came out differently or not at all."""

    run_id: str
    outputs: int
    different: tuple[str, ...]


def read_manifest(run: Path) -> dict[str, Any]:
    """The manifest of a run directory. Raises RunError where there is none."""
    try:
        return dict(json.loads((run / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        message = "this is no complete run directory"
        raise RunError(Problem("RUN003", message, Location(str(run)))) from None


def rescan(
    run: Path, root: Path, build: Path, progress: Progress, engine: Engine | None = None
) -> Scanned:
    """Scan again what a run scanned, with the scenarios, tables and lists that it kept."""
    return scan(kept_workspace(run, root), build, progress, engine)


def replay(run: Path, root: Path, progress: Progress, engine: Engine | None = None) -> Replayed:
    """Repeat a run beside it and compare every output.

    Args:
        run: the run directory.
        root: the folder that the run's ledger paths are relative to.
        progress: told of each stage.
        engine: threads and memory, which change nothing.

    Raises:
        RunError: no run lies there, or a ledger is missing or has changed.
    """
    before = read_manifest(run)
    with building(run.parent) as build:
        again = write(rescan(run, root, build, progress, engine), build / "out", build, progress)
        after = read_manifest(again)
    then, now = before["outputs"], after["outputs"]
    names = sorted({*then, *now})
    different = [name for name in names if then.get(name) != now.get(name)]
    if before["findings_sha256"] != after["findings_sha256"]:
        different.append("findings_sha256")
    return Replayed(before["run_id"], len(names), tuple(different))
