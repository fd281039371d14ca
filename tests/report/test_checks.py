from dataclasses import replace
from decimal import Decimal

from aml.core.quality import QualityResult
from aml.core.statement import StatementCheck, StatementFailure
from aml.report import render_quality
from tests.report import cases
from tests.report.pages import assert_accessible

FAILED = QualityResult(
    "DQ302", "error", "Accounts that nobody knows", "Rules would be silent.", "write them alike",
    ("transactions.account_id",), "failed", 9, 12, "50 %", ("T1", "T2"), ("cash_band", "fan_in"),
)  # fmt: skip
WARNED = replace(FAILED, check_id="DQ101", severity="warning", title="No other side")
PASSED = QualityResult(
    "DQ201", "warning", "Entries of zero", "", "", (), "passed", 3, 4_000, "1 %"
)  # fmt: skip
OPEN = replace(
    PASSED, check_id="DQ217", title="Closed too early", state="open", wrong=0, looked_at=0
)


def quality_page(**more):
    run = cases.run_of()
    return assert_accessible(
        render_quality(replace(run, reading=replace(run.reading, **more)))
    ).text


def test_what_failed_comes_first_with_its_meaning_and_whom_it_concerns():
    text = quality_page(quality=(WARNED, PASSED, FAILED, OPEN))
    assert "4 checks of the records that were loaded: 1 error, 1 warning, 0 notes." in text
    assert text.index("DQ302") < text.index("DQ101") < text.index("DQ201")
    assert (
        "DQ302 error Accounts that nobody knows 9 12 Rules would be silent. write them alike 2"
        " DQ101 warning" in text
    )
    assert "DQ201 Entries of zero passed 3 4,000 1 %" in text
    assert "DQ217 Closed too early nothing to look at" in text


def test_whom_a_failed_check_concerns_stands_in_a_table_of_its_own():
    alone = replace(WARNED, affected=(), examples=())
    text = quality_page(quality=(alone, PASSED, FAILED))
    assert "No other side 9 12 Rules would be silent. write them alike 0" in text
    _, _, table = text.partition("Scenarios affected and examples Check")
    assert table.startswith(
        " Scenarios affected Examples DQ302 cash_band, fan_in T1, T2 DQ101 none none Checks that"
    )


def test_an_error_that_was_allowed_says_so():
    assert "error (allowed)" in quality_page(quality=(replace(FAILED, is_allowed=True),))


def test_a_statement_that_does_not_add_up_shows_both_figures():
    run = cases.run_of()
    good = StatementCheck("statement", 1, "A1", "EUR", 1, 7)
    failure = StatementFailure("closing balance", Decimal("110.01"), Decimal("1110.00"))
    bad = StatementCheck("statement", 2, "A1", "EUR", 8, 5, (failure,))
    file = replace(run.reading.files[0], statements=(good, bad))
    text = quality_page(files=(file,))
    assert "2 balances, sums or counts that files of messages state were compared" in text
    assert "1 does not agree" in text
    assert "statement 2 8 5 closing balance 110.01 1,110.00" in text


def test_without_messages_there_is_nothing_about_statements():
    assert "Statement arithmetic" not in quality_page()
