from dataclasses import replace
from decimal import Decimal

import pytest

from aml.core.case import Tie
from aml.core.problem import ReportError
from aml.report.case_document import case_document
from tests.report import cases


def codes(case):
    with pytest.raises(ReportError) as caught:
        case_document(case)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize("build", [*cases.EVERY, cases.large], ids=lambda build: build.__name__)
def test_sound_cases_pass(build):
    assert case_document(build()).sections


@pytest.mark.parametrize(
    "column", ["booked_on", "direction", "channel", "amount", "currency", "account_id"]
)
def test_an_entry_without_what_every_entry_has_fails_the_report(column):
    case = cases.small()
    values = {name: text for name, text in case.rows[0].values.items() if name != column}
    broken = replace(case, rows=(replace(case.rows[0], values=values), *case.rows[1:]))
    with pytest.raises(ReportError) as caught:
        case_document(broken)
    (problem,) = caught.value.problems
    assert problem.code == "RPT001"
    assert str(problem.location) == "ledgers/core_2026q1.csv: record 12"
    assert "Fuentes" not in str(problem)
    assert "9500" not in str(problem)


@pytest.mark.parametrize(
    "change",
    [
        {"institution": ""},
        {"title": ""},
        {"subjects": ()},
        {"subjects": (cases.subject(1, ""),)},
        {"alerts": tuple(replace(a, title="") for a in cases.small().alerts)},
        {"alerts": tuple(replace(a, explanation="") for a in cases.small().alerts)},
        {"ties": (Tie("P001", "P999", "owner of the other subject"),)},
        {"provenance": replace(cases.PROVENANCE, scenarios=())},
    ],
    ids=[
        "institution",
        "title",
        "subjects",
        "name of a subject",
        "title of an alert",
        "explanation of an alert",
        "ties",
        "scenarios",
    ],
)
def test_a_case_without_what_every_report_states_fails(change):
    assert set(codes(replace(cases.small(), **change))) == {"RPT002"}


def test_a_record_of_an_unknown_alert_fails():
    case = cases.small()
    assert codes(replace(case, alerts=case.alerts[:1])) == ["RPT002"]


def test_totals_that_are_not_the_sum_of_the_records_fail():
    case = cases.small()
    wrong = replace(case.totals, credits=case.totals.credits + Decimal("0.01"))
    assert codes(replace(case, totals=wrong)) == ["RPT003"]


def test_a_score_that_its_lines_do_not_add_up_to_fails():
    case = cases.small()
    wrong = replace(case.alerts[0], score=Decimal(74))
    assert codes(replace(case, alerts=(wrong, case.alerts[1]))) == ["RPT003"]
    assert codes(replace(case, score=Decimal(99))) == ["RPT003"]
