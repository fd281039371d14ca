from pathlib import Path

from aml.core.expression import parse_expression
from aml.detector.features import FAMILIES, FEATURES
from aml.detector.parameters import PARAMETERS
from aml.detector.use import detector_use
from aml.scenario.recompute import FUNCTIONS

PAGE = (Path(__file__).parents[2] / "docs" / "detector.md").read_text(encoding="utf-8")


def test_names_and_titles_are_unique():
    assert len({feature.name for feature in FEATURES}) == len(FEATURES)
    assert len({feature.title for feature in FEATURES}) == len(FEATURES)
    assert 15 <= len(FEATURES) <= 25


def test_features_of_a_family_stand_together():
    order = [family.name for family in FAMILIES]
    places = [order.index(feature.family) for feature in FEATURES]
    assert places == sorted(places)


def test_what_recomputes_does_so_with_functions_that_exist():
    for feature in FEATURES:
        if feature.recompute:
            calls = parse_expression(feature.recompute).calls
            assert {call.func.id for call in calls} <= set(FUNCTIONS), feature.name


def test_the_page_shows_every_family_and_parameter_as_it_is():
    for family in FAMILIES:
        risk = "yes" if family.is_risk else "no"
        assert f"| `{family.name}` | {family.title} | {risk} | {family.why} |" in PAGE, family.name
    for parameter in PARAMETERS:
        assert f"| `{parameter.name}` | {parameter.value} | {parameter.why} |" in PAGE, (
            parameter.name
        )


def test_the_hash_of_the_detector_stays_while_nothing_changes():
    assert detector_use().sha256 == detector_use().sha256
    assert len(detector_use().sha256) == 64
