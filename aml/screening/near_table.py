"""The derived table near_names: names of the ledgers that nearly agree with a listed name.

One row a pair: name, listed_name (a name or alias of an organisation or person on a list) and
similarity, from 0.88 to 1. Names whose words are the same are matched by their keys (name_keys).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from aml.screening.near import Near, near_names
from aml.store import Derived, Store

if TYPE_CHECKING:
    import polars

#: Below it other names prevail; measured by benchmarks/names.py.
LEAST = 8800

_LISTED = """
    SELECT DISTINCT name FROM (
        SELECT unnest(list_append(coalesce(aliases, []), name)) AS name
        FROM flagged_parties WHERE kind IN ('organisation', 'person'))
    INNER JOIN name_keys USING (name)
    WHERE letters >= 6 OR words >= 2 AND length(person) >= 9
    ORDER BY name"""
_NAMES = f"""
    SELECT name FROM name_keys
    WHERE length(person) >= 8 AND name NOT IN (SELECT name FROM ({_LISTED}))
    ORDER BY name"""


def _build(store: Store) -> None:
    store.run(
        "CREATE TEMP TABLE near_names (name VARCHAR, listed_name VARCHAR, similarity DECIMAL(9, 6))"
    )
    if not store.count("name_keys"):
        return
    listed = [str(row[0]) for row in store.rows(_LISTED)]
    names = [str(row[0]) for row in store.rows(_NAMES)] if listed else []
    found = near_names(names, listed, LEAST)
    if found:
        store.insert_frame("near_names", _frame(names, listed, found))


def _frame(names: list[str], listed: list[str], found: list[Near]) -> polars.DataFrame:
    import polars

    return polars.DataFrame(
        {
            "name": [names[near.name] for near in found],
            "listed_name": [listed[near.listed] for near in found],
            "similarity": [Decimal(near.score).scaleb(-4) for near in found],
        }
    )


NEAR_NAMES = Derived("near_names", ("flagged_parties", "name_keys"), (), _build)
