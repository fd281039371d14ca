"""The dated tables: what the shipped ones hold, and how a mistake in one is told."""

from datetime import date

import pytest

from aml.core.shipped import shipped
from aml.scenario.key_term import known_terms
from aml.scenario.load import load
from aml.scenario.reference import TABLES, check_reference, read_rows
from tests.scenario.files import TEXT, alerts, shipped_scenario, table, write

REFERENCE = shipped("scenarios") / "reference"
HEAD = "line_id,family,jurisdiction,sector,kind,amount,currency,operator,aggregation,has_reporting_duty,valid_from,valid_to,area_complete,gap_reason,source,seen"
FIRST = "G-1,G,US,msb,gto_report,200,USD,>,none,true,2025-04-14,2025-09-09,true,,a law,primary"
SECOND = (
    "G-2,G,US,msb,gto_report,1000,USD,>=,none,true,2025-09-10,2026-03-06,false,,a law,secondary"
)
AREAS = "line_id,place_kind,place,region,source,seen"
AREA = 'G-1,postal_code,79901,TX,"an order, its annex",primary'


def checked(folder, *lines, areas=(AREA,), **others):
    """What is said of a folder with these rows: code, file, line, column."""
    texts = {"thresholds": [HEAD, *lines], "threshold_areas": [AREAS, *areas], **others}
    for name, rows in texts.items():
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return check_reference(folder, "ref")


def told(problems):
    return [
        (problem.code, problem.location.path, problem.location.line, problem.location.column)
        for problem in problems
    ]


def column(line, cell):
    return line.index(cell) + 1


def test_the_shipped_tables_are_in_order():
    assert [str(problem) for problem in check_reference(REFERENCE, "reference")] == []
    assert all(read_rows(REFERENCE / f"{name}.csv") for name in TABLES)


def test_tables_in_order_are_silent(tmp_path):
    assert checked(tmp_path, FIRST, SECOND) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "cell", "hint"),
    [
        ("2025-09-10", "2025-09-09", "REF001", "2025-09-09", "another family"),
        ("2025-09-10", "2025-09-11", "REF002", "2025-09-11", "gap_reason"),
        ("a law", "", "REF003", ",secondary", "does not ship"),
        ("secondary", "yes", "REF004", "yes", "primary: the text itself"),
        ("secondary", "synthetic", "REF004", "synthetic", "primary: the text itself"),
        ("2026-03-06", "2025-08-06", "REF005", "2025-08-06", "the last day"),
        ("2026-03-06", "6 March", "REF005", "6 March", "YYYY-MM-DD"),
        (",false,", ",,", "REF007", ",,,a law", "threshold_areas.csv"),
        (",false,", ",true,", "REF007", "true,,", "threshold_areas.csv"),
    ],
)
def test_a_mistake_in_a_line_stands_at_its_cell(tmp_path, old, new, code, cell, hint):
    line = SECOND.replace(old, new)
    (problem,) = checked(tmp_path, FIRST, line)
    offset = 1 if cell.startswith(",,,") else 0
    place = (code, "ref/thresholds.csv", 3, column(line, cell) + offset)
    assert told([problem]) == [place]
    assert hint in problem.hint
    assert problem.excerpt == line


def test_an_open_row_is_followed_by_none(tmp_path):
    first = FIRST.replace("2025-09-09", "")
    assert [p.code for p in checked(tmp_path, first, SECOND)] == ["REF001"]


def test_a_gap_may_have_its_reason(tmp_path):
    line = SECOND.replace("2025-09-10", "2025-10-10").replace("false,,", "false,no order then,")
    assert checked(tmp_path, FIRST, line) == []


def test_one_line_that_is_dated_twice_is_a_family_by_itself(tmp_path):
    lines = [row.replace("G-2,G,", "G-1,,").replace("G-1,G,", "G-1,,") for row in (FIRST, SECOND)]
    lines[1] = lines[1].replace("2025-09-10", "2025-09-01")
    assert [p.code for p in checked(tmp_path, *lines)] == ["REF001"]


def test_a_place_of_no_line_is_named(tmp_path):
    area = AREA.replace("G-1", "G-3")
    problems = checked(tmp_path, FIRST.replace("true,,", "false,,"), areas=[AREA, area])
    assert told(problems) == [("REF006", "ref/threshold_areas.csv", 3, 1)]
    assert problems[0].hint == "did you mean 'G-1'?"


def test_every_table_owes_its_sources(tmp_path):
    calendar = ["country,day_on,is_business_day,source,seen", "US,2026-07-03,false,,primary"]
    problems = checked(tmp_path, FIRST, calendar=calendar)
    assert told(problems) == [("REF003", "ref/calendar.csv", 2, 21)]


def test_the_terms_of_a_report_are_those_of_the_table(tmp_path):
    text = TEXT.replace("[Funnel Account]", "[Funnel Acount]")
    (problem,) = load(write(tmp_path, text)).problems
    assert (problem.code, problem.hint) == ("SCN023", "did you mean 'Funnel Account'?")
    assert "FIN-2025-BULKCASH" in known_terms(tmp_path / "demo.yml")


def test_a_library_may_bring_its_own_terms(tmp_path):
    (tmp_path / "reference").mkdir()
    rows = "term,authority,source,seen\nFunnel Acount,FIU,a letter,primary\n"
    (tmp_path / "reference" / "key_terms.csv").write_text(rows, encoding="utf-8")
    text = TEXT.replace("[Funnel Account]", "[Funnel Acount]")
    assert load(write(tmp_path, text)).problems == ()
    assert [p.code for p in load(write(tmp_path, TEXT)).problems] == ["SCN023"]


def test_holidays_are_weekdays_of_one_rule():
    days = {date.fromisoformat(row["day_on"]) for row in read_rows(REFERENCE / "calendar.csv")}
    assert {day.weekday() for day in days} <= set(range(5))
    assert date(2027, 7, 5) in days, "a Sunday's holiday is kept on Monday"
    assert date(2026, 7, 3) not in days, "a Saturday's is not kept on Friday by banks"
    assert {date(2026, 11, 26), date(2026, 5, 25), date(2028, 1, 17)} <= days


PLACES = [
    {"agent_id": "LAREDO", "county": "Webb", "region": "TX", "postal_code": "78040", "country": "US"},
    {"agent_id": "TUCSON", "county": "Pima", "region": "AZ", "postal_code": "85701", "country": "US"},
    {"agent_id": "DENVER", "county": "Denver", "region": "CO", "postal_code": "80202", "country": "US"},
]  # fmt: skip
#: A week inside each period, and before and after them all; the last day of one and the first of the next.
WEEKS = {
    "before": "2025-04-07", "US-GTO-1": "2025-06-02", "US-GTO-2": "2025-11-03",
    "US-GTO-3": "2026-05-04", "US-GTO-4": "2026-11-02", "after": "2027-03-02",
}  # fmt: skip


def week(place, name, amount):
    first = date.fromisoformat(WEEKS[name])
    return [
        {
            "remittance_id": f"{name} {place} {amount} {number}", "sent_on": first.replace(day=first.day + number),
            "amount": amount, "sender_document": f"{place} {amount}", "funding": "cash", "send_agent_id": place,
        }
        for number in range(3)
    ]  # fmt: skip


def test_one_ledger_walks_through_the_orders_of_the_border():
    """The same cash at three desks, week by week: 195 and 995, three times each."""
    rows = [
        row
        for name in WEEKS
        for place in ("LAREDO", "TUCSON", "DENVER")
        for amount in ("195.00", "995.00")
        for row in week(place, name, amount)
    ]
    found = alerts(
        shipped_scenario("gto_band"), [table("agents", PLACES), table("remittances", rows)]
    )
    seen = {
        (alert.focus_id.removeprefix("doc:"), figure.value)
        for alert in found
        for figure in alert.figures
        if figure.name == "line_id"
    }
    assert seen == {
        ("LAREDO195.00", "US-GTO-1"),
        ("LAREDO995.00", "US-GTO-2"),
        ("TUCSON995.00", "US-GTO-3"),
    }


@pytest.mark.parametrize(
    ("day", "line"),
    [
        ("2025-04-13", None), ("2025-04-14", "US-GTO-1"), ("2025-09-09", "US-GTO-1"),
        ("2025-09-10", "US-GTO-2"), ("2026-03-06", "US-GTO-2"), ("2026-03-07", None),
    ],
)  # fmt: skip
def test_an_order_begins_and_ends_on_its_day(day, line):
    amount = "195.00" if line == "US-GTO-1" else "995.00"
    rows = [row | {"sent_on": day} for row in week("LAREDO", "before", amount)]
    found = alerts(
        shipped_scenario("gto_band"), [table("agents", PLACES), table("remittances", rows)]
    )
    assert [figure.value for a in found for figure in a.figures if figure.name == "line_id"] == (
        [line] if line else []
    )


def test_a_row_of_our_own_is_marked_in_tables_that_no_public_list_stands_behind(tmp_path):
    prices = "hs_code,corridor,p50,source,seen\n080390,any,0.75,ours,synthetic\n"
    (tmp_path / "hs_prices.csv").write_text(prices, encoding="utf-8")
    assert check_reference(tmp_path, "ref") == []
    (tmp_path / "hs_prices.csv").write_text(prices.replace("synthetic", "made up"), "utf-8")
    (problem,) = check_reference(tmp_path, "ref")
    assert "synthetic: a row of this library's own" in problem.hint
