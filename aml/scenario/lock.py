"""versions.lock: which logic each version of a scenario stands for.

An alert cites `scenario@version`; the lock holds the hash of that version's SQL, parameters, score,
evidence and what else decides on alerts, so a change without a raised version is seen before it
goes live.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from aml.core.problem import Location, Problem, ScenarioError
from aml.core.scenario import Scenario

LOCK_NAME = "versions.lock"
_HEAD = "# scenario version sha256-of-its-logic: aml scenario lock writes it\n"


@dataclass(frozen=True, slots=True)
class Locked:
    """One line of the lock."""

    version: int
    sha256: str


def read_lock(folder: Path) -> Mapping[str, Locked]:
    """The lock of a scenario folder; empty when it has none."""
    path = folder / LOCK_NAME
    if not path.exists():
        return {}
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    return {
        parts[0]: Locked(int(parts[1]), parts[2])
        for parts in lines
        if len(parts) == 3 and not parts[0].startswith("#") and parts[1].isdecimal()
    }


def write_lock(folder: Path, scenarios: Iterable[Scenario]) -> None:
    """Lock every scenario but drafts at its present version.

    Raises:
        ScenarioError: a logic changed whose version did not; nothing is written then.
    """
    scenarios = list(scenarios)
    held = read_lock(folder)
    changed = [problem for s in scenarios for problem in check_lock(s, held) if _is_change(problem)]
    if changed:
        raise ScenarioError(changed)
    rows = sorted(
        f"{s.scenario_id} {s.version} {s.digest}\n" for s in scenarios if s.status != "draft"
    )
    (folder / LOCK_NAME).write_text(_HEAD + "".join(rows), encoding="utf-8")


def check_lock(scenario: Scenario, lock: Mapping[str, Locked]) -> list[Problem]:
    """A changed scenario needs a raised version; a new one needs its line in the lock.

    A draft is nobody's reference yet and needs neither.
    """
    if scenario.status == "draft":
        return []
    at = scenario.key_locations.get("version", scenario.location)
    locked = lock.get(scenario.scenario_id)
    if locked is None:
        return [_problem("SCN050", "the scenario is not in versions.lock", at)]
    if locked.sha256 == scenario.digest and locked.version == scenario.version:
        return []
    if locked.sha256 != scenario.digest and scenario.version <= locked.version:
        message = f"the logic changed and the version is still {scenario.version}"
        hint = f"set `version: {locked.version + 1}`, then run: aml scenario lock"
        return [Problem("SCN051", message, at, hint)]
    return [_problem("SCN050", "versions.lock holds another version", at)]


def _is_change(problem: Problem) -> bool:
    return problem.code == "SCN051"


def _problem(code: str, message: str, at: Location) -> Problem:
    return Problem(code, message, at, "run: aml scenario lock")
