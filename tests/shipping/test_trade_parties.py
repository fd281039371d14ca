from tests.screening.ledgers import rows_of

BILLS = [
    {
        "bl_no": "BL1",
        "shipper_id": "S1",
        "consignee_name": "Fruchtkontor Nord",
        "forwarder_name": "Bay",
    },
    {"bl_no": "BL2", "consignee_id": "C9", "shipper_id": "17"},
]


def test_a_customer_is_a_party_by_number_registration_or_name():
    found = rows_of(
        "trade_parties",
        "party_key, subject_kind, subject_key",
        bills_of_lading=BILLS,
        shippers=[{"shipper_id": "S1", "name": "Punta Negra", "registration_number": "RUC 099"}],
        customers=[
            {"customer_id": "C1", "name": "FRUCHTKONTOR NORD GMBH"},
            {"customer_id": "C2", "name": "P. N.", "tax_number": "RUC-099"},
            {"customer_id": "C9", "name": "Somebody"},
            {"customer_id": "17", "name": "Nobody"},
            {"customer_id": "C8", "name": "Bay Ltd"},
        ],
        accounts=[{"account_id": "A1", "customer_id": "C1", "iban": "DE89"}],
    )
    customers = {(party, key) for party, kind, key in found if kind == "customer"}
    assert customers == {("fruchtkontor nord", "C1"), ("negra punta", "C2"), ("C9", "C9")}
    assert {key for _, kind, key in found if kind == "account"} == {"A1", "DE89"}
    assert {key for _, kind, key in found if kind == "id"} == {"C1", "C2", "C9", "S1"}


def test_a_payment_names_a_party_by_any_spelling_of_its_name():
    spellings = ["Fruchtkontor Nord AG", "NORD FRUCHTKONTOR", "Fruchtkontor Ost", "BAY"]
    found = rows_of(
        "trade_parties",
        "subject_key",
        bills_of_lading=BILLS,
        transactions=[{"counterparty_name": name} for name in spellings],
    )
    names = {key for (key,) in found}
    assert names >= {"Fruchtkontor Nord AG", "NORD FRUCHTKONTOR"}
    assert not names & {"Fruchtkontor Ost", "BAY"}, "too short a name says nothing"
