"""`aml scenario backtest`: two rules on frozen data, on the dates of a schedule."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import click

from aml.cli.console import (
    ConsoleProgress,
    format_option,
    print_json,
    print_problems,
    print_rows,
    say,
)
from aml.core.backtest import CHANGES, EVERY, Backtest, Every
from aml.core.plain import plain
from aml.core.problem import Problem, ScenarioError, UsageError
from aml.core.wording import percent

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
#: The exit code of a rule that cannot run, or fails, on any date.
_FAILED = 1
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("a")
@click.argument("b")
@click.option("--config", type=_FILE, help="The workspace's aml.toml (default: in this folder).")
@click.option("--from", "start", type=_DAY, help="The first date of the schedule.")
@click.option("--to", "end", type=_DAY, help="The last date that it may reach.")
@click.option("--every", type=click.Choice(EVERY), help="How often it runs.")
@click.option(
    "--labels", type=_FILE, help="CSV of focus_kind,focus_id,from,to,label (default: decisions)."
)
@click.option("--threads", type=click.IntRange(1), help="Threads (default: all cores).")
@click.option("--memory", metavar="SIZE", help="Memory limit, such as 4GB.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False),
    help="A folder for the page and all figures.",
)  # fmt: skip
@format_option
def backtest(  # noqa: PLR0913, PLR0917 - one argument an option
    a: str,
    b: str,
    config: Path | None,
    start: datetime | None,
    end: datetime | None,
    every: Every | None,
    labels: Path | None,
    threads: int | None,
    memory: str | None,
    out: Path | None,
    form: str,
) -> None:
    r"""Fire two rules on the same records: alerts added, removed and kept, and why.

    A and B are each a scenario of the workspace or a file, also with a threshold set or other
    parameters. With a schedule, both run as of each of its dates. A rule that fails on any date
    fails the backtest.

    \b
      aml scenario backtest cash_band cash_band:min_items=4 --out B
      aml scenario backtest cash_band new/cash_band.yml --from 2026-01-31 --to 2026-06-30 \
          --every month
    """
    dates = _dates(start, end, every)
    found = _run(a, b, dates, labels, config, threads, memory, out)
    _print(found, out, form)


def _dates(start: datetime | None, end: datetime | None, every: Every | None) -> tuple[date, ...]:
    from aml.pipeline.backtest_rules import dates_of

    if start and end and every:
        return dates_of(start.date(), end.date(), every)
    if start or end or every:
        message = "a schedule needs --from, --to and --every"
        raise UsageError(Problem("RUN004", message, None, "without any, the last day is run"))
    return ()


def _run(  # noqa: PLR0913, PLR0917 - one argument an option
    a: str,
    b: str,
    dates: tuple[date, ...],
    labels: Path | None,
    config: Path | None,
    threads: int | None,
    memory: str | None,
    out: Path | None,
) -> Backtest:
    # What only this command needs: the other commands of the group answer sooner without it.
    from aml.cli.settings import workspace_of
    from aml.pipeline.backtest import backtest as run_backtest
    from aml.pipeline.backtest_labels import decided_labels, read_labels
    from aml.pipeline.backtest_rules import check_sides, read_side
    from aml.pipeline.backtest_write import write_backtest
    from aml.pipeline.basis import gather
    from aml.pipeline.folder import building
    from aml.pipeline.scan import Engine

    workspace = workspace_of(config, (), None)
    basis = gather(workspace)
    sides = (read_side(workspace, a), read_side(workspace, b))
    check_sides(*sides)
    focus = sides[0].active.scenario.focus
    known = None
    if labels:
        known = read_labels(labels, focus)
    elif basis.dispositions:
        ids = {side.active.scenario.scenario_id for side in sides}
        known = decided_labels(basis.dispositions, workspace.out, ids, focus)
    try:
        with closing(ConsoleProgress()) as progress, building(out or workspace.out) as work:
            engine = Engine(threads, memory)
            found = run_backtest(basis, sides, dates, known, work, progress, engine)
    except ScenarioError as error:
        print_problems(error.problems)
        raise click.exceptions.Exit(_FAILED) from None
    if out:
        write_backtest(found, out)
    return found


def _print(found: Backtest, out: Path | None, form: str) -> None:
    """Counts alone: whom it concerns stays in the folder."""
    if form == "json":
        told = {name: plain(getattr(found, name)) for name in ("a", "b", "dates", "accuracy")}
        print_json({**told, "episodes": {change: found.count(change) for change in CHANGES}})
        return
    rows = [(d.on, d.a, d.b, d.added, d.removed, d.kept) for d in found.dates]
    total = ("all, once", "", "", *(found.count(change) for change in CHANGES))
    heads = ("As of", "Alerts of A", "Alerts of B", "Added", "Removed", "Kept")
    print_rows(form, f"A {found.a.asked}, B {found.b.asked}", heads, [*rows, total])
    if found.accuracy:
        rates = [
            (
                name, i.yes, i.no, i.unlabelled, _share(i.precision), i.expected, i.found,
                _share(i.recall),
            )
            for name, i in zip("AB", found.accuracy, strict=True)
        ]  # fmt: skip
        rate_heads = (
            "Rule", "Suspicious", "Not suspicious", "Not labelled", "Precision", "Labels", "Found",
            "Recall",
        )  # fmt: skip
        print_rows(form, f"Against {found.labels}", rate_heads, rates)
    if out:
        say(f"page {out / 'backtest.html'}")


def _share(share: Decimal | None) -> str:
    """A share as the page has it; where nothing can be divided there is none."""
    return "–" if share is None else percent(share)
