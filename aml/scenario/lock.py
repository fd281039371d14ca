"""versions.lock: which logic each version of a scenario stands for, and which tests prove it.

An alert cites `scenario@version`; the lock holds the hash of that version's SQL, parameters, score,
evidence and what else decides on alerts, so a change without a raised version is seen before it
goes live. Beside it stands the hash of the tests that noticed every small change of that logic.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from aml.core.problem import Location, Problem, ScenarioError
from aml.core.scenario import Scenario

LOCK_NAME = "versions.lock"
_HEAD = (
    "# scenario version sha256-of-its-logic sha256-of-its-tests: aml scenario lock writes it,\n"
    "# once the tests notice every small change of the logic\n"
)


@dataclass(frozen=True, slots=True)
class Locked:
    """One line of the lock."""

    version: int
    sha256: str
    tests_sha256: str = ""


def read_lock(folder: Path) -> Mapping[str, Locked]:
    """The lock of a scenario folder; empty when it has none."""
    path = folder / LOCK_NAME
    if not path.exists():
        return {}
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    return {
        parts[0]: Locked(int(parts[1]), *parts[2:])
        for parts in lines
        if len(parts) in (3, 4) and not parts[0].startswith("#") and parts[1].isdecimal()
    }


def write_lock(
    folder: Path, scenarios: Iterable[Scenario], unproven: Collection[str] = frozenset()
) -> None:
    """Lock every scenario but drafts at its present version.

    Args:
        folder: where the lock lies.
        scenarios: every scenario of that folder.
        unproven: ids whose tests miss a change; what the lock held of them stays.

    Raises:
        ScenarioError: a logic changed whose version did not; nothing is written then.
    """
    scenarios = list(scenarios)
    held = read_lock(folder)
    refuse_changes(scenarios, held)
    rows = {
        s.scenario_id: Locked(s.version, s.digest, s.tests_digest)
        for s in scenarios
        if s.status != "draft" and s.scenario_id not in unproven
    }
    rows |= {name: held[name] for name in unproven if name in held}
    text = "".join(
        f"{name} {row.version} {row.sha256} {row.tests_sha256}".rstrip() + "\n"
        for name, row in sorted(rows.items())
    )
    (folder / LOCK_NAME).write_text(_HEAD + text, encoding="utf-8")


def refuse_changes(scenarios: Iterable[Scenario], lock: Mapping[str, Locked]) -> None:
    """Raise ScenarioError where a logic changed whose version did not."""
    changed = [p for s in scenarios for p in check_lock(s, lock) if p.code == "SCN051"]
    if changed:
        raise ScenarioError(changed)


def is_proven(scenario: Scenario, lock: Mapping[str, Locked]) -> bool:
    """Whether the lock says that these tests notice every small change of this logic."""
    locked = lock.get(scenario.scenario_id)
    found = (scenario.digest, scenario.tests_digest)
    return locked is not None and (locked.sha256, locked.tests_sha256) == found


def check_lock(scenario: Scenario, lock: Mapping[str, Locked]) -> list[Problem]:
    """A changed scenario needs a raised version; new ones and new tests need the lock's word.

    A draft is nobody's reference yet and needs neither.
    """
    if scenario.status == "draft":
        return []
    at = scenario.key_locations.get("version", scenario.location)
    locked = lock.get(scenario.scenario_id)
    if locked is None:
        return [_problem("SCN050", "the scenario is not in versions.lock", at)]
    if locked.sha256 == scenario.digest and locked.version == scenario.version:
        if locked.tests_sha256 == scenario.tests_digest:
            return []
        at = scenario.key_locations.get("tests", at)
        return [_problem("SCN052", "the tests are not those that versions.lock holds", at)]
    if locked.sha256 != scenario.digest and scenario.version <= locked.version:
        message = f"the logic changed and the version is still {scenario.version}"
        hint = f"set `version: {locked.version + 1}`, then run: aml scenario lock"
        return [Problem("SCN051", message, at, hint)]
    return [_problem("SCN050", "versions.lock holds another version", at)]


def _problem(code: str, message: str, at: Location) -> Problem:
    return Problem(code, message, at, "run: aml scenario lock")
