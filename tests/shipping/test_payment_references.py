import pytest

from tests.screening.ledgers import rows_of

BILL = {
    "bl_no": "MEDU-4471029",
    "booking_number": "EBKG 0765432",
    "container_number": "CSQU 305438-3",
    "imo_number": "9074729",
}


def found_in(text, bills=(BILL,), **columns):
    return rows_of(
        "payment_references",
        "kind, value, object_id, check_digit_ok",
        bills_of_lading=list(bills),
        transactions=[{"remittance_text": text, **columns}],
    )


CONTAINER = ("container", "CSQU3054383", "CSQU 305438-3", True)
SHIP = ("imo", "9074729", "9074729", True)
BL = ("bl", "MEDU4471029", "MEDU-4471029", None)
BOOKING = ("booking", "EBKG0765432", "EBKG 0765432", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CSQU 305438-3 demurrage", CONTAINER),
        ("pago csqu3054383", CONTAINER),
        ("(CSQU305438 3)", CONTAINER),
        ("IMO 9074729", SHIP),
        ("m/v Polar, imo no. 9074729.", SHIP),
        ("IMO9074729", SHIP),
        ("b/l:medu4471029", BL),
        ("MEDU 4471029 freight", BL),
        ("MEDU-447-1029", BL),
        ("MEDU4471029/2026", BL),
        ("ref EBKG0765432, balance", BOOKING),
    ],
)
def test_a_reference_is_found_however_it_is_written(text, expected):
    assert found_in(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "CSQU3054384 demurrage",
        "XCSQU3054383",
        "CSQU30543831",
        "ISO 9074729",
        "9074729",
        "IMO 90747291",
        "MEDU44710290",
        "XMEDU4471029",
        "MEDU 4471029 1".replace("4471029", "447102"),
        "",
    ],
)
def test_what_only_resembles_one_is_not(text):
    assert found_in(text) == []


def test_a_wrong_check_digit_is_told():
    bills = [{"bl_no": "BL1", "container_number": "CSQU3054384", "imo_number": "9074728"}]
    assert found_in("CSQU3054384 IMO 9074728", bills) == [
        ("container", "CSQU3054384", "CSQU3054384", False),
        ("imo", "9074728", "9074728", False),
    ]


def test_every_text_of_a_payment_is_read():
    found = found_in(
        "CSQU3054383",
        reference="IMO 9074729",
        invoice_reference="EBKG0765432",
        bill_of_lading="MEDU4471029",
    )
    assert found == sorted([CONTAINER, SHIP, BL, BOOKING], key=str)


def test_two_texts_do_not_make_one_number():
    assert found_in("MEDU", reference="4471029") == []


def test_a_short_bill_is_read_in_its_own_column_only():
    bills = [{"bl_no": "BL7"}]
    assert found_in("BL7", bills) == []
    assert found_in("freight", bills, bill_of_lading="bl-7") == [("bl", "BL7", "BL7", None)]


def test_a_remittance_is_read_too_and_keeps_its_words():
    found = rows_of(
        "payment_references",
        "payment_table, payment_id, value, text",
        bills_of_lading=[BILL],
        remittances=[
            {
                "sender_name": "Ana",
                "receiver_name": "Ben",
                "purpose": "Flete MEDU4471029",
                "reference": "X1",
            }
        ],
    )
    assert found == [("remittances", "remittances:R1", "MEDU4471029", "Flete MEDU4471029 | X1")]


def test_many_beginnings_of_bills_are_shortened_until_few_remain():
    bills = [{"bl_no": f"{n:04}000{n:04}"} for n in range(400)]
    assert found_in("paid 03990000399", bills) == [("bl", "03990000399", "03990000399", None)]


def test_without_trade_nothing_is_read():
    assert (
        rows_of("payment_references", "value", transactions=[{"remittance_text": "CSQU3054383"}])
        == []
    )


WALLET = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
FLAGGED = [
    {"kind": "vessel", "mmsi": "354123000"},
    {"kind": "person", "wallet": WALLET},
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MMSI 354123000", [("mmsi", "354123000")]),
        ("bunkers, mmsi no. 354123000.", [("mmsi", "354123000")]),
        (f"to {WALLET.upper()}", [("wallet", WALLET.upper())]),
        (f"wallet:{WALLET}/2", [("wallet", WALLET.upper())]),
        ("354123000", []),
        ("MMSI 354123001", []),
        (f"{WALLET}x", []),
        (WALLET[:-1], []),
    ],
)
def test_radio_numbers_and_wallets_of_lists_are_found(text, expected):
    found = rows_of(
        "payment_references",
        "kind, value",
        flagged_parties=FLAGGED,
        transactions=[{"remittance_text": text}],
    )
    assert found == expected


def test_without_a_list_a_radio_number_or_wallet_is_nothing():
    assert found_in(f"MMSI 354123000 {WALLET}") == []


def test_a_listed_ship_and_wallet_are_flagged_objects():
    found = rows_of(
        "object_flags",
        "kind, value, role, entry_id",
        flagged_parties=[{**FLAGGED[0], "imo_number": "9074729"}, FLAGGED[1]],
    )
    assert found == [
        ("imo", "9074729", "itself", "E1"),
        ("mmsi", "354123000", "itself", "E1"),
        ("wallet", WALLET.upper(), "itself", "E2"),
    ]
