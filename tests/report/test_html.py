import shutil
from dataclasses import replace
from datetime import date

import pytest
from jinja2 import FileSystemLoader

from aml.core.plain import plain, restore
from aml.core.problem import ReportError
from aml.core.shipped import shipped
from aml.report import evidence_csv, html, render_html, render_pack
from tests.report import cases
from tests.report.pages import Page, assert_accessible, assert_self_contained


def test_the_report_of_a_small_case(golden):
    golden("report_case.html", render_html(cases.small()))


@pytest.mark.parametrize("build", [*cases.EVERY, cases.large], ids=lambda build: build.__name__)
def test_every_report_is_accessible_and_self_contained(build):
    text = render_html(build())
    assert_accessible(text)
    assert_self_contained(text)


def test_the_same_case_gives_the_same_bytes_also_when_read_back():
    for build in cases.EVERY:
        case = build()
        text = render_html(case)
        assert render_html(build()) == text
        assert render_html(restore(type(case), plain(case))) == text


def test_names_cannot_act_hide_or_reorder():
    text = render_html(cases.nasty_names())
    page = Page(text)
    assert "<script>" not in text
    assert "<script>alert('x')</script> & \"Söhne\"" in page.text
    assert "{{ 7 * 7 }} {% raw %}" in page.text
    assert "Acme[U+202E]gnilgguM[U+202C] Ltd" in page.text
    assert "Bell[U+0007] and[U+001B][31m Null[U+0000]" in page.text
    assert "李明 [LiMing, U+674E U+660E] (Li Ming)" in page.text
    assert "สมชาย [smchay, U+0E2A U+0E21 U+0E0A U+0E32 U+0E22]" in page.text
    assert "\U0001f389 [:tada:, U+1F389]" in page.text
    assert not {"\u202e", "\x00", "\x07", "\x1b"} & set(text)


def test_a_text_of_ten_thousand_letters_is_shown_whole():
    case = cases.long_text()
    for text in (render_html(case), render_pack(case), evidence_csv(case)):
        assert cases.LONG in text


def test_the_order_is_the_one_a_reader_expects():
    page = Page(render_html(cases.many_subjects()))
    titles = [title for level, title in page.headings if level <= 2]
    assert titles == [
        "Suspicious activity report",
        "1 Summary",
        "2 Narrative",
        "3 Charts",
        "4 Alerts and score",
        "5 Subjects and accounts",
        "6 Ties between the subjects",
        "Annex A Method",
        "Annex B Cited records",
    ]
    assert "DRAFT for review by a compliance officer. Not filed." in page.text


@pytest.mark.parametrize(
    ("country", "law", "paper"), [("US", True, "size: letter"), ("DE", False, "size: A4")]
)
def test_the_banner_and_the_paper_follow_the_country(country, law, paper):
    text = render_html(replace(cases.small(), country=country))
    assert ("31 U.S.C. 5318(g)(2)" in text) is law
    assert paper in text
    assert "CONFIDENTIAL." in text


def test_a_case_id_cannot_leave_the_style_sheet():
    text = render_html(replace(cases.small(), case_id='C"; } body { display: none } </style>'))
    style = text[text.index("<style>") : text.index("</style>")]
    assert "display: none }" not in style
    assert text.count("</style>") == 1


@pytest.mark.parametrize(
    ("source", "line"), [("<p>{{ page.nothing }}</p>", None), ("<p>\n{% if %}", 2)]
)
def test_a_template_that_uses_an_absent_fact_fails(tmp_path, monkeypatch, source, line):
    shutil.copytree(shipped("reports"), tmp_path / "reports")
    (tmp_path / "reports" / "case.html.j2").write_text(source, encoding="utf-8")
    environment = html._environment().overlay(loader=FileSystemLoader(tmp_path / "reports"))
    monkeypatch.setattr(html, "_environment", lambda: environment)
    with pytest.raises(ReportError) as caught:
        render_html(cases.small())
    (problem,) = caught.value.problems
    assert problem.code == "RPT004"
    assert problem.location.path == "reports/case.html.j2"
    assert problem.location.line == line


def test_an_alert_of_an_earlier_run_says_since_when():
    case = cases.small()
    known = replace(case.alerts[0], seen="known", first_seen_on=date(2026, 2, 3))
    text = Page(render_html(replace(case, alerts=(known, *case.alerts[1:])))).text
    assert text.count("Beside the previous run") == 1
    assert "known alert, since 3 February 2026" in text
