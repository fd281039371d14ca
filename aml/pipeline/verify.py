"""Whether a published run still says what its records say: each file, each figure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from aml.core.alert import Alert, Figure
from aml.core.case import Case
from aml.core.digest import file_sha256
from aml.core.expression import ExpressionError, parse_expression
from aml.core.plain import Value, plain, restore
from aml.core.problem import Location, Problem
from aml.core.progress import Progress
from aml.core.run import Run
from aml.pipeline.folder import building
from aml.pipeline.replay import read_manifest, rescan
from aml.pipeline.scan import Engine
from aml.scenario.recompute import agrees, recompute


@dataclass(frozen=True, slots=True)
class Verified:
    """What was verified, and what does not hold."""

    run_id: str
    outputs: int
    cited: int
    context: int
    problems: tuple[Problem, ...]


def verify(run: Path, root: Path, progress: Progress, engine: Engine | None = None) -> Verified:
    """Hash each output, recompute each cited figure, scan again for each context figure.

    Cited figures come from the rows in case.json alone; context ones from the SQL run again.

    Raises:
        RunError: no run lies there, or a ledger is missing or has changed.
    """
    manifest = read_manifest(run)
    problems = list(changed_outputs(run, manifest["outputs"]))
    cases = read_cases(run)
    cited = [item for case in cases for item in cited_figures(case)]
    problems += [problem for case in cases for problem in wrong_figures(case)]
    with building(run.parent) as build:
        again = rescan(run, root, build, progress, engine).run
    context = [
        (case, alert, figure)
        for case in cases
        for alert in case.alerts
        for figure in alert.figures
        if figure.origin == "context"
    ]
    problems += different_figures(cases, again)
    return Verified(
        manifest["run_id"], len(manifest["outputs"]), len(cited), len(context), tuple(problems)
    )


def changed_outputs(run: Path, outputs: dict[str, str]) -> Iterator[Problem]:
    """Outputs that are missing or no longer the bytes that were published."""
    for name, sha256 in outputs.items():
        path = run / name
        at = Location(f"{run.name}/{name}")
        if not path.is_file():
            yield Problem("RUN040", "the output is missing", at)
        elif file_sha256(path) != sha256:
            yield Problem("RUN040", "the output was changed after the run", at)


def read_cases(run: Path) -> list[Case]:
    """Every case of a run, from its case.json."""
    return [read_case(path) for path in sorted((run / "cases").glob("*/case.json"))]


def read_case(path: Path) -> Case:
    """One case, complete, from its case.json."""
    return restore(Case, json.loads(path.read_text(encoding="utf-8")))


def cited_figures(case: Case) -> list[tuple[Alert, Figure]]:
    """The figures of a case that its own rows can give again."""
    return [
        (alert, figure)
        for alert in case.alerts
        for figure in alert.figures
        if figure.origin == "cited"
    ]


def wrong_figures(case: Case) -> Iterator[Problem]:
    """Cited figures that the rows of the case do not give."""
    at = Location(f"cases/{case.case_id}/case.json")
    for alert, figure in cited_figures(case):
        rows = [row for row in case.rows if alert.alert_id in row.alert_ids]
        try:
            again = recompute(parse_expression(figure.recompute), rows)
        except ExpressionError as error:
            yield Problem("RUN041", f"{alert.alert_id} {figure.name}: {error}", at)
            continue
        if not agrees(_typed(figure.value), again):
            message = f"{alert.alert_id} {figure.name} is not what the cited rows give"
            yield Problem("RUN041", message, at, f"recomputed by {figure.recompute}")


def different_figures(cases: list[Case], again: Run) -> Iterator[Problem]:
    """Context figures that the SQL, run again, does not give; alerts that did not come again."""
    now = {_identity(alert): alert for alert in again.alerts}
    for case in cases:
        at = Location(f"cases/{case.case_id}/case.json")
        for alert in case.alerts:
            if _identity(alert) not in now:
                yield Problem("RUN042", f"{alert.alert_id} did not come again", at)
                continue
            found = now[_identity(alert)].measures()
            for figure in alert.figures:
                if plain(found.get(figure.name)) != plain(figure.value):
                    message = f"{alert.alert_id} {figure.name} came out differently"
                    yield Problem("RUN042", message, at)


def _identity(alert: Alert) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """What an alert is apart from its id, which an earlier run may have given it."""
    return alert.source, alert.focus_id, tuple(alert.transaction_ids), tuple(alert.linked_ids)


def _typed(value: Value) -> Value:
    """A value of case.json as a number where it is one; dates and texts stay texts."""
    if isinstance(value, str):
        try:
            return Decimal(value)
        except InvalidOperation:
            return value
    return value
