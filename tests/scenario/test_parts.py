"""Values of parameters: out of text, of their kind, within their range."""

from decimal import Decimal

import pytest

from aml.scenario.parts import in_range, parameter_value
from tests.scenario.files import scenario_of, spoilt


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("3", "count", 3), ("3.0", "days", 3), ("3.5", "hours", None), ("12", "offset", 12),
        ("0.80", "ratio", Decimal("0.80")), ("10_000.00", "money", Decimal("10000.00")),
        ("NaN", "money", None), ("Infinity", "ratio", None), ("many", "count", None), ("", "km", None),
        ("US-CTR", "text", "US-CTR"), ("", "text", None),
    ],
)  # fmt: skip
def test_a_value_is_of_its_kind_or_none_at_all(text, kind, value):
    found = parameter_value(text, kind)
    assert found == value
    assert type(found) is type(value)


def test_a_range_holds_both_its_ends(tmp_path):
    items = scenario_of(tmp_path).parameters[0]
    assert [in_range(items, value) for value in (1, 2, 50, 51)] == [False, True, True, False]


def test_a_text_has_no_range(tmp_path):
    text = spoilt(
        "  min_items: {type: count,",
        "  place: {type: text, default: B1, why: a branch}\n  min_items: {type: count,",
    )
    place = scenario_of(tmp_path, text).parameters[0]
    assert (place.default, place.low, place.high, in_range(place, "any")) == (
        "B1",
        None,
        None,
        True,
    )


def test_a_parameter_may_be_fixed_with_a_reason(tmp_path):
    fixed = "why: one is ordinary, tunable: false, tunable_reason: the law"
    parameter = scenario_of(tmp_path, spoilt("why: one is ordinary", fixed)).parameters[0]
    assert not parameter.tunable
