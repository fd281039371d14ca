"""Whether a published run still says what its records say: each figure, each file, each byte.

The manifest's hashes are compared first, but whoever changes a file can change its hash with it.
So the run is made again from its ledgers and compared, and every case is recomputed apart from
that, from the rows that it keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from itertools import filterfalse
from pathlib import Path

from aml.case.build import totals
from aml.core.alert import Alert, Contribution, Figure
from aml.core.case import Case, EvidenceRow
from aml.core.expression import ExpressionError, parse_expression
from aml.core.plain import Value, plain
from aml.core.problem import AmlError, Location, Problem, RunError
from aml.core.progress import Progress
from aml.core.run import Run
from aml.pipeline.compare import (
    Published,
    different_documents,
    different_outputs,
    different_statements,
    documents_in,
)
from aml.pipeline.forms import Asked
from aml.pipeline.manifest import changed_outputs, read_manifest
from aml.pipeline.published import read_case
from aml.pipeline.replay import other_versions, repeat
from aml.pipeline.scan import Engine
from aml.scenario.recompute import agrees, recompute
from aml.store.price import priced


@dataclass(frozen=True, slots=True)
class Verified:
    """What was verified, and what does not hold.

    `packages` names those that are here in another version than the run was made by.
    """

    run_id: str
    outputs: int
    documents: int
    cited: int
    context: int
    problems: tuple[Problem, ...]
    packages: tuple[str, ...]


def verify(
    run: Path,
    root: Path,
    progress: Progress,
    engine: Engine | None = None,
    asked: Asked | None = None,
) -> Verified:
    """Hash each output, recompute each cited figure, make the run again and compare each byte.

    Cited figures come from the rows in case.json alone; everything else from the ledger, by the
    SQL and the documents run again.

    Args:
        run: the run directory.
        root: the folder that the run's ledger paths are relative to.
        progress: told of each stage.
        engine: threads and memory, which change nothing.
        asked: a folder of documents that `aml report` wrote of this run, and how it was asked.

    Raises:
        RunError: no run lies there, or what it was made of is missing or has changed.
    """
    run = run.resolve()
    manifest = read_manifest(run)
    problems = list(changed_outputs(run, manifest["outputs"]))
    changed = {str(problem.location).removeprefix(f"{run.name}/") for problem in problems}
    cases, unreadable = _kept_cases(run)
    problems += [*unreadable, *(problem for case in cases for problem in wrong_figures(case))]
    try:
        again = repeat(run, root, progress, engine)
    except AmlError as error:
        raise RunError([*problems, *error.problems]) from None
    problems += [problem for case in cases for problem in different_case(case, again.run)]
    found = Published(run, manifest, changed)
    problems += [*different_statements(found, again), *different_outputs(found, again, root)]
    names = documents_in(asked.out) if asked else set()
    if asked:
        problems += different_documents(names, asked, found, again)
    origins = [f.origin for case in cases for alert in case.alerts for f in alert.figures]
    return Verified(
        run_id=manifest["run_id"],
        outputs=len(manifest["outputs"]),
        documents=len(names),
        cited=origins.count("cited"),
        context=origins.count("context"),
        problems=tuple(problems),
        packages=other_versions(manifest, again.manifest),
    )


def _kept_cases(run: Path) -> tuple[list[Case], list[Problem]]:
    """The cases of a run, and those that are none any more."""
    cases: list[Case] = []
    problems: list[Problem] = []
    for path in sorted((run / "cases").glob("*/case.json")):
        try:
            cases.append(read_case(path))
        except RunError as error:
            problems += error.problems
    return cases, problems


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
    for row in filterfalse(_is_priced, case.rows):
        record = Location(row.file, record=row.source_row)
        yield Problem("RUN041", "the record is not worth what its rate gives", record)
    if totals(case.rows, case.subjects) != case.totals:
        yield Problem("RUN041", "the totals of the case are not its rows' sums", at)


def _is_priced(row: EvidenceRow) -> bool:
    """Whether a record in another currency is worth its amount at the rate that it names."""
    if "fx_rate" not in row.values:
        return True
    try:
        return priced(row.amount("amount"), row.amount("fx_rate")) == row.amount()
    except InvalidOperation:
        return False


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
