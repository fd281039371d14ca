"""The pictures of flagged money: a column a party, an arrow a payment, in the order of time."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from aml.core.alert import Figure
from aml.report.glyphs import visible
from aml.report.ladder import MOST_ARROWS
from aml.report.link import flag_links
from aml.report.movement import movements
from aml.report.path import pictures, told_shares
from aml.report.svg import svg
from tests.report import cases

SVG = "{http://www.w3.org/2000/svg}"


def charts(case):
    found = movements(case)
    return list(pictures(case, found, flag_links(case, found)))


def drawn(chart):
    return ElementTree.fromstring(svg(chart.drawing, visible, "sans-serif"))  # noqa: S314 - our own


def texts(chart):
    return [element.text for element in drawn(chart).iter(f"{SVG}text")]


def arrows(chart):
    return list(drawn(chart).iter(f"{SVG}polygon"))


def told(case, *texts):
    """The case, its alert telling its paths in other words."""
    (found,) = case.alerts
    figures = [figure for figure in found.figures if not isinstance(figure.value, tuple)]
    own = Figure("whatever", "Paths", "; ".join(texts), tuple(texts), "context", "", "exposures")
    return replace(case, alerts=(replace(found, figures=(*figures, own)),))


def test_money_goes_from_the_flagged_party_over_others_to_the_subject():
    (chart,) = charts(cases.indirect())
    assert chart.title == "The way of money from flagged parties"
    heads = [text for text in texts(chart) if text in (
        "Naviera Punta Negra S.A.", "Cumbre Azul LLC", "Vega Larga Holdings", "Maribel Fuentes Ortega")]  # fmt: skip
    assert heads[-1] == "Maribel Fuentes Ortega"
    assert heads[-3:-1] == ["Cumbre Azul LLC", "Vega Larga Holdings"]
    assert chart.description == (
        "10 March 2026: Naviera Punta Negra S.A. to Cumbre Azul LLC, USD 40,000.00, share 100 %."
        " 12 March 2026: Cumbre Azul LLC to Vega Larga Holdings, USD 30,000.00, share 80 %."
        " 16 March 2026: Vega Larga Holdings to Maribel Fuentes Ortega, USD 27,000.00, share 53.3 %."
        " 17 March 2026: Cumbre Azul LLC to Maribel Fuentes Ortega, USD 6,000.00."
        " A share is the part of a payment that counts as the flagged party's money."
    )
    assert len(arrows(chart)) == 4
    for words in ("USD 27,000.00", "share 53.3 %", "2026-03-16"):
        assert words in texts(chart)


def test_every_arrow_points_from_payer_to_payee():
    (chart,) = charts(cases.indirect())
    for line in drawn(chart).iter(f"{SVG}line"):
        if line.get("stroke-width") == "1.4":
            assert float(line.get("x2")) > float(line.get("x1"))
    back = cases.trade()
    rows = tuple(
        replace(r, values={**r.values, "direction": "credit"}) if r.record_id == "core:T2" else r
        for r in back.rows
    )
    (chart,) = charts(replace(back, rows=rows))
    levels = [r for r in drawn(chart).iter(f"{SVG}line") if r.get("stroke-width") == "1.4"]
    assert sum(float(line.get("x2")) < float(line.get("x1")) for line in levels) == 1
    assert "Naviera Punta Negra S.A. to Maribel Fuentes Ortega, USD 19,000.00" in chart.description


@pytest.mark.parametrize(
    "text",
    [
        "core:T3 0.427000",
        "core:T1 100 %, core:T2 53.3 %, core:T3 42.7 %",
        "Punta Negra -> SHELL-2 (30000.00 on 2026-03-12) -> 40-2201-7781 (27000.00 on 2026-03-16), 42.7 % of the last",
    ],
)
def test_a_share_is_read_beside_its_payment_however_the_alert_tells_it(text):
    case = told(cases.indirect(), text)
    shares = told_shares(case.alerts[0], movements(case))
    assert shares["core:T3"] == Decimal("0.427")
    assert "core:T4" not in shares


@pytest.mark.parametrize(
    "text", ["core:T33 0.5", "27000.00 on 2026-03-17, 50 %", "x 0.5 core:T3", ""]
)
def test_a_share_of_something_else_is_nobodys(text):
    case = told(cases.indirect(), text)
    assert told_shares(case.alerts[0], movements(case)) == {}


def test_of_two_flagged_parties_behind_a_payment_the_larger_share_is_drawn():
    case = told(cases.indirect(), "F1: core:T3 0.2", "F2: core:T3 0.40")
    assert "40 %" in " ".join(t for t in texts(charts(case)[0]) if t.startswith("share"))
    assert told_shares(case.alerts[0], movements(case))["core:T3"] == Decimal("0.40")


def test_both_legs_of_one_payment_are_one_arrow():
    case = cases.indirect()
    leg = cases.entry(7, "2026-03-16", "27000.0000", "debit", "wire", account_id="SHELL-2",
                      counterparty_account="40-2201-7781", counterparty_name="Maribel Fuentes Ortega")  # fmt: skip
    (found,) = case.alerts
    found = replace(found, transaction_ids=(*found.transaction_ids, "core:T7"))
    (chart,) = charts(replace(case, rows=(*case.rows, leg), alerts=(found,)))
    assert len(arrows(chart)) == 4


def test_who_pays_first_is_the_flagged_party_where_no_record_names_it():
    case = cases.indirect()
    rows = tuple(
        replace(row, values={k: v for k, v in row.values.items() if k != "account_number"} | {"name": "Elsewhere"})
        if row.table == "flagged_parties" else row
        for row in case.rows
    )  # fmt: skip
    (chart,) = charts(replace(case, rows=rows))
    assert (
        "Punta Negra (Panama) to Cumbre Azul LLC, USD 40,000.00, share 100 %" in chart.description
    )
    assert any("suspected front" in text for text in texts(chart))


def test_payments_for_a_flagged_bill_lead_on_to_the_entry():
    (chart,) = charts(cases.trade())
    assert chart.title == "Payments and the flagged parties behind them"
    assert {"forwarder", "MEDU4471029", "cites the container"} <= set(texts(chart))
    assert "(forwarder, bill MEDU4471029, shipper flagged)" in chart.description
    dotted = [r for r in drawn(chart).iter(f"{SVG}line") if "stroke-dasharray" in r.attrib]
    assert len(dotted) == 2
    assert len(arrows(chart)) == 3
    assert "Somebody Else" not in chart.description


def test_no_picture_is_drawn_of_no_payment():
    assert charts(cases.linked_only()) == []
    assert charts(cases.small()) == []


@pytest.mark.parametrize(
    ("payments", "count"), [(MOST_ARROWS, 12), (MOST_ARROWS + 1, 12), (60, 12)]
)
def test_at_most_twelve_arrows_and_the_rest_counted(payments, count):
    (chart,) = charts(cases.many_links(payments))
    assert len(arrows(chart)) == count
    rest = re.search(r"Not drawn: (\d+) further payments? of", chart.description)
    assert (int(rest[1]) if rest else 0) == payments - count
    days = [text for text in texts(chart) if re.fullmatch(r"2026-\d\d-\d\d", text)]
    assert days == sorted(days)


@pytest.mark.parametrize(("others", "onward", "rest"), [(9, True, 1), (11, False, 3)])
def test_a_step_is_drawn_with_those_that_brought_its_money_or_not_at_all(others, onward, rest):
    case = cases.indirect()
    large = [
        cases.entry(20 + n, "2026-03-20", "50000.0000", "credit", "wire", counterparty_name=f"Other {n % 2}")
        for n in range(others)
    ]  # fmt: skip
    (found,) = case.alerts
    found = replace(found, transaction_ids=(*found.transaction_ids, *(r.record_id for r in large)))
    (chart,) = charts(replace(case, rows=(*case.rows, *large), alerts=(found,)))
    assert len(arrows(chart)) == MOST_ARROWS
    assert "Naviera Punta Negra S.A. to Cumbre Azul LLC" in chart.description
    assert ("Vega Larga Holdings to Maribel" in chart.description) is onward
    assert f"Not drawn: {rest} further payment" in chart.description


def test_too_many_parties_share_a_column_and_the_flagged_one_stays():
    (chart,) = charts(cases.many_links(60))
    assert "6 others" in texts(chart)
    assert "CSQU3054383" in " ".join(texts(chart))
    heads = [r for r in drawn(chart).iter(f"{SVG}rect") if r.get("stroke-width") == "0.8"]
    assert len(heads) <= 6


def test_every_shape_stays_on_the_sheet():
    for build in (cases.trade, cases.indirect, cases.many_links, cases.nasty_links):
        for chart in charts(build()):
            for element in drawn(chart).iter():
                for name, most in (
                    ("x1", 640),
                    ("x2", 640),
                    ("x", 640),
                    ("y", chart.drawing.height),
                ):
                    if name in element.attrib and element.tag != f"{SVG}pattern":
                        assert 0 <= float(element.get(name)) <= most


def test_enormous_amounts_stay_whole():
    case = cases.trade()
    rows = tuple(
        replace(r, values={**r.values, "amount": "99999999999.0000", "amount_base": "99999999999.0000"})
        if r.record_id == "core:T1" else r
        for r in case.rows
    )  # fmt: skip
    (chart,) = charts(replace(case, rows=rows))
    assert "USD 99,999,999,999.00" in texts(chart)


def test_a_day_of_its_own_stands_at_each_arrow():
    (chart,) = charts(cases.indirect())
    days = [text for text in texts(chart) if re.fullmatch(r"2026-\d\d-\d\d", text)]
    assert days == [date(2026, 3, n).isoformat() for n in (10, 12, 16, 17)]
