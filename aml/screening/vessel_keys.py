"""The derived table vessel_keys: names of ships in one spelling, where a list holds ships.

One row a name of bills of lading, of the register of vessels or of a list. vessel_key is its words
in their order without `M/V` and its like; letters counts those of its own, as in name_keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aml.identity import name_key, vessel_words
from aml.store import Derived, Store

if TYPE_CHECKING:
    import polars

_CREATE = """
    CREATE TEMP TABLE vessel_keys (name VARCHAR, vessel_key VARCHAR, words INTEGER, letters INTEGER)
"""
_NAMES = """
    SELECT DISTINCT name FROM (
        SELECT vessel_name AS name FROM bills_of_lading
        UNION ALL
        SELECT name FROM vessels
        UNION ALL
        SELECT unnest(list_append(coalesce(aliases, []), name)) FROM flagged_parties
        WHERE kind = 'vessel')
    WHERE name IS NOT NULL AND EXISTS (FROM flagged_parties WHERE kind = 'vessel')
    ORDER BY name"""


def _build(store: Store) -> None:
    store.run(_CREATE)
    if store.count("bills_of_lading"):
        store.insert_frame("vessel_keys", _keyed(store.frame(_NAMES)))


def _keyed(names: polars.DataFrame) -> polars.DataFrame:
    import polars

    spelt = [" ".join(vessel_words(name)) for name in names["name"]]
    keys = [name_key(name) for name in spelt]
    return names.with_columns(
        polars.Series("vessel_key", spelt, polars.String),
        polars.Series("words", [key.words for key in keys], polars.Int32),
        polars.Series("letters", [key.letters for key in keys], polars.Int32),
    ).filter(polars.col("vessel_key") != "")


VESSEL_KEYS = Derived("vessel_keys", (), ("bills_of_lading", "vessels", "flagged_parties"), _build)
