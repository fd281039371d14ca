import pytest

from aml.store import Store
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
