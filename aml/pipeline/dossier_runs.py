"""The runs of a period as they lie in the folder of runs, and what of them cannot be relied on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from aml.core.digest import file_sha256
from aml.core.disposition import Disposition
from aml.core.dossier import MissingLine, RunLine
from aml.core.problem import AmlError, Problem, RunError
from aml.core.wording import plural
from aml.pipeline.book_runs import PastRun, in_order
from aml.pipeline.manifest import changed_outputs, read_manifest

#: Makes a run again and gives what does not hold.
Prove = Callable[[Path], Iterable[Problem]]

_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class HeldRun:
    """A run with the problems of its outputs by their names; what has one is not read."""

    past: PastRun
    line: RunLine
    changed: Mapping[str, Problem]

    @property
    def run_id(self) -> str:
        """Its name."""
        return self.line.run_id

    def holds(self, name: str) -> bool:
        """Whether the run has an output, and it is still the one that was published."""
        return name in self.past.manifest["outputs"] and name not in self.changed

    def json(self, name: str) -> Any:
        """An output that is JSON; None where the run has none that holds."""
        if not self.holds(name):
            return None
        return json.loads((self.past.place / name).read_text(encoding="utf-8"))


def held_runs(
    folder: Path, start: date, end: date, prove: Prove | None
) -> tuple[list[HeldRun], list[MissingLine]]:
    """The runs as of the days of a period in order of time, and what of them does not hold.

    Args:
        folder: the folder of runs.
        start: the first day.
        end: the last day.
        prove: makes each run again, where that is asked for.
    """
    found: list[PastRun] = []
    missing: list[MissingLine] = []
    for place in _places(folder):
        try:
            past = PastRun(place, read_manifest(place))
            _line(past, "")
        except (RunError, KeyError, TypeError, ValueError, AttributeError):
            if _may_lie_in(place.name, start, end):
                why = "its manifest.json is missing or is not as a run writes it"
                missing.append(MissingLine(f"run {place.name}", why))
            continue
        if start <= past.note.as_of <= end:
            found.append(past)
    held = [_held(past, prove, missing) for past in in_order(found)]
    return held, missing


def words(problem: Problem) -> str:
    """What is wrong, as a list of what is missing has it."""
    return f"{problem.code} {problem.message}"


def _places(folder: Path) -> list[Path]:
    """Whatever looks like a run: by its manifest or by its name."""
    folders = [path for path in sorted(folder.glob("*")) if path.is_dir() and not path.is_symlink()]
    return [p for p in folders if (p / "manifest.json").exists() or _NAME.fullmatch(p.name)]


def _may_lie_in(name: str, start: date, end: date) -> bool:
    """Whether a run of this name is of the period; one whose name tells no day may be."""
    try:
        return start <= date.fromisoformat(name[:10]) <= end
    except ValueError:
        return True


def _held(past: PastRun, prove: Prove | None, missing: list[MissingLine]) -> HeldRun:
    outputs = past.manifest["outputs"]
    changed = {
        name: problem
        for name, sha256 in outputs.items()
        for problem in changed_outputs(past.place, {name: sha256})
    }
    run_id = past.manifest["run_id"]
    for name, problem in changed.items():
        missing.append(MissingLine(f"run {run_id}: {name}", words(problem)))
    proof = f"{plural(len(outputs), 'output')} as published"
    if changed:
        proof = f"DOES NOT HOLD: {len(changed):,} of {plural(len(outputs), 'output')} changed"
    if prove:
        wrong = [words(problem) for problem in _proved(past.place, prove)]
        missing += [MissingLine(f"run {run_id}, made again", text) for text in wrong]
        verdict = f"NOT PROVED: {plural(len(wrong), 'problem')}" if wrong else "equal"
        proof = f"{proof}; made again: {verdict}"
    return HeldRun(past, _line(past, proof), changed)


def _proved(place: Path, prove: Prove) -> list[Problem]:
    try:
        return list(prove(place))
    except AmlError as error:
        return list(error.problems)


def _line(past: PastRun, proof: str) -> RunLine:
    found = past.manifest
    names = ("hits", "alerts", "suppressed", "cases", "gone")
    counts = {name: int(found["counts"][name]) for name in names}
    return RunLine(
        run_id=found["run_id"],
        as_of=past.note.as_of,
        is_complete=past.note.is_complete,
        is_reconciled=bool(found["is_reconciled"]),
        previous=found["settings"]["previous"],
        records=int(found["counts"]["records"]),
        records_rejected=int(found["counts"]["records_rejected"]),
        tool=found["tool"],
        findings_sha256=found["findings_sha256"],
        manifest_sha256=file_sha256(past.place / "manifest.json"),
        proof=proof,
        **counts,
    )


def purged(
    folder: Path, held: Iterable[HeldRun], decided: Iterable[Disposition], start: date, end: date
) -> Iterator[MissingLine]:
    """Runs of the period that something names and that are no longer in the folder."""
    named: dict[str, list[str]] = {}
    for run in held:
        named.setdefault(run.line.previous, []).append(f"the run before {run.run_id}")
    for item in decided:
        named.setdefault(item.run_id, []).append(f"a decision on {item.subject}")
    for run_id, by in sorted(named.items()):
        is_of_period = run_id[:10] and _may_lie_in(run_id, start, end)
        if is_of_period and not (folder / run_id).is_dir():
            others = f" and {len(by) - 1:,} more" if len(by) > 1 else ""
            why = f"it is no longer in the folder of runs; named by {by[0]}{others}"
            yield MissingLine(f"run {run_id}", why)
