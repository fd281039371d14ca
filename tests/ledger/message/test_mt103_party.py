"""Parties and banks of MT103 in the options of their fields."""

import pytest

from aml.ledger.message.mt103_party import Party, bank_of, bic_of, party_of


@pytest.mark.parametrize(
    ("option", "lines", "party"),
    [
        ("K", ["/123", "ANN LEE", "LONDON"], Party("123", "ANN LEE")),
        ("K", ["ANN LEE", "LONDON"], Party("", "ANN LEE")),
        ("", ["/123", "ANN LEE"], Party("123", "ANN LEE")),
        ("A", ["/123", "CITIUS33"], Party("123", "CITIUS33")),
        (
            "F",
            ["/123", "1/ANN", "1/LEE", "2/HIGH STREET 1", "3/GB/LONDON"],
            Party("123", "ANN LEE", "GB"),
        ),
        ("F", ["NIDN/DE/1212", "1/ANN LEE", "3/DE"], Party("NIDN/DE/1212", "ANN LEE", "DE")),
        ("F", ["1/ANN LEE", "3/Germany"], Party("", "ANN LEE", "")),
        ("F", ["/123", "1/" + "A" * 33, "1/BC"], Party("123", "A" * 33 + "BC", "")),
        ("K", [], Party()),
        ("F", [""], Party()),
    ],
)
def test_a_party(option, lines, party):
    assert party_of(lines, option) == party


def test_a_name_that_fills_its_line_goes_on_in_the_next():
    assert party_of(["A" * 35, "B" * 34, "BERLIN"], "K").name == "A" * 35 + "B" * 34
    assert party_of(["A" * 34, "BERLIN"], "K").name == "A" * 34


@pytest.mark.parametrize(
    ("option", "lines", "bank"),
    [
        ("A", ["CITIUS33XXX"], "CITIUS33"),
        ("A", ["/C/123", "CITIUS33ABC"], "CITIUS33ABC"),
        ("D", ["//FW021000089", "A BANK", "NEW YORK"], "021000089"),
        ("D", ["A BANK", "NEW YORK"], "A BANK"),
        ("A", ["/123"], ""),
        ("D", [], ""),
    ],
)
def test_a_bank(option, lines, bank):
    assert bank_of(lines, option) == bank


def test_the_bic_of_an_address_on_the_network():
    assert [bic_of(text) for text in ("CITIUS33AXXX", "CITIUS33AABC", "CITIUS33", "x")] == [
        "CITIUS33", "CITIUS33ABC", "CITIUS33", "x",
    ]  # fmt: skip
