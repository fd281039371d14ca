"""`aml case`: what waits, one case whole, one more decision."""

import json

import pytest

from tests.pipeline import ledgers


@pytest.fixture(scope="module")
def run_(tmp_path_factory):
    """A published run with one case."""
    folder = tmp_path_factory.mktemp("case")
    return ledgers.run(folder, records=ledgers.ledger(), flagged_parties=[ledgers.flagged()])


@pytest.fixture
def decide(aml, run_, tmp_path):
    """Calls `aml case` on the run with a file of decisions of the test's own."""

    def call(command, *arguments):
        return aml("case", command, run_[1], *arguments, "--dispositions", tmp_path / "d.csv")

    return call


def by(decision, *more):
    return (
        "--decision",
        decision,
        "--by",
        "A. Officer",
        "--reason",
        "cattle sold, receipts seen",
        *more,
    )


def test_a_case_is_open_until_somebody_decides(run_, decide):
    case_id = run_[0].cases[0].case_id
    assert "1 case, 1 open" in decide("list").out
    decided = decide("decide", case_id, *by("close", "--on", "2026-05-04"))
    assert (decided.code, f"{case_id}: closed, 2 alerts" in decided.out) == (0, True)
    assert "1 case, 0 open" in decide("list").out
    (row,) = json.loads(decide("list", "--format", "json").out)
    assert (row["case"], row["status"]) == (case_id, "closed 2026-05-04")
    assert json.loads(decide("list", "--open", "--format", "json").out) == []


def test_one_decided_alert_leaves_its_case_open_and_says_so(run_, decide):
    case = run_[0].cases[0]
    decide("decide", case.alerts[0].alert_id, *by("escalate"))
    assert "open, 1 of 2 alerts undecided" in decide("list").out


def test_a_case_is_shown_with_every_decision_on_it(run_, decide):
    case_id = run_[0].cases[0].case_id
    decide("decide", case_id, *by("escalate", "--on", "2026-05-04"))
    filed = ("--on", "2026-05-06", "--filed-on", "2026-05-06", "--document-number", "31000")
    decide("decide", case_id, *by("file", *filed))
    shown = decide("show", case_id).out
    assert "2 decisions" in shown
    assert shown.index("escalate") < shown.index("31000")
    assert json.loads(decide("show", case_id, "--format", "json").out)["status"] == "file"


def test_what_is_not_there_ends_in_two_with_a_way_out(decide):
    called = decide("show", "C-0000000000")
    assert (called.code, "RUN002" in called.err, "aml case list" in called.err) == (2, True, True)
    assert decide("decide", "C-0000000000", *by("close")).code == 2


def test_a_changed_file_is_refused_at_its_line(run_, decide, tmp_path):
    case_id = run_[0].cases[0].case_id
    for _ in range(2):
        decide("decide", case_id, *by("close"))
    path = tmp_path / "d.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("cattle", "horses", 1), encoding="utf-8"
    )
    called = decide("list")
    assert (called.code, "d.csv:3:1: DSP001" in called.err) == (2, True)
