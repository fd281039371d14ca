"""detector.html: groups, their spread, and what the limits left out."""

from dataclasses import replace
from decimal import Decimal

from aml.core.peers import PeerLevel, Peers, PeerSpread
from aml.report import render_detector, render_index
from tests.report import cases
from tests.report.pages import Page, assert_accessible, assert_self_contained

SPREAD = PeerSpread(
    "type person, turnover below USD 100 a month before", 1, 230, 200, Decimal("-0.1"),
    Decimal("1.4"), Decimal("3.9"), Decimal("45.8"), 4, 2,
)  # fmt: skip
PEERS = Peers(
    window="1 February to 30 April 2026", customers=200, least_score=Decimal("3.5"),
    top_share=Decimal("0.005"), monthly_cap=2, months=3, alerts=6, cut_off=14, beyond_share=31,
    levels=(PeerLevel("type, sector and size", 200, 0, 0, 3),
            PeerLevel("type and size", 30, 1, 200, 0)),
    groups=(SPREAD,),
)  # fmt: skip
RUN = replace(cases.run_of(), peers=PEERS)


def test_the_page_counts_what_the_limits_left_out():
    text = render_detector(RUN, PEERS)
    assert_self_contained(text)
    page = assert_accessible(text)
    assert "Cut off by the monthly cap 14" in page.text
    assert "Out of line beyond the top share 31" in page.text
    assert "At most 6 have one: 2 for each of 3 months." in page.text
    assert "the furthest 0.5 % are looked at" in page.text


def test_each_group_shows_its_customers_and_its_spread():
    text = Page(render_detector(RUN, PEERS)).text
    assert "turnover below USD 100 a month before 230 200 -0.1 1.4 3.9 45.8 4 2" in text
    assert "Type, sector and size 200 0 0 3" in text


def test_of_very_many_groups_the_others_are_counted():
    many = tuple(replace(SPREAD, name=f"group {number}") for number in range(203))
    text = Page(render_detector(RUN, replace(PEERS, groups=many))).text
    assert "3 smaller groups are not shown." in text


def test_the_pages_of_a_run_lead_to_it_where_the_detector_ran():
    assert "detector.html" in render_index(RUN)
    assert "detector.html" not in render_index(replace(RUN, peers=None))
