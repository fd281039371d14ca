"""The catalogue names every typology that a scenario which ships carries."""

from aml.core.shipped import shipped
from aml.core.typology import FAMILIES, TYPOLOGIES, family
from aml.detector.use import TYPOLOGY
from aml.scenario.load import is_typology, load_folder


def test_every_scenario_that_ships_and_the_detector_stand_in_the_catalogue():
    codes = {item.scenario.typology for item in load_folder(shipped("scenarios"))} | {TYPOLOGY}
    assert codes <= set(TYPOLOGIES)


def test_codes_are_well_formed_and_their_families_have_names():
    assert all(is_typology(code) for code in TYPOLOGIES)
    assert {code[0] for code in TYPOLOGIES} == set(FAMILIES)


def test_a_code_that_is_not_known_has_its_letter_for_a_family():
    assert family("S99") == "Structuring"
    assert family("Z01") == "Family Z"
