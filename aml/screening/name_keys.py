"""The derived table name_keys: every name of ledgers, lists and bills of lading, with its keys.

Each distinct name is keyed once, in Python; the ledgers are joined back by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aml.identity import name_key
from aml.store import Derived, Store

if TYPE_CHECKING:
    import polars

_SOURCES = {
    "customers": ("name",),
    "transactions": ("counterparty_name", "conductor_name", "on_behalf_of"),
    "remittances": ("sender_name", "receiver_name"),
    "shippers": ("name",),
    "bills_of_lading": (
        "shipper_name", "consignee_name", "notify_name", "forwarder_name", "carrier_name",
        "freight_payer",
    ),
    "flagged_parties": ("name", "unnest(aliases)", "unnest(weak_aliases)"),
}  # fmt: skip

_BATCH = 50_000


def _build(store: Store) -> None:
    store.run(
        "CREATE TEMP TABLE name_keys"
        " (name VARCHAR, firm VARCHAR, person VARCHAR, words INTEGER, letters INTEGER)"
    )
    if store.count("flagged_parties") or store.count("bills_of_lading"):
        for batch in store.frame(_distinct_names()).iter_slices(_BATCH):
            store.insert_frame("name_keys", _keyed(batch))


def _distinct_names() -> str:
    texts = " UNION ".join(
        f"SELECT {column} AS name FROM {table}"
        for table, columns in _SOURCES.items()
        for column in columns
    )
    return f"SELECT name FROM ({texts}) WHERE name IS NOT NULL"


def _keyed(names: polars.DataFrame) -> polars.DataFrame:
    keys = [name_key(name) for name in names["name"]]
    import polars

    return names.with_columns(
        polars.Series("firm", [key.firm for key in keys], polars.String),
        polars.Series("person", [key.person for key in keys], polars.String),
        polars.Series("words", [key.words for key in keys], polars.Int32),
        polars.Series("letters", [key.letters for key in keys], polars.Int32),
    ).filter(polars.col("person") != "")


NAME_KEYS = Derived("name_keys", (), tuple(_SOURCES), _build)
