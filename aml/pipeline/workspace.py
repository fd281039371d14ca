"""What a scan is asked to do: aml.toml, or the command line, as one value."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from aml.config import Section, read_toml
from aml.core.filing import NO_FILER, Filer
from aml.core.problem import Location, Problem, UsageError, did_you_mean
from aml.core.shipped import shipped
from aml.core.threshold_set import ThresholdSet
from aml.core.workspace import Input, Institution
from aml.detector.parameters import MOST_A_MONTH
from aml.pipeline.dispositions import DISPOSITIONS
from aml.pipeline.filer import read_filer
from aml.pipeline.ledger_files import Found, matching
from aml.scenario.threshold_set import read_sets
from aml.store import canonical_tables

#: What can be written for a case, and what is unless the workspace says otherwise.
DOCUMENTS = ("html", "pdf", "docx", "fincen", "goaml")
USUAL = ("html", "pdf")
#: The profile of files whose columns are already named as the canonical tables name them.
CANONICAL = "canonical"

#: The files that a path of an aml.toml names; where there are none, the section is told so.
Finder = Callable[[Section, str], Found]


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything that decides on a run, besides threads and memory, which may not.

    Args:
        root: the folder that shown paths are relative to.
        institution: who scans.
        inputs: the ledgers, lists and tables, each with its profile.
        scenarios: the folder of scenario files.
        profiles: folders that hold profiles by name, first found first.
        fiu_profiles: the same for profiles of FIUs (goAML); goaml/ of `root` where it is empty.
        parameters: values set for scenarios, as text, by scenario id and parameter.
        threshold_sets: the workspace's own threshold sets by scenario id, their values as text.
        threshold_set: the set that holds, where a scenario has it, for whoever fits no other.
        require: scenarios that must run; one that is not applicable then makes the run incomplete.
        allow: ids of errors of data quality with which scenarios score all the same.
        max_rejected: records that may be rejected before the exit code says so.
        show_rows: whether rejected.csv shows the values that were rejected.
        time_limit: seconds that one scenario may take.
        use_detector: whether the outlier detector runs.
        monthly_cap: the most alerts that it raises for each month that it looks at.
        documents: what is written for each case besides case.json and evidence.csv.
        as_of: the day the run speaks of; None is the last booked day of the ledger.
        arrival_days: how far ahead the page on arrivals looks.
        filer: who files, for the files that an FIU takes.
        dispositions: the file of decisions, which says what goes on after a case was closed.
        out: the folder of runs.
    """

    root: Path
    institution: Institution
    inputs: tuple[Input, ...]
    scenarios: Path
    profiles: tuple[Path, ...]
    fiu_profiles: tuple[Path, ...] = ()
    parameters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    threshold_sets: Mapping[str, tuple[ThresholdSet, ...]] = field(default_factory=dict)
    threshold_set: str | None = None
    require: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    max_rejected: int = 0
    show_rows: bool = False
    time_limit: int = 600
    use_detector: bool = True
    monthly_cap: int = MOST_A_MONTH
    documents: tuple[str, ...] = USUAL
    as_of: date | None = None
    arrival_days: int = 14
    filer: Filer = NO_FILER
    dispositions: Path | None = None
    out: Path = Path("out")


def read_workspace(path: Path, root: Path | None = None, find: Finder | None = None) -> Workspace:
    """The workspace of an aml.toml.

    Args:
        path: the file.
        root: the folder that its paths are relative to; its own by default.
        find: how a path of it becomes files; patterns below `root` by default.

    Raises:
        UsageError: the file is missing, or every mistake in it at its line.
    """
    if not path.is_file():
        hint = "run `aml init` to make one, or give ledgers and a profile"
        raise UsageError(Problem("RUN001", "no such file", Location(str(path)), hint))
    node, source = read_toml(path, path.name)
    base = (root or path.parent).resolve()
    top = Section(node, source, "the workspace")
    if source.problems:
        raise UsageError(source.problems)
    institution = _institution(top)
    finder = find or (lambda item, pattern: _matching(item, base, pattern))
    inputs = tuple(made for item in top.sections("input") if (made := _input(item, finder)))
    workspace = _settings(top, base, institution, inputs)
    top.close()
    if source.problems:
        raise UsageError(source.problems)
    return workspace


def profile_folders(root: Path) -> tuple[Path, ...]:
    """Where a workspace's profiles are looked for."""
    return (root / "profiles", root, shipped("sample_ledgers") / "profiles")


def shown_path(path: Path, root: Path) -> str:
    """A file's path as messages and the manifest name it: relative to the workspace."""
    return Path(os.path.relpath(path.resolve(), root.resolve())).as_posix()


def _institution(top: Section) -> Institution:
    item = top.section("institution", required=True)
    if item is None:
        return Institution("", "", "", "")
    made = Institution(
        name=item.text("name"),
        country=_country(item),
        sector=item.choice("sector", ("bank", "msb"), "bank"),
        base_currency=item.text("base_currency"),
        banks=item.texts("banks"),
    )
    item.close()
    return made


def is_country(code: str) -> bool:
    """Whether a text has the form of an ISO 3166 code: two capital letters."""
    return len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()


def _country(item: Section) -> str:
    """The institution's country; in another spelling no reporting line would ever be found."""
    code = item.text("country", "" if "country" in item else None)
    if code and not is_country(code):
        item.wrong("country", f"'{code}' is no country code", "two letters of ISO 3166, such as US")
    return code


def _input(item: Section, find: Finder) -> Input | None:
    table = item.text("table")
    if table and table not in canonical_tables():
        item.wrong("table", f"no table '{table}'", did_you_mean(table, canonical_tables()))
    profile = item.text("profile", CANONICAL)
    ledger_id = item.text("ledger", Path(profile).stem if profile != CANONICAL else table)
    patterns = item.texts("paths", required=True)
    named = [find(item, pattern) for pattern in patterns]
    found = dict(pair for one in named for pair in one.files)
    left = {*item.texts("left_out"), *(shown for one in named for shown in one.left_out)}
    item.close()
    if not found:
        return None
    left_out = tuple(sorted(left - set(found.values())))
    return Input(table, ledger_id, tuple(found), tuple(found.values()), profile, left_out)


def _matching(item: Section, root: Path, pattern: str) -> Found:
    found = find_files(root, root, pattern)
    if not found.files:
        hint = f"paths are relative to {root.name}/"
        if found.left_out:
            hint = "those there are hidden, or of no known ending: name them themselves"
        item.wrong("paths", f"no file matches '{pattern}'", hint)
    return found


def find_files(root: Path, folder: Path, pattern: str) -> Found:
    """The files that a path, folder or pattern names.

    Args:
        root: the workspace's folder, which shown paths are relative to.
        folder: what `pattern` is relative to.
        pattern: a file, a folder (all files below it), or a pattern such as `ledgers/**/*.xml`.
    """
    taken, left = matching(folder, pattern)
    return Found(
        tuple((path, shown_path(path, root)) for path in taken),
        tuple(shown_path(path, root) for path in left),
    )


def _settings(
    top: Section, root: Path, institution: Institution, inputs: tuple[Input, ...]
) -> Workspace:
    made = Workspace(
        root=root,
        institution=institution,
        inputs=inputs,
        scenarios=shipped("scenarios"),
        profiles=profile_folders(root),
        parameters=_parameters(top),
        threshold_sets=_threshold_sets(top),
        filer=read_filer(top),
        dispositions=root / DISPOSITIONS,
        out=root / "out",
    )
    if scan := top.section("scan"):
        made = _scan_settings(scan, root, made)
    if detector := top.section("detector"):
        made = _detector_settings(detector, made)
    if output := top.section("output"):
        made = _output_settings(output, root, made)
    return made


def _scan_settings(scan: Section, root: Path, made: Workspace) -> Workspace:
    folder = scan.text("scenarios", "")
    changed = replace(
        made,
        scenarios=root / folder if folder else made.scenarios,
        threshold_set=scan.text("threshold_set", "") or None,
        require=scan.texts("require"),
        allow=scan.texts("allow"),
        max_rejected=scan.integer("max_rejected", 0),
        show_rows=scan.flag("show_rows", default=False),
        time_limit=scan.integer("time_limit_seconds", 600),
        use_detector=scan.flag("detector", default=True),
        as_of=scan.day("as_of") if "as_of" in scan else None,
        arrival_days=scan.integer("arrival_days", 14),
    )
    if not changed.scenarios.is_dir():
        scan.wrong("scenarios", f"no folder '{folder}'")
    scan.close()
    return changed


def _detector_settings(detector: Section, made: Workspace) -> Workspace:
    cap = detector.integer("monthly_cap", MOST_A_MONTH)
    if cap < 1:
        hint = "to turn the detector off: detector = false in [scan]"
        detector.wrong("monthly_cap", f"'{cap}' leaves no alert", hint)
    detector.close()
    return replace(made, monthly_cap=cap)


def _output_settings(output: Section, root: Path, made: Workspace) -> Workspace:
    changed = replace(
        made,
        out=root / output.text("folder", "out"),
        documents=output.texts("documents") if "documents" in output else USUAL,
    )
    for name in changed.documents:
        if name not in DOCUMENTS:
            output.wrong("documents", f"no document '{name}'", did_you_mean(name, DOCUMENTS))
    output.close()
    return changed


def _threshold_sets(top: Section) -> dict[str, tuple[ThresholdSet, ...]]:
    section = top.section("threshold_sets")
    if section is None:
        return {}
    return {key: read_sets(section.sections(key)) for key, _ in section.entries()}


def _parameters(top: Section) -> dict[str, dict[str, str]]:
    section = top.section("parameters")
    if section is None:
        return {}
    chosen: dict[str, dict[str, str]] = {}
    for scenario_id, node in section.entries():
        values = Section(node, section.source, f"parameters of {scenario_id}")
        chosen[scenario_id] = {name: str(value.value) for name, value in values.entries()}
    return chosen
