"""Files as the sources of the shipped profiles write them, in a few made-up lines."""

from datetime import date
from decimal import Decimal

import polars

TRANS = """\
"trans_id";"account_id";"date";"type";"operation";"amount";"balance";"k_symbol";"bank";"account"
1;15;930103;"PRIJEM";"VKLAD";600.00;600.00;"";;
2;15;930104;"VYDAJ";"PREVOD NA UCET";200.50;399.50;"SIPO";"AB";"1001"
3;15;930105;"PRIJEM";"PREVOD Z UCTU";90.00;489.50;"DUCHOD";"CD";"2002"
4;15;930131;"PRIJEM";"";1.50;491.00;"UROK";;
5;15;930131;"VYDAJ";"VYBER";14.60;476.40;"SLUZBY";;
6;15;930201;"VYBER";"VYBER";100.00;376.40;" ";;
7;15;930202;"VYDAJ";"VYBER KARTOU";50.00;326.40;"";;
"""


def test_berka(desk):
    desk.institution = type(desk.institution)("Berka", "CZ", "bank", "CZK")
    for name in ("transactions", "accounts", "districts"):
        desk.profiles[name] = desk.shipped_profile(f"berka_{name}")
    desk.give(TRANS, profile="transactions", name="trans.asc")
    accounts = '"account_id";"district_id";"frequency";"date"\r\n15;1;"POPLATEK MESICNE";930101\r\n'
    desk.give(accounts, table="accounts", profile="accounts", name="account.asc")
    districts = 'A1;A2;A3;A4\r\n1;"Hl.m. Praha";"Prague";1204953\r\n'
    desk.give(districts, table="branches", profile="districts", name="district.asc")
    assert desk.read().problems == ()
    assert desk.column("channel") == [
        "cash_teller", "ach", "ach", "other", "fee", "cash_teller", "card",
    ]  # fmt: skip
    assert desk.column("direction") == [
        "credit", "debit", "credit", "credit", "debit", "debit", "debit",
    ]  # fmt: skip
    assert desk.column("amount_base")[1] == Decimal("200.50")
    assert desk.column("booked_on")[0] == date(1993, 1, 3)
    assert desk.column("counterparty_account")[:3] == [None, "1001", "2002"]
    assert desk.column("branch_id", "accounts") == ["1"]
    assert desk.column("region", "branches") == ["Prague"]


def test_amlsim(desk):
    for name in ("transfers", "accounts"):
        desk.profiles[name] = desk.shipped_profile(f"amlsim_{name}")
    frame = polars.DataFrame(
        {
            "tx_id": [1, 2],
            "ts": polars.Series(["2024-01-01 00:00:00"] * 2).str.to_datetime(),
            "src_account": ["A1", "EXT1"],
            "dst_account": ["A2", "A1"],
            "src_bank": ["bank_a", None],
            "dst_bank": ["bank_b", "bank_a"],
            "amount": [998.65, 10.0],
            "currency": ["USD", "USD"],
            "tx_type": ["TRANSFER", "TRANSFER"],
        }
    )
    desk.give(frame, profile="transfers", name="ledger.parquet")
    accounts = polars.DataFrame({"account_id": ["A1", "A2"], "account_type": ["I", "I"]})
    desk.give(accounts, table="accounts", profile="accounts", name="accounts.parquet")
    assert desk.read().problems == ()
    sides = "transaction_id, account_id, counterparty_bank, amount, channel"
    assert desk.store.rows(f"SELECT {sides} FROM transactions ORDER BY transaction_id") == [
        ("bank:1:c", "A2", "bank_a", Decimal("998.65"), "wire"),
        ("bank:1:d", "A1", "bank_b", Decimal("998.65"), "wire"),
        ("bank:2:c", "A1", None, Decimal(10), "wire"),
    ]


def shipped(desk, name, text, country="US", currency="USD"):
    desk.institution = type(desk.institution)("Bank", country, "bank", currency)
    desk.profiles[name] = desk.shipped_profile(name)
    return desk.give(text, profile=name, name=f"{name}.csv").read()


SAML_D = """\
Time,Date,Sender_account,Receiver_account,Amount,Payment_currency,Received_currency,Sender_bank_location,Receiver_bank_location,Payment_type,Is_laundering,Laundering_type
10:35:19,2022-10-07,111,222,1459.15,UK pounds,UK pounds,UK,UK,Cash Deposit,0,Normal_Cash_Deposits
10:35:20,2022-10-07,333,444,6019.64,UK pounds,Dirham,UK,UAE,Cross-border,0,Normal_Fan_Out
10:35:21,2022-10-07,333,444,1.00,Doubloons,Dirham,UK,UAE,Cross-border,0,Normal_Fan_Out
"""


def test_saml_d(desk):
    outcome = shipped(desk, "saml_d", SAML_D, "GB", "GBP")
    assert [(r.code, r.column, r.first) for r in outcome.rejections] == [
        ("LDG014", "currency", (3,))
    ]
    columns = "account_id, direction, amount, currency, channel, counterparty_country"
    assert desk.store.rows(
        f"SELECT {columns} FROM transactions ORDER BY source_row, account_id"
    ) == [
        ("111", "debit", Decimal("1459.15"), "GBP", "cash_teller", "GB"),
        ("222", "credit", Decimal("1459.15"), "GBP", "cash_teller", "GB"),
        ("333", "debit", Decimal("6019.64"), "GBP", "wire", "AE"),
        ("444", "credit", Decimal("6019.64"), "GBP", "wire", "GB"),
    ]
    assert str(desk.column("booked_at")[0]) == "2022-10-07 10:35:19"


AMLWORLD = """\
Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,Amount Paid,Payment Currency,Payment Format,Is Laundering
2022/09/01 00:20,010,8000AAAA0,020,8000BBBB0,14.00,US Dollar,14.50,US Dollar,ACH,0
2022/09/01 00:21,020,8000AAAA0,020,8000BBBB0,0.000102,Bitcoin,0.000102,Bitcoin,Bitcoin,0
"""


def test_amlworld(desk):
    outcome = shipped(desk, "amlworld", AMLWORLD)
    assert ("LDG014", "currency", (2,)) in [(r.code, r.column, r.first) for r in outcome.rejections]
    columns = "account_id, direction, amount, channel, counterparty_bank, booked_at"
    rows = desk.store.rows(f"SELECT {columns} FROM transactions ORDER BY direction")
    assert [row[:5] for row in rows] == [
        ("020:8000BBBB0", "credit", Decimal("14.5"), "ach", "010"),
        ("010:8000AAAA0", "debit", Decimal("14.5"), "ach", "020"),
    ]
    assert str(rows[0][5]) == "2022-09-01 00:20:00"


CORE = """\
entry_id,account,iban,customer,booking_date,value_date,amount,dc,balance,currency,transaction_type,counterparty_name,counterparty_iban,counterparty_bic,counterparty_country,branch,reference,remittance_text
1,77,,C1,2026-03-02,2026-03-03,9500.00,C,9500.00,USD,CASH,,,,,B1,,
2,,US77,C1,2026-03-04,2026-03-04,9000.00,DR,500.00,USD,SWIFT,Acme,PA11,BAGEPAPA,PA,B1,R2,invoice 7
"""


def test_generic_core(desk):
    assert shipped(desk, "generic_core", CORE).problems == ()
    columns = "account_id, direction, amount, channel, counterparty_name, counterparty_country"
    assert desk.store.rows(f"SELECT {columns} FROM transactions ORDER BY source_row") == [
        ("77", "credit", Decimal(9500), "cash_teller", None, None),
        ("US77", "debit", Decimal(9000), "other", "Acme", "PA"),
    ]
