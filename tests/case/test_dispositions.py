"""dispositions.csv: what is written is read again, and every change of the past shows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml.case.dispositions import parse_dispositions, with_disposition
from aml.core.disposition import Disposition, latest
from aml.core.problem import RunError

CLOSED = Disposition(
    "C-1", "close", "A. Officer", date(2026, 3, 2), 'a "sale", seen', "r1", ("A-1", "A-2")
)
FILED = Disposition("A-2", "file", "B. Officer", date(2026, 3, 9), "no answer came", "r1", ("A-2",),
                    date(2026, 3, 8), "31000")  # fmt: skip


def file_of(*made):
    text = None
    for item in made:
        text = with_disposition(text, item)
    return text


def codes(text):
    with pytest.raises(RunError) as error:
        parse_dispositions(text, "dispositions.csv")
    return [(p.code, p.location.line) for p in error.value.problems]


def test_what_was_written_is_read_in_its_order():
    assert parse_dispositions(file_of(CLOSED, FILED), "d") == (CLOSED, FILED)
    assert parse_dispositions(None, "d") == ()


def test_the_last_decision_on_an_alert_holds():
    assert latest([CLOSED, FILED]) == {"A-1": CLOSED, "A-2": FILED}


def test_a_change_of_any_line_but_the_last_shows_at_the_line_after_it():
    text = file_of(CLOSED, FILED, CLOSED)
    assert codes(text.replace("B. Officer", "C. Officer")) == [("DSP001", 4)]
    lines = text.splitlines(keepends=True)
    assert codes(lines[0] + lines[2] + lines[3]) == [("DSP001", 2)]
    assert codes("".join([*lines[:2], lines[1], *lines[2:]])) == [("DSP001", 3)]


def test_a_line_that_was_cut_off_is_named_and_not_dropped():
    text = file_of(CLOSED, FILED)
    assert codes(text[:-20]) == [("DSP002", 3)]


def test_another_file_is_refused():
    assert codes("name,amount\nx,1\n") == [("DSP003", 1)]
    assert codes("") == [("DSP003", 1)]


def test_a_decision_that_there_is_none_of_is_refused():
    text = file_of(CLOSED).replace(",close,", ",ignore,")
    assert codes(text) == [("DSP003", 2)]


@given(st.lists(st.text(max_size=30), max_size=4))
def test_whatever_a_reason_holds_stays_on_its_line(reasons):
    made = [
        Disposition("C-1", "escalate", "A", date(2026, 3, 2), " ".join(r.split()), "r1", ("A-1",))
        for r in reasons
    ]
    assert parse_dispositions(file_of(*made), "d") == tuple(made)
