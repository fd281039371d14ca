"""A run again from its own copies: the same bytes, or the files that differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aml.core.progress import Progress
from aml.core.run import Run
from aml.pipeline.folder import building
from aml.pipeline.keep import kept_basis
from aml.pipeline.manifest import read_manifest
from aml.pipeline.scan import Engine, Scanned, scan
from aml.pipeline.write import write

#: What the manifest states apart from the outputs, which are compared one by one.
_APART = ("outputs", "packages")


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay compared, and the outputs that came out differently or not at all.

    `packages` names those whose version is another than the run's: they may be why.
    """

    run_id: str
    outputs: int
    different: tuple[str, ...]
    packages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """A run made again from its own copies: what it found, and the manifest of its outputs."""

    run: Run
    manifest: Mapping[str, Any]


def rescan(
    run: Path, root: Path, build: Path, progress: Progress, engine: Engine | None = None
) -> Scanned:
    """Scan again what a run scanned, with the scenarios, tables and lists that it kept."""
    return scan(kept_basis(run, root), build, progress, engine)


def repeat(run: Path, root: Path, progress: Progress, engine: Engine | None = None) -> Repeated:
    """Scan again what a run scanned, write every output again beside it, and keep the hashes.

    Raises:
        RunError: no run lies there, or a ledger is missing or has changed.
    """
    with building(run.parent) as build:
        scanned = rescan(run, root, build, progress, engine)
        place = write(scanned, build / "out", build, progress).place
        return Repeated(scanned.run, read_manifest(place))


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
    run = run.resolve()
    before = read_manifest(run)
    after = repeat(run, root, progress, engine).manifest
    names = sorted({*before["outputs"], *after["outputs"]})
    different = _different(before["outputs"], after["outputs"])
    stated = [{k: v for k, v in item.items() if k not in _APART} for item in (before, after)]
    different += [f"manifest.json: {name}" for name in _different(*stated)]
    packages = other_versions(before, after)
    return Replayed(before["run_id"], len(names), tuple(different), packages)


def other_versions(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The packages whose version is another than the one that a manifest names, with both."""
    made, here = before["packages"], after["packages"]
    return tuple(f"{name} {made.get(name)} -> {here.get(name)}" for name in _different(made, here))


def _different(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    names = sorted({*before, *after})
    return [name for name in names if before.get(name) != after.get(name)]
