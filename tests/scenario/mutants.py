"""Small changes to a scenario, each of which a test of its file must notice.

Defaults move by the smallest step of their kind, points by a tenth, numbers in conditions by their
last digit, and every comparison of the SQL and of the score is turned into its neighbours.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from aml.core.expression import ExpressionError, parse_expression
from aml.core.scenario import Scenario

_STEPS = {"money": Decimal("0.01"), "ratio": Decimal("0.01"), "km": Decimal(1)}
_NEIGHBOURS = {
    ">=": (">", "<"), ">": (">=", "<"), "<=": ("<", ">"), "<": ("<=", ">"),
    "=": ("<>",), "==": ("!=",), "<>": ("=",), "!=": ("==",),
}  # fmt: skip
_TOKEN = re.compile(r"'[^']*'|--[^\n]*|\$?[A-Za-z_][\w.]*|\d+(?:\.\d+)?|<>|[<>=!]=|[<>=]")
_TYPE = re.compile(r"DECIMAL\(\s*\d+\s*,\s*\d+\s*\)")

Mutant = tuple[str, Scenario]


def mutants(scenario: Scenario) -> Iterator[Mutant]:
    """Every mutant with the words that name it."""
    yield from _defaults(scenario)
    yield from _scores(scenario)
    for name, text in _texts(scenario.sql.text):
        yield f"sql {name}", replace(scenario, sql=replace(scenario.sql, text=text))


def _defaults(scenario: Scenario) -> Iterator[Mutant]:
    for place, parameter in enumerate(scenario.parameters):
        if not parameter.tunable or isinstance(parameter.default, str):
            continue
        step = _STEPS.get(parameter.kind, 1)
        for moved in (parameter.default + step, parameter.default - step):
            changed = list(scenario.parameters)
            changed[place] = replace(parameter, default=moved)
            yield f"{parameter.name} = {moved}", replace(scenario, parameters=tuple(changed))


def _scores(scenario: Scenario) -> Iterator[Mutant]:
    rule = scenario.score
    for moved in (rule.base + Decimal("0.1"), rule.base - Decimal("0.1")):
        yield f"base {moved}", replace(scenario, score=replace(rule, base=moved))
    for place, line in enumerate(rule.add):
        changes = [("when", name, text) for name, text in _texts(line.when.text)]
        changes += [("points", sign, f"{line.points.text} {sign} 0.1") for sign in ("+", "-")] + [
            ("points", name, text) for name, text in _texts(line.points.text) if "(" in text
        ]
        for key, name, text in changes:
            try:
                expression = parse_expression(text)
            except ExpressionError:
                continue
            added = list(rule.add)
            added[place] = replace(line, **{key: expression})
            yield (
                f"{line.name} {key} {name}: {text}",
                replace(scenario, score=replace(rule, add=tuple(added))),
            )


def _texts(text: str) -> Iterator[tuple[str, str]]:
    """The text with one comparison or number changed, and which one, by line."""
    types = [range(*found.span()) for found in _TYPE.finditer(text)]
    for found in _TOKEN.finditer(text):
        if any(found.start() in inside for inside in types):
            continue
        if _is_plain(text, found):
            continue
        token = found.group()
        for changed in _changes(token):
            line = text.count("\n", 0, found.start()) + 1
            context = text[max(0, found.start() - 25) : found.end() + 25].replace("\n", " ")
            yield (
                f"line {line} {token} -> {changed} in «{context}»",
                text[: found.start()] + changed + text[found.end() :],
            )


def _is_plain(text: str, found: re.Match[str]) -> bool:
    """A number that decides nothing: what a CASE or a coalesce gives."""
    before = text[: found.start()].rstrip().upper()
    return before.endswith(("THEN", "ELSE", ","))


def _changes(token: str) -> tuple[str, ...]:
    if token in _NEIGHBOURS:
        return _NEIGHBOURS[token]
    if re.fullmatch(r"\d+(\.\d+)?", token):
        number = Decimal(token)
        step = Decimal(1).scaleb(int(number.as_tuple().exponent))
        return (str(number + step), str(number - step))
    return ()
