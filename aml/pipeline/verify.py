"""Whether a published run still says what its records say: each file, each figure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path

from aml.case.build import totals
from aml.core.alert import Alert, Contribution, Figure
from aml.core.case import Case, EvidenceRow
from aml.core.expression import ExpressionError, parse_expression
from aml.core.plain import Value, plain, restore
from aml.core.problem import Location, Problem, RunError
from aml.core.progress import Progress
from aml.core.run import Run
from aml.pipeline.folder import building
from aml.pipeline.manifest import changed_outputs, read_manifest
from aml.pipeline.replay import rescan
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

    Cited figures come from the rows in case.json alone; context ones from the SQL run again. What
    the ledger's rows say is compared with what the case keeps of them.

    Raises:
        RunError: no run lies there, or a ledger is missing or has changed.
    """
    run = run.resolve()
    manifest = read_manifest(run)
    problems = list(changed_outputs(run, manifest["outputs"]))
    cases = []
    for path in sorted((run / "cases").glob("*/case.json")):
        try:
            cases.append(read_case(path))
        except RunError as error:
            problems += error.problems
    problems += [problem for case in cases for problem in wrong_figures(case)]
    try:
        with building(run.parent) as build:
            again = rescan(run, root, build, progress, engine).run
    except RunError as error:
        raise RunError([*problems, *error.problems]) from None
    problems += [problem for case in cases for problem in different_case(case, again)]
    if again.findings_sha256 != manifest["findings_sha256"]:
        message = "the findings are not those of a new scan"
        problems.append(Problem("RUN042", message, Location(f"{run.name}/manifest.json")))
    origins = [f.origin for case in cases for alert in case.alerts for f in alert.figures]
    return Verified(
        manifest["run_id"],
        len(manifest["outputs"]),
        origins.count("cited"),
        origins.count("context"),
        tuple(problems),
    )


def read_case(path: Path) -> Case:
    """One case, complete, from its case.json. Raises RunError where it is none any more."""
    try:
        return restore(Case, json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, InvalidOperation):
        at = Location(f"cases/{path.parent.name}/{path.name}")
        raise RunError(Problem("RUN043", "this is no case of a run", at)) from None


def wrong_figures(case: Case) -> Iterator[Problem]:
    """Figures of a case that its own rows and lines do not give."""
    at = Location(f"cases/{case.case_id}/case.json")
    for alert in case.alerts:
        rows = [row for row in case.rows if alert.alert_id in row.alert_ids]
        for figure in alert.figures:
            if figure.origin == "cited" and (reason := _wrong(figure, rows)):
                hint = f"recomputed by {figure.recompute}"
                yield Problem("RUN041", f"{alert.alert_id} {figure.name} {reason}", at, hint)
        if _sum(alert.contributions) != alert.score:
            yield Problem("RUN041", f"the score of {alert.alert_id} is not its lines' sum", at)
    if _sum(case.contributions) != case.score:
        yield Problem("RUN041", "the score of the case is not its lines' sum", at)
    if totals(case.rows, case.subjects) != case.totals:
        yield Problem("RUN041", "the totals of the case are not its rows' sums", at)


def _wrong(figure: Figure, rows: Sequence[EvidenceRow]) -> str:
    try:
        again = recompute(parse_expression(figure.recompute), rows)
    except (ExpressionError, InvalidOperation, ValueError):
        return "cannot be recomputed from the cited rows"
    return "" if agrees(_typed(figure.value), again) else "is not what the cited rows give"


def _sum(lines: Sequence[Contribution]) -> Decimal:
    return sum((line.points for line in lines), Decimal(0))


def different_case(case: Case, again: Run) -> Iterator[Problem]:
    """What a case states that the scan, run again, does not: alerts, figures, kept rows."""
    at = Location(f"cases/{case.case_id}/case.json")
    twin = next((item for item in again.cases if item.case_id == case.case_id), None)
    if twin is None:
        yield Problem("RUN042", "the case did not come again", at)
        return
    alerts = {alert.alert_id: alert for alert in twin.alerts}
    for alert in case.alerts:
        if alert.alert_id in alerts:
            names = [*_differing(alert, alerts[alert.alert_id])]
        else:
            names = ["as a whole"]
        for name in names:
            yield Problem("RUN042", f"{alert.alert_id} {name} came out differently", at)
    yield from _different_rows(case.rows, twin.rows)
    for name in _different_fields(case, twin, ("alerts", "rows", "provenance")):
        yield Problem("RUN042", f"the {name} of the case came out differently", at)


def _differing(alert: Alert, twin: Alert) -> Iterator[str]:
    figures: Mapping[str, Figure] = {figure.name: figure for figure in twin.figures}
    for figure in alert.figures:
        if plain(figures.get(figure.name)) != plain(figure):
            yield figure.name
    yield from _different_fields(alert, twin, ("figures",))


def _different_rows(rows: Sequence[EvidenceRow], twins: Sequence[EvidenceRow]) -> Iterator[Problem]:
    """Kept rows that are not the ledger's, named by file and record."""
    known = {(row.table, row.record_id, row.file, row.source_row): row for row in twins}
    for row in rows:
        twin = known.pop((row.table, row.record_id, row.file, row.source_row), None)
        if plain(twin) != plain(row):
            at = Location(row.file, record=row.source_row)
            yield Problem("RUN042", "the case keeps this record differently", at)
    for row in known.values():
        at = Location(row.file, record=row.source_row)
        yield Problem("RUN042", "the case no longer keeps this record", at)


def _different_fields(one: object, other: object, apart: Sequence[str]) -> list[str]:
    names = [item.name for item in fields(one)]  # type: ignore[arg-type]
    return [
        name
        for name in names
        if name not in apart and plain(getattr(one, name)) != plain(getattr(other, name))
    ]


def _typed(value: Value) -> Value:
    """A value of case.json as a number where it is one; dates and texts stay texts."""
    if isinstance(value, str):
        try:
            return Decimal(value)
        except InvalidOperation:
            return value
    return value
