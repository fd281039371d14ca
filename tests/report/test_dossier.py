"""The page of a dossier: what is wrong first, what it says of each list, and links that lead."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from aml.core.dossier import (
    AlertLine,
    CaseLine,
    CoverageLine,
    DecisionLine,
    Dossier,
    FindingLine,
    MissingLine,
    RuleLine,
    RunLine,
    ScenarioLine,
    SuppressionLine,
)
from aml.report.dossier import render_dossier
from tests.report.pages import Page, assert_accessible, assert_self_contained

DAY = date(2026, 4, 30)
FIRST, LAST = "2026-04-30-00000001", "2026-05-31-00000002"
EMPTY = Dossier("Test Bank", "US", "USD", "0.1.0", date(2026, 4, 1), date(2026, 6, 30), chain="")


def run_line(run_id, **more):
    line = RunLine(run_id, DAY, True, True, "", 90, 0, 3, 2, 1, 1, 0, "0.1.0", "f" * 64, "e" * 64,
                   "9 outputs as published")  # fmt: skip
    return replace(line, **more)


def alert(name, **more):
    line = AlertLine(name, FIRST, LAST, "cash_band", "2", "default", "S01", "customer", "C1", DAY,
                     DAY, "high", Decimal(70), Decimal(9000), "open", None, None, "C-1")  # fmt: skip
    return replace(line, **more)


def case(name, status, words, due="", filed_on=None):
    is_settled = status == "close" or filed_on is not None
    return CaseLine(name, LAST, "Cash", "high", Decimal(70), 1, Decimal(9000), DAY, DAY, status,
                    words, due, filed_on, is_settled, f"cases/{name}/sar.html")  # fmt: skip


def decision(word, **more):
    line = DecisionLine(2, "C-1", word, "A. Officer", DAY, "in", "tills seen", None, "", FIRST, ())
    return replace(line, **more)


def rule(value, first, last, runs):
    return RuleLine("cash_band", "2", "d" * 64, "default", "all", "least", value, "tills", first,
                    last, runs)  # fmt: skip


FULL = replace(
    EMPTY,
    chain="holds over all 2 lines of dispositions.csv",
    has_book=True,
    runs=(run_line(FIRST), run_line(LAST, is_complete=False, proof="DOES NOT HOLD: 1 of 9 changed")),
    alerts=(alert("A-1", decision="file"), alert("A-2"), alert("A-3", status="suppressed")),
    cases=(
        case("C-1", "file", "filed on 2026-05-02", "2026-05-01", date(2026, 5, 2)),
        case("C-4", "file", "filed on 2026-05-01", "2026-05-01", date(2026, 5, 1)),
        case("C-5", "close", "closed on 2026-06-20", "2026-05-01"),
        case("C-6", "open", "open", "2026-06-30"),
        case("C-2", "open", "open", "2026-05-30"),
        replace(case("C-3", "open", "open", "2026-05-01"), taken_over_by=("C-2",)),
    ),
    decisions=(
        decision("file", filed_on=DAY, document_number="31-7"),
        decision("close", taken="after", decided_by="B. Late"),
    ),
    suppressions=(
        SuppressionLine("S1", "cash_band", "C1", "", "bakery", "desk", "2026-01-01", "2026-12-31",
                        1, Decimal(9000)),
    ),
    scenarios=(
        ScenarioLine("cash_band", "2", "Cash", "S01", "d" * 64, FIRST, FIRST, 1),
        ScenarioLine("cash_band", "3", "Cash", "S01", "a" * 64, LAST, LAST, 1),
        ScenarioLine("fan_out", "1", "Fan", "G02", "b" * 64, FIRST, LAST, 2),
    ),
    rules=(rule("3", FIRST, FIRST, 1), rule("2", LAST, LAST, 1), replace(rule("7", FIRST, LAST, 2), parameter="window")),
    findings=(
        FindingLine(FIRST, "DQ106", "warning", "No number", 4, 9, False),
        FindingLine(LAST, "DQ106", "warning", "No number", 5, 9, False),
        FindingLine(FIRST, "RUN011", "problem", "1 record set aside"),
        FindingLine(LAST, "RUN011", "problem", "7 records set aside"),
    ),
    uncovered=(CoverageLine(LAST, "records", "transactions, wire", "nobody", 4, Decimal(7000)),),
    missing=(MissingLine("run 2026-06-30-00000003", "it is no longer in the folder"),),
)  # fmt: skip


def test_days_without_a_run_are_told_of():
    june = date(2026, 6, 30)
    text = render_dossier(replace(FULL, runs=(run_line(FIRST), run_line(LAST, as_of=june))))
    assert "2 of 91; the longest time without one: 1 May to 29 June 2026" in text
    every = replace(FULL, start=DAY, end=DAY, runs=(run_line(FIRST),))
    assert "1 of 1<" in render_dossier(every)


def test_a_value_that_goes_on_under_another_version_or_set_did_not_move():
    first, last = rule("3", FIRST, FIRST, 1), rule("3", LAST, LAST, 1)
    made = replace(FULL, rules=(first, replace(last, version="3", threshold_set="q3@1")))
    assert "Values that did not hold" not in render_dossier(made)
    assert "Values that did not hold" in render_dossier(replace(made, rules=(first,)))


def rows_of(text, name):
    """The text of one section."""
    page = text[text.index(f'id="{name}"') :]
    return Page(page[: page.find("<section", 9)]).text


def test_a_full_page_is_accessible_and_says_what_is_wrong_first():
    text = render_dossier(FULL)
    assert_self_contained(text)
    page = assert_accessible(text)
    titles = [title for _, title in page.headings]
    assert titles[1:4] == [
        "In short",
        "What is missing or does not hold: 1",
        "Reports filed or to be filed: 1",
    ]
    assert "Runs that do not hold 1" in page.text
    assert "Waiting beyond their day 1 Filed after their day 1" in page.text


def test_each_list_says_what_its_lines_say():
    text = render_dossier(FULL)
    assert "31-7 C-1 2026-04-30 A. Officer tills seen" in rows_of(text, "filed")
    assert "cash_band 3 1 0 0 1 1" in rows_of(text, "rules")
    assert "A. Officer 1 0 0 1" in rows_of(text, "people")
    assert "B. Late" not in rows_of(text, "people"), "not decided in the period"
    assert "S1 cash_band bakery desk" in rows_of(text, "suppressions")
    changes = rows_of(text, "changes")
    assert "Changes of rules: 4" in changes, "two versions, two values"
    assert f"cash_band 3 Cash {'a' * 12} {LAST} {LAST}" in changes
    assert f"cash_band default all least 3 {FIRST} {FIRST} tills" in changes
    assert "fan_out" not in changes
    assert "window" not in changes
    assert f"DQ106 warning No number 2 {LAST}" in rows_of(text, "quality")
    assert "7 records set aside; and 1 other like it 2" in rows_of(text, "quality")
    assert "transactions, wire records nobody 1 4 USD 7,000.00" in rows_of(text, "coverage")
    cases = rows_of(text, "cases")
    assert cases.index("C-2") < cases.index("C-1")
    assert "1 case more, whose alerts later ones took over" in cases
    assert "C-3" not in cases


def test_links_lead_to_what_the_folder_holds():
    links = {link["href"] for link in Page(render_dossier(FULL)).all("a")}
    assert {"cases/C-2/sar.html", f"runs/{FIRST}/manifest.json", "book.html", "alerts.csv"} <= links
    bare = {link["href"] for link in Page(render_dossier(EMPTY)).all("a")}
    assert not {"book.html", "dispositions.csv"} & bare


def test_an_empty_page_says_so_of_each_list():
    page = assert_accessible(render_dossier(EMPTY))
    for words in (
        "no decision was ever written down",
        "No report was filed",
        "No run of the period",
    ):
        assert words in page.text


def test_a_long_list_is_cut_and_says_where_all_are():
    many = tuple(case(f"C-{n:03}", "open", "open") for n in range(60))
    text = rows_of(render_dossier(replace(EMPTY, cases=many)), "cases")
    assert "the first 50 of 60, cases.csv has all" in text
    assert "C-059" not in text
