"""Each check of quality on a ledger that has its flaw, and on the same ledger without it."""

from datetime import date, datetime, time, timedelta

import pytest

from aml.core.vocabulary import CHANNELS
from aml.ledger.quality import catalogue, measure
from aml.store import Store, canonical_columns
from aml.store.schema import create_schema

DAY = date(2026, 3, 2)


def at(hour, minute=0, day=DAY):
    return datetime.combine(day, time(hour, minute))


def entry(number, **more):
    return {
        "transaction_id": f"T{number:05}", "ledger_id": "bank", "file_id": 1, "source_row": number,
        "account_id": "A1", "customer_id": "C1", "booked_on": DAY, "direction": "credit",
        "amount": 100 + number, "currency": "USD", "channel": "wire", "status": "posted",
        "counterparty_name": "Ada Lovelace", "counterparty_account": "X1",
        "counterparty_country": "MX", "counterparty_bank": "021000021",
        "remittance_text": f"invoice {number}",
    } | more  # fmt: skip


def entries(n, start=0, **more):
    """Entries whose columns may depend on their number."""
    return [
        entry(start + i, **{k: v(i) if callable(v) else v for k, v in more.items()})
        for i in range(n)
    ]


def remittance(number, **more):
    return {
        "remittance_id": f"R{number}", "ledger_id": "msb", "file_id": 1, "source_row": number,
        "sent_at": at(10), "sent_on": DAY, "status": "posted", "amount": 100,
        "currency": "USD", "sender_name": "Ada", "receiver_name": "Bo", "sender_phone": "1",
        "payout_country": "MX", "send_agent_id": "G1",
    } | more  # fmt: skip


def account(number=1, **more):
    made = {"file_id": 1, "source_row": number, "account_id": f"A{number}", "currency": "USD"}
    return made | {"customer_id": f"C{number}", "opened_on": date(2020, 1, 1)} | more


def customer(number=1, **more):
    return {
        "file_id": 1, "source_row": number, "customer_id": f"C{number}", "name": "Ada Lovelace",
        "customer_type": "person", "born_on": date(1990, 5, 6), "address": "1 Main St",
        "occupation": "clerk", "declared_income": 40000, "country": "US",
    } | more  # fmt: skip


def verdict(customer_id, remittance_id):
    return {
        "file_id": 1, "source_row": 1, "member_kind": "customer", "member_id": customer_id,
        "other_kind": "sender", "other_id": remittance_id, "verdict": "same",
        "reason": "seen", "decided_by": "A", "valid_from": DAY,
    }  # fmt: skip


def weekday(i):
    """The i-th weekday from 2025-01-01 on."""
    weeks, rest = divmod(i, 5)
    return date(2025, 1, 6) + timedelta(days=7 * weeks + rest)


def months(by_month, **more):
    """So many entries in each month of 2025."""
    made = []
    for month, n in enumerate(by_month, start=1):
        days = [date(2025, month, 1 + i % 28) for i in range(n)]
        made += [entry(len(made) + i, booked_on=day, **more) for i, day in enumerate(days)]
    return [
        *made,
        entry(99_998, booked_on=date(2025, 1, 1), amount=10),
        entry(99_999, booked_on=date(2025, 12, 31), amount=10),
    ]


FILE = {
    "file_id": 1,
    "ledger_id": "bank",
    "table_name": "transactions",
    "path": "a.csv",
    "sha256": "0",
}
KNOWN_PERSON = {"customers": [customer()], "accounts": [account()]}

#: By check: rows of tables with the flaw, rows of the same without it, how many are wrong.
FLAWS = {
    "DQ101": ({"transactions": entries(9, counterparty_name=None, counterparty_account=None)}, {"transactions": entries(9)}, 9),
    "DQ102": ({"transactions": entries(9, counterparty_country=None)}, {"transactions": entries(9)}, 9),
    "DQ103": ({"transactions": entries(9, remittance_text=None)}, {"transactions": entries(9)}, 9),
    "DQ104": ({"transactions": entries(9, channel="cash_atm")}, {"transactions": entries(9, channel="cash_atm", terminal_id="M1")}, 9),
    "DQ105": ({"transactions": entries(9, channel="cash_teller")}, {"transactions": entries(9, channel="cash_teller", conductor_name="Bo")}, 9),
    "DQ106": ({"transactions": entries(9, channel="cheque")}, {"transactions": entries(9, channel="cheque", instrument_number="7")}, 9),
    "DQ107": ({"transactions": entries(9, channel="card", direction="debit")}, {"transactions": entries(9, channel="card", direction="debit", merchant_category="5411")}, 9),
    "DQ108": ({"remittances": [remittance(1, sender_phone=None)]}, {"remittances": [remittance(1)]}, 1),
    "DQ109": ({"remittances": [remittance(1, payout_country=None)]}, {"remittances": [remittance(1)]}, 1),
    "DQ110": ({"remittances": [remittance(1, send_agent_id=None)]}, {"remittances": [remittance(1)]}, 1),
    "DQ111": ({"customers": [customer(name=None)]}, {"customers": [customer()]}, 1),
    "DQ112": ({"customers": [customer(born_on=None)]}, {"customers": [customer()]}, 1),
    "DQ113": ({"customers": [customer(address=None)]}, {"customers": [customer()]}, 1),
    "DQ114": ({"customers": [customer(occupation=None)]}, {"customers": [customer()]}, 1),
    "DQ115": ({"customers": [customer(declared_income=None)]}, {"customers": [customer()]}, 1),
    "DQ116": ({"accounts": [account(opened_on=None)]}, {"accounts": [account()]}, 1),
    "DQ117": ({"accounts": [account(customer_id=None)]}, {"accounts": [account()]}, 1),
    "DQ201": ({"transactions": entries(9, amount=0)}, {"transactions": entries(9)}, 9),
    "DQ202": ({"transactions": entries(9, status="pending")}, {"transactions": [*entries(9, status="pending"), entry(10)]}, 1),
    "DQ203": ({"transactions": entries(1, booked_on=date(1926, 3, 2))}, {"transactions": entries(1)}, 1),
    "DQ204": ({"transactions": entries(1, value_on=date(2026, 5, 2))}, {"transactions": entries(1, value_on=date(2026, 3, 4))}, 1),
    "DQ205": ({"transactions": entries(1, booked_at=at(9, day=date(2026, 2, 3)))}, {"transactions": entries(1, booked_at=at(23, 59))}, 1),
    "DQ206": ({"transactions": entries(1, counterparty_country="Mexico")}, {"transactions": entries(1)}, 1),
    "DQ207": ({"customers": [customer(country="usa")]}, {"customers": [customer()]}, 1),
    "DQ208": ({"remittances": [remittance(1, payout_country="MEX")]}, {"remittances": [remittance(1)]}, 1),
    "DQ209": ({"transactions": entries(1, counterparty_name="UNKNOWN")}, {"transactions": entries(1, counterparty_name="Unknown Pleasures Ltd")}, 1),
    "DQ210": ({"customers": [customer(name="Test Customer 3")]}, {"customers": [customer()]}, 1),
    "DQ211": ({"remittances": [remittance(1, receiver_name="N/A")]}, {"remittances": [remittance(1)]}, 1),
    "DQ212": ({"remittances": [remittance(1, sender_name="xxx")]}, {"remittances": [remittance(1, sender_name="Xi")]}, 1),
    "DQ213": ({"customers": [customer(born_on=date(1900, 1, 1))]}, {"customers": [customer()]}, 1),
    "DQ214": ({"customers": [customer(born_on=date(2062, 1, 1))]}, {"customers": [customer()]}, 1),
    "DQ215": ({"transactions": entries(1, merchant_category="742")}, {"transactions": entries(1, merchant_category="0742")}, 1),
    "DQ216": ({"transactions": entries(1, counterparty_bank="First National")}, {"transactions": entries(1, counterparty_bank="DEUTDEFF")}, 1),
    "DQ217": ({"accounts": [account(closed_on=date(2019, 1, 1))]}, {"accounts": [account(closed_on=date(2021, 1, 1))]}, 1),
    "DQ218": ({"remittances": [remittance(1, paid_at=at(9))]}, {"remittances": [remittance(1, paid_at=at(11))]}, 1),
    "DQ219": (
        {"remittances": [remittance(1, sent_on=date(2026, 1, 5)), remittance(2, paid_on=DAY)]},
        {"remittances": [remittance(1, sent_on=date(2026, 1, 5), paid_on=DAY), remittance(2, paid_on=DAY)]}, 1,
    ),
    "DQ301": ({"transactions": entries(9, account_id="a-1"), "accounts": [account()]}, {"transactions": entries(9), "accounts": [account()]}, 9),
    "DQ302": ({"transactions": entries(9, account_id="a-1"), "accounts": [account()]}, {"transactions": entries(9), "accounts": [account()]}, 9),
    "DQ303": ({"accounts": [account(customer_id="0001")], "customers": [customer()]}, KNOWN_PERSON, 1),
    "DQ304": ({"accounts": [account(customer_id="0001")], "customers": [customer()]}, KNOWN_PERSON, 1),
    "DQ305": ({"transactions": entries(1, branch_id="B9"), "branches": [{"file_id": 1, "source_row": 1, "branch_id": "B1"}]},
              {"transactions": entries(1, branch_id="B1"), "branches": [{"file_id": 1, "source_row": 1, "branch_id": "B1"}]}, 1),
    "DQ306": ({"remittances": [remittance(1, send_agent_id="G9")], "agents": [{"file_id": 1, "source_row": 1, "agent_id": "G1"}]},
              {"remittances": [remittance(1)], "agents": [{"file_id": 1, "source_row": 1, "agent_id": "G1"}]}, 1),
    "DQ309": ({"transactions": entries(1, customer_id="C7"), "accounts": [account()]}, {"transactions": entries(1), "accounts": [account()]}, 1),
    "DQ310": ({"transactions": entries(1), "accounts": [account(opened_on=date(2026, 3, 3))]}, {"transactions": entries(1), "accounts": [account()]}, 1),
    "DQ311": ({"transactions": entries(1), "accounts": [account(), account(2), account(3)]}, {"transactions": entries(1), "accounts": [account()]}, 2),
    "DQ312": ({"customers": [customer(), customer(2), customer(3)], "accounts": [account()]}, KNOWN_PERSON, 2),
    "DQ313": ({"transactions": entries(1, currency="EUR"), "accounts": [account()]}, {"transactions": entries(1), "accounts": [account()]}, 1),
    "DQ314": ({"identity_overrides": [verdict("C1", "msb:R9")], **KNOWN_PERSON, "remittances": [remittance(1)]},
              {"identity_overrides": [verdict("C1", "R1")], **KNOWN_PERSON, "remittances": [remittance(1)]}, 1),
    "DQ401": ({"transactions": entries(400, booked_on=lambda i: weekday(i // 20 + (i >= 200)))}, {"transactions": entries(400, booked_on=lambda i: weekday(i // 20))}, 1),
    "DQ402": ({"transactions": entries(203, booked_on=lambda i: weekday(i // 20))}, {"transactions": entries(206, booked_on=lambda i: weekday(i // 20))}, 1),
    "DQ403": ({"transactions": entries(60, booked_at=lambda i: at(4) if i < 20 else at(8 + i % 8, i))}, {"transactions": entries(60, booked_at=lambda i: at(8 + i % 8, i))}, 1),
    "DQ404": ({"transactions": entries(60, channel="cash_teller", booked_at=lambda i: at(i % 8))}, {"transactions": entries(60, channel="cash_teller", booked_at=lambda i: at(8 + i % 8))}, 1),
    "DQ405": ({"transactions": months([40, 41, 40, 39, 40, 9, 41, 40, 39, 40, 41, 40])}, {"transactions": months([40, 41, 40, 39, 40, 30, 41, 40, 39, 40, 41, 40])}, 1),
    "DQ406": ({"transactions": [e | {"amount": e["amount"] * (100 if e["booked_on"].month == 6 else 1)} for e in months([40] * 12, amount=10)]},
              {"transactions": months([40] * 12, amount=10)}, 1),
    "DQ407": ({"transactions": [*months([30] * 9 + [0] * 3, channel="sepa")]}, {"transactions": months([30] * 12, channel="sepa")}, 1),
    "DQ408": ({"transactions": entries(9, channel="cheque", booked_on=date(2026, 3, 7))}, {"transactions": entries(9, channel="cheque")}, 9),
    "DQ501": ({"transactions": entries(100)}, {"transactions": entries(100, direction=lambda i: "debit" if i % 2 else "credit")}, 1),
    "DQ502": ({"transactions": entries(400, account_id=lambda i: f"A{i % 40}" if i > 150 else "A0")}, {"transactions": entries(400, account_id=lambda i: f"A{i % 40}")}, 1),
    "DQ503": ({"transactions": entries(2000, currency=lambda i: "MXN" if i == 7 else "USD")}, {"transactions": entries(2000)}, 1),
    "DQ504": ({"transactions": [*entries(200), *[e | {"transaction_id": e["transaction_id"] + "b"} for e in entries(200)]]}, {"transactions": entries(400)}, 1),
    "DQ505": ({"transactions": entries(8), "ledger_files": [FILE | {"records": 10}], "rejected_records": [{"file_id": 1, "source_row": i, "code": "LDG010", "kind": "rejected"} for i in (1, 2)]},
              {"transactions": entries(9), "ledger_files": [FILE | {"records": 10}], "rejected_records": [{"file_id": 1, "source_row": 1, "code": "LDG010", "kind": "rejected"}]}, 1),
    "DQ506": ({"transactions": entries(8), "ledger_files": [FILE | {"records": 10}], "rejected_records": [{"file_id": 1, "source_row": i, "code": "LDG020", "kind": "duplicate"} for i in (1, 2)]},
              {"transactions": entries(9), "ledger_files": [FILE | {"records": 10}], "rejected_records": [{"file_id": 1, "source_row": 1, "code": "LDG020", "kind": "duplicate"}]}, 1),
    "DQ507": ({"transactions": entries(500, amount=lambda i: 1 if i < 200 else i)}, {"transactions": entries(500)}, 1),
    "DQ508": ({"transactions": entries(9, channel="other")}, {"transactions": entries(9)}, 1),
}  # fmt: skip
for side, check_id in (("from", "DQ307"), ("to", "DQ308")):
    known = {"file_id": 1, "source_row": 1, "relationship_id": "L1", "role": "owner"}
    known |= {"from_customer_id": "C1", "to_customer_id": "C1"}
    FLAWS[check_id] = (
        {"customers": [customer()], "relationships": [known | {f"{side}_customer_id": "C8"}]},
        {"customers": [customer()], "relationships": [known]},
        1,
    )


def results(tables):
    """What every check finds on these rows, by id."""
    with Store() as store:
        create_schema(store)
        columns = ("name", "country", "base_currency", "as_of_on")
        store.insert("institution", columns, [["Bank", "US", "USD", DAY]])
        for table, rows in tables.items():
            names = [c.name for c in canonical_columns().get(table, ())] or list(rows[0])
            full = [_whole(table, row) for row in rows]
            store.insert(table, names, [[row.get(name) for name in names] for row in full])
        return {result.check_id: result for result in measure(store)}


def _whole(table, row):
    if table != "transactions":
        return row
    booked = row.get("booked_at") or at(
        10 + row["source_row"] % 7, row["source_row"] % 60, row["booked_on"]
    )
    return row | {"booked_at": booked, "amount_base": row["amount"]}


@pytest.mark.parametrize("check_id", sorted(catalogue()))
def test_a_flaw_is_found_and_its_absence_is_not(check_id):
    flawed, sound, wrong = FLAWS[check_id]
    found = results(flawed)[check_id]
    assert (found.state, found.wrong) == ("failed", wrong)
    assert found.examples
    assert results(sound)[check_id].state == "passed"


@pytest.mark.parametrize("mistyped", [date(1900, 1, 1), date(2205, 1, 6)])
def test_a_mistyped_year_does_not_hide_the_day_that_is_missing(mistyped):
    gap = entries(500, booked_on=lambda i: weekday(i // 25 + (i >= 250)))
    found = results({"transactions": [*gap, entry(9_999, booked_on=mistyped)]})["DQ401"]
    assert found.examples == (str(weekday(10)),)


def test_a_check_without_its_tables_is_open_and_not_passed():
    found = results({"transactions": entries(3)})
    assert found["DQ301"].state == "open"
    assert found["DQ107"].state == "open"
    assert found["DQ101"].state == "passed"


def test_examples_are_ids_in_order_and_few():
    found = results({"transactions": entries(30, counterparty_country=None)})["DQ102"]
    assert found.examples == tuple(f"T{number:05}" for number in range(5))


def test_every_channel_that_a_check_names_exists():
    words = " ".join(
        f"{check.among} {check.wrong} {check.groups}" for check in catalogue().values()
    )
    named = {
        name for name in ("cash_teller", "cheque", "armoured_cash", "p2p") if f"'{name}'" in words
    }
    assert named <= set(CHANNELS)
