"""The voyages and prices that the cited bills of lading and port calls of cases belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aml.core.case import EvidenceRow
from aml.core.voyage import GoodsPrice, Voyage, corridors_of
from aml.shipping import voyages_of
from aml.store import Store

_TABLES = ("bills_of_lading", "port_calls")
#: The prices of the goods of a bill in its corridor, in force on the day of issue.
_PRICES = """
    SELECT DISTINCT price.hs_code, price.corridor, price.p10, price.p50, price.p90,
        coalesce(price.currency, institution.base_currency), coalesce(price.source, '')
    FROM hs_prices AS price
    CROSS JOIN institution
    INNER JOIN bills_of_lading AS bill
        ON bill.hs_code = price.hs_code
        AND price.corridor IN
            ('any', left(bill.load_port, 2) || '-' || left(bill.discharge_port, 2))
        AND bill.issued_on >= coalesce(price.valid_from, bill.issued_on)
        AND bill.issued_on <= coalesce(price.valid_to, bill.issued_on)
    WHERE bill.bl_no IN (SELECT unnest($bills)) AND price.p10 IS NOT NULL
        AND price.p50 IS NOT NULL AND price.p90 IS NOT NULL
    ORDER BY ALL"""


class Sailings:
    """Every voyage and price that the cited records of a run name, read once."""

    def __init__(self, store: Store, rows: Iterable[EvidenceRow]) -> None:
        cited = [row for row in rows if row.table in _TABLES]
        ids = {row.text("voyage_id") for row in cited} - {""}
        self._voyages = {voyage.voyage_id: voyage for voyage in voyages_of(store, ids)}
        bills = sorted({row.record_id for row in cited if row.table == "bills_of_lading"})
        found = store.rows(_PRICES, {"bills": bills}) if bills else []
        self._prices = tuple(GoodsPrice(*row) for row in found)

    def voyages(self, rows: Sequence[EvidenceRow]) -> tuple[Voyage, ...]:
        """Those of a case's records: voyages whose port calls are cited first, then by time."""
        ids = {row.text("voyage_id") for row in rows if row.table in _TABLES}
        called = {row.text("voyage_id") for row in rows if row.table == "port_calls"}
        held = [voyage for key, voyage in self._voyages.items() if key in ids]
        return tuple(sorted(held, key=lambda voyage: voyage.voyage_id not in called))

    def prices(self, rows: Sequence[EvidenceRow]) -> tuple[GoodsPrice, ...]:
        """Those of the goods and corridors of a case's bills of lading."""
        goods = {
            (bill.text("hs_code"), corridor)
            for bill in rows
            if bill.table == "bills_of_lading"
            for corridor in corridors_of(bill.text("load_port"), bill.text("discharge_port"))
        }
        return tuple(price for price in self._prices if (price.hs_code, price.corridor) in goods)
