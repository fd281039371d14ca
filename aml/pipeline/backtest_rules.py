"""The rules of a backtest, and its dates, as the command line names them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from aml.core.backtest import Every, Rule
from aml.core.problem import Problem, ScenarioError, UsageError, did_you_mean
from aml.core.scenario import Parameter, ParameterValue, Scenario
from aml.pipeline.library import Active, own_sets, set_up
from aml.pipeline.workspace import Workspace
from aml.scenario.lint import lint
from aml.scenario.load import load, load_folder
from aml.scenario.parts import in_range, parameter_value
from aml.scenario.prepare import readable_tables
from aml.scenario.threshold_set import named

#: A scenario or its file, then a threshold set, then parameters: `ID@set:param=v,param=v`.
_ASKED = re.compile(
    r"(?P<name>.+?)(@(?P<set>[A-Za-z0-9_]+))?(:(?P<values>\w+=[^,]*(,\w+=[^,]*)*))?"
)
#: More dates than a year of nights are a slip of the hand.
MOST_DATES = 400


@dataclass(frozen=True, slots=True)
class Side:
    """A rule as it was asked for, with its parameters in force."""

    asked: str
    active: Active

    @property
    def rule(self) -> Rule:
        """What a paper says of it."""
        scenario, values = self.active.scenario, self.active.parameters
        texts = {name: str(value) for name, value in values.items()}
        for held in (item for item in scenario.threshold_sets if item.when):
            texts |= {f"{key} ({held.reference})": str(x) for key, x in held.parameters.items()}
        return Rule(self.asked, scenario.reference, scenario.title, scenario.digest, texts)


def read_side(workspace: Workspace, asked: str) -> Side:
    """The rule behind `FILE`, `ID`, `ID@set` or `ID:param=v,param=v`.

    Parameters come as in a run: the file's, those of the threshold set (the one that is named,
    else the workspace's), those of the workspace, and last those that stand behind the colon. Sets
    of a segment hold over all of these for those who are in it.

    Raises:
        UsageError: no such scenario, set or parameter, or a value outside its range.
        ScenarioError: the file does not load, or its SQL may not run.
    """
    parts = _ASKED.fullmatch(asked)
    if parts is None:
        raise UsageError(Problem("RUN004", "a rule has no name", None, "ID, ID@set or FILE.yml"))
    scenario = _scenario(workspace, parts["name"])
    name = parts["set"]
    if name and not named(scenario, name):
        hint = did_you_mean(name, [item.set_id for item in scenario.threshold_sets])
        message = f"{scenario.scenario_id} has no threshold set '{name}'"
        raise UsageError(Problem("RUN002", message, None, hint))
    written = [pair.split("=", 1) for pair in (parts["values"] or "").split(",") if pair]
    given = {**workspace.parameters.get(scenario.scenario_id, {}), **dict(written)}
    chosen = _values(scenario, given)
    return Side(asked, set_up(scenario, chosen, name or workspace.threshold_set))


def check_sides(a: Side, b: Side) -> None:
    """Raises UsageError where the rules are about different kinds of focus."""
    one, other = (side.active.scenario.focus for side in (a, b))
    if one != other:
        message = f"A is about {one}s and B about {other}s: their alerts cannot be compared"
        raise UsageError(Problem("BKT001", message, None, "compare rules of one kind of focus"))


def dates_of(start: date, end: date, every: Every) -> tuple[date, ...]:
    """The dates of a schedule: from `start`, by day, week or month, up to `end`.

    Months keep the day of `start`, or end where they are shorter; the last day of a month stays
    the last.

    Raises:
        UsageError: the end lies before the start, or there are too many dates.
    """
    if end < start:
        raise UsageError(Problem("RUN004", "--to lies before --from"))
    dates: list[date] = []
    while len(dates) <= MOST_DATES:
        on = _nth(start, every, len(dates))
        if on > end:
            return tuple(dates)
        dates.append(on)
    message = f"the schedule has more than {MOST_DATES} dates"
    raise UsageError(Problem("RUN004", message, None, "--every week, or a shorter time"))


def _nth(start: date, every: Every, number: int) -> date:
    if every != "month":
        return start + timedelta(days=number * (7 if every == "week" else 1))
    year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
    last = calendar.monthrange(year, month + 1)[1]
    is_last = start.day == calendar.monthrange(start.year, start.month)[1]
    return date(year, month + 1, last if is_last else min(start.day, last))


def _scenario(workspace: Workspace, name: str) -> Scenario:
    """The scenario of a file, or the one of this id in the folder of the workspace."""
    if name.endswith((".yml", ".yaml")):
        path = Path(name)
        if not path.is_file():
            raise UsageError(Problem("RUN001", f"no file '{name}'", None, "FILE.yml, or an id"))
        loaded = load(path, path.name)
    else:
        found = {item.path.stem: item for item in load_folder(workspace.scenarios)}
        if name not in found:
            hint = did_you_mean(name, found)
            raise UsageError(Problem("RUN002", f"no scenario '{name}'", None, hint))
        loaded = found[name]
    if loaded.scenario is None or loaded.problems:
        raise ScenarioError(loaded.problems)
    if refused := lint(loaded.scenario, readable_tables()):
        raise ScenarioError(refused)
    return own_sets(workspace, loaded.scenario)


def _values(scenario: Scenario, given: Mapping[str, str]) -> dict[str, ParameterValue]:
    known = {parameter.name: parameter for parameter in scenario.parameters}
    values: dict[str, ParameterValue] = {}
    problems = []
    for name, text in given.items():
        value = _value(known[name], text) if name in known else None
        if value is None:
            problems.append(_unfit(scenario, name, text))
        else:
            values[name] = value
    if problems:
        raise UsageError(problems)
    return values


def _value(parameter: Parameter, text: str) -> ParameterValue | None:
    value = parameter_value(text, parameter.kind)
    return value if value is not None and in_range(parameter, value) else None


def _unfit(scenario: Scenario, name: str, text: str) -> Problem:
    """Why a parameter cannot be set so: there is none, or the value is none of its values."""
    known = {parameter.name: parameter for parameter in scenario.parameters}
    if name not in known:
        message = f"{scenario.scenario_id} has no parameter '{name}'"
        return Problem("RUN002", message, None, did_you_mean(name, known))
    parameter = known[name]
    hint = f"a {parameter.kind} from {parameter.low} to {parameter.high}"
    return Problem("RUN002", f"{scenario.scenario_id}.{name} cannot be '{text}'", None, hint)
