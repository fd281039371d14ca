from dataclasses import replace
from decimal import Decimal

from aml.report import render_quality
from tests.report import cases
from tests.report.pages import assert_accessible, assert_self_contained


def test_the_page_shows_that_nothing_was_lost():
    text = render_quality(cases.run_of())
    page = assert_accessible(text)
    assert_self_contained(text)
    for words in (
        cases.SHA,
        "48,211 48,200 8 3 1 yes",
        "9,812,345.50 9,811,000.50 1,200.00 145.00 – yes",
        "LDG004 booked_on is not a date 8 17, 204, 1,311",
        "conductor_id 0 48,200 0 %",
        "booked_on 48,200 48,200 100 %",
        "Records reconciled yes",
    ):
        assert words in page.text


def test_duplicates_are_counted_by_rule():
    run = cases.run_of()
    same = replace(run.reading.rejections[0], code="LDG020", column="transaction_id")
    again = replace(same, path="other.csv", records=3)
    reading = replace(run.reading, rejections=(*run.reading.rejections, same, again))
    page = assert_accessible(render_quality(replace(run, reading=reading)))
    assert "LDG020 the key and every value of an earlier record 2 11" in page.text
    assert "LDG009 the bytes of another file of the table 0 0" in page.text


def test_a_loss_stands_out():
    run = cases.run_of()
    file = run.reading.files[0]
    lost = replace(file.totals[0], records_loaded=48_199)
    reading = replace(run.reading, files=(replace(file, totals=(lost,)),))
    page = assert_accessible(render_quality(replace(run, reading=reading)))
    assert "Records reconciled NO" in page.text
    assert "48,199 8 3 1 NO" in page.text


def test_a_clean_reading_says_so():
    run = cases.run_of()
    reading = replace(run.reading, rejections=(), problems=())
    page = assert_accessible(render_quality(replace(run, reading=reading)))
    assert "No record was rejected." in page.text


def test_no_name_and_no_account_stands_on_the_page():
    text = render_quality(cases.run_of())
    for word in ("Fuentes", "Barrientos", "40-2201-7781", "Maribel"):
        assert word not in text


def test_a_table_without_money_has_no_sums():
    run = cases.run_of()
    file = run.reading.files[0]
    none = Decimal(0)
    bare = replace(
        file.totals[0], currency="XXX", amount_in=none, amount_loaded=none, amount_rejected=none,
        amount_duplicate=none,
    )  # fmt: skip
    reading = replace(run.reading, files=(replace(file, totals=(bare,)),))
    page = assert_accessible(render_quality(replace(run, reading=reading)))
    assert "none Records 48,211" in page.text
    assert "Amounts 0.00" not in page.text
    assert "XXX" not in page.text
