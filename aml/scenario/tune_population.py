"""Everybody whom a scenario could have raised an alert about, by segment, and a seeded draw."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence

from aml.core.problem import Problem, UsageError, did_you_mean
from aml.core.scenario import Scenario
from aml.core.tuning import ALL
from aml.scenario.fire_sets import Numbering
from aml.scenario.prepare import derive
from aml.store import Store
from aml.store.quoting import identifier

#: What alerts can be told apart by.
SEGMENTS = (
    "customers.segment", "customers.customer_type", "customers.risk_rating", "customers.country",
)  # fmt: skip
#: Derived tables that a population is counted in.
READS = {"party": ("party_members", "parties")}
_UNKNOWN = "unknown"
_TABLE = "tuned_population"

#: Every focus of a kind, with the customers that it stands for.
_EVERYBODY = {
    "customer": """
        SELECT customer_id AS focus_id, customer_id FROM customers
        UNION SELECT customer_id, customer_id FROM transactions WHERE customer_id IS NOT NULL""",
    "account": """
        SELECT account_id AS focus_id, customer_id FROM accounts
        UNION SELECT account_id, customer_id FROM transactions""",
    "party": """
        SELECT party_id AS focus_id,
            CASE WHEN member_kind = 'customer' THEN member_id END AS customer_id
        FROM party_members""",
    "agent": """
        SELECT agent_id AS focus_id, CAST(NULL AS VARCHAR) AS customer_id FROM agents
        UNION SELECT agent_id, NULL FROM transactions WHERE agent_id IS NOT NULL
        UNION SELECT send_agent_id, NULL FROM remittances WHERE send_agent_id IS NOT NULL""",
}


def everybody(focus: str) -> str:
    """A SELECT of every focus of a kind."""
    return f"SELECT DISTINCT focus_id FROM ({_EVERYBODY[focus]})"


def check_segment(scenario: Scenario, segment_by: str) -> None:
    """Raises UsageError where there is no such segment, or none of this scenario's foci has it."""
    if segment_by and segment_by not in SEGMENTS:
        message = f"no segment '{segment_by}'"
        hint = did_you_mean(segment_by, SEGMENTS) or f"one of {', '.join(SEGMENTS)}"
        raise UsageError(Problem("RUN004", message, None, hint))
    if segment_by and scenario.focus == "agent":
        message = f"{scenario.scenario_id} alerts on agents, who are in no segment of customers"
        raise UsageError(Problem("RUN004", message, None, "tune it without --segment"))


class Population:
    """The foci of a scenario in the store, each in one segment.

    A focus that stands for several customers is in the segment that comes first by name.

    Args:
        store: a store with the tables of a run.
        scenario: whose kind of focus counts.
        segment_by: a column of customers, or nothing for one segment of all.
        only: a SELECT of the foci that count, with what it binds; None for all.
    """

    def __init__(
        self, store: Store, scenario: Scenario, segment_by: str, only: Numbering | None = None
    ) -> None:
        self._store = store
        derive(store, READS.get(scenario.focus, ()))
        segment, joined = f"'{ALL}'", ""
        if segment_by:
            segment = (
                f"coalesce(min(owner.{identifier(segment_by.partition('.')[2])}), '{_UNKNOWN}')"
            )
            joined = " LEFT JOIN customers AS owner ON owner.customer_id = everybody.customer_id"
        chosen, values = only or ("", {})
        wanted = f" WHERE focus_id IN ({chosen})" if chosen else ""
        store.run(
            f"CREATE TEMP TABLE {_TABLE} AS SELECT focus_id, {segment} AS segment"
            f" FROM ({_EVERYBODY[scenario.focus]}) AS everybody{joined}{wanted} GROUP BY focus_id",
            values,
        )
        self._nobody = ALL if not segment_by else _UNKNOWN

    def segments_of(self, foci: Iterable[str]) -> Callable[[str], str]:
        """The segment of each of these foci."""
        rows = self._store.rows(
            f"SELECT focus_id, segment FROM {_TABLE}"
            " WHERE focus_id IN (SELECT unnest(CAST($foci AS VARCHAR[])))",
            {"foci": sorted(foci)},
        )
        known: Mapping[str, str] = dict(rows)
        return lambda focus: known.get(focus, self._nobody)

    def unalerted(self, alerted: Iterable[str]) -> dict[str, int]:
        """How many foci of each segment are none of these."""
        rows = self._store.rows(
            f"SELECT segment, count(*) FROM ({self._without()}) GROUP BY segment ORDER BY segment",
            {"alerted": sorted(alerted)},
        )
        return dict(rows)

    def draw(
        self, alerted: Iterable[str], sizes: Mapping[str, int], seed: int
    ) -> dict[str, list[str]]:
        """So many foci of each segment that are none of these, drawn as `drawn` would."""
        rows = self._store.rows(
            "SELECT segment, focus_id FROM (SELECT segment, focus_id, row_number() OVER ("
            "PARTITION BY segment ORDER BY sha256($seed || ':' || focus_id), focus_id) AS place"
            f" FROM ({self._without()})) WHERE place <= $most ORDER BY segment, place",
            {"alerted": sorted(alerted), "seed": str(seed), "most": max(sizes.values(), default=0)},
        )
        chosen: dict[str, list[str]] = {}
        for segment, focus in rows:
            mine = chosen.setdefault(segment, [])
            if len(mine) < sizes.get(segment, 0):
                mine.append(focus)
        return chosen

    @staticmethod
    def _without() -> str:
        return (
            f"SELECT segment, focus_id FROM {_TABLE} WHERE focus_id NOT IN"
            " (SELECT unnest(CAST($alerted AS VARCHAR[])))"
        )


def drawn(keys: Sequence[str], size: int, seed: int) -> list[int]:
    """The places of a simple random sample: those whose key and seed have the lowest hash.

    It depends on nothing but the keys and the seed, so that it can be drawn again anywhere.
    """
    ranked = sorted(range(len(keys)), key=lambda place: (_rank(keys[place], seed), keys[place]))
    return sorted(ranked[:size])


def _rank(key: str, seed: int) -> str:
    return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()
