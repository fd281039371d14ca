from decimal import Decimal

import pytest

from aml.detector.alert import contributions
from aml.detector.features import FAMILIES, FEATURES
from aml.detector.reasons import Reason
from aml.detector.score import Outlier


def reason(place, share):
    feature = FEATURES[place]
    family = next(family for family in FAMILIES if family.name == feature.family)
    return Reason(feature, family, Decimal(share), 1, 0, 0, "USD")


@pytest.mark.parametrize(
    ("score", "points"), [("3.5", "33.5"), ("9.99", "39.9"), ("25", "55"), ("9000", "55")]
)
def test_lines_add_up_and_the_score_ends_at_medium(score, points):
    reasons = [reason(0, "0.333333"), reason(5, "0.333333"), reason(6, "0.333333")]
    outlier = Outlier(0, Decimal(score), 1, None, (0, 5, 6), ())
    lines = contributions(outlier, reasons)
    assert sum(line.points for line in lines) == Decimal(points)
    assert all(line.points > 0 for line in lines)
    assert lines[0].name == "base"
    assert lines[1].label == "Cash: Cash deposited"
