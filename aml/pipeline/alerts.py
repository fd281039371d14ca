"""Every active scenario and the detector on the locked store: alerts, and what did not run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from aml.core.alert import Alert
from aml.core.case import EvidenceRow, ScenarioUse
from aml.core.problem import Problem, ScenarioError
from aml.core.progress import Progress, stepping
from aml.core.scenario import Applicability
from aml.detector import outlier
from aml.pipeline.library import Active, scenario_use
from aml.pipeline.workspace import Workspace
from aml.scenario.alert import raise_alert
from aml.scenario.fire import Firing, fire
from aml.scenario.prepare import why_not
from aml.store import Store
from aml.store.evidence import fetch_rows

Rows = Mapping[str, tuple[EvidenceRow, ...]]


@dataclass(slots=True)
class Found:
    """What the scenarios and the detector gave, in the order of alerts.parquet."""

    alerts: list[Alert] = field(default_factory=list)
    rows: Rows = field(default_factory=dict)
    uses: list[ScenarioUse] = field(default_factory=list)
    applicability: list[Applicability] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def find_alerts(
    store: Store,
    workspace: Workspace,
    active: Sequence[Active],
    loaded: frozenset[str],
    as_of: date,
    progress: Progress,
) -> Found:
    """Fire each scenario, then the detector; fetch the cited records once; raise the alerts."""
    found = Found(uses=[scenario_use(item) for item in active])
    progress.stage("Scenarios", len(active))
    fired: list[tuple[Active, list[Firing]]] = []
    for item in active:
        with stepping(progress, item.scenario.scenario_id):
            firings = _fire(store, workspace, item, loaded, found)
            fired.append((item, firings))
    if workspace.use_detector:
        progress.stage("Detector")
        detection = outlier.detect(store, as_of, workspace.institution.base_currency)
        found.alerts += detection.alerts
        found.uses.append(detection.use)
        found.applicability.append(detection.applicability)
    progress.stage("Evidence")
    found.rows = _cited(store, fired, found.alerts)
    for item, firings in fired:
        _raise(item, firings, found, workspace.institution.base_currency)
    found.alerts.sort(key=lambda alert: (-alert.score, alert.alert_id))
    return found


def _fire(
    store: Store, workspace: Workspace, item: Active, loaded: frozenset[str], found: Found
) -> list[Firing]:
    scenario = item.scenario
    state, reason = why_not(store, scenario, loaded)
    if state == "not_applicable" and scenario.scenario_id in workspace.require:
        state, reason = "incomplete", f"required by the workspace, and {reason}"
    firings: list[Firing] = []
    if not state:
        try:
            firings = fire(store, scenario, item.parameters, workspace.time_limit)
        except ScenarioError as error:
            found.problems += error.problems
            state, reason = "incomplete", error.problems[0].message
    found.applicability.append(
        Applicability(scenario.scenario_id, state or "ran", reason, len(firings))  # type: ignore[arg-type]
    )
    return firings


def _cited(
    store: Store, fired: Sequence[tuple[Active, list[Firing]]], alerts: Sequence[Alert]
) -> Rows:
    sources = [*(firing for _, firings in fired for firing in firings), *alerts]
    return fetch_rows(
        store,
        {record for source in sources for record in source.transaction_ids},
        {record for source in sources for record in source.linked_ids},
    )


def _raise(item: Active, firings: Sequence[Firing], found: Found, base_currency: str) -> None:
    """The alerts of one scenario; an episode that cannot be defended makes it incomplete."""
    for firing in firings:
        cited = (*firing.transaction_ids, *firing.linked_ids)
        rows = [row for citation in cited for row in found.rows.get(citation, ())]
        try:
            alert = raise_alert(item.scenario, firing, rows, item.parameters, base_currency)
        except ScenarioError as error:
            found.problems += error.problems
            _mark_incomplete(found, item.scenario.scenario_id, error.problems[0].message)
        else:
            found.alerts.append(alert)


def _mark_incomplete(found: Found, scenario_id: str, reason: str) -> None:
    for position, item in enumerate(found.applicability):
        if item.scenario_id == scenario_id:
            found.applicability[position] = Applicability(
                scenario_id, "incomplete", reason, item.alerts
            )
