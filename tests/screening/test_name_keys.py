from aml.screening import TABLES
from aml.store import Store
from aml.store.schema import create_schema
from tests.screening.ledgers import rows_of

PAID = {"counterparty_name": "Naviera Punta Negra S.A.", "conductor_name": "Ana Alder"}


def test_every_name_is_keyed_once():
    found = rows_of(
        "name_keys",
        "name, firm",
        flagged_parties=[{"name": "Punta Negra", "aliases": "P. Negra;Negra"}],
        transactions=[PAID, PAID, {"counterparty_name": "NAVIERA PUNTA NEGRA"}],
        remittances=[{"sender_name": "Ben Birch", "receiver_name": "Ana Alder"}],
        customers=[{"customer_id": "C1", "name": "Cora Cedar"}],
        shippers=[{"shipper_id": "S1", "name": "Frutas del Lago"}],
        bills_of_lading=[{"bl_no": "BL1", "carrier_name": "Atlantic Lines"}],
    )
    assert [name for name, _ in found] == [
        "Ana Alder", "Atlantic Lines", "Ben Birch", "Cora Cedar", "Frutas del Lago", "NAVIERA PUNTA NEGRA",
        "Naviera Punta Negra S.A.", "Negra", "P. Negra", "Punta Negra",
    ]  # fmt: skip
    assert dict(found)["Naviera Punta Negra S.A."] == dict(found)["NAVIERA PUNTA NEGRA"]


def test_without_lists_or_bills_no_name_is_worth_a_key():
    assert rows_of("name_keys", "name", transactions=[PAID]) == []


def test_names_are_keyed_in_batches_through_the_work_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("aml.screening.name_keys._BATCH", 2)
    (names,) = [table for table in TABLES if table.name == "name_keys"]
    with Store(tmp_path / "run.duckdb", work=tmp_path) as store:
        create_schema(store)
        store.run(
            "INSERT INTO flagged_parties (file_id, source_row, entry_id, list_id, name, kind, reason, strength,"
            " flagged_from) SELECT 1, n, 'E' || n, 'L', 'Name ' || n || ' Ltd', 'organisation', 'sdn', 1,"
            " DATE '2026-01-01' FROM range(5) AS numbers(n)"
        )
        names.build(store)
        found = store.rows("SELECT firm FROM name_keys ORDER BY firm")
    assert found == [(f"{n} name",) for n in range(5)]
