import json
from dataclasses import replace

import pytest

from aml.pipeline.suppress import suppress
from aml.store import Store
from aml.store.schema import create_schema
from tests.case.alerts import alert
from tests.pipeline import ledgers


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
        assert [item.status for item in suppress(store, [found])] == [status]


def test_a_suppressed_alert_is_counted_shown_and_opens_no_case(tmp_path):
    run, place = ledgers.run(tmp_path, suppressions=[ledgers.suppression()])
    assert run.cases == ()
    counts = json.loads((place / "manifest.json").read_text())["counts"]
    assert (counts["hits"], counts["alerts"], counts["suppressed"]) == (1, 0, 1)
    assert "Suppressed alerts: 1" in (place / "index.html").read_text(encoding="utf-8")


def test_suppressions_may_lie_with_the_scenarios(tmp_path):
    path = tmp_path / "rules" / "suppressions" / "desk.csv"
    ledgers.write_csv(path, [ledgers.suppression()])
    run, place = ledgers.run(tmp_path)
    assert [alert.status for alert in run.alerts] == ["suppressed"]
    assert (place / "inputs" / "scenarios" / "suppressions" / "desk.csv").is_file()
