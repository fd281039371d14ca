"""Lines that hold in listed places: where a place stands, and which cash meets which line."""

import pytest

from tests.store.test_derived_tables import add, built, entry, line, transfer


def order(line_id, amount, **other):
    return line(line_id, amount, **{"sector": "msb", "kind": "gto_report", "operator": ">=",
                "area_complete": True, **other})  # fmt: skip


def cap(line_id, amount, **other):
    return line(line_id, amount, kind="cash_cap", **other)


def area(line_id, place_kind, place, region=None):
    return {
        "line_id": line_id, "place_kind": place_kind, "place": place, "region": region, "source": "a law",
        "seen": "primary",
    }  # fmt: skip


def standings(store):
    return dict(built(store, "line_places", "place_id, standing"))


def test_a_place_is_inside_by_county_postal_code_or_region(store):
    add(store, "thresholds", order("ORDER", 1000))
    add(
        store,
        "threshold_areas",
        area("ORDER", "county", "Doña Ana", "NM"),
        area("ORDER", "county", "El Paso", "TX"),
        area("ORDER", "postal_code", "92101", "CA"),
        area("ORDER", "region", "AZ", "AZ"),
    )
    add(
        store,
        "agents",
        {"agent_id": "spelt otherwise", "county": " DONA ANA county", "region": "nm"},
        {"agent_id": "a namesake elsewhere", "county": "El Paso", "region": "CO"},
        {"agent_id": "nine digits", "postal_code": "92101-1234", "region": "CA"},
        {"agent_id": "another code", "postal_code": "92102", "region": "CA"},
        {"agent_id": "no county", "postal_code": "79901", "region": "TX"},
        {"agent_id": "no code", "county": "San Diego", "region": "CA"},
        {"agent_id": "no region", "county": "El Paso"},
        {"agent_id": "anywhere in it", "region": "AZ"},
        {"agent_id": "nothing listed there", "region": "IL"},
        {"agent_id": "abroad", "county": "El Paso", "region": "TX", "country": "MX"},
    )
    assert standings(store) == {
        "spelt otherwise": "inside",
        "a namesake elsewhere": "outside",
        "nine digits": "inside",
        "another code": "outside",
        "no county": "place unknown",
        "no code": "place unknown",
        "no region": "place unknown",
        "anywhere in it": "inside",
        "nothing listed there": "outside",
    }


def test_outside_a_list_known_in_part_nothing_is_said(store):
    add(store, "thresholds", order("ORDER", 1000, area_complete=False), line("US-CTR", 10000))
    add(store, "threshold_areas", area("ORDER", "county", "Pima", "AZ"))
    add(
        store,
        "branches",
        {"branch_id": "listed", "county": "Pima", "region": "AZ"},
        {"branch_id": "not listed", "county": "Yuma", "region": "AZ"},
    )
    assert standings(store) == {"listed": "inside", "not listed": "list incomplete"}


def test_a_place_outside_knows_how_far_the_nearest_place_inside_is(store):
    add(store, "thresholds", order("ORDER", 1000))
    add(store, "threshold_areas", area("ORDER", "region", "TX", "TX"))
    add(
        store,
        "branches",
        {"branch_id": "far inside", "region": "TX", "latitude": 0.4, "longitude": 0},
    )
    add(
        store,
        "agents",
        {"agent_id": "inside", "region": "TX", "latitude": 0, "longitude": 0},
        {"agent_id": "north", "region": "NM", "latitude": "0.1", "longitude": 0},
        {"agent_id": "east", "region": "NM", "latitude": 0, "longitude": 1},
        {"agent_id": "too far", "region": "NM", "latitude": "-0.6", "longitude": 0},
        {"agent_id": "nowhere", "region": "NM"},
    )
    found = dict(built(store, "line_places", "place_id, km_inside"))
    assert {place: km and float(km) for place, km in found.items()} == {
        "far inside": None, "inside": None, "north": 11.1, "east": 111.2, "too far": None, "nowhere": None,
    }  # fmt: skip


def test_cash_of_a_money_business_is_its_desks_and_what_senders_paid_in_cash(store):
    add(store, "customers", {"customer_id": "C2", "document_number": "D2"})
    add(
        store,
        "transactions",
        entry("T1", "2026-03-02", 10, agent_id="G1", branch_id="B1"),
        entry("T2", "2026-03-02", 10, agent_id="G1", customer_id="C2", direction="debit"),
        entry("T3", "2026-03-02", 10, branch_id="B1"),
        entry("T4", "2026-03-02", 10, agent_id="G1", channel="wire"),
        entry("T5", "2026-03-02", 10, agent_id="G1", status="cancelled"),
    )
    add(
        store,
        "remittances",
        transfer("R1", sender_document="D2", funding="cash", send_agent_id="G2"),
        transfer("R2", funding="card", send_agent_id="G2"),
        transfer("R3", send_agent_id="G2"),
    )
    columns = "record_table, record_id, party_id, direction, place_kind, place_id"
    assert built(store, "msb_cash", columns) == [
        ("remittances", "R1", "doc:D2", "credit", "agent", "G2"),
        ("transactions", "T1", "acc:C1", "credit", "agent", "G1"),
        ("transactions", "T2", "doc:D2", "debit", "agent", "G1"),
    ]


def test_a_money_business_has_branches_of_its_own(store):
    store.run("UPDATE institution SET sector = 'msb'")
    add(store, "transactions", entry("T1", "2026-03-02", 10, branch_id="B1"))
    assert built(store, "msb_cash", "record_id, place_kind, place_id") == [("T1", "branch", "B1")]


def test_cash_meets_the_order_of_its_place_and_day_in_the_orders_currency(store):
    add(
        store,
        "thresholds",
        order("FIRST", 200, valid_from="2026-03-01", valid_to="2026-03-02", currency="CAD"),
        order("NEXT", 1000, valid_from="2026-03-03", has_reporting_duty=False),
        line("US-CTR", 10000),
    )
    for line_id in ("FIRST", "NEXT"):
        add(store, "threshold_areas", area(line_id, "region", "TX", "TX"))
    add(store, "agents", {"agent_id": "G1", "region": "TX"}, {"agent_id": "G2", "region": "OK"})
    add(
        store,
        "fx_rates",
        {"currency": "CAD", "base_currency": "USD", "rate_on": "2026-03-01", "rate": "0.80"},
    )
    add(
        store,
        "transactions",
        entry("T0", "2026-02-28", 100, agent_id="G1"),
        entry("T1", "2026-03-02", 100, agent_id="G1"),
        entry("T2", "2026-03-03", 100, agent_id="G1"),
        entry("T3", "2026-03-03", 100, agent_id="G2"),
        entry("T4", "2026-03-03", 100, branch_id="G1"),
    )
    columns = "record_id, line_id, amount, line_amount, has_reporting_duty"
    assert built(store, "gto_lines", columns) == [
        ("T1", "FIRST", 125, 200, True),
        ("T2", "NEXT", 100, 1000, False),
    ]
    assert built(store, "cash_lines", "transaction_id, line_id, is_nearest")[:2] == [
        ("T0", "US-CTR", True),
        ("T1", "US-CTR", True),
    ], "an order changes nothing for the lines that hold everywhere"


def test_a_line_of_several_countries_holds_in_each_that_is_listed(store):
    add(
        store,
        "thresholds",
        line("UNION", 10000, jurisdiction="EU", currency="EUR", area_complete=True),
        line("NATION", 500, jurisdiction="FR", currency="EUR"),
    )
    add(store, "threshold_areas", area("UNION", "country", "FR"), area("UNION", "country", "DE"))
    assert built(store, "lines_in_force", "country, line_id, rivals") == [
        ("DE", "UNION", 1),
        ("FR", "NATION", 2),
        ("FR", "UNION", 2),
    ]
    add(store, "branches", {"branch_id": "B1", "country": "FR"})
    add(
        store,
        "transactions",
        entry("T1", "2026-03-02", 600, currency="EUR", branch_id="B1"),
        entry("T2", "2026-03-02", 600),
    )
    assert built(store, "cash_lines", "transaction_id, line_id, is_nearest") == [
        ("T1", "NATION", False),
        ("T1", "UNION", True),
    ]


@pytest.fixture
def capped(store):
    add(
        store,
        "thresholds",
        cap("UNION", 10000, announced_on="2026-03-01", valid_from="2026-03-10"),
        cap("NATION", 5000, operator=">=", valid_to="2026-03-31"),
    )
    add(
        store,
        "thresholds",
        line("IDENTITY", 3000, kind="cash_identification", valid_from="2026-03-05"),
    )
    return store


def test_cash_stays_within_the_lowest_cap_that_it_can(capped):
    named = {"counterparty_id": "P1"}
    add(
        capped,
        "transactions",
        entry("T0", "2026-02-28", 5000, **named),
        entry("T1", "2026-03-04", 5000, **named),
        entry("T2", "2026-03-05", "4999.99", **named),
        entry("T3", "2026-03-10", 10000, **named),
        entry("T4", "2026-04-01", "10000.01", **named),
    )
    columns = "transaction_id, line_id, is_advisory, is_over, is_nearest, identification_amount"
    assert built(capped, "cap_lines", columns) == [
        ("T0", "NATION", False, True, False, None),
        ("T1", "NATION", False, True, False, None),
        ("T1", "UNION", True, False, True, None),
        ("T2", "NATION", False, False, True, 3000),
        ("T2", "UNION", True, False, False, 3000),
        ("T3", "NATION", False, True, False, 3000),
        ("T3", "UNION", False, False, True, 3000),
        ("T4", "UNION", False, True, False, 3000),
    ]


def test_an_invoice_links_before_the_other_party_does_and_cash_of_nobody_is_left_out(capped):
    add(
        capped,
        "transactions",
        entry("T1", "2026-03-04", 10, invoice_reference="X1", counterparty_id="P1"),
        entry("T2", "2026-03-04", 10, counterparty_account="ACC", counterparty_name="Bo"),
        entry("T3", "2026-03-04", 10, counterparty_name=" Bo Birch"),
        entry("T4", "2026-03-04", 10),
        entry("T5", "2026-03-04", 10, channel="wire", invoice_reference="X1"),
    )
    assert built(capped, "cap_lines", "DISTINCT transaction_id, link", "transaction_id") == [
        ("T1", "invoice X1"),
        ("T2", "party acc"),
        ("T3", "party bo birch"),
    ]
