"""The scenarios of a run: loaded, checked, locked, with the parameters in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from aml.core.case import ParameterUse, ScenarioUse, ThresholdSetUse
from aml.core.digest import digest
from aml.core.problem import Location, Problem, ScenarioError, UsageError, did_you_mean
from aml.core.scenario import Parameter, ParameterValue, Scenario
from aml.core.threshold_set import DEFAULT, Thresholds, ThresholdSet
from aml.core.vocabulary import ACTIVE_STATUSES
from aml.detector.use import DETECTOR_ID
from aml.pipeline.workspace import Workspace
from aml.scenario.lint import lint
from aml.scenario.load import in_force, load_folder
from aml.scenario.lock import LOCK_NAME, check_lock, read_lock
from aml.scenario.parts import in_range, parameter_value
from aml.scenario.prepare import readable_tables, tables_read
from aml.scenario.threshold_set import named, settled, thresholds_of


@dataclass(frozen=True, slots=True)
class Active:
    """A scenario that runs, with the parameters in force for whoever is in no threshold set.

    `base` is how alerts cite those: `default`, or the set that the run names. `unlocked` says that
    the version which alerts cite stands for another logic than versions.lock holds, or for none.
    """

    scenario: Scenario
    parameters: Mapping[str, ParameterValue]
    base: str = DEFAULT
    unlocked: tuple[Problem, ...] = ()

    @property
    def thresholds(self) -> tuple[Thresholds, ...]:
        """The values of each threshold set, as they are tried."""
        return thresholds_of(self.scenario, self.parameters, self.base)

    def parameters_of(self, threshold_set: str) -> Mapping[str, ParameterValue]:
        """The values of the set that an episode names."""
        values = {item.threshold_set: item.parameters for item in self.thresholds}
        return values[threshold_set]


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
    unlocked = _unlocked(workspace, scenarios.values())
    active = [
        replace(
            set_up(own_sets(workspace, scenario), chosen.get(key), workspace.threshold_set),
            unlocked=unlocked.get(key, ()),
        )
        for key, scenario in sorted(scenarios.items())
        if scenario.status in ACTIVE_STATUSES
    ]
    _check_names(workspace, [item.scenario for item in active])
    refused = [p for item in active for p in lint(item.scenario, readable_tables())]
    if refused:
        raise ScenarioError(refused)
    return active


def _unlocked(
    workspace: Workspace, scenarios: Iterable[Scenario]
) -> Mapping[str, tuple[Problem, ...]]:
    """What versions.lock says against scenarios, by id; nothing where the folder keeps no lock."""
    if not (workspace.scenarios / LOCK_NAME).exists():
        return {}
    lock = read_lock(workspace.scenarios)
    # Tests that changed do not decide on alerts: `aml scenario check` tells of those.
    return {
        item.scenario_id: tuple(p for p in check_lock(item, lock) if p.code != "SCN052")
        for item in scenarios
    }


def set_up(
    scenario: Scenario, chosen: Mapping[str, ParameterValue] | None, threshold_set: str | None
) -> Active:
    """A scenario with the values of a set that the run names, if it has it, and those chosen."""
    held = named(scenario, threshold_set)
    base = held.reference if held else DEFAULT
    return Active(scenario, in_force(scenario, chosen, threshold_set), base)


def own_sets(workspace: Workspace, scenario: Scenario) -> Scenario:
    """The scenario with the workspace's threshold sets for it, which are tried before the file's.

    Raises:
        UsageError: a set that cannot hold, at its place in aml.toml.
    """
    problems: list[Problem] = []

    def report(code: str, message: str, at: Location, hint: str) -> None:
        problems.append(Problem(code, message, at, hint))

    known = {parameter.name: parameter for parameter in scenario.parameters}
    written = workspace.threshold_sets.get(scenario.scenario_id, ())
    own = settled(written, known, scenario.focus, report)
    for item in own:
        if named(scenario, item.set_id):
            message = f"{scenario.scenario_id} has a threshold set '{item.set_id}' of its own"
            report("SCN016", message, item.location, "another id: alerts name the set that held")
    if problems:
        raise UsageError(problems)
    return replace(scenario, threshold_sets=(*own, *scenario.threshold_sets))


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
    sets = {item.set_id for scenario in active for item in scenario.threshold_sets}
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
    problems = [
        Problem("RUN002", f"no scenario '{key}'", sets[0].location, did_you_mean(key, scenarios))
        for key, sets in workspace.threshold_sets.items()
        if sets and key not in scenarios
    ]
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
            ParameterUse(p.name, str(active.parameters[p.name]), _why(active, p))
            for p in scenario.parameters
        ),
        references=scenario.references,
        false_positives=scenario.false_positives,
        known_gaps=scenario.known_gaps,
        reads=tuple(sorted(tables_read(scenario))),
        threshold_sets=tuple(_set_use(item) for item in scenario.threshold_sets if item.when),
        base=active.base,
    )


def _why(active: Active, parameter: Parameter) -> str:
    """The reason for the value in force; the scenario's own is none for another value."""
    value = active.parameters[parameter.name]
    if value == parameter.default:
        return parameter.why
    held = next((s for s in active.scenario.threshold_sets if s.reference == active.base), None)
    if held and held.parameters.get(parameter.name) == value:
        return held.reason
    return f"set by the institution; the scenario has {parameter.default}: {parameter.why}"


def _set_use(item: ThresholdSet) -> ThresholdSetUse:
    fits = tuple(f"{key}: {' or '.join(values)}" for key, values in item.when.items())
    values = {name: str(value) for name, value in item.parameters.items()}
    sha256 = digest([item.reference, item.reason, list(fits), values])
    return ThresholdSetUse(item.reference, item.reason, fits, values, sha256)
