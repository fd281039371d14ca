from decimal import Decimal

from tests.screening.ledgers import rows_of


def places(columns, **tables):
    return rows_of("port_places", columns, **tables)


CALLS = [{"port_call_id": "C1", "voyage_id": "V1", "port": "NL RTM"}]


def test_a_port_is_known_by_its_code_however_it_is_written():
    found = places("port, name, country, placed_by, is_placed", port_calls=CALLS)
    assert found == [("NL RTM", "Rotterdam", "NL", "package", True)]


def test_the_table_of_the_workspace_comes_first():
    own = {"port": "NLRTM", "latitude": "51.95", "longitude": "4.05", "tier": "hub"}
    found = places("port, name, latitude, tier, placed_by", port_calls=CALLS, ports=[own])
    assert ("NL RTM", "Rotterdam", Decimal("51.950000"), "hub", "ports") in found


def test_a_tier_alone_leaves_the_place_to_the_package():
    own = {"port": "NLRTM", "tier": "watch"}
    found = places("port, tier, placed_by, is_placed", port_calls=CALLS, ports=[own])
    assert ("NL RTM", "watch", "package", True) in found


def test_an_unknown_port_has_no_place_and_one_inland_is_not_by_the_sea():
    calls = [{**CALLS[0], "port": "XX1"}, {**CALLS[0], "port_call_id": "C2", "port": "USDNV"}]
    own = {"port": "USDNV", "latitude": "39.7", "longitude": "-104.9"}
    found = places("port, placed_by, is_placed", port_calls=calls, ports=[own])
    assert found == [("USDNV", "ports", False), ("XX1", None, False)]


def test_ports_of_bills_containers_and_voyages_are_placed_too():
    found = places(
        "port",
        bills_of_lading=[{"bl_no": "B1", "load_port": "ECGYE", "discharge_port": "BEANR"}],
        container_events=[
            {"container_event_id": "E1", "container_number": "CSQU3054383", "port": "DEHAM"}
        ],
        voyages=[{"voyage_id": "V1", "origin_port": "COCTG", "destination_port": "PTSET"}],
    )
    assert [port for (port,) in found] == ["BEANR", "COCTG", "DEHAM", "ECGYE", "PTSET"]
