"""voyage_calls, sea_distances, voyage_legs, voyage_gaps and voyage_routes."""

from decimal import Decimal

import pytest

from tests.screening.ledgers import rows_of
from tests.shipping.voyages import SHIP, routes, sail, voyage

DIRECT = "ECGYE 1 NLRTM 20"
ROUND_ABOUT = "ECGYE 1 GWOXB 14 NLRTM 25"


def test_a_detour_is_what_was_sailed_over_the_direct_way():
    found = routes(
        "voyage_id, detour_ratio, standing",
        port_calls=[*sail("V1", DIRECT), *sail("V2", ROUND_ABOUT)],
        voyages=[voyage("V1"), voyage("V2")],
    )
    (_, straight, _), (_, around, standing) = found
    assert straight == 1
    assert Decimal("1.30") < around < Decimal("1.40")
    assert standing == "judged"


def test_sailed_miles_are_those_of_the_legs():
    tables = {"port_calls": sail("V1", ROUND_ABOUT)}
    legs = rows_of("voyage_legs", "sequence, from_port, to_port, sailed_nm", **tables)
    assert [leg[:3] for leg in legs] == [(2, "ECGYE", "GWOXB"), (3, "GWOXB", "NLRTM")]
    ((sailed, direct, ratio),) = routes("sailed_nm, direct_nm, detour_ratio", **tables)
    assert sum(leg[3] for leg in legs) == sailed
    assert ratio == (sailed / direct).quantize(Decimal("0.000001"))


def test_the_way_that_counts_runs_from_origin_to_destination():
    loop = "PABLB 1 ECGYE 3 COCTG 8 BEANR 20 NLRTM 22 ECGYE 28"
    ends = {"origin_port": "EC GYE", "destination_port": "NLRTM"}
    columns = "origin_port, destination_port, calls, sailed_nm > direct_nm"
    tables = {"port_calls": sail("V1", loop), "voyages": [voyage("V1", **ends)]}
    assert routes(columns, **tables) == [("ECGYE", "NLRTM", 4, True)]
    legs = rows_of("voyage_legs", "sequence, is_on_route", **tables)
    assert legs == [(2, False), (3, True), (4, True), (5, True), (6, False)]


def test_a_call_that_was_only_due_was_not_made():
    due = {"port_call_id": "X", "voyage_id": "V1", "sequence": "2", "port": "USNYC"}
    calls = [*sail("V1", DIRECT), {**due, "due_at": "2026-03-09 00:00:00"}]
    assert routes("calls, detour_ratio", port_calls=calls) == [(2, 1)]


@pytest.mark.parametrize(
    ("way", "ends", "standing"),
    [
        ("ECGYE 1", {}, "calls unknown"),
        ("ECGYE 1 XXXXX 9 NLRTM 20", {}, "port unknown"),
        ("ECGYE 1 NLRTM 12 ECGYE 28", {}, "round trip"),
    ],
)
def test_a_voyage_that_cannot_be_judged_says_why(way, ends, standing):
    found = routes("detour_ratio, standing", port_calls=sail("V1", way), voyages=[voyage("V1")])
    assert found == [(None, standing)]


def test_a_voyage_without_calls_and_calls_without_a_voyage_are_both_there():
    found = routes("voyage_id, standing", port_calls=sail("V2", DIRECT), voyages=[voyage("V1")])
    assert found == [("V1", "calls unknown"), ("V2", "judged")]


def test_a_fleet_that_is_diverted_has_a_detour_like_each_others():
    around = "SGSIN 1 ZACPT 12 NLRTM 27"
    loop = [voyage(f"V{n}", service_loop="AE7") for n in range(4)]
    calls = [call for n in range(4) for call in sail(f"V{n}", around)]
    found = routes(
        "detour_ratio > 1.3, loop_voyages, loop_ratio = detour_ratio",
        port_calls=calls,
        voyages=loop,
    )
    assert found == [(True, 3, True)] * 4


def test_the_median_of_the_loop_leaves_the_voyage_itself_out():
    loop = [voyage(f"V{n}", service_loop="EC1") for n in range(3)]
    calls = [*sail("V0", ROUND_ABOUT), *sail("V1", DIRECT), *sail("V2", DIRECT)]
    found = routes("voyage_id, loop_voyages, loop_ratio", port_calls=calls, voyages=loop)
    assert found[0] == ("V0", 2, 1)
    assert found[1][2] > 1, "half the way of the other two"


@pytest.mark.parametrize(("start", "others"), [("2026-05-30 06", 1), ("2026-05-31 06", 0)])
def test_others_count_within_ninety_days(start, others):
    calls = [*sail("V1", DIRECT), *sail("V2", DIRECT, start="2026-06-")]
    calls[2]["arrived_at"] = calls[2]["departed_at"] = f"{start}:00:00"
    loop = [voyage("V1", service_loop="EC1"), voyage("V2", service_loop="EC1")]
    found = routes("voyage_id, loop_voyages, lane_voyages", port_calls=calls, voyages=loop)
    assert found[0] == ("V1", others, others)


def test_without_a_loop_the_lane_is_compared():
    calls = [*sail("V1", DIRECT), *sail("V2", ROUND_ABOUT), *sail("V3", "COCTG 1 NLRTM 20")]
    found = routes("voyage_id, loop_voyages, lane_voyages, lane_ratio", port_calls=calls)
    assert found[1] == ("V2", 0, 1, 1)


def test_calls_outside_the_schedule_are_counted_and_those_at_watched_ports():
    calls = sail("V1", "ECGYE 1 GWOXB 14 ESLPA 18 NLRTM 25", due_at="2026-03-01 00:00:00")
    calls[1]["due_at"] = ""
    calls[2]["is_scheduled"] = "false"
    found = routes(
        "unscheduled_calls, watch_calls",
        port_calls=calls,
        ports=[{"port": "GWOXB", "tier": "watch"}],
    )
    assert found == [(2, 1)]


def test_without_any_schedule_no_call_is_outside_it():
    assert routes("unscheduled_calls", port_calls=sail("V1", ROUND_ABOUT)) == [(0,)]


def test_gaps_belong_to_the_voyage_in_which_they_begin():
    gaps = [
        {"started_at": "2026-03-05 00:00:00", "ended_at": "2026-03-05 13:30:00", "coast_nm": "20"},
        {"started_at": "2026-03-06 00:00:00", "kind": "meeting"},
        {"started_at": "2026-04-06 00:00:00", "ended_at": "2026-04-06 09:00:00"},
    ]
    tables = {
        "port_calls": sail("V1", DIRECT),
        "voyages": [voyage("V1", imo_number="IMO 9074729")],
        "ais_gaps": [{"imo_number": SHIP, **gap} for gap in gaps],
    }
    found = rows_of("voyage_gaps", "kind, hours, coast_nm", **tables)
    assert found[0][:2] == ("gap", Decimal("13.5"))
    assert found[1][:2] == ("meeting", Decimal("342")), "until the arrival"
    assert routes("ais_gaps, loiterings, meetings", **tables) == [(1, 0, 1)]


@pytest.mark.parametrize(
    ("day", "changes"), [("2025-09-01", 0), ("2025-09-02", 1), ("2026-03-20", 1), ("2026-03-21", 0)]
)
def test_a_new_flag_counts_half_a_year_before_the_start_and_until_the_end(day, changes):
    ships = [
        {"name": "Alfa", "flag": "PA", "owner": "One", "valid_from": "2020-01-01"},
        {"name": "ALFA", "flag": "CM", "owner": "One", "valid_from": day},
    ]
    found = routes(
        "flag_changes, name_changes, owner_changes",
        port_calls=sail("V1", DIRECT),
        voyages=[voyage("V1")],
        vessels=[{"imo_number": SHIP, **ship} for ship in ships],
    )
    assert found == [(changes, 0, 0)]


def test_a_pair_of_ports_is_measured_once():
    calls = [call for n in range(3) for call in sail(f"V{n}", DIRECT)]
    found = rows_of("sea_distances", "from_port, to_port, sea_nm > 5000", port_calls=calls)
    assert found == [("ECGYE", "NLRTM", True)]
