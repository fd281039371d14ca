"""A score is lines that a reviewer can add up."""

from decimal import Decimal

import pytest

from aml.core.expression import ExpressionError, parse_expression
from aml.core.problem import Location
from aml.core.scenario import ScorePoints, ScoreRule
from aml.scenario.score import contributions, total


def rule(base, *lines):
    return ScoreRule(
        Decimal(base),
        tuple(
            ScorePoints(
                parse_expression(when),
                parse_expression(points),
                name,
                name,
                Location("x"),
                Location("x"),
            )
            for when, points, name in lines
        ),
        Location("x"),
    )


@pytest.mark.parametrize(
    ("facts", "lines"),
    [
        ({"places": 1, "items": 3}, {"base": 30}),
        ({"places": 2, "items": 3}, {"base": 30, "C1": 15}),
        ({"places": 2, "items": 5}, {"base": 30, "C1": 15, "count": 10}),
        ({"places": 9, "items": 23}, {"base": 30, "C1": 15, "count": 100, "most": -45}),
        ({"places": None, "items": 3}, {"base": 30}),
    ],
)
def test_the_lines_add_up_to_the_score_and_no_further_than_100(facts, lines):
    found = contributions(
        rule(30, ("places >= 2", "15", "C1"), ("items >= 4", "5 * (items - 3)", "count")), facts
    )
    assert {line.name: line.points for line in found} == lines
    assert total(found) == min(sum(lines.values()), 100)


def test_points_may_be_taken_off_and_lines_of_nothing_are_not_shown():
    found = contributions(
        rule(0, ("n >= 1", "-20", "habit"), ("n >= 1", "n - 1", "none")), {"n": 1}
    )
    assert [(line.name, line.points) for line in found] == [("habit", Decimal("-20.0"))]


def test_points_are_tenths():
    (line,) = contributions(rule(0, ("n >= 1", "n / 3", "third")), {"n": 1})
    assert line.points == Decimal("0.3")


def test_a_measure_that_is_not_there_is_an_error():
    with pytest.raises(ExpressionError):
        contributions(rule(0, ("places >= 2", "15", "C1")), {"items": 1})
