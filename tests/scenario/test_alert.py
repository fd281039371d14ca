"""From an episode to an alert: its figures, its score, its words, its id."""

from datetime import date
from decimal import Decimal

import pytest

from aml.core.case import EvidenceRow
from aml.core.problem import ScenarioError
from aml.scenario.alert import alert_id, raise_alert
from aml.scenario.fire import Firing
from tests.scenario.files import scenario_of, spoilt


def entry(record_id, day, amount="5000.0000", table="transactions"):
    when = "sent" if table == "remittances" else "booked"
    values = {
        f"{when}_at": f"2026-03-{day:02} 12:00:00",
        f"{when}_on": f"2026-03-{day:02}",
        "amount_base": amount,
    }
    return EvidenceRow(table, record_id, "core", "l.csv", day, values, "", ())


def firing(*ids, linked=(), **measures):
    found = {
        "items": len(ids),
        "total_base": Decimal(5000 * len(ids)),
        "farthest": None,
        **measures,
    }
    return Firing("A1", date(2026, 3, 2), date(2026, 3, 4), ids, linked, found)


def alert_of(scenario, fired, rows):
    return raise_alert(scenario, fired, rows, scenario.defaults(), "USD")


ROWS = [entry("T1", 2), entry("T2", 4)]


def test_an_alert_says_what_why_and_how_much(tmp_path):
    alert = alert_of(scenario_of(tmp_path), firing("T1", "T2"), ROWS)
    assert (alert.reference, alert.typology, alert.focus_kind, alert.focus_id) == (
        "demo@1",
        "S01",
        "account",
        "A1",
    )
    assert (alert.score, alert.severity, alert.amount_base) == (30, "low", 10000)
    assert [(f.name, f.text, f.origin) for f in alert.figures] == [
        ("items", "2", "cited"), ("total_base", "USD 10,000.00", "cited"), ("farthest", "none", "context"),
    ]  # fmt: skip
    assert alert.explanation.startswith(
        "2 to 4 March 2026: 2 deposits of USD 10,000.00 on account A1."
    )
    assert (alert.filing_codes, alert.key_terms, alert.goaml_tags) == (
        ("8/821",),
        ("Funnel Account",),
        ("STRUCT",),
    )


def test_points_and_codes_follow_the_measures_and_severity_the_score(tmp_path):
    scenario = scenario_of(tmp_path, spoilt("points: 20", "points: 60"))
    alert = alert_of(scenario, firing("T1", "T2", "T3"), [*ROWS, entry("T3", 4)])
    assert [(line.name, line.points) for line in alert.contributions] == [
        ("base", 30),
        ("count", 60),
    ]
    assert alert.severity == "high", "the cap of the file, though 90 points are critical"
    assert alert.filing_codes == ("8/821", "1/114")


def test_key_terms_follow_the_measures(tmp_path):
    terms = "[TBML, {term: Funnel Account, when: 'items >= 3'}, {term: IVTS, when: farthest > 5}]"
    scenario = scenario_of(tmp_path, spoilt("[Funnel Account]", terms))
    assert alert_of(scenario, firing("T1", "T2"), ROWS).key_terms == ("TBML",)
    rows = [*ROWS, entry("T3", 4)]
    assert alert_of(scenario, firing("T1", "T2", "T3"), rows).key_terms == (
        "TBML",
        "Funnel Account",
    )


def test_tags_for_goaml_follow_the_measures(tmp_path):
    tags = "[STRUCT, {tag: TF, when: 'items >= 3'}]"
    scenario = scenario_of(tmp_path, spoilt("goaml: [STRUCT]", f"goaml: {tags}"))
    assert alert_of(scenario, firing("T1", "T2"), ROWS).goaml_tags == ("STRUCT",)
    rows = [*ROWS, entry("T3", 4)]
    assert alert_of(scenario, firing("T1", "T2", "T3"), rows).goaml_tags == ("STRUCT", "TF")


def test_a_figure_that_the_rows_do_not_give_is_no_figure(tmp_path):
    with pytest.raises(ScenarioError) as caught:
        alert_of(scenario_of(tmp_path), firing("T1", "T2", total_base=Decimal(9999)), ROWS)
    (problem,) = caught.value.problems
    assert problem.code == "SCN040"
    assert "9999" not in str(problem), "amounts stay inside the run"
    assert problem.location.line > 1


def test_a_record_that_does_not_exist_cannot_be_cited(tmp_path):
    with pytest.raises(ScenarioError) as caught:
        alert_of(scenario_of(tmp_path), firing("T1", "T2", linked=("remittances:R9",)), ROWS)
    assert [p.code for p in caught.value.problems] == ["SCN032"]


def test_a_narrative_with_an_absent_fact_is_no_alert(tmp_path):
    scenario = scenario_of(
        tmp_path, spoilt("home is near", "home is {{ farthest | number }} km away")
    )
    with pytest.raises(ScenarioError) as caught:
        alert_of(scenario, firing("T1", "T2"), ROWS)
    assert [p.code for p in caught.value.problems] == ["SCN041"]


def test_the_id_is_of_the_first_entry_by_time_and_not_by_name_or_order():
    rows = [entry("T1", 4), entry("T9", 2), entry("T0", 2)]
    ids = {alert_id("demo", "account", "A1", order) for order in (rows, rows[::-1])}
    assert ids == {alert_id("demo", "account", "A1", [entry("T0", 2), entry("T5", 9)])}
    assert ids != {alert_id("demo", "account", "A2", rows)}
    assert ids != {alert_id("demo", "customer", "A1", rows)}
    assert ids != {alert_id("other", "account", "A1", rows)}


def test_linked_records_decide_on_the_id_only_where_no_entry_is_cited():
    linked = entry("R1", 1, table="remittances")
    assert alert_id("d", "party", "P", [linked, *ROWS]) == alert_id("d", "party", "P", ROWS)
    assert alert_id("d", "party", "P", [linked]) != alert_id("d", "party", "P", ROWS)
    listed = entry("E1", 1, table="flagged_parties")
    assert alert_id("d", "party", "P", [listed, linked]) == alert_id("d", "party", "P", [linked])
