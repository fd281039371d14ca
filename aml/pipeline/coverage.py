"""What of the ledger was there to read, which scenarios read it, and what could not be judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from aml.core.problem import Problem
from aml.core.run import ChannelCoverage
from aml.core.scenario import Applicability
from aml.core.vocabulary import CHANNELS
from aml.core.wording import plural
from aml.pipeline.library import Active
from aml.scenario.channels import channels_seen, reads_remittances
from aml.shipping.checks import voyages_not_judged
from aml.store import Store

_CHANNELS = """
    SELECT 'transactions' AS table_name, channel, currency, count(*) AS records,
        CAST(sum(amount_base) AS DECIMAL(38, 4)) AS amount_base,
        coalesce(account.account_type, '') AS product, coalesce(counterparty_country, '') AS country
    FROM transactions AS entry
    LEFT JOIN (
        SELECT account_id, min(account_type) AS account_type FROM accounts GROUP BY account_id
    ) AS account ON entry.account_id = account.account_id
    GROUP BY ALL
    UNION ALL
    SELECT 'remittances', coalesce(funding, 'unknown'), currency, count(*),
        CAST(sum(amount_base) AS DECIMAL(38, 4)), '', coalesce(payout_country, '')
    FROM remittances GROUP BY ALL
    ORDER BY table_name, records DESC, channel, currency, product, country"""


def channel_coverage(
    store: Store, active: Iterable[Active], found: Iterable[Applicability]
) -> tuple[ChannelCoverage, ...]:
    """Records and value by product, channel, currency and country, and who reads them.

    Args:
        store: the run.
        active: its scenarios.
        found: whether each of them ran; one that did not reads nothing.
    """
    ran = {item.scenario_id for item in found if item.state == "ran"}
    scenarios = [item.scenario for item in active if item.scenario.scenario_id in ran]
    seen = {scenario.scenario_id: channels_seen(scenario) for scenario in scenarios}
    of_remittances = tuple(s.scenario_id for s in scenarios if reads_remittances(s))
    readers = {
        channel: tuple(name for name, channels in seen.items() if channel in channels)
        for channel in CHANNELS
    }
    return tuple(
        replace(
            ChannelCoverage(*row),
            read_by=of_remittances if row[0] == "remittances" else readers[row[1]],
        )
        for row in store.rows(_CHANNELS)
    )


def unread(coverage: Iterable[ChannelCoverage]) -> list[Problem]:
    """A Problem for each channel whose records no scenario that ran can raise an alert on."""
    counts: dict[tuple[str, str], int] = {}
    for item in coverage:
        if not item.read_by:
            key = (item.table, item.channel)
            counts[key] = counts.get(key, 0) + item.records
    hint = "coverage.html has the value; a scenario is missing, or could not run"
    return [
        Problem(
            "RUN015",
            f"{table}: no scenario reads {plural(records, channel + ' record')}",
            hint=hint,
        )
        for (table, channel), records in sorted(counts.items())
    ]


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
