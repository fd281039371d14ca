"""What is known of foci: decisions of the workspace by way of their runs, and files of labels."""

from dataclasses import replace
from datetime import date

import pytest

from aml.core.backtest import Label
from aml.core.problem import UsageError
from aml.pipeline.backtest_labels import decided_labels, read_labels
from tests.pipeline import ledgers, tuned

HEAD = "focus_kind,focus_id,from,to,label\n"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return ledgers.run(tmp_path_factory.mktemp("labels"), flagged_parties=[ledgers.flagged()])


def decided(run, source, word, run_id=None):
    made, _ = run
    alert = next(alert for alert in made.alerts if alert.source == source)
    return replace(tuned.decision(alert.alert_id, word), run_id=run_id or made.run_id), alert


@pytest.mark.parametrize(
    ("word", "is_suspicious"), [("file", True), ("escalate", True), ("close", False)]
)
def test_a_decision_says_whom_its_alert_is_about(run, word, is_suspicious):
    made, alert = decided(run, "cash_test", word)
    found = decided_labels([made], run[1].parent, {"cash_test"}, "customer")
    label = Label("CUS-Q1", alert.window_start, alert.window_end, is_suspicious)
    assert found.items == (label,)
    assert found.notes == ()


def test_the_last_decision_counts(run):
    made, _ = decided(run, "cash_test", "file")
    later, _ = decided(run, "cash_test", "close")
    found = decided_labels([made, later], run[1].parent, {"cash_test"}, "customer")
    assert [item.is_suspicious for item in found.items] == [False]


def test_decisions_on_other_scenarios_say_nothing(run):
    made, _ = decided(run, "listed_test", "file")
    found = decided_labels([made], run[1].parent, {"cash_test"}, "customer")
    assert (found.items, found.notes) == ((), ())


def test_a_decision_whose_run_is_gone_is_counted(run):
    made, _ = decided(run, "cash_test", "file", "2020-01-01-00000000")
    found = decided_labels([made], run[1].parent, {"cash_test"}, "customer")
    assert found.items == ()
    assert found.notes == ("1 decision left out: the run that raised the alert is not there",)


def labels_of(folder, text):
    path = folder / "labels.csv"
    path.write_text(text, encoding="utf-8")
    return read_labels(path, "customer")


def test_a_file_of_labels_may_leave_its_period_out(tmp_path):
    found = labels_of(
        tmp_path,
        HEAD + "customer,C2,2026-01-01,2026-01-31,no\ncustomer,C1,,,Yes\n\naccount,A1,,,yes\n",
    )
    day = date(2026, 1, 1)
    assert found.items == (
        Label("C1", None, None, is_suspicious=True),
        Label("C2", day, day.replace(day=31), is_suspicious=False),
    )
    assert found.notes == ("1 label left out: not about a focus of the kind customer",)
    short = labels_of(tmp_path, "label,focus_kind,focus_id\nno,customer,C1\n")
    assert short.items == (Label("C1", None, None, is_suspicious=False),)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", (1, 1), "heading"),
        ("focus_kind,focus_id\n", (1, 1), "heading"),
        (HEAD.replace("to", "until"), (1, 1), "heading"),
        (HEAD + "customer,C9,,,maybe\n", (2, 15), "neither yes nor no"),
        (HEAD + "customer,C9,1/2/26,,yes\n", (2, 13), "'from' is no date"),
        (HEAD + "customer,C9,2026-02-01,2026-01-01,yes\n", (2, 24), "before"),
        (HEAD + "customer,,,,yes\n", (2, 1), "focus"),
        (HEAD + "customer,C9,yes\n", (2, 1), "3 cells, not 5"),
    ],
)
def test_a_wrong_label_is_told_at_its_place(tmp_path, text, place, words):
    with pytest.raises(UsageError) as caught:
        labels_of(tmp_path, text)
    (problem,) = caught.value.problems
    assert problem.code == "BKT002"
    assert (problem.location.line, problem.location.column) == place
    assert words in problem.message
    assert "C9" not in str(caught.value)


def test_all_wrong_lines_are_told_at_once(tmp_path):
    with pytest.raises(UsageError) as caught:
        labels_of(tmp_path, HEAD + "customer,C1,,,maybe\ncustomer,C2,,,yes\ncustomer,C3,,,\n")
    assert [problem.location.line for problem in caught.value.problems] == [2, 4]


def test_a_file_that_cannot_be_read_is_a_mistake_of_usage(tmp_path):
    with pytest.raises(UsageError):
        read_labels(tmp_path / "none.csv", "customer")
