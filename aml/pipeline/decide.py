"""Decisions on what a run raised: where each case stands, and one more decision on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from aml.core.deadline import detected_on, due, lawful_deadlines
from aml.core.disposition import Decision, Disposition, latest
from aml.core.problem import Problem, UsageError, did_you_mean
from aml.core.sheet import is_formula
from aml.core.standing import Standing, standing
from aml.pipeline.manifest import read_manifest
from aml.pipeline.published import read_alerts, read_case

#: The least of a reason that says anything.
_LEAST_WORDS = 2


def standings(run: Path, decided: Iterable[Disposition]) -> tuple[Standing, ...]:
    """Every case of a run, highest score first, with where it stands.

    Raises:
        RunError: no complete run lies there, or a case cannot be read.
    """
    read_manifest(run)
    known = latest(decided)
    cases = [read_case(path) for path in sorted((run / "cases").glob("*/case.json"))]
    cases.sort(key=lambda case: (-case.score, case.case_id))
    return tuple(standing(case, known) for case in cases)


def due_dates(run: Path, found: Iterable[Standing]) -> Mapping[str, str]:
    """The day by which each case of a run is filed, by its id, as the pages of the run have it.

    None for what is filed or closed, nor where the days of the country are not known.

    Raises:
        RunError: no complete run lies there.
    """
    manifest = read_manifest(run)
    settings = manifest["settings"]
    law = lawful_deadlines(settings["country"], settings["sector"])
    as_of = date.fromisoformat(manifest["as_of"])
    dates = {}
    for item in found:
        days = item.case.filer.deadlines or law
        detected, _ = detected_on(item.case, as_of, settings["previous"])
        if days and (by := due(item, days, detected)):
            dates[item.case.case_id] = by.on.isoformat()
    return dates


def disposition(  # noqa: PLR0913 - one argument a field of the line
    run: Path,
    subject: str,
    decision: Decision,
    *,
    by: str,
    on: date,
    reason: str,
    filed_on: date | None = None,
    document_number: str = "",
) -> Disposition:
    """The decision on a case or an alert of a run, checked against the run.

    Raises:
        RunError: no complete run lies there.
        UsageError: the run holds no such case or alert, or the decision lacks what it needs.
    """
    run_id = str(read_manifest(run)["run_id"])
    alerts = _alerts_of(run, subject)
    problems = []
    if not by.strip():
        problems.append(Problem("RUN004", "nobody is named as who decides", None, "--by NAME"))
    if len(reason.split()) < _LEAST_WORDS:
        hint = 'an examiner reads it: --reason "wages of a known employer, contract seen"'
        problems.append(Problem("RUN004", "the reason says too little", None, hint))
    if any(map(is_formula, (by, reason, document_number))):
        message = "a text begins with a sign that a spreadsheet would take for a formula"
        problems.append(Problem("RUN004", message, None, "begin it with a letter or a digit"))
    if decision != "file" and (filed_on or document_number):
        message = "only --decision file has a day of filing and a document number"
        problems.append(Problem("RUN004", message))
    problems += _wrong_days(date.fromisoformat(run_id[:10]), on, filed_on)
    if problems:
        raise UsageError(problems)
    return Disposition(
        subject, decision, by, on, reason, run_id, tuple(alerts), filed_on, document_number
    )


def no_case(run: Path, case_id: str, cases: Iterable[str]) -> Problem:
    """That a run has no case of an id: where it is that of an alert, which case holds it.

    Raises:
        RunError: its alerts cannot be read.
    """
    alerts = {row["alert_id"]: row["case_id"] for row in read_alerts(run, ["alert_id", "case_id"])}
    if case_id not in alerts:
        close = did_you_mean(case_id, cases)
        hint = close if close.startswith("did") else f"`aml case list {run}` names them"
        return Problem("RUN002", f"the run has no case '{case_id}'", None, hint)
    if alerts[case_id] is None:
        hint = "alerts.csv has its figures and reasons; `aml case decide` takes an alert as well"
        return Problem("RUN002", f"{case_id} is an alert that opened no case", None, hint)
    hint = f"aml case show {run} {alerts[case_id]}"
    return Problem("RUN002", f"{case_id} is an alert of case {alerts[case_id]}", None, hint)


def _wrong_days(as_of: date, on: date, filed_on: date | None) -> list[Problem]:
    """Nobody decides on what was not raised yet, nor files it, nor files after deciding to."""
    problems = []
    if on < as_of:
        message = f"the day of the decision lies before the run's, {as_of}"
        problems.append(Problem("RUN004", message))
    if filed_on and filed_on < as_of:
        message = f"the day of filing lies before the run's, {as_of}"
        problems.append(Problem("RUN004", message))
    if filed_on and filed_on > on:
        problems.append(Problem("RUN004", "the day of filing lies after the day of the decision"))
    return problems


def _alerts_of(run: Path, subject: str) -> Sequence[str]:
    """The alerts that an id covers: those of the case, or the alert itself."""
    cases = {path.parent.name: path for path in (run / "cases").glob("*/case.json")}
    if subject in cases:
        return [alert.alert_id for alert in read_case(cases[subject]).alerts]
    alerts = [row["alert_id"] for row in read_alerts(run, ["alert_id"])]
    if subject in alerts:
        return [subject]
    close = did_you_mean(subject, [*cases, *alerts])
    raise UsageError(Problem("RUN002", f"the run has no case or alert '{subject}'", None, close))
