"""One focus of a published run and one scenario, or each: conditions, on the run's own inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from aml.core.alert import Alert
from aml.core.explanation import Explanation, Reasons
from aml.core.problem import Location, Problem, RunError, UsageError, did_you_mean
from aml.core.progress import Progress, stepping
from aml.detector.use import DETECTOR_ID
from aml.ledger import read
from aml.pipeline.as_of import settle_as_of
from aml.pipeline.basis import Basis
from aml.pipeline.folder import building
from aml.pipeline.keep import kept_basis
from aml.pipeline.library import Active
from aml.pipeline.manifest import changed_outputs, read_manifest
from aml.pipeline.scan import Engine, opened
from aml.scenario.alert import raise_alert
from aml.scenario.explain import explain as explain_focus
from aml.scenario.fire import Firing, fire
from aml.scenario.fire_sets import places_of
from aml.scenario.prepare import derive, tables_of
from aml.store import Store, canonical_columns
from aml.store.evidence import fetch_rows
from aml.store.quoting import identifier

#: Ids of so few other characters are taken for a slip of the hand.
_SLIP = 2


def explain(
    run: Path,
    root: Path,
    scenario_id: str,
    focus_id: str,
    progress: Progress,
    engine: Engine | None = None,
) -> Explanation:
    """Why a scenario fired on a focus in a run, or what it missed.

    Args:
        run: the run directory.
        root: the folder that the run's ledger paths are relative to.
        scenario_id: a scenario that ran.
        focus_id: the focus, as the focus_id of alerts.csv writes it; for a scenario about parties
            a customer will do, and stands for the party that the customer belongs to.
        progress: told of each stage.
        engine: threads and memory, which change nothing.

    Raises:
        UsageError: the run has no such scenario, it did not run, or the ledger has no such focus.
        RunError: no run lies there, an input is missing or has changed, or the run's alerts are
            not those of its scenario.
    """
    with _again(run, root, engine) as (manifest, basis, store):
        _refuse_scenario(manifest, scenario_id)
        active = next(item for item in basis.active if item.scenario.scenario_id == scenario_id)
        _fill(store, basis, [active], progress)
        progress.stage("Conditions")
        focus_id = focus_of(store, active.scenario.focus, focus_id)
        (found,) = _explained(run, manifest, store, basis, active, [focus_id])
        return found


def explain_all(
    run: Path, root: Path, focus_id: str, progress: Progress, engine: Engine | None = None
) -> tuple[Explanation, ...]:
    """Why each scenario that ran fired on somebody, or what it missed, in order of scenarios.

    A scenario that judges accounts is explained on each account of a customer.

    Args:
        run: the run directory.
        root: the folder that the run's ledger paths are relative to.
        focus_id: a customer, or another focus as the focus_id of alerts.csv writes it.
        progress: told of each scenario.
        engine: threads and memory, which change nothing.

    Raises:
        UsageError: no scenario of the run judges a focus of this id.
        RunError: as `explain`.
    """
    with _again(run, root, engine) as (manifest, basis, store):
        ran = {item["scenario_id"] for item in manifest["applicability"] if item["state"] == "ran"}
        items = [item for item in basis.active if item.scenario.scenario_id in ran]
        _fill(store, basis, items, progress)
        progress.stage("Conditions", len(items))
        found = []
        for active in items:
            with stepping(progress, active.scenario.scenario_id):
                foci = foci_of(store, active.scenario.focus, focus_id)
                found += _explained(run, manifest, store, basis, active, foci)
        if not found:
            raise UsageError(_unknown(store, "customer", focus_id))
    return tuple(found)


@contextmanager
def _again(
    run: Path, root: Path, engine: Engine | None
) -> Iterator[tuple[Mapping[str, Any], Basis, Store]]:
    """A run's manifest and what it was made with, and a store for its ledger."""
    run = run.resolve()
    manifest = read_manifest(run)
    kept = {name: sha for name, sha in manifest["outputs"].items() if name.startswith("inputs/")}
    changed = [*changed_outputs(run, kept)]
    if changed:
        raise RunError(changed)
    with building(run.parent) as work, opened(work, engine) as store:
        yield manifest, kept_basis(run, root), store


def _explained(
    run: Path,
    manifest: Mapping[str, Any],
    store: Store,
    basis: Basis,
    active: Active,
    foci: Sequence[str],
) -> list[Explanation]:
    """One scenario on some foci; it is fired once for each set of values that holds for any."""
    scenario, limit = active.scenario, basis.workspace.time_limit
    base_currency = basis.workspace.institution.base_currency
    places = places_of(store, scenario.focus, active.thresholds, foci)
    fired: dict[int, list[Firing]] = {}
    found = []
    for focus_id in foci:
        place = places[focus_id]
        own = active.thresholds[place]
        held = replace(active, parameters=own.parameters)
        if place not in fired:
            fired[place] = fire(store, scenario, held.parameters, limit)
        mine = [
            replace(f, threshold_set=own.threshold_set)
            for f in fired[place]
            if f.focus_id == focus_id
        ]
        reasons = _reasons(store, basis, held, focus_id, mine)
        alerts = [_alert(store, held, firing, base_currency) for firing in mine]
        stated = _as_stated(run, scenario.scenario_id, focus_id, alerts)
        found.append(Explanation(
            manifest["run_id"], scenario.reference, scenario.title, scenario.focus, reasons,
            stated, own.threshold_set,
        ))  # fmt: skip
    return found


def foci_of(store: Store, kind: str, given: str) -> list[str]:
    """The foci of a kind that an id means: itself, a customer's party, a customer's accounts."""
    focus_id = focus_of(store, kind, given)
    if focus_id != given or _stands_in(store, kind, given):
        return [focus_id]
    if kind != "account":
        return []
    rows = store.rows(
        "SELECT account_id FROM accounts WHERE customer_id = $id UNION"
        " SELECT account_id FROM transactions WHERE customer_id = $id ORDER BY 1",
        {"id": given},
    )
    return [str(account) for (account,) in rows]


def focus_of(store: Store, kind: str, given: str) -> str:
    """The focus that is meant: a customer stands for its party, which no table of a bank names."""
    if kind != "party" or _stands_in(store, kind, given):
        return given
    party = store.value(
        "SELECT party_id FROM party_members WHERE member_kind = 'customer' AND member_id = $id",
        {"id": given},
    )
    return str(party) if party else given


def _refuse_scenario(manifest: Mapping[str, Any], scenario_id: str) -> None:
    """A scenario that the run has not, or that did not run, has no reasons."""
    ran = {item["scenario_id"]: item for item in manifest["applicability"]}
    if scenario_id not in ran:
        hint = did_you_mean(scenario_id, ran.keys() - {DETECTOR_ID})
        raise UsageError(Problem("RUN002", f"the run has no scenario '{scenario_id}'", None, hint))
    if scenario_id == DETECTOR_ID:
        hint = (
            f"its reasons stand in the alert; `aml detector show {DETECTOR_ID}` lists its features"
        )
        message = f"{scenario_id} is a detector, which has no conditions"
        raise UsageError(Problem("RUN051", message, None, hint))
    item = ran[scenario_id]
    if item["state"] != "ran":
        state = item["state"].replace("_", " ")
        message = f"{scenario_id} did not run ({state}): {item['reason']}"
        hint = "the coverage page of the run says what each scenario needs"
        raise UsageError(Problem("RUN051", message, None, hint))


def _fill(store: Store, basis: Basis, items: Sequence[Active], progress: Progress) -> None:
    """The store of the run, with the derived tables that these scenarios read."""
    reading = read(store, basis.workspace.institution, basis.inputs, basis.profiles, progress)
    settle_as_of(store, basis.workspace, reading)
    progress.stage("Derived tables")
    scenarios = [item.scenario for item in items]
    parties = ["parties"] if any(scenario.focus == "party" for scenario in scenarios) else []
    derive(store, [*tables_of(scenarios), *parties], progress)
    store.lock()


def _reasons(
    store: Store, basis: Basis, active: Active, focus_id: str, firings: Sequence[Firing]
) -> Reasons:
    cited = firings[0].cited if firings else ()
    limit = basis.workspace.time_limit
    found = explain_focus(store, active.scenario, active.parameters, focus_id, cited, limit)
    if found.episodes != len(firings):
        raise AssertionError("the conditions taken apart are not those of the scenario")
    if not found.rows and not _stands_in(store, active.scenario.focus, focus_id):
        raise UsageError(_unknown(store, active.scenario.focus, focus_id))
    return found


def _stands_in(store: Store, kind: str, focus_id: str) -> bool:
    """Whether a table of the ledger has a row of the focus."""
    return any(
        store.value(f"SELECT 1 FROM {table} WHERE {column} = $id LIMIT 1", {"id": focus_id})
        for table, column in _places(store, kind)
    )


def _places(store: Store, kind: str) -> list[tuple[str, str]]:
    """The tables whose rows name a focus of this kind, and by which column."""
    name = f"{kind}_id"
    tables = [t for t, columns in canonical_columns().items() if name in {c.name for c in columns}]
    places = [(identifier(table), identifier(name)) for table in tables]
    is_party = kind == "party" and store.has_table("parties")
    return [*places, *([("parties", name)] if is_party else [])]


def _unknown(store: Store, kind: str, focus_id: str) -> Problem:
    """No such focus. The hint gives no id away: what is printed here may be kept."""
    others = [other for other in ("customer", "account", "party", "agent") if other != kind]
    other = next((one for one in others if _stands_in(store, one, focus_id)), None)
    if other:
        hint = f"the ledger knows it as {_a(other)}; the focus of this scenario is {_a(kind)}"
    elif near := _near(store, kind, focus_id):
        hint = f"ids of the ledger that differ from it in {_SLIP} characters at most: {near}"
    else:
        hint = "ids are written as in the column focus_id of alerts.csv"
    return Problem("RUN050", f"the ledger has no {kind} of this id", None, hint)


def _near(store: Store, kind: str, focus_id: str) -> int:
    places = _places(store, kind)
    if not places:
        return 0
    ids = " UNION ".join(f"SELECT {column} AS id FROM {table}" for table, column in places)
    close = f"SELECT count(*) FROM ({ids}) AS known WHERE levenshtein(id, $id) <= {_SLIP}"
    return int(store.value(close, {"id": focus_id}))


def _a(kind: str) -> str:
    return f"an {kind}" if kind.startswith("a") else f"a {kind}"


def _alert(store: Store, active: Active, firing: Firing, base_currency: str) -> Alert:
    rows = firing.rows(fetch_rows(store, firing.transaction_ids, firing.linked_ids))
    return raise_alert(active.scenario, firing, rows, active.parameters, base_currency)


def _as_stated(
    run: Path, scenario_id: str, focus_id: str, alerts: Sequence[Alert]
) -> tuple[Alert, ...]:
    """The alerts with what the run says of them: id, status, case.

    Raises:
        RunError: the run states other alerts of this focus.
    """
    import polars

    frame = polars.read_parquet(run / "alerts.parquet")
    stated = {
        (*row["transaction_ids"], *row["linked_ids"]): row
        for row in frame.iter_rows(named=True)
        if (row["source"], row["focus_id"]) == (scenario_id, focus_id)
    }
    found = {(*alert.transaction_ids, *alert.linked_ids): alert for alert in alerts}
    if stated.keys() != found.keys():
        message = f"the alerts of {scenario_id} on this focus are not those of a new scan"
        raise RunError(Problem("RUN042", message, Location(f"{run.name}/alerts.parquet")))
    names = ("alert_id", "status", "seen", "continues", "case_id")
    return tuple(
        replace(alert, **{name: stated[cited][name] for name in names})
        for cited, alert in found.items()
    )
