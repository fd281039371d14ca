"""Small ledgers for the detector: a town of ordinary customers, and single entries by hand."""

from contextlib import contextmanager
from datetime import date

from aml.store import Store, sql_tables
from aml.store.derived import build_order
from aml.store.schema import create_schema

AS_OF = date(2026, 6, 30)
# Half a year of pay, shopping and the odd cash machine, spread by hashes so that no two are alike.
_TOWN = """
    INSERT INTO transactions BY NAME
    WITH items AS (
        SELECT person, month, item, hash(person * 1009 + month * 97 + item) AS seed
        FROM range($people) AS people(person), range(6) AS months(month), range(9) AS items(item)
    ), booked AS (
        SELECT
            *, CAST(DATE '2026-01-01' + to_months(CAST(month AS INTEGER)) AS DATE)
                + CAST(seed % 28 AS INTEGER) AS booked_on,
            CASE WHEN item = 0 THEN 'credit' ELSE 'debit' END AS direction,
            CASE WHEN item = 0 THEN 'ach' WHEN item = 1 THEN 'cash_atm' ELSE 'card' END AS channel,
            CAST(CASE WHEN item = 0 THEN 1800 + seed % 900 ELSE 20 + seed % 210 END AS DECIMAL(18, 4))
                AS amount
        FROM items
    )
    SELECT
        format('T{:04d}-{}-{}', person, month, item) AS transaction_id, 'town' AS ledger_id,
        1 AS file_id, person * 54 + month * 9 + item + 1 AS source_row,
        format('A{:04d}', person) AS account_id, format('C{:04d}', person) AS customer_id,
        CAST(booked_on AS TIMESTAMP) + INTERVAL 9 HOUR AS booked_at, booked_on, direction,
        amount, 'USD' AS currency, amount AS amount_base, channel, 'posted' AS status,
        CASE WHEN channel <> 'cash_atm' THEN format('S{}', CASE WHEN item = 0 THEN person
            ELSE seed % 40 END) END AS counterparty_id,
        'US' AS counterparty_country
    FROM booked"""
_PEOPLE = """
    INSERT INTO customers BY NAME
    SELECT 2 AS file_id, person + 1 AS source_row, format('C{:04d}', person) AS customer_id,
        'person' AS customer_type, 'clerk' AS occupation
    FROM range($people) AS people(person)"""


@contextmanager
def store_of(*entries, people=0, threads=None, line=False):
    """A store with an institution, a town of so many people, and entries written by hand.

    Derived tables are not built yet; `derive` does.
    """
    with Store(threads=threads) as store:
        create_schema(store)
        store.run("INSERT INTO institution VALUES ('Bank', 'US', 'bank', 'USD', NULL)")
        if people:
            store.run(_TOWN, {"people": people})
            store.run(_PEOPLE, {"people": people})
        if line:
            store.run(
                "INSERT INTO thresholds VALUES (3, 1, 'US-CTR', 'US', 'any', 'cash_report', 10000,"
                " 'USD', '>', 'business_day', true, '2011-03-01', NULL, '31 CFR 1010.311', 'primary',"
                " NULL, NULL, NULL, NULL)"
            )
        for row, given in enumerate(entries, start=1):
            add(store, row, **given)
        yield store


def entry(transaction_id, customer_id, booked_on, amount, direction="credit", **more):
    return {
        "transaction_id": transaction_id,
        "customer_id": customer_id,
        "booked_on": booked_on,
        "amount": amount,
        "direction": direction,
        **more,
    }


def add(store, row, **given):
    values = {
        "ledger_id": "hand",
        "file_id": 9,
        "source_row": row,
        "account_id": f"A-{given['customer_id']}",
        "booked_at": f"{given['booked_on']} 10:00:00",
        "currency": "USD",
        "amount_base": given["amount"],
        "channel": "wire",
        "status": "posted",
        **given,
    }
    store.insert("transactions", list(values), [list(values.values())])


def derive(store):
    known = {table.name: table for table in sql_tables()}
    for table in build_order(["profile_month"], known):
        table.build(store)
    return store


def courier(customer_id="C0007", deposits=12):
    """One clerk of the town who banks cash just below the line in the last quarter, and wires it."""
    for number in range(deposits):
        day = f"2026-0{4 + number % 3}-{3 + number * 2:02d}"
        yield entry(
            f"X{number:02d}", customer_id, day, 9000 + number * 71, channel="cash_teller",
            branch_id=f"B{number % 5}", conductor_id=f"P{number % 4}",
        )  # fmt: skip
        yield entry(
            f"Y{number:02d}", customer_id, day, 8900 + number * 71, "debit",
            counterparty_id=f"N{number % 3}", counterparty_country="MX",
        )  # fmt: skip
