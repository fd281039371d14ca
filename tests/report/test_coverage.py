from dataclasses import replace
from decimal import Decimal

from aml.core.run import ChannelCoverage
from aml.report import render_coverage
from tests.report import cases
from tests.report.pages import assert_accessible, assert_self_contained


def test_the_page_tells_what_was_looked_for_and_what_was_not():
    text = render_coverage(cases.run_of())
    page = assert_accessible(text)
    assert_self_contained(text)
    for words in (
        "cash_band Ran 2 Repeated cash just below the reporting line cash_lines hubs not examined: 3",
        "flagged_bill_of_lading Not applicable 0 not described not recorded no bills_of_lading were given",
        "transactions cash teller USD 31,000 USD 7,200,100.00",
        "transactions wire KPW 2 no exchange rate",
        "Not applicable 1",
    ):
        assert words in page.text


def test_an_empty_ledger_is_told():
    page = assert_accessible(render_coverage(replace(cases.run_of(), coverage=())))
    assert "No transaction and no remittance was loaded." in page.text


def test_no_name_stands_on_the_page():
    text = render_coverage(cases.run_of())
    assert "Fuentes" not in text
    assert "40-2201-7781" not in text


def test_what_nobody_reads_stands_out():
    read = ChannelCoverage(
        "transactions", "wire", "USD", 40, Decimal(5), "checking", "MX", ("fan_in",)
    )
    unread = ChannelCoverage("transactions", "fx", "USD", 2, Decimal(7), "", "")
    page = assert_accessible(render_coverage(replace(cases.run_of(), coverage=(read, unread))))
    assert "checking wire USD MX 40 USD 5.00 1" in page.text
    assert "– fx USD – 2 USD 7.00 NONE" in page.text


def test_the_matrix_is_cut_with_a_count_and_the_channels_are_not():
    many = tuple(
        ChannelCoverage("transactions", "wire", "USD", n, Decimal(n), "", f"{n:03}")
        for n in range(1, 201)
    )
    page = assert_accessible(render_coverage(replace(cases.run_of(), coverage=many)))
    assert "The 100 largest of 200; coverage.json has all" in page.text
    assert "transactions wire USD 20,100 USD 20,100.00" in page.text
