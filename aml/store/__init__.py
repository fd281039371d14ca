"""The only door to DuckDB: the locked connection, the canonical schema, the derived tables.

Promises: exact money, bound values, one place for quoting. Refuses: any statement of a scenario
that is not one SELECT, any door to the file system once locked.
"""

from aml.store.connection import Query, Store, StoreError, inspect_sql
from aml.store.derived import Derived, prepared, sql_table, sql_tables
from aml.store.named_goods import NAMED_GOODS
from aml.store.schema import Column, canonical_columns, canonical_tables

__all__ = [
    "NAMED_GOODS",
    "Column",
    "Derived",
    "Query",
    "Store",
    "StoreError",
    "canonical_columns",
    "canonical_tables",
    "inspect_sql",
    "prepared",
    "sql_table",
    "sql_tables",
]
