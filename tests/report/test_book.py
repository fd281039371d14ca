"""The book: everything that it must tell of a rule, readable, and the same bytes every time."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from aml.core.book import Book, DetectorEntry, Entry, ReportingLine, RunNote, TableRead, Tally
from aml.core.run import ChannelCoverage
from aml.core.threshold_set import ThresholdSet
from aml.core.typology import TYPOLOGIES
from aml.detector.catalogue import catalogue
from aml.detector.use import detector_use
from aml.report.book import render_book
from tests.report.pages import assert_accessible, assert_self_contained
from tests.scenario.files import shipped_scenario

SCENARIO = shipped_scenario("cash_band")
ENTRY = Entry(
    scenario=SCENARIO,
    in_force={**SCENARIO.defaults(), "min_items": 4},
    is_active=True,
    tables=(TableRead("cash_lines", (), ("thresholds", "transactions")),
            TableRead("transactions", ("amount", "booked_on"))),
    channels=("cash_atm", "cash_teller"),
    has_remittances=False,
    line_kinds=("cash_report",),
    lock="locked; a test notices every small change of the logic",
    is_proven=True,
    tally=Tally(raised=7, open=3, escalated=1, closed=2, filed=1, in_last=2),
)  # fmt: skip
CHANNELS = (
    ChannelCoverage("transactions", "cash_teller", "USD", 900, Decimal(5000), "current", "US",
                    ("cash_band",)),
    ChannelCoverage("transactions", "vasp", "USD", 12, Decimal("777.50"), "current", "US"),
)  # fmt: skip
BOOK = Book(
    institution="Rio Bravo Community Bank",
    country="US",
    base_currency="USD",
    tool_version="0.1.0",
    reference="B-0123456789",
    threshold_set="",
    entries=(ENTRY,),
    detector=DetectorEntry(detector_use(), catalogue(), is_active=True, tally=Tally(in_last=0)),
    lines=(ReportingLine("US-CTR", "US", "cash_report", Decimal(10000), "USD", ">",
                         date(2011, 3, 1), None, "31 CFR 1010.311"),),
    runs=(RunNote("2026-03-31-1a2b3c4d", date(2026, 3, 31), True, 9),),
    coverage=CHANNELS,
)  # fmt: skip


@pytest.fixture(scope="module")
def page():
    text = render_book(BOOK)
    assert_self_contained(text)
    return assert_accessible(text)


def test_the_summary_comes_before_the_rules(page):
    titles = [title for level, title in page.headings if level < 3]
    assert titles[:6] == [
        "Book of scenarios", "What this book is", "Summary by family",
        "What is covered, and what is not", "Reporting lines", "Structuring",
    ]  # fmt: skip


def test_a_rule_is_told_whole(page):
    for text in (
        " ".join(SCENARIO.description.split()),
        *SCENARIO.references,
        *SCENARIO.known_gaps,
        *SCENARIO.false_positives,
        *(parameter.why for parameter in SCENARIO.parameters),
        *(line.label for line in SCENARIO.score.add),
        *(test.name for test in SCENARIO.tests),
        *(code.code for code in SCENARIO.filing.fincen),
        "cash at a machine, cash at a teller",
        "cash report",
        "amount, booked_on",
        ENTRY.lock,
        "3 open, 1 escalated, 2 closed, 1 to be filed or filed",
    ):
        assert text in page.text, text


def test_a_value_that_the_workspace_set_stands_beside_the_one_that_ships(page):
    assert "min_items 4 (set) 3 2 50" in page.text


def test_threshold_sets_stand_with_whom_they_are_for_and_why():
    sets = (
        ThresholdSet("shops", 2, "takings", {"segment": ("retail", "market"), "country": ("NL",)},
                     {"min_items": 6}, SCENARIO.location),
        ThresholdSet("strict", 1, "a trial", {}, {"min_items": 2}, SCENARIO.location),
    )  # fmt: skip
    entry = replace(ENTRY, scenario=replace(SCENARIO, threshold_sets=sets))
    text = assert_accessible(render_book(replace(BOOK, entries=(entry,)))).text
    whom = "for segment retail or market and country NL"
    assert f"shops@2, {whom}: min_items = 6. Why: takings" in text
    assert "strict@1, in runs that name it: min_items = 2. Why: a trial" in text
    named = replace(BOOK, entries=(entry,), threshold_set="strict")
    assert (
        "strict@1, in force for whoever fits no other" in assert_accessible(render_book(named)).text
    )


def test_a_text_of_many_words_stands_below_the_table():
    found = shipped_scenario("unlicensed_transmitter")
    entry = replace(ENTRY, scenario=found, in_force=found.defaults())
    text = assert_accessible(render_book(replace(BOOK, entries=(entry,)))).text
    assert "licence_words below the same – – text yes" in text
    assert f"licence_words: {found.defaults()['licence_words']}" in text


def test_every_typology_has_its_rules_or_none(page):
    assert f"2 of {len(TYPOLOGIES)} typologies have a rule that runs." in page.text
    assert f"S02 {TYPOLOGIES['S02']} NONE" in page.text


def test_what_no_rule_reads_comes_first_with_its_value(page):
    assert "No rule that ran reads 12 records: USD 777.50." in page.text
    assert page.text.index("virtual-asset provider 12 USD 777.50 NONE") < page.text.index(
        "900 USD 5,000.00 1"
    )


def test_where_every_record_is_read_it_says_so():
    text = assert_accessible(render_book(replace(BOOK, coverage=CHANNELS[:1]))).text
    assert "Every record of the last run was read by a rule that ran." in text


def test_the_detector_shows_its_catalogue(page):
    for feature in catalogue():
        assert f"{feature.formula} {feature.window} {feature.unit} {feature.meaning}" in page.text


def test_alerts_of_a_scenario_that_is_gone_are_not_lost():
    other = Tally(raised=5, open=1, closed=3, filed=1)
    text = assert_accessible(render_book(replace(BOOK, others={"old_rule": other}))).text
    assert "old_rule 5 1 3 1" in text
    assert "Alerts so far 12" in text


def test_a_rule_that_does_not_run_cannot_be_overlooked():
    stopped = replace(ENTRY, is_active=False, is_proven=False, lock="NOT LOCKED")
    text = assert_accessible(render_book(replace(BOOK, entries=(stopped,)))).text
    assert "stable: DOES NOT RUN" in text
    assert "NOT LOCKED" in text
    assert f"S01 {TYPOLOGIES['S01']} NONE" in text


def test_without_a_run_it_says_that_nothing_is_known_of_the_ledgers():
    bare = replace(BOOK, runs=(), coverage=(), entries=(replace(ENTRY, tally=Tally()),), lines=())
    text = assert_accessible(render_book(bare)).text
    assert "No run was counted, so it is not known what the ledgers hold." in text
    assert "The table of reporting lines is not in a canonical file" in text


def test_the_same_book_is_the_same_bytes():
    assert render_book(BOOK) == render_book(BOOK)
