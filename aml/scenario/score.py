"""A score as lines that add up: a base, then points, each for a measure a reviewer can check."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from aml.core.alert import Contribution
from aml.core.plain import Value
from aml.core.scenario import ScoreRule

_MOST = Decimal(100)
_TENTH = Decimal("0.1")


def contributions(rule: ScoreRule, facts: Mapping[str, Value]) -> tuple[Contribution, ...]:
    """The lines of a score. They add up to it; a last line takes off what exceeds 100.

    Raises:
        ExpressionError: a condition or its points name a measure that is not there.
    """
    lines = [Contribution("base", "Base of the scenario", rule.base)]
    for added in rule.add:
        if added.when.evaluate(facts):
            points = added.points.evaluate(facts)
            lines.append(Contribution(added.name, added.label, _points(points)))
    over = total(lines) - _MOST
    if over > 0:
        lines.append(Contribution("most", "A score ends at 100", -over))
    return tuple(line for line in lines if line.points)


def total(lines: tuple[Contribution, ...] | list[Contribution]) -> Decimal:
    """The score that the lines add up to."""
    return sum((line.points for line in lines), Decimal(0))


def _points(value: Value) -> Decimal:
    return Decimal(value).quantize(_TENTH) if isinstance(value, Decimal | int) else Decimal(0)
