"""What each derived table holds: written out for a few rows, not recomputed."""

from decimal import Decimal

from aml.store import Store, sql_tables
from aml.store.derived import build_order
from aml.store.schema import create_schema

TOWN = ("cash_peers", "cash_months", "cash_lines")
KNOWN = {item.name: item for item in sql_tables()}


def add(store, table, *rows, **common):
    """Rows by column name, with what every row of the table has in common."""
    for number, row in enumerate(rows, start=1):
        record = {"file_id": 1, "source_row": number, **common, **row}
        store.insert(table, list(record), [list(record.values())])


def entry(transaction_id, day, amount, **other):
    return {
        "transaction_id": transaction_id, "account_id": "A1", "customer_id": "C1", "booked_at": f"{day} 12:00:00",
        "booked_on": day, "amount": amount, "amount_base": amount, "currency": "USD", "channel": "cash_teller",
        "direction": "credit", "status": "posted", "ledger_id": "core", **other,
    }  # fmt: skip


def line(line_id, amount, **other):
    return {
        "line_id": line_id, "amount": amount, "jurisdiction": "US", "sector": "any", "kind": "cash_report",
        "currency": "USD", "operator": ">", "aggregation": "business_day", "has_reporting_duty": True,
        "valid_from": "2011-03-01", "source": "a law", "seen": "primary", **other,
    }  # fmt: skip


def transfer(remittance_id, **other):
    return {
        "remittance_id": remittance_id, "ledger_id": "core", "sent_at": "2026-03-02 10:00:00", "sent_on": "2026-03-02",
        "status": "posted", "amount": 900, "amount_base": 900, "currency": "USD", "sender_name": "Ana Alder",
        "receiver_name": "Rosa Roble", **other,
    }  # fmt: skip


def built(store, name, columns, order=None):
    for item in build_order([name], KNOWN):
        if not store.has_table(item.name):
            item.build(store)
    return store.rows(f"SELECT {columns} FROM {name} ORDER BY {order or columns}")


def test_no_derived_table_holds_a_float(store):
    for name in KNOWN:
        built(store, name, "count(*)")
        kinds = store.describe(f"SELECT * FROM {name}")
        assert not [column for column, kind in kinds if kind in ("DOUBLE", "FLOAT")], name


def test_a_name_of_the_other_side_stands_once_as_written_and_once_in_one_spelling(store):
    add(
        store, "transactions",
        entry("T1", "2026-03-02", 100, counterparty_name=" Good HAUL "),
        entry("T2", "2026-03-03", 100, counterparty_name="Good Haul", direction="debit"),
        entry("T3", "2026-03-04", 100, counterparty_name="Good Haul", status="cancelled"),
        entry("T4", "2026-03-05", 100),
    )  # fmt: skip
    names = built(store, "counterparty_names", "name, spelt")
    assert names == [(" Good HAUL ", "good haul"), ("Good Haul", "good haul")]


def test_cash_is_posted_cash_with_its_place_and_its_way_from_home(store):
    add(store, "customers", {"customer_id": "C1", "latitude": 0, "longitude": 0})
    add(
        store,
        "branches",
        {"branch_id": "B1", "region": "R1", "country": "MX", "latitude": 0, "longitude": 1},
    )
    add(store, "agents", {"agent_id": "G1", "region": "R2", "country": "CA"})
    add(
        store,
        "transactions",
        entry("T1", "2026-03-02", 10, branch_id="B1", agent_id="G1", terminal_id="M1"),
        entry("T2", "2026-03-02", 10, agent_id="G1", channel="cash_atm"),
        entry("T3", "2026-03-02", 10, terminal_id="M1", channel="night_drop"),
        entry("T4", "2026-03-02", 10, channel="armoured_cash"),
        entry("T5", "2026-03-02", 10, status="reversed"),
        entry("T6", "2026-03-02", 10, channel="wire"),
    )
    assert built(store, "cash_entries", "transaction_id, place_id, country, region, home_km") == [
        ("T1", "B1", "MX", "R1", Decimal("111.2")),
        ("T2", "G1", "CA", "R2", None),
        ("T3", "M1", "US", None, None),
        ("T4", None, "US", None, None),
    ]


def test_the_other_side_of_the_world_is_half_its_girth_away(store):
    add(store, "customers", {"customer_id": "C1", "latitude": 0, "longitude": 0})
    add(store, "branches", {"branch_id": "B1", "latitude": 0, "longitude": 180})
    add(store, "transactions", entry("T1", "2026-03-02", 10, branch_id="B1"))
    assert built(store, "cash_entries", "home_km") == [(Decimal("20015.1"),)]


def test_an_entry_meets_each_line_in_force_there_and_then(store):
    add(
        store,
        "thresholds",
        line("OLD", 10000, valid_to="2026-03-01"),
        line("NEW", 9000, valid_from="2026-03-02", operator=">="),
        line("BANKS", 10000, sector="bank"),
        line("SHOPS", 10000, sector="msb"),
        line("MEXICO", 10000, jurisdiction="MX"),
        line("WIRES", 10000, kind="transfer_record"),
    )
    add(store, "transactions", entry("T1", "2026-03-01", 9000), entry("T2", "2026-03-02", 9000))
    add(store, "transactions", entry("T3", "2026-03-02", 10000), entry("T4", "2026-03-02", 10001))
    assert built(store, "cash_lines", "transaction_id, line_id, is_reportable, is_nearest") == [
        ("T1", "BANKS", False, True),
        ("T1", "OLD", False, False),
        ("T2", "BANKS", False, True),
        ("T2", "NEW", True, False),
        ("T3", "BANKS", False, True),
        ("T3", "NEW", True, False),
        ("T4", "BANKS", True, False),
        ("T4", "NEW", True, False),
    ]


def test_one_line_alone_is_the_nearest_to_all_that_stays_under_it(store):
    add(store, "thresholds", line("LINE", 10000))
    add(
        store,
        "transactions",
        entry("T1", "2026-03-01", 10000),
        entry("T2", "2026-03-01", "10000.01"),
    )
    assert built(store, "cash_lines", "transaction_id, is_reportable, is_nearest") == [
        ("T1", False, True),
        ("T2", True, False),
    ]
    assert built(store, "lines_in_force", "line_id, rivals") == [("LINE", 1)]


def test_an_amount_is_in_the_currency_of_the_line_at_the_rate_of_its_day(store):
    add(store, "thresholds", line("USA", 10000), line("CANADA", 10000, currency="CAD"))
    add(
        store,
        "fx_rates",
        {"currency": "CAD", "base_currency": "USD", "rate_on": "2026-03-01", "rate": "0.80"},
    )
    add(
        store,
        "transactions",
        entry("T1", "2026-03-02", 5000, currency="CAD", amount_base=4000),
        entry("T2", "2026-03-02", 4000),
        entry("T3", "2026-03-20", 4000),
    )
    assert built(store, "cash_lines", "transaction_id, line_id, amount") == [
        ("T1", "CANADA", 5000),
        ("T1", "USA", 4000),
        ("T2", "CANADA", 5000),
        ("T2", "USA", 4000),
        ("T3", "CANADA", None),
        ("T3", "USA", 4000),
    ]


def test_a_rate_holds_until_the_next_and_no_longer_than_a_week(store):
    add(
        store,
        "fx_rates",
        {"currency": "EUR", "rate_on": "2026-03-01", "rate": "1.1"},
        {"currency": "EUR", "rate_on": "2026-03-03", "rate": "1.2", "source": "desk"},
        base_currency="USD",
    )
    add(
        store,
        "fx_rates",
        {"currency": "EUR", "base_currency": "GBP", "rate_on": "2026-03-01", "rate": "9"},
    )
    rates = built(store, "fx_days", "rate_on, rate")
    assert [f"{day:%d} {rate:.1f}" for day, rate in rates] == [
        "01 1.1", "02 1.1", "03 1.2", "04 1.2", "05 1.2", "06 1.2", "07 1.2", "08 1.2", "09 1.2",
    ]  # fmt: skip
    shown = "rate_on, CAST(published_on AS VARCHAR), source"
    assert [row[1:] for row in built(store, "fx_days", shown)][1:3] == [
        ("2026-03-01", None), ("2026-03-03", "desk"),
    ]  # fmt: skip


def test_a_month_without_cash_is_a_month_from_the_first_entry_of_any_kind_on(store):
    add(store, "thresholds", line("LINE", 100))
    add(
        store,
        "transactions",
        entry("T1", "2026-01-31", 5, channel="card", direction="debit"),
        entry("T2", "2026-03-01", 70),
        entry("T3", "2026-03-31", 101),
        entry("T4", "2026-04-01", 5, customer_id="C2", channel="card", direction="debit"),
    )
    rows = built(
        store,
        "cash_months",
        "customer_id, direction, month_on, items, total_base, reportable_items",
    )
    assert [(c, d, f"{month:%b}", n, total, over) for c, d, month, n, total, over in rows] == [
        ("C1", "credit", "Jan", 0, 0, 0),
        ("C1", "credit", "Feb", 0, 0, 0),
        ("C1", "credit", "Mar", 2, 171, 1),
        ("C1", "credit", "Apr", 0, 0, 0),
    ]


def test_peers_are_depositors_of_one_line_of_work_then_of_one_type_then_all(store):
    add(
        store,
        "customers",
        {"customer_id": "C1", "customer_type": "Person ", "occupation": "Waiter"},
        {"customer_id": "C2", "customer_type": "person", "occupation": "waiter "},
        {
            "customer_id": "C3",
            "customer_type": "organisation",
            "industry_code": "5610",
            "occupation": "x",
        },
    )
    add(
        store,
        "transactions",
        entry("T1", "2026-03-01", 100),
        entry("T2", "2026-04-01", 300),
        entry("T3", "2026-03-01", 500, customer_id="C2"),
        entry("T4", "2026-03-01", 900, customer_id="C3"),
        entry("T5", "2026-03-01", 900, customer_id="C4", direction="debit"),
    )
    columns = "customer_id, level, peer_group, members, usual_month, spread"
    assert built(store, "cash_peers", columns) == [
        ("C1", 1, "person, waiter", 2, 300, 200),
        ("C1", 2, "person", 2, 300, 200),
        ("C1", 3, "everybody", 3, 400, 200),
        ("C2", 1, "person, waiter", 2, 300, 200),
        ("C2", 2, "person", 2, 300, 200),
        ("C2", 3, "everybody", 3, 400, 200),
        ("C3", 3, "everybody", 3, 400, 200),
    ]


def test_a_party_is_a_document_else_phone_and_name_else_an_account_else_its_own_number(store):
    add(
        store,
        "customers",
        {"customer_id": "C1", "name": "Ana Alder", "document_number": "ab-12 3"},
        {"customer_id": "C2", "name": "Ben Birch", "phone": "+1 (555) 01"},
        {"customer_id": "C3", "name": "Cora Cedar"},
    )
    add(store, "accounts", {"account_id": "A3", "customer_id": "C3"})
    add(
        store,
        "remittances",
        transfer(
            "R1", sender_document="AB123", receiver_name="Bén  BIRCH", receiver_phone="1-555-01"
        ),
        transfer("R2", sender_account="A3", receiver_account="IBAN9"),
        transfer("R3", sender_id="S7", receiver_phone="155501"),
    )
    assert built(store, "party_members", "party_id, member_kind, member_id") == [
        ("acc:C3", "customer", "C3"),
        ("acc:C3", "sender", "R2"),
        ("acc:IBAN9", "receiver", "R2"),
        ("doc:AB123", "customer", "C1"),
        ("doc:AB123", "sender", "R1"),
        ("own:S7", "sender", "R3"),
        ("tel:155501:ben birch", "customer", "C2"),
        ("tel:155501:ben birch", "receiver", "R1"),
        ("tel:155501:rosa roble", "receiver", "R3"),
    ]
    assert built(store, "parties", "party_id, is_customer, members")[:3] == [
        ("acc:C3", True, 2),
        ("acc:IBAN9", False, 1),
        ("doc:AB123", True, 2),
    ]


def test_a_remittance_knows_its_parties_and_what_tells_relatives_from_strangers(store):
    add(store, "agents", {"agent_id": "G1", "city": "Yuma", "country": "US"})
    add(
        store,
        "remittances",
        transfer("R1", sender_document="D1", sender_name="Ana  de la Peña-Ruiz", sender_address="1, Elm St.",
                 sender_city="Tucson", send_agent_id="G1", sender_since_on="2026-02-20"),
        transfer("R2", sender_document="D2", sender_name="??", send_agent_id="G1"),
        transfer("R3", sender_document="D3", status="cancelled"),
    )  # fmt: skip
    columns = "remittance_id, sender_party_id, surname, home, city, country, tenure_days"
    assert built(store, "remittance_parties", columns) == [
        ("R1", "doc:D1", "ruiz", "1 elm st, tucson", "Tucson", "US", 10),
        ("R2", "doc:D2", "doc:D2", "doc:D2", "Yuma", "US", None),
    ]


def test_a_remittance_meets_the_record_lines_of_where_it_was_sent(store):
    record = {"kind": "transfer_record", "operator": ">="}
    add(
        store,
        "thresholds",
        line("US-FT", 3000, **record),
        line("MX-FT", 1000, jurisdiction="MX", **record),
    )
    add(store, "thresholds", line("CASH", 900))
    add(
        store,
        "remittances",
        transfer("R1", amount="2999.99", amount_base="2999.99"),
        transfer("R2", amount=3000, amount_base=3000),
        transfer("R3", sender_country="MX"),
    )
    columns = "remittance_id, line_id, is_reportable, is_nearest"
    assert built(store, "remittance_lines", columns) == [
        ("R1", "US-FT", False, True),
        ("R2", "US-FT", True, False),
        ("R3", "MX-FT", False, True),
    ]


def test_what_is_built_does_not_depend_on_threads():
    assert town(threads=1) == town(threads=2)


def town(threads):
    """Derived tables over the cash of 97 customers, more than one thread's share of rows."""
    with Store(threads=threads) as store:
        create_schema(store)
        store.run("INSERT INTO institution VALUES ('Bank', 'US', 'bank', 'USD', NULL)")
        add(store, "thresholds", line("LINE", 10000), line("NEAR", 9999))
        store.run(
            "INSERT INTO transactions BY NAME SELECT format('T{:06d}', i) AS transaction_id, 'core' AS ledger_id,"
            " 1 AS file_id, i AS source_row, format('A{}', i % 97) AS account_id, format('C{}', i % 97) AS customer_id,"
            " DATE '2026-01-01' + CAST(i % 300 AS INTEGER) AS booked_on, CAST(booked_on AS TIMESTAMP) AS booked_at,"
            " 'credit' AS direction, CAST(hash(i) % 12000 AS DECIMAL(18, 4)) AS amount, 'USD' AS currency,"
            " amount AS amount_base, 'cash_teller' AS channel, 'posted' AS status FROM range(200000) AS r(i)"
        )
        for name in TOWN:
            built(store, name, "count(*)")
        whole = "SELECT count(*), bit_xor(hash(whole)) FROM {} AS whole"
        return [store.rows(whole.format(name)) for name in TOWN]
