"""What decided on a run, kept with it: scenarios, tables, profiles, settings, the run before.

`aml replay` uses these copies and never the working ones. Ledgers and the bank's own records are
too large to copy and are named by path and hash; lists lie by hash in the archive of the output
folder, once for all runs.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from aml.config import Section
from aml.core.digest import file_sha256
from aml.core.disposition import Disposition
from aml.core.plain import plain, plain_text, restore
from aml.core.problem import Location, Problem, RunError
from aml.core.threshold_set import ThresholdSet
from aml.pipeline.basis import Basis, gather
from aml.pipeline.folder import Folder
from aml.pipeline.goaml import KEPT
from aml.pipeline.inputs import fiu_files, rule_files
from aml.pipeline.ledger_files import Found
from aml.pipeline.manifest import LISTS, read_manifest
from aml.pipeline.previous import Previous
from aml.pipeline.scan import Scanned
from aml.pipeline.workspace import Workspace, read_workspace

_SETTINGS = "inputs/aml.toml"
_PREVIOUS = "inputs/previous.json"
_DISPOSITIONS = "inputs/dispositions.json"
#: Tables that are small and decide: they are copied into the run.
_REFERENCE = (
    "basket_terms", "calendar", "country_risk", "fx_rates", "hs_prices", "identity_overrides",
    "port_employers", "ports", "precursors", "suppressions", "threshold_areas", "thresholds",
)  # fmt: skip


def keep_inputs(folder: Folder, scanned: Scanned) -> None:
    """Copy everything small that decided into the run.

    Raises:
        RunError: a table is no longer the one that was read.
    """
    basis = scanned.basis
    workspace = basis.workspace
    for name, path in rule_files(workspace).items():
        folder.write(f"inputs/scenarios/{name}", path.read_bytes())
    names = _profile_names(basis)
    for key, name in names.items():
        folder.write(f"inputs/profiles/{name}.yml", basis.profiles[key].path.read_bytes())
    for name, path in fiu_files(workspace).items():
        folder.write(f"{KEPT}/{name}", path.read_bytes())
    _copy(scanned, _REFERENCE, folder, "inputs/tables/")
    folder.write(_SETTINGS, "\n".join(_settings(workspace, names)))
    if basis.previous:
        folder.write(_PREVIOUS, plain_text(basis.previous))
    if basis.dispositions:
        folder.write(_DISPOSITIONS, plain_text(basis.dispositions))


def archive_lists(scanned: Scanned, out: Path) -> None:
    """Copy the lists into the archive that all runs of an output folder share.

    Raises:
        RunError: a list is no longer the one that was read.
    """
    if any(item.table in LISTS for item in scanned.basis.workspace.inputs):
        _copy(scanned, LISTS, Folder(out / "archive"), "")


def _profile_names(basis: Basis) -> dict[str, str]:
    """Where each profile is kept: by its name, and in a numbered folder where others share it."""
    hashes = {key: file_sha256(profile.path) for key, profile in basis.profiles.items()}
    kept = {}
    for key, profile in basis.profiles.items():
        twins = {hashes[k] for k, other in basis.profiles.items() if other.name == profile.name}
        place = sorted(twins).index(hashes[key])
        kept[key] = f"{place}/{profile.name}" if place else profile.name
    return kept


def _copy(scanned: Scanned, tables: Collection[str], folder: Folder, place: str) -> None:
    """The files of some tables, each named by the hash that was read."""
    read = {file.path: file.sha256 for file in scanned.run.reading.files}
    for item in scanned.basis.workspace.inputs:
        for path, shown in zip(item.paths, item.shown, strict=True):
            sha256 = _hash_of(shown, read)
            name = f"{place}{sha256}{path.suffix}"
            if item.table in tables and not (folder.path / name).exists():
                if file_sha256(path) != sha256:
                    raise RunError(_changed(path, sha256, shown))
                folder.write(name, path.read_bytes())


def _hash_of(shown: str, read: Mapping[str, str]) -> str:
    """The hash that was read of a file; each file out of an archive has that of the archive."""
    members = (sha256 for path, sha256 in read.items() if path.startswith(f"{shown}/"))
    return read.get(shown) or next(members, "")


def _settings(workspace: Workspace, profiles: Mapping[str, str]) -> Iterator[str]:
    """The aml.toml in force: the workspace's own with what the command line changed."""
    institution = workspace.institution
    yield from _table("[institution]", plain(institution))
    for item in workspace.inputs:
        yield from _table(
            "[[input]]",
            {
                "table": item.table,
                "ledger": item.ledger_id,
                "profile": profiles[str(item.profile)],
                "paths": list(item.shown),
                "left_out": list(item.left_out) or None,
            },
        )
    scan = {
        "threshold_set": workspace.threshold_set,
        "require": list(workspace.require),
        "allow": list(workspace.allow),
        "max_rejected": workspace.max_rejected,
        "show_rows": workspace.show_rows,
        "time_limit_seconds": workspace.time_limit,
        "detector": workspace.use_detector,
        "as_of": workspace.as_of.isoformat() if workspace.as_of else None,
        "arrival_days": workspace.arrival_days,
    }
    yield from _table("[scan]", scan)
    yield from _table("[detector]", {"monthly_cap": workspace.monthly_cap})
    filer = plain(workspace.filer)
    address, person = filer.pop("address"), filer.pop("person")
    yield from _table("[filing]", filer)
    yield from _table("[filing.address]", address)
    yield from _table("[filing.person]", person)
    for scenario_id, values in sorted(workspace.parameters.items()):
        yield from _table(f"[parameters.{scenario_id}]", values)
    for scenario_id, sets in sorted(workspace.threshold_sets.items()):
        for held in sets:
            yield from _threshold_set(f"threshold_sets.{scenario_id}", held)
    yield from _table("[output]", {"documents": list(workspace.documents)})


def _threshold_set(name: str, item: ThresholdSet) -> Iterator[str]:
    head = {"id": item.set_id, "version": item.version, "reason": item.reason}
    yield from _table(f"[[{name}]]", head)
    if item.when:
        yield from _table(f"[{name}.when]", plain(item.when))
    yield from _table(f"[{name}.parameters]", plain(item.parameters))


def _table(header: str, values: Mapping[str, Any]) -> Iterator[str]:
    """A table of TOML: its texts, numbers and lists are written as JSON writes them."""
    yield header
    for name, value in values.items():
        if value is not None:
            yield f"{name} = {json.dumps(value, ensure_ascii=False)}"
    yield ""


def kept_basis(run: Path, root: Path) -> Basis:
    """What an earlier run was made with, from its own copies; ledgers lie below `root`.

    Raises:
        RunError: no run lies there, or a ledger is missing or has changed since (both hashes).
    """
    kept, problems = kept_workspace(run, root)
    if problems:
        raise RunError(problems)
    previous = _restored(run, _PREVIOUS, Previous)
    return gather(kept, previous, kept_dispositions(run))


def kept_workspace(run: Path, root: Path) -> tuple[Workspace, list[Problem]]:
    """The workspace that an earlier run was made with, and what of its inputs is not there now.

    Raises:
        RunError: no run lies there.
        UsageError: what it kept was changed since.
    """
    hashes = {file["path"]: file["sha256"] for file in read_manifest(run)["inputs"]}
    problems: list[Problem] = []

    def find(_: Section, shown: str) -> Found:
        return Found(((_kept(run, root, shown, hashes, problems), shown),))

    workspace = read_workspace(run / _SETTINGS, root, find)
    kept = replace(
        workspace,
        scenarios=run / "inputs" / "scenarios",
        profiles=(run / "inputs" / "profiles",),
        fiu_profiles=(run / KEPT,),
    )
    return kept, problems


def kept_dispositions(run: Path) -> tuple[Disposition, ...]:
    """The decisions that a run was made with. Raises RunError where they were changed since."""
    return _restored(run, _DISPOSITIONS, tuple[Disposition, ...]) or ()


def _kept(
    run: Path, root: Path, shown: str, hashes: Mapping[str, str], problems: list[Problem]
) -> Path:
    """The kept copy of an input, or the file itself when it is still the one that was read."""
    path = root / shown
    sha256 = _hash_of(shown, hashes)
    for folder in (run / "inputs" / "tables", run.parent / "archive"):
        copy = folder / f"{sha256}{path.suffix}"
        if copy.is_file() and file_sha256(copy) == sha256:
            return copy
    if not path.is_file():
        hint = "name the folder that its path is relative to: --workspace DIR"
        message = "the run read this file, and it is missing"
        problems.append(Problem("RUN030", message, Location(shown), hint))
    elif file_sha256(path) != sha256:
        problems.append(_changed(path, sha256, shown))
    return path


def _changed(path: Path, sha256: str, shown: str) -> Problem:
    message = f"the file has changed: the run read {sha256}, now it is {file_sha256(path)}"
    return Problem("RUN031", message, Location(shown), "restore what was scanned")


def _restored(run: Path, name: str, shape: Any) -> Any:
    """A value that the run kept as JSON; None where it kept none."""
    path = run / name
    if not path.is_file():
        return None
    try:
        return restore(shape, json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        at = Location(f"{run.name}/{name}")
        raise RunError(Problem("RUN040", "the output was changed after the run", at)) from None
