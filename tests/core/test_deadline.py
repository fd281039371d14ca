"""Due days: what is filed or closed has none, what goes on after a filing counts from it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from aml.core.deadline import detected_on, due, lawful_deadlines
from aml.core.disposition import Disposition
from aml.core.filing import US_DEADLINES, US_MSB_DEADLINES
from aml.core.standing import standing
from tests.report import cases

DETECTED = date(2026, 3, 31)
CASE = cases.small()


def of_all(decision, case=CASE, **more):
    ids = tuple(alert.alert_id for alert in case.alerts)
    made = Disposition("C-1", decision, "A", DETECTED, "seen and known", "run", ids, **more)
    return dict.fromkeys(ids, made)


def due_of(case, decided):
    return due(standing(case, decided), US_DEADLINES, DETECTED)


def going_on(filed_on):
    """A case that continues one that was filed on a day, and the decision on that."""
    before = Disposition(
        "C-0", "file", "A", DETECTED, "seen and known", "run", ("A-0",), filed_on=filed_on
    )
    alerts = tuple(replace(alert, continues="A-0") for alert in CASE.alerts)
    return due_of(replace(CASE, alerts=alerts), {"A-0": before})


@pytest.mark.parametrize("settled", [of_all("close"), of_all("file", filed_on=DETECTED)])
def test_what_is_filed_or_closed_is_not_due(settled):
    assert due_of(CASE, settled) is None


@pytest.mark.parametrize("waiting", [{}, of_all("escalate"), of_all("file")])
def test_what_waits_or_is_only_to_be_filed_stays_due(waiting):
    assert due_of(CASE, waiting).on == date(2026, 4, 30)


def test_what_goes_on_is_due_a_hundred_and_twenty_days_after_the_filing():
    found = going_on(date(2026, 2, 10))
    assert found.on == date(2026, 2, 10) + timedelta(days=120) == date(2026, 6, 10)
    assert found.because == "it continues what was filed on 2026-02-10"


def test_a_filing_whose_days_have_passed_before_it_goes_on_is_a_new_case():
    found = going_on(date(2025, 6, 1))
    assert found.on == date(2026, 4, 30)
    assert "too long ago" in found.because


def test_a_filing_without_a_day_counts_from_detection():
    found = going_on(None)
    assert found.on == date(2026, 4, 30)
    assert "has no day" in found.because


def test_a_case_seen_before_was_detected_by_the_run_before():
    assert detected_on(CASE, DETECTED, "2026-03-01-9f9f9f9f") == (DETECTED, False)
    known = replace(CASE, alerts=tuple(replace(a, seen="known") for a in CASE.alerts))
    assert detected_on(known, DETECTED, "2026-03-01-9f9f9f9f") == (date(2026, 3, 1), True)
    assert detected_on(known, DETECTED, "") == (DETECTED, True)


def test_a_case_was_detected_on_the_day_of_its_oldest_alert():
    days = (date(2026, 3, 20), date(2026, 2, 3))
    alerts = tuple(
        replace(CASE.alerts[0], seen="known", first_seen_on=day, alert_id=f"A-{day}")
        for day in days
    )
    case = replace(CASE, alerts=alerts)
    assert detected_on(case, DETECTED, "2026-03-25-9f9f9f9f") == (date(2026, 2, 3), False)
    one = replace(case, alerts=(alerts[0], replace(alerts[1], first_seen_on=None)))
    assert detected_on(one, DETECTED, "2026-03-25-9f9f9f9f") == (date(2026, 3, 25), True)


def test_the_law_is_known_of_one_country():
    assert lawful_deadlines("US", "bank") == US_DEADLINES
    assert lawful_deadlines("US", "msb") == US_MSB_DEADLINES
    assert lawful_deadlines("DE", "bank") is None
