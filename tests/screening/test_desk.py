"""Questions at a desk: each kind of party by its rules, scored as a scan scores."""

from datetime import date
from decimal import Decimal

import pytest

from aml.scenario.prepare import derive
from aml.screening.desk import Asked, matches
from aml.store import Store
from tests.screening.ledgers import filled

GUZMAN = {
    "kind": "person",
    "name": "GUADALUPE SALAZAR ONTIVEROS",
    "country": "MX",
    "born_on": "1968-05-01",
}
MIRA = {"kind": "vessel", "name": "MIRADOR DEL MAR", "imo_number": "9074729", "country": "PA"}


def found(entries, *asked, as_of=date(2026, 6, 1), least="0", most=10):
    with Store() as store:
        filled(store, flagged_parties=entries)
        questions = [Asked(record, **one) for record, one in enumerate(asked, 1)]
        return matches(store, questions, as_of, Decimal(least), most)


def one(entry, **asked):
    """The only match of a question and an entry; None where there is none."""
    answers = found([entry], asked)
    assert len(answers) <= 1
    return answers[0] if answers else None


@pytest.mark.parametrize(
    ("entry", "customer"),
    [
        (GUZMAN, {"name": "Salazar Ontiveros Guadalupe"}),
        (GUZMAN, {"name": "Salazar Ontiveros Guadalupe", "country": "MX"}),
        (GUZMAN, {"name": "Guadalupe Salazar Ontiveros", "country": "ES"}),
        (GUZMAN, {"name": "Guadalupe Salazar Ontiveros", "born_on": "1968-05-01"}),
        (GUZMAN, {"name": "Guadalupe Salazar Ontiveros", "born_on": "1991-05-01"}),
        (GUZMAN, {"name": "Guadalupe Salazr Ontiveros", "country": "MX"}),
        ({"name": "Comercializadora Tres Ríos S.A.", "country": "PA"},
         {"name": "Comercializdora Tres Rios", "country": "PA"}),
        ({"name": "DRV Shipping"}, {"name": "DRV Shipping Ltd"}),
        ({"name": "Mirador", "document_number": "ROPI-800131"},
         {"name": "Somebody", "document_number": "ROPI800131"}),
    ],
)  # fmt: skip
def test_a_desk_scores_as_a_scan_does(entry, customer):
    with Store() as store:
        filled(store, flagged_parties=[entry], customers=[{"customer_id": "C1", **customer}])
        derive(store, ["party_links"])
        scan = store.rows(
            "SELECT score, agreeing, differing FROM party_links WHERE subject_kind = 'customer'"
        )
    born = customer.get("born_on")
    asked = {
        "name": customer["name"],
        "country": customer.get("country"),
        "born_on": date.fromisoformat(born) if born else None,
        "numbers": {k: v for k, v in customer.items() if k == "document_number"},
    }
    match = one(entry, **asked)
    same = [what for what in match.agreeing if what not in ("name", "document")]
    other = [what for what in match.differing if what != "name"]
    assert scan == [(match.score, ", ".join(same), ", ".join(other))]


def test_a_match_tells_what_agrees_and_what_differs():
    match = one(GUZMAN, name="Guadalupe Salazr Ontiveros", country="ES", born_on=date(1968, 5, 1))
    assert (match.method, match.agreeing, match.differing) == (
        "spelling",
        ("birth date",),
        ("spelling", "country"),
    )
    assert (match.listed_name, match.alias, match.reason) == (GUZMAN["name"], "", "sdn")


def test_an_alias_is_named_and_a_weak_one_marked():
    entry = {
        "name": "Distribuidora Costa",
        "aliases": "Cafetería La Güera",
        "weak_aliases": "El Rey",
    }
    strong, weak = (
        found([entry], {"name": name})[0] for name in ("CAFETERIA LA GUERA SA", "el rey")
    )
    assert (strong.listed_name, strong.alias, strong.is_weak) == (
        "Distribuidora Costa", "Cafetería La Güera", False,
    )  # fmt: skip
    assert (weak.alias, weak.is_weak) == ("El Rey", True)


def test_legal_forms_are_of_firms_alone():
    assert one({"name": "Ana Sá"}, name="Ana")
    assert not one({"name": "Ana Sá", "kind": "person"}, name="Ana")


@pytest.mark.parametrize("written", ["G. Salazar Ontiveros", "SALAZAR ONTIVEROS, G."])
def test_initials_need_a_birth_date_or_country_beside(written):
    assert one(GUZMAN, name=written) is None
    assert one(GUZMAN, name=written, country="ES") is None
    assert one(GUZMAN, name=written, country="MX").method == "initials"
    match = one(GUZMAN, name=written, born_on=date(1968, 5, 1))
    assert (match.method, match.differing, match.score) == (
        "initials", ("initials",), Decimal("0.99"),
    )  # fmt: skip
    assert one(GUZMAN, name="A. Salazar Ontiveros", country="MX") is None


def test_one_initial_beside_one_word_is_worth_little_without_a_birth_date():
    entry = {
        "kind": "person",
        "name": "Jacinto Ontiveros",
        "country": "MX",
        "born_on": "1968-05-01",
    }
    assert one(entry, name="J. Ontiveros", country="MX").score == Decimal("0.63")
    assert one(entry, name="J. Ontiveros", born_on=date(1968, 5, 1)).score == Decimal("0.90")


def test_words_left_out_need_the_birth_date():
    assert one(GUZMAN, name="Guadalupe Salazar", country="MX") is None
    match = one(GUZMAN, name="Guadalupe Salazar", born_on=date(1968, 5, 1))
    assert (match.method, match.differing, match.score) == (
        "part", ("words left out",), Decimal("0.95"),
    )  # fmt: skip
    assert one(GUZMAN, name="Salazar", born_on=date(1968, 5, 1)) is None


def test_a_spelling_far_off_needs_the_birth_date():
    assert one(GUZMAN, name="Guadelope Zalasar Ontiberos", country="MX") is None
    assert one(GUZMAN, name="Guadelope Zalasar Ontiberos", born_on=date(1968, 5, 1))
    assert not one(GUZMAN, name="Marcelino Ruiz Prado", born_on=date(1968, 5, 1))


def test_a_person_who_trades_under_his_name_is_found():
    assert one(GUZMAN, name="Guadalupe Salazar Ontiveros SA de CV").method == "spelling"


def test_initials_of_a_list_stand_for_names_too():
    entry = {"kind": "person", "name": "J. M. Ontiveros", "country": "MX"}
    assert one(entry, name="José María Ontiveros", country="MX").method == "initials"
    assert one(entry, name="María José Ontiveros", country="MX") is None


@pytest.mark.parametrize(
    ("asked", "method"),
    [
        ({"name": "M/V Mirador del Mar"}, "name"),
        ({"name": "Mirador del Marr"}, None),
        ({"name": "Mirador del Marr", "country": "PA"}, "spelling"),
        ({"name": "Mirador del Marr", "country": "LR"}, None),
        ({"name": "del Mar Mirador"}, None),
        ({"name": "Otra", "numbers": {"imo_number": "9074729"}}, "number"),
    ],
)
def test_a_ship_is_found_by_number_or_exact_name_or_beside_its_flag(asked, method):
    match = one(MIRA, **asked)
    assert (match and match.method) == method


def test_a_ship_of_another_number_is_another_ship():
    match = one(MIRA, name="Mirador del Mar", numbers={"imo_number": "9112234"})
    assert (match.score, match.differing) == (Decimal("0.40"), ("IMO number",))


def test_a_number_alone_is_enough_and_another_name_is_told():
    match = one({"name": "Mirador", "lei": "529900T8BM49AURSDO55"}, name="Naviera Gris",
                numbers={"registration_number": "529900 t8bm49 aursdo55"})  # fmt: skip
    assert (match.score, match.method, match.agreeing, match.differing) == (
        1, "number", ("registration",), ("name",),
    )  # fmt: skip
    assert one({"name": "Mirador", "lei": "AB1"}, numbers={"lei": "AB1"}) is None


def test_only_the_kind_that_is_asked_for_answers():
    assert one(GUZMAN, name=GUZMAN["name"], kind="person")
    assert one(GUZMAN, name=GUZMAN["name"], kind="organisation") is None


def test_the_lists_of_the_day_answer_and_say_since_when():
    spans = [("2025-01-01", "2025-03-31"), ("2025-06-01", "2025-08-31"), ("2025-09-01", "")]
    entries = [
        {"entry_id": "E1", "name": "Mirador del Sur", "flagged_from": a, "flagged_to": b}
        for a, b in spans
    ]
    since = {
        day: [match.since_on for match in found(entries, {"name": "Mirador del Sur"}, as_of=day)]
        for day in (date(2024, 12, 31), date(2025, 3, 31), date(2025, 5, 1), date(2025, 9, 1))
    }
    assert list(since.values()) == [[], [date(2025, 1, 1)], [], [date(2025, 6, 1)]]


def test_the_best_come_first_and_no_more_than_asked_for():
    entries = [{"name": "Mirador del Sur", "country": country} for country in ("PA", "MX", "")]
    asked = {"name": "Mirador del Sur", "country": "MX"}
    assert [m.entry_id for m in found(entries, asked)] == ["E2", "E3", "E1"]
    assert [m.entry_id for m in found(entries, asked, most=1)] == ["E2"]
    assert [m.entry_id for m in found(entries, asked, least="0.9")] == ["E2", "E3"]


def test_questions_are_answered_apart():
    entries = [{"name": "Mirador del Sur"}, {"name": "Puerto Gris Hermanos"}]
    answers = found(entries, {"name": "Puerto Gris Hermanos"}, {}, {"name": "Mirador del Sur"})
    assert [(m.record, m.entry_id) for m in answers] == [(1, "E2"), (3, "E1")]
