"""The canonical tables as schema.sql states them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aml.store.connection import Store
from aml.store.quoting import identifier

_SCHEMA = Path(__file__).parent / "schema.sql"

#: Columns that reading fills itself; no profile maps them.
KEPT_COLUMNS = frozenset({"ledger_id", "file_id", "source_row", "amount_base"})
#: Tables that a run fills itself; no file is read into them.
KEPT_TABLES = frozenset({"institution", "ledger_files", "rejected_records", "remittance_events"})


#: Texts of few values, and those that most records leave empty, are packed: a third of the size of
#: a ledger is theirs, and reading them is quicker. Packing any other text takes as long as all the
#: rest of loading, and unpacks at every read again.
_PACKED = frozenset(
    {
        "ledger_id", "direction", "currency", "channel", "status", "counterparty_bank",
        "counterparty_country", "branch_id", "agent_id", "teller_id", "terminal_id",
        "merchant_category", "funding", "payout_currency", "sender_region", "sender_country",
        "payout_region", "payout_country", "send_agent_id", "pay_agent_id", "conductor_id",
        "conductor_name", "on_behalf_of", "instrument_number", "invoice_reference",
        "bill_of_lading",
    }
)  # fmt: skip
_TEXT = re.compile(r"\b([a-z_]+) VARCHAR(?!\[)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a canonical table."""

    name: str
    type: str
    is_required: bool

    @property
    def is_money(self) -> bool:
        """An amount of money, which moves through no float."""
        return self.type == "DECIMAL(18,4)"


def create_schema(store: Store) -> None:
    """Create every canonical table, empty."""
    for statement in _statements():
        store.run(_TEXT.sub(_with_packing, statement))


def _with_packing(column: re.Match[str]) -> str:
    return f"{column[0]}{_packing(column[1])}"


def _packing(name: str) -> str:
    return f" USING COMPRESSION {'dict_fsst' if name in _PACKED else 'uncompressed'}"


def leave_empty(store: Store, table: str, names: Collection[str]) -> None:
    """Create an empty canonical table again, with columns that are NULL and nowhere stored.

    Written row by row, a column of NULLs takes as long as one of texts.

    Args:
        store: the open store.
        table: a table without rows.
        names: the columns that no row of it will fill.
    """
    columns = []
    for column in canonical_columns()[table]:
        text = f"{identifier(column.name)} {column.type}"
        if column.name in names:
            text += f" GENERATED ALWAYS AS (CAST(NULL AS {column.type})) VIRTUAL"
        elif column.type == "VARCHAR":
            text += _packing(column.name)
        columns.append(text + (" NOT NULL" if column.is_required else ""))
    store.run(f"CREATE OR REPLACE TABLE {identifier(table)} ({', '.join(columns)})")


@cache
def canonical_columns() -> Mapping[str, tuple[Column, ...]]:
    """Table name to its columns, in the order of schema.sql."""
    with Store() as store:
        create_schema(store)
        rows = store.rows(
            "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
            " ORDER BY table_name, ordinal_position"
        )
    tables: dict[str, list[Column]] = {}
    for table, name, kind, nullable in rows:
        tables.setdefault(table, []).append(Column(name, kind, nullable == "NO"))
    return {table: tuple(columns) for table, columns in tables.items()}


def canonical_tables() -> tuple[str, ...]:
    """The tables that a file can be read into."""
    return tuple(sorted(set(canonical_columns()) - KEPT_TABLES))


def _statements() -> list[str]:
    text = _SCHEMA.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    return [part.strip() for part in "\n".join(lines).split(";") if part.strip()]
