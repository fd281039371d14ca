"""What no rule may look at: nationality, ethnicity, religion, the language of a name."""

import re

import pytest

from aml.core.shipped import shipped
from aml.detector.features import FEATURES
from aml.scenario.load import load_folder
from aml.store import canonical_columns

SCENARIOS = {item.path.stem: item.scenario for item in load_folder(shipped("scenarios"))}
#: Words of columns, functions and parameters that would say where somebody comes from.
FORBIDDEN = re.compile(
    r"nationalit|citizen|ethni|\brace\b|relig|birth_?(place|country)|born_in|mother_?tongue"
    r"|(name|surname)_?(language|origin|script)|unicode_?(block|script)",
    re.IGNORECASE,
)


def test_the_words_are_found_where_they_are():
    for word in ("nationality", "c.citizenship", "ethnicity", "name_language", "birth_country"):
        assert FORBIDDEN.search(word)
    for word in ("country", "counterparty_country", "trace", "race_id_1", "born_on", "surname"):
        assert not FORBIDDEN.search(word)


@pytest.mark.parametrize("name", SCENARIOS)
def test_no_scenario_looks_at_where_a_person_comes_from(name):
    scenario = SCENARIOS[name]
    inputs = [
        scenario.sql.text,
        *scenario.requires,
        *(parameter.name for parameter in scenario.parameters),
        *(str(parameter.default) for parameter in scenario.parameters),
    ]
    assert [text for text in inputs if FORBIDDEN.search(text)] == []


def test_no_feature_of_the_detector_and_no_column_holds_it():
    assert [feature.name for feature in FEATURES if FORBIDDEN.search(feature.name)] == []
    columns = [
        f"{table}.{column.name}"
        for table, held in canonical_columns().items()
        for column in held
        if FORBIDDEN.search(column.name)
    ]
    assert columns == []
