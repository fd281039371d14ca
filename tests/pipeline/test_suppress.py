import json
from dataclasses import replace

import pytest

from aml.core.case import EvidenceRow
from aml.pipeline.suppress import suppress
from aml.store import Store
from aml.store.schema import create_schema
from tests.case.alerts import alert
from tests.pipeline import ledgers
from tests.report.pages import Page

KNOWN = ("cash_test", "listed_test")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, "suppressed"),
        ({"focus_id": ""}, "suppressed"),
        ({"focus_id": "CUS-N1"}, "open"),
        ({"scenario_id": "listed_test"}, "open"),
        ({"valid_to": "2026-04-30"}, "suppressed"),
        ({"valid_to": "2026-04-29"}, "open"),
        ({"valid_from": "2026-05-01"}, "open"),
    ],
)
def test_a_suppression_holds_for_its_scenario_focus_and_days(given, status):
    values = ledgers.suppression(file_id=1, source_row=1, **given)
    values["focus_id"] = values["focus_id"] or None
    found = replace(alert("a", "CUS-Q1"), source="cash_test")
    with Store() as store:
        create_schema(store)
        store.run("INSERT INTO institution VALUES ('Bank', 'US', 'bank', 'USD', '2026-04-30')")
        store.insert("suppressions", list(values), [list(values.values())])
        (marked,), _, problems = suppress(store, [found], {}, KNOWN)
        assert marked.status == status
        assert marked.suppressed_by == ("S1" if status == "suppressed" else None)
        assert problems == []


def suppressing(found, rows=None, **given):
    """The alert after one suppression, and the problems."""
    values = ledgers.suppression(file_id=1, source_row=4, **given)
    with Store() as store:
        create_schema(store)
        store.run("INSERT INTO institution VALUES ('Bank', 'US', 'bank', 'USD', '2026-04-30')")
        store.run("INSERT INTO ledger_files VALUES (1, 'own', 'suppressions', 'own.csv', '', 1)")
        store.insert("suppressions", list(values), [list(values.values())])
        (marked,), _, problems = suppress(store, [found], rows or {}, KNOWN)
    return marked.status, problems


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"valid_from": "2026-01-01", "valid_to": "2027-01-02"}, "more than 365 days"),
        ({"scenario_id": "*", "focus_id": None}, "neither a scenario nor a focus"),
        ({"focus_id": None, "counterparty": "X-9"}, "a counterparty and no focus"),
        ({"scenario_id": "cash_tset"}, "no scenario 'cash_tset'; did you mean 'cash_test'?"),
        ({"valid_from": "2026-05-01", "valid_to": "2026-04-01"}, "ends before it begins"),
    ],
)
def test_what_nobody_may_answer_for_is_not_used_and_told(given, why):
    status, (problem,) = suppressing(replace(alert("a", "CUS-Q1"), source="cash_test"), **given)
    assert status == "open"
    assert (problem.code, str(problem.location)) == ("RUN017", "own.csv: record 4")
    assert why in problem.message


def test_a_year_may_be_answered_for_and_every_scenario_of_a_focus():
    found = replace(alert("a", "CUS-Q1"), source="cash_test")
    year = {"valid_from": "2026-01-01", "valid_to": "2027-01-01"}
    assert suppressing(found, scenario_id="*", **year) == ("suppressed", [])


def cited(table, record, **values):
    return EvidenceRow(table, record, "bank", "a.csv", 1, values, "", ())


@pytest.mark.parametrize(
    ("others", "linked", "status"),
    [
        (("X-9", "X-9"), (), "suppressed"),
        (("X-9", "Y-1"), (), "open"),
        (("X-9", ""), (), "open"),
        (("X-9", "X-9"), ("flagged_parties:F1",), "open"),
    ],
)
def test_a_trusted_pair_covers_payments_between_the_two_alone(others, linked, status):
    ids = tuple(f"T{n}" for n, _ in enumerate(others))
    found = replace(
        alert("a", "CUS-Q1"), source="cash_test", transaction_ids=ids, linked_ids=linked
    )
    rows = {
        key: (cited("transactions", key, counterparty_account=other),)
        for key, other in zip(ids, others, strict=True)
    }
    rows |= {key: (cited("flagged_parties", "F1"),) for key in linked}
    assert suppressing(found, rows, scenario_id="*", counterparty="X-9")[0] == status


def test_a_suppressed_alert_is_counted_shown_and_opens_no_case(tmp_path):
    run, place = ledgers.run(tmp_path, suppressions=[ledgers.suppression()])
    assert run.cases == ()
    counts = json.loads((place / "manifest.json").read_text())["counts"]
    assert (counts["hits"], counts["alerts"], counts["suppressed"]) == (1, 0, 1)
    page = Page((place / "index.html").read_text(encoding="utf-8")).text
    assert "Suppressed alerts: 1" in page
    assert "(cash_test@1, answered by S1)" in page
    assert "S1 cash_test known desk 2026-12-31 1 USD 28,621.89" in page


def test_what_is_in_force_is_kept_with_what_it_answered(tmp_path):
    idle = ledgers.suppression(suppression_id="S2", focus_id="CUS-N1")
    over = ledgers.suppression(suppression_id="S3", valid_to="2026-03-31")
    run, place = ledgers.run(tmp_path, suppressions=[ledgers.suppression(), idle, over])
    assert [(item.suppression_id, item.hits) for item in run.suppressions] == [("S1", 1), ("S2", 0)]
    assert (place / "suppressions.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "S1,cash_test,CUS-Q1,,known,desk,2026-01-01,2026-12-31,1,28621.8900",
        "S2,cash_test,CUS-N1,,known,desk,2026-01-01,2026-12-31,0,0",
    ]


def test_suppressions_may_lie_with_the_scenarios(tmp_path):
    path = tmp_path / "rules" / "suppressions" / "desk.csv"
    ledgers.write_csv(path, [ledgers.suppression()])
    run, place = ledgers.run(tmp_path)
    assert [alert.status for alert in run.alerts] == ["suppressed"]
    assert (place / "inputs" / "scenarios" / "suppressions" / "desk.csv").is_file()
