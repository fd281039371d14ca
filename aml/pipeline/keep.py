"""What decided on a run, kept with it: scenarios, reference tables, profiles, settings, lists.

`aml replay` uses these copies and never the working ones. Ledgers are too large to copy and are
named by path and hash; lists lie by hash in the archive of the output folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from aml.core.digest import file_sha256
from aml.core.problem import Location, Problem, RunError
from aml.core.workspace import Input, Institution
from aml.pipeline.folder import Folder
from aml.pipeline.scan import Scanned
from aml.pipeline.workspace import Workspace

_SETTINGS = "inputs/settings.json"
#: Lists change under the institution's feet; each version that decided is archived.
_LISTS = ("flagged_parties", "special_measures")


def keep_inputs(folder: Folder, scanned: Scanned, out: Path) -> None:
    """Copy everything small that decided into the run, and its lists into the archive."""
    workspace = scanned.workspace
    for path in sorted(workspace.scenarios.rglob("*")):
        if path.is_file() and path.suffix in (".yml", ".csv", ".lock"):
            name = path.relative_to(workspace.scenarios).as_posix()
            folder.write(f"inputs/scenarios/{name}", path.read_bytes())
    for profile in scanned.profiles.values():
        folder.write(f"inputs/profiles/{profile.path.name}", profile.path.read_bytes())
    for item in workspace.inputs:
        if item.table in _LISTS:
            _archive(item, out)
    folder.write(_SETTINGS, json.dumps(_settings(workspace), indent=1, sort_keys=True) + "\n")


def _archive(item: Input, out: Path) -> None:
    archive = Folder(out / "archive")
    for path in item.paths:
        name = f"{file_sha256(path)}{path.suffix}"
        if not (archive.path / name).exists():
            archive.write(name, path.read_bytes())


def _settings(workspace: Workspace) -> dict[str, Any]:
    institution = workspace.institution
    return {
        "institution": {
            "name": institution.name,
            "country": institution.country,
            "sector": institution.sector,
            "base_currency": institution.base_currency,
        },
        "inputs": [
            {
                "table": item.table,
                "ledger_id": item.ledger_id,
                "paths": list(item.shown),
                "profile": str(item.profile),
            }
            for item in workspace.inputs
        ],
        "parameters": {key: dict(values) for key, values in sorted(workspace.parameters.items())},
        "threshold_set": workspace.threshold_set,
        "require": list(workspace.require),
        "max_rejected": workspace.max_rejected,
        "use_detector": workspace.use_detector,
        "documents": list(workspace.documents),
        "as_of": workspace.as_of.isoformat() if workspace.as_of else None,
    }


def kept_workspace(run: Path, root: Path) -> Workspace:
    """The workspace of an earlier run, from its own copies; ledgers below `root`.

    Raises:
        RunError: no run lies there, or a ledger is missing or has changed since (both hashes).
    """
    try:
        settings = json.loads((run / _SETTINGS).read_text(encoding="utf-8"))
        manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        message = "this is no complete run directory"
        raise RunError(Problem("RUN003", message, Location(str(run)))) from None
    hashes = {file["path"]: file["sha256"] for file in manifest["files"]}
    problems: list[Problem] = []
    inputs = tuple(
        _kept_input(item, root, run.parent / "archive", hashes, problems)
        for item in settings["inputs"]
    )
    if problems:
        raise RunError(problems)
    return Workspace(
        root=root,
        institution=Institution(**settings["institution"]),
        inputs=inputs,
        scenarios=run / "inputs" / "scenarios",
        profiles=(run / "inputs" / "profiles",),
        parameters=settings["parameters"],
        threshold_set=settings["threshold_set"],
        require=tuple(settings["require"]),
        max_rejected=settings["max_rejected"],
        use_detector=settings["use_detector"],
        documents=tuple(settings["documents"]),
        as_of=date.fromisoformat(settings["as_of"]) if settings["as_of"] else None,
    )


def _kept_input(
    item: Mapping[str, Any],
    root: Path,
    archive: Path,
    hashes: Mapping[str, str],
    problems: list[Problem],
) -> Input:
    paths = tuple(
        _kept_path(root / shown, archive, hashes[shown], problems) for shown in item["paths"]
    )
    return Input(item["table"], item["ledger_id"], paths, tuple(item["paths"]), item["profile"])


def _kept_path(path: Path, archive: Path, sha256: str, problems: list[Problem]) -> Path:
    archived = archive / f"{sha256}{path.suffix}"
    if archived.is_file():
        path = archived
    at = Location(str(path))
    if not path.is_file():
        hint = "name the folder that its path is relative to: --workspace DIR"
        problems.append(Problem("RUN030", "the run read this file, and it is missing", at, hint))
    elif (found := file_sha256(path)) != sha256:
        message = f"the file has changed since: the run read {sha256}, now it is {found}"
        problems.append(Problem("RUN031", message, at, "restore the file that was scanned"))
    return path
