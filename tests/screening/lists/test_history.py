"""Versions of a list as one table whose rows are valid on the days they were so."""

from datetime import date
from decimal import Decimal

from aml.core.listed import ListedParty
from aml.screening.lists.history import COLUMNS, ListTerms, changes, country_code, history, version

TERMS = ListTerms("ofac", "sdn", Decimal(1))
JANUARY, MARCH, JUNE = date(2026, 1, 10), date(2026, 3, 10), date(2026, 6, 10)


def entry(entry_id="1", name="LOS MIRADORES", **more):
    return ListedParty(entry_id, "organisation", name, **more)


def spans(*versions):
    rows = history(TERMS, [version(day, entries) for day, entries in versions])
    return [(r["entry_id"], r["name"], r["flagged_from"], r["flagged_to"]) for r in rows]


def test_an_entry_that_stays_is_one_row_from_its_first_day():
    assert spans((JANUARY, [entry()]), (MARCH, [entry(record=9)])) == [
        ("1", "LOS MIRADORES", "2026-01-10", "")
    ]


def test_a_new_name_ends_a_row_and_begins_another():
    assert spans((JANUARY, [entry()]), (MARCH, [entry(name="CARTEL MIRADOR")])) == [
        ("1", "LOS MIRADORES", "2026-01-10", "2026-03-09"),
        ("1", "CARTEL MIRADOR", "2026-03-10", ""),
    ]


def test_an_entry_that_goes_and_comes_back_was_not_listed_between():
    assert spans((JANUARY, [entry()]), (MARCH, [entry("2")]), (JUNE, [entry(), entry("2")])) == [
        ("1", "LOS MIRADORES", "2026-01-10", "2026-03-09"),
        ("1", "LOS MIRADORES", "2026-06-10", ""),
        ("2", "LOS MIRADORES", "2026-03-10", ""),
    ]


def test_the_publishers_day_of_listing_comes_before_the_first_version_that_we_have():
    assert spans((MARCH, [entry(listed_on=date(2012, 12, 31))]))[0][2] == "2012-12-31"
    assert spans((MARCH, [entry(listed_on=JUNE)]))[0][2] == "2026-03-10"


def test_the_gravest_programme_is_the_reason():
    rows = history(TERMS, [version(MARCH, [
        entry("1", programs=("SDNTK", "FTO", "SDGT")), entry("2", programs=("SDGT",)), entry("3"),
    ])])  # fmt: skip
    assert [row["reason"] for row in rows] == ["fto", "sdgt", "sdn"]
    assert list(rows[0]) == list(COLUMNS)


def test_values_of_one_cell_are_parted_by_a_sign_that_none_of_them_holds():
    (row,) = history(TERMS, [version(MARCH, [entry(aliases=("A; B", "C"))])])
    assert row["aliases"] == "A, B;C"


def test_one_country_has_a_code_several_have_none():
    assert country_code(("Korea, North",)) == "KP"
    assert country_code(("Mexico", "MX")) == "MX"
    assert country_code(("Mexico", "Panama")) == ""
    assert country_code(("undetermined",)) == ""


def test_what_changed_between_two_versions():
    old = version(JANUARY, [entry("1"), entry("2")])
    new = version(MARCH, [entry("2", name="X"), entry("3")])
    found = {what: [e.entry_id for e in entries] for what, entries in changes(old, new).items()}
    assert found == {"added": ["3"], "removed": ["1"], "changed": ["2"]}
