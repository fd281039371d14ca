"""Questions put to the lists of a workspace."""

from datetime import date
from decimal import Decimal

import pytest

from aml.core.problem import LedgerError
from aml.pipeline.lists import import_list
from aml.pipeline.screen import Asked, lists_in, question, questions, screen
from aml.screening.lists.formats import FORMATS

OWN = """entry_id,name,kind,aliases,weak_aliases,imo_number
E1,Naviera Mirador,organisation,Mirador Naves,Mira,
E2,Mira I,vessel,,,9074729
"""


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(OWN)
    import_list(tmp_path / "lists", "own", path, FORMATS["own"], date(2026, 3, 1))
    return tmp_path / "lists"


def ask(folder, *asked, as_of=date(2026, 6, 1)):
    return screen(lists_in(folder), asked, as_of, Decimal("0.6"), 10)


def test_imported_lists_answer(folder):
    answer = ask(folder, Asked(1, "Mirador Naves SA"), Asked(2, numbers={"imo_number": "9074729"}))
    assert (answer.lists, answer.entries, answer.problems) == (("own",), 2, ())
    assert [(m.record, m.list_id, m.entry_id, m.alias, m.method) for m in answer.matches] == [
        (1, "own", "E1", "Mirador Naves", "name"),
        (2, "own", "E2", "", "number"),
    ]


def test_before_its_day_a_list_holds_nobody(folder):
    answer = ask(folder, Asked(1, "Mirador Naves SA"), as_of=date(2026, 2, 28))
    assert (answer.entries, answer.matches) == (0, ())


def test_without_a_list_nothing_is_answered(tmp_path):
    with pytest.raises(LedgerError, match="LST003"):
        ask(tmp_path, Asked(1, "Mirador"))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": "A", "kind": "ship"}, "an unknown kind"),
        ({"name": "A", "born_on": "1.5.1968"}, "born_on is no day"),
        ({"name": "A", "imo_number": "9074728"}, "imo_number is malformed"),
        ({"name": "A", "country": "Ecuador"}, "country is no code"),
        ({"name": "A", "country": "ZZ"}, "country is no code"),
        ({"country": "PA"}, "neither a name nor a number"),
    ],
)
def test_what_of_a_question_cannot_be_read_is_told_without_a_name(fields, told):
    asked, problems = question(1, fields)
    assert [problem.code for problem in problems] == ["LST006"]
    assert told in problems[0].message
    assert (asked.name, asked.kind, asked.born_on, asked.numbers) == (
        fields.get("name", ""),
        None,
        None,
        {},
    )


def test_a_file_asks_for_each_record_and_for_what_it_says_of_it(tmp_path):
    path = tmp_path / "asked.csv"
    path.write_text(
        "Name,kind,country,born_on,imo_number\n"
        "Naviera Mirador,,PA,,\n"
        '"Salazar, Guadalupe",person,mx,1968-05-01,\n'
        "Mira I,vessel,,,IMO 9074728\n"
    )
    asked, problems = questions(path, {"kind": "organisation"})
    assert [(q.record, q.name, q.kind, q.country, q.born_on) for q in asked] == [
        (1, "Naviera Mirador", "organisation", "PA", None),
        (2, "Salazar, Guadalupe", "person", "MX", date(1968, 5, 1)),
        (3, "Mira I", "vessel", None, None),
    ]
    assert [str(p).split(" ", 4)[:4] for p in problems] == [
        ["asked.csv:", "record", "3:", "LST006"]
    ]


def test_a_country_that_is_none_is_told_and_the_record_asked_without(tmp_path):
    path = tmp_path / "asked.csv"
    path.write_text("name,country\nMirador,Ecuador\nGris,ec\nKosova Gris,XK\n")
    asked, problems = questions(path, {})
    assert [q.country for q in asked] == [None, "EC", "XK"]
    assert [str(p).partition(" country")[0] for p in problems] == ["asked.csv: record 1: LST006"]
    assert "Ecuador" not in problems[0].message


def test_a_record_of_another_width_is_told_and_the_others_are_asked(tmp_path):
    path = tmp_path / "asked.csv"
    path.write_text("name,country\nGris, S.A.,PA\nMirador,PA\n")
    asked, problems = questions(path, {})
    assert [(q.record, q.name) for q in asked] == [(2, "Mirador")]
    assert "asked.csv: record 1: LST006" in str(problems[0])


def test_a_text_asks_for_each_line(tmp_path):
    path = tmp_path / "asked.txt"
    path.write_text("Naviera Mirador\n\nGris, S.A.\n")
    asked, problems = questions(path, {"country": "PA"})
    assert [(q.record, q.name, q.country) for q in asked] == [
        (1, "Naviera Mirador", "PA"), (2, "Gris, S.A.", "PA"),
    ]  # fmt: skip
    assert problems == []


def test_a_csv_file_without_names_is_refused(tmp_path):
    path = tmp_path / "asked.csv"
    path.write_text("nombre\nMirador\n")
    with pytest.raises(LedgerError, match="LST006"):
        questions(path, {})
