"""Records by their ids, copied out whole: what an alert cites and a case keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aml.core.case import EvidenceRow
from aml.store.connection import Store
from aml.store.quoting import identifier
from aml.store.schema import canonical_columns

#: The column by which alerts cite records of a table.
RECORD_KEYS: Mapping[str, str] = {
    "transactions": "transaction_id",
    "remittances": "remittance_id",
    "bills_of_lading": "bl_no",
    "container_events": "container_event_id",
    "port_calls": "port_call_id",
    "flagged_parties": "entry_id",
    "relationships": "relationship_id",
    "special_measures": "measure_id",
}
#: Where a record happened: its columns, each with the table of places and that table's key.
_PLACES = {
    "transactions": (
        ("branch_id", "branches", "branch_id"),
        ("agent_id", "agents", "agent_id"),
    ),
    "remittances": (("send_agent_id", "agents", "agent_id"),),
}


def fetch_rows(
    store: Store, transaction_ids: Iterable[str], linked_ids: Iterable[str]
) -> dict[str, tuple[EvidenceRow, ...]]:
    """The cited records by citation: a transaction id, or `table:id` for linked ones.

    One pass over each table, however many alerts cite it. A bill of lading may be several rows.
    """
    wanted: dict[str, set[str]] = {"transactions": set(transaction_ids)}
    for linked in linked_ids:
        table, _, record_id = linked.partition(":")
        wanted.setdefault(table, set()).add(record_id)
    found: dict[str, tuple[EvidenceRow, ...]] = {}
    for table in sorted(wanted):
        if table in RECORD_KEYS and wanted[table]:
            for row in _table_rows(store, table, sorted(wanted[table])):
                cited = row.record_id if table == "transactions" else f"{table}:{row.record_id}"
                found[cited] = (*found.get(cited, ()), row)
    return found


def _table_rows(store: Store, table: str, ids: list[str]) -> list[EvidenceRow]:
    key = RECORD_KEYS[table]
    columns = [
        column.name
        for column in canonical_columns()[table]
        if column.name not in ("file_id", "source_row", "ledger_id")
    ]
    texts = ", ".join(f"CAST(cited.{identifier(name)} AS VARCHAR)" for name in columns)
    ledger = "cited.ledger_id" if table in _PLACES else "''"
    # Row numbers first: the many columns of a record are then read for the cited records only.
    place, join = _place(table)
    rows = store.rows(
        f"SELECT cited.{key}, {ledger}, coalesce(file.path, ''), cited.source_row, {place}, {texts}"
        f" FROM {table} AS cited LEFT JOIN ledger_files AS file ON cited.file_id = file.file_id"
        f" {join} WHERE cited.rowid IN ("
        f"SELECT rowid FROM {table} WHERE {key} IN (SELECT unnest($ids)))"
        f" ORDER BY cited.{key}, cited.file_id, cited.source_row",
        {"ids": ids},
    )
    return [
        EvidenceRow(
            table=table,
            record_id=row[0],
            ledger_id=row[1],
            file=row[2],
            source_row=row[3],
            place=row[4],
            values={n: v for n, v in zip(columns, row[5:], strict=True) if v is not None},
            alert_ids=(),
        )
        for row in rows
    ]


def _place(table: str) -> tuple[str, str]:
    """The branch or agent in words, and the joins that give it."""
    if table not in _PLACES:
        return "''", ""
    words, joins = [], []
    for number, (column, places, key) in enumerate(_PLACES[table]):
        place = f"place_{number}"
        parts = ", ".join(f"{place}.{part}" for part in ("name", "city", "region", "country"))
        words.append(f"nullif(concat_ws(', ', {parts}), '')")
        joins.append(f"LEFT JOIN {places} AS {place} ON cited.{column} = {place}.{key}")
    return f"coalesce({', '.join(words)}, '')", " ".join(joins)
