"""`aml case`: where each case of a run stands, and what somebody decides on it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from aml.cli.console import format_option, print_json, print_rows, say
from aml.core.disposition import DECISIONS, Decision
from aml.core.plain import plain
from aml.core.problem import Problem, UsageError
from aml.core.wording import money, period, plural
from aml.pipeline.decide import Standing, disposition, standings
from aml.pipeline.dispositions import append_disposition, read_dispositions
from aml.pipeline.workspace import DISPOSITIONS

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_RUN = click.Path(path_type=Path, exists=True, file_okay=False)
_file_option = click.option(
    "--dispositions",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path(DISPOSITIONS),
    show_default=True,
    help="The file of decisions, in the folder of the workspace.",
)
_WORDS = {"open": "open", "close": "closed", "escalate": "escalated", "file": "filed"}


@click.group()
def case() -> None:
    """List the cases of a run, show one, and write down what was decided."""


@case.command("list")
@click.argument("run", type=_RUN)
@click.option("--open", "only_open", is_flag=True, help="Only those that wait for a decision.")
@_file_option
@format_option
def list_(run: Path, only_open: bool, file: Path, form: str) -> None:
    """The cases of RUN, highest score first, and where each stands."""
    found = standings(run, read_dispositions(file))
    shown = [item for item in found if item.status == "open" or not only_open]
    rows = [
        (
            item.case.case_id,
            item.case.severity,
            f"{item.case.score:.0f}",
            _status(item),
            item.case.title,
            money(item.case.totals.activity, item.case.base_currency),
        )
        for item in shown
    ]
    waiting = sum(item.status == "open" for item in found)
    title = f"{plural(len(found), 'case')}, {waiting} open"
    print_rows(form, title, ("Case", "Severity", "Score", "Status", "What", "Activity"), rows)


@case.command()
@click.argument("run", type=_RUN)
@click.argument("case_id")
@_file_option
@format_option
def show(run: Path, case_id: str, file: Path, form: str) -> None:
    """One case of RUN: its alerts, and every decision on them."""
    decided = read_dispositions(file)
    found = {item.case.case_id: item for item in standings(run, decided)}
    if case_id not in found:
        hint = f"`aml case list {run}` names them"
        raise UsageError(Problem("RUN002", f"the run has no case '{case_id}'", None, hint))
    item = found[case_id]
    ids = {alert.alert_id for alert in item.case.alerts}
    past = [line for line in decided if ids.intersection(line.alerts)]
    if form == "json":
        print_json({"case": plain(item.case), "status": item.status, "decisions": plain(past)})
        return
    whole = item.case
    say(f"{whole.case_id}  {whole.severity}  score {whole.score:.0f}  {_status(item)}")
    say(f"{whole.title}: {', '.join(subject.name for subject in whole.subjects)}")
    say(f"{money(whole.totals.activity, whole.base_currency)}, {_span(item)}\n")
    alerts = [(a.alert_id, a.source, f"{a.score:.0f}", a.seen, a.title) for a in whole.alerts]
    print_rows("table", "Alerts", ("Alert", "Scenario", "Score", "Seen", "What"), alerts)
    lines = [
        (line.decided_on, line.decision, line.decided_by, line.reason, line.filed_on or "–",
         line.document_number or "–")
        for line in past
    ]  # fmt: skip
    heads = ("On", "Decision", "By", "Reason", "Filed on", "Document")
    print_rows("table", plural(len(lines), "decision"), heads, lines)


@case.command()
@click.argument("run", type=_RUN)
@click.argument("subject", metavar="CASE|ALERT")
@click.option("--decision", type=click.Choice(DECISIONS), required=True, help="What is decided.")
@click.option("--by", required=True, help="Who decides.")
@click.option("--reason", required=True, help="Why, for whoever examines it.")
@click.option("--on", "day", type=_DAY, help="The day of the decision (default: today).")
@click.option("--filed-on", type=_DAY, help="The day on which the report was filed.")
@click.option("--document-number", default="", help="The number that the receiver gave it.")
@_file_option
def decide(  # noqa: PLR0913, PLR0917 - one argument an option
    run: Path,
    subject: str,
    decision: Decision,
    by: str,
    reason: str,
    day: datetime | None,
    filed_on: datetime | None,
    document_number: str,
    file: Path,
) -> None:
    """Write a decision on a case or alert of RUN down, as one more line of the file.

    A line is never changed: a decision is taken back by a further one. Each line carries the hash
    of the line before it, so that a change shows.

    \b
      aml case decide out/2026-03-31-1a2b3c4d C-4bdab63c25 --decision close --by "A. Officer" \\
          --reason "sale of a house, deed seen"
    """
    made = disposition(
        run,
        subject,
        decision,
        by=by,
        on=day.date() if day else date.today(),  # noqa: DTZ011 - the officer's own day
        reason=reason,
        filed_on=filed_on.date() if filed_on else None,
        document_number=document_number,
    )
    append_disposition(file, made)
    say(f"{subject}: {_WORDS[decision]}, {plural(len(made.alerts), 'alert')}; written to {file}")


def _status(item: Standing) -> str:
    if item.status != "open":
        last = item.decisions[-1]
        return f"{_WORDS[item.status]} {last.decided_on.isoformat()}"
    waiting = len(item.undecided)
    all_ = len(item.case.alerts)
    return "open" if waiting == all_ else f"open, {waiting} of {all_} alerts undecided"


def _span(item: Standing) -> str:
    return period(item.case.period_start, item.case.period_end)
