"""A case as it is filed: who, with whom, by which payments, the same for every form."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from aml.core.disposition import Disposition
from aml.core.filing import UNNAMED_INSTITUTION, Filer
from aml.core.problem import ReportError
from aml.report.filed_party import parted
from aml.report.filing import filing_of
from tests.report import cases


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Maribel Fuentes Ortega", ("Maribel", "Fuentes", "Ortega")),
        ("Fuentes Ortega, Maribel Ana", ("Maribel", "Ana", "Fuentes Ortega")),
        ("Héctor Salas", ("Héctor", "", "Salas")),
        ("Madonna", ("", "", "Madonna")),
        ("李明", ("", "", "李明")),
        ("  A\tB  C \n", ("A", "B", "C")),
        ("Ortega,", ("", "", "Ortega")),
        (", Ana", ("Ana", "", "")),
    ],
)
def test_a_name_in_one_text_is_parted(name, parts):
    assert parted(name) == parts


def test_subjects_come_first_and_every_other_side_once():
    filing = filing_of(cases.many_subjects())
    assert [p.ref for p in filing.parties[:2]] == ["subject 1", "subject 2"]
    assert [p.ref for p in filing.parties if not p.is_subject] == ["party 26"]
    assert filing.parties[25].name == "Nordlicht Import Export GmbH"
    assert {m.to_party for m in filing.movements if m.channel == "sepa"} == {25}


def test_cash_has_no_other_side_but_a_conductor_and_a_place():
    first = filing_of(cases.small()).movements[0]
    assert (first.from_party, first.to_party) == (None, 0)
    assert first.conductor == "Maribel Fuentes Ortega"
    assert first.place == "Laredo Main, Laredo, TX"
    assert (first.from_account, first.to_account) == ("", "40-2201-7781")


def test_a_payment_abroad_names_the_account_the_bank_and_the_country():
    filing = filing_of(cases.small())
    wire = filing.movements[-1]
    (account,) = filing.parties[wire.to_party].accounts
    assert (account.number, account.institution, account.country) == (
        "012180001234567899", "Banco del Pacífico", "MX"
    )  # fmt: skip
    assert (wire.from_country, wire.to_country) == ("US", "MX")


def test_an_account_elsewhere_is_not_called_the_filers():
    rows = [cases.entry(1, "2026-03-02", "100.0000", "debit", "wire", counterparty_name="X Ltd",
                        counterparty_account="77")]  # fmt: skip
    filing = filing_of(cases.case_of(rows, [cases.alert(rows=rows)], [cases.subject()]))
    assert filing.parties[1].accounts[0].institution == UNNAMED_INSTITUTION


def test_two_legs_of_one_payment_are_filed_once_and_two_payments_twice():
    both = {"amount": "500.0000", "channel": "internal"}
    rows = [
        cases.entry(n, "2026-03-02", direction=way, account_id=own, counterparty_account=other,
                    customer_id=f"C-100{own}", **both)
        for n, way, own, other in (
            (1, "debit", "1", "2"), (2, "credit", "2", "1"), (3, "debit", "1", "2"),
        )
    ]  # fmt: skip
    subjects = [
        cases.subject(n, f"Person {n}", focus_ids=(f"C-100{n}",), accounts=(
            replace(cases.subject().accounts[0], account_id=str(n)),
        ))
        for n in (1, 2)
    ]  # fmt: skip
    filing = filing_of(cases.case_of(rows, [cases.alert(rows=rows)], subjects))
    assert [m.record_id for m in filing.movements] == ["core:T1", "core:T3"]
    assert {(m.from_party, m.to_party) for m in filing.movements} == {(0, 1)}


def test_a_subject_known_from_remittances_has_what_they_say():
    filing = filing_of(cases.remittances_only())
    (receiver,) = filing.subjects
    assert (receiver.name, receiver.kind) == ("Ofelia Barrientos Luna", "unknown")
    assert (receiver.phone, receiver.address.city) == ("+52 667 555 0144", "Culiacán")
    assert receiver.address.country == "MX"
    assert len(filing.parties) == 7
    assert all(p.identifications[0].number == "P 4471 220" for p in filing.parties[1:])


def test_a_subject_that_is_called_by_its_number_has_no_name():
    found = cases.small()
    nameless = replace(found.subjects[0], name="C-1001")
    (subject,) = filing_of(replace(found, subjects=(nameless,))).subjects
    assert (subject.name, subject.last_name) == ("", "")


@pytest.mark.parametrize(
    ("word", "kind"), [("person", "person"), ("company", "entity"), ("", "unknown")]
)
def test_the_kind_of_a_party_is_that_of_its_record(word, kind):
    found = cases.small()
    changed = replace(found.subjects[0], kind=word)
    (subject,) = filing_of(replace(found, subjects=(changed,))).subjects
    assert subject.kind == kind
    assert subject.is_name_parted == (kind == "person")


def test_ships_and_containers_stand_with_their_bills():
    things = filing_of(cases.trade()).things
    assert [(t.kind, t.number, t.bill_of_lading) for t in things] == [
        ("container", "MSKU4054382", "MEDU4471029"), ("container", "CSQU3054383", "")
    ]  # fmt: skip


def test_a_flagged_organisation_is_an_entity_by_its_listed_name():
    parties = filing_of(cases.trade()).parties
    assert ("Naviera Punta Negra S.A.", "entity") in {(p.name, p.kind) for p in parties}


def test_what_has_no_rate_is_no_amount_and_what_did_not_move_is_zero():
    found = cases.currencies()
    rows = [row for row in found.rows if row.text("currency") == "KPW"]
    only = cases.case_of(rows, [cases.alert(rows=rows)], found.subjects)
    assert filing_of(only).total is None
    assert filing_of(found).total == Decimal("6400.5400")
    assert filing_of(cases.linked_only()).total == 0


def test_the_filer_is_the_institution_unless_it_says_otherwise():
    assert filing_of(cases.small()).filer.name == "Rio Bravo Community Bank"
    named = replace(cases.small(), filer=Filer(name="Rio Bravo Bank NA"))
    assert filing_of(named).filer.name == "Rio Bravo Bank NA"


def test_codes_terms_and_what_other_stands_for_come_from_the_alerts():
    found = cases.small()
    alerts = (replace(found.alerts[0], filing_codes=("8/8999", "1/114")), found.alerts[1])
    filing = filing_of(replace(found, alerts=alerts))
    assert filing.codes == ("8/8999", "1/114", "8/821")
    assert filing.code_texts == (("8/8999", found.alerts[0].title),)
    assert filing.key_terms == ("FENTANYL FIN-2024-A002",)


def test_a_case_that_contradicts_itself_is_not_filed():
    found = cases.small()
    with pytest.raises(ReportError):
        filing_of(replace(found, totals=replace(found.totals, credits=Decimal(1))))


def decision(word="file", day=4, number="", alert_id="A-0"):
    on = date(2026, 2, day)
    return Disposition("C-0", word, "A. Officer", on, "as decided", "run", (alert_id,), None, number)  # fmt: skip


def going_on(*earlier):
    """A case whose alerts continue those of these ids."""
    found = cases.small()
    alerts = (replace(a, continues=i) for a, i in zip(found.alerts, earlier, strict=True))
    return replace(found, alerts=tuple(alerts))


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        ({}, (True, "")),
        ({"A-0": decision("close")}, (False, "")),
        ({"A-0": decision()}, (True, "")),
        ({"A-0": decision(number="31000000000001")}, (True, "31000000000001")),
        ({"A-9": decision("close", alert_id="A-9")}, (True, "")),
    ],
)
def test_a_case_continues_what_was_filed_and_names_that_report(decided, expected):
    filing = filing_of(going_on("A-0", None), decided)
    assert (filing.continues, filing.prior_document_number) == expected
    first = filing_of(cases.small(), decided)
    assert (first.continues, first.prior_document_number) == (False, "")


def test_of_several_reports_the_last_one_is_named_even_where_its_number_is_not_known():
    last = decision(day=5, number="31000000000002", alert_id="A-1")
    decided = {"A-0": decision(number="31000000000001"), "A-1": last}
    case = going_on("A-0", "A-1")
    assert filing_of(case, decided).prior_document_number == "31000000000002"
    decided["A-1"] = replace(last, document_number="")
    assert filing_of(case, decided).prior_document_number == ""
    decided["A-1"] = replace(last, decision="close")
    assert filing_of(case, decided).prior_document_number == "31000000000001"
    decided["A-0"] = replace(decided["A-0"], filed_on=date(2026, 3, 1))
    decided["A-1"] = replace(last, filed_on=date(2026, 2, 6))
    assert filing_of(case, decided).prior_document_number == "31000000000001"
