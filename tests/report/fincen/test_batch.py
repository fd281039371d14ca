"""The file for BSA E-Filing: what stands where, and that the official schema takes it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from aml.core.filing import Filer
from aml.report.filing import filing_of
from aml.report.fincen import broken_rules, fincen_batch, missing_for_fincen, schema_problems
from tests.report import cases
from tests.report.fincen.filings import (
    FILER,
    LAST,
    SCHEMA,
    answered,
    completed,
    every,
    filing,
    needs_schema,
    tree,
)


def sample(make):
    return completed(replace(filing_of(make()), filer=FILER))


@pytest.mark.parametrize("make", cases.EVERY, ids=lambda make: make.__name__)
def test_every_sample_case_makes_a_file_without_a_broken_rule(make):
    batch = fincen_batch([sample(make)])
    assert broken_rules(tree(batch), LAST) == ()
    assert batch.xml == fincen_batch([sample(make)]).xml


@needs_schema
@pytest.mark.parametrize("make", cases.EVERY, ids=lambda make: make.__name__)
def test_the_official_schema_takes_every_sample_case(make):
    assert schema_problems(fincen_batch([sample(make)]).xml, SCHEMA) == ()


@needs_schema
def test_many_cases_are_one_file_with_their_sums():
    filings = [
        replace(sample(make), case_id=f"C-{n}") for n, make in enumerate(cases.EVERY, 1)
    ]  # fmt: skip
    batch = fincen_batch(filings)
    root = tree(batch)
    assert schema_problems(batch.xml, SCHEMA) == ()
    amounts = every(root, "TotalSuspiciousAmountText")
    assert root.get("TotalAmount") == str(sum(map(int, amounts)))
    assert root.get("PartyCount") == str(sum(len(f.subjects) for f in filings))
    assert root.get("ActivityCount") == str(len(filings))
    assert list(batch.numbers.values()) == [f.case_id for f in filings]
    assert len(set(batch.numbers)) == len(filings)


def test_a_customer_stands_with_what_the_bank_knows():
    root = tree(fincen_batch([filing()]))
    assert every(root, "RawEntityIndividualLastName") == ["Ortega"]
    assert every(root, "RawIndividualFirstName") == ["Maribel"]
    assert every(root, "RawIndividualMiddleName") == ["Fuentes"]
    assert every(root, "IndividualBirthDateText") == ["19880511"]
    assert "523456789" in every(root, "PartyIdentificationNumberText")
    assert every(root, "RawZIPCode")[-1] == "780401234"
    assert every(root, "AccountNumberText") == ["40-2201-7781"]
    assert every(root, "NAICSCode") == ["812112"]
    assert every(root, "BothPurchaserSenderPayeeReceiveIndicator") == ["Y"]
    assert every(root, "CustomerIndicator") == ["Y"]


def test_what_nobody_recorded_is_declared_unknown():
    bare = filing(
        born_on=None, tax_number=None, document_number=None, address=None, city=None, region=None,
        postal_code=None, country=None, phone=None, email=None,
    )  # fmt: skip
    root = tree(fincen_batch([bare]))
    for name in (
        "BirthDateUnknownIndicator", "UnknownGenderIndicator", "TINUnknownIndicator",
        "IdentificationPresentUnknownIndicator", "CityUnknownIndicator", "ZIPCodeUnknownIndicator",
        "CountryCodeUnknownIndicator", "StateCodeUnknownIndicator", "StreetAddressUnknownIndicator",
    ):  # fmt: skip
        assert "Y" in every(root, name), name
    assert every(root, "AllCriticalSubjectInformationUnavailableIndicator") == []


def test_a_subject_of_whom_nothing_is_known_is_declared_so_and_not_asked_for():
    nobody = filing(**dict.fromkeys(["name", "customer_type", "born_on", "tax_number", "document_number", "address", "city", "region", "postal_code", "country", "phone", "email"]))  # fmt: skip
    assert missing_for_fincen(nobody) == ()
    root = tree(fincen_batch([nobody]))
    assert every(root, "AllCriticalSubjectInformationUnavailableIndicator") == ["Y"]
    assert every(root, "RawEntityIndividualLastName") == []
    assert every(root, "AccountNumberText") == ["40-2201-7781"]


@pytest.mark.parametrize(
    ("total", "written"), [("28500.0000", "28500"), ("28500.0100", "28501"), ("0.4000", "1")]
)
def test_amounts_are_whole_dollars_rounded_up(total, written):
    root = tree(fincen_batch([replace(filing(), total=Decimal(total))]))
    assert every(root, "TotalSuspiciousAmountText") == [written]


def test_an_amount_without_a_rate_is_unknown_and_no_movement_is_no_amount():
    root = tree(fincen_batch([replace(filing(), total=None)]))
    assert every(root, "AmountUnknownIndicator") == ["Y"]
    root = tree(fincen_batch([sample(cases.linked_only)]))
    assert every(root, "NoAmountInvolvedIndicator") == ["Y"]
    assert root.get("TotalAmount") == "0"


def test_a_continuing_report_names_the_earlier_one():
    later = replace(filing(), continues=True)
    assert [m.answer for m in missing_for_fincen(later)] == ["filing.prior_document_number"]
    told = answered(later, "filing.prior_document_number: '31000055053784'")
    root = tree(fincen_batch([told]))
    assert every(root, "EFilingPriorDocumentNumber") == ["31000055053784"]
    assert every(root, "ContinuingActivityReportIndicator") == ["Y"]
    assert every(root, "InitialReportIndicator") == []


@pytest.mark.parametrize("continues", [False, True])
def test_a_report_that_corrects_one_names_it_and_is_no_first_one(continues):
    wrong = answered(replace(filing(), continues=continues), "filing.corrects: true")
    (lack,) = missing_for_fincen(wrong)
    assert lack.answer == "filing.prior_document_number"
    assert "false" not in lack.rule
    told = answered(wrong, "filing.prior_document_number: '31000055053784'")
    batch = fincen_batch([told])
    root = tree(batch)
    assert broken_rules(root, LAST) == ()
    if SCHEMA.is_file():
        assert schema_problems(batch.xml, SCHEMA) == ()
    assert every(root, "EFilingPriorDocumentNumber") == ["31000055053784"]
    assert every(root, "CorrectsAmendsPriorReportIndicator") == ["Y"]
    assert every(root, "ContinuingActivityReportIndicator") == ["Y"] * continues
    assert every(root, "InitialReportIndicator") == []


def test_codes_terms_instruments_and_branches_come_from_the_case():
    root = tree(fincen_batch([filing()]))
    pairs = zip(
        every(root, "SuspiciousActivityTypeID"),
        every(root, "SuspiciousActivitySubtypeID"),
        strict=True,
    )
    assert list(pairs) == [("1", "114"), ("9", "910"), ("8", "821")]
    assert every(root, "FilingInstitutionNotetoFinCEN") == ["FENTANYL FIN-2024-A002"]
    assert every(root, "AssetSubtypeID") == ["33", "39", "46"]
    branches = every(root, "PartyAssociation", "Party", "Address", "RawCityText")
    assert branches == ["Laredo"] * 3


def test_the_narrative_is_cut_between_sentences_and_never_too_long():
    long = replace(filing(), body=filing().body * 60)
    root = tree(fincen_batch([long]))
    blocks = every(root, "ActivityNarrativeText")
    assert 4 <= len(blocks) <= 5
    assert all(len(block) <= 4000 for block in blocks)
    assert sum(map(len, blocks)) <= 17_000
    assert all(block.endswith((".", "!", "?")) for block in blocks)
    assert "further sentences are left out here for length" in blocks[-1]
    assert blocks[-1].endswith(filing().conclusion[-1].text)


def test_the_day_of_filing_may_be_another_than_that_of_the_run():
    root = tree(fincen_batch([replace(filing(), filed_on=date(2026, 4, 9))]))
    assert every(root, "FilingDateText") == ["20260409"]
    assert every(tree(fincen_batch([filing()])), "FilingDateText") == ["20260331"]


def test_names_are_transliterated_where_the_workspace_asks_and_the_narrative_keeps_them():
    plain = filing(name="Zażółć Gęślą")
    spelled = replace(plain, filer=replace(plain.filer, fincen_letters="ascii"))
    assert every(tree(fincen_batch([plain])), "RawEntityIndividualLastName") == ["Gęślą"]
    root = tree(fincen_batch([spelled]))
    assert every(root, "RawEntityIndividualLastName") == ["Gesla"]
    assert "Zażółć Gęślą" in every(root, "ActivityNarrativeText")[0]


def test_an_incomplete_filing_makes_no_file():
    nobody = replace(filing(), filer=Filer(), case_id="C-2")
    batch = fincen_batch([filing(), nobody])
    assert batch.missing == {"C-2": missing_for_fincen(nobody)}
    assert batch.missing["C-2"]
    assert batch.xml == b""


def test_accounts_elsewhere_are_not_called_the_filers():
    held = filing_of(replace(cases.remittances_only(), filer=FILER))
    rows = [
        cases.remittance(n, sender_account="", receiver_account="MX-77") for n in range(1, 4)
    ]  # fmt: skip
    found = cases.remittances_only()
    changed = cases.case_of(
        rows,
        [cases.alert(1, cases.FUNNEL, 65, rows)],
        found.subjects,
        provenance=found.provenance,
        filer=FILER,
    )
    root = tree(fincen_batch([completed(filing_of(changed))]))
    assert every(root, "AccountNumberText") == ["MX-77"]
    holder = "PartyAccountAssociation", "Party", "PartyIdentification"
    assert every(root, *holder, "TINUnknownIndicator") == ["Y"]
    assert every(tree(fincen_batch([completed(held)])), "NoKnownAccountInvolvedIndicator") == ["Y"]


def test_hostile_text_stays_text():
    name = "<!ENTITY x SYSTEM 'file:///etc/passwd'>\x07\u202e&x;"
    root = tree(fincen_batch([completed(filing(name=name, city=name[:40]))]))
    assert "file:///etc/passwd" in "".join(filter(None, root.itertext()))
    assert "\u202e" not in "".join(filter(None, root.itertext()))
