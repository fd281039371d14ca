"""What a scan is asked to do: aml.toml, or the command line, as one value."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from aml.config import Section, read_toml
from aml.core.problem import Location, Problem, UsageError, did_you_mean
from aml.core.shipped import shipped
from aml.core.workspace import Input, Institution
from aml.store import canonical_tables

DOCUMENTS = ("html", "pdf")
#: The profile of files whose columns are already named as the canonical tables name them.
CANONICAL = "canonical"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything that decides on a run, besides threads and memory, which may not.

    Args:
        root: the folder that shown paths are relative to.
        institution: who scans.
        inputs: the ledgers, lists and tables, each with its profile.
        scenarios: the folder of scenario files.
        profiles: folders that hold profiles by name, first found first.
        parameters: values set for scenarios, as text, by scenario id and parameter.
        threshold_set: the named bundle of parameter values to use where a scenario has it.
        require: scenarios that must run; one that is not applicable then makes the run incomplete.
        max_rejected: records that may be rejected before the exit code says so.
        time_limit: seconds that one scenario may take.
        use_detector: whether the outlier detector runs.
        documents: what is written for each case besides case.json and evidence.csv.
        as_of: the day the run speaks of; None is the last booked day of the ledger.
    """

    root: Path
    institution: Institution
    inputs: tuple[Input, ...]
    scenarios: Path
    profiles: tuple[Path, ...]
    parameters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    threshold_set: str | None = None
    require: tuple[str, ...] = ()
    max_rejected: int = 0
    time_limit: float = 600.0
    use_detector: bool = True
    documents: tuple[str, ...] = DOCUMENTS
    as_of: date | None = None
    out: Path = Path("out")


def read_workspace(path: Path) -> Workspace:
    """The workspace of an aml.toml; paths in it are relative to its folder.

    Raises:
        UsageError: the file is missing, or every mistake in it at its line.
    """
    if not path.is_file():
        hint = "run `aml init` to make one, or give ledgers and a profile"
        raise UsageError(Problem("RUN001", "no such file", Location(str(path)), hint))
    node, source = read_toml(path, path.name)
    root = path.resolve().parent
    top = Section(node, source, "the workspace")
    if source.problems:
        raise UsageError(source.problems)
    institution = _institution(top)
    inputs = tuple(found for item in top.sections("input") if (found := _input(item, root)))
    workspace = _settings(top, root, institution, inputs)
    top.close()
    if source.problems:
        raise UsageError(source.problems)
    return workspace


def _institution(top: Section) -> Institution:
    item = top.section("institution", required=True)
    if item is None:
        return Institution("", "", "", "")
    made = Institution(
        name=item.text("name"),
        country=item.text("country"),
        sector=item.choice("sector", ("bank", "msb"), "bank"),
        base_currency=item.text("base_currency"),
    )
    item.close()
    return made


def _input(item: Section, root: Path) -> Input | None:
    table = item.text("table")
    if table and table not in canonical_tables():
        item.wrong("table", f"no table '{table}'", did_you_mean(table, canonical_tables()))
    profile = item.text("profile", CANONICAL)
    ledger_id = item.text("ledger", profile if profile != CANONICAL else table)
    patterns = item.texts("paths", required=True)
    paths = [path for pattern in patterns for path in _matching(item, root, pattern)]
    item.close()
    return make_input(table, ledger_id, paths, root, profile) if paths else None


def _matching(item: Section, root: Path, pattern: str) -> list[Path]:
    found = sorted(root.glob(pattern)) if not Path(pattern).is_absolute() else [Path(pattern)]
    found = [path for path in found if path.is_file()]
    if not found:
        item.wrong("paths", f"no file matches '{pattern}'", f"paths are relative to {root.name}/")
    return found


def make_input(
    table: str, ledger_id: str, paths: Iterable[Path], root: Path, profile: str | Path
) -> Input:
    """An input whose files are shown relative to the workspace."""
    files = tuple(path.resolve() for path in paths)
    shown = tuple(Path(os.path.relpath(path, root)).as_posix() for path in files)
    return Input(table, ledger_id, files, shown, profile)


def _settings(
    top: Section, root: Path, institution: Institution, inputs: tuple[Input, ...]
) -> Workspace:
    scan = top.section("scan")
    output = top.section("output")
    made = Workspace(
        root=root,
        institution=institution,
        inputs=inputs,
        scenarios=shipped("scenarios"),
        profiles=(root / "profiles", root, shipped("sample_ledgers") / "profiles"),
        parameters=_parameters(top),
        out=root / "out",
    )
    if scan:
        made = _scan_settings(scan, root, made)
    if output:
        made = replace(
            made,
            out=root / output.text("folder", "out"),
            documents=output.texts("documents") if "documents" in output else DOCUMENTS,
        )
        for name in made.documents:
            if name not in DOCUMENTS:
                output.wrong("documents", f"no document '{name}'", did_you_mean(name, DOCUMENTS))
        output.close()
    return made


def _scan_settings(scan: Section, root: Path, made: Workspace) -> Workspace:
    folder = scan.text("scenarios", "")
    changed = replace(
        made,
        scenarios=root / folder if folder else made.scenarios,
        threshold_set=scan.text("threshold_set", "") or None,
        require=scan.texts("require"),
        max_rejected=scan.integer("max_rejected", 0),
        time_limit=float(scan.integer("time_limit_seconds", 600)),
        use_detector=scan.flag("detector", default=True),
    )
    if not changed.scenarios.is_dir():
        scan.wrong("scenarios", f"no folder '{folder}'")
    scan.close()
    return changed


def _parameters(top: Section) -> dict[str, dict[str, str]]:
    section = top.section("parameters")
    if section is None:
        return {}
    chosen: dict[str, dict[str, str]] = {}
    for scenario_id, node in section.entries():
        values = Section(node, section.source, f"parameters of {scenario_id}")
        chosen[scenario_id] = {name: str(value.value) for name, value in values.entries()}
    return chosen
