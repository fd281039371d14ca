"""What a person adds to a filing, and mistakes at their line and column."""

from datetime import date
from decimal import Decimal

import pytest

from aml.report.answers import with_answers
from aml.report.filing import filing_of
from tests.report import cases
from tests.report.fincen.filings import answered, answers


@pytest.fixture
def filing():
    return filing_of(cases.small())


def test_a_party_is_completed(filing):
    told = answered(
        filing,
        "subject 1.born_or_incorporated_on: 1980-01-31\n"
        "subject 1.city: Eagle Pass\n"
        "subject 1.tax_number: 523-45-6789\n"
        "subject 1.gender: F\n"
        "party 2.kind: entity\n"
        "party 2.registration_number: RUC 1\n",
    )
    subject, other = told.parties
    assert subject.born_or_incorporated_on == date(1980, 1, 31)
    assert (subject.address.city, subject.gender) == ("Eagle Pass", "F")
    assert subject.identifications[0].number == "523-45-6789"
    assert other.kind == "entity"
    assert other.identifications[0].kind == "registration"


def test_a_name_is_parted_once_its_kind_is_known_whatever_the_order(filing):
    told = answered(
        filing, "party 2.middle_name: M\nparty 2.name: Ana Bea Ruiz\nparty 2.kind: person"
    )
    other = told.parties[1]
    assert (other.first_name, other.middle_name, other.last_name) == ("Ana", "M", "Ruiz")
    assert not other.is_name_parted
    firm = answered(filing, "subject 1.kind: entity").parties[0]
    assert (firm.name, firm.last_name) == ("Maribel Fuentes Ortega", "")


def test_unknown_takes_back_what_the_records_have(filing):
    told = answered(filing, "subject 1.name: unknown\nparty 2.country: Unknown")
    assert told.parties[0].name == told.parties[0].last_name == ""
    assert told.parties[1].address.country == ""


def test_filer_filing_accounts_and_movements_are_completed(filing):
    told = answered(
        filing,
        "filer.tax_number: 74-1234567\n"
        "filer.city: Laredo\n"
        "filer.person.last_name: Ruiz\n"
        "filing.codes: 1/114, 9/925\n"
        "filing.key_terms: TBML; BMPE\n"
        "filing.filed_on: 2026-04-02\n"
        "filing.total_usd: 28,500.25\n"
        "filing.continues: true\n"
        "filing.prior_document_number: '31000055053784'\n"
        "account 012180001234567899.currency: MXN\n"
        "account 40-2201-7781.opened_on: 2020-05-06\n"
        '"movement core:T44.amount_base": 27001\n'
        "subject 1.account_1: 40-22\n",
    )
    assert (told.filer.tax_number, told.filer.address.city) == ("74-1234567", "Laredo")
    assert told.filer.person.last_name == "Ruiz"
    assert (told.codes, told.key_terms) == (("1/114", "9/925"), ("TBML", "BMPE"))
    assert (told.filed_on, told.total_usd) == (date(2026, 4, 2), Decimal("28500.25"))
    assert told.continues
    assert told.prior_document_number == "31000055053784"
    assert told.parties[1].accounts[0].currency == "MXN"
    assert told.parties[0].accounts[0].opened_on == date(2020, 5, 6)
    assert told.parties[0].accounts[0].number == "40-22"
    assert told.movements[-1].amount_base == Decimal(27001)


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        ("subject 1.birthdate: 1980-01-31", "CFG002", "known:"),
        ("subject 1.emial: a@b", "CFG002", "did you mean 'email'?"),
        ("subject 9.city: Laredo", "CFG002", "known:"),
        ("account 99.currency: USD", "CFG002", "known:"),
        ("movement none.amount_base: 1", "CFG002", "known:"),
        ("city: Laredo", "CFG002", "known:"),
        ("filer.town: Laredo", "CFG002", ""),
        ("filer.person.age: 3", "CFG002", "known:"),
        ("filing.colour: red", "CFG002", "known:"),
        ("subject 1.account_7: x", "CFG002", ""),
        ("subject 1.born_or_incorporated_on: 31.01.1980", "CFG004", ""),
        ("subject 1.kind: firm", "CFG004", ""),
        ("filing.continues: maybe", "CFG004", ""),
        ("filing.total_usd: lots", "CFG004", ""),
        ("filing.total_usd: -5", "CFG004", ""),
        ("filing.total_usd: NaN", "CFG004", ""),
        ("subject 1.city: [Laredo]", "CFG004", ""),
    ],
)
def test_a_mistake_is_told_at_its_line(filing, line, code, hint):
    given = answers(f"filer.city: Laredo\n\n{line}\n")
    with_answers(filing, given)
    (problem,) = given.source.problems
    assert problem.code == code
    assert problem.location.line == 3
    assert problem.location.column >= 1
    assert hint in problem.hint
