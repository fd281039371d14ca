"""What came of each rule so far: the alerts of all runs of a folder, and the decisions on them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from aml.core.book import RunNote, Tally
from aml.core.disposition import Disposition, latest
from aml.core.plain import restore
from aml.core.problem import RunError
from aml.core.run import ChannelCoverage
from aml.pipeline.manifest import read_manifest
from aml.pipeline.published import read_alerts, unreadable

_WORDS = {"escalate": "escalated", "close": "closed", "file": "filed"}


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run directory with its manifest."""

    place: Path
    manifest: Mapping[str, Any]

    @property
    def note(self) -> RunNote:
        """The run as the book counts it."""
        found = self.manifest
        day = date.fromisoformat(found["as_of"])
        alerts = int(found["counts"]["alerts"])
        return RunNote(found["run_id"], day, bool(found["is_complete"]), alerts)


def past_runs(folder: Path | None) -> list[PastRun]:
    """The runs that lie in a folder, in order of time; of two of one day, the later one last.

    Raises:
        RunError: a directory with a manifest that cannot be read.
    """
    if folder is None or not folder.is_dir():
        return []
    places = [path.parent for path in sorted(folder.glob("*/manifest.json"))]
    places = [place for place in places if not place.is_symlink()]
    return in_order([PastRun(place, read_manifest(place)) for place in places])


def in_order(runs: Sequence[PastRun]) -> list[PastRun]:
    """Runs in order of time; of two of one day, the one that knows the other last."""
    before = {run.manifest["settings"]["previous"] for run in runs}

    def when(run: PastRun) -> tuple[str, bool, str]:
        name = run.manifest["run_id"]
        return run.manifest["as_of"], name not in before, name

    return sorted(runs, key=when)


def tallies(runs: Sequence[PastRun], decided: Iterable[Disposition]) -> Mapping[str, Tally]:
    """The alerts of each scenario and detector, by its id; those that no run knew are left out.

    Raises:
        RunError: the alerts of a run cannot be read.
    """
    known = latest(decided)
    source: dict[str, str] = {}
    state: dict[str, str] = {}
    for run in runs:
        for row in read_alerts(run.place, ["alert_id", "source", "status"]):
            source[row["alert_id"]] = row["source"]
            state[row["alert_id"]] = row["status"]
    counts: dict[str, Counter[str]] = {}
    for alert_id, name in source.items():
        made = known.get(alert_id)
        word = _WORDS[made.decision] if made else state[alert_id]
        counts.setdefault(name, Counter())[word] += 1
    last = runs[-1].manifest["applicability"] if runs else []
    states = {item["scenario_id"]: item for item in last}
    return {
        name: _tally(counts.get(name, Counter()), states.get(name))
        for name in sorted({*counts, *states})
    }


def last_coverage(runs: Sequence[PastRun]) -> tuple[ChannelCoverage, ...]:
    """What of the ledger the last run found, and who reads it; nothing where there is no run."""
    if not runs:
        return ()
    path = runs[-1].place / "coverage.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["channels"]
        return tuple(restore(ChannelCoverage, item) for item in found)
    except (OSError, ValueError, TypeError, KeyError):
        raise RunError(unreadable(path)) from None


def _tally(counts: Counter[str], last: Mapping[str, Any] | None) -> Tally:
    did_run = last is not None and last["state"] == "ran"
    return Tally(
        raised=counts.total(),
        suppressed=counts["suppressed"],
        open=counts["open"],
        escalated=counts["escalated"],
        closed=counts["closed"],
        filed=counts["filed"],
        in_last=int(last["alerts"]) if last and did_run else None,
        why_not="" if did_run else (last["reason"] if last else "not part of the last run"),
    )
