from dataclasses import replace
from datetime import date

import polars
import pytest

from aml.core.problem import RunError
from aml.core.scenario import Applicability
from aml.pipeline.decide import due_dates, standings
from aml.pipeline.previous import Previous, PreviousAlert, compare, read_previous, unexamined
from aml.pipeline.workspace import read_workspace
from tests.case.alerts import alert
from tests.pipeline import ledgers
from tests.report.pages import Page


def earlier(*alerts):
    return Previous(
        "before",
        tuple(
            PreviousAlert(item.alert_id, item.source, "customer", item.focus_id, item.transaction_ids)
            for item in alerts
        ),
    )  # fmt: skip


def seen(alerts, previous):
    found, gone = compare(alerts, previous)
    return {(item.alert_id, item.seen) for item in found}, gone


def test_without_an_earlier_run_everything_is_new():
    assert seen([alert("a", cites=["T1"])], None) == ({("a", "new")}, ())


def test_new_known_extended_and_gone():
    before = earlier(
        alert("same", "C1", cites=["T1", "T2"]),
        alert("grown", "C2", cites=["T3"]),
        alert("left", "C3", cites=["T5"]),
    )
    now = [
        alert("same", "C1", cites=["T1", "T2"]),
        alert("grown", "C2", cites=["T3", "T4"]),
        alert("fresh", "C4", cites=["T6"]),
    ]
    assert seen(now, before) == (
        {("same", "known"), ("grown", "extended"), ("fresh", "new")}, ("left",),
    )  # fmt: skip


def test_a_late_record_that_moves_the_first_one_keeps_the_id():
    before = earlier(alert("old", cites=["T2", "T3"]))
    assert seen([alert("moved", cites=["T1", "T2", "T3"])], before)[0] == {("old", "extended")}


def test_another_subject_or_source_is_another_alert():
    before = earlier(alert("old", "C1", cites=["T1"]))
    now = [alert("b", "C2", cites=["T1"]), alert("c", "C1", typology="F01", cites=["T1"])]
    assert seen(now, before) == ({("b", "new"), ("c", "new")}, ("old",))


def test_of_the_parts_of_an_alert_one_keeps_its_id():
    before = earlier(alert("old", cites=["T1", "T5"]))
    parts = [alert("late", cites=["T5"], start=9), alert("early", cites=["T1"])]
    assert seen(parts, before)[0] == {("old", "known"), ("late", "new")}
    named = [alert("old", cites=["T5"], start=9), alert("early", cites=["T1"])]
    assert seen(named, before)[0] == {("old", "known"), ("early", "new")}


def test_alerts_that_grew_together_are_one_and_none_is_gone():
    before = earlier(alert("one", cites=["T1"]), alert("two", cites=["T3"]))
    assert seen([alert("one", cites=["T1", "T2", "T3"])], before) == ({("one", "extended")}, ())


def test_an_alert_whose_suppression_ran_out_is_new_for_nobody_has_looked_at_it():
    one, two = alert("one", "C1", cites=["T1"]), alert("two", "C2", cites=["T2"])
    before = earlier(one, two)
    before = replace(before, alerts=tuple(replace(a, is_suppressed=True) for a in before.alerts))
    now = [one, replace(two, status="suppressed")]
    assert seen(now, before) == ({("one", "new"), ("two", "known")}, ())


def test_alerts_stay_in_order_under_their_earlier_ids():
    before = earlier(alert("z", "C1", cites=["T1"]))
    now = [alert("a", "C1", cites=["T0", "T1"]), alert("b", "C2", cites=["T2"])]
    assert [item.alert_id for item in compare(now, before)[0]] == ["b", "z"]


def test_an_alert_whose_scenario_did_not_run_is_said_not_to_be_gone_from_the_ledger():
    before = earlier(
        alert("left", cites=["T1"]), alert("other", "C2", typology="F01", cites=["T2"])
    )
    states = [Applicability("rule_s01", "incomplete", "x"), Applicability("rule_f01", "ran", "")]
    (problem,) = unexamined(("left", "other"), before, states)
    assert problem.code == "RUN012"
    assert problem.message.startswith("rule_s01 did not run")
    assert unexamined((), None, states) == ()


def test_the_pages_open_with_what_is_new_extended_known_and_gone(tmp_path):
    _, first = ledgers.run(tmp_path, flagged_parties=[ledgers.flagged()], documents='"html"')
    records = [r for r in ledgers.ledger() if r["transaction_id"] != "T4"]
    records += [ledgers.cash(0, 55, "9000.00"), ledgers.cash(70, 90, "1.00", "ACC-N1")]
    records += [ledgers.cash(71 + n, 91, "1.00", "ACC-N1") for n in range(2)]
    run, place = ledgers.run(
        tmp_path,
        records=records,
        flagged_parties=[ledgers.flagged()],
        previous=read_previous(first),
        documents='"html"',
    )
    before = polars.read_parquet(first / "alerts.parquet")
    now = polars.read_parquet(place / "alerts.parquet")
    grown = now.filter(seen="extended")
    known_id = before.filter(source="cash_test")["alert_id"].item()
    assert grown["alert_id"].to_list() == [known_id]
    assert "transactions:T0" in grown["transaction_ids"].item().to_list()
    assert set(now["seen"]) == {"extended", "new"}
    assert run.gone == (before.filter(source="listed_test")["alert_id"].item(),)
    assert run.settings["previous"] == first.name
    page = Page((place / "index.html").read_text(encoding="utf-8"))
    titles = [title for _, title in page.headings]
    assert titles[2:8] == [
        "Since the previous run", "New: 1", "Extended: 1", "Known: 0", "Gone: 1", "Cases",
    ]  # fmt: skip
    assert run.gone[0] in page.text


def test_the_same_ledger_beside_its_own_run_is_known_and_says_so(tmp_path):
    _, first = ledgers.run(tmp_path)
    run, place = ledgers.run(tmp_path, previous=read_previous(first))
    assert place != first
    assert {item.seen for item in run.alerts} == {"known"}


def test_the_day_on_which_a_case_was_first_seen_goes_from_night_to_night(tmp_path):
    workspace = read_workspace(
        ledgers.write_workspace(tmp_path, flagged_parties=[ledgers.flagged()])
    )
    previous = None
    for day in (10, 20, 30):
        run, place = ledgers.run_workspace(
            replace(workspace, as_of=date(2026, 5, day)), previous=previous
        )
        previous = read_previous(place)
    assert {alert.first_seen_on for alert in run.alerts} == {date(2026, 5, 10)}
    assert set(due_dates(place, standings(place, ())).values()) == {"2026-06-09"}


def test_an_alert_that_nobody_had_to_look_at_is_first_seen_when_somebody_has_to():
    hidden = replace(earlier(alert("a", cites=["T1"])).alerts[0], is_suppressed=True)
    known = replace(hidden, first_seen_on=date(2026, 5, 10))
    (found,), _ = compare([alert("a", cites=["T1"])], Previous("x", (known,)))
    assert (found.seen, found.first_seen_on) == ("new", None)


def test_a_quiet_run_beside_a_quiet_one_still_opens_with_it(tmp_path):
    quiet = list(ledgers.street())
    _, first = ledgers.run(tmp_path, records=quiet)
    _, place = ledgers.run(tmp_path, records=quiet, previous=read_previous(first))
    assert "Since the previous run" not in (first / "index.html").read_text(encoding="utf-8")
    assert "Since the previous run" in (place / "index.html").read_text(encoding="utf-8")


def test_what_is_no_run_cannot_be_compared_with(tmp_path):
    with pytest.raises(RunError, match="RUN003"):
        read_previous(tmp_path)
    _, place = ledgers.run(tmp_path)
    (place / "alerts.parquet").write_bytes(b"PAR1")
    with pytest.raises(RunError, match="RUN003"):
        read_previous(place)
