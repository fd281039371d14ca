"""Remittances whose file holds an event a record: sent, paid, changed, refunded, cancelled.

The records of one reference become one remittance. Sending and each change make a version of the
order; the last one is the remittance, those before it were keyed in and not carried out like that
(`altered`). Payout, refund and cancellation fill in the last version.
"""

from __future__ import annotations

from collections.abc import Mapping

from aml.ledger.currency import NO_CURRENCY
from aml.ledger.stage import Stage
from aml.store import Store
from aml.store.quoting import identifier

#: Columns that the sending decides, whatever later records hold there.
_SENT = (
    "sent_at", "sent_on", "amount", "currency", "worth", "fee", "funding", "send_agent_id",
)  # fmt: skip
#: Columns that the payout alone fills.
_PAID = ("paid_at", "paid_on", "payout_amount", "payout_currency", "pay_agent_id")
#: Columns that the payout knows best: who came for the money, and where.
_MET = (
    "receiver_id", "receiver_name", "receiver_document", "receiver_phone", "receiver_address",
    "receiver_account", "payout_city", "payout_region", "payout_country",
)  # fmt: skip
#: What happens to a remittance at most once.
_ONCE = ("send", "pay", "refund", "cancel")
_ORDER = "PARTITION BY ledger_id, reference ORDER BY event <> 'send', file_id, source_row"

#: What is counted of an event, as SQL by what `control` sums: amounts stand on the sending alone.
MEASURED: Mapping[str, str] = {
    "currency": f"CASE WHEN event = 'send' THEN coalesce(currency, '{NO_CURRENCY}')"
    f" ELSE '{NO_CURRENCY}' END",
    "amount": "CASE WHEN event = 'send' THEN amount"
    " WHEN event IS NOT NULL THEN CAST(0 AS DECIMAL(18, 4)) END",
    "entries": "CAST(coalesce(event IN ('send', 'change'), false) AS BIGINT)",
}
#: The same of events that the remittances hold, each found by what it did to its own: file,
#: currency, records, amounts that are none, amount, rows of the table, what these sum to.
LOADED = f"""
    SELECT
        file_id, currency, count(*), 0, sum(amount), CAST(sum(entries) AS BIGINT), sum(amount)
    FROM (
        SELECT
            kept.file_id,
            CASE WHEN kept.event = 'send' THEN made.currency ELSE '{NO_CURRENCY}' END AS currency,
            CASE WHEN kept.event = 'send' THEN made.amount ELSE 0 END AS amount,
            kept.event IN ('send', 'change') AS entries
        FROM remittance_events AS kept
        INNER JOIN remittances AS made
            ON kept.ledger_id = made.ledger_id AND kept.reference = made.reference
        WHERE kept.file_id IN (SELECT unnest(CAST($files AS INTEGER[]))) AND CASE
            WHEN kept.event IN ('send', 'change')
                THEN made.file_id = kept.file_id AND made.source_row = kept.source_row
            WHEN made.remittance_id <> kept.ledger_id || ':' || kept.reference THEN false
            WHEN kept.event = 'pay' THEN made.paid_at IS NOT NULL
            WHEN kept.event = 'refund' THEN made.status = 'reversed'
            ELSE made.status IN ('cancelled', 'reversed')
        END
    )
    GROUP BY file_id, currency
    ORDER BY file_id, currency
"""


def set_events_aside(store: Store, stage: Stage, aside: str) -> None:
    """Records that repeat another one, and references whose records make no one remittance.

    Args:
        store: the open store.
        stage: the staged events.
        aside: SQL of the table of records that are not loaded, which is added to.
    """
    good = (
        f"SELECT staged.*, staged.rowid AS position FROM {identifier(stage.name)} AS staged"
        f" ANTI JOIN {aside} AS bad ON staged.rowid = bad.position"
    )
    # The id of a staged event is a hash of all its fields.
    store.run(
        f"INSERT INTO {aside} SELECT position, 'LDG020', 'reference', reference, 'duplicate'"
        f" FROM ({good}) QUALIFY row_number() OVER (PARTITION BY remittance_id ORDER BY position)"
        " > 1"
    )
    store.run(
        f"INSERT INTO {aside} WITH good AS ({good}), judged AS ("
        f" SELECT ledger_id, reference, {_verdict(stage)} AS code FROM good"
        " GROUP BY ledger_id, reference)"
        " SELECT position, code, 'reference', reference, 'rejected' FROM good"
        " INNER JOIN judged USING (ledger_id, reference) WHERE code IS NOT NULL"
    )


def _verdict(stage: Stage) -> str:
    """SQL of the code against all records of a reference, or NULL."""
    differing = [_differs("amount", "currency")]
    if {"payout_amount", "payout_currency"} <= {*stage.filled}:
        differing.append(_differs("payout_amount", "payout_currency"))
    twice = [f"count(*) FILTER (event = '{event}') > 1" for event in _ONCE]
    return (
        "CASE WHEN count(*) FILTER (event = 'send') = 0 THEN 'LDG025'"
        f" WHEN {' OR '.join(twice)} THEN 'LDG026'"
        f" WHEN {' OR '.join(differing)} THEN 'LDG027' END"
    )


def _differs(amount: str, currency: str) -> str:
    """SQL: whether records of a reference name two amounts of one currency."""
    return (
        f"count(DISTINCT CASE WHEN {amount} IS NOT NULL THEN row({currency}, {amount}) END)"
        f" > count(DISTINCT CASE WHEN {amount} IS NOT NULL THEN coalesce({currency}, '') END)"
    )


def keep_events(store: Store, good: str) -> None:
    """Keep which record is which event of which reference: `count_events` finds them again."""
    store.run(
        "INSERT INTO remittance_events BY NAME"
        f" SELECT file_id, source_row, ledger_id, reference, event FROM {good}"
    )


def remittances_of(stage: Stage, good: str) -> str:
    """SQL of the remittances that the events make, under canonical names, and their `worth`.

    Args:
        stage: the staged events.
        good: SQL of those that are loaded, with the number of each record in its file.
    """
    named = [name for name in stage.filled if name not in ("remittance_id", "event", "reference")]
    kept = [*(name for name in named if name not in _PAID), "worth"]
    versions = ", ".join(
        f"{'first_value' if name in _SENT else 'last_value'}({identifier(name)}"
        f"{'' if name in _SENT else ' IGNORE NULLS'}) OVER one AS {identifier(name)}"
        for name in kept
    )
    columns = ", ".join(f"{_source(name)} AS {identifier(name)}" for name in (*named, "worth"))
    return (
        f"SELECT * FROM (WITH event AS (SELECT placed.* FROM {good}), version AS ("
        f" SELECT ledger_id, reference, file_id, source_row, {versions},"
        " row_number() OVER one AS number, row_number() OVER one ="
        " count(*) OVER (PARTITION BY ledger_id, reference) AS is_last FROM event"
        f" WHERE event IN ('send', 'change') WINDOW one AS ({_ORDER}))"
        " SELECT version.ledger_id, version.file_id, version.source_row, version.reference,"
        " version.ledger_id || ':' || version.reference"
        " || CASE WHEN is_last THEN '' ELSE ':' || number END AS remittance_id,"
        " CASE WHEN NOT is_last THEN 'altered' WHEN refund.event IS NOT NULL THEN 'reversed'"
        f" WHEN cancel.event IS NOT NULL THEN 'cancelled' ELSE 'posted' END AS status, {columns}"
        f" FROM version {' '.join(_joined(event) for event in ('pay', 'refund', 'cancel'))})"
    )


def _source(name: str) -> str:
    if name in _PAID:
        return f"pay.{identifier(name)}"
    own = f"version.{identifier(name)}"
    return f"coalesce(pay.{identifier(name)}, {own})" if name in _MET else own


def _joined(event: str) -> str:
    """What fills in the last version of a reference."""
    return (
        f"LEFT JOIN event AS {event} ON is_last AND {event}.event = '{event}'"
        f" AND {event}.ledger_id = version.ledger_id AND {event}.reference = version.reference"
    )
