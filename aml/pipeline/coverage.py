"""What of the ledger was there to read, by channel and currency."""

from __future__ import annotations

from aml.core.run import ChannelCoverage
from aml.store import Store

_CHANNELS = """
    SELECT 'transactions' AS table_name, channel, currency, count(*) AS records,
        CAST(sum(amount_base) AS DECIMAL(38, 4)) AS amount_base
    FROM transactions GROUP BY channel, currency
    UNION ALL
    SELECT 'remittances', coalesce(funding, 'unknown'), currency, count(*),
        CAST(sum(amount_base) AS DECIMAL(38, 4))
    FROM remittances GROUP BY coalesce(funding, 'unknown'), currency
    ORDER BY table_name, records DESC, channel, currency"""


def channel_coverage(store: Store) -> tuple[ChannelCoverage, ...]:
    """Records and value of each channel (funding, for remittances) and currency."""
    return tuple(ChannelCoverage(*row) for row in store.rows(_CHANNELS))
