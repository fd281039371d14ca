"""Decisions against a run: what they cover, where its cases stand, what goes on after a closing."""

from datetime import date

import pytest

from aml.core.problem import UsageError
from aml.core.progress import Silent
from aml.pipeline.decide import disposition, standings
from aml.pipeline.dispositions import append_disposition
from aml.pipeline.keep import kept_dispositions
from aml.pipeline.previous import read_previous
from aml.pipeline.replay import replay
from aml.pipeline.workspace import read_workspace
from tests.pipeline import ledgers


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """A run whose case was closed, and the workspace that it lies in."""
    folder = tmp_path_factory.mktemp("closed")
    run, place = ledgers.run(folder, records=ledgers.ledger(), flagged_parties=[ledgers.flagged()])
    (case,) = run.cases
    made = disposition(place, case.case_id, "close", by="A. Officer", on=date(2026, 5, 4),
                       reason="a sale of cattle, receipts seen")  # fmt: skip
    append_disposition(folder / "dispositions.csv", made)
    return folder, run, place, made


def again(folder, records, previous):
    workspace = read_workspace(
        ledgers.write_workspace(folder, records=records, flagged_parties=[ledgers.flagged()])
    )
    return ledgers.run_workspace(workspace, previous=read_previous(previous))[0]


def refused(place, subject="", **more):
    given = {"by": "A. Officer", "on": date(2026, 5, 4), "reason": "known and seen"} | more
    with pytest.raises(UsageError) as error:
        disposition(place, subject, given.pop("decision", "close"), **given)
    return str(error.value)


def test_a_decision_on_a_case_covers_its_alerts(closed):
    _, run, place, made = closed
    assert set(made.alerts) == {alert.alert_id for alert in run.cases[0].alerts}
    (standing,) = standings(place, [made])
    assert (standing.status, standing.undecided) == ("close", ())


def test_a_case_stays_open_until_all_its_alerts_are_decided(closed):
    _, run, place, _ = closed
    first, *others = (alert.alert_id for alert in run.cases[0].alerts)
    one = disposition(place, first, "file", by="A", on=date(2026, 5, 4), reason="no answer came")
    (standing,) = standings(place, [one])
    assert standing.status == "open"
    assert set(standing.undecided) == set(others)


def test_a_closed_alert_that_does_not_go_on_keeps_its_id(closed):
    folder, run, place, _ = closed
    found = again(folder, ledgers.ledger(), place)
    assert {a.alert_id for a in found.alerts} == {a.alert_id for a in run.alerts}
    assert {a.seen for a in found.alerts} == {"known"}
    assert set(found.decided) == {a.alert_id for c in run.cases for a in c.alerts}


def test_a_closed_alert_that_goes_on_is_raised_again_and_says_what_it_continues(closed):
    folder, run, place, _ = closed
    more = [*ledgers.ledger(), ledgers.cash(5, 64, "9444.44")]
    found = again(folder, more, place)
    before = {a.source: a.alert_id for a in run.alerts}
    cash = next(a for a in found.alerts if a.source == "cash_test")
    assert (cash.seen, cash.continues) == ("new", before["cash_test"])
    assert cash.alert_id != before["cash_test"]
    assert cash.alert_id not in found.decided
    assert found.decided[cash.continues].decision == "close", "its pages know what it continues"
    (case,) = (
        c
        for c in found.cases
        if cash in c.alerts or cash.alert_id in {a.alert_id for a in c.alerts}
    )
    assert case.case_id == cash.case_id


def test_what_continues_is_known_the_night_after(closed):
    folder, _, place, _ = closed
    more = [*ledgers.ledger(), ledgers.cash(5, 64, "9444.44")]
    workspace = read_workspace(
        ledgers.write_workspace(folder, records=more, flagged_parties=[ledgers.flagged()])
    )
    first, second = ledgers.run_workspace(workspace, previous=read_previous(place))
    found = again(folder, more, second)
    before = next(a for a in first.alerts if a.source == "cash_test")
    after = next(a for a in found.alerts if a.source == "cash_test")
    assert (after.alert_id, after.seen) == (before.alert_id, "known")
    assert after.continues == before.continues


def test_a_run_keeps_the_decisions_that_it_was_made_with(closed):
    folder, _, place, made = closed
    assert kept_dispositions(place) == ()
    more = [*ledgers.ledger(), ledgers.cash(5, 64, "9444.44")]
    workspace = read_workspace(
        ledgers.write_workspace(folder, records=more, flagged_parties=[ledgers.flagged()])
    )
    _, second = ledgers.run_workspace(workspace, previous=read_previous(place))
    assert kept_dispositions(second) == (made,)
    path = folder / "dispositions.csv"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    try:
        assert replay(second, folder, Silent()).different == ()
    finally:
        path.write_text(text, encoding="utf-8")


def test_what_a_decision_needs(closed):
    _, run, place, _ = closed
    case_id = run.cases[0].case_id
    assert f"did you mean '{case_id}'?" in refused(place, case_id[:-1])
    assert "the reason says too little" in refused(place, case_id, reason="ok")
    assert "nobody is named" in refused(place, case_id, by=" ")
    assert "a spreadsheet" in refused(place, case_id, reason="=HYPERLINK(1) x")
    assert "only --decision file" in refused(place, case_id, document_number="31")
    late = refused(place, case_id, decision="file", filed_on=date(2026, 6, 1))
    assert "after the day of the decision" in late
