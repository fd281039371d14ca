"""The runs before a run: how many alerts each scenario raised, and what is out of line now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median

from aml.core.problem import Problem, RunError
from aml.core.scenario import Applicability
from aml.core.wording import plural
from aml.pipeline.manifest import read_manifest

#: Runs that are looked back on, and the fewest that say what is usual.
RUNS, _LEAST = 10, 5
#: Median deviations beyond which a number is out of line.
_FAR = 3

Counts = Mapping[str, int]


def read_history(run: Path) -> tuple[Counts, ...]:
    """Alerts by scenario of a run and of those before it, the latest first, at most ten.

    Each run names the one before it; a run that is no longer there ends the history.

    Raises:
        RunError: no complete run lies there.
    """
    counts: list[Counts] = []
    folder, seen = run.resolve(), set[Path]()
    while len(counts) < RUNS and folder not in seen:
        seen.add(folder)
        try:
            manifest = read_manifest(folder)
        except RunError:
            if not counts:
                raise
            break
        counts.append(_counts(manifest.get("applicability", ())))
        name = str(manifest.get("settings", {}).get("previous", ""))
        if not name or Path(name).name != name:
            break
        folder = folder.parent / name
    return tuple(counts)


def _counts(applicability: Iterable[Mapping[str, object]]) -> Counts:
    """A scenario that did not run is not one that raised nothing."""
    return {
        str(item["scenario_id"]): int(str(item["alerts"]))
        for item in applicability
        if item["state"] == "ran"
    }


def jumps(found: Iterable[Applicability], history: Sequence[Counts]) -> list[Problem]:
    """RUN016 for each scenario whose alerts are more than three median deviations from the usual.

    Where every run raised the same number, a difference of three is still in line.
    """
    problems = []
    for item in found:
        before = [counts[item.scenario_id] for counts in history if item.scenario_id in counts]
        if item.state != "ran" or len(before) < _LEAST:
            continue
        usual = median(before)
        spread = max(median(abs(n - usual) for n in before), 1)
        if abs(item.alerts - usual) > _FAR * spread:
            message = (
                f"{item.scenario_id} raised {plural(item.alerts, 'alert')}; the"
                f" {len(before)} runs before had {usual:g} in the middle, give or take {spread:g}"
            )
            hint = (
                "look at the quality of the data and at changes of the scenario before the alerts"
            )
            problems.append(Problem("RUN016", message, None, hint))
    return problems
