"""`aml case`: where each case of a run stands, and what somebody decides on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

import click

from aml.cli.console import format_option, print_json, print_rows, say
from aml.core.case import Case, applied_set
from aml.core.disposition import DECISIONS, Decision, Disposition, latest
from aml.core.plain import plain
from aml.core.problem import Problem, UsageError
from aml.core.standing import Standing
from aml.core.wording import money, period, plural
from aml.pipeline.decide import disposition, due_dates, no_case, standings
from aml.pipeline.dispositions import append_disposition, dispositions_of, read_dispositions

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_RUN = click.Path(path_type=Path, exists=True, file_okay=False)
_file_option = click.option(
    "--dispositions",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file of decisions (default: dispositions.csv beside the aml.toml above RUN).",
)
#: What a case is to the run before.
SEEN = ("new", "extended", "known")
_WORDS = {"close": "closed", "escalate": "escalated", "file": "filed"}


@click.group()
def case() -> None:
    """List the cases of a run, show one, and write down what was decided."""


@case.command("list")
@click.argument("run", type=_RUN)
@click.option("--open", "only_open", is_flag=True, help="Only those neither closed nor filed.")
@click.option(
    "--seen",
    type=click.Choice(SEEN),
    multiple=True,
    help="Only those that are this to the run before; may be given more than once.",
)
@_file_option
@format_option
def list_(run: Path, only_open: bool, seen: tuple[str, ...], file: Path | None, form: str) -> None:
    """The cases of RUN, highest score first, and where each stands.

    Open is whatever is neither closed nor filed: what waits for a decision on one of its alerts,
    what was escalated, and what is to be filed and has no day of filing yet.

    Beside a previous run a case is new, extended by new alerts or records, or known as it is. A new
    alert on somebody who has a case extends that case: what nobody saw before is new or extended.
    """
    found = standings(run, _decided(run, file))
    dates = due_dates(run, found)
    shown = [
        item
        for item in found
        if not (only_open and item.is_settled) and (not seen or item.seen in seen)
    ]
    rows = [
        (
            item.case.case_id,
            item.case.severity,
            f"{item.case.score:.0f}",
            item.seen,
            item.words,
            dates.get(item.case.case_id, "–"),
            item.case.title,
            money(item.case.totals.activity, item.case.base_currency),
        )
        for item in shown
    ]
    waiting = sum(not item.is_settled for item in found)
    title = f"{plural(len(found), 'case')}, {waiting} open"
    if len(shown) < len(found):
        title += f"; {len(shown)} shown"
    heads = ("Case", "Severity", "Score", "Seen", "Status", "Due", "What", "Activity")
    print_rows(form, title, heads, rows)


@case.command()
@click.argument("run", type=_RUN)
@click.argument("case_id")
@_file_option
@format_option
def show(run: Path, case_id: str, file: Path | None, form: str) -> None:
    """One case of RUN: its alerts, and every decision on them."""
    decided = _decided(run, file)
    found = {item.case.case_id: item for item in standings(run, decided)}
    if case_id not in found:
        raise UsageError(no_case(run, case_id, found))
    item = found[case_id]
    ids = {alert.alert_id for alert in item.case.alerts}
    past = [line for line in decided if ids.intersection(line.alerts)]
    if form == "json":
        print_json({"case": plain(item.case), "status": item.status, "decisions": plain(past)})
        return
    whole = item.case
    say(f"{whole.case_id}  {whole.severity}  score {whole.score:.0f}  {item.words}")
    say(f"{whole.title}: {', '.join(subject.name for subject in whole.subjects)}")
    say(f"{money(whole.totals.activity, whole.base_currency)}, {_span(item)}\n")
    _print_alerts(whole)
    _print_continued(item, decided)
    lines = [
        (line.decided_on, line.decision, line.decided_by, line.reason, line.filed_on or "–",
         line.document_number or "–")
        for line in past
    ]  # fmt: skip
    if lines:
        heads = ("On", "Decision", "By", "Reason", "Filed on", "Document")
        print_rows("table", plural(len(lines), "decision"), heads, lines)
    else:
        say("No decision yet.")
    say(f"Records and documents: {run / 'cases' / case_id}")


@case.command(short_help="Write a decision on cases or alerts of RUN down.")
@click.argument("run", type=_RUN)
@click.argument("subjects", metavar="CASE|ALERT...", nargs=-1, required=True)
@click.option("--decision", type=click.Choice(DECISIONS), required=True, help="What is decided.")
@click.option("--by", required=True, help="Who decides.")
@click.option("--reason", required=True, help="Why, for whoever examines it.")
@click.option("--on", "day", type=_DAY, help="The day of the decision (default: today).")
@click.option("--filed-on", type=_DAY, help="The day on which the report was filed.")
@click.option("--document-number", default="", help="The number that the receiver gave it.")
@_file_option
def decide(  # noqa: PLR0913, PLR0917 - one argument an option
    run: Path,
    subjects: tuple[str, ...],
    decision: Decision,
    by: str,
    reason: str,
    day: datetime | None,
    filed_on: datetime | None,
    document_number: str,
    file: Path | None,
) -> None:
    """Write a decision on cases or alerts of RUN down, each as one more line of the file.

    A line is never changed: a decision is taken back by a further one. Each line carries the hash
    of the line before it, so that a change shows. Nothing is written unless all can be; no day of
    it lies after today.

    \b
      aml case decide out/2026-03-31-1a2b3c4d C-4bdab63c25 --decision close --by "A. Officer" \\
          --reason "sale of a house, deed seen"
    """
    today = date.today()  # noqa: DTZ011 - the officer's own day
    on = day.date() if day else today
    filed = filed_on.date() if filed_on else None
    _refuse_ahead(today, {"the decision": on, "filing": filed})
    made = [
        disposition(
            run, subject, decision,
            by=by, on=on, reason=reason, filed_on=filed, document_number=document_number,
        )
        for subject in dict.fromkeys(subjects)
    ]  # fmt: skip
    target = file or _of_workspace(run)
    for item in made:
        append_disposition(target, item)
        alerts = plural(len(item.alerts), "alert")
        say(f"{item.subject}: {_said(item)}, {alerts}; written to {target}")


def _refuse_ahead(today: date, days: Mapping[str, date | None]) -> None:
    """Nothing is decided or filed on a day to come, and a line once written stays."""
    hint = "correct the day: a line of the file is never changed"
    problems = [
        Problem("RUN004", f"the day of {what}, {day}, lies after today, {today}", None, hint)
        for what, day in days.items()
        if day and day > today
    ]
    if problems:
        raise UsageError(problems)


def _said(made: Disposition) -> str:
    """What a decision makes of a case; a filing without a day is still to be made."""
    return "to be filed" if made.decision == "file" and not made.filed_on else _WORDS[made.decision]


def _decided(run: Path, file: Path | None) -> tuple[Disposition, ...]:
    """The decisions of a file that was named, which must be there, or of the workspace."""
    if file is not None and not file.is_file():
        raise UsageError(Problem("RUN001", f"no such file: {file}", None, "it holds decisions"))
    return read_dispositions(file or _of_workspace(run))


def _of_workspace(run: Path) -> Path:
    found = dispositions_of(run)
    if found is None:
        hint = "no aml.toml lies above the run: name the file with --dispositions"
        raise UsageError(Problem("RUN001", "the workspace of the run is not found", None, hint))
    return found


def _print_alerts(whole: Case) -> None:
    """The alerts of a case; the threshold set that held, where any of their scenarios has sets."""
    sets = [applied_set(alert, whole.provenance.scenarios) for alert in whole.alerts]
    heads = ["Alert", "Scenario", "Score", "Seen", "What"]
    rows = [[a.alert_id, a.source, f"{a.score:.0f}", a.seen, a.title] for a in whole.alerts]
    if any(sets):
        heads.append("Threshold set")
        rows = [[*row, held or "–"] for row, held in zip(rows, sets, strict=True)]
    print_rows("table", "Alerts", heads, rows)


def _print_continued(item: Standing, decided: Iterable[Disposition]) -> None:
    """What the alerts of a case go on from, and what was decided on that."""
    known = latest(decided)
    for alert in item.case.alerts:
        before = known.get(alert.continues or "")
        if before:
            say(
                f"{alert.alert_id} continues {alert.continues} ({before.subject},"
                f" {_said(before)} {before.decided_on} by {before.decided_by}:"
                f" {before.reason})"
            )


def _span(item: Standing) -> str:
    return period(item.case.period_start, item.case.period_end)
