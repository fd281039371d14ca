"""What a run says of cash at places of which nobody can tell whether an order covers them."""

import csv
import json

import pytest

from aml.core.shipped import shipped
from tests.pipeline import ledgers

RULE = (shipped("scenarios") / "structuring" / "gto_band.yml").read_text(encoding="utf-8")
AGENTS = [
    {"agent_id": "TUCSON", "county": "Pima", "region": "AZ", "country": "US"},
    {"agent_id": "YUMA", "county": "Yuma", "region": "AZ", "country": "US"},
    {"agent_id": "MESA", "region": "AZ", "country": "US"},
]


def reference(name):
    path = shipped("scenarios") / "reference" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sent(day, agents):
    return [
        {
            "remittance_id": f"R{day}{number}", "sent_on": day, "amount": "990.00", "currency": "USD",
            "sender_name": "Zebulon Quixley", "sender_document": "D1", "receiver_name": "Rosa Roble",
            "funding": "cash", "send_agent_id": agent,
        }
        for number, agent in enumerate(agents)
    ]  # fmt: skip


def scanned(folder, remittances, **more):
    given = {"agents": AGENTS, "scenarios": {"gto_band": RULE, "cash_test": ledgers.CASH}}
    given |= {name: reference(name) for name in ("thresholds", "threshold_areas")}
    return ledgers.run(folder, remittances=remittances, **(given | more))


def measured(run, scenario_id="gto_band"):
    (item,) = [item for item in run.applicability if item.scenario_id == scenario_id]
    return item.state, dict(item.measured)


def test_places_outside_an_incomplete_list_are_counted_and_the_run_is_complete(tmp_path):
    rows = sent("2026-04-06", ["TUCSON", "TUCSON", "TUCSON", "YUMA", "YUMA", "MESA", "GONE"])
    run, place = scanned(tmp_path, rows)
    assert [alert.source for alert in run.alerts if alert.source == "gto_band"] == ["gto_band"]
    assert measured(run) == (
        "ran",
        {
            "not judged, as the area list of US-GTO-3 is not complete": "3 cash entries at 2 places",
            "not judged, as their county or postal code is not recorded, which US-GTO-3 needs": (
                "1 cash entry at 1 place"
            ),
        },
    )
    assert measured(run, "cash_test") == ("ran", {}), "it reads no such line"
    assert (run.reading.rejected, run.reading.duplicates) == (0, 0), "the dated tables load whole"
    assert run.is_complete
    held = json.loads((place / "coverage.json").read_text(encoding="utf-8"))
    (item,) = [item for item in held["scenarios"] if item["scenario_id"] == "gto_band"]
    assert len(item["measured"]) == 2
    page = (place / "coverage.html").read_text(encoding="utf-8")
    assert "not judged, as the area list of US-GTO-3 is not complete: 3 cash entries" in page


def test_a_complete_list_judges_every_place_that_is_known(tmp_path):
    rows = sent("2026-01-06", ["YUMA", "YUMA", "YUMA", "TUCSON"])
    run, _ = scanned(tmp_path, rows)
    assert measured(run) == ("ran", {})


@pytest.mark.parametrize("day", ["2026-04-06", "2026-01-06"])
def test_where_no_place_can_be_judged_the_scenario_says_so_and_how_much_it_leaves(tmp_path, day):
    run, _ = scanned(tmp_path, sent(day, ["MESA", "MESA", "MESA"]))
    state, left = measured(run)
    assert state == "not_applicable"
    assert list(left.values()) == ["3 cash entries at 1 place"]
    assert run.is_complete


def test_a_bank_without_such_desks_is_none_of_its_business(tmp_path):
    run, _ = scanned(tmp_path, None, agents=None)
    (item,) = [item for item in run.applicability if item.scenario_id == "gto_band"]
    assert (item.state, item.reason) == (
        "not_applicable",
        "no cash was taken at a desk of a money services business",
    )
    assert dict(item.measured) == {}
