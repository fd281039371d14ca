"""Totals that a file or its profile states."""

from decimal import Decimal

import pytest

from tests.ledger.conftest import entries

LINES = ("T1,A1,2026-03-02,credit,100.25,USD", "T2,A1,2026-03-02,debit,7.75,USD")


def told(desk, text, profile):
    outcome = desk.give(text, profile=desk.profile(f"table: any\n{profile}")).read()
    return [(p.code, p.message) for p in outcome.problems]


def test_stated_totals_that_hold_say_nothing(desk):
    assert told(desk, entries(*LINES), "expect: {rows: 2, sum: 108.00}") == []


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ("rows: 3", "2 records were read, the profile states 3"),
        ("sum: 108.01", "the sum of the amounts is not the one that the profile states"),
    ],
)
def test_stated_totals_that_do_not_hold_are_told(desk, expect, message):
    assert told(desk, entries(*LINES), f"expect: {{{expect}}}") == [("LDG031", message)]


def test_what_the_profile_states_is_of_all_its_files_together(desk):
    profile = desk.profile("table: any\nexpect: {rows: 2, sum: 108}")
    desk.give(entries(LINES[0]), name="a.csv", profile=profile)
    desk.give(entries(LINES[1]), name="b.csv", profile=profile)
    assert desk.read().problems == ()


TRAILER = "format: {trailer: {starts: TOTAL, rows: 2, sum: 3}}"


def test_a_trailer_is_no_record_and_is_checked(desk):
    assert told(desk, entries(*LINES, "TOTAL,2,108.00"), TRAILER) == []
    assert desk.store.count("transactions") == 2


@pytest.mark.parametrize("trailer", ["TOTAL,3,108.00", "TOTAL,2,107.99", "TOTAL,2", "TOTAL,2,much"])
def test_a_trailer_that_does_not_hold_is_told(desk, trailer):
    problems = told(desk, entries(*LINES, trailer), TRAILER)
    assert [code for code, _ in problems] == ["LDG031"]
    assert "its trailer" in problems[0][1]


def test_a_trailer_whose_count_is_no_number_is_told_so(desk):
    (problem,) = told(desk, entries(*LINES, "TOTAL,two,108.00"), TRAILER)
    assert problem == ("LDG031", "2 records were read, its trailer states no number")


def test_rejected_and_repeated_records_count_as_what_the_file_holds(desk):
    lines = (*LINES, LINES[0], "T3,A1,never,debit,1.00,USD", "T4,A1", "TOTAL,5,209.25")
    assert [c for c, _ in told(desk, entries(*lines), TRAILER)] == ["LDG010", "LDG018", "LDG020"]


def test_a_file_without_its_trailer_was_cut_short(desk):
    desk.give(entries(*LINES), profile=desk.profile(f"table: any\n{TRAILER}"))
    problem = desk.refuse()[0]
    assert problem.code == "LDG032"
    assert problem.hint == "the file may have been cut short"


def test_a_trailer_is_written_with_the_marks_of_the_file(desk):
    profile = """\
format: {delimiter: ";", trailer: {starts: Summe, sum: 2}}
numbers: {decimal_mark: ",", thousands_mark: "."}
"""
    head = "transaction_id;account_id;booked_on;direction;amount;currency"
    text = entries("T1;A1;2026-03-02;credit;1.000,25;USD", '"Summe";1.000,25', head=head)
    assert told(desk, text, profile) == []


FOOTER = "format: {trailer: {starts: TOTAL, rows: 2, sum: 3}, footer: [Opening, Closing]}"


def test_lines_below_the_table_are_no_records(desk):
    ending = ("TOTAL,2,108.00", "Opening balance,,5", "Closing balance,,6", "")
    assert told(desk, entries(*LINES, *ending), FOOTER) == []
    assert desk.store.count("transactions") == 2


@pytest.mark.parametrize(
    "ending",
    [
        ("TOTAL,2,108.00", "Closing balance"),
        ("TOTAL,2,108.00", "Closing balance", "Opening balance"),
        ("Opening balance", "Closing balance"),
    ],
)
def test_a_footer_that_is_not_all_there_is_refused_and_takes_no_record(desk, ending):
    (problem,) = desk.give(
        entries(*LINES, *ending), profile=desk.profile("table: any\n" + FOOTER)
    ).refuse()
    assert problem.code == "LDG032"


def test_a_file_shorter_than_its_footer_is_refused(desk):
    (problem,) = desk.give("TOTAL\n", profile=desk.profile("table: any\n" + FOOTER)).refuse()
    assert problem.code == "LDG032"


SIGNED = """columns: {account_id: account_id, booked_on: day, currency: currency}
amount: {signed: value}
"""


def signed(*values):
    return "account_id,day,value,currency\n" + "".join(f"A1,2026-03-02,{v},USD\n" for v in values)


@pytest.mark.parametrize(("total", "codes"), [("60.00", []), ("140.00", ["LDG031"])])
def test_the_total_of_a_signed_column_is_its_sum_with_signs(desk, total, codes):
    profile = desk.profile(f"table: transactions\nshape: entries\n{SIGNED}{TRAILER}")
    outcome = desk.give(signed("100.00", "-40.00") + f"TOTAL,2,{total}\n", profile=profile).read()
    assert [p.code for p in outcome.problems] == codes
    (check,) = outcome.files[0].statements
    assert [(f.stated, f.read) for f in check.failures] == [
        (Decimal(total), Decimal("60.0000")) for _ in codes
    ]
