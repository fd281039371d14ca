"""Small changes to a scenario, each of which a test of its file must notice.

Defaults and values of threshold sets move by the smallest step of their kind, points by a tenth,
numbers in conditions by their last digit, and every comparison of the SQL and of the score is
turned into its neighbours. Of SQL that is compiled from a pattern, what the author wrote is
changed, wherever the compiler took it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from aml.config.node import to_decimal
from aml.core.expression import Expression, ExpressionError, parse_expression
from aml.core.problem import Location, Problem
from aml.core.scenario import Parameter, Scenario, ScorePoints
from aml.core.threshold_set import ThresholdSet

_STEPS = {"money": Decimal("0.01"), "ratio": Decimal("0.01"), "km": Decimal(1)}
_TENTH = Decimal("0.1")
_NEIGHBOURS = {
    ">=": (">", "<"), ">": (">=", "<"), "<=": ("<", ">"), "<": ("<=", ">"),
    "=": ("<>",), "==": ("!=",), "<>": ("=",), "!=": ("==",),
}  # fmt: skip
#: Comparisons that differ where both sides are equal, and nowhere else.
_CLOSE = frozenset([(">=", ">"), (">", ">="), ("<=", "<"), ("<", "<=")])
_TOKEN = re.compile(r"'[^']*'|--[^\n]*|\$?[A-Za-z_][\w.]*|\d+(?:\.\d+)?|<>|[<>=!]=|[<>=]")
_TYPE = re.compile(r"DECIMAL\(\s*\d+\s*,\s*\d+\s*\)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

_ASK_SCORE = "name `score` in the alerts of a test"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A scenario with one small change: what stands where, and what a test needs to notice it."""

    scenario: Scenario
    old: str
    new: str
    location: Location
    hint: str

    def survived(self) -> Problem:
        """That no test of the file noticed the change."""
        message = f"no test notices {self.new} instead of {self.old} here"
        return Problem("MUT001", message, self.location, self.hint)


@dataclass(frozen=True, slots=True)
class _Change:
    """A word of a text and what stands in its place."""

    start: int
    end: int
    old: str
    new: str

    def on(self, text: str) -> str:
        return text[: self.start] + self.new + text[self.end :]

    @property
    def hint(self) -> str:
        if (self.old, self.new) in _CLOSE:
            return "add a test in which both sides are equal"
        if _NUMBER.fullmatch(self.old):
            return _between(self.old, self.new)
        return "add a test whose alerts hang on this condition alone"


def mutants(scenario: Scenario) -> Iterator[Mutant]:
    """Every mutant, in the order of the parts of the file."""
    for place, parameter in enumerate(scenario.parameters):
        if parameter.tunable and not isinstance(parameter.default, str):
            yield from _defaults(scenario, place, parameter, parameter.default)
    for place, held in enumerate(scenario.threshold_sets):
        if held.when:  # no test can name the set of a run
            yield from _set_values(scenario, place, held)
    yield from _base(scenario)
    for place, line in enumerate(scenario.score.add):
        yield from _conditions(scenario, place, line)
        yield from _points(scenario, place, line)
    yield from _sql(scenario)


def _defaults(
    scenario: Scenario, place: int, parameter: Parameter, default: Decimal | int
) -> Iterator[Mutant]:
    for moved in _steps(parameter, default):
        changed = list(scenario.parameters)
        changed[place] = replace(parameter, default=moved)
        mutant = replace(scenario, parameters=tuple(changed))
        old, new = str(default), str(moved)
        yield Mutant(mutant, old, new, parameter.default_location, _between(old, new))


def _set_values(scenario: Scenario, place: int, held: ThresholdSet) -> Iterator[Mutant]:
    """Each value of a set, as a default is moved."""
    tunable = {item.name: item for item in scenario.parameters if item.tunable}
    for name, value in held.parameters.items():
        if name not in tunable or isinstance(value, str):
            continue
        for moved in _steps(tunable[name], value):
            changed = list(scenario.threshold_sets)
            changed[place] = replace(held, parameters={**held.parameters, name: moved})
            mutant = replace(scenario, threshold_sets=tuple(changed))
            hint = f"{_between(str(value), str(moved))}, of somebody in the set {held.set_id}"
            yield Mutant(mutant, str(value), str(moved), held.places[f"parameters.{name}"][1], hint)


def _steps(parameter: Parameter, value: Decimal | int) -> tuple[Decimal | int, Decimal | int]:
    step = _STEPS.get(parameter.kind, 1)
    return value + step, value - step


def _between(old: str, new: str) -> str:
    return f"add a test at {old} and one at {new}, of which only one alerts"


def _base(scenario: Scenario) -> Iterator[Mutant]:
    rule = scenario.score
    for moved in (rule.base + _TENTH, rule.base - _TENTH):
        mutant = replace(scenario, score=replace(rule, base=moved))
        yield Mutant(mutant, str(rule.base), str(moved), rule.location, _ASK_SCORE)


def _conditions(scenario: Scenario, place: int, line: ScorePoints) -> Iterator[Mutant]:
    def with_condition(when: Expression) -> ScorePoints:
        return replace(line, when=when)

    changes = list(_changes(line.when.text))
    yield from _expressions(scenario, place, (line.location, line.when), changes, with_condition)


def _points(scenario: Scenario, place: int, line: ScorePoints) -> Iterator[Mutant]:
    """A tenth more and less, and each number of points that are computed."""

    def with_points(points: Expression) -> ScorePoints:
        return replace(line, points=points)

    text = line.points.text
    for step in (_TENTH, -_TENTH):
        moved = _moved(text, step)
        mutant = _with_line(scenario, place, with_points(parse_expression(moved)))
        hint = f"{_ASK_SCORE} where `{line.when.text}` holds"
        yield Mutant(mutant, text, moved, line.points_location, hint)
    if "(" in text:
        at = (line.points_location, line.points)
        yield from _expressions(scenario, place, at, list(_changes(text)), with_points)


def _moved(points: str, step: Decimal) -> str:
    number = to_decimal(points)
    if number is None:
        return f"{points} {'-' if step < 0 else '+'} {abs(step)}"
    return str(number + step)


def _expressions(
    scenario: Scenario,
    place: int,
    written: tuple[Location, Expression],
    changes: Sequence[_Change],
    with_expression: Callable[[Expression], ScorePoints],
) -> Iterator[Mutant]:
    at, expression = written
    for change in changes:
        try:
            changed = parse_expression(change.on(expression.text))
        except ExpressionError:
            continue
        mutant = _with_line(scenario, place, with_expression(changed))
        spot = Location(at.path, at.line, (at.column or 1) + change.start)
        yield Mutant(mutant, change.old, change.new, spot, f"{change.hint}, and {_ASK_SCORE}")


def _with_line(scenario: Scenario, place: int, line: ScorePoints) -> Scenario:
    added = list(scenario.score.add)
    added[place] = line
    return replace(scenario, score=replace(scenario.score, add=tuple(added)))


def _sql(scenario: Scenario) -> Iterator[Mutant]:
    sql = scenario.sql
    spots: dict[tuple[Location, str], list[_Change]] = {}
    for change in _changes(sql.text):
        offset = len(sql.text[: change.start].encode("utf-8"))
        if sql.is_authored(offset):
            spots.setdefault((sql.location(offset), change.new), []).append(change)
    for (at, _), changes in spots.items():
        text = sql.text
        for change in reversed(changes):
            text = change.on(text)
        mutant = replace(scenario, sql=replace(sql, text=text))
        yield Mutant(mutant, changes[0].old, changes[0].new, at, changes[0].hint)


def _changes(text: str) -> Iterator[_Change]:
    """Every comparison and number of a text, each with its neighbours, in the text's order."""
    types = [range(*found.span()) for found in _TYPE.finditer(text)]
    for found in _TOKEN.finditer(text):
        if any(found.start() in inside for inside in types) or _is_plain(text, found):
            continue
        for new in _neighbours(found.group()):
            yield _Change(*found.span(), found.group(), new)


def _is_plain(text: str, found: re.Match[str]) -> bool:
    """A number that decides nothing: what a CASE or a coalesce gives."""
    before = text[: found.start()].rstrip().upper()
    return before.endswith(("THEN", "ELSE", ","))


def _neighbours(token: str) -> tuple[str, ...]:
    if token in _NEIGHBOURS:
        return _NEIGHBOURS[token]
    if _NUMBER.fullmatch(token):
        number = Decimal(token)
        step = Decimal(1).scaleb(int(number.as_tuple().exponent))
        return (str(number + step), str(number - step))
    return ()
