"""Every active scenario and the detector on the locked store: alerts, and what did not run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from aml.core.alert import Alert
from aml.core.case import EvidenceRow, ScenarioUse
from aml.core.peers import Peers
from aml.core.problem import AmlError, Problem, ScenarioError
from aml.core.progress import Progress, stepping
from aml.core.scenario import Applicability
from aml.core.suppression import SuppressionUse
from aml.core.wording import plural
from aml.detector import outlier
from aml.detector.use import DETECTOR_ID, detector_use
from aml.pipeline.library import Active, scenario_use
from aml.pipeline.suppress import suppress
from aml.pipeline.threshold_sets import unmet
from aml.pipeline.workspace import Workspace
from aml.scenario.alert import raise_alert
from aml.scenario.fire import Firing
from aml.scenario.fire_sets import fire_sets
from aml.scenario.hubs import count_hubs
from aml.scenario.prepare import why_not
from aml.store import Store, StoreError
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
    peers: Peers | None = None
    suppressions: list[SuppressionUse] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Given:
    """What the scenarios have to go by: the tables that were loaded, and why some may not score."""

    loaded: frozenset[str]
    blocked: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fired:
    """One scenario with its episodes, or with why there are none."""

    active: Active
    state: Applicability
    firings: Sequence[Firing] = ()


def find_alerts(
    store: Store,
    workspace: Workspace,
    active: Sequence[Active],
    given: Given,
    as_of: date,
    progress: Progress,
) -> Found:
    """Fire each scenario, then the detector; fetch the cited records once; raise the alerts."""
    found = Found(uses=[scenario_use(item) for item in active], problems=unmet(store, active))
    fired = []
    progress.stage("Scenarios", len(active))
    for item in active:
        with stepping(progress, item.scenario.scenario_id):
            fired.append(_fire(store, workspace, item, given, found))
    detected: Applicability | None = None
    if workspace.use_detector:
        progress.stage("Detector")
        detected = _detect(store, workspace, as_of, found)
    progress.stage("Evidence")
    found.rows = _cited(store, fired, found.alerts)
    for one in fired:
        found.applicability.append(_raise(one, found, workspace.institution.base_currency))
    found.applicability += [detected] if detected else []
    known = {*(item.scenario.scenario_id for item in active), DETECTOR_ID}
    found.alerts, found.suppressions, unused = suppress(store, found.alerts, found.rows, known)
    found.problems += unused
    found.alerts.sort(key=lambda alert: (-alert.score, alert.alert_id))
    return found


def _fire(store: Store, workspace: Workspace, item: Active, given: Given, found: Found) -> Fired:
    scenario = item.scenario
    state, reason = why_not(store, scenario, given.loaded)
    if not state and scenario.scenario_id in given.blocked:
        state, reason = "incomplete", given.blocked[scenario.scenario_id]
    if state:
        is_optional = state == "not_applicable"
        skipped = _not_run(workspace, scenario.scenario_id, reason, is_optional=is_optional)
        return Fired(item, skipped)
    try:
        firings = fire_sets(store, scenario, item.thresholds, workspace.time_limit)
    except ScenarioError as error:
        return Fired(item, _failed(scenario.scenario_id, error, found))
    # Where sets differ in what they leave out, the most that any leaves out is told.
    hubs = [count_hubs(store, scenario, each.parameters) for each in item.thresholds]
    most = max((count for count in hubs if count is not None), default=None)
    measured = {} if most is None else {"not_examined_hubs": most}
    ran = Applicability(scenario.scenario_id, "ran", "", measured=measured)
    return Fired(item, ran, firings)


def _detect(store: Store, workspace: Workspace, as_of: date, found: Found) -> Applicability:
    """Run the detector; when it cannot score, the run is incomplete and the rest is published."""
    try:
        detection = outlier.detect(
            store, as_of, workspace.institution.base_currency, workspace.monthly_cap
        )
    except StoreError as error:
        message = f"the detector could not score: the database gave up ({error.kind})"
        hint = "give it more room: --memory, or a smaller ledger"
        found.problems.append(Problem("DET001", message, None, hint))
        found.uses.append(detector_use(workspace.monthly_cap))
        return Applicability(DETECTOR_ID, "incomplete", message)
    found.alerts += detection.alerts
    found.uses.append(detection.use)
    found.peers = detection.peers
    found.problems += _cut_off(detection.peers)
    state = detection.applicability
    if state.state == "not_applicable":
        return _not_run(workspace, DETECTOR_ID, state.reason, is_optional=True)
    return state


def _cut_off(peers: Peers | None) -> list[Problem]:
    """A note of the outliers that the monthly cap left without an alert."""
    if peers is None or not peers.cut_off:
        return []
    customers = plural(peers.cut_off, "customer")
    message = f"the monthly cap of the detector left {customers} out of line without an alert"
    hint = "detector.html has the distribution; raise monthly_cap of [detector] in aml.toml"
    return [Problem("DET002", message, None, hint)]


def _not_run(
    workspace: Workspace, scenario_id: str, reason: str, *, is_optional: bool
) -> Applicability:
    """Why a scenario did not run; one that the workspace requires makes the run incomplete."""
    if is_optional and scenario_id not in workspace.require:
        return Applicability(scenario_id, "not_applicable", reason)
    required = "required by the workspace, and " if is_optional else ""
    return Applicability(scenario_id, "incomplete", required + reason)


def _failed(scenario_id: str, error: AmlError, found: Found, alerts: int = 0) -> Applicability:
    found.problems += error.problems
    return Applicability(scenario_id, "incomplete", error.problems[0].message, alerts)


def _cited(store: Store, fired: Sequence[Fired], alerts: Sequence[Alert]) -> Rows:
    firings = [firing for one in fired for firing in one.firings]
    transactions = {record for firing in firings for record in firing.transaction_ids}
    linked = {record for firing in firings for record in firing.linked_ids}
    transactions.update(record for alert in alerts for record in alert.transaction_ids)
    linked.update(record for alert in alerts for record in alert.linked_ids)
    return fetch_rows(store, transactions, linked)


def _raise(one: Fired, found: Found, base_currency: str) -> Applicability:
    """The alerts of one scenario; an episode that cannot be defended makes it incomplete."""
    scenario, state, raised = one.active.scenario, one.state, 0
    for firing in one.firings:
        rows = firing.rows(found.rows)
        parameters = one.active.parameters_of(firing.threshold_set)
        try:
            alert = raise_alert(scenario, firing, rows, parameters, base_currency)
        except ScenarioError as error:
            state = _failed(scenario.scenario_id, error, found)
        else:
            found.alerts.append(alert)
            raised += 1
    return replace(state, alerts=raised)
