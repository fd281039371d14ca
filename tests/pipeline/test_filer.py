"""Who files, as aml.toml says it, and as a run keeps it."""

from dataclasses import replace
from importlib import resources

import pytest

from aml.core.filing import NO_FILER, Deadlines
from aml.core.problem import UsageError
from aml.pipeline.workspace import read_workspace
from aml.report.fincen import missing_for_fincen
from tests.report.fincen.filings import filing

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
    [
        '[filing]\ntaxnumber = "1"\n',
        '[filing.address]\ntown = "X"\n',
        "[filing.person]\nage = 3\n",
        "[filing.deadlines]\nsoon = 3\n",
    ],
)
def test_a_key_that_nobody_knows_is_named_at_its_line(tmp_path, text):
    with pytest.raises(UsageError) as raised:
        filer(tmp_path, text)
    (problem,) = raised.value.problems
    assert problem.code == "CFG002"
    assert problem.location.line == 6


def test_days_that_are_set_leave_the_others_as_they_are(tmp_path):
    assert filer(tmp_path, "[filing]\n").deadlines is None
    found = filer(tmp_path, "[filing.deadlines]\nknown = 5\ncontinuing = 90\n")
    assert found.deadlines == Deadlines(known=5, unknown=60, continuing=90)


@pytest.mark.parametrize("days", ["0", "2.5", "4000"])
def test_what_is_no_number_of_days_is_named_at_its_line(tmp_path, days):
    with pytest.raises(UsageError) as raised:
        filer(tmp_path, f"[filing.deadlines]\nknown = {days}\n")
    (problem,) = raised.value.problems
    assert (problem.code, problem.location.line) == ("CFG004", 6)


def test_the_commented_section_of_a_new_workspace_is_a_whole_filer(tmp_path):
    template = resources.files("aml.cli").joinpath("aml.toml.template").read_text(encoding="utf-8")
    lines = template[template.index("# [filing]") :].splitlines()
    text = "\n".join(line.removeprefix("# ") for line in lines)
    found = filer(tmp_path, text)
    assert missing_for_fincen(replace(filing(), filer=found)) == ()
    assert found.fincen_letters == "ascii"
    assert found.fincen_xsd == "schemas/EFL_SARXBatchSchema.xsd"


def test_letters_are_as_recorded_or_ascii(tmp_path):
    with pytest.raises(UsageError) as raised:
        filer(tmp_path, '[filing]\nfincen_letters = "latin"\n')
    assert raised.value.problems[0].code == "CFG004"
