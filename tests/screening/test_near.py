"""Names that nearly agree: which spellings are recognised, and which other names are not."""

import pytest

from aml.screening.near import near_names

LISTED = [
    "Naviera Punta Negra, S.A. de C.V.",
    "Comercializadora Vistamar del Pacifico",
    "MIRADOR QUINTANA, Juan Esteban",
    "Transportes Albatros Gris",
]
#: Others of the ledger, so that words are known to be words.
OTHERS = ["Naviera Punta Blanca", "Juana Mirador", "Juana Castro", "Juana Prieto", "Blanca Ruiz",
          "Blanca Soler", "Panaderia La Espiga"]  # fmt: skip


def best(name, others=OTHERS):
    """The listed name that a spelling scores highest with, and the score."""
    found = [near for near in near_names([name, *others], LISTED, 7000) if near.name == 0]
    return (LISTED[found[0].listed], found[0].score) if found else (None, 0)


@pytest.mark.parametrize(
    ("spelling", "place"),
    [
        ("Naviera Punta Nigra", 0),
        ("NAVIERA PUNTA NEGRA LLC", 0),
        ("Naviera Púnta Négra S.A. S.A. de C.V.", 0),
        ("Negra Punta S.A. Naviera", 0),
        ("NavieraPunta Negra", 0),
        ("Наvиeрa Пunta Negra", 0),
        ("Comercializadora Vistamar del Pacif", 1),
        ("Juan Esteban Mirador Qiuntana", 2),
    ],
)
def test_a_spelling_of_a_listed_name_is_recognised(spelling, place):
    name, score = best(spelling)
    assert name == LISTED[place]
    assert score >= 8500


def test_another_script_is_compared_by_its_sounds():
    assert best("Транспортес Албатрос Грис")[1] > 9500
    assert best("Комерциализадора Вистамар дел Пацифико")[1] > 9000


def test_the_same_words_score_full():
    assert best("punta negra naviera")[1] == 10_000


def test_a_word_that_others_bear_is_another_name_and_no_slip():
    slip, other = best("Naviera Punta Nebra")[1], best("Naviera Punta Blanca")[1]
    assert slip > 8500 > other


def test_a_name_that_is_no_spelling_of_any_has_none():
    assert best("Panaderia Aurora") == (None, 0)


def test_matches_come_in_order_and_above_the_least_score():
    found = near_names(["Naviera Punta Negra", "Transportes Albatros Griss"], LISTED, 9000)
    assert [(near.name, near.listed) for near in found] == [(0, 0), (1, 3)]
    assert all(near.score >= 9000 for near in found)


def test_nothing_to_compare_gives_nothing():
    assert near_names([], LISTED) == []
    assert near_names(["A B"], []) == []
    assert near_names(["", "-"], LISTED) == []
