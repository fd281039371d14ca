import pytest

from tests.screening.ledgers import rows_of

FLAGGED = {
    "name": "Exportadora Punta Negra",
    "flagged_from": "2026-03-01",
    "flagged_to": "2026-03-31",
}


def parties(columns, **tables):
    return rows_of("bl_parties", columns, **tables)


def test_a_bill_names_its_roles_once_however_many_containers_it_has():
    bill = {
        "bl_no": "BL1",
        "shipper_name": "Frutas S.A.",
        "carrier_name": "Atlas Lines",
        "imo_number": "9074729",
        "vessel_name": "Polar",
    }
    found = parties(
        "role, party_key, name",
        bills_of_lading=[
            {**bill, "container_number": number} for number in ("CSQU 305438-3", "MSKU4054382")
        ],
    )
    assert found == [
        ("carrier", "atlas lines", "Atlas Lines"),
        ("container", "CSQU3054383", "CSQU3054383"),
        ("container", "MSKU4054382", "MSKU4054382"),
        ("shipper", "frutas", "Frutas S.A."),
        ("vessel", "9074729", "Polar"),
    ]


@pytest.mark.parametrize(
    ("issued_on", "is_flagged"),
    [("2026-02-28", False), ("2026-03-01", True), ("2026-03-31", True), ("2026-04-01", False)],
)
@pytest.mark.parametrize(
    ("entry", "role"),
    [
        ({}, "shipper"),
        ({"kind": "vessel", "imo_number": "9074729"}, "vessel"),
        ({"kind": "container", "container_number": "CSQU305438-3"}, "container"),
    ],
)
def test_a_flag_counts_on_the_day_of_issue(issued_on, is_flagged, entry, role):
    found = parties(
        "role, entry_id",
        flagged_parties=[{**FLAGGED, **entry}],
        voyages=[{"voyage_id": "V1", "imo_number": "9074729"}],
        bills_of_lading=[
            {
                "bl_no": "BL1",
                "issued_on": issued_on,
                "shipper_name": "EXPORTADORA PUNTA NEGRA SA",
                "voyage_id": "V1",
                "container_number": "CSQU3054383",
            }
        ],
    )
    assert [row for row in found if row[1]] == ([(role, "E1")] if is_flagged else [])


SHIP = {"kind": "vessel", "name": "Estrella Polar", "imo_number": "9074729", "country": "PA"}


def ships(*bills, vessels=(), **more):
    """Bill, method and score of each flagged ship."""
    found = parties(
        "bl_no, role, entry_id, method, score",
        flagged_parties=[{**SHIP, **more}],
        bills_of_lading=[{"bl_no": f"BL{n}", **bill} for n, bill in enumerate(bills, 1)],
        vessels=list(vessels),
    )
    return [(bl_no, method, str(score)) for bl_no, _, entry_id, method, score in found if entry_id]


@pytest.mark.parametrize(
    ("vessels", "score"),
    [
        ([], "0.800000"),
        ([{"imo_number": "9074729", "flag": "LR"}], "0.900000"),
        ([{"imo_number": "9074729", "flag": "PA"}], "0.990000"),
        ([{"imo_number": "9321483", "flag": "PA"}], "0.380000"),
        ([{"imo_number": "9074729", "flag": "PA"}, {"imo_number": "9321483"}], "0.880000"),
        ([{"imo_number": "9321483", "valid_to": "2026-02-28"}], "0.800000"),
    ],
)
def test_a_ship_without_a_number_is_known_by_its_name_and_what_the_register_says(vessels, score):
    register = [{"name": "ESTRELLA POLAR", **vessel} for vessel in vessels]
    found = ships({"vessel_name": "MV Estrella Polar"}, vessels=register)
    assert found == [("BL1", "vessel_name", score)]


def test_without_the_number_of_the_listed_ship_its_flag_speaks():
    register = [{"name": "Estrella Polar", "imo_number": "9321483", "flag": "PA"}]
    found = ships({"vessel_name": "Estrella Polar"}, vessels=register, imo_number="")
    assert found == [("BL1", "vessel_name", "0.880000")]


def test_a_number_on_the_bill_decides_over_the_name():
    found = ships(
        {"vessel_name": "Estrella Polar", "imo_number": "9321483"},
        {"vessel_name": "Otra", "imo_number": "9074729"},
    )
    assert found == [("BL2", "id", "1.000000")]


def test_a_ship_s_name_is_the_same_word_for_word():
    names = ("Estrela Polar", "Polar Estrella", "Estrella Polar II", "Estrella")
    assert ships(*({"vessel_name": name} for name in names)) == []
    assert ships({"vessel_name": "Lucero"}, aliases="Lucero") == [
        ("BL1", "vessel_name", "0.800000")
    ]


@pytest.mark.parametrize(("issued_on", "is_flagged"), [("2025-12-31", False), ("2026-01-01", True)])
def test_a_ship_s_name_counts_on_the_day_of_issue(issued_on, is_flagged):
    assert bool(ships({"vessel_name": "Estrella Polar", "issued_on": issued_on})) is is_flagged


def test_the_record_of_a_shipper_decides_over_the_name_on_the_bill():
    found = parties(
        "bl_no, score",
        flagged_parties=[{"name": "Exportadora Punta Negra", "country": "EC"}],
        shippers=[
            {"shipper_id": "S1", "name": "Exportadora Punta Negra", "country": "EC"},
            {"shipper_id": "S2", "name": "Exportadora Punta Negra", "country": "CL"},
        ],
        bills_of_lading=[
            {"bl_no": "BL1", "shipper_id": "S1"},
            {"bl_no": "BL2", "shipper_id": "S2"},
            {"bl_no": "BL3", "shipper_name": "Exportadora Punta Negra"},
        ],
    )
    assert [(bl_no, str(score)) for bl_no, score in found] == [
        ("BL1", "0.980000"),
        ("BL2", "0.800000"),
        ("BL3", "0.900000"),
    ]


def test_counterparts_are_the_other_shippers_and_consignees():
    bills = [
        {
            "bl_no": f"BL{n}",
            "shipper_name": f"Shipper {n}",
            "consignee_name": "One Importer",
            "forwarder_name": "Agent",
        }
        for n in range(3)
    ]
    found = dict(parties("party_key, counterparts", bills_of_lading=bills))
    assert found == {"agent": 4, "importer one": 3, "0 shipper": 1, "1 shipper": 1, "2 shipper": 1}


def test_the_arrival_is_stated_or_the_call_at_the_port_of_discharge():
    found = parties(
        "bl_no, CAST(arrival_on AS VARCHAR)",
        voyages=[{"voyage_id": "V1"}],
        port_calls=[
            {
                "port_call_id": "P1",
                "voyage_id": "V1",
                "port": "NLRTM",
                "due_at": "2026-03-14 08:00:00",
            },
            {
                "port_call_id": "P2",
                "voyage_id": "V1",
                "port": "DEHAM",
                "due_at": "2026-03-16 08:00:00",
                "arrived_at": "2026-03-18 08:00:00",
            },
        ],
        bills_of_lading=[
            {"bl_no": "BL1", "carrier_name": "X", "voyage_id": "V1", "discharge_port": "NLRTM"},
            {"bl_no": "BL2", "carrier_name": "X", "voyage_id": "V1", "discharge_port": "DEHAM"},
            {
                "bl_no": "BL3",
                "carrier_name": "X",
                "voyage_id": "V1",
                "discharge_port": "DEHAM",
                "arrival_on": "2026-03-20",
            },
            {"bl_no": "BL4", "carrier_name": "X"},
        ],
    )
    assert found == [
        ("BL1", "2026-03-14"),
        ("BL2", "2026-03-18"),
        ("BL3", "2026-03-20"),
        ("BL4", None),
    ]


@pytest.mark.parametrize("listed", ["9074729", "IMO 9074729", "IMO-No. 9074729"])
def test_a_ship_is_one_however_its_number_is_written(listed):
    found = parties(
        "bl_no, party_key, entry_id",
        flagged_parties=[{**FLAGGED, "kind": "vessel", "imo_number": listed}],
        voyages=[{"voyage_id": "V1", "imo_number": "imo 9074729"}],
        bills_of_lading=[
            {"bl_no": "BL1", "issued_on": "2026-03-10", "imo_number": "IMO9074729"},
            {"bl_no": "BL2", "issued_on": "2026-03-10", "imo_number": "9074729"},
            {"bl_no": "BL3", "issued_on": "2026-03-10", "voyage_id": "V1"},
        ],
    )
    assert found == [(bill, "9074729", "E1") for bill in ("BL1", "BL2", "BL3")]


def test_payments_name_a_ship_however_tables_write_it():
    found = rows_of(
        "object_flags",
        "kind, value, entry_id",
        flagged_parties=[{**FLAGGED, "kind": "vessel", "imo_number": "IMO 9074729"}],
        voyages=[{"voyage_id": "V1", "imo_number": "9074729"}],
        vessels=[{"imo_number": "IMO9074729"}],
    )
    assert found == [("imo", "9074729", "E1")]
