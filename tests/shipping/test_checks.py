import pytest

from aml.identity import is_container, is_ship
from aml.scenario.prepare import derive
from aml.shipping.checks import check_trade, voyages_not_judged
from aml.store import Store
from tests.screening.ledgers import filled
from tests.shipping.voyages import sail, voyage

BILL = {"bl_no": "B1", "container_number": "CSQU3054383", "imo_number": "IMO 9074729"}


def problems(**tables):
    with Store() as store:
        filled(store, **tables)
        return [(item.code, item.message) for item in check_trade(store)]


def test_what_is_right_is_not_told():
    tables = {"bills_of_lading": [BILL], "port_calls": sail("V1", "ECGYE 1 NL-RTM 20")}
    assert problems(**tables, voyages=[voyage("V1", origin_port="ECGYE")]) == []
    assert problems() == []


@pytest.mark.parametrize(
    "number",
    ["CSQU3054383", "CSQU3054384", "MSKU0000000", "TCLU4265360", "CSQU305438", "MEDU7000005"],
)
def test_a_container_is_judged_as_everywhere_else(number):
    told = problems(bills_of_lading=[{**BILL, "container_number": number}])
    assert bool(told) is not is_container(number)


@pytest.mark.parametrize("number", ["9074729", "9074728", "1234567", "907472", "9811000"])
def test_a_ship_is_judged_as_everywhere_else(number):
    told = problems(vessels=[{"imo_number": number}])
    assert bool(told) is not is_ship(number)


def test_wrong_numbers_are_counted_and_never_quoted():
    bills = [{**BILL, "bl_no": f"B{n}", "container_number": "CSQU3054384"} for n in range(3)]
    ((code, told),) = problems(bills_of_lading=bills)
    assert code == "SHP001"
    assert told.startswith("bills_of_lading: container_number is no container number")
    assert "3 records" in told
    assert "3054384" not in told


def test_hours_that_contradict_each_other_are_told():
    calls = sail("V1", "ECGYE 5 NLRTM 20")
    calls[0]["departed_at"] = "2026-03-04 20:00:00"
    gap = {"imo_number": "9074729", "started_at": "2026-03-02 00:00:00"}
    told = problems(port_calls=calls, ais_gaps=[{**gap, "ended_at": "2026-03-01 00:00:00"}])
    assert told == [
        ("SHP002", "port_calls: the ship departed before it arrived"),
        ("SHP002", "ais_gaps: the gap ends before it begins"),
    ]
    told = problems(port_calls=sail("V1", "ECGYE 5 NLRTM 4"))
    assert told == [("SHP002", "port_calls: the ship came before it had left the call before")]


@pytest.mark.parametrize(("second", "is_told"), [("2", False), ("3", True), ("1", True)])
def test_calls_that_are_missing_or_numbered_twice_are_told(second, is_told):
    calls = sail("V1", "ECGYE 5 NLRTM 20")
    calls[1]["sequence"] = second
    assert ("SHP003" in dict(problems(port_calls=calls))) is is_told


def test_ports_that_nobody_knows_are_told_until_the_workspace_places_them():
    bills = [{**BILL, "load_port": "XXABC", "discharge_port": "NLRTM"}]
    told = problems(bills_of_lading=bills)
    assert told == [("SHP004", "bills_of_lading: load_port is no known port")]
    assert problems(bills_of_lading=bills, ports=[{"port": "xx-abc"}]) == []


def test_voyages_without_a_ratio_are_counted_by_reason():
    calls = [
        *sail("V1", "ECGYE 1 NLRTM 20"),
        *sail("V2", "ECGYE 1 XXXXX 20"),
        *sail("V3", "ECGYE 1 XXXXX 20"),
        *sail("V4", "ECGYE 1"),
    ]
    with Store() as store:
        filled(store, port_calls=calls)
        derive(store, ["voyage_routes"])
        assert voyages_not_judged(store) == {
            "not judged, as fewer than two calls are recorded": "1 voyage",
            "not judged, as a port on the way has no known place by the sea": "2 voyages",
        }
