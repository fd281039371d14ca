"""What one run tells a dossier: alerts, values in force, findings, gaps, suppressions."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aml.core.case import ScenarioUse
from aml.core.dossier import CoverageLine, FindingLine, RuleLine, ScenarioLine
from aml.core.plain import restore
from aml.core.run import ChannelCoverage
from aml.pipeline.dossier_runs import HeldRun
from aml.pipeline.published import read_alerts

#: The columns of alerts.parquet that a line takes over as they are.
_ALERT = (
    "alert_id", "source", "source_version", "threshold_set", "typology", "focus_kind", "focus_id",
    "window_start", "window_end", "severity", "score", "amount_base", "status", "suppressed_by",
    "continues", "case_id",
)  # fmt: skip
#: The columns of suppressions.csv that a line takes over as they are.
SUPPRESSION = (
    "suppression_id", "scenario_id", "focus_id", "counterparty", "reason", "owner", "valid_from",
    "valid_to",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parts:
    """What one run tells. `suppressions` are rows of texts, each of the columns above."""

    run_id: str
    alerts: tuple[Mapping[str, Any], ...]
    scenarios: tuple[ScenarioLine, ...]
    rules: tuple[RuleLine, ...]
    findings: tuple[FindingLine, ...]
    uncovered: tuple[CoverageLine, ...]
    suppressions: tuple[tuple[str, ...], ...]


def parts_of(run: HeldRun) -> Parts:
    """What a run tells, of the outputs that are still those that were published.

    Raises:
        RunError: its alerts cannot be read.
        ValueError, KeyError, TypeError, AttributeError: it is not as this version writes it.
    """
    has_alerts = run.holds("alerts.parquet")
    uses = [restore(ScenarioUse, shape) for shape in run.past.manifest["scenarios"]]
    return Parts(
        run.run_id,
        tuple(read_alerts(run.past.place, _ALERT)) if has_alerts else (),
        tuple(_scenario(use, run.run_id) for use in uses),
        tuple(line for use in uses for line in _values(use, run.run_id)),
        tuple(_findings(run)),
        tuple(_uncovered(run)),
        tuple(_suppressions(run)),
    )


def _scenario(use: ScenarioUse, run_id: str) -> ScenarioLine:
    source, _, version = use.reference.partition("@")
    return ScenarioLine(source, version, use.title, use.typology, use.sha256, run_id, run_id, 0)


def _values(use: ScenarioUse, run_id: str) -> Iterator[RuleLine]:
    source, _, version = use.reference.partition("@")

    def line(held: str, fits: str, value: tuple[str, str, str]) -> RuleLine:
        return RuleLine(source, version, use.sha256, held, fits, *value, run_id, run_id, 0)

    for item in use.parameters:
        yield line(use.base, "whoever is in no other set", (item.name, item.value, item.why))
    for held in use.threshold_sets:
        for name, value in held.values.items():
            yield line(held.reference, "; ".join(held.fits), (name, value, held.reason))


def _findings(run: HeldRun) -> Iterator[FindingLine]:
    """The checks of the data that failed, then the problems that the run named."""
    reading = run.json("quality.json") or {"quality": ()}
    for item in reading["quality"]:
        if item["state"] == "failed":
            yield FindingLine(
                run.run_id, item["check_id"], item["severity"], item["title"], item["wrong"],
                item["looked_at"], item["is_allowed"],
            )  # fmt: skip
    for item in run.past.manifest["problems"]:
        yield FindingLine(run.run_id, item["code"], "problem", item["message"], place=item["place"])


def _uncovered(run: HeldRun) -> Iterator[CoverageLine]:
    """The scenarios that did not run, then the records that no rule that ran reads."""
    for item in run.past.manifest["applicability"]:
        if item["state"] != "ran":
            yield CoverageLine(run.run_id, item["state"], item["scenario_id"], item["reason"])
    coverage = run.json("coverage.json") or {"channels": ()}
    for shape in coverage["channels"]:
        item = restore(ChannelCoverage, shape)
        if not item.read_by:
            parts = (item.table, item.product, item.channel, item.currency, item.country)
            name = ", ".join(part for part in parts if part)
            why = "no scenario that ran reads it"
            yield CoverageLine(run.run_id, "records", name, why, item.records, item.amount_base)


def _suppressions(run: HeldRun) -> Iterator[tuple[str, ...]]:
    if run.holds("suppressions.csv"):
        place = run.past.place / "suppressions.csv"
        with place.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield tuple(row[name] for name in SUPPRESSION)
