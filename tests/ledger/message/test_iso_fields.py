"""Texts by their paths, amounts and days as the schemas write them."""

from decimal import Decimal

import pytest

from aml.ledger.message.iso_fields import (
    Firsts,
    add_fields,
    amount_of,
    count,
    day_of,
    is_amount,
    reference_of,
    text_of,
    texts_of,
)
from aml.ledger.message.record import Unreadable


def test_the_first_path_that_is_there_gives_the_first_text_and_all_give_all():
    found = {"b/c": ["1", "2"], "b/e": ["3"]}
    assert text_of(found, "b/d", "b/c") == "1"
    assert texts_of(found, "b/c", "b/x", "b/e") == "1 2 3"


def test_texts_are_added_to_those_of_their_path():
    found = {"a": ["1"]}
    add_fields(found, {"a": ["2"], "b": ["3"]})
    assert found == {"a": ["1", "2"], "b": ["3"]}


def test_firsts_are_found_in_records_however_they_are_filled():
    firsts = Firsts(("a", "b"), ("c",))
    for found, expected in (
        ({"a": ["1"], "b": ["2"]}, ["1", ""]),
        ({"b": ["2"], "c": ["3"]}, ["2", "3"]),
        ({"a": ["4"], "b": ["5"]}, ["4", ""]),
        ({}, ["", ""]),
    ):
        assert list(firsts.of(found)) == expected


@pytest.mark.parametrize("text", ["1", "1.", ".5", "-3.25", "+3", "9" * 18])
def test_amounts(text):
    assert is_amount(text)
    assert amount_of(text) == Decimal(text)


@pytest.mark.parametrize(
    "text", ["", ".", "1,5", "1e3", "NaN", "Infinity", "0x1", "٣", "9" * 19, "1 000"]
)
def test_what_is_no_amount_counts_for_nothing(text):
    assert not is_amount(text)
    assert amount_of(text) == 0


def test_a_count_that_is_none_is_refused_and_one_that_is_missing_is_not():
    assert count({"NbOfTxs": ["3"]}, "NbOfTxs") == 3
    assert count({}, "NbOfTxs") is None
    with pytest.raises(Unreadable):
        count({"NbOfTxs": ["three"]}, "NbOfTxs")


def test_a_day_loses_its_time_zone_and_nothing_else():
    texts = ["2026-03-02Z", "2026-03-02-06:00", "2026-03-02", "02/03/2026", "2026-03-02T10:00:00"]
    assert [day_of(text) for text in texts] == ["2026-03-02"] * 3 + texts[3:]


def test_a_reference_that_says_there_is_none_is_none():
    assert reference_of({"a": ["notprovided"], "b": ["R1"]}, "a", "b") == "R1"
    assert reference_of({"a": ["NOTPROVIDED"]}, "a", "b") == ""


def test_a_stated_figure_that_is_none_is_told_with_its_element_and_without_its_text():
    with pytest.raises(Unreadable) as error:
        count({"TtlNtries/NbOfNtries": ["seven"]}, "TtlNtries/NbOfNtries")
    assert error.value.message == "<NbOfNtries> states a sum or a count and holds no number"
