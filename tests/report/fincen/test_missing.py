"""What a SAR still needs: everything that has no unknown box, and nothing that has one."""

from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from aml.core.filing import Filer, PostalAddress
from aml.report.filing import filing_of
from aml.report.fincen import broken_rules, fincen_batch, missing_for_fincen
from tests.report import cases
from tests.report.fincen.filings import FILER, LAST, RECORD, answered, completed, filing


def asked(held):
    return [datum.answer for datum in missing_for_fincen(held)]


def test_a_whole_filing_needs_nothing():
    assert asked(filing()) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("tax_number", ""), ("tax_number", "12-345"), ("tax_number_type", "VAT"),
        ("regulator", "5"), ("organisation_type", "999"), ("phone", ""), ("phone", "x"),
        ("contact_office", ""), ("contact_office", "n" * 151), ("control_code", "PBSA"),
        ("transmitter_tax_number", "111111111"),
    ],
)  # fmt: skip
def test_each_datum_of_the_filer_is_asked_for(field, value):
    held = replace(filing(), filer=replace(FILER, **{field: value}))
    assert f"filer.{field}" in asked(held)


@pytest.mark.parametrize("field", ["street", "city", "state", "postal_code", "country"])
def test_the_address_of_the_institution_is_whole(field):
    held = replace(filing(), filer=replace(FILER, address=replace(FILER.address, **{field: ""})))
    assert f"filer.{field}" in asked(held)


def test_without_a_filer_all_of_it_is_listed():
    keys = asked(replace(filing(), filer=Filer()))
    assert len(keys) == len(set(keys)) >= 15
    assert all(key.startswith("filer.") for key in keys)


def test_what_the_transmitter_is_called_follows_from_the_filer():
    assert "filer.transmitter_name" not in asked(replace(filing(), filer=FILER))
    unnamed = replace(FILER, transmitter_contact="")
    assert asked(replace(filing(), filer=unnamed)) == ["filer.transmitter_contact"]


@pytest.mark.parametrize(
    ("column", "value", "field"),
    [
        ("name", "X" * 151, "last_name"), ("name", f"{'Y' * 36} Ortega", "first_name"),
        ("name", f"Ana {'B' * 36} Ruiz", "middle_name"), ("occupation", "o" * 51, "occupation"),
        ("address", "s" * 101, "street"), ("city", "c" * 51, "city"), ("region", "Texarkana", "state"),
        ("country", "USA", "country"), ("postal_code", "7804", "postal_code"),
        ("email", "no address", "email"), ("phone", "1" * 17, "phone"),
        ("tax_number", "1234", "tax_number"), ("document_number", "d" * 26, "document_number"),
        ("born_on", "1899-12-31", "born_or_incorporated_on"),
        ("born_on", "2031-01-01", "born_or_incorporated_on"), ("customer_type", "", "kind"),
    ],
)  # fmt: skip
def test_what_the_form_does_not_take_is_asked_for_and_never_cut(column, value, field):
    held = filing(**{column: value})
    assert f"subject 1.{field}" in asked(held)
    fincen_batch([completed(held)])


def test_an_answer_of_unknown_takes_back_what_the_form_does_not_take():
    held = filing(region="Texarkana")
    assert asked(answered(held, "subject 1.state: unknown")) == []


@pytest.mark.parametrize("word", ["Unknown", "N/A none", "NOT APPLICABLE", "same as above", "xx"])
def test_a_filler_word_is_no_datum(word):
    held = filing(city=word)
    assert asked(held) == []
    found = b"CityUnknownIndicator" in fincen_batch([held]).xml
    assert found == (word != "N/A none")


@pytest.mark.parametrize("text", ["TX", "tx", "Texas", "TEXAS"])
def test_a_state_may_be_written_out(text):
    assert b"<fc2:RawStateCodeText>TX<" in fincen_batch([filing(region=text)]).xml


def test_mexico_has_states_and_germany_has_none():
    mexico = filing(country="MX", region="Nuevo León", postal_code="64000", tax_number=None)
    assert b"<fc2:RawStateCodeText>NLE<" in fincen_batch([mexico]).xml
    germany = filing(country="DE", region="Hamburg", postal_code="20095", tax_number="12 345 678")
    xml = fincen_batch([germany]).xml
    assert b"<fc2:RawStateCodeText>Ham" not in xml
    assert b"<fc2:PartyIdentificationTypeCode>9<" in xml


def test_another_currency_needs_the_total_in_dollars():
    held = replace(filing(), currency="EUR")
    assert asked(held) == ["filing.total_usd"]
    told = answered(held, "filing.total_usd: 31000.20")
    assert b'TotalAmount="31001"' in fincen_batch([told]).xml


@pytest.mark.parametrize("codes", [(), ("1/801",), ("9/925", "8/114")])
def test_types_are_those_of_the_form(codes):
    assert "filing.codes" in asked(replace(filing(), codes=codes))


def test_a_code_for_other_says_what_it_is():
    held = replace(filing(), codes=("8/8999",))
    assert asked(held) == ["filing.code_text 8/8999"]
    told = answered(held, "filing.code_text 8/8999: BULKCASH")
    assert b"<fc2:OtherSuspiciousActivityTypeText>BULKCASH<" in fincen_batch([told]).xml


def test_key_terms_that_do_not_fit_together_are_refused_and_not_cut():
    held = replace(filing(), key_terms=("FENTANYL FIN-2024-A002", "CMLN-2025-A003", "TBML BMPE A"))
    assert asked(held) == ["filing.key_terms"]
    told = answered(held, "filing.key_terms: FENTANYL FIN-2024-A002; CMLN-2025-A003")
    assert b">FENTANYL FIN-2024-A002; CMLN-2025-A003<" in fincen_batch([told]).xml


def test_the_terms_of_another_authority_are_left_out():
    held = replace(filing(), key_terms=("#pml", "TBML"))
    assert b"<fc2:FilingInstitutionNotetoFinCEN>TBML<" in fincen_batch([held]).xml


def test_a_filing_lies_after_its_activity():
    assert asked(replace(filing(), filed_on=date(2026, 3, 4))) == ["filing.filed_on"]


def test_a_known_place_is_enough_to_ask_what_kind_of_party_it_is():
    (subject,) = filing().subjects
    bare = replace(
        subject, kind="unknown", name="", last_name="", first_name="", middle_name="",
        born_or_incorporated_on=None, phone="", email="", identifications=(),
        address=PostalAddress(country="MX"),
    )  # fmt: skip
    held = replace(filing(), parties=(bare, *filing().parties[1:]))
    assert asked(held) == ["subject 1.kind"]


def test_an_account_too_long_is_asked_for_even_of_a_subject_that_nobody_knows():
    nobody = filing(**dict.fromkeys(RECORD))
    (subject,) = nobody.subjects
    long = replace(subject, accounts=(replace(subject.accounts[0], number="9" * 41),))
    held = replace(nobody, parties=(long, *nobody.parties[1:]))
    assert asked(held) == ["subject 1.account_1"]
    told = answered(held, "subject 1.account_1: 40-2201")
    assert b"<fc2:AccountNumberText>40-2201<" in fincen_batch([told]).xml


def test_a_datum_that_breaks_two_rules_is_asked_for_once():
    assert asked(filing(email="e" * 518)) == ["subject 1.email"]


#: Of ten thousand letters; the form takes fewer in each of these.
OVERLONG = {
    "name": "last_name", "tax_number": "tax_number", "document_number": "document_number",
    "occupation": "occupation", "address": "street", "city": "city", "region": "state",
    "postal_code": "postal_code", "country": "country", "email": "email",
}  # fmt: skip


@pytest.mark.parametrize("column", OVERLONG)
def test_ten_thousand_letters_are_asked_for_and_not_cut(column):
    held = filing(**{column: cases.LONG})
    assert asked(held) == [f"subject 1.{OVERLONG[column]}"]
    assert fincen_batch([held]).xml == b""


def test_ten_thousand_letters_in_every_column_leave_nothing_of_themselves_in_the_file():
    held = completed(filing(**dict.fromkeys(RECORD, cases.LONG)))
    batch = fincen_batch([held])
    assert batch.xml
    assert cases.LONG[2:12].encode() not in batch.xml


def test_a_payment_text_of_ten_thousand_letters_makes_a_file_within_its_bounds():
    held = completed(replace(filing_of(cases.long_text()), filer=FILER))
    batch = fincen_batch([held])
    assert broken_rules(etree.fromstring(batch.xml), LAST) == ()
