"""The inputs of a scan beside the user's own: rules, reference tables, the profiles by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aml.core.problem import LedgerError, Problem
from aml.core.workspace import Input
from aml.ledger import find_profile, load_profile
from aml.ledger.profile import Profile
from aml.pipeline.goaml import goaml_folders, profile_files
from aml.pipeline.workspace import CANONICAL, Workspace
from aml.store import canonical_tables

#: What a folder of scenarios holds that may decide on a run.
_RULES = ("**/*.yml", "reference/*.csv", "suppressions/*.csv", "*.lock")


def rule_files(workspace: Workspace) -> dict[str, Path]:
    """The files of the scenario folder that a run keeps, by their path below it, in its order."""
    folder = workspace.scenarios
    paths = sorted({path for rule in _RULES for path in folder.glob(rule)})
    return {path.relative_to(folder).as_posix(): path for path in paths}


def fiu_files(workspace: Workspace) -> dict[str, Path]:
    """The profile of the FIU and its schema, where the run writes goAML reports by them."""
    if "goaml" not in workspace.documents:
        return {}
    folders = workspace.fiu_profiles or goaml_folders(workspace.root)
    return profile_files(folders, workspace.filer.goaml_profile)


def reference_inputs(workspace: Workspace) -> tuple[Input, ...]:
    """The dated tables of the scenario folder, but for those that the workspace brings itself."""
    given = {item.table for item in workspace.inputs}
    folder = workspace.scenarios
    tables = {path: path.stem for path in sorted(folder.glob("reference/*.csv"))}
    tables |= dict.fromkeys(sorted(folder.glob("suppressions/*.csv")), "suppressions")
    return tuple(
        Input(table, table, (path,), (f"scenarios/{path.parent.name}/{path.name}",), CANONICAL)
        for path, table in tables.items()
        if table in canonical_tables() and table not in given
    )


def load_profiles(workspace: Workspace, inputs: Sequence[Input]) -> dict[str, Profile]:
    """Each profile that an input names, by that name.

    Raises:
        LedgerError: every profile that is not found, and every mistake in those that are.
    """
    problems: list[Problem] = []
    profiles: dict[str, Profile] = {}
    for name in sorted({str(item.profile) for item in inputs}):
        try:
            path = find_profile(name, workspace.profiles)
            profiles[name] = load_profile(path, shown_profile(path))
        except LedgerError as error:
            problems += error.problems
    if problems:
        raise LedgerError(problems)
    return profiles


def shown_profile(path: Path) -> str:
    """A profile's path as messages show it: its folder and name."""
    return f"{path.parent.name}/{path.name}"
