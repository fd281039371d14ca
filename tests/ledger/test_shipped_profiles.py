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


EVENTS_HEAD = (
    "txn_id,reference_no,send_ts,pay_ts,status,send_agent_id,send_agent_city,send_agent_state,"
    "send_agent_country,pay_agent_id,pay_agent_city,pay_agent_state,pay_agent_country,send_amount,"
    "send_ccy,pay_amount,pay_ccy,fx_rate,fee,fund_method,pay_method,sender_id,sender_first,sender_last,"
    "sender_dob,sender_id_type,sender_id_no,sender_id_country,sender_address,sender_phone,"
    "sender_occupation,sender_nationality,receiver_name,receiver_phone,receiver_address,"
    "receiver_id_type,receiver_id_no,purpose,relationship,on_behalf_of,teller_id"
)


def remittance_event(**cells):
    return ",".join(cells.get(name, "") for name in EVENTS_HEAD.split(","))


def test_remittance_events(desk):
    desk.profiles["events"] = desk.shipped_profile("remittance_events")
    sent = {
        "reference_no": "8810022", "send_ts": "2026-03-02 15:10:00", "send_agent_id": "A7",
        "send_amount": "400.00", "send_ccy": "USD", "fee": "5.00", "fund_method": "cash",
        "sender_first": "Ann", "sender_last": "Lee", "sender_id_no": "D1", "pay_agent_country": "MX",
    }  # fmt: skip
    paid = {
        "reference_no": "8810022", "pay_ts": "2026-03-06 09:00:00", "pay_agent_id": "C3",
        "pay_agent_city": "Culiacan", "pay_agent_state": "SIN", "pay_agent_country": "MX",
        "send_amount": "400.00", "send_ccy": "USD", "pay_amount": "6800.00", "pay_ccy": "MXN",
        "receiver_name": "Bob Ray", "receiver_id_no": "INE9",
    }  # fmt: skip
    desk.give(
        "\n".join([
            EVENTS_HEAD,
            remittance_event(status="sent", receiver_name="Bob Roy", **sent),
            remittance_event(status="changed", receiver_name="Bob Ray", reference_no="8810022"),
            remittance_event(status="paid", **paid),
            remittance_event(status="sent", receiver_name="Eve", **(sent | {"reference_no": "77"})),
            remittance_event(status="refunded", reference_no="77"),
        ]) + "\n",
        table="remittances", profile="events",
    )  # fmt: skip
    assert desk.read().problems == ()
    columns = (
        "remittance_id, status, sender_name, receiver_name, amount, payout_amount, payout_city,"
        " payout_country, CAST(paid_on AS VARCHAR), send_agent_id, pay_agent_id, fee"
    )
    money, fee = Decimal(400), Decimal(5)
    assert desk.store.rows(f"SELECT {columns} FROM remittances ORDER BY 1") == [
        ("bank:77", "reversed", "Ann Lee", "Eve", money, None, None, "MX", None, "A7", None, fee),
        ("bank:8810022", "posted", "Ann Lee", "Bob Ray", money, Decimal(6800), "Culiacan", "MX",
         "2026-03-06", "A7", "C3", fee),
        ("bank:8810022:1", "altered", "Ann Lee", "Bob Roy", money, None, None, "MX", None, "A7",
         None, fee),
    ]  # fmt: skip


def test_rates_of_the_central_bank_in_both_of_its_forms(desk):
    desk.profiles |= {kind: desk.shipped_profile(kind) for kind in ("ecb_csv", "ecb_xml")}
    text = "Date,USD,CHF,\n2026-11-27,1.10,0.95,\n"
    xml = (
        '<?xml version="1.0"?><e:Envelope xmlns:e="http://www.gesmes.org/xml/2002-08-01"'
        ' xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube><Cube time="2026-11-26">'
        '<Cube currency="USD" rate="1.10"/><Cube currency="CHF" rate="0.88"/></Cube></Cube></e:Envelope>'
    )
    desk.give(text, table="fx_rates", profile="ecb_csv", name="eurofxref.csv")
    desk.give(xml, table="fx_rates", profile="ecb_xml", name="eurofxref.xml")
    assert desk.read().problems == ()
    columns = "CAST(rate_on AS VARCHAR), currency, base_currency, rate"
    assert desk.store.rows(f"SELECT {columns} FROM fx_rates ORDER BY 1, 2") == [
        ("2026-11-26", "CHF", "USD", Decimal("1.25")),
        ("2026-11-26", "EUR", "USD", Decimal("1.1")),
        ("2026-11-27", "CHF", "USD", Decimal("1.15789473684211")),
        ("2026-11-27", "EUR", "USD", Decimal("1.1")),
    ]


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
