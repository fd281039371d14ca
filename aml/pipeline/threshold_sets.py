"""What is odd about threshold sets: values that nobody has, versions that were not raised."""

from __future__ import annotations

from collections.abc import Sequence

from aml.core.case import ScenarioUse
from aml.core.problem import Problem
from aml.core.threshold_set import ThresholdSet
from aml.pipeline.library import Active
from aml.pipeline.previous import Previous
from aml.scenario.fire_sets import known_values
from aml.store import Store


def unmet(store: Store, active: Sequence[Active]) -> list[Problem]:
    """A note for each value that a threshold set asks for and no record has, once for all sets."""
    asked: dict[tuple[str, str], list[str]] = {}
    for item in active:
        for held in item.scenario.threshold_sets:
            for pair in _values(held):
                asked.setdefault(pair, []).append(item.scenario.scenario_id)
    known = {key: known_values(store, key) for key, _ in asked}
    return [
        _note(key, value, scenarios)
        for (key, value), scenarios in sorted(asked.items())
        if value.strip().lower() not in known[key]
    ]


def same_version(previous: Previous, uses: Sequence[ScenarioUse]) -> list[Problem]:
    """A note for each set that is not what it was in the run before, under the same version."""
    found = []
    for use in uses:
        scenario_id = use.reference.partition("@")[0]
        for item in use.threshold_sets:
            before = previous.threshold_sets.get(f"{scenario_id} {item.reference}", item.sha256)
            if before != item.sha256:
                message = f"the threshold set {item.reference} of {scenario_id} is not what it was"
                hint = "raise its version with each change: alerts cite it"
                found.append(Problem("RUN019", f"{message} in the run before", None, hint))
    return found


def _values(item: ThresholdSet) -> list[tuple[str, str]]:
    return [(key, value) for key, values in item.when.items() for value in values]


def _note(key: str, value: str, scenarios: Sequence[str]) -> Problem:
    """The hint names none of the values that there are: a column may hold people by mistake."""
    names = ", ".join(dict.fromkeys(scenarios))
    message = f"nobody has the {key} '{value}', which threshold sets of {names} ask for"
    hint = "correct the value, or map the column in the profile: the set holds for nobody by it"
    return Problem("RUN018", message, None, hint)
