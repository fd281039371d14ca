"""Derived tables that compare identifiers: SQL with one spelling for each number."""

from __future__ import annotations

from pathlib import Path

from aml.store import Derived, Store, prepared, sql_table

#: One spelling of an account, document or bill number, as number_key of number.py. Plain
#: replacements cost a quarter of a regular expression on millions of entries.
_NUMBER_KEY = """
    CREATE OR REPLACE TEMP MACRO number_key(number) AS
    upper(replace(replace(replace(replace(number, ' ', ''), '-', ''), '.', ''), '/', ''))"""
#: One spelling of a ship's number, or of its company's, as imo_digits of number.py.
_SHIP_KEY = r"""
    CREATE OR REPLACE TEMP MACRO ship_key(number) AS
    regexp_replace(number_key(number), '^IMO(?:NO|NR|NUMBER)?[:#]?([0-9]{7})$', '\1')"""


def keyed_tables(folder: Path) -> tuple[Derived, ...]:
    """The derived tables of a folder's .sql files, which may say `number_key(…)`, `ship_key(…)`."""
    tables = (sql_table(path) for path in sorted(folder.glob("*.sql")))
    return tuple(prepared(table, create_number_key) for table in tables)


def create_number_key(store: Store) -> None:
    """Let SQL say `number_key(…)` and `ship_key(…)`."""
    store.run(_NUMBER_KEY)
    store.run(_SHIP_KEY)
