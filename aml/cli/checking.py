"""Scenario files of a folder: found, checked beside each other, locked."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from aml.cli.console import ConsoleProgress
from aml.core.problem import Location, Problem, ScenarioError, UsageError
from aml.core.shipped import shipped
from aml.scenario.check import check, check_mutations
from aml.scenario.load import Loaded, in_order, load, load_folder
from aml.scenario.lock import LOCK_NAME, is_proven, read_lock, refuse_changes, write_lock
from aml.scenario.mutate import mutants
from aml.scenario.reference import check_reference

#: Problems that leave open whether the tests notice every change.
_ABOUT_THE_LOCK = ("SCN050", "SCN051", "SCN052")


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file with all that is wrong with it, and its library's word on its mutations."""

    loaded: Loaded
    reference: Path | None
    is_proven: bool
    problems: tuple[Problem, ...]
    mutations: str = "not tried"

    @property
    def is_ready(self) -> bool:
        """Whether nothing else is wrong, so that its tests can be judged."""
        has_tests = self.loaded.scenario is not None and bool(self.loaded.scenario.tests)
        return has_tests and all(p.code in _ABOUT_THE_LOCK for p in self.problems)

    @property
    def tests(self) -> int:
        """The number of its tests."""
        return len(self.loaded.scenario.tests) if self.loaded.scenario else 0


def library_of(folder: Path | None) -> Path:
    """The folder that is named, else ./scenarios, else those that ship."""
    if folder is not None:
        return folder
    return Path("scenarios") if Path("scenarios").is_dir() else shipped("scenarios")


def reference_of(library: Path) -> Path | None:
    """The reference tables of a library; None for those that ship."""
    folder = library / "reference"
    return folder if (folder / "thresholds.csv").exists() else None


def sound(folder: Path) -> list[Loaded]:
    """Every scenario file of a folder. Raises ScenarioError with the mistakes of form."""
    loaded = load_folder(folder, _root(folder))
    problems = [problem for item in loaded for problem in item.problems]
    if problems:
        raise ScenarioError(problems)
    return loaded


def check_places(places: Iterable[Path], mutations: bool | None) -> list[CheckedFile]:
    """Every scenario file of these places, in their order.

    Args:
        places: files or folders.
        mutations: whether to make the mutation check; None makes it where no lock vouches.
    """
    found = [item for place in places for item in _check_place(place)]
    chosen = [
        item
        for item in found
        if item.is_ready and (not item.is_proven if mutations is None else mutations)
    ]
    survived = dict(zip(map(id, chosen), _survivors(chosen), strict=True))
    return [_told(item, survived.get(id(item))) for item in found]


def check_tables(places: Iterable[Path]) -> list[Problem]:
    """What is wrong with the dated tables of the libraries among these places."""
    return [
        problem
        for place in places
        for problem in check_reference(place / "reference", str(place / "reference"))
    ]


def lock_library(library: Path) -> list[Problem]:
    """Lock every scenario whose tests notice every change; gives what is wrong with the others.

    Raises:
        ScenarioError: a mistake of form, or a logic changed without its version; nothing is
            written then.
    """
    held = read_lock(library)
    loaded = sound(library)
    scenarios = [item.scenario for item in loaded if item.scenario]
    refuse_changes(scenarios, held)
    chosen = [
        CheckedFile(item, reference_of(library), is_proven=False, problems=())
        for item in loaded
        if item.scenario and item.scenario.status != "draft" and not is_proven(item.scenario, held)
    ]
    survived = _survivors(chosen)
    unproven = {
        item.loaded.scenario.scenario_id
        for item, problems in zip(chosen, survived, strict=True)
        if problems and item.loaded.scenario
    }
    write_lock(library, scenarios, unproven)
    return [problem for problems in survived for problem in problems]


def _check_place(place: Path) -> list[CheckedFile]:
    library = _library(place)
    held = read_lock(library)
    found = load_folder(place, _root(place)) if place.is_dir() else [load(place)]
    if not found:
        hint = "scenario files end in .yml"
        message = "the folder holds no scenario file"
        raise UsageError(Problem("RUN007", message, Location(str(place)), hint))
    reference = reference_of(library)
    lock = held if (library / LOCK_NAME).exists() else None
    return [
        CheckedFile(
            item,
            reference,
            item.scenario is not None and is_proven(item.scenario, held),
            check(item, lock, reference).problems,
        )
        for item in found
    ]


def _library(place: Path) -> Path:
    """The folder with the lock and the reference tables that a file or folder belongs to."""
    above = (place, *place.resolve().parents)
    return next(
        (folder for folder in above if (folder / LOCK_NAME).exists() or reference_of(folder)), place
    )


def _root(folder: Path) -> Path | None:
    """What paths in messages are relative to: this folder, so that they lead to the file."""
    return None if folder.is_absolute() else Path()


def _survivors(chosen: Sequence[CheckedFile]) -> list[list[Problem]]:
    """The mutation check of each, one a core: the database lets go of the interpreter."""
    if not chosen:
        return []
    changes = sum(sum(1 for _ in mutants(i.loaded.scenario)) for i in chosen if i.loaded.scenario)
    with closing(ConsoleProgress()) as progress, ThreadPoolExecutor(os.cpu_count()) as pool:
        progress.stage("Small changes that a test must notice", changes)
        found = [
            pool.submit(check_mutations, item.loaded, item.reference, progress) for item in chosen
        ]
        return [each.result() for each in found]


def _told(item: CheckedFile, survived: list[Problem] | None) -> CheckedFile:
    """The file with what its mutation check gave."""
    if survived is None:
        return replace(item, mutations="as locked") if item.is_proven else item
    words = f"{len(survived)} survive" if survived else "all noticed"
    problems = in_order([*item.problems, *survived])
    return replace(item, problems=problems, mutations=words)
