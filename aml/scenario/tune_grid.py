"""The grid of a tuning: parameters with the values to try, and the points that they span."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from aml.config.node import to_decimal
from aml.core.problem import Problem, UsageError, did_you_mean
from aml.core.scenario import Parameter, ParameterValue, Scenario
from aml.scenario.fire import bindings
from aml.scenario.parts import in_range, parameter_value

#: Points that a grid may have.
MOST = 2000
_FORM = "such as --grid near_ratio=0.80:0.95:0.01 or --grid min_items=2,3,4"

Point = Mapping[str, ParameterValue]


@dataclass(frozen=True, slots=True)
class Axis:
    """A parameter with the values to try, in order, and the value in force."""

    parameter: Parameter
    values: tuple[ParameterValue, ...]
    in_force: ParameterValue

    @property
    def name(self) -> str:
        """The name of the parameter."""
        return self.parameter.name

    @property
    def ends(self) -> tuple[ParameterValue, ...]:
        """The lowest and the highest value, the one in force included."""
        known = sorted({*self.values, self.in_force}, key=Decimal)
        return tuple(dict.fromkeys((known[0], known[-1])))


def read_grid(scenario: Scenario, in_force: Point, texts: Sequence[str]) -> tuple[Axis, ...]:
    """The axes of the texts `name=low:high:step` and `name=a,b,c`.

    Raises:
        UsageError: no grid, an unknown or fixed parameter, one that decides on no alert, a value
            that is none or lies outside the range, or more than 2,000 points.
    """
    problems: list[Problem] = []
    axes: dict[str, Axis] = {}
    deciding = bindings(scenario, in_force)
    for text in texts:
        name, _, values = text.partition("=")
        parameter = next((p for p in scenario.parameters if p.name == name), None)
        if name in axes:
            problems.append(Problem("RUN004", f"--grid names '{name}' twice", None, _FORM))
        elif parameter is None or not _is_open(parameter, deciding):
            problems.append(_refused(scenario, name, parameter))
        else:
            read, found = _values(parameter, values)
            problems += found
            axes[name] = Axis(parameter, read, in_force[name])
    if not texts:
        problems.append(Problem("RUN004", "there is no grid to tune on", None, _FORM))
    size = count(tuple(axes.values()))
    if size > MOST and not problems:
        hint = "fewer values, or a larger step"
        problems.append(
            Problem("RUN004", f"the grid has {size:,} points, {MOST:,} at most", None, hint)
        )
    if problems:
        raise UsageError(problems)
    return tuple(axes.values())


def count(axes: Sequence[Axis]) -> int:
    """How many points the axes span."""
    size = 1
    for axis in axes:
        size *= len(axis.values)
    return size


def grid(axes: Sequence[Axis]) -> list[Point]:
    """Every point of the grid: the last axis runs fastest."""
    return [_point(axes, values) for values in product(*(axis.values for axis in axes))]


def corners(axes: Sequence[Axis]) -> list[Point]:
    """The corners of the smallest box around the grid and the parameters in force."""
    return [_point(axes, values) for values in product(*(axis.ends for axis in axes))]


def lines(axes: Sequence[Axis]) -> list[Point]:
    """Each axis by itself, the others at their values in force."""
    force = {axis.name: axis.in_force for axis in axes}
    return [force | {axis.name: value} for axis in axes for value in axis.values]


def _point(axes: Sequence[Axis], values: Sequence[ParameterValue]) -> Point:
    return {axis.name: value for axis, value in zip(axes, values, strict=True)}


def _is_open(parameter: Parameter, deciding: Point) -> bool:
    return parameter.tunable and parameter.kind != "text" and parameter.name in deciding


def _refused(scenario: Scenario, name: str, parameter: Parameter | None) -> Problem:
    if parameter is None:
        hint = did_you_mean(name, [p.name for p in scenario.parameters])
        return Problem("RUN002", f"{scenario.scenario_id} has no parameter '{name}'", None, hint)
    if not parameter.tunable:
        hint = f"it is `tunable: false`: {parameter.why}"
        return Problem("RUN002", f"'{name}' may not be tuned", None, hint)
    if parameter.kind == "text":
        return Problem("RUN002", f"'{name}' is a text, which has no range", None, "tune a number")
    hint = "it serves the score or the narrative only"
    return Problem("RUN002", f"'{name}' does not decide which alerts are raised", None, hint)


def _values(parameter: Parameter, text: str) -> tuple[tuple[ParameterValue, ...], list[Problem]]:
    """The values of one axis in order, each once."""
    texts = _steps(text) if ":" in text else text.split(",")
    if texts is None:
        return (), [Problem("RUN004", f"--grid {parameter.name}={text} is no range", None, _FORM)]
    values: set[ParameterValue] = set()
    problems = []
    for one in texts:
        value = parameter_value(one.strip(), parameter.kind)
        if value is None or not in_range(parameter, value):
            message = f"{parameter.name} cannot be '{one.strip()}'"
            hint = f"a {parameter.kind} from {parameter.low} to {parameter.high}"
            problems.append(Problem("RUN002", message, None, hint))
        else:
            values.add(value)
    return tuple(sorted(values, key=Decimal)), problems


def _steps(text: str) -> list[str] | None:
    """`0.80:0.95:0.01` as its values, both ends included; None where it is no range."""
    numbers = [to_decimal(part.strip()) for part in text.split(":")]
    if len(numbers) != 3:
        return None
    low, high, step = numbers
    if low is None or high is None or step is None or step <= 0 or high < low:
        return None
    steps = int((high - low) / step)
    # One value too many is enough to be refused, however small the step.
    return [format(low + step * n, "f") for n in range(min(steps, MOST) + 1)]
