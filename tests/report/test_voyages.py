"""The section on voyages and cargo."""

from dataclasses import replace
from decimal import Decimal

import pytest

from aml.core.voyage import GoodsPrice
from aml.report import render_html, render_pdf
from aml.report.movement import movements
from aml.report.voyages import MOST_VOYAGES, voyages
from tests.report import cases
from tests.report.voyages import sailing

PRICE = GoodsPrice(
    "080390", "EC-NL", Decimal("0.55"), Decimal("0.75"), Decimal("1.10"), "EUR", "synthetic"
)


def bill(**more):
    values = {
        "bl_no": "GYE7781", "issued_on": "2026-02-01", "container_number": "CSQU3054383",
        "goods": "bananas", "hs_code": "080390", "gross_kg": "20000.0000",
        "declared_value": "196000.0000", "currency": "EUR", "load_port": "ECGYE",
        "discharge_port": "NLRTM", "voyage_id": "V-2026-07",
    }  # fmt: skip
    return cases.linked("bills_of_lading", "GYE7781", **{**values, **more})


def case(*bills, found=None, **more):
    payment = found or cases.entry(
        1, "2026-02-12", "900.0000", "debit", "wire", remittance_text="demurrage CSQU 305438-3"
    )
    rows = [*bills, payment]
    return cases.case_of(rows, [cases.alert(rows=rows)], [cases.subject()], **more)


def blocks(found, kind):
    section = voyages(found, movements(found))
    return [block for block in section.blocks if type(block).__name__ == kind]


def test_without_a_voyage_or_a_bill_there_is_no_section():
    assert voyages(cases.small(), movements(cases.small())) is None


def test_each_call_has_its_dates_and_its_distance_from_the_last():
    (table,) = blocks(case(voyages=(sailing("GYE", "OXB", "RTM"),)), "Table")
    assert table.rows[0][:2] == ("1", "Guayaquil (XXGYE)")
    assert [row[5] for row in table.rows] == ["–", "1,500", "1,500"]
    assert [row[6] for row in table.rows] == ["yes", "no", "yes"]
    assert table.rows[1][2:5] == ("2026-02-08", "2026-02-08", "2026-02-09")


def test_a_detour_stands_beside_what_the_loop_does():
    (facts,) = blocks(case(voyages=(sailing("GYE", "OXB", "RTM"),)), "Facts")
    told = dict(facts.pairs)
    assert told["Distance"] == "8,085 nautical miles from port to port; direct by sea 5,945"
    assert told["Detour"] == "1.36 times the direct way"
    assert told["Loop WCSA-NEU"] == "1.02 times in the middle of 7 other voyages of those months"


def test_a_loop_of_one_voyage_is_compared_with_nothing():
    alone = sailing("GYE", "RTM", usual_detour=None, usual_voyages=0)
    (facts,) = blocks(case(voyages=(alone,)), "Facts")
    assert dict(facts.pairs)["Loop WCSA-NEU"] == "no other voyage of the loop to compare with"


def test_cargo_has_its_price_beside_that_of_the_corridor():
    (table,) = blocks(case(bill(), prices=(PRICE,)), "Table")
    assert table.rows == (
        (
            "GYE7781, CSQU3054383", "bananas (HS 080390)", "20,000 kg", "EUR 196,000.00",
            "EUR 9.80", "EUR 0.75, mostly 0.55 to 1.1 (synthetic)", "USD 900.00 (+11)",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("freight GYE7781, thanks", "USD 900.00 (+11)"),
        ("freight GYE77810", "–"),
        ("CSQU3054384", "–"),
    ],
)
def test_a_payment_belongs_to_a_bill_that_it_names_exactly(text, expected):
    payment = cases.entry(1, "2026-02-12", "900.0000", "debit", "wire", remittance_text=text)
    (table,) = blocks(case(bill(), found=payment), "Table")
    assert table.rows[0][6] == expected


def test_goods_without_weight_have_no_price():
    (table,) = blocks(case(bill(gross_kg="0.0000"), prices=(PRICE,)), "Table")
    assert table.rows[0][4] == "–"


def test_more_voyages_than_are_printed_are_counted():
    many = tuple(sailing("GYE", "RTM", voyage_id=f"V{n}") for n in range(MOST_VOYAGES + 2))
    (text,) = blocks(case(voyages=many), "Paragraph")
    assert text.text == "2 further voyages of the cited records not printed here."


def test_both_documents_carry_the_section():
    found = case(bill(), voyages=(sailing("GYE", "OXB", "RTM"),), prices=(PRICE,))
    page = render_html(found)
    assert "Voyages and cargo" in page
    assert "Detour" in page
    assert render_pdf(found).startswith(b"%PDF")


def test_a_name_out_of_a_file_stays_text():
    hostile = replace(sailing("GYE", "RTM"), vessel_name="<script>alert(1)</script>")
    page = render_html(case(voyages=(hostile,)))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
