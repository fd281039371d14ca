"""The derived table sea_distances: nautical miles by sea between the ports of voyages.

One row a pair of ports that a ship sailed between, or that a voyage began and ended at, in the
direction in which they did: from_port, to_port, sea_nm. A pair is left out where a port has no
place by the sea. The ways from one port to all others that it is paired with cost one search of
some hundredths of a second, however many voyages sail them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from aml.shipping.sea import sea_ways
from aml.store import Derived, Store

if TYPE_CHECKING:
    import polars
    from polars._typing import SchemaDict

_PAIRS = """
    WITH pairs AS (
        SELECT previous_port AS from_port, port AS to_port FROM voyage_calls
        WHERE previous_port IS NOT NULL
        UNION
        SELECT first_port, last_port FROM voyage_calls
    )
    SELECT pairs.from_port, pairs.to_port, here.longitude, here.latitude,
        there.longitude, there.latitude
    FROM pairs
    INNER JOIN port_places AS here ON here.port = pairs.from_port AND here.is_placed
    INNER JOIN port_places AS there ON there.port = pairs.to_port AND there.is_placed
    ORDER BY pairs.from_port, pairs.to_port"""


def _build(store: Store) -> None:
    store.run(
        "CREATE TEMP TABLE sea_distances"
        " (from_port VARCHAR, to_port VARCHAR, sea_nm DECIMAL(12, 1))"
    )
    pairs = [(row[0], row[1], (row[2], row[3]), (row[4], row[5])) for row in store.rows(_PAIRS)]
    ways = sea_ways((here, there) for _, _, here, there in pairs)
    known = [(row[0], row[1], way.nm) for row in pairs if (way := ways[row[2], row[3]])]
    store.insert_frame("sea_distances", _frame(known))


def _frame(rows: list[tuple[str, str, Decimal]]) -> polars.DataFrame:
    import polars as pl

    schema: SchemaDict = {"from_port": pl.String, "to_port": pl.String, "sea_nm": pl.Decimal(12, 1)}
    return pl.DataFrame(rows, schema=schema, orient="row")


SEA_DISTANCES = Derived("sea_distances", ("voyage_calls",), ("port_places",), _build)
