"""Texts by their paths, amounts and days as the schemas write them."""

from decimal import Decimal

import pytest
from lxml import etree

from aml.ledger.message.iso_fields import (
    amount_of,
    count,
    day_of,
    fields_of,
    is_amount,
    reference_of,
    text_of,
    texts_of,
)
from aml.ledger.message.record import Unreadable


def fields(text):
    return fields_of(etree.fromstring(text))


def test_texts_stand_at_their_paths_without_namespaces_and_blanks():
    found = fields("<n:a xmlns:n='urn:x'><n:b> <n:c> 1 </n:c><n:c>2</n:c><n:d/></n:b></n:a>")
    assert found == {"b/c": ["1", "2"]}
    assert text_of(found, "b/d", "b/c") == "1"
    assert texts_of(found, "b/c", "b/x") == "1 2"


def test_only_an_amount_has_a_currency():
    assert fields("<a><Amt Ccy='EUR'>1</Amt><Nm Ccy='EUR'>x</Nm></a>") == {
        "Amt": ["1"], "Amt@Ccy": ["EUR"], "Nm": ["x"],
    }  # fmt: skip


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
