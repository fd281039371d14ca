from tests.screening.ledgers import rows_of

FLAGGED = [{"name": "Naviera Punta Negra", "account_number": "PA555001", "bic": "BFALPAPA"}]


def payments(**tables):
    return {row[0] for row in rows_of("payment_parties", "payment_id", **tables)}


def test_only_payments_worth_looking_at_are_kept():
    assert payments(
        flagged_parties=FLAGGED,
        transactions=[
            {"counterparty_name": "NAVIERA PUNTA NEGRA SA"},
            {"counterparty_account": "PA-555-001"},
            {"counterparty_bank": "BFALPAPAXXX"},
            {"conductor_name": "Naviera Punta Negra"},
            {"on_behalf_of": "Naviera Punta Negra"},
            {"account_id": "PA555001"},
            {"counterparty_name": "Naviera Punta Blanca"},
            {"counterparty_account": "PA-555-001", "status": "reversed"},
        ],
    ) == {"T1", "T2", "T3", "T4", "T5", "T6"}


def test_a_payment_names_all_its_parties_and_whose_it_is():
    found = rows_of(
        "payment_parties",
        "party_id, side, subject_kind, subject_key",
        flagged_parties=FLAGGED,
        customers=[{"customer_id": "C1", "document_number": "D-1"}],
        transactions=[
            {
                "customer_id": "C1",
                "counterparty_account": "PA555001",
                "counterparty_name": "Ana",
                "counterparty_country": "PA",
            }
        ],
    )
    assert found == [
        ("doc:D1", "counterparty", "account", "PA555001"),
        ("doc:D1", "counterparty", "name", "Ana|PA"),
        ("doc:D1", "counterparty", "trade_name", "Ana"),
        ("doc:D1", "customer", "customer", "C1"),
    ]


def test_a_remittance_is_its_senders():
    found = rows_of(
        "payment_parties",
        "payment_table, payment_id, party_id, direction, side",
        flagged_parties=[
            {"kind": "person", "name": "Wilmer Quintero Peña", "document_number": "EC0912345678"}
        ],
        remittances=[
            {
                "sender_name": "Ana Alder",
                "sender_document": "D1",
                "receiver_name": "W.",
                "receiver_document": "EC-0912345678",
            },
            {
                "sender_name": "QUINTERO PENA WILMER",
                "sender_document": "D2",
                "receiver_name": "Ben Birch",
            },
            {"sender_name": "Ana Alder", "sender_document": "D1", "receiver_name": "Ben Birch"},
        ],
    )
    assert {row[:4] for row in found} == {
        ("remittances", "remittances:R1", "doc:D1", "debit"),
        ("remittances", "remittances:R2", "doc:D2", "debit"),
    }
    assert {row[4] for row in found} == {"sender", "receiver"}


def test_parties_of_flagged_bills_are_looked_at_but_not_their_carrier():
    bills = [
        {
            "bl_no": "BL1",
            "shipper_name": "Naviera Punta Negra",
            "consignee_name": "Fruchtkontor Nord",
            "carrier_name": "Atlantic Lines",
        },
        {"bl_no": "BL2", "shipper_name": "Frutas del Lago", "consignee_name": "Fruchtkontor Ost"},
    ]
    names = ["Fruchtkontor Nord", "Atlantic Lines", "Fruchtkontor Ost"]
    assert payments(
        flagged_parties=FLAGGED,
        bills_of_lading=bills,
        transactions=[{"counterparty_name": name} for name in names],
    ) == {"T1"}
