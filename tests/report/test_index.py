from dataclasses import replace
from datetime import date

from aml.core.case import ThresholdSetUse
from aml.core.disposition import Disposition
from aml.core.problem import Problem
from aml.core.scenario import Applicability
from aml.report import render_index
from tests.report import cases
from tests.report.pages import Page, assert_accessible, assert_self_contained
from tests.report.test_narrative import graded


def titles(text):
    return [title for _, title in Page(text).headings]


def test_the_page_opens_with_the_cases_by_severity():
    run = cases.run_of((cases.many_subjects(), replace(cases.remittances_only(), case_id="C-2")))
    text = render_index(run)
    page = assert_accessible(text)
    assert_self_contained(text)
    assert titles(text)[:5] == ["Cases of the run", "Counts", "Cases", "Critical: 1", "High: 1"]
    assert "EUR 120,000.00" in page.text
    assert "State Complete" in page.text


def test_each_case_leads_to_the_documents_that_the_run_writes():
    run = cases.run_of()
    links = {link["href"] for link in Page(render_index(run)).all("a")}
    assert {"cases/C-5a1e0c2b77/sar.html", "cases/C-5a1e0c2b77/sar.pdf"} <= links
    assert {"quality.html", "coverage.html"} <= links
    only_pdf = render_index(replace(run, settings={"documents": "pdf"}))
    assert "sar.html" not in only_pdf
    assert "sar.pdf" in only_pdf
    assert "sar." not in render_index(replace(run, settings={"documents": ""}))


def test_an_incomplete_run_says_so_first_and_why():
    run = cases.run_of()
    failed = Applicability("funnel", "incomplete", "transactions span 3 days")
    text = render_index(
        replace(run, applicability=(*run.applicability, failed), problems=(Problem("SCN041", "It failed"),))
    )  # fmt: skip
    assert titles(text)[1] == "Why the run is incomplete"
    assert "funnel: transactions span 3 days" in text
    assert "INCOMPLETE" in text
    assert "SCN041" in text


def test_beside_a_previous_run_new_extended_known_and_gone_come_first():
    run = cases.run_of()
    assert "Since the previous run" not in render_index(run)
    first, second, third, low = run.alerts
    alerts = (replace(first, seen="extended"), replace(second, seen="known"), third, low)
    settings = {**run.settings, "previous": "2026-03-30-0badcafe"}
    text = render_index(replace(run, alerts=alerts, gone=("A-00000000dead",), settings=settings))
    assert titles(text)[2:7] == [
        "Since the previous run",
        "New: 2",
        "Extended: 1",
        "Known: 1",
        "Gone: 1",
    ]
    assert "A-00000000dead" in text
    assert "New alerts" in text
    assert "Known alerts" not in text  # most of them every night, and before the cases
    assert "Alerts of the run before, 2026-03-30-0badcafe, that nothing raises" in text


def test_the_page_says_what_the_activity_of_a_case_is():
    assert "money that comes in and goes out again counts once" in render_index(cases.run_of())


def test_alerts_without_a_case_and_suppressed_ones_are_listed():
    run = cases.run_of()
    hidden = replace(run.alerts[-1], alert_id="A-hidden", status="suppressed")
    text = render_index(replace(run, alerts=(*run.alerts, hidden)))
    assert "Alerts without a case: 1" in titles(text)
    assert "Suppressed alerts: 1" in titles(text)


def test_the_set_that_held_is_said_of_a_rule_that_has_sets_and_of_no_other():
    run = cases.run_of()
    assert "threshold set" not in render_index(run)
    low = next(alert for alert in run.alerts if alert.case_id is None)
    tight = ThresholdSetUse("tight@2", "tills", ("segment: retail",), {"least": "2"}, "0" * 64)
    uses = tuple(
        replace(use, threshold_sets=(tight,)) if use.reference == low.reference else use
        for use in (*run.scenarios, replace(run.scenarios[0], reference=low.reference))
    )
    held = replace(low, threshold_set="tight@2", alert_id="A-tight")
    page = Page(render_index(replace(run, scenarios=uses, alerts=(*run.alerts, held)))).text
    assert f"({low.reference}, threshold set tight@2)" in page
    assert f"({low.reference}, threshold set default)" in page


def test_a_quiet_run_has_a_page_too():
    run = replace(cases.run_of(()), alerts=(), applicability=())
    page = assert_accessible(render_index(replace(run, applicability=cases.run_of().applicability)))
    assert "No alert is grave enough to open a case." in page.text


def test_no_name_stands_on_the_page():
    text = render_index(cases.run_of())
    assert "Fuentes" not in text
    assert "Barrientos" not in text


def test_a_case_graver_than_each_of_its_alerts_says_so():
    run = cases.run_of((graded(("medium", 78), ("high", 62)),))
    assert "Sign 1 (by several alerts together)" in Page(render_index(run)).text
    assert "together" not in render_index(
        cases.run_of(
            (
                graded(
                    ("high", 70),
                ),
            )
        )
    )


def test_what_is_filed_or_closed_stands_below_what_waits_with_its_status():
    first = cases.many_subjects()
    second = replace(cases.remittances_only(), case_id="C-2")
    ids = tuple(alert.alert_id for alert in first.alerts)
    second = replace(second, alerts=tuple(replace(a, alert_id="A-22") for a in second.alerts))
    made = Disposition("C-1", "close", "A", date(2026, 4, 1), "seen and known", "run", ids)
    run = replace(cases.run_of((first, second)), decided=dict.fromkeys(ids, made))
    page = assert_accessible(render_index(run))
    shown = [title for _, title in page.headings]
    assert shown[2:5] == ["Cases", "High: 1", "Filed or closed: 1"]
    assert "Closed on 2026-04-01" in page.text
    assert page.text.index("C-2") < page.text.index("Closed on")
