"""What a FIU needs and nobody recorded is listed, all of it, before anything is written."""

from dataclasses import replace

import pytest

from aml.core.filing import PostalAddress, ReportingPerson, Sentence
from aml.report.goaml import order_of, render_goaml
from tests.report.goaml.filings import (
    ANNA,
    FILER,
    FILING,
    FIRM,
    OTHER,
    SAR,
    cash,
    local,
    movement,
    needs_schemas,
    profile_of,
)

pytestmark = needs_schemas
#: One payment of the person, one of the entity.
WHOLE = replace(FILING, movements=(movement(1), movement(2, from_party=1, from_account="40-2")))
NO_NAMES = ("  first_name: UNKNOWN\n", "  last_name: UNKNOWN\n")


def of_filer(**changes):
    return replace(WHOLE, filer=replace(FILER, **changes))


def of_anna(**changes):
    return replace(WHOLE, parties=(replace(ANNA, **changes), FIRM, OTHER))


def of_firm(**changes):
    return replace(WHOLE, parties=(ANNA, replace(FIRM, **changes), OTHER))


def of_account(**changes):
    return of_anna(accounts=(replace(ANNA.accounts[0], **changes),))


def without(party, *kinds):
    return tuple(number for number in party.identifications if number.kind not in kinds)


def lacks_of(fiu, filing):
    profile, order = fiu
    report = render_goaml(filing, profile, order)
    assert bool(report.missing) != bool(report.xml)
    return {(lack.whose, lack.field) for lack in report.missing}


@pytest.mark.parametrize(
    ("filing", "lack"),
    [
        (of_filer(entity_id=""), ("filer", "entity_id")),
        (of_filer(entity_id="bank"), ("filer", "entity_id")),
        (of_filer(branch=""), ("filer", "branch")),
        (of_filer(name=""), ("filer", "name")),
        (of_filer(person=ReportingPerson()), ("filer", "person.last_name")),
        (of_filer(person=ReportingPerson("Erika", phone="1")), None),
        (of_filer(address=PostalAddress()), ("filer", "street")),
        (of_filer(address=replace(FILER.address, city="")), ("filer", "city")),
        (replace(WHOLE, tags=()), ("filing", "tags")),
        (replace(SAR, parties=()), ("filing", "subject")),
        (of_anna(born_or_incorporated_on=None), ("subject 1", "born_or_incorporated_on")),
        (of_anna(identifications=without(ANNA, "tax", "document")), ("subject 1", "tax_number")),
        (of_anna(nationality=""), ("subject 1", "nationality")),
        (of_anna(nationality="Germany"), ("subject 1", "nationality")),
        (of_anna(address=PostalAddress()), ("subject 1", "country")),
        (of_anna(phone=""), ("subject 1", "phone")),
        (of_anna(occupation=""), ("subject 1", "occupation")),
        (of_anna(last_name="x" * 101), ("subject 1", "last_name")),
        (of_anna(identifications=without(ANNA, "customer")), ("subject 1", "customer_number")),
        (of_account(kind="loan shark"), None),
        (of_account(currency=""), ("subject 1", "account_1.currency")),
        (of_account(opened_on=None), ("subject 1", "account_1.opened_on")),
        (of_firm(name="", kind="unknown"), ("subject 2", "name")),
        (of_firm(legal_form=""), None),
        (
            of_firm(identifications=without(FIRM, "registration")),
            ("subject 2", "registration_number"),
        ),
        (of_firm(industry_code=""), ("subject 2", "industry_code")),
        (of_firm(phone=""), ("subject 2", "phone")),
        (of_firm(address=PostalAddress()), ("subject 2", "country")),
        (of_firm(born_or_incorporated_on=None), ("subject 2", "born_or_incorporated_on")),
        (of_firm(people=FIRM.people[:1]), ("subject 2", "signatory 1.name")),
        (of_firm(people=FIRM.people[1:]), ("subject 2", "director 1.name")),
    ],
)
def test_every_needed_datum_is_asked_for(fius, filing, lack):
    assert lacks_of(fius["fiu501"], filing) == ({lack} if lack else set())


@pytest.mark.parametrize(
    ("filing", "lack"),
    [
        (replace(WHOLE, movements=(movement(1, record_id=""),)), ("movement 1", "record_id")),
        (
            replace(WHOLE, movements=(movement(1, record_id="x" * 101),)),
            ("movement 1", "record_id"),
        ),
        (replace(WHOLE, movements=(movement(1), cash(2))), ("movement 2", "conductor")),
        (
            replace(WHOLE, movements=(movement(1, to_party=None, to_account=""),)),
            ("movement 1", "to_party"),
        ),
        (replace(WHOLE, movements=(movement(1, to_country=""),)), ("movement 1", "to_country")),
        (
            replace(WHOLE, movements=(movement(1, from_party=2, from_account=""),)),
            ("party 3", "is_customer"),
        ),
    ],
)
def test_every_datum_of_a_payment_is_asked_for(tmp_path, filing, lack):
    # Nothing is taken as unknown by this FIU.
    profile = profile_of(tmp_path, "fiu501", ("unknown:", "fixed: {} # "))
    assert lacks_of((profile, order_of(profile)), filing) == {lack}


def test_what_a_fiu_takes_as_unknown_is_not_asked_for(fius):
    filing = replace(WHOLE, movements=(cash(1), movement(2, to_country="")))
    assert lacks_of(fius["fiu501"], filing) == set()


@pytest.mark.parametrize(
    ("old", "new", "lack"),
    [
        ("STRUCT: ", "SHELL: ", "indicators.STRUCT"),
        ("{cash_teller: K, other: E}", "{cash_teller: K}", "lookups.funds.wire"),
        ('cash_teller: C, wire: A, other: "-"', "wire: A", "lookups.transmode.cash_teller"),
        ('current: A, other: "-"', "savings: B", "lookups.account_type.current"),
        ("owner: A, ", "", "lookups.account_role.owner"),
        ("{open: A, closed: B}", "{closed: B}", "lookups.account_status.open"),
    ],
)
def test_a_code_that_the_profile_does_not_map_is_named(tmp_path, old, new, lack):
    profile = profile_of(tmp_path, "fiu501", (old, new))
    assert ("profile fiu501", lack) in lacks_of((profile, order_of(profile)), FILING)


def test_two_tags_without_a_code_are_both_named(tmp_path):
    profile = profile_of(tmp_path, "fiu501", ("STRUCT: ", "SHELL: "), ("TBML: ", "GEO: "))
    assert lacks_of((profile, order_of(profile)), FILING) == {
        ("profile fiu501", "indicators.STRUCT"), ("profile fiu501", "indicators.TBML"),
    }  # fmt: skip


def test_an_institution_without_a_bic_is_known_by_its_number(fius):
    assert lacks_of(fius["fiu501"], of_filer(swift="")) == set()
    assert lacks_of(fius["fiu501"], of_filer(swift="", entity_id="")) == {
        ("filer", "entity_id"), ("filer", "swift"),
    }  # fmt: skip


def test_what_only_a_fiu_s_rules_need_is_asked_for_too(tmp_path):
    profile = profile_of(
        tmp_path, "fiu501", ("unknown:", "required: [t_account_my_client.iban]\nunknown:")
    )
    assert lacks_of((profile, order_of(profile)), WHOLE) == {("subject 2", "account_1.iban")}


def test_a_payment_that_lacks_something_is_never_left_out(fius):
    """Not even where another is whole, or where the activity alone would make a report."""
    filing = replace(FILING, movements=(movement(1), movement(2, currency="MXN", amount_base=None)))
    assert lacks_of(fius["fiu501"], filing) == {("movement 2", "amount_base")}


def test_of_payments_that_lack_the_same_each_is_named(tmp_path):
    profile = profile_of(tmp_path, "fiu501", ("unknown:", "fixed: {} # "))
    filing = replace(WHOLE, movements=(movement(1, to_country=""), movement(2, to_country="")))
    assert lacks_of((profile, order_of(profile)), filing) == {
        ("movement 1", "to_country"), ("movement 2", "to_country"),
    }  # fmt: skip


def test_a_subject_that_lacks_something_is_never_left_out(fius):
    filing = replace(FILING, parties=(ANNA, replace(FIRM, name=""), OTHER))
    assert lacks_of(fius["fiu501"], filing) == {("subject 2", "name")}


def test_a_fiu_of_another_schema_asks_for_other_data(fius):
    found = lacks_of(fius["fiu502"], local(of_anna(occupation="", gender=""), "fiu502"))
    assert found == set()
    lacks = lacks_of(fius["fiu502"], local(of_firm(address=PostalAddress()), "fiu502"))
    assert ("subject 2", "state") in lacks
    assert ("subject 2", "street") in lacks


def test_a_worklist_says_which_rule_asks_and_where_the_answer_goes_and_names_nobody(fius):
    filing = of_anna(phone="", nationality="Beispielland")
    profile, order = fius["fiu501"]
    phone, nationality = sorted(
        render_goaml(filing, profile, order).missing, key=lambda lack: lack.field, reverse=True
    )
    assert phone.rule == "t_person_my_client.phones is needed"
    assert phone.answer == "subject 1.phone"
    assert nationality.rule == "t_person_my_client.nationality1: a code of the FIU's list"
    assert "Beispiel" not in f"{phone}{nationality}"


LONG = "A" * 10_000
#: Needed or told of one payment, and too long for its place: the answer that is asked for.
OVERLONG = {
    "subject 1.last_name": of_anna(last_name=LONG),
    "subject 2.name": of_firm(name=LONG),
    "movement 1.conductor": replace(WHOLE, movements=(replace(cash(1), conductor=LONG),)),
    "movement 1.text": replace(WHOLE, movements=(movement(1, text=LONG),)),
    "movement 1.place": replace(WHOLE, movements=(replace(cash(1), place=LONG),)),
}


@pytest.mark.parametrize("answer", OVERLONG)
def test_ten_thousand_letters_are_asked_for_and_not_cut(fius, answer):
    report = render_goaml(OVERLONG[answer], *fius["fiu501"])
    assert [lack.answer for lack in report.missing] == [answer]
    assert "characters" in report.missing[0].rule
    assert report.xml == b""


def test_a_recorded_datum_is_asked_for_where_the_fiu_would_take_unknown(fius):
    """Until a person answers it shorter, or takes it back: the file never calls it unknown."""
    profile, order = fius["fiu501"]
    assert profile.unknown["last_name"]
    (lack,) = render_goaml(of_anna(last_name=LONG), profile, order).missing
    assert (lack.answer, lack.rule) == (
        "subject 1.last_name",
        "t_person_my_client.last_name: at most 100 characters",
    )
    assert render_goaml(of_anna(last_name=""), profile, order).missing == ()


def test_a_name_of_which_the_fiu_takes_no_letter_is_asked_for(fius):
    assert lacks_of(fius["fiu502"], local(of_anna(last_name="★"), "fiu502")) == {
        ("subject 1", "last_name")
    }


@pytest.mark.parametrize(
    ("filing", "key"),
    [
        (of_anna(email=LONG), "subject 1.email"),
        (of_anna(address=replace(ANNA.address, street=LONG)), "subject 1.street"),
    ],
)
def test_ten_thousand_letters_that_nothing_needs_are_left_out_whole_and_told(fius, filing, key):
    report = render_goaml(filing, *fius["fiu501"])
    assert (report.missing, report.left_out) == ((), (key,))
    assert report.xml
    assert LONG[:10].encode() not in report.xml


def test_a_sentence_of_ten_thousand_letters_is_left_out_whole(fius):
    told = (Sentence(LONG, ()), *WHOLE.introduction)
    report = render_goaml(replace(WHOLE, introduction=told), *fius["fiu501"])
    assert report.missing == ()
    assert LONG[:10].encode() not in report.xml
