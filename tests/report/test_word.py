"""The report as a text document, read back as an analyst's editor would."""

import io
import unicodedata
import zipfile

import docx
import pytest

from aml.report.case_document import case_document
from aml.report.document import Column, Table
from aml.report.word import render_docx
from aml.report.word_table import column_widths
from tests.report import cases


def opened(case):
    return docx.Document(io.BytesIO(render_docx(case)))


def headings(document):
    return [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]


def every_text(document):
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def titles(sections):
    for section in sections:
        yield section.title
        yield from titles(section.sections)


@pytest.mark.parametrize("name", ["small", "trade", "many_subjects"])
def test_every_section_is_a_heading_by_style(name):
    case = getattr(cases, name)()
    page = case_document(case)
    assert headings(opened(case)) == [page.title, *titles(page.sections)]


def test_a_table_has_its_rows_and_a_head_that_repeats():
    document = opened(cases.small())
    table = next(t for t in document.tables if t.rows[0].cells[0].text == "No.")
    assert [row.cells[4].text for row in table.rows] == [
        "Amount", "USD 9,500.00", "USD 9,200.00", "USD 9,800.00", "USD 27,000.00"
    ]  # fmt: skip
    assert "tblHeader" in table.rows[0]._tr.xml
    assert "tblHeader" not in table.rows[1]._tr.xml


def test_each_chart_is_a_picture_with_its_words():
    document = opened(cases.small())
    assert len(document.inline_shapes) == 3
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert all("USD" in text for text in described)


def test_the_banner_the_reference_and_the_page_number_stand_on_every_page():
    document = opened(cases.small())
    section = document.sections[0]
    head = section.header.paragraphs[0].text
    assert head.startswith("CONFIDENTIAL")
    assert head.endswith("C-5a1e0c2b77")
    assert "PAGE" in section.footer.paragraphs[0]._p.xml


def test_paper_is_letter_in_the_united_states_and_a4_elsewhere_and_annex_b_lies_on_its_side():
    def sheets(case):
        return [(s.page_width.twips, s.page_height.twips) for s in opened(case).sections]

    assert sheets(cases.small()) == [(12240, 15840), (15840, 12240)]
    assert sheets(cases.many_subjects()) == [(11906, 16838), (16838, 11906)]


def test_the_same_case_gives_the_same_bytes_and_no_time_of_the_clock():
    one, other = render_docx(cases.trade()), render_docx(cases.trade())
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_hostile_and_foreign_text_is_shown_and_acts_on_nothing():
    document = opened(cases.nasty_names())
    text = every_text(document)
    assert "<script>" in text
    assert "{{" in text
    assert "\u202e" not in text
    assert "[U+202E]" in text


def test_a_text_of_ten_thousand_letters_is_shown_whole():
    assert cases.LONG in every_text(opened(cases.long_text()))


@pytest.mark.parametrize("build", [*cases.EVERY, cases.large], ids=lambda build: build.__name__)
def test_no_text_needs_a_font_that_a_machine_may_lack(build):
    shown = set(every_text(opened(build())))
    hidden = {c for c in shown if unicodedata.category(c)[0] == "C"}
    assert hidden <= {"\n", "\u2068", "\u2069"}
    assert not {c for c in shown if unicodedata.east_asian_width(c) in "WF"}
    assert not {c for c in shown if "\u0e00" <= c <= "\u0e7f" or c >= "\U00010000"}


def test_a_name_without_a_glyph_is_spelled_with_its_code_points():
    text = every_text(opened(cases.nasty_names()))
    assert "LiMing [U+674E U+660E] (Li Ming)" in text
    assert "U+0007" in text
    assert "U+1F389" in text


def test_days_amounts_and_numbers_of_containers_are_not_broken_apart():
    table = Table(
        "Links",
        (Column("Day", "day"), Column("Amount", "amount"), Column("Bill", weight=3), Column("Text", weight=30)),
        (("2026-03-16, 09:01", "USD 19,000,000.00", "MEDU4471029", "a " * 200),),
    )  # fmt: skip
    day, amount, bill, text = column_widths(table, 9600)
    assert day >= 11 * 110
    assert amount >= 17 * 110
    assert bill >= 11 * 110
    assert text > amount
    assert day + amount + bill + text <= 9600


def test_a_table_that_has_no_room_keeps_to_the_page():
    words = tuple("x" * 14 for _ in range(20))
    table = Table("Many", tuple(Column("y" * 14) for _ in words), (words,))
    assert sum(column_widths(table, 9600)) <= 9600


def test_a_long_case_stays_readable():
    document = opened(cases.large(2000))
    annex = next(t for t in document.tables if t.rows[0].cells[0].text == "No.")
    assert len(annex.rows) <= 201
