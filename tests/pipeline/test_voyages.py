"""What a run says of voyages: mistakes in trade tables, and what could not be judged."""

from aml.core.shipped import shipped
from tests.pipeline import ledgers
from tests.shipping.voyages import sail, voyage

RULE = (shipped("scenarios") / "trade" / "roundabout_voyage.yml").read_text(encoding="utf-8")
BILL = {"bl_no": "B1", "issued_on": "2026-03-01", "voyage_id": "V1", "container_number": "MSKU1"}


def scanned(folder, calls, **more):
    given = {
        "port_calls": calls,
        "voyages": [voyage(item) for item in sorted({call["voyage_id"] for call in calls})],
        "bills_of_lading": [BILL],
        "scenarios": {"roundabout_voyage": RULE, "cash_test": ledgers.CASH},
    }
    return ledgers.run(folder, **(given | more))


def test_voyages_that_cannot_be_judged_are_counted_and_mistakes_are_told(tmp_path):
    calls = [*sail("V1", "ECGYE 1 NLRTM 20"), *sail("V2", "ECGYE 1 XXXXX 20")]
    run, place = scanned(tmp_path, calls)
    (item,) = [i for i in run.applicability if i.scenario_id == "roundabout_voyage"]
    left = {"not judged, as a port on the way has no known place by the sea": "1 voyage"}
    assert (item.state, dict(item.measured)) == ("ran", left)
    assert run.is_complete
    told = {problem.code: problem for problem in run.problems}
    assert set(told) == {"SHP001", "SHP004"}
    assert str(told["SHP004"].location).endswith("port_calls.csv: record 4")
    page = (place / "coverage.html").read_text(encoding="utf-8")
    assert "no known place by the sea: 1 voyage" in page
    assert "SHP001" in (place / "quality.html").read_text(encoding="utf-8")


def test_without_calls_the_scenario_is_not_applicable(tmp_path):
    run, _ = ledgers.run(tmp_path, scenarios={"roundabout_voyage": RULE})
    (item,) = [i for i in run.applicability if i.scenario_id == "roundabout_voyage"]
    assert (item.state, item.reason) == ("not_applicable", "no bills_of_lading were given")


def test_a_call_of_later_is_not_known_yet(tmp_path):
    calls = sail("V1", "ECGYE 1 GWOXB 9 NLRTM 20")
    run, _ = scanned(tmp_path, calls, scan='as_of = "2026-03-15"')
    assert any("1 record of port_calls is later" in problem.message for problem in run.problems)
