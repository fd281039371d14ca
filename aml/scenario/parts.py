"""Parts of a scenario file with a form of their own: parameters, score, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import cast, get_args

from aml.config import Section
from aml.config.node import Node, to_decimal
from aml.core.expression import Expression, ExpressionError, parse_expression
from aml.core.problem import Location, did_you_mean
from aml.core.scenario import (
    EvidenceKind,
    EvidenceLine,
    Parameter,
    ParameterKind,
    ParameterValue,
    ScorePoints,
    ScoreRule,
)

_WHOLE = ("count", "days", "hours", "offset")
_ALWAYS = parse_expression("1 == 1")


def read_parameters(section: Section) -> tuple[Parameter, ...]:
    """`parameters:` — each with type, default, range and why."""
    within = section.section("parameters")
    if within is None:
        return ()
    return tuple(_parameter(name, node, within) for name, node in within.entries())


def _parameter(name: str, node: Node, within: Section) -> Parameter:
    item = Section(node, within.source, f"parameter '{name}'")
    kind = cast("ParameterKind", item.choice("type", get_args(ParameterKind)))
    written = item.text("default")
    default = parameter_value(written, kind)
    if default is None and written.strip():
        item.wrong("default", f"'{written}' is no {kind}", _form(kind), "SCN010")
    low, high = _range(item, kind)
    tunable = item.flag("tunable", default=True)
    if not item.text("tunable_reason", "") and not tunable:
        hint = "add `tunable_reason:`, such as the law that fixes it"
        item.wrong("tunable", "tunable: false gives no tunable_reason", hint, "SCN005")
    stand_in = Decimal(0) if default is None else default
    parameter = Parameter(
        name, kind, stand_in, low, high, item.text("why"), tunable, within.place(name),
        start_of(item, "default"),
    )  # fmt: skip
    if isinstance(default, int | Decimal) and not in_range(parameter, default):
        message = f"the default {default} is outside its range"
        item.wrong("default", message, f"from {low} to {high}", "SCN010")
    item.close()
    return parameter


def parameter_value(text: str, kind: str) -> ParameterValue | None:
    """A parameter's value out of its text; None when it is not of the kind."""
    if kind == "text":
        return text or None
    number = to_decimal(text)
    if number is None:
        return None
    if kind in _WHOLE:
        return int(number) if number == number.to_integral_value() else None
    return number


def in_range(parameter: Parameter, value: ParameterValue) -> bool:
    """Whether tuning may set the parameter to this value."""
    if isinstance(value, str):
        return True
    above = parameter.low is None or value >= parameter.low
    return above and (parameter.high is None or value <= parameter.high)


def _form(kind: str) -> str:
    return "a whole number" if kind in _WHOLE else "a number, such as 0.80"


def _range(item: Section, kind: str) -> tuple[Decimal | None, Decimal | None]:
    if kind == "text":
        return None, None
    bounds = [to_decimal(text) for text in item.texts("range", required=True)]
    if len(bounds) == 2 and bounds[0] is not None and bounds[1] is not None:
        return bounds[0], bounds[1]
    if "range" in item:
        item.wrong("range", "the range is not [lowest, highest]", "such as [1, 30]", "SCN010")
    return None, None


def read_values(item: Section, known: Mapping[str, Parameter]) -> dict[str, ParameterValue]:
    """Values for declared parameters, each inside its range."""
    values: dict[str, ParameterValue] = {}
    for key, _ in item.entries():
        if key not in known:
            hint = did_you_mean(key, known) or "declare it under parameters"
            item.source.report("SCN011", f"no parameter '{key}'", item.place(key), hint)
            continue
        value = parameter_value(item.text(key), known[key].kind)
        if value is None or not in_range(known[key], value):
            hint = f"a {known[key].kind} from {known[key].low} to {known[key].high}"
            item.wrong(key, f"'{item.text(key)}' is no value of '{key}'", hint, "SCN010")
            continue
        values[key] = value
    return values


def read_score(section: Section) -> ScoreRule:
    """`score:` — a base and points that measures add."""
    item = section.section("score", required=True)
    if item is None:
        return ScoreRule(Decimal(0), (), section.location)
    add = tuple(_points(line) for line in item.sections("add"))
    rule = ScoreRule(item.number("base"), add, start_of(item, "base"))
    item.close()
    return rule


def _points(line: Section) -> ScorePoints:
    when = read_expression(line, "when")
    points = read_expression(line, "points")
    name, label = line.text("as"), line.text("label")
    line.close()
    return ScorePoints(when, points, name, label, start_of(line, "when"), start_of(line, "points"))


def read_evidence(section: Section) -> tuple[EvidenceLine, ...]:
    """`evidence:` — one line a measure: label, kind, and where the figure comes from."""
    within = section.section("evidence", required=True)
    if within is None:
        return ()
    lines = tuple(_evidence(name, node, within) for name, node in within.entries())
    headlines = [line for line in lines if line.is_headline]
    if len(headlines) > 1:
        hint = "one `headline: true`, on the money line that the alert is about"
        within.source.report("SCN021", "two lines are the headline", headlines[1].location, hint)
    return lines


def _evidence(name: str, node: Node, within: Section) -> EvidenceLine:
    item = Section(node, within.source, f"evidence '{name}'")
    kind = cast("EvidenceKind", item.choice("as", get_args(EvidenceKind)))
    origin = item.choice("from", ("cited", "context"))
    recompute = None
    basis = ""
    source, other = ("recompute", "basis") if origin == "cited" else ("basis", "recompute")
    if origin == "cited":
        recompute = read_expression(item, "recompute")
    else:
        basis = item.text("basis")
    if item.node(other) is not None:
        hint = "a cited figure has `recompute`, one from context has `basis`"
        item.source.report("CFG002", f"a {origin} line has no {other}", item.place(other), hint)
    line = EvidenceLine(
        name=name,
        label=item.text("label"),
        kind=kind,
        recompute=recompute,
        basis=basis,
        currency=item.text("currency", ""),
        is_headline=item.flag("headline", default=False),
        location=within.place(name),
        source_location=start_of(item, source),
    )
    if line.is_headline and kind != "money":
        hint = "`as: money`, or the headline on another line"
        item.wrong("headline", "only a money line can be the headline", hint, "SCN021")
    item.close()
    return line


def start_of(item: Section, key: str) -> Location:
    """Where the text of a value begins, behind its quote."""
    node = item.node(key)
    if node is None:
        return item.location
    at = node.location
    line, column = at.line or 1, at.column or 1
    is_quoted = item.source.lines[line - 1][column - 1 :].startswith(('"', "'"))
    return Location(at.path, line, column + is_quoted)


def read_expression(item: Section, key: str) -> Expression:
    """The condition or sum that a key holds; one that always holds where it cannot be read."""
    text = item.text(key)
    try:
        return parse_expression(text)
    except ExpressionError as error:
        if text:
            at = start_of(item, key)
            place = Location(at.path, at.line, (at.column or 1) + error.column - 1)
            hint = "names, numbers, + - * /, comparisons, and / or / not, such as items >= 3"
            item.source.report("SCN022", str(error), place, hint)
        return _ALWAYS
