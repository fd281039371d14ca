"""Records by their ids, copied out whole: what an alert cites and a case keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aml.core.case import EvidenceRow
from aml.store.connection import Store
from aml.store.price import PRICED_ON
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


#: What a record in another currency was priced with, by the name that evidence gives it.
_RATE = {
    "fx_rate": "rtrim(rtrim(CAST(rate.rate AS VARCHAR), '0'), '.')",
    "fx_rate_on": "rate.published_on",
    "fx_source": "rate.source",
}
#: The records of which a remittance was made, in words, where there are several.
_EVENTS = """
    SELECT
        told.ledger_id || ':' || told.reference AS remittance_id,
        string_agg(
            concat(told.event, ' ', file.path, ', record ', told.source_row), '; '
            ORDER BY told.file_id, told.source_row
        ) AS records
    FROM remittance_events AS told
    INNER JOIN ledger_files AS file ON told.file_id = file.file_id
    WHERE told.ledger_id || ':' || told.reference IN (SELECT unnest($ids))
    GROUP BY ALL
"""


def fetch_rows(
    store: Store, transaction_ids: Iterable[str], linked_ids: Iterable[str]
) -> dict[str, tuple[EvidenceRow, ...]]:
    """The cited records by citation: a transaction id, or `table:id` for linked ones.

    One pass over each table, however many alerts cite it. A bill of lading may be several rows. A
    payment in another currency also holds the rate that it was priced with (`fx_rate`), the day of
    its publication (`fx_rate_on`) and, where the table of rates says it, who published it; a
    remittance that was made of several records names them (`event_records`).
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
    values, rated = _values(store, table)
    ledger = "cited.ledger_id" if table in _PLACES else "''"
    # Row numbers first: the many columns of a record are then read for the cited records only.
    place, join = _place(table)
    rows = store.rows(
        f"SELECT cited.{key}, {ledger}, coalesce(file.path, ''), cited.source_row, {place},"
        f" {', '.join(f'CAST({sql} AS VARCHAR)' for sql in values.values())}"
        f" FROM {table} AS cited LEFT JOIN ledger_files AS file ON cited.file_id = file.file_id"
        f" {join}{rated} WHERE cited.rowid IN ("
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
            values={n: v for n, v in zip(values, row[5:], strict=True) if v is not None},
            alert_ids=(),
        )
        for row in rows
    ]


def _values(store: Store, table: str) -> tuple[dict[str, str], str]:
    """SQL of what is kept of a record, by its name, and the joins that give what it lacks."""
    values = {
        column.name: f"cited.{identifier(column.name)}"
        for column in canonical_columns()[table]
        if column.name not in ("file_id", "source_row", "ledger_id")
    }
    joined = ""
    if table == "remittances":
        values["event_records"] = "made.records"
        joined = f" LEFT JOIN ({_EVENTS}) AS made ON cited.remittance_id = made.remittance_id"
    if table not in PRICED_ON or not store.has_table("fx_days"):
        return values, joined
    rated = (
        " CROSS JOIN institution LEFT JOIN fx_days AS rate"
        f" ON rate.currency = cited.currency AND rate.rate_on = cited.{PRICED_ON[table]}"
        " AND cited.currency <> institution.base_currency"
    )
    return values | _RATE, joined + rated


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
