"""Who files, as aml.toml says it, and as a run keeps it."""

import pytest

from aml.core.filing import NO_FILER
from aml.core.problem import UsageError
from aml.pipeline.workspace import read_workspace

INSTITUTION = '[institution]\nname = "B"\nbase_currency = "USD"\ncountry = "US"\n'


def filer(tmp_path, text):
    path = tmp_path / "aml.toml"
    path.write_text(INSTITUTION + text, encoding="utf-8")
    return read_workspace(path).filer


def test_a_workspace_that_says_nothing_of_it_has_none(tmp_path):
    assert filer(tmp_path, "") == NO_FILER


def test_name_numbers_address_and_person_are_read(tmp_path):
    found = filer(
        tmp_path,
        '[filing]\nname = "Rio Bravo Bank"\ntax_number = "741234567"\nentity_id = "4711"\n'
        '[filing.address]\nstreet = "1 Main Street"\ncity = "Laredo"\nstate = "TX"\n'
        'postal_code = "78040"\ncountry = "US"\n'
        '[filing.person]\nfirst_name = "Ana"\nlast_name = "Ruiz"\nphone = "9565550100"\n',
    )
    assert (found.name, found.tax_number, found.entity_id) == (
        "Rio Bravo Bank", "741234567", "4711"
    )  # fmt: skip
    assert (found.address.city, found.address.country) == ("Laredo", "US")
    assert (found.person.last_name, found.person.email) == ("Ruiz", "")


@pytest.mark.parametrize(
    "text",
    ['[filing]\ntaxnumber = "1"\n', '[filing.address]\ntown = "X"\n', "[filing.person]\nage = 3\n"],
)
def test_a_key_that_nobody_knows_is_named_at_its_line(tmp_path, text):
    with pytest.raises(UsageError) as raised:
        filer(tmp_path, text)
    (problem,) = raised.value.problems
    assert problem.code == "CFG002"
    assert problem.location.line == 6
