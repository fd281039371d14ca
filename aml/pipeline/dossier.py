"""What an examiner is handed for a period, gathered from runs and decisions; nothing is lost.

What belongs to the period and cannot be read, or does not hold, is listed with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from aml import __version__
from aml.core.book import Book
from aml.core.disposition import Disposition, latest
from aml.core.dossier import (
    AlertLine,
    CaseLine,
    DecisionLine,
    Dossier,
    MissingLine,
    RuleLine,
    ScenarioLine,
)
from aml.core.problem import AmlError, Problem, RunError, UsageError
from aml.core.standing import standing
from aml.pipeline.book import book_of
from aml.pipeline.decide import due_dates
from aml.pipeline.dispositions import read_dispositions
from aml.pipeline.dossier_parts import Parts, parts_of
from aml.pipeline.dossier_runs import HeldRun, Prove, held_runs, purged, words
from aml.pipeline.dossier_suppressions import suppressions
from aml.pipeline.keep import kept_workspace
from aml.pipeline.published import read_case
from aml.pipeline.workspace import Workspace

_Held = TypeVar("_Held", ScenarioLine, RuleLine)

#: What a reader opens first of a case, the best first.
_FIRST = ("sar.html", "sar.pdf", "sar.docx", "case.json")
#: What reading a run may raise that was changed by hand, or made by another version.
_UNREADABLE = (RunError, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Gathered:
    """A dossier with what is written beside its lists: the book, and where the cases lie."""

    dossier: Dossier
    book: Book | None
    runs: tuple[HeldRun, ...]


def gather_dossier(
    workspace: Workspace, start: date, end: date, prove: Prove | None = None
) -> Gathered:
    """Everything that the runs as of a period, and the decisions of it, tell.

    Args:
        workspace: whose runs and decisions are meant.
        start: the first day.
        end: the last day.
        prove: makes a run again and gives what does not hold, where that is asked for.

    Raises:
        UsageError: nothing at all lies in the period.
    """
    runs, missing = held_runs(workspace.out, start, end, prove)
    decided, chain, broken = _decided(workspace)
    missing += [*broken, *purged(workspace.out, runs, decided, start, end)]
    if not (runs or missing):
        message = f"no run as of {start} to {end} lies in {workspace.out}"
        raise UsageError(Problem("RUN004", message, None, "--from and --to are days of `as of`"))
    known = latest(decided)
    parts, unread = _parts(runs)
    runs = [run for run in runs if run.run_id in {part.run_id for part in parts}]
    alerts = _alerts(parts, known)
    cases, lost = _cases(runs, known, {line.alert_id: line.case_id or "" for line in alerts})
    book, without = _book(workspace, runs, decided)
    made = Dossier(
        institution=workspace.institution.name,
        country=workspace.institution.country,
        base_currency=workspace.institution.base_currency,
        tool_version=__version__,
        start=start,
        end=end,
        chain=chain,
        has_book=book is not None,
        runs=tuple(run.line for run in runs),
        alerts=alerts,
        cases=cases,
        decisions=tuple(_decisions(decided, {line.alert_id for line in alerts}, start, end)),
        suppressions=suppressions(parts, alerts),
        scenarios=_over_runs([(part.run_id, part.scenarios) for part in parts]),
        rules=_over_runs([(part.run_id, part.rules) for part in parts]),
        findings=tuple(line for part in parts for line in part.findings),
        uncovered=tuple(line for part in parts for line in part.uncovered),
        missing=(*missing, *unread, *lost, *without),
    )
    return Gathered(made, book, tuple(runs))


def _decided(workspace: Workspace) -> tuple[Sequence[Disposition], str, list[MissingLine]]:
    """The decisions, whether their chain holds in words, and why they are not to be had."""
    path = workspace.dispositions
    if path is None or not path.is_file():
        return (), "", []
    try:
        found = read_dispositions(path)
    except RunError as error:
        wrong = [MissingLine(f"decisions, {p.location}", words(p)) for p in error.problems]
        return (), "DOES NOT HOLD: no decision is counted; dispositions.csv is as it was", wrong
    return found, f"holds over all {len(found):,} lines of dispositions.csv", []


def _parts(runs: Sequence[HeldRun]) -> tuple[list[Parts], list[MissingLine]]:
    """What each run tells, and the runs that cannot be read."""
    found: list[Parts] = []
    missing: list[MissingLine] = []
    for run in runs:
        try:
            found.append(parts_of(run))
        except _UNREADABLE:
            why = "it is not as this version of the tool writes a run: nothing of it is counted"
            missing.append(MissingLine(f"run {run.run_id}", why))
    return found, missing


def _alerts(parts: Sequence[Parts], known: Mapping[str, Disposition]) -> tuple[AlertLine, ...]:
    """Each alert once, highest score first."""
    found: dict[str, AlertLine] = {}
    for part in parts:
        for row in part.alerts:
            before = found.get(row["alert_id"])
            first = before.first_run if before else part.run_id
            found[row["alert_id"]] = AlertLine(**row, first_run=first, last_run=part.run_id)
    lines = [_with_decision(line, known.get(line.alert_id)) for line in found.values()]
    return tuple(sorted(lines, key=lambda line: (-line.score, line.alert_id)))


def _with_decision(line: AlertLine, made: Disposition | None) -> AlertLine:
    if made is None:
        return line
    return replace(
        line,
        decision=made.decision,
        decided_by=made.decided_by,
        decided_on=made.decided_on,
        reason=made.reason,
        filed_on=made.filed_on,
        document_number=made.document_number,
    )


def cases_of(runs: Sequence[HeldRun]) -> dict[str, HeldRun]:
    """The last run that has each case, by its id."""
    last: dict[str, HeldRun] = {}
    for run in runs:
        for name in run.past.manifest["outputs"]:
            folder, _, rest = name.partition("/")
            if folder == "cases" and rest.endswith("/case.json"):
                last[rest.partition("/")[0]] = run
    return last


def _cases(
    runs: Sequence[HeldRun], known: Mapping[str, Disposition], case_of: Mapping[str, str]
) -> tuple[tuple[CaseLine, ...], list[MissingLine]]:
    """Each case as the last run has it, highest score first, and those that cannot be read."""
    found: list[CaseLine] = []
    unread: list[MissingLine] = []
    for case_id, run in cases_of(runs).items():
        name = f"cases/{case_id}/case.json"
        if not run.holds(name):
            continue
        try:
            found.append(_case(run, name, known, case_of))
        except _UNREADABLE:
            unread.append(MissingLine(f"run {run.run_id}: {name}", "it is no case of this version"))
    return tuple(sorted(found, key=lambda line: (-line.score, line.case_id))), unread


def _case(
    run: HeldRun, name: str, known: Mapping[str, Disposition], case_of: Mapping[str, str]
) -> CaseLine:
    case = read_case(run.past.place / name)
    now = {case_of.get(alert.alert_id, "") for alert in case.alerts} - {""}
    stands = standing(case, known)
    # As if nothing had been decided on it yet: what is settled has no day any more.
    own = {alert.alert_id for alert in case.alerts}
    waiting = standing(case, {name: made for name, made in known.items() if name not in own})
    return CaseLine(
        case_id=case.case_id,
        run_id=run.run_id,
        title=case.title,
        severity=case.severity,
        score=case.score,
        alerts=len(case.alerts),
        activity=case.totals.activity,
        period_start=case.period_start,
        period_end=case.period_end,
        status=stands.status,
        status_in_words=stands.words,
        due_on=due_dates(run.past.place, [waiting]).get(case.case_id, ""),
        filed_on=stands.filed_on,
        is_settled=stands.is_settled,
        document=next(n for file in _FIRST if run.holds(n := f"cases/{case.case_id}/{file}")),
        taken_over_by=() if case.case_id in now else tuple(sorted(now)),
    )


def _decisions(
    decided: Sequence[Disposition], alerts: set[str], start: date, end: date
) -> Iterator[DecisionLine]:
    for line, item in enumerate(decided, start=2):
        day = item.decided_on
        taken = "before" if day < start else "after" if day > end else "in"
        if taken == "in" or alerts.intersection(item.alerts):
            yield DecisionLine(
                line, item.subject, item.decision, item.decided_by, day, taken, item.reason,
                item.filed_on, item.document_number, item.run_id, item.alerts,
            )  # fmt: skip


def _over_runs(runs: Sequence[tuple[str, Sequence[_Held]]]) -> tuple[_Held, ...]:
    """What was in force, each once, with the first and the last run that had it."""
    found: dict[_Held, _Held] = {}
    for run_id, lines in runs:
        for line in lines:
            same = replace(line, first_run="", last_run="")
            held = found.get(same, line)
            found[same] = replace(held, last_run=run_id, runs=held.runs + 1)
    # Of one source in the order in which the runs had them.
    return tuple(sorted(found.values(), key=lambda line: line.source))


def _book(
    workspace: Workspace, runs: Sequence[HeldRun], decided: Sequence[Disposition]
) -> tuple[Book | None, list[MissingLine]]:
    """The book of scenarios as the last run had them, over the runs of the period."""
    whole = [run.past for run in runs if run.holds("alerts.parquet")]
    if not whole:
        return None, [MissingLine("book of scenarios", "no run of the period can be read")]
    try:
        kept, _ = kept_workspace(whole[-1].place, workspace.root)
        there = tuple(item for item in kept.inputs if all(p.is_file() for p in item.paths))
        return book_of(replace(kept, inputs=there), whole, decided), []
    except (AmlError, OSError) as error:
        problems = error.problems if isinstance(error, AmlError) else ()
        why = "; ".join(map(words, problems)) or "what the last run kept cannot be read"
        return None, [MissingLine("book of scenarios", why)]
