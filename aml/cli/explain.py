"""`aml explain`: why a scenario fired on a focus of a run, or what it missed by how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import click

from aml.cli.console import (
    ConsoleProgress,
    format_option,
    print_json,
    print_table,
    say,
    stdout,
)
from aml.cli.run import memory_option, root_of, run_argument, threads_option, workspace_option
from aml.core.alert import Alert
from aml.core.explanation import Condition, Explanation
from aml.core.plain import Value, plain
from aml.core.wording import period, plural
from aml.pipeline.explain import explain as run_explain
from aml.pipeline.explain import explain_all
from aml.pipeline.scan import Engine

_COLUMNS = ("", "Line", "Step", "Condition", "Measured", "Needed", "Rows met")
_ALL = ("Scenario", "Focus", "Result", "Alerts, or the nearest miss")
#: Letters of one condition, or of what was measured, in the line of a scenario.
_ROOM = 100
_SIGNS = {True: "✓", False: "✗", None: "–"}
_WORDS = {True: "met", False: "not met", None: "not measured"}


@click.command()
@run_argument
@click.option(
    "--focus",
    "focus_id",
    required=True,
    metavar="ID",
    help="Whom to explain, as alerts.csv names it; a customer also stands for its party and, where"
    " no scenario is named, for its accounts.",
)
@click.option(
    "--scenario",
    "scenario_id",
    metavar="ID",
    help="A scenario of the run (default: a line for each that can judge the focus).",
)
@workspace_option
@threads_option
@memory_option
@format_option
def explain(  # noqa: PLR0913, PLR0917 - one argument an option
    run: Path,
    focus_id: str,
    scenario_id: str | None,
    workspace: Path | None,
    threads: int | None,
    memory: str | None,
    form: str,
) -> None:
    """Why a scenario fired on a focus, or the nearest miss.

    Each condition of the scenario with the value that the nearest row of the focus has, what was
    needed, and how many of its rows meet it. Measured on the run's own inputs and parameters. The
    output names the focus and its figures: it belongs with the run.

    Without --scenario: what each scenario of the run found, or the nearest miss, in a line each,
    to answer why somebody has no alert.
    """
    progress = ConsoleProgress()
    found: Explanation | tuple[Explanation, ...]
    try:
        root, engine = root_of(run, workspace), Engine(threads, memory)
        if scenario_id:
            found = run_explain(run, root, scenario_id, focus_id, progress, engine)
        else:
            found = explain_all(run, root, focus_id, progress, engine)
    finally:
        progress.close()
    if form == "json":
        print_json(plain(found))
    elif isinstance(found, Explanation):
        _print(found)
    else:
        print_table(f"What each scenario says of {focus_id}", _ALL, [_line(one) for one in found])


def _cut(text: str) -> str:
    """A text as a line has room for it; the scenario's own explanation has all of it."""
    return text if len(text) <= _ROOM else text[:_ROOM] + "…"


def _line(found: Explanation) -> Sequence[str]:
    """One scenario's finding, or its nearest miss."""
    reasons = found.reasons
    if reasons.episodes:
        said = "; ".join(f"{alert.alert_id} ({alert.status})" for alert in found.alerts)
        return found.scenario, f"{found.focus_kind} {reasons.focus_id}", "fired", said
    said = "; ".join(f"{_cut(miss.text)}: {_cut(_short(miss))}" for miss in reasons.misses)
    if not reasons.rows:
        said = "it has no record that the scenario reads"
    return found.scenario, f"{found.focus_kind} {reasons.focus_id}", "silent", said


def _print(found: Explanation) -> None:
    reasons = found.reasons
    say(f"{found.scenario}  {found.title} (threshold set {found.threshold_set})")
    say(f"{found.focus_kind} {reasons.focus_id}: {_verdict(found)}")
    for miss in reasons.misses:
        say(f"  {miss.text}: {_short(miss)}  ({miss.location})")
    for alert in found.alerts:
        _print_alert(alert)
    rows = [row for item in reasons.conditions for row in _rows(item)]
    if rows:
        path = reasons.conditions[0].location.path
        title = f"Conditions of {path}, each at the row that comes nearest"
        print_table(title, _COLUMNS, rows)


def _verdict(found: Explanation) -> str:
    reasons = found.reasons
    if reasons.episodes:
        return f"fired, {plural(reasons.episodes, 'episode')}"
    if not reasons.misses:
        return "did not fire; the SQL does not say by focus which condition it missed"
    return f"did not fire; its last rows are lost at step {reasons.lost_at}. Nearest miss:"


def _short(item: Condition) -> str:
    """What was measured, what was needed, how far apart."""
    if item.parts and item.measured is None:
        return "; ".join(f"{part.text}: {_short(part)}" for part in item.parts)
    text = f"measured {shown(item.measured)}, needed {_needed(item)}"
    return f"{text}, {shown(item.distance)} apart" if item.distance is not None else text


def _print_alert(alert: Alert) -> None:
    when = period(alert.window_start, alert.window_end)
    case = f", case {alert.case_id}" if alert.case_id else ""
    say(
        f"\n{alert.alert_id}  {when}: score {alert.score:f}, {alert.severity}, {alert.status}{case}"
    )
    say(alert.explanation)
    lines = [(line.name, line.label, f"{line.points:f}") for line in alert.contributions]
    print_table("Score", ("Line", "What", "Points"), lines)
    figures = [(item.label, item.text, item.origin) for item in alert.figures]
    print_table("Figures", ("Figure", "Value", "From"), figures)


def _rows(item: Condition, depth: int = 0) -> Iterator[Sequence[str]]:
    """A line for a condition, and one for each of its alternatives."""
    marks = _SIGNS if stdout.is_terminal else _WORDS
    is_whole = not item.parts
    yield (
        marks[item.is_met],
        f"{item.location.line}:{item.location.column}",
        item.step,
        "  " * depth + (item.text if is_whole else _heading(item)),
        shown(item.measured) if is_whole and item.is_met is not None else "",
        _needed(item) if is_whole else "",
        f"{item.rows_met:,} of {item.rows:,}",
    )
    for part in item.parts:
        yield from _rows(part, depth + 1)


def _heading(item: Condition) -> str:
    return "one of:" if item.kind == "any" else "all of:"


def _needed(item: Condition) -> str:
    if item.kind in ("compare", "rows", "join") and item.operator != "between":
        return f"{item.operator} {shown(item.needed)}"
    return shown(item.needed)


def shown(value: Value) -> str:
    """A value for the eye: thousands apart, no zeros at the end, yes and no."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Decimal):
        text = f"{value:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return ", ".join(value) if isinstance(value, tuple) else str(value)
