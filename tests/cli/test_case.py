"""`aml case`: what waits, one case whole, one more decision."""

import json
from datetime import timedelta

import pytest

from aml.pipeline.previous import read_previous
from tests.pipeline import ledgers


@pytest.fixture(scope="module")
def run_(tmp_path_factory):
    """A published run with one case."""
    folder = tmp_path_factory.mktemp("case")
    return ledgers.run(folder, records=ledgers.ledger(), flagged_parties=[ledgers.flagged()])


@pytest.fixture
def decide(aml, run_, tmp_path):
    """Calls `aml case` on the run with a file of decisions of the test's own."""

    path = tmp_path / "d.csv"

    def call(command, *arguments):
        named = ("--dispositions", path) if command == "decide" or path.exists() else ()
        return aml("case", command, run_[1], *arguments, *named)

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
    assert (row["case"], row["status"], row["due"]) == (case_id, "closed on 2026-05-04", "–")
    assert json.loads(decide("list", "--open", "--format", "json").out) == []


def status(decide):
    return json.loads(decide("list", "--format", "json").out)[0]["status"]


@pytest.mark.parametrize(
    ("decision", "is_listed"),
    [
        (by("escalate"), True),
        (by("file"), True),
        (by("file", "--filed-on", "2026-05-06"), False),
        (by("close"), False),
    ],
)
def test_whatever_is_neither_closed_nor_filed_is_listed_as_open(run_, decide, decision, is_listed):
    decide("decide", run_[0].cases[0].case_id, *decision)
    assert bool(json.loads(decide("list", "--open", "--format", "json").out)) is is_listed
    assert f"1 case, {int(is_listed)} open" in decide("list").out


def test_a_case_that_waits_is_listed_with_the_day_that_its_page_has(run_, decide):
    (row,) = json.loads(decide("list", "--format", "json").out)
    assert row["due"] == (run_[0].as_of + timedelta(days=30)).isoformat()
    assert row["due"] in (run_[1] / "index.html").read_text(encoding="utf-8")


def test_one_decided_alert_leaves_its_case_open_and_says_so(run_, decide):
    case = run_[0].cases[0]
    decide("decide", case.alerts[0].alert_id, *by("escalate"))
    assert "partly decided, 1 of 2 alerts open" in status(decide)


def test_a_case_is_shown_with_every_decision_on_it(run_, decide):
    case_id = run_[0].cases[0].case_id
    decide("decide", case_id, *by("escalate", "--on", "2026-05-04"))
    filed = ("--on", "2026-05-06", "--filed-on", "2026-05-06", "--document-number", "31000")
    decide("decide", case_id, *by("file", *filed))
    shown = decide("show", case_id).out
    assert "2 decisions" in shown
    assert shown.index("escalate") < shown.index("31000")
    assert json.loads(decide("show", case_id, "--format", "json").out)["status"] == "file"


def test_no_day_of_a_decision_lies_ahead(run_, decide, tmp_path):
    case_id = run_[0].cases[0].case_id
    ahead = "9999-12-31"
    said = decide("decide", case_id, *by("file", "--on", ahead, "--filed-on", ahead))
    assert said.code == 2
    assert f"RUN004 the day of the decision, {ahead}, lies after today" in said.err
    assert f"RUN004 the day of filing, {ahead}, lies after today" in said.err
    assert not (tmp_path / "d.csv").exists(), "a line that was written could not be taken out"


def test_what_is_not_there_ends_in_two_with_a_way_out(decide):
    called = decide("show", "C-0000000000")
    assert (called.code, "RUN002" in called.err, "aml case list" in called.err) == (2, True, True)
    assert decide("decide", "C-0000000000", *by("close")).code == 2


def test_an_alert_is_told_with_its_case_and_a_misspelt_case_with_the_right_one(run_, decide):
    case = run_[0].cases[0]
    called = decide("show", case.alerts[0].alert_id)
    assert (called.code, f"is an alert of case {case.case_id}" in called.err) == (2, True)
    assert f"{case.case_id}\n" in called.err.replace("\n        ", " "), "the hint is the command"
    misspelt = case.case_id[:-2] + case.case_id[:-3:-1]
    assert f"did you mean '{case.case_id}'" in decide("show", misspelt).err


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


def test_decisions_lie_beside_the_workspace_of_the_run_wherever_one_stands(
    aml, run_, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    place = run_[1]
    path = place.parent.parent / "dispositions.csv"
    try:
        said = aml("case", "decide", place, run_[0].cases[0].case_id, *by("close"))
        assert f"written to {path}" in said.out.replace("\n", "")
        assert "1 case, 0 open" in aml("case", "list", place).out
    finally:
        path.unlink()
    missing = aml("case", "list", place, "--dispositions", "nope.csv")
    assert (missing.code, "RUN001 no such file: nope.csv" in missing.err) == (2, True)


_PRIVATE = """
[[threshold_sets.cash_test]]
id = "private"
version = 3
reason = "persons bring little cash"
when = {customer_type = "person"}
parameters = {least = 2}
"""


def test_the_set_that_held_is_shown_where_a_scenario_has_sets(aml, run_, tmp_path):
    run, place = ledgers.run(tmp_path, records=ledgers.ledger(), parameters=_PRIVATE)
    shown = aml("case", "show", place, run.cases[0].case_id).out
    assert "Threshold set" in shown
    assert "private@3" in shown
    assert "threshold set private@3" in (place / "index.html").read_text(encoding="utf-8")
    without = aml("case", "show", run_[1], run_[0].cases[0].case_id).out
    assert "Threshold set" not in without


def test_several_are_decided_at_once_or_none(run_, decide, tmp_path):
    first, second = (alert.alert_id for alert in run_[0].cases[0].alerts)
    refused = decide("decide", first, "C-0000000000", *by("close"))
    assert (refused.code, (tmp_path / "d.csv").exists()) == (2, False)
    said = decide("decide", first, second, first, *by("file"))
    assert (said.code, said.out.count("to be filed, 1 alert")) == (0, 2)
    assert len((tmp_path / "d.csv").read_text(encoding="utf-8").splitlines()) == 3


def test_a_case_is_listed_by_what_it_is_to_the_run_before(aml, tmp_path):
    given = {"flagged_parties": [ledgers.flagged()]}
    _, first = ledgers.run(tmp_path, records=ledgers.ledger(), **given)
    more = [*ledgers.ledger(), *(ledgers.cash(50 + n, 70, "9100.00", "ACC-Q2") for n in range(3))]
    previous = read_previous(first)
    _, place = ledgers.run(tmp_path, records=more, previous=previous, **given)

    def listed(*options):
        said = aml("case", "list", place, "--format", "json", *options).out
        return [(row["seen"], row["what"]) for row in json.loads(said)]

    assert sorted(seen for seen, _ in listed()) == ["known", "new"]
    assert [seen for seen, _ in listed("--open", "--seen", "new")] == ["new"]
    assert listed("--seen", "extended") == []
    assert listed("--seen", "extended", "--seen", "new") == listed("--seen", "new")


def test_a_case_shows_where_its_documents_lie_and_that_nobody_decided(run_, decide):
    case_id = run_[0].cases[0].case_id
    shown = decide("show", case_id).out
    assert "No decision yet." in shown
    assert str(run_[1] / "cases" / case_id) in shown.replace("\n", "")
