"""What may be shared with others: facts, and no word that anything was found."""

import csv
import io
import re
from dataclasses import replace
from html import unescape

import pytest

from aml.core.case import Tie
from aml.report import pack_csv, render_html, render_pack
from aml.report.pack import pack_document
from tests.report import cases
from tests.report.pages import Page, assert_accessible, assert_self_contained

#: No word of the files may begin with one of these, nor be one of the short ones.
_TELLING = re.compile(
    r"\b(?:(?:suspic|suspect|report|alert|sever|scor|scenario|typolog|launder|structur|flag|crim"
    r"|investigat|narrative|unusual|fraud|terror|draft|filed|filing|detect|risk|evidence|cited"
    r"|confidential report|rating)\w*|sars?|strs?|cases?|aml|fiu)\b",
    re.IGNORECASE,
)


def told(text):
    """The telling words of a text, but for the one that a party's name brings."""
    return set(_TELLING.findall(unescape(text).replace("<script>alert('x')", "")))


def read(case):
    return list(csv.DictReader(io.StringIO(pack_csv(case))))


@pytest.mark.parametrize("build", [*cases.EVERY, cases.large], ids=lambda build: build.__name__)
def test_no_word_tells_that_a_suspicion_is_examined(build):
    case = build()
    assert told(render_pack(case)) == set()  # tags and style among them
    assert told(pack_csv(case)) == set()
    assert told(render_html(case))


@pytest.mark.parametrize("build", cases.EVERY, ids=lambda build: build.__name__)
def test_every_pack_is_accessible_and_self_contained(build):
    text = render_pack(build())
    assert_accessible(text)
    assert_self_contained(text)


def test_it_holds_parties_accounts_and_payments():
    page = Page(render_pack(cases.small()))
    for fact in (
        "Maribel Fuentes Ortega", "1204 Zaragoza Street", "40-2201-7781", "USD 27,000.00",
        "Comercial Sierra Alta SA de CV", "012180001234567899", "2026-03-05", "core:T44",
        "Zapata Highway, Laredo, TX",
    ):  # fmt: skip
        assert fact in page.text
    assert "31,000.00" not in page.text, "what the customer told of its income is not shared"


def test_the_table_for_a_spreadsheet_holds_every_payment_and_runs_nothing():
    rows = read(cases.small())
    assert [row["record"] for row in rows] == ["core:T12", "core:T19", "core:T31", "core:T44"]
    assert rows[3]["counterparty_account"] == "012180001234567899"
    assert {row["kind"] for row in rows} == {"entry"}
    names = [row["conductor_name"] for row in read(cases.nasty_names())]
    assert not any(name.startswith("=") for name in names)


def test_links_are_shared_and_the_institutions_own_lists_are_not():
    text = Page(render_pack(cases.linked_only())).text
    assert "MEDU4471029" in text
    assert "SDN-40117" not in text
    published = replace(
        cases.linked_only().rows[0],
        values={"name": "Naviera Punta Negra SA", "reason": "sdn", "strength": "1.000000"},
    )
    case = cases.linked_only()
    known = [published if row.table == "flagged_parties" else row for row in case.rows]
    case = replace(case, rows=tuple(known))
    text = Page(render_pack(case)).text
    assert "Parties on published lists" in text
    assert "strength" not in text
    assert "listed party" in {row["kind"] for row in read(case)}


def test_only_ties_of_record_are_shared():
    case = cases.many_subjects()
    assert "Ties" not in Page(render_pack(case)).text
    owned = replace(case, ties=(*case.ties, Tie("P001", "P002", "owner of the other subject")))
    section = next(s for s in pack_document(owned).sections if s.name == "ties")
    assert section.blocks[0].rows == ((owned.subjects[0].name, "Owner", owned.subjects[1].name),)


def test_a_long_list_is_cut_on_the_page_and_whole_in_the_table():
    case = cases.large(1000)
    assert "1,000 records, 200 printed in order of time" in Page(render_pack(case)).text
    assert len(read(case)) == 1000
