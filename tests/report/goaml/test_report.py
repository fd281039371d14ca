"""goAML reports: valid against the FIU's schema, whole, the same every time."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from aml.core.filing import FiledAccount, Sentence
from aml.report.goaml import order_of, render_goaml
from tests.report.goaml.filings import (
    ANNA,
    FILING,
    FIRM,
    OTHER,
    PROFILES,
    SAR,
    cash,
    local,
    movement,
    needs_schemas,
    profile_of,
)

pytestmark = needs_schemas
FIUS = sorted(PROFILES)


def rendered(fiu, filing):
    profile, order = fiu
    report = render_goaml(filing, profile, order)
    assert report.missing == ()
    return report, etree.fromstring(report.xml)


def texts(tree, path):
    return [element.text for element in tree.iterfind(path)]


@pytest.mark.parametrize("name", FIUS)
@pytest.mark.parametrize(("filing", "kind"), [(FILING, "STR"), (SAR, "SAR")])
def test_transactions_make_an_str_and_an_activity_alone_an_sar(fius, name, filing, kind):
    profile, order = fius[name]
    report, tree = rendered((profile, order), local(filing, name))
    assert (report.kind, report.is_validated, report.left_out) == (kind, True, ())
    assert report.patches == order.patches
    assert texts(tree, "report_code") == [kind]
    assert len(tree.findall("transaction")) == len(filing.movements)
    assert order.schema.validate(tree)
    again = render_goaml(local(filing, name), profile, order_of(profile))
    assert again.xml == report.xml
    assert b"Not validated" not in report.xml


def test_a_payment_has_two_sides_and_the_customer_s_is_my_client(fius):
    _, tree = rendered(fius["fiu501"], FILING)
    paid_in, paid_out = tree.findall("transaction")
    assert texts(paid_in, "t_from/from_person/last_name") == ["Bote"]
    assert texts(paid_in, "t_to_my_client/to_account/account") == ["40-1"]
    assert texts(paid_in, "t_to_my_client/to_funds_code") == ["K"]
    signatory = "t_from_my_client/from_account/signatory"
    assert texts(paid_out, f"{signatory}/is_primary") == ["1"]
    assert texts(paid_out, f"{signatory}/t_person/birthdate") == ["1980-02-03T00:00:00"]
    assert texts(paid_out, "t_to/to_account/swift") == ["BBVAESMMXXX"]
    assert texts(paid_out, "date_transaction") == ["2026-03-02T09:02:00"]


def test_a_subject_without_a_payment_stands_in_the_activity(fius):
    _, tree = rendered(fius["fiu501"], FILING)
    parties = "activity/report_parties/report_party"
    assert texts(tree, f"{parties}/entity/name") == ["Beispiel Transport"]
    assert texts(tree, f"{parties}/comments") == ["Account: 40-2."]


def test_ships_and_containers_go_with_the_payment_that_names_them(fius):
    _, tree = rendered(fius["fiu501"], FILING)
    item = "goods_services/item/identification_number"
    first, second = tree.findall("transaction")
    assert (texts(first, item), texts(second, item)) == (["9074729"], ["MSCU1234566"])
    _, tree = rendered(fius["fiu501"], SAR)
    assert texts(tree, f"activity/{item}") == ["MSCU1234566", "9074729"]


def test_an_amount_is_in_the_fiu_s_currency_and_the_original_beside_it(fius):
    dollars = movement(1, currency="USD", amount=Decimal(100), amount_base=Decimal("92.5000"))
    _, tree = rendered(fius["fiu501"], replace(FILING, movements=(dollars,)))
    (transaction,) = tree.findall("transaction")
    assert texts(transaction, "amount_local") == ["92.50"]
    for side in ("t_from_my_client/from", "t_to/to"):
        found = transaction.find(f"{side}_foreign_currency")
        assert [child.text for child in found] == ["USD", "100", "0.925"]


def test_a_sum_without_a_rate_is_missing_and_never_zero(fius):
    profile, order = fius["fiu501"]
    filing = replace(FILING, movements=(movement(1), movement(2, currency="MXN", amount_base=None)))
    report = render_goaml(filing, profile, order)
    (lack,) = report.missing
    assert (lack.whose, lack.field) == ("movement 2", "amount_base")
    assert report.xml == b""


def test_a_ledger_in_another_currency_gives_no_local_sum(fius):
    profile, order = fius["fiu502"]
    (lack,) = render_goaml(FILING, profile, order).missing
    assert (lack.whose, lack.field, lack.answer) == ("profile fiu502", "local_currency", "")
    assert lack.rule == "sums in AED are needed, and the rates of the case are to EUR"


def test_foreign_letters_are_transliterated_and_kept_in_the_comments(fius):
    jose = replace(ANNA, name="José Núñez", first_name="José", middle_name="", last_name="Núñez")
    filing = replace(FILING, parties=(jose, FIRM, OTHER))
    _, tree = rendered(fius["fiu502"], local(filing, "fiu502"))
    person = tree.find("transaction/t_to_my_client/to_account/signatory/t_person")
    assert (person.findtext("first_name"), person.findtext("last_name")) == ("Jose", "Nunez")
    assert "Name as recorded: José Núñez." in person.findtext("comments")
    _, tree = rendered(fius["fiu501"], filing)
    assert tree.findtext(".//signatory/t_person/last_name") == "Núñez"


def test_the_reason_keeps_whole_sentences_within_the_limit(tmp_path):
    profile = profile_of(tmp_path, "fiu501", ("unknown:", "lengths: {reason: 260}\nunknown:"))
    told = tuple(Sentence(f"Sentence {n} appears to be long enough.", ()) for n in range(9))
    _, tree = rendered((profile, order_of(profile)), replace(FILING, body=told))
    reason = tree.findtext("reason")
    assert len(reason) <= 260
    assert reason.startswith("The case appears to be about cash in pieces. Sentence 0")
    assert reason.endswith("The records are held by the institution.")
    assert "left out here for length" in reason


@pytest.mark.parametrize("name", FIUS)
def test_a_counterparty_whose_bank_is_unknown_is_filed_itself(fius, name):
    known = replace(OTHER, kind="entity", accounts=(FiledAccount("ES9121000418450200051332"),))
    _, tree = rendered(fius[name], local(replace(FILING, parties=(ANNA, FIRM, known)), name))
    side = tree.findall("transaction")[1].find("t_to")
    assert texts(side, "to_entity/name") == ["Comercial Ejemplo"]
    comments = tree.findall("transaction")[1].findtext("comments")
    assert "Account as recorded: ES9121000418450200051332." in comments


def test_an_address_without_a_street_is_told_in_words(fius):
    place = replace(ANNA.address, street="")
    _, tree = rendered(
        fius["fiu501"], replace(FILING, parties=(replace(ANNA, address=place), FIRM, OTHER))
    )
    person = tree.find(".//signatory/t_person")
    assert person.find("addresses") is None
    assert "Address as recorded: 10001, Exampletown, North, DE." in person.findtext("comments")


def test_who_brings_cash_for_a_customer_is_told_where_the_form_has_no_place(fius):
    taken = cash(1, conductor="Otto Bote")
    taken = replace(
        taken, from_party=0, from_account="40-1", to_party=None, to_account="", to_country=""
    )
    _, tree = rendered(fius["fiu501"], replace(FILING, movements=(taken,)))
    assert "Conducted by Otto Bote." in tree.findtext("transaction/comments")
    assert texts(tree, "transaction/t_to/to_person/last_name") == ["Bote"]


def test_a_conductor_of_a_stranger_s_side_has_an_element(fius):
    brought = movement(
        1, from_party=2, to_party=0, from_account="", to_account="40-1", conductor="Otto Bote"
    )
    _, tree = rendered(fius["fiu501"], replace(FILING, movements=(brought,)))
    assert texts(tree, "transaction/t_from/t_conductor/last_name") == ["Bote"]


@pytest.mark.parametrize("name", FIUS)
def test_hostile_text_is_text(fius, name):
    hostile = '<x attr="1">&amp;]]>\x00\x1b[31m\ud800\u202e<!--'
    firm = replace(FIRM, kind="entity", name=f"Firm {hostile}", industry_code=hostile)
    filing = replace(
        FILING,
        parties=(replace(ANNA, occupation=hostile), firm, replace(OTHER, name=f"O {hostile}")),
        movements=(movement(1, text=hostile, conductor=f"Otto {hostile}"), cash(2)),
        title=hostile,
        introduction=(Sentence(hostile, ()),),
    )  # fmt: skip
    profile, order = fius[name]
    report, tree = rendered((profile, order), local(filing, name))
    assert order.schema.validate(tree)
    assert "]]>" in tree.findtext("reason")
    assert not tree.findall(".//x")
    assert b"\x1b" not in report.xml


def test_without_a_schema_the_file_says_that_nothing_validated_it(tmp_path, fius):
    profile = replace(profile_of(tmp_path, "fiu501"), xsd=None)
    report, tree = rendered((profile, order_of(profile)), FILING)
    assert not report.is_validated
    assert report.patches == ()
    assert b"<!-- Not validated: " in report.xml
    assert fius["fiu501"][1].schema.validate(tree)


def test_the_day_of_filing_is_what_a_person_gave_else_the_day_of_the_run(fius):
    _, tree = rendered(fius["fiu501"], FILING)
    assert tree.findtext("submission_date") == "2026-03-31T00:00:00"
    _, tree = rendered(fius["fiu501"], replace(FILING, filed_on=date(2026, 4, 8)))
    assert tree.findtext("submission_date") == "2026-04-08T00:00:00"


@pytest.mark.parametrize(
    ("written", "prefix", "number"),
    [
        ("+49 30 123456", "49", "30123456"), ("0034911234567", "34", "911234567"),
        ("+1 (956) 555-0100", "1", "9565550100"), ("+352 26 12", "352", "2612"),
        ("030 98 76", "49", "030 98 76"),
    ],
)  # fmt: skip
def test_a_phone_is_parted_at_its_calling_code(fius, written, prefix, number):
    filing = replace(FILING, parties=(replace(ANNA, phone=written), FIRM, OTHER))
    _, tree = rendered(fius["fiu501"], filing)
    phone = tree.find(".//signatory/t_person/phones/phone")
    assert phone.findtext("tph_country_prefix") == prefix
    assert phone.findtext("tph_number") == number


def test_an_entity_s_account_names_it_its_director_and_who_signs(fius):
    filing = replace(FILING, movements=(movement(1, from_party=1, from_account="40-2"),))
    _, tree = rendered(fius["fiu501"], filing)
    account = tree.find("transaction/t_from_my_client/from_account")
    assert texts(account, "t_entity/director_id/role") == ["A"]
    assert texts(account, "signatory/role") == ["P"]
