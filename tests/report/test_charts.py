from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from aml.report.bins import bins
from aml.report.cash_map import cash_map
from aml.report.drawing import svg, width, wrap
from aml.report.flow import flow
from aml.report.movement import movements
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
