"""A run beside the one before it: what is new, known, extended, and gone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from aml.core.alert import Alert
from aml.core.digest import short_digest
from aml.core.disposition import Disposition
from aml.core.problem import Location, Problem, RunError
from aml.core.scenario import Applicability
from aml.core.wording import plural
from aml.pipeline.history import Counts, read_history
from aml.pipeline.manifest import read_manifest


@dataclass(frozen=True, slots=True)
class PreviousAlert:
    """What has to be known of an earlier alert to find it again. `citations` are sorted.

    Nobody looks at an alert that `is_suppressed`: once no suppression covers it, it is new.
    `first_seen_on` is the day of the run that raised it first.
    """

    alert_id: str
    source: str
    focus_kind: str
    focus_id: str
    citations: tuple[str, ...]
    continues: str | None = None
    is_suppressed: bool = False
    first_seen_on: date | None = None

    @property
    def subject(self) -> tuple[str, str, str]:
        """What raised it, and on whom."""
        return self.source, self.focus_kind, self.focus_id


@dataclass(frozen=True, slots=True)
class Previous:
    """The alerts of an earlier run; `history` counts those of it and of the runs before it.

    `threshold_sets` holds the hash of each set in force then, by scenario and set.
    """

    run_id: str
    alerts: tuple[PreviousAlert, ...]
    history: tuple[Counts, ...] = ()
    threshold_sets: Mapping[str, str] = field(default_factory=dict)


def read_previous(folder: Path) -> Previous:
    """The earlier run of a directory. Raises RunError where there is none."""
    import polars

    manifest = read_manifest(folder)
    run_id = str(manifest["run_id"])
    try:
        as_of = date.fromisoformat(run_id[:10])
        frame = polars.read_parquet(folder / "alerts.parquet")
    except (OSError, ValueError, polars.exceptions.PolarsError):
        message = "its alerts.parquet cannot be read"
        raise RunError(Problem("RUN003", message, Location(str(folder)))) from None
    alerts = tuple(
        PreviousAlert(
            row["alert_id"],
            row["source"],
            row["focus_kind"],
            row["focus_id"],
            tuple(sorted([*row["transaction_ids"], *row["linked_ids"]])),
            row["continues"],
            row["status"] == "suppressed",
            row.get("first_seen_on") or as_of,
        )
        for row in frame.iter_rows(named=True)
    )
    return Previous(run_id, alerts, read_history(folder), _sets(folder, manifest))


def _sets(folder: Path, manifest: Mapping[str, Any]) -> dict[str, str]:
    try:
        return {
            f"{use['reference'].partition('@')[0]} {item['reference']}": str(item["sha256"])
            for use in manifest.get("scenarios", ())
            for item in use.get("threshold_sets", ())
        }
    except (KeyError, TypeError, AttributeError):
        message = "the scenarios of its manifest cannot be read"
        raise RunError(Problem("RUN003", message, Location(str(folder)))) from None


def compare(
    alerts: Sequence[Alert],
    previous: Previous | None,
    decided: Mapping[str, Disposition] | None = None,
) -> tuple[list[Alert], tuple[str, ...]]:
    """The alerts with what they are to the earlier run, and the ids of those that are gone.

    An alert is the earlier one as long as they share a source, a focus and any cited record. It
    then keeps the earlier id, even when a late record moved its first one. Where an earlier alert
    came apart, one part keeps the id: the one that would have it anyway, else the first in time.

    An alert that was closed or filed and goes on is a new one, which continues the other: somebody
    has to look at what came since.

    Args:
        alerts: what this run raised.
        previous: the run before, if there is one.
        decided: the last decision on each alert.
    """
    if previous is None:
        return list(alerts), ()
    now: dict[tuple[str, str, str], list[Alert]] = {}
    for alert in sorted(alerts, key=lambda alert: (alert.window_start, alert.alert_id)):
        now.setdefault((alert.source, alert.focus_kind, alert.focus_id), []).append(alert)
    same: dict[str, PreviousAlert] = {}
    gone = []
    for known in sorted(previous.alerts, key=lambda known: known.alert_id):
        sharing = [alert for alert in now.get(known.subject, []) if _share(alert, known)]
        if not sharing:
            gone.append(known.alert_id)
        heirs = [alert for alert in sharing if alert.alert_id not in same]
        if heirs:
            heir = next((a for a in heirs if a.alert_id == known.alert_id), heirs[0])
            same[heir.alert_id] = known
    final = {key for key, item in (decided or {}).items() if item.is_final}
    found = [_beside(alert, same.get(alert.alert_id), final) for alert in alerts]
    return sorted(found, key=lambda alert: (-alert.score, alert.alert_id)), tuple(gone)


def _share(alert: Alert, known: PreviousAlert) -> bool:
    return not {*alert.transaction_ids, *alert.linked_ids}.isdisjoint(known.citations)


def _beside(alert: Alert, known: PreviousAlert | None, final: Collection[str]) -> Alert:
    if known is None:
        return alert
    came = sorted({*alert.transaction_ids, *alert.linked_ids}.difference(known.citations))
    if came and known.alert_id in final:
        again = f"A-{short_digest([known.alert_id, came[0]])}"
        return replace(alert, alert_id=again, seen="new", continues=known.alert_id)
    is_unseen = known.is_suppressed and alert.status == "open"
    return replace(
        alert,
        alert_id=known.alert_id,
        seen="new" if is_unseen else "extended" if came else "known",
        continues=known.continues,
        first_seen_on=None if is_unseen else known.first_seen_on,
    )


def unexamined(
    gone: Sequence[str], previous: Previous | None, applicability: Sequence[Applicability]
) -> tuple[Problem, ...]:
    """A note for each source whose earlier alerts are gone because it did not run this time."""
    sources = {known.alert_id: known.source for known in previous.alerts} if previous else {}
    ran: Mapping[str, bool] = {item.scenario_id: item.state == "ran" for item in applicability}
    missing = [sources[alert_id] for alert_id in gone if not ran.get(sources[alert_id], False)]
    hint = "they are gone from this run, not from the ledger: see the coverage page"
    return tuple(
        Problem(
            "RUN012",
            f"{source} did not run, so that {plural(missing.count(source), 'earlier alert')}"
            " cannot come again",
            None,
            hint,
        )
        for source in sorted(set(missing))
    )
