from decimal import Decimal

import pytest

from tests.screening.ledgers import rows_of

COLUMNS = "subject_kind, subject_key, entry_id, method, score, agreeing, differing"


def links(**tables):
    return rows_of("party_links", COLUMNS, **tables)


def scores(entry, customer):
    """The score of a customer against one entry, None when there is no link by name."""
    found = links(flagged_parties=[entry], customers=[{"customer_id": "C1", **customer}])
    return next((score for kind, *_, score, _, _ in found if kind == "customer"), None)


def test_an_account_is_found_however_it_is_spelt():
    found = links(
        flagged_parties=[{"account_number": "ES91 2100 0418;PA-555-001"}],
        transactions=[
            {"counterparty_account": "es9121000418"},
            {"counterparty_account": "PA555001"},
            {"counterparty_account": "PA555002"},
        ],
    )
    assert [(kind, key, method, score) for kind, key, _, method, score, _, _ in found] == [
        ("account", "PA555001", "account", 1),
        ("account", "es9121000418", "account", 1),
    ]


def test_an_account_of_the_bank_makes_its_owner_the_flagged_party():
    found = links(
        flagged_parties=[{"account_number": "ES9121000418"}],
        accounts=[{"account_id": "A7", "customer_id": "C7", "iban": "ES91 2100 0418"}],
    )
    assert {(kind, key) for kind, key, *_ in found} >= {
        ("customer", "C7"),
        ("account", "A7"),
        ("id", "C7"),
    }


@pytest.mark.parametrize(
    ("flagged", "paid", "is_linked"),
    [
        ("BFALPAPA", "BFALPAPA123", True),
        ("BFALPAPAXXX", "bfalpapa", True),
        ("BFALPAPA123", "BFALPAPA123", True),
        ("BFALPAPA123", "BFALPAPA", False),
        ("BFALPAPA123", "BFALPAPA456", False),
    ],
)
def test_a_bank_code_stands_for_its_branches_and_a_branch_for_itself(flagged, paid, is_linked):
    found = links(flagged_parties=[{"bic": flagged}], transactions=[{"counterparty_bank": paid}])
    assert [key for _, key, *_ in found] == ([paid] if is_linked else [])


def test_a_wallet_is_found_where_a_payment_names_an_account():
    wallet = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
    found = links(
        flagged_parties=[{"kind": "person", "wallet": f"0xa7e5d5a720f06526557c513402f2e6b5fa20b008;{wallet}"}],
        transactions=[{"channel": "vasp", "counterparty_account": wallet.upper()}],
    )  # fmt: skip
    assert [(kind, key, method, score) for kind, key, _, method, score, _, _ in found] == [
        ("account", wallet.upper(), "account", 1)
    ]


def test_a_company_that_runs_ships_is_found_by_its_imo_number():
    found = links(
        flagged_parties=[{"company_imo": "5342883"}],
        shippers=[
            {"shipper_id": "S1", "registration_number": "5342883"},
            {"shipper_id": "S2", "registration_number": "IMO 5342883"},
        ],
        customers=[
            {"customer_id": "C1", "document_number": "5342883"},  # somebody's identity card
            {"customer_id": "C2", "document_number": "IMO-5342883"},
        ],
    )
    assert {key for kind, key, *_ in found if kind in ("shipper", "customer")} == {"S1", "S2", "C2"}


def test_a_payments_short_number_is_nobodys_registration():
    entries = [{"registration_number": "1234567"}, {"registration_number": "12345678"}]
    payments = [{"counterparty_id": "1234567"}, {"counterparty_id": "12345678"}]
    found = links(flagged_parties=entries, transactions=payments)
    assert [key for _, key, *_ in found] == ["12345678"]


def test_vessels_and_containers_are_no_parties():
    assert (
        links(
            flagged_parties=[
                {"name": "Polar Star of Guayaquil", "kind": "vessel", "account_number": "PA555001"}
            ],
            transactions=[
                {"counterparty_name": "Polar Star of Guayaquil", "counterparty_account": "PA555001"}
            ],
        )
        == []
    )


@pytest.mark.parametrize(
    ("customer", "score"),
    [
        ({}, "0.90"),
        ({"country": "MX"}, "0.98"),
        ({"country": "ES"}, "0.80"),
        ({"born_on": "1968-05-01"}, "0.99"),
        ({"born_on": "1968-05-02"}, "0.90"),
        ({"born_on": "1991-05-01"}, "0.40"),
        ({"born_on": "1991-05-01", "country": "ES"}, "0.30"),
        ({"name": "Guadalupe Salazar"}, None),
    ],
)
def test_a_second_attribute_lifts_or_drops_a_name(customer, score):
    entry = {
        "kind": "person",
        "name": "Guadalupe Salazar Ontiveros",
        "country": "MX",
        "born_on": "1968-05-01",
    }
    found = scores(entry, {"name": "SALAZAR ONTIVEROS Guadalupe", **customer})
    assert found == (None if score is None else Decimal(score))


@pytest.mark.parametrize(
    ("kind", "name", "score"),
    [
        ("organisation", "Comercializadora Tres Ríos S.A.", "0.90"),
        ("organisation", "Ocean Trading Ltd", "0.80"),
        ("organisation", "DRV Shipping", "0.60"),
        ("person", "Juan García Peña", "0.90"),
        ("person", "Juan García", "0.80"),
        ("person", "Chapo", "0.60"),
    ],
)
def test_a_name_alone_is_worth_what_it_says(kind, name, score):
    assert scores({"kind": kind, "name": name}, {"name": name}) == Decimal(score)


def test_a_spelling_counts_for_less_by_what_it_lacks():
    entry = {"name": "Comercializadora Tres Ríos", "country": "PA"}
    found = links(
        flagged_parties=[entry],
        transactions=[
            {"counterparty_name": name, "counterparty_country": "PA"}
            for name in ("Comercializadora Tres Rios SA", "Comercializdora Tres Rios")
        ],
    )
    exact, slip = sorted((row for row in found if row[0] == "name"), key=lambda row: -row[4])
    assert (exact[4], exact[6]) == (Decimal("0.98"), "")
    assert Decimal("0.93") < slip[4] < Decimal("0.98")
    assert (slip[5], slip[6]) == ("country", "spelling")


def test_a_link_names_the_alias_that_agrees():
    found = rows_of(
        "party_links",
        "subject_key, listed_name",
        flagged_parties=[{"name": "Distribuidora Costa", "aliases": "X;Cafetería La Güera"}],
        transactions=[{"counterparty_name": "CAFETERIA LA GUERA SA"}],
    )
    assert found == [("CAFETERIA LA GUERA SA|", "Cafetería La Güera")]


WEAK = {
    "kind": "person",
    "name": "Guadalupe Salazar Ontiveros",
    "weak_aliases": "El Contador;Lupe Salazar",
    "country": "MX",
    "born_on": "1968-05-01",
}


@pytest.mark.parametrize(
    ("customer", "score"),
    [
        ({}, None),
        ({"country": "MX"}, "0.88"),
        ({"country": "ES"}, None),
        ({"born_on": "1968-05-01"}, "0.99"),
        ({"born_on": "1968-05-01", "country": "ES"}, "0.90"),
        ({"born_on": "1968-07-01"}, None),
        ({"born_on": "1991-05-01", "country": "MX"}, None),
        ({"name": "El Contadoor", "country": "MX"}, None),
        ({"name": "Guadalupe Salazar Ontiveros"}, "0.90"),
    ],
)
def test_a_weak_alias_counts_beside_what_else_agrees(customer, score):
    found = scores(WEAK, {"name": "CONTADOR, El", **customer})
    assert found == (None if score is None else Decimal(score))


def test_a_weak_alias_is_told_as_one_and_a_document_needs_none():
    found = links(
        flagged_parties=[{**WEAK, "document_number": "SAOG680501"}],
        customers=[
            {"customer_id": "C1", "name": "El Contador", "country": "MX"},
            {"customer_id": "C2", "name": "El Contador", "document_number": "SAOG-680501"},
        ],
        transactions=[{"counterparty_name": "EL CONTADOR", "conductor_name": "El Contador"}],
    )
    assert [
        (key, method, agreeing, differing)
        for kind, key, _, method, _, agreeing, differing in found
        if kind != "id"
    ] == [("C1", "name", "country", "weak alias"), ("C2", "id", "", "")]


@pytest.mark.parametrize(
    ("customer", "score", "differing"),
    [
        ({"name": "G. Salazar Ontiveros", "born_on": "1968-05-01"}, "0.99", "initials"),
        ({"name": "G. Salazar Ontiveros", "born_on": "1968-05-01", "country": "ES"}, "0.90", "initials, country"),
        ({"name": "G. Salazar Ontiveros", "country": "MX"}, "0.8061", "spelling"),
        ({"name": "G. Salazar Ontiveros"}, None, ""),
        ({"name": "A. Salazar Ontiveros", "born_on": "1968-05-01"}, None, ""),
        ({"name": "A. Salazar Ontiveros", "country": "MX"}, None, ""),
        ({"name": "Guadalupe Salazar", "born_on": "1968-05-01"}, "0.95", "words left out"),
        ({"name": "Guadalupe Salazar", "country": "MX"}, None, ""),
        ({"name": "Guadalupe Salazar", "born_on": "1968-05-02", "country": "MX"}, None, ""),
        ({"name": "Salazar", "born_on": "1968-05-01"}, None, ""),
        ({"name": "Guadelope Zalasar Ontivero", "born_on": "1968-05-01"}, "0.9302", "spelling"),
        ({"name": "Gudlupe Salasar Ontibres", "country": "MX"}, "0.8035", "spelling"),
        ({"name": "Gudlupe Salasar Ontibres", "country": "ES"}, None, ""),
        ({"name": "Gudlupe Salasar Ontibres"}, None, ""),
        ({"name": "Marcelino Ruiz", "born_on": "1968-05-01"}, None, ""),
    ],
)  # fmt: skip
def test_more_spellings_count_beside_an_attribute_that_agrees(customer, score, differing):
    entry = {key: WEAK[key] for key in ("kind", "name", "country", "born_on")}
    found = links(flagged_parties=[entry], customers=[{"customer_id": "C1", **customer}])
    told = [(row[4], row[6]) for row in found if row[0] == "customer"]
    assert told == ([] if score is None else [(Decimal(score), differing)])


def test_a_short_name_has_no_near_ones():
    entry = {"kind": "person", "name": "Ana Li"}
    assert links(flagged_parties=[entry], transactions=[{"counterparty_name": "Ana Lin"}]) == []


def test_a_name_that_customers_of_two_birth_dates_bear_tells_nobody():
    customers = [
        {"customer_id": f"C{n}", "name": "Juan García Peña", "born_on": day}
        for n, day in enumerate(["1970-01-01", "1980-01-01"])
    ]
    found = links(
        flagged_parties=[{"kind": "person", "name": "Juan García Peña"}], customers=customers
    )
    assert {score for *_, score, _, _ in found} == {Decimal("0.60")}


def test_an_alias_counts_as_the_name():
    assert scores(
        {"name": "Distribuidora Costa", "aliases": "X;Cafetería La Güera"},
        {"name": "CAFETERIA LA GUERA SA"},
    )


@pytest.mark.parametrize(
    ("relationship", "is_linked"),
    [
        ({"role": "owner", "share": "0.50"}, True),
        ({"role": "owner", "share": ""}, True),
        ({"role": "owner", "share": "0.49"}, False),
        ({"role": "director", "share": ""}, False),
    ],
)
def test_half_of_a_firm_is_the_firm(relationship, is_linked):
    found = links(
        flagged_parties=[{"kind": "person", "document_number": "ROPI800131"}],
        customers=[{"customer_id": "C1", "document_number": "ROPI-800131"}, {"customer_id": "C2"}],
        relationships=[
            {
                "relationship_id": "L1",
                "from_customer_id": "C1",
                "to_customer_id": "C2",
                **relationship,
            }
        ],
    )
    owned = [method for kind, key, _, method, *_ in found if (kind, key) == ("customer", "C2")]
    assert owned == (["ownership"] if is_linked else [])


def test_a_link_holds_as_long_as_the_entry_and_the_ownership():
    owner = {"from_customer_id": "C1", "to_customer_id": "C2", "role": "owner"}
    found = rows_of(
        "party_links",
        "subject_key, linked_id, since_on, valid_from, valid_to",
        flagged_parties=[
            {"kind": "person", "document_number": "ROPI800131", "flagged_to": "2026-12-31"}
        ],
        customers=[{"customer_id": "C1", "document_number": "ROPI800131"}],
        relationships=[
            {
                "relationship_id": "L1",
                **owner,
                "valid_from": "2026-02-01",
                "valid_to": "2026-06-30",
            },
            {"relationship_id": "L2", **owner},
        ],
    )
    assert {tuple(str(value) for value in row) for row in found} == {
        ("C1", "None", "None", "2026-01-01", "2026-12-31"),
        ("C2", "relationships:L1", "2026-02-01", "2026-01-01", "2026-06-30"),
        ("C2", "relationships:L2", "None", "2026-01-01", "2026-12-31"),
    }
