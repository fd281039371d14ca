"""What is due in port, ranked by lists and alerts, as it could be known on the day of the run."""

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from aml.pipeline.arrivals import arrivals
from aml.report import arrivals_csv, render_arrivals, render_index
from aml.scenario.prepare import derive
from aml.store import Store
from tests.report import cases
from tests.screening.ledgers import filled

AS_OF = date(2026, 3, 31)
BILL = {
    "bl_no": "BL1", "issued_on": "2026-03-20", "voyage_id": "V1", "discharge_port": "NLRTM",
    "imo_number": "9074729", "vessel_name": "Mar Abierto", "container_number": "CSQU3054383",
    "shipper_name": "Frutas del Sur SA", "consignee_name": "Agro Handel BV",
    "carrier_name": "Atlas Lines",
}  # fmt: skip
CALL = {
    "port_call_id": "P1", "voyage_id": "V1", "sequence": 1, "port": "NLRTM",
    "due_at": "2026-04-06 05:00:00",
}  # fmt: skip
ENTRY = {"name": "Frutas del Sur", "strength": "0.8", "flagged_from": "2026-01-01"}


def due(alerts=(), days=14, **tables):
    given = {"bills_of_lading": [BILL], "port_calls": [CALL], **tables}
    with Store() as store:
        filled(store, **given)
        store.run("UPDATE institution SET as_of_on = $day", {"day": AS_OF})
        derive(store, ["arrivals"])
        return arrivals(store, alerts, AS_OF, days)


def test_a_flagged_shipper_gives_the_voyage_its_points_and_its_reason():
    (call,) = due(flagged_parties=[ENTRY])
    assert (call.voyage_id, call.port, call.due_on) == ("V1", "NLRTM", date(2026, 4, 6))
    assert (call.imo_number, call.vessel_name, call.bills, call.containers) == (
        "9074729", "Mar Abierto", 1, 1
    )  # fmt: skip
    (reason,) = call.reasons
    assert (reason.bl_no, reason.container_number) == ("BL1", "CSQU3054383")
    assert (reason.role, reason.name) == ("shipper", "Frutas del Sur SA")
    assert "E1, sdn" in reason.entry
    assert reason.points == call.points == Decimal("72.0"), "0.8 x 0.9 of the name alone"


def test_a_party_flagged_after_the_bill_was_issued_counts_too():
    (call,) = due(flagged_parties=[{**ENTRY, "flagged_from": "2026-03-28"}])
    assert [reason.role for reason in call.reasons] == ["shipper"]


def test_a_flag_of_tomorrow_is_not_known():
    (call,) = due(flagged_parties=[{**ENTRY, "flagged_from": "2026-04-01"}])
    assert call.reasons == ()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"due_at": "2026-04-14 23:00:00"}, 1),
        ({"due_at": "2026-04-15 00:00:00"}, 0),
        ({"due_at": "2026-03-31 23:00:00"}, 0),
        ({"due_at": "2026-04-01 00:00:00"}, 1),
        ({"arrived_at": "2026-03-30 05:00:00"}, 0),
        ({"arrived_at": "2026-04-07 05:00:00"}, 1),
        ({"port": "BEANR"}, 0),
    ],
)
def test_a_call_is_due_when_it_lies_ahead_and_unloads_there(changed, expected):
    assert len(due(port_calls=[{**CALL, **changed}])) == expected


def test_without_a_call_the_arrival_that_the_bill_states_counts():
    stated = {**BILL, "voyage_id": "", "arrival_on": "2026-04-05"}
    (call,) = due(bills_of_lading=[stated], port_calls=[])
    assert (call.voyage_id, call.imo_number, call.due_on) == ("", "9074729", date(2026, 4, 5))
    assert due(bills_of_lading=[{**stated, "arrival_on": "2026-03-31"}], port_calls=[]) == ()


@pytest.mark.parametrize(
    ("call", "due_on"),
    [
        ({"due_at": "2026-04-08 05:00:00"}, date(2026, 4, 8)),
        ({"due_at": "2026-03-28 05:00:00", "arrived_at": "2026-03-29 05:00:00"}, None),
        ({"due_at": "2026-03-01 05:00:00", "arrived_at": "2026-03-02 05:00:00"}, date(2026, 4, 5)),
    ],
)
def test_a_bill_without_a_voyage_goes_by_the_ships_next_call_after_its_issue(call, due_on):
    stated = {**BILL, "voyage_id": "", "arrival_on": "2026-04-05"}
    found = due(
        bills_of_lading=[stated],
        voyages=[{"voyage_id": "V1", "imo_number": "9074729"}],
        port_calls=[{**CALL, **call}],
    )
    assert [arrival.due_on for arrival in found] == ([due_on] if due_on else [])


def test_a_bill_that_is_not_issued_yet_is_not_known():
    assert due(bills_of_lading=[{**BILL, "issued_on": "2026-04-01"}]) == ()


def test_a_carrier_that_nobody_flagged_is_no_reason_and_a_flagged_one_is():
    (call,) = due(flagged_parties=[{**ENTRY, "name": "Atlas Lines"}])
    assert [reason.role for reason in call.reasons] == ["carrier"]
    customers = [{"customer_id": "C1", "name": "Atlas Lines"}]
    alert = cases.alert(1, rows=[cases.entry(1)], focus_id="C1")
    (call,) = due([alert], customers=customers)
    assert call.reasons == ()


def test_an_open_alert_on_a_customer_of_the_bill_is_a_reason_and_a_suppressed_one_is_not():
    customers = [{"customer_id": "C1", "name": "Agro Handel BV"}]
    alert = cases.alert(1, rows=[cases.entry(1)], focus_id="C1", case_id="C-1")
    (call,) = due([alert], customers=customers)
    (reason,) = call.reasons
    assert (reason.role, reason.alert_id, reason.case_id) == ("consignee", alert.alert_id, "C-1")
    assert reason.points == alert.score
    (call,) = due([replace(alert, status="suppressed")], customers=customers)
    assert call.reasons == ()


def test_each_further_party_with_a_reason_adds_five_and_ranks_the_call():
    other = {**BILL, "bl_no": "BL2", "voyage_id": "V2", "consignee_name": "Anders GmbH"}
    calls = [
        CALL,
        {**CALL, "port_call_id": "P2", "voyage_id": "V2", "due_at": "2026-04-02 05:00:00"},
    ]
    lists = [{**ENTRY, "strength": "1"}, {**ENTRY, "name": "Agro Handel"}]
    first, second = due(bills_of_lading=[other, BILL], port_calls=calls, flagged_parties=lists)
    assert (first.voyage_id, second.voyage_id) == ("V1", "V2")
    assert first.points == second.points + 5


def test_without_the_table_there_is_no_view():
    with Store() as store:
        assert arrivals(store, (), AS_OF, 14) is None


def test_the_page_the_csv_and_the_index_say_the_same():
    hostile = {**BILL, "shipper_name": "=cmd() <b>Frutas del Sur"}
    run = replace(
        cases.run_of([cases.small()]),
        arrivals=due(bills_of_lading=[hostile], flagged_parties=[{**ENTRY, "name": "cmd b Frutas del Sur"}]),
        arrival_days=14,
    )  # fmt: skip
    page = render_arrivals(run)
    assert "NLRTM, 6 April 2026: voyage V1" in page
    assert "&lt;b&gt;Frutas" in page
    said = "1 call with a known bill of lading due within 14 days, 1 with a reason to look."
    assert said in render_index(run)
    (line,) = csv.DictReader(io.StringIO(arrivals_csv(run)))
    assert (line["voyage_id"], line["container_number"]) == ("V1", "CSQU3054383")
    assert line["party"].startswith("'=cmd()"), "no spreadsheet runs it"


def test_a_run_without_calls_has_no_section():
    assert "Arrivals" not in render_index(cases.run_of([cases.small()]))
