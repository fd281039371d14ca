import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml.identity import name_key

SAME_FIRM = [
    ("Naviera Punta Negra, S.A. de C.V.", "NAVIERA PUNTA NEGRA SA"),
    ("Cafetería La Güera", "cafeteria la guera, S. de R.L. de C.V."),
    ("ООО «Ромашка»", "Romashka LLC"),
    ("Schmidt & Söhne GmbH & Co. KG", "Schmidt und Sohne"),
    ("Alfa sp. z o.o.", "ALFA"),
    ("A/S Norden", "Norden"),
    ("Norden Smith's Ltd", "NORDEN SMITHS"),
    ("PT Samudera Raya Tbk", "Raya Samudera"),
    ("Sociedad Anónima Minera del Sur", "Minera del Sur"),
    ("The Harbour Company Limited", "Harbour"),
    ("J. R. Marine B.V.", "J R Marine"),
]
OTHER_FIRM = [
    ("Naviera Punta Negra", "Naviera Punta Blanca"),
    ("Norden 1", "Norden 2"),
    ("Sierra", "Sierra Alta"),
]


@pytest.mark.parametrize(("one", "other"), SAME_FIRM)
def test_two_spellings_of_a_firm_have_one_key(one, other):
    assert name_key(one).firm == name_key(other).firm


@pytest.mark.parametrize(("one", "other"), OTHER_FIRM)
def test_another_firm_has_another_key(one, other):
    assert name_key(one).firm != name_key(other).firm


def test_a_person_keeps_what_looks_like_a_legal_form():
    assert name_key("Maria de Sá").person != name_key("Maria de").person
    assert name_key("SÁ, Maria de").person == name_key("Maria de Sa").person
    assert name_key("Dr. Ana Li").person == name_key("LI ANA").person
    assert name_key("Dr Li").words == 2, "a title alone may be the name"


def test_a_name_that_is_all_legal_form_stays():
    assert name_key("S.A.").firm == "sa"


def test_generic_words_are_not_a_firms_own():
    assert name_key("Ocean Trading International Ltd").letters == len("ocean")
    assert name_key("Exportadora Punta Negra").letters == len("puntanegra")


@pytest.mark.parametrize("nothing", ["", "  ", "---", "«»"])
def test_a_name_without_letters_has_no_key(nothing):
    assert name_key(nothing).firm == name_key(nothing).person == ""


@given(st.text(max_size=60))
def test_any_text_gives_plain_words_in_order(text):
    key = name_key(text)
    words = key.person.split()
    assert words == sorted(words)
    assert len(words) == key.words
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in words)


@given(st.permutations(["punta", "negra", "exportadora", "sierra", "azul"]))
def test_word_order_does_not_matter(words):
    assert name_key(" ".join(words)) == name_key("punta negra exportadora sierra azul")
