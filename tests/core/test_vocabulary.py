from decimal import Decimal

import pytest

from aml.core.vocabulary import severity_of


@pytest.mark.parametrize(
    ("score", "severity"),
    [("39.9", "low"), ("40", "medium"), ("59.9", "medium"), ("60", "high"), ("80", "critical")],
)
def test_severity_follows_the_score(score, severity):
    assert severity_of(Decimal(score)) == severity


def test_the_cap_holds_but_never_raises():
    assert severity_of(Decimal(95), "medium") == "medium"
    assert severity_of(Decimal(10), "critical") == "low"
