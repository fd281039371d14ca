"""From alerts to a finished run: cases, ids, the hash over everything found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from aml import __version__
from aml.case.build import Setting, build_cases
from aml.core.alert import Alert
from aml.core.case import Case, FileUse, Provenance
from aml.core.digest import canonical_json, digest
from aml.core.plain import plain
from aml.core.problem import Problem
from aml.core.run import Reading, Run
from aml.pipeline.alerts import Found
from aml.pipeline.arrivals import arrivals
from aml.pipeline.basis import Basis, name_run, settings_in_force
from aml.pipeline.coverage import channel_coverage, unread, with_not_judged
from aml.pipeline.previous import compare, unexamined
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
    alerts, gone = compare(found.alerts, basis.previous)
    notes = [*notes, *unexamined(gone, basis.previous, found.applicability)]
    files = tuple(FileUse(file.path, file.sha256, file.records) for file in reading.files)
    provenance = Provenance(run_id, as_of, __version__, tuple(found.uses), (), files)
    setting = Setting(
        institution.name, institution.country, institution.base_currency, provenance,
        basis.workspace.filer,
    )  # fmt: skip
    unanswered = [alert for alert in alerts if alert.status == "open"]
    cases = build_cases(store, unanswered, found.rows, setting)
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
    )


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
