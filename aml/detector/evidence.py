"""The entries behind an alert's reasons: the largest ones, fetched for alerted customers only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from aml.detector.features import Behind
from aml.detector.parameters import CITED_ENTRIES
from aml.detector.window import Window
from aml.store import Store

_SQL = """
    WITH wanted AS (
        SELECT unnest($customers) AS customer_id, unnest($behinds) AS behind
    ), entries AS (
        SELECT
            entry.customer_id, entry.transaction_id, entry.booked_at, entry.amount_base,
            entry.direction = 'credit' AS is_credit,
            entry.channel IN ('cash_teller', 'cash_atm', 'night_drop', 'armoured_cash') AS is_cash,
            coalesce(entry.counterparty_country <> institution.country, false) AS is_foreign
        FROM transactions AS entry
        CROSS JOIN institution
        WHERE entry.status = 'posted' AND entry.channel <> 'internal'
            AND entry.booked_on >= $window_start AND entry.booked_on < $window_end
    )
    SELECT
        entries.customer_id, wanted.behind, entries.transaction_id, entries.booked_at,
        entries.is_credit, entries.amount_base,
        count(*) OVER (PARTITION BY entries.customer_id, wanted.behind) AS of_all,
        dense_rank() OVER (
            PARTITION BY entries.customer_id
            ORDER BY entries.amount_base DESC NULLS LAST, entries.transaction_id
        ) AS place
    FROM entries
    INNER JOIN wanted ON wanted.customer_id = entries.customer_id
    WHERE CASE wanted.behind
        WHEN 'cash_in' THEN is_cash AND is_credit
        WHEN 'cash_out' THEN is_cash AND NOT is_credit
        WHEN 'cash' THEN is_cash
        WHEN 'abroad_in' THEN is_foreign AND is_credit
        WHEN 'abroad_out' THEN is_foreign AND NOT is_credit
        WHEN 'abroad' THEN is_foreign
        WHEN 'in' THEN is_credit
        WHEN 'out' THEN NOT is_credit
        ELSE true
    END
    QUALIFY place <= $most
    ORDER BY entries.customer_id, entries.transaction_id, wanted.behind"""


@dataclass(frozen=True, slots=True)
class Cited:
    """The entries that one alert cites.

    `complete` names the sets of entries that are cited to the last one, so that their sums and
    counts recompute. `first_id` is the earliest entry, which names the alert.
    """

    transaction_ids: tuple[str, ...]
    first_id: str
    credits: Decimal
    debits: Decimal
    complete: frozenset[Behind]


def cite(store: Store, window: Window, wanted: Mapping[str, Sequence[Behind]]) -> dict[str, Cited]:
    """The entries to cite, by customer: the largest of those behind the wanted sets.

    Args:
        store: the store, locked or not.
        window: the months that were scored.
        wanted: the sets of entries behind each alerted customer's reasons.
    """
    pairs = [(customer, behind) for customer in sorted(wanted) for behind in wanted[customer]]
    values = {
        "customers": [customer for customer, _ in pairs],
        "behinds": [behind for _, behind in pairs],
        "window_start": window.start,
        "window_end": window.end,
        "most": CITED_ENTRIES,
    }
    found: dict[str, list[_Row]] = {customer: [] for customer in wanted}
    for customer, *cells in store.rows(_SQL, values):
        found[customer].append(_Row(*cells[:-1]))
    return {customer: _cited(rows) for customer, rows in found.items()}


@dataclass(frozen=True, slots=True)
class _Row:
    """One entry in one of the sets it belongs to; `of_all` counts that set."""

    behind: Behind
    transaction_id: str
    booked_at: datetime
    is_credit: bool
    amount: Decimal | None
    of_all: int


def _cited(rows: Sequence[_Row]) -> Cited:
    entries = {row.transaction_id: row for row in rows}
    first = min(entries.values(), key=lambda row: (row.booked_at, row.transaction_id))
    held: dict[Behind, int] = {}
    for row in rows:
        held[row.behind] = held.get(row.behind, 0) + 1
    return Cited(
        transaction_ids=tuple(sorted(entries)),
        first_id=first.transaction_id,
        credits=_sum(row for row in entries.values() if row.is_credit),
        debits=_sum(row for row in entries.values() if not row.is_credit),
        complete=frozenset(row.behind for row in rows if held[row.behind] == row.of_all),
    )


def _sum(rows: Iterable[_Row]) -> Decimal:
    return sum((row.amount for row in rows if row.amount is not None), Decimal(0))
