"""The scenarios of a run: loaded, checked, locked, with the parameters in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aml.core.case import ParameterUse, ScenarioUse
from aml.core.problem import Location, Problem, ScenarioError, UsageError, did_you_mean
from aml.core.scenario import Parameter, ParameterValue, Scenario
from aml.core.vocabulary import ACTIVE_STATUSES
from aml.detector.use import DETECTOR_ID
from aml.pipeline.workspace import Workspace
from aml.scenario.lint import lint
from aml.scenario.load import in_force, load_folder
from aml.scenario.parts import in_range, parameter_value
from aml.scenario.prepare import readable_tables, tables_read


@dataclass(frozen=True, slots=True)
class Active:
    """A scenario that runs, with its parameters in force."""

    scenario: Scenario
    parameters: Mapping[str, ParameterValue]


def active_scenarios(workspace: Workspace) -> list[Active]:
    """Every stable scenario of the workspace, in order of id.

    Raises:
        ScenarioError: any file of the folder that does not load or whose SQL may not run.
        UsageError: no scenario is active, or the workspace names a scenario, a parameter or a
            threshold set that there is none of, or a value outside its range.
    """
    # Places are relative to the folder, so that a run and its replay name them alike.
    loaded = load_folder(workspace.scenarios, workspace.scenarios)
    problems = [problem for item in loaded for problem in item.problems]
    if problems:
        raise ScenarioError(problems)
    scenarios = {item.scenario.scenario_id: item.scenario for item in loaded if item.scenario}
    chosen = _chosen(workspace, scenarios)
    active = [
        Active(scenario, in_force(scenario, chosen.get(key), workspace.threshold_set))
        for key, scenario in sorted(scenarios.items())
        if scenario.status in ACTIVE_STATUSES
    ]
    _check_names(workspace, [item.scenario for item in active])
    refused = [p for item in active for p in lint(item.scenario, readable_tables())]
    if refused:
        raise ScenarioError(refused)
    return active


def _check_names(workspace: Workspace, active: Sequence[Scenario]) -> None:
    """Nothing to look for, or a name that would silently mean nothing, is a mistake."""
    if not active:
        at = Location(str(workspace.scenarios))
        hint = "scenario files end in .yml, and those that run have the status stable"
        raise UsageError(Problem("RUN007", "the folder holds no active scenario", at, hint))
    known = {scenario.scenario_id for scenario in active}
    known |= {DETECTOR_ID} if workspace.use_detector else set()
    problems = [
        Problem("RUN002", f"no active scenario '{name}'", None, did_you_mean(name, known))
        for name in workspace.require
        if name not in known
    ]
    sets = {name for scenario in active for name in scenario.threshold_sets}
    chosen = workspace.threshold_set
    if chosen is not None and chosen not in sets:
        message = f"no active scenario has a threshold set '{chosen}'"
        problems.append(Problem("RUN002", message, None, did_you_mean(chosen, sets)))
    if problems:
        raise UsageError(problems)


def _chosen(
    workspace: Workspace, scenarios: Mapping[str, Scenario]
) -> dict[str, dict[str, ParameterValue]]:
    chosen: dict[str, dict[str, ParameterValue]] = {}
    problems: list[Problem] = []
    for scenario_id, values in workspace.parameters.items():
        scenario = scenarios.get(scenario_id)
        if scenario is None:
            hint = did_you_mean(scenario_id, scenarios)
            problems.append(Problem("RUN002", f"no scenario '{scenario_id}'", None, hint))
            continue
        known = {parameter.name: parameter for parameter in scenario.parameters}
        for name, text in values.items():
            value = _value(known.get(name), text)
            if value is None:
                message = f"{scenario_id}.{name} cannot be '{text}'"
                problems.append(Problem("RUN002", message, None, _hint(name, known)))
            else:
                chosen.setdefault(scenario_id, {})[name] = value
    if problems:
        raise UsageError(problems)
    return chosen


def _value(parameter: Parameter | None, text: str) -> ParameterValue | None:
    if parameter is None:
        return None
    value = parameter_value(text, parameter.kind)
    return value if value is not None and in_range(parameter, value) else None


def _hint(name: str, known: Mapping[str, Parameter]) -> str:
    if name not in known:
        return did_you_mean(name, known)
    parameter = known[name]
    return f"a {parameter.kind} from {parameter.low} to {parameter.high}"


def scenario_use(active: Active) -> ScenarioUse:
    """What a report says of a scenario behind its alerts."""
    scenario = active.scenario
    return ScenarioUse(
        reference=scenario.reference,
        title=scenario.title,
        typology=scenario.typology,
        description=scenario.description,
        sha256=scenario.digest,
        parameters=tuple(
            ParameterUse(p.name, str(active.parameters[p.name]), p.why) for p in scenario.parameters
        ),
        references=scenario.references,
        false_positives=scenario.false_positives,
        known_gaps=scenario.known_gaps,
        reads=tuple(sorted(tables_read(scenario))),
    )
