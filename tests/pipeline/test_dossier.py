"""A quarter for an examiner: two nights, a threshold that moved, decisions, and what is missing."""

import csv
import json
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from aml.core.digest import file_sha256
from aml.core.problem import Problem, UsageError
from aml.pipeline.decide import disposition
from aml.pipeline.dispositions import append_disposition
from aml.pipeline.dossier import gather_dossier
from aml.pipeline.dossier_write import check_place, write_dossier
from aml.pipeline.previous import read_previous
from aml.pipeline.workspace import read_workspace
from tests.pipeline import ledgers

START, END = date(2026, 4, 1), date(2026, 6, 30)
_MOVED = "[parameters.cash_test]\nleast = 2\n"
_GIVEN = {
    "flagged_parties": [ledgers.flagged()],
    "suppressions": [ledgers.suppression(scenario_id="listed_test")],
    "documents": '"html"',
}


@pytest.fixture(scope="module")
def quarter(tmp_path_factory):
    """A workspace with runs of two days; the second is less strict and knows the first."""
    folder = tmp_path_factory.mktemp("quarter")
    records = [*ledgers.ledger(), *(ledgers.cash(50 + n, 70, "9100.00", "ACC-Q2") for n in (1, 2))]
    first = read_workspace(ledgers.write_workspace(folder, records, **_GIVEN))
    early, place = ledgers.run_workspace(replace(first, as_of=date(2026, 4, 20)))
    moved = read_workspace(ledgers.write_workspace(folder, records, **_GIVEN, parameters=_MOVED))
    late, _ = ledgers.run_workspace(moved, previous=read_previous(place))
    return moved, early, late


@pytest.fixture
def workspace(quarter, tmp_path):
    """The same with decisions of the test's own: one case closed, in the period."""
    held, early, _ = quarter
    path = tmp_path / "dispositions.csv"
    append_disposition(path, decision(held, early, "close", date(2026, 4, 22)))
    return replace(held, dispositions=path)


def decision(workspace, run, word, on, **more):
    place = workspace.out / run.run_id
    return disposition(place, run.cases[0].case_id, word, by="A. Officer", on=on,
                       reason="cattle sold, seen", **more)  # fmt: skip


def gathered(workspace, **more):
    return gather_dossier(workspace, START, END, **more).dossier


def copied(workspace, tmp_path):
    """The workspace with runs that may be damaged."""
    shutil.copytree(workspace.out, tmp_path / "runs")
    return replace(workspace, out=tmp_path / "runs")


def test_runs_alerts_and_cases_stand_once_with_what_was_decided(workspace, quarter):
    made = gathered(workspace)
    _, early, late = quarter
    assert [(line.run_id, line.is_complete) for line in made.runs] == [
        (early.run_id, True),
        (late.run_id, True),
    ]
    assert made.missing == ()
    cash = {line.focus_id: line for line in made.alerts if line.source == "cash_test"}
    known, fresh = cash["CUS-Q1"], cash["CUS-Q2"]
    assert (known.first_run, known.last_run) == (early.run_id, late.run_id)
    assert (known.decision, known.decided_by, known.reason) == (
        "close", "A. Officer", "cattle sold, seen",
    )  # fmt: skip
    assert (fresh.first_run, fresh.state) == (late.run_id, "open")
    assert {line.status_in_words for line in made.cases} == {"open", "closed on 2026-04-22"}
    assert {(line.due_on, line.is_settled, line.filed_on) for line in made.cases} == {
        ("2026-05-20", True, None),
        ("2026-05-30", False, None),
    }
    assert made.chain == "holds over all 1 lines of dispositions.csv"


def test_a_threshold_that_moved_is_told_with_the_runs_that_had_it(workspace, quarter):
    _, early, late = quarter
    moved = [
        i for i in gathered(workspace).rules if (i.source, i.parameter) == ("cash_test", "least")
    ]
    assert [(line.value, line.first_run, line.last_run, line.runs) for line in moved] == [
        ("3", early.run_id, early.run_id, 1),
        ("2", late.run_id, late.run_id, 1),
    ]
    assert {line.runs for line in gathered(workspace).rules if line.parameter == "window"} == {2}
    scenarios = [(line.source, line.version, line.runs) for line in gathered(workspace).scenarios]
    assert scenarios == [("cash_test", "1", 2), ("listed_test", "1", 2), ("sent_test", "1", 2)]


def test_a_suppression_has_what_it_answered_each_alert_once(workspace):
    (line,) = gathered(workspace).suppressions
    assert (line.suppression_id, line.owner, line.reason, line.hits) == ("S1", "desk", "known", 1)


def test_decisions_of_the_period_and_on_its_alerts_are_in_and_no_other(workspace, quarter):
    held, early, _ = quarter
    later = decision(held, early, "file", date(2026, 7, 2), filed_on=date(2026, 7, 1))
    append_disposition(workspace.dispositions, later)
    stranger = replace(later, alerts=("A-0",), run_id="2026-07-01-00000000")
    append_disposition(workspace.dispositions, stranger)
    made = gathered(workspace)
    assert [(line.line, line.decision, line.taken) for line in made.decisions] == [
        (2, "close", "in"),
        (3, "file", "after"),
    ]
    assert made.missing == (), "the run of the stranger is of another period"


def test_what_was_not_looked_at_is_listed(workspace, quarter, tmp_path):
    held = copied(workspace, tmp_path)
    run = held.out / quarter[1].run_id
    coverage = json.loads((run / "coverage.json").read_text(encoding="utf-8"))
    coverage["channels"][0]["read_by"] = []
    (run / "coverage.json").write_text(json.dumps(coverage), encoding="utf-8")
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    manifest["outputs"]["coverage.json"] = file_sha256(run / "coverage.json")
    (run / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    gaps = gathered(held).uncovered
    assert [(line.kind, line.name) for line in gaps] == [
        ("not_applicable", "sent_test"),
        ("records", "transactions, ach, USD"),
        ("not_applicable", "sent_test"),
    ]
    assert "remittances" in gaps[0].why
    assert (gaps[1].records, gaps[1].amount_base) == (
        coverage["channels"][0]["records"],
        Decimal(coverage["channels"][0]["amount_base"]),
    )


def test_a_purged_run_is_named_with_who_names_it(workspace, quarter, tmp_path):
    _, early, late = quarter
    damaged = copied(workspace, tmp_path)
    shutil.rmtree(damaged.out / early.run_id)
    made = gathered(damaged)
    assert [line.run_id for line in made.runs] == [late.run_id]
    (line,) = made.missing
    assert line.what == f"run {early.run_id}"
    assert line.why.endswith(f"named by the run before {late.run_id} and 1 more")


def test_what_was_changed_is_not_read_and_is_named(workspace, quarter, tmp_path):
    _, early, late = quarter
    damaged = copied(workspace, tmp_path)
    (damaged.out / late.run_id / "alerts.parquet").write_bytes(b"")
    (damaged.out / late.run_id / "quality.json").unlink()
    (damaged.out / early.run_id / "manifest.json").write_text("{}", encoding="utf-8")
    made = gathered(damaged)
    assert (made.alerts, made.has_book) == ((), False)
    assert [line.what for line in made.missing] == [
        f"run {early.run_id}",
        f"run {late.run_id}: alerts.parquet",
        f"run {late.run_id}: quality.json",
        "book of scenarios",
    ]
    assert made.runs[0].proof.startswith("DOES NOT HOLD: 2 of")


def test_a_manifest_of_another_make_costs_its_run_and_no_other(workspace, quarter, tmp_path):
    _, early, late = quarter
    damaged = copied(workspace, tmp_path)
    path = damaged.out / early.run_id / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {"scenarios": [{}]}), encoding="utf-8")
    made = gathered(damaged)
    assert [line.run_id for line in made.runs] == [late.run_id]
    assert [line.what for line in made.missing] == [f"run {early.run_id}"]


def test_a_broken_chain_of_decisions_is_told_line_by_line(workspace, quarter):
    held, early, _ = quarter
    append_disposition(workspace.dispositions, decision(held, early, "escalate", date(2026, 4, 23)))
    text = workspace.dispositions.read_text(encoding="utf-8")
    workspace.dispositions.write_text(text.replace("cattle", "horses", 1), encoding="utf-8")
    made = gathered(workspace)
    assert made.chain.startswith("DOES NOT HOLD")
    assert [line.what for line in made.missing] == ["decisions, dispositions.csv:3:1"]
    assert {line.decision for line in made.alerts} == {""}


def test_what_a_new_scan_does_not_give_is_told(workspace, quarter):
    late = quarter[2]

    def prove(place):
        return [Problem("RUN042", "it differs")] if place.name == late.run_id else []

    made = gathered(workspace, prove=prove)
    assert [line.proof.rpartition("; ")[2] for line in made.runs] == [
        "made again: equal",
        "made again: NOT PROVED: 1 problem",
    ]
    assert [(line.what, line.why) for line in made.missing] == [
        (f"run {late.run_id}, made again", "RUN042 it differs")
    ]


def test_the_folder_holds_its_lists_its_cases_and_every_hash(workspace, quarter, tmp_path):
    found = gather_dossier(workspace, START, END)
    out = tmp_path / "dossiers" / "q2"
    write_dossier(found, workspace.dispositions, out)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    held = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    del held["manifest.json"]
    assert {name: file_sha256(path) for name, path in held.items()} == manifest["outputs"]
    assert {"index.html", "book.html", "dispositions.csv", "missing.csv"} <= set(held)
    for line in found.dossier.cases:
        assert line.document in held
    for run in quarter[1:]:
        assert f"runs/{run.run_id}/manifest.json" in held
    with held["alerts.csv"].open(encoding="utf-8", newline="") as file:
        assert [row["alert_id"] for row in csv.DictReader(file)] == [
            line.alert_id for line in found.dossier.alerts
        ]
    assert [path.name for path in out.parent.iterdir()] == ["q2"]
    again = tmp_path / "again"
    write_dossier(found, workspace.dispositions, again)
    assert (again / "manifest.json").read_bytes() == (out / "manifest.json").read_bytes()


def test_the_book_is_that_of_the_last_run(workspace):
    book = gather_dossier(workspace, START, END).book
    (cash,) = (item for item in book.entries if item.scenario.scenario_id == "cash_test")
    assert cash.in_force["least"] == 2
    assert cash.tally.closed == 1


def test_a_period_without_anything_is_refused_and_nothing_is_written_over(workspace, tmp_path):
    with pytest.raises(UsageError) as caught:
        gather_dossier(workspace, date(2020, 1, 1), date(2020, 3, 31))
    assert caught.value.problems[0].code == "RUN004"
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note").touch()
    with pytest.raises(UsageError):
        check_place(tmp_path / "full")
