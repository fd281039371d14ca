"""Where a case stands: open, partly decided, escalated, to be filed, filed, closed."""

from dataclasses import replace
from datetime import date

import pytest

from aml.core.disposition import Disposition
from aml.core.standing import standing
from tests.report import cases

CASE = replace(cases.small(), alerts=(cases.alert(1), cases.alert(2)))
FIRST, SECOND = (alert.alert_id for alert in CASE.alerts)


def decided(decision, *ids, day=4, **more):
    made = Disposition(
        "C-1", decision, "A", date(2026, 5, day), "seen and known", "run", ids, **more
    )
    return dict.fromkeys(ids, made)


@pytest.mark.parametrize(
    ("decisions", "words", "is_settled"),
    [
        ({}, "open", False),
        (decided("close", FIRST), "partly decided, 1 of 2 alerts open", False),
        (decided("close", FIRST, SECOND), "closed on 2026-05-04", True),
        (decided("close", FIRST) | decided("escalate", SECOND, day=6), "escalated on 2026-05-06",
         False),
        (decided("file", FIRST, SECOND), "to be filed, decided on 2026-05-04", False),
        (decided("file", FIRST, SECOND, filed_on=date(2026, 5, 3)), "filed on 2026-05-03", True),
        (decided("close", FIRST) | decided("file", SECOND, filed_on=date(2026, 5, 3)),
         "filed on 2026-05-03", True),
        (decided("file", FIRST) | decided("file", SECOND, day=5, filed_on=date(2026, 5, 3)),
         "to be filed, decided on 2026-05-05", False),
    ],
)  # fmt: skip
def test_the_status_of_a_case_is_the_gravest_of_what_was_decided(decisions, words, is_settled):
    found = standing(CASE, decisions)
    assert (found.words, found.is_settled) == (words, is_settled)


def test_decisions_on_what_the_case_continues_are_of_before():
    goes_on = replace(CASE.alerts[0], alert_id="A-new", continues=FIRST)
    found = standing(replace(CASE, alerts=(goes_on,)), decided("close", FIRST))
    assert found.words == "open"
    assert [item.decision for item in found.before] == ["close"]


@pytest.mark.parametrize(
    ("alerts", "seen"),
    [
        (("new", "new"), "new"),
        (("known", "known"), "known"),
        (("extended", "extended"), "extended"),
        (("known", "new"), "extended"),
        (("known", "extended"), "extended"),
    ],
)
def test_a_case_is_extended_by_whatever_came_to_what_was_known(alerts, seen):
    pairs = zip(CASE.alerts, alerts, strict=True)
    case = replace(CASE, alerts=tuple(replace(alert, seen=state) for alert, state in pairs))
    assert standing(case, {}).seen == seen
