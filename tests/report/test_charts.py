from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from aml.report.bins import bins
from aml.report.case_document import case_document
from aml.report.cash_map import cash_map
from aml.report.drawing import width, wrap
from aml.report.flow import flow
from aml.report.heat_map import heat_map
from aml.report.in_out import in_out
from aml.report.movement import movements
from aml.report.svg import svg
from aml.report.timeline import timeline
from tests.report import cases

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart):
    return ElementTree.fromstring(svg(chart.drawing, str, "sans-serif"))  # noqa: S314 - our own


def texts(chart):
    return [element.text for element in drawn(chart).iter(f"{SVG}text")]


def test_the_timeline_draws_money_in_above_and_out_below():
    chart = timeline(movements(cases.small()), "USD")
    bars = [rect for rect in drawn(chart).iter(f"{SVG}rect") if "stroke" in rect.attrib][2:]
    assert [bar.get("fill").startswith("url") for bar in bars] == [False, False, False, True]
    assert float(bars[3].get("y")) > float(bars[0].get("y"))
    assert chart.description == (
        "Money in: USD 28,500.00 in all, the most on 4 March 2026 with USD 9,800.00."
        " Money out: USD 27,000.00 in all, the most on 5 March 2026 with USD 27,000.00."
    )


def test_bars_stand_in_the_ratio_of_their_amounts():
    chart = timeline(movements(cases.small()), "USD")
    bars = [rect for rect in drawn(chart).iter(f"{SVG}rect") if "stroke" in rect.attrib][2:]
    heights = [float(bar.get("height")) for bar in bars]
    assert heights[0] / heights[3] == pytest.approx(9500 / 27000, abs=0.01)


def test_a_timeline_of_nothing_but_zero_amounts_is_drawn():
    row = cases.entry(1, amount="0.0000")
    chart = timeline(movements(replace(cases.small(), rows=(row,))), "USD")
    assert "USD 0.00 in all" in chart.description
    assert drawn(chart).tag == f"{SVG}svg"


@pytest.mark.parametrize(
    ("length", "unit"),
    [(1, "day"), (62, "day"), (63, "week"), (400, "week"), (500, "month"), (4000, "year")],
)
def test_long_periods_are_put_together(length, unit):
    first = date(2026, 1, 1)
    found = bins([first, first + timedelta(days=length - 1)], 62)
    assert found.unit == unit
    assert len(found.starts) <= 62
    assert found.index(first) == 0
    assert found.index(first + timedelta(days=length - 1)) == len(found.starts) - 1
    assert found.words(0)
    assert found.label(0)


def test_the_flow_names_origins_account_and_destination_with_amounts():
    chart = flow(cases.small(), movements(cases.small()))
    found = texts(chart)
    assert "40-2201-7781" in found
    assert "in USD 28,500.00 (3)" in found
    assert "Comercial Sierra Alta" in " ".join(found)
    assert "Cash, Laredo Main, Laredo, TX (USD 9,500.00, 1 record)" in chart.description
    assert len(list(drawn(chart).iter(f"{SVG}path"))) == 4


def test_the_flow_of_a_report_adds_up_to_the_totals_of_its_first_page():
    case = cases.indirect()
    assert case.totals.uncounted
    drawn_flow = flow_of(case)
    assert "SHELL-1 (" not in drawn_flow.partition("Account or agent:")[2].partition(" To:")[0]
    assert "40-2201-7781 (Maribel Fuentes Ortega, in USD 33,000.00 (2))" in drawn_flow


def test_the_flow_tells_what_subjects_paid_one_another_once():
    case = cases.many_subjects()
    own, other = (case.subjects[n].accounts[0].account_id for n in (0, 1))
    rows = [
        cases.entry(90, "2026-01-20", "700.0000", "debit", "sepa", account_id=own, currency="EUR",
                    counterparty_account=other, customer_id="C-1001"),
        cases.entry(91, "2026-01-20", "700.0000", "credit", "sepa", account_id=other, currency="EUR",
                    counterparty_account=own, customer_id="C-1002"),
    ]  # fmt: skip
    case = cases.case_of(rows, [cases.alert(rows=rows)], case.subjects, base_currency="EUR")
    assert "1 payment to subjects, of EUR 700.00)" in flow_of(case)
    assert flow_of(case).count("EUR 700.00") == 2  # the account, and the other side


def flow_of(case):
    """The words of the flow chart in the report of a case."""
    (charts,) = [s for s in case_document(case).sections if s.name == "charts"]
    return next(b.description for b in charts.blocks if b.drawing.name == "flow")


def test_a_flow_of_many_parties_keeps_the_largest_and_counts_the_others():
    chart = flow(cases.large(), movements(cases.large()))
    found = texts(chart)
    assert "34 others" in found
    assert "8 others" in found
    assert chart.drawing.height < 800


def test_a_flow_of_remittances_runs_from_sender_to_receiver():
    chart = flow(cases.remittances_only(), movements(cases.remittances_only()))
    assert "remitted USD 5,325.00 (6)" in texts(chart)
    assert (
        "To: Ofelia Barrientos Luna (Culiacán, MX) (USD 5,325.00, 6 records)" in chart.description
    )


def test_cash_is_mapped_by_place_and_day():
    chart = cash_map(movements(cases.small()), "USD")
    assert len(list(drawn(chart).iter(f"{SVG}circle"))) == 3 + 1
    assert "Zapata Highway, Laredo, TX: 1 item on 1 day, USD 9,800.00" in chart.description
    assert cash_map(movements(cases.remittances_only()), "USD") is None
    assert cash_map(movements(replace(cases.small(), rows=cases.small().rows[:1])), "USD") is None


def entries(days, **more):
    """An entry on each day, of 100 more than the one before."""
    rows = [
        cases.entry(n, day.isoformat(), f"{100 * n}.0000", **more) for n, day in enumerate(days, 1)
    ]
    return movements(replace(cases.small(), rows=tuple(rows)))


def test_money_in_and_out_of_a_month_stand_side_by_side_with_what_left():
    rows = (
        cases.entry(1, "2026-01-05", "1000.0000"),
        cases.entry(2, "2026-01-07", "900.0000", "debit", "wire"),
        cases.entry(3, "2026-02-03", "500.0000"),
        cases.entry(4, "2026-03-03", "250.0000", "debit", "wire"),
    )
    chart = in_out(movements(replace(cases.small(), rows=rows)), "USD")
    assert chart.title == "Money in and out by month, in USD"
    assert chart.description == (
        "January 2026: in USD 1,000.00, out USD 900.00 (90 % of what came in);"
        " February 2026: in USD 500.00, out USD 0.00 (0 % of what came in);"
        " March 2026: in USD 0.00, out USD 250.00."
    )
    bars = [rect for rect in drawn(chart).iter(f"{SVG}rect") if "stroke" in rect.attrib][2:]
    heights = [float(bar.get("height")) for bar in bars]
    assert [round(1000 * height / heights[0], -1) for height in heights] == [1000, 900, 500, 250]
    assert "90 %" in texts(chart)


def test_money_in_and_out_says_nothing_of_one_month_or_one_way():
    assert in_out(movements(cases.small()), "USD") is None
    days = [date(2026, month, 3) for month in range(1, 7)]
    assert in_out(entries(days), "USD") is None
    assert in_out(movements(cases.remittances_only()), "USD") is None


def test_money_in_and_out_of_many_years_stands_by_year_and_tells_the_largest():
    days = [date(2010 + n // 12, n % 12 + 1, 5) for n in range(120)]
    both = [*entries(days), *entries(days, direction="debit")]
    chart = in_out(both, "USD")
    assert chart.title == "Money in and out by year, in USD"
    assert chart.description.endswith("; 4 further years with less.")
    assert "2019" in chart.description


def test_the_calendar_shades_each_day_by_what_moved():
    days = [date(2026, 3, 3) + timedelta(weeks=n) for n in range(8)]
    chart = heat_map(entries(days), "USD")
    assert chart.description == (
        "By weekday: Tuesday 8 records (USD 3,600.00). The largest days: 21 April 2026"
        " (USD 800.00); 14 April 2026 (USD 700.00); 7 April 2026 (USD 600.00)."
    )
    tiles = [rect.get("fill") for rect in drawn(chart).iter(f"{SVG}rect") if "x" in rect.attrib]
    week = [tiles[5 + 7 * n : 12 + 7 * n] for n in range(8)]
    assert len(tiles) == 5 + 8 * 7
    assert all({*days[:1], *days[2:]} == {"#ffffff"} for days in week)
    shades = tiles[:5]
    assert [shades.index(days[1]) for days in week] == [1, 1, 2, 2, 3, 3, 4, 4]


@pytest.mark.parametrize(
    "days",
    [
        [date(2026, 3, 2) + timedelta(days=n) for n in range(9)],
        [date(2026, 3, 2) + timedelta(weeks=n) for n in range(5)],
        [],
    ],
)
def test_few_days_or_weeks_make_no_calendar(days):
    assert heat_map(entries(days), "USD") is None


def test_a_calendar_of_many_years_draws_the_latest_three_and_counts_the_rest():
    days = [date(2020, 1, 6) + timedelta(weeks=n) for n in range(250)]
    chart = heat_map(entries(days), "USD")
    assert chart.description.endswith(" 106 earlier days with movements not drawn.")
    assert chart.drawing.height < 500
    assert all(shape.x <= chart.drawing.width - 40 for shape in labels(chart))


def labels(chart):
    return [shape for shape in chart.drawing.shapes if hasattr(shape, "text")]


def test_days_without_an_exchange_rate_make_no_calendar():
    days = [date(2026, 3, 3) + timedelta(weeks=n) for n in range(8)]
    assert heat_map(entries(days, amount_base=None), "USD") is None


def test_nasty_names_make_well_formed_drawings():
    case = cases.nasty_names()
    from aml.report.glyphs import visible

    found = movements(case)
    for chart in (timeline(found, "USD"), flow(case, found), cash_map(found, "USD")):
        ElementTree.fromstring(svg(chart.drawing, visible, "sans-serif"))  # noqa: S314 - our own


def test_long_labels_wrap_between_words_and_end_in_an_ellipsis():
    assert wrap("Cash, Zapata Highway, Laredo, TX", 26, 2) == [
        "Cash, Zapata Highway,",
        "Laredo, TX",
    ]
    assert wrap("x" * 60, 20, 2) == ["x" * 20, "x" * 19 + "…"]
    assert wrap("株" * 20, 10, 1) == ["株" * 4 + "…"]
    assert wrap("short", 20, 2) == ["short"]
    assert width("Aa株") == 4.5
