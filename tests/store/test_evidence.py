import pytest

from aml.store import Store, sql_tables
from aml.store.evidence import fetch_rows
from aml.store.schema import create_schema


@pytest.fixture
def store():
    with Store() as opened:
        create_schema(opened)
        opened.run("INSERT INTO ledger_files VALUES (1, 'core', 'transactions', 'l.csv', 'aa', 2)")
        opened.run(
            "INSERT INTO branches (branch_id, city, region, file_id, source_row) VALUES ('B1', 'Laredo', 'TX', 1, 1)"
        )
        opened.run(
            "INSERT INTO transactions (transaction_id, ledger_id, file_id, source_row, account_id,"
            " booked_at, booked_on, direction, amount, currency, amount_base, channel, status, branch_id)"
            " VALUES ('T1', 'core', 1, 7, 'A1', '2026-03-02 09:00:00', '2026-03-02', 'credit', 9500,"
            " 'USD', 9500, 'cash_teller', 'posted', 'B1')"
        )
        for container in ("CSQU3054383", "MSKU0000004"):
            opened.run(
                "INSERT INTO bills_of_lading (bl_no, issued_on, container_number, file_id, source_row)"
                f" VALUES ('BL1', '2026-03-01', '{container}', 1, 2)"
            )
        yield opened


def test_a_record_is_copied_whole_with_its_file_and_place(store):
    row = fetch_rows(store, ["T1"], [])["T1"][0]
    assert (row.file, row.source_row, row.ledger_id) == ("l.csv", 7, "core")
    assert row.values["amount"] == "9500.0000"
    assert row.place == "Laredo, TX"
    assert "conductor_id" not in row.values


def test_a_bill_of_lading_may_be_several_rows(store):
    found = fetch_rows(store, [], ["bills_of_lading:BL1"])
    assert [row.text("container_number") for row in found["bills_of_lading:BL1"]] == [
        "CSQU3054383",
        "MSKU0000004",
    ]


def rated(store, currency):
    """T1 in another currency, with a rate of two days before it."""
    store.run(
        "INSERT INTO institution (name, country, sector, base_currency) VALUES ('B', 'US', 'bank', 'USD')"
    )
    store.run(
        "INSERT INTO fx_rates (file_id, source_row, currency, base_currency, rate_on, rate, source) VALUES"
        " (1, 1, 'EUR', 'USD', '2026-02-28', 1.08, 'ECB reference rate'), (1, 2, 'USD', 'USD', '2026-02-28', 1, 'x')"
    )
    store.run(f"UPDATE transactions SET currency = '{currency}'")
    next(table for table in sql_tables() if table.name == "fx_days").build(store)
    return fetch_rows(store, ["T1"], [])["T1"][0].values


def test_a_record_in_another_currency_says_how_it_was_priced(store):
    values = rated(store, "EUR")
    assert {name: values[name] for name in values if name.startswith("fx_")} == {
        "fx_rate": "1.08", "fx_rate_on": "2026-02-28", "fx_source": "ECB reference rate",
    }  # fmt: skip


@pytest.mark.parametrize("currency", ["USD", "CHF"])
def test_a_record_that_no_rate_priced_names_none(store, currency):
    assert [name for name in rated(store, currency) if name.startswith("fx_")] == []


def test_a_remittance_of_several_records_names_them(store):
    store.run("INSERT INTO ledger_files VALUES (2, 'core', 'remittances', 'r.csv', 'bb', 2)")
    for key in ("core:R1", "core:R1:1", "core:R2"):
        store.run(
            "INSERT INTO remittances (remittance_id, ledger_id, file_id, source_row, sent_at, sent_on, status, amount,"
            f" currency, sender_name, receiver_name) VALUES ('{key}', 'core', 1, 1, '2026-03-02', '2026-03-02',"
            " 'posted', 5, 'USD', 'Ann', 'Bob')"
        )
    store.run(
        "INSERT INTO remittance_events VALUES (2, 4, 'core', 'R1', 'pay'), (1, 1, 'core', 'R1', 'send')"
    )
    ids = [f"remittances:{key}" for key in ("core:R1", "core:R1:1", "core:R2")]
    found = fetch_rows(store, [], ids)
    assert [found[name][0].text("event_records") for name in ids] == [
        "send l.csv, record 1; pay r.csv, record 4", "", "",
    ]  # fmt: skip


def test_what_does_not_exist_is_not_there(store):
    assert fetch_rows(store, ["T9"], ["remittances:R1"]) == {}


def test_an_entry_at_an_agents_desk_says_where_that_is(store):
    store.run(
        "INSERT INTO agents (file_id, source_row, agent_id, name, city, country)"
        " VALUES (1, 1, 'G1', 'Mesquite', 'El Paso', 'US')"
    )
    store.run(
        "INSERT INTO transactions (transaction_id, ledger_id, file_id, source_row, account_id,"
        " booked_at, booked_on, direction, amount, currency, channel, status, agent_id)"
        " VALUES ('TG', 'core', 1, 9, 'A1', TIMESTAMP '2026-03-02 12:00:00', DATE '2026-03-02',"
        " 'credit', 100, 'USD', 'cash_teller', 'posted', 'G1')"
    )
    (row,) = fetch_rows(store, ["TG"], [])["TG"]
    assert row.place == "Mesquite, El Paso, US"
