"""The report of each family of scenarios, word for word, and nothing of it cut off."""

import pytest

from aml.report import pack_csv, render_docx, render_html, render_pack, render_pdf
from tests.report.families import FAMILIES, funnel
from tests.report.pages import Page, assert_accessible, assert_self_contained
from tests.report.test_pack import told


@pytest.mark.parametrize("family", FAMILIES)
def test_the_report_of_each_family_reads_as_it_should(golden, family):
    text = render_html(FAMILIES[family]())
    assert_accessible(text)
    assert_self_contained(text)
    golden(f"report_{family}_body.html", text[text.index("<main>") : text.index("</main>")])


@pytest.mark.parametrize("family", FAMILIES)
def test_every_format_takes_each_family(family):
    case = FAMILIES[family]()
    assert render_docx(case)
    assert told(render_pack(case) + pack_csv(case)) == set()
    assert render_pdf(case).startswith(b"%PDF")


def test_a_funnel_of_months_has_every_chart():
    titles = [
        title
        for title in Page(render_html(funnel())).texts
        if " by " in title or "Calendar" in title
    ]
    for title in (
        "Cited movements by week, in USD",
        "Money in and out by month, in USD",
        "Calendar of the cited movements, in USD",
        "Cash by place and week",
    ):
        assert title in titles
