"""From alerts to a finished run: cases, ids, the hash over everything found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from aml import __version__
from aml.case.build import Setting, build_cases
from aml.core.alert import Alert
from aml.core.case import Case, FileUse, Provenance
from aml.core.digest import canonical_json, digest
from aml.core.disposition import Disposition, latest
from aml.core.plain import plain
from aml.core.problem import Problem
from aml.core.run import Reading, Run
from aml.pipeline.alerts import Found
from aml.pipeline.arrivals import arrivals
from aml.pipeline.basis import Basis, name_run, settings_in_force
from aml.pipeline.coverage import channel_coverage, unread, with_not_judged
from aml.pipeline.history import jumps
from aml.pipeline.previous import Previous, compare, unexamined
from aml.pipeline.threshold_sets import same_version
from aml.store import Store


def conclude(
    store: Store,
    basis: Basis,
    reading: Reading,
    found: Found,
    as_of: date,
    notes: Sequence[Problem],
) -> Run:
    """The run as it will be written."""
    institution = basis.workspace.institution
    run_id = name_run(basis, reading, found.uses, as_of)
    decided = latest(basis.dispositions)
    alerts, gone = compare(found.alerts, basis.previous, decided)
    alerts = [replace(a, first_seen_on=as_of) if a.seen == "new" else a for a in alerts]
    notes = [*notes, *_beside(basis.previous, gone, found)]
    cases = _cases(store, basis, reading, found, alerts, run_id, as_of)
    in_case = {alert.alert_id: case.case_id for case in cases for alert in case.alerts}
    alerts = [replace(alert, case_id=in_case.get(alert.alert_id)) for alert in alerts]
    coverage = channel_coverage(store, basis.active, found.applicability)
    reads = {use.reference.partition("@")[0]: use.reads for use in found.uses}
    return Run(
        run_id=run_id,
        as_of=as_of,
        institution=institution.name,
        country=institution.country,
        sector=institution.sector,
        base_currency=institution.base_currency,
        tool_version=__version__,
        reading=reading,
        scenarios=tuple(found.uses),
        applicability=with_not_judged(store, found.applicability, reads),
        coverage=coverage,
        alerts=tuple(alerts),
        cases=cases,
        gone=gone,
        problems=(*reading.problems, *notes, *found.problems, *unread(coverage)),
        settings=settings_in_force(basis),
        findings_sha256=findings_sha256(alerts, cases),
        arrivals=arrivals(store, alerts, as_of, basis.workspace.arrival_days),
        arrival_days=basis.workspace.arrival_days,
        decided=_decided(alerts, decided),
        peers=found.peers,
        suppressions=tuple(found.suppressions),
    )


def _decided(
    alerts: Sequence[Alert], decided: Mapping[str, Disposition]
) -> Mapping[str, Disposition]:
    """The decisions on the alerts of a run, and on those that they continue."""
    ids = {name for alert in alerts for name in (alert.alert_id, alert.continues) if name}
    return {name: decided[name] for name in sorted(ids.intersection(decided))}


def _beside(previous: Previous | None, gone: Sequence[str], found: Found) -> list[Problem]:
    """What is remarkable about a run beside those before it."""
    if previous is None:
        return []
    missing = unexamined(gone, previous, found.applicability)
    sets = same_version(previous, found.uses)
    return [*missing, *sets, *jumps(found.applicability, previous.history)]


def _cases(  # noqa: PLR0913, PLR0917 - what a case says of the run it is of
    store: Store,
    basis: Basis,
    reading: Reading,
    found: Found,
    alerts: Sequence[Alert],
    run_id: str,
    as_of: date,
) -> tuple[Case, ...]:
    """The cases of the alerts that nobody answered for."""
    institution = basis.workspace.institution
    files = tuple(FileUse(file.path, file.sha256, file.records) for file in reading.files)
    provenance = Provenance(run_id, as_of, __version__, tuple(found.uses), (), files)
    setting = Setting(
        institution.name, institution.country, institution.base_currency, provenance,
        basis.workspace.filer,
    )  # fmt: skip
    unanswered = [alert for alert in alerts if alert.status == "open"]
    return tuple(build_cases(store, unanswered, found.rows, setting))


def findings_sha256(alerts: Sequence[Alert], cases: Sequence[Case]) -> str:
    """The hash of what was found, without its place in a file.

    Shuffled rows and split files give the same.
    """
    return digest([plain(alerts), [_placeless(plain(case)) for case in cases]])


def _placeless(case: Any) -> Any:
    for row in case["rows"]:
        del row["source_row"], row["file"]
    case["rows"].sort(key=canonical_json)
    for name in ("files", "run_id", "tool_version"):
        del case["provenance"][name]
    return case
