"""Which voyages and prices a case keeps of those that the run has."""

from decimal import Decimal

from aml.case.voyage import Sailings
from aml.scenario.prepare import derive
from aml.store import Store
from aml.store.evidence import fetch_rows
from tests.screening.ledgers import filled

BILL = {
    "bl_no": "BL1", "voyage_id": "V1", "load_port": "ECGYE", "discharge_port": "NLRTM",
    "hs_code": "080390", "vessel_name": "Mar Abierto",
}  # fmt: skip
PRICE = {
    "hs_code": "080390", "corridor": "EC-NL", "p10": "0.55", "p50": "0.75", "p90": "1.10",
    "currency": "EUR", "valid_from": "2025-01-01", "source": "made up",
}  # fmt: skip


def calls(voyage_id, *ports):
    return [
        {
            "port_call_id": f"{voyage_id}-{n}", "voyage_id": voyage_id, "sequence": n, "port": port,
            "arrived_at": f"2026-03-{5 * n:02} 06:00:00",
        }
        for n, port in enumerate(ports, 1)
    ]  # fmt: skip


def sailings(cited, **tables):
    """The sailings of all cited records, and the records."""
    with Store() as store:
        filled(store, **tables)
        derive(store, ["voyage_routes"])
        rows = [row for held in fetch_rows(store, [], cited).values() for row in held]
        return Sailings(store, rows), rows


def test_a_cited_bill_brings_its_voyage_with_calls_distances_and_tracks():
    found, rows = sailings(
        ["bills_of_lading:BL1"],
        bills_of_lading=[BILL],
        voyages=[{"voyage_id": "V1", "imo_number": "9074729", "service_loop": "WCSA"}],
        port_calls=calls("V1", "ECGYE", "GWOXB", "NLRTM"),
    )
    (voyage,) = found.voyages(rows)
    assert [call.name for call in voyage.calls] == ["Guayaquil", "Bissau", "Rotterdam"]
    assert len(voyage.legs) == 2
    assert voyage.sailed_nm == sum(leg.sailed_nm for leg in voyage.legs)
    assert voyage.detour == (voyage.sailed_nm / voyage.direct_nm).quantize(Decimal("0.000001"))
    assert (voyage.vessel_name, voyage.imo_number, voyage.usual_detour) == (
        "Mar Abierto", "9074729", None
    )  # fmt: skip
    assert voyage.legs[0].track[0] == voyage.calls[0].point
    assert voyage.legs[0].track[-1] == voyage.calls[1].point


def test_the_voyage_whose_calls_are_cited_stands_first():
    found, rows = sailings(
        ["bills_of_lading:BL1", "port_calls:V2-1"],
        bills_of_lading=[BILL],
        port_calls=[*calls("V1", "ECGYE", "NLRTM"), *calls("V2", "ECGYE", "BEANR")],
    )
    assert [voyage.voyage_id for voyage in found.voyages(rows)] == ["V2", "V1"]
    bill_alone = [row for row in rows if row.table == "bills_of_lading"]
    assert [voyage.voyage_id for voyage in found.voyages(bill_alone)] == ["V1"]


def test_a_port_that_nobody_knows_leaves_its_leg_without_a_distance():
    found, rows = sailings(
        ["bills_of_lading:BL1"],
        bills_of_lading=[BILL],
        port_calls=calls("V1", "ECGYE", "QQQQQ", "NLRTM"),
    )
    (voyage,) = found.voyages(rows)
    assert [leg.sailed_nm for leg in voyage.legs] == [None, None]
    assert (voyage.calls[1].name, voyage.calls[1].point) == ("QQQQQ", None)


def test_prices_are_those_of_the_goods_the_corridor_and_the_day():
    others = [
        {**PRICE, "corridor": "any", "p50": "0.80"},
        {**PRICE, "corridor": "CO-NL"},
        {**PRICE, "valid_from": "2026-04-01"},
        {**PRICE, "hs_code": "080440"},
    ]
    found, rows = sailings(
        ["bills_of_lading:BL1"], bills_of_lading=[BILL], hs_prices=[PRICE, *others]
    )
    assert [(p.corridor, p.p50) for p in found.prices(rows)] == [
        ("EC-NL", Decimal("0.7500")), ("any", Decimal("0.8000"))
    ]  # fmt: skip


def test_a_run_without_ships_has_none():
    found, rows = sailings([], transactions=[{}])
    assert (found.voyages(rows), found.prices(rows)) == ((), ())
