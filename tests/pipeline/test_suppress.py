import json

import pytest

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
def test_a_suppression_holds_for_its_scenario_focus_and_days(tmp_path, given, status):
    run, _ = ledgers.run(tmp_path, suppressions=[ledgers.suppression(**given)])
    assert [alert.status for alert in run.alerts] == [status]


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
