"""The page of a backtest says what changes, why, and how labels see it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from aml.core.backtest import (
    Accuracy,
    Backtest,
    DateCount,
    Difference,
    Miss,
    Missed,
    Raised,
    Reason,
    Rule,
)
from aml.report.backtest import render_backtest

DAY = date(2026, 4, 30)
RAISED = Raised(DAY, 1, "A-1", date(2026, 4, 1), date(2026, 4, 3), Decimal(60), {"Items": "3"})
LATER = replace(RAISED, first_on=date(2026, 5, 31), measures={"Items": "5"})
REASON = Reason("nothing of this focus passes result", (Miss("items < 3", "3", "< 3"),))
FOUND = Backtest(
    a=Rule("cash@old", "cash@1", "Cash", "a" * 64, {"least": "2", "window": "7"}),
    b=Rule("cash", "cash@2", "Cash", "b" * 64, {"least": "3", "window": "7"}),
    focus="customer",
    institution="Test Bank",
    country="US",
    tool_version="0",
    files=(),
    dates=(DateCount(DAY, 1, 1, 0, 0, 1), DateCount(date(2026, 5, 31), 2, 1, 0, 1, 1)),
    differences=(
        Difference("removed", "<b>C1</b>", "no", RAISED, None, REASON),
        Difference("kept", "C2", "", RAISED, LATER, None),
    ),
    labels="labels.csv",
    accuracy=(
        Accuracy(1, 1, 0, 2, 1, Decimal("0.5"), Decimal("0.5")),
        Accuracy(0, 0, 1, 0, 0, None, None),
    ),
    missed=(Missed("C9", None, DAY, "B"),),
    notes=("As of 2026-04-30: 2 records are later",),
)


@pytest.fixture(scope="module")
def page():
    return render_backtest(FOUND)


@pytest.mark.parametrize(
    "words",
    [
        "0 added, 1 removed, 1 kept",
        "Removed: only A raises it",
        "nothing of this focus passes result; items &lt; 3: 3, needed &lt; 3",
        "A 30 April 2026, B 31 May 2026",
        "Items: 5",
        "not suspicious",
        "50 %",
        "As of 2026-04-30: 2 records are later",
        "C9",
    ],
)
def test_the_page_says_it(page, words):
    assert words in page


def test_what_a_ledger_holds_is_no_markup(page):
    assert "<b>C1</b>" not in page


def test_without_labels_there_is_no_precision():
    assert "Precision" not in render_backtest(replace(FOUND, accuracy=(), missed=(), labels=""))
