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
from aml.core.digest import canonical_json, digest, short_digest
from aml.core.plain import plain
from aml.core.problem import Problem
from aml.core.run import Reading, Run
from aml.pipeline.alerts import Found
from aml.pipeline.coverage import channel_coverage
from aml.pipeline.previous import Previous, compare
from aml.pipeline.workspace import Workspace
from aml.store import Store


def conclude(  # noqa: PLR0913, PLR0917 - everything that a run is made of
    store: Store,
    workspace: Workspace,
    reading: Reading,
    found: Found,
    as_of: date,
    previous: Previous | None,
    notes: Sequence[Problem],
) -> Run:
    """The run as it will be written."""
    institution = workspace.institution
    run_id = name_run(workspace, reading, found, as_of)
    files = tuple(FileUse(file.path, file.sha256, file.records) for file in reading.files)
    provenance = Provenance(run_id, as_of, __version__, tuple(found.uses), (), files)
    setting = Setting(institution.name, institution.country, institution.base_currency, provenance)
    alerts, gone = compare(found.alerts, previous)
    cases = build_cases(store, alerts, found.rows, setting)
    in_case = {alert.alert_id: case.case_id for case in cases for alert in case.alerts}
    alerts = [replace(alert, case_id=in_case.get(alert.alert_id)) for alert in alerts]
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
        applicability=tuple(found.applicability),
        coverage=channel_coverage(store),
        alerts=tuple(alerts),
        cases=cases,
        gone=gone,
        problems=(*reading.problems, *notes, *found.problems),
        settings=settings_in_force(workspace),
        findings_sha256=findings_sha256(alerts, cases),
    )


def name_run(workspace: Workspace, reading: Reading, found: Found, as_of: date) -> str:
    """The day and eight digits of everything that decided: files, rules, parameters, settings."""
    deciding = {
        "files": [[file.table, file.profile, file.path, file.sha256] for file in reading.files],
        "scenarios": plain(found.uses),
        "settings": settings_in_force(workspace),
        "as_of": as_of.isoformat(),
        "tool": __version__,
    }
    return f"{as_of.isoformat()}-{short_digest(deciding, 8)}"


def settings_in_force(workspace: Workspace) -> Mapping[str, str]:
    """The settings that decide on findings or documents, as text."""
    institution = workspace.institution
    return {
        "institution": institution.name,
        "country": institution.country,
        "sector": institution.sector,
        "base_currency": institution.base_currency,
        "threshold_set": workspace.threshold_set or "",
        "require": " ".join(workspace.require),
        "max_rejected": str(workspace.max_rejected),
        "detector": "true" if workspace.use_detector else "false",
        "documents": " ".join(workspace.documents),
        "as_of": workspace.as_of.isoformat() if workspace.as_of else "",
    }


def findings_sha256(alerts: Sequence[Alert], cases: Sequence[Case]) -> str:
    """The hash of what was found, without its place in a file.

    Shuffled rows and split files give the same.
    """
    return digest([plain(alerts), [_placeless(plain(case)) for case in cases]])


def _placeless(case: Any) -> Any:
    for row in case["rows"]:
        del row["source_row"], row["file"]
    case["rows"].sort(key=canonical_json)
    del case["provenance"]["files"], case["provenance"]["run_id"]
    return case
