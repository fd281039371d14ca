"""Numbers of list entries: one spelling, and the malformed ones named and left out."""

import pytest

from aml.core.listed import NUMBER_KINDS, ListedParty, ListReading
from aml.screening.lists.numbers import with_good_numbers


def cleaned(kind="organisation", **numbers):
    entry = ListedParty("E1", kind, "Mira", numbers=numbers, record=7)
    found = with_good_numbers(ListReading("own", 1, (entry,), 0, ()), "own.csv")
    return dict(found.entries[0].numbers), list(found.problems)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("imo_number", "9074729", "9074728"),
        ("company_imo", "5342883", "5342884"),
        ("mmsi", "354123000", "054123000"),
        ("container_number", "CSQU3054383", "CSQU3054384"),
        ("lei", "529900T8BM49AURSDO55", "529900T8BM49AURSDO56"),
        ("account_number", "ES9121000418450200051332", "ES9121000418450200051333"),
        ("bic", "BFALPAPA", "BFALPAP"),
        ("wallet", "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h", "0xa7e5"),
    ],
)
def test_a_malformed_number_is_named_and_its_entry_keeps_the_others(kind, good, bad):
    numbers, problems = cleaned("vessel", **{kind: (bad, good), "document_number": ("?",)})
    assert numbers == {kind: (good,), "document_number": ("?",)}
    assert [problem.code for problem in problems] == ["LST005"]
    assert str(problems[0]).startswith("own.csv: record 7: LST005 ")
    assert bad not in str(problems[0])


def test_numbers_come_in_one_spelling():
    numbers, problems = cleaned(
        "vessel", imo_number=("IMO 9074729", "9074729"), mmsi=("354 123 000",)
    )
    assert (numbers, problems) == ({"imo_number": ("9074729",), "mmsi": ("354123000",)}, [])


def test_a_firms_imo_number_among_those_of_ships_is_that_of_a_company():
    numbers, problems = cleaned(imo_number=("5342883", "9074729"))
    assert (numbers, problems) == ({"company_imo": ("5342883",), "imo_number": ("9074729",)}, [])
    numbers, problems = cleaned("vessel", imo_number=("5342883",))
    assert (numbers, len(problems)) == ({}, 1)


def test_registrations_and_documents_are_as_their_registers_write_them():
    kinds = {"registration_number", "document_number"}
    numbers, problems = cleaned(**dict.fromkeys(kinds, ("A-1/x",)))
    assert (set(numbers), problems) == (kinds, [])
    assert kinds < set(NUMBER_KINDS)
