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
