"""`aml scenario tune`: what other thresholds raise, and what a review finds below the line."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal
from pathlib import Path

import click

from aml.cli.console import ConsoleProgress, format_option, print_json, print_rows, say
from aml.core.plain import plain
from aml.core.problem import Problem, UsageError
from aml.core.tuning import Plan, Tuning
from aml.core.wording import plural
from aml.scenario.tune_population import SEGMENTS


class _Share(click.ParamType[Decimal]):
    """A share above 0 and below 1, kept exact."""

    name = "share"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        """The decimal that was written."""
        try:
            share = Decimal(str(value))
        except ArithmeticError:
            self.fail(f"{value} is no number", param, ctx)
        if not 0 < share < 1:
            self.fail(f"{value} is not above 0 and below 1", param, ctx)
        return share


_FROM = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("scenario_id")
@click.option(
    "--grid", multiple=True, metavar="PARAM=VALUES", help="Values to try: low:high:step, or a,b,c."
)
@click.option("--config", type=_FROM, help="The workspace's aml.toml (default: in this folder).")
@click.option(
    "--segment", type=click.Choice(SEGMENTS), help="Count and sample by this column of customers."
)
@click.option("--threshold-set", default="", help="Tune this set (default: whoever is in none).")
@click.option(
    "--sample",
    type=click.IntRange(1),
    help="The most to draw of a stratum (default: what it takes).",
)
@click.option("--seed", type=click.IntRange(0), default=1, help="Decides on every draw (1).")
@click.option("--confidence", type=_Share(), default="0.95", help="Of sizes and bounds (0.95).")
@click.option(
    "--share", type=_Share(), default="0.05", help="Suspicious share not to be missed (0.05)."
)
@click.option("--review", type=_FROM, help="A filled review.csv of the tuning in --out.")
@click.option("--threads", type=click.IntRange(1), help="Threads (default: all cores).")
@click.option("--memory", metavar="SIZE", help="Memory limit, such as 4GB.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True,
    help="The folder of the paper, the review sheet and the figures.",
)  # fmt: skip
@format_option
def tune(  # noqa: PLR0913, PLR0917 - one argument an option
    scenario_id: str,
    grid: tuple[str, ...],
    config: Path | None,
    segment: str | None,
    threshold_set: str,
    sample: int | None,
    seed: int,
    confidence: Decimal,
    share: Decimal,
    review: Path | None,
    threads: int | None,
    memory: str | None,
    out: Path,
    form: str,
) -> None:
    """Try other values of a scenario's parameters: alerts above and below the line in force.

    Writes a work paper, a review sheet with seeded samples, and all figures. Once somebody has
    filled the sheet, --review works out how many suspicious cases lie below the line:

    \b
      aml scenario tune cash_band --grid near_ratio=0.70:0.95:0.05 --grid min_items=2,3,4 --out T
      aml scenario tune cash_band --review T/review.csv --out T
    """
    if review is not None:
        tuning = _review(scenario_id, grid, review, out)
    else:
        plan = Plan(
            scenario_id, grid, segment or "", sample, seed, confidence, share, threshold_set
        )
        tuning = _tune(plan, config, threads, memory, out)
    _print(tuning, out, form)


def _tune(
    plan: Plan, config: Path | None, threads: int | None, memory: str | None, out: Path
) -> Tuning:
    # What only this command needs: the other commands of the group answer sooner without it.
    from aml.cli.settings import workspace_of
    from aml.pipeline.basis import gather
    from aml.pipeline.folder import building
    from aml.pipeline.scan import Engine
    from aml.pipeline.tune import tune as run_tuning
    from aml.pipeline.tune_write import check_place, write_tuning

    check_place(out)
    basis = gather(workspace_of(config, (), None))
    with closing(ConsoleProgress()) as progress, building(out) as work:
        tuning = run_tuning(basis, plan, work, progress, Engine(threads, memory))
    write_tuning(tuning, out)
    return tuning


def _review(scenario_id: str, grid: tuple[str, ...], sheet: Path, out: Path) -> Tuning:
    """The tuning of a folder with the answers of a sheet."""
    from aml.pipeline.tune_review import reviewed
    from aml.pipeline.tune_write import read_tuning, write_reviewed

    if grid:
        hint = "the tuning in --out has its grid; tune anew into another folder"
        raise UsageError(Problem("RUN004", "--review goes without --grid", None, hint))
    tuning = read_tuning(out)
    if tuning.plan.scenario_id != scenario_id:
        message = f"the tuning there is of {tuning.plan.scenario_id}"
        raise UsageError(Problem("RUN004", message, None, f"aml scenario tune {scenario_id} …"))
    tuning = reviewed(tuning, sheet)
    write_reviewed(tuning, out)
    return tuning


def _print(tuning: Tuning, out: Path, form: str) -> None:
    if form == "json":
        kept = ("scenario", "as_of", "points", "method", "strata", "bounds")
        print_json({name: plain(getattr(tuning, name)) for name in kept})
        return
    names = [tuned.name for tuned in tuning.tuned]
    rows = [
        ("in force" if p.is_in_force else "", *p.values, p.alerts, p.foci, p.below, p.lost)
        for p in tuning.points
        if p.is_in_grid or p.is_in_force
    ]
    title = f"{tuning.scenario}: {plural(len(rows), 'point')}"
    heads = ("Line", *names, "Alerts", "Foci", "Below the line", "Lost")
    print_rows(form, title, heads, rows)
    bounds = [
        (b.band, b.segment, b.population, b.reviewed, b.suspicious, f"{b.low:.6f}", f"{b.high:.6f}")
        for b in tuning.bounds
    ]
    heads = ("Band", "Segment", "Population", "Reviewed", "Suspicious", "At least", "At most")
    print_rows(form, "Suspicious share", heads, bounds)
    say(f"paper {out / 'tuning.html'}")
    if not tuning.is_reviewed:
        say(f"review {out / 'review.csv'}, {plural(len(tuning.samples), 'line')}; then --review it")
