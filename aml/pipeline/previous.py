"""A run beside the one before it: what is new, known, extended, and gone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aml.core.alert import Alert
from aml.core.problem import Location, Problem, UsageError


@dataclass(frozen=True, slots=True)
class PreviousAlert:
    """What has to be known of an earlier alert to find it again."""

    alert_id: str
    source: str
    focus_id: str
    citations: frozenset[str]


@dataclass(frozen=True, slots=True)
class Previous:
    """The alerts of an earlier run."""

    run_id: str
    alerts: tuple[PreviousAlert, ...]


def read_previous(folder: Path) -> Previous:
    """The earlier run of a directory. Raises UsageError where there is none."""
    import polars

    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        frame = polars.read_parquet(folder / "alerts.parquet")
    except (OSError, ValueError, polars.exceptions.PolarsError):
        message = "this is no run directory that can be compared with"
        raise UsageError(Problem("RUN003", message, Location(str(folder)))) from None
    alerts = tuple(
        PreviousAlert(
            row["alert_id"],
            row["source"],
            row["focus_id"],
            frozenset([*row["transaction_ids"], *row["linked_ids"]]),
        )
        for row in frame.iter_rows(named=True)
    )
    return Previous(str(manifest["run_id"]), alerts)


def compare(
    alerts: Sequence[Alert], previous: Previous | None
) -> tuple[list[Alert], tuple[str, ...]]:
    """The alerts with what they are to the earlier run, and the ids of those that are gone.

    An alert is the earlier one as long as they share a source, a focus and any cited record; it
    keeps the earlier id, even when a late record moved its first one.
    """
    if previous is None:
        return list(alerts), ()
    earlier: dict[tuple[str, str], list[PreviousAlert]] = {}
    for known in previous.alerts:
        earlier.setdefault((known.source, known.focus_id), []).append(known)
    met: set[str] = set()
    found = [_against(alert, earlier, met) for alert in alerts]
    gone = tuple(sorted(known.alert_id for known in previous.alerts if known.alert_id not in met))
    return found, gone


def _against(
    alert: Alert, earlier: Mapping[tuple[str, str], list[PreviousAlert]], met: set[str]
) -> Alert:
    citations = frozenset([*alert.transaction_ids, *alert.linked_ids])
    shared = [
        known
        for known in earlier.get((alert.source, alert.focus_id), [])
        if known.citations & citations
    ]
    if not shared:
        return alert
    met.update(known.alert_id for known in shared)
    first = min(shared, key=lambda known: (known.alert_id != alert.alert_id, known.alert_id))
    seen = "known" if citations <= first.citations else "extended"
    return replace(alert, alert_id=first.alert_id, seen=seen)
