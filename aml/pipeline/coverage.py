"""What of the ledger was there to read, by channel and currency, and what could not be judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from aml.core.run import ChannelCoverage
from aml.core.scenario import Applicability
from aml.core.wording import plural
from aml.shipping.checks import voyages_not_judged
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


#: Cash of money services businesses at places of which nobody can say whether an order covers them.
_NOT_JUDGED = """
    SELECT line.line_id, coalesce(place.standing, 'place unknown') AS standing, count(*) AS entries,
        count(DISTINCT cash.place_id) AS places
    FROM msb_cash AS cash
    INNER JOIN thresholds AS line
        ON line.kind = 'gto_report' AND line.jurisdiction = cash.country
        AND cash.booked_on >= line.valid_from
        AND (line.valid_to IS NULL OR cash.booked_on <= line.valid_to)
    LEFT JOIN line_places AS place
        ON place.line_id = line.line_id AND place.place_kind = cash.place_kind
        AND place.place_id = cash.place_id
    WHERE coalesce(place.standing, 'place unknown') IN ('list incomplete', 'place unknown')
    GROUP BY line.line_id, coalesce(place.standing, 'place unknown')
    ORDER BY line.line_id, standing"""
_OF_AREAS = frozenset({"gto_lines", "line_places"})
_REASONS = {
    "list incomplete": "the area list of {} is not complete",
    "place unknown": "their county or postal code is not recorded, which {} needs",
}


def with_not_judged(
    store: Store, found: Iterable[Applicability], reads: Mapping[str, Iterable[str]]
) -> tuple[Applicability, ...]:
    """The scenarios of a run, with what those that read listed areas or voyages left unjudged.

    Args:
        store: the run, with its derived tables.
        found: whether and how each scenario ran.
        reads: the tables of each scenario, by its id.
    """
    return tuple(
        replace(
            item, measured={**item.measured, **_left_out(store, reads.get(item.scenario_id, ()))}
        )
        for item in found
    )


def _left_out(store: Store, reads: Iterable[str]) -> dict[str, str]:
    tables = frozenset(reads)
    areas = {} if _OF_AREAS.isdisjoint(tables) else _not_judged(store)
    voyages = voyages_not_judged(store) if "voyage_routes" in tables else {}
    return {**areas, **voyages}


def _not_judged(store: Store) -> dict[str, str]:
    return {
        f"not judged, as {_REASONS[standing].format(line_id)}": (
            f"{plural(entries, 'cash entry', 'cash entries')} at {plural(places, 'place')}"
        )
        for line_id, standing, entries, places in store.rows(_NOT_JUDGED)
    }
