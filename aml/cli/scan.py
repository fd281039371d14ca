"""`aml scan` and `aml demo`: the main job."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from aml.cli.console import ConsoleProgress, format_option, print_problems
from aml.cli.result import print_result
from aml.cli.settings import institution_of, parameters_of, workspace_of
from aml.core.run import Run
from aml.core.shipped import shipped
from aml.core.vocabulary import SEVERITIES
from aml.pipeline.basis import gather
from aml.pipeline.folder import building
from aml.pipeline.previous import Previous, read_previous
from aml.pipeline.scan import Engine
from aml.pipeline.scan import scan as run_scan
from aml.pipeline.workspace import Workspace, read_workspace
from aml.pipeline.write import Published, write

_FOUND, _INCOMPLETE = 1, 3
_DAY = click.DateTime(formats=["%Y-%m-%d"])
#: Totals and balances that a file or its profile states, and that what was read does not meet.
_UNEXPECTED = ("LDG031", "LDG061")


@click.command()
@click.argument("ledgers", nargs=-1, type=click.Path(path_type=Path))
@click.option("--config", type=click.Path(path_type=Path), help="The workspace's aml.toml.")
@click.option("--profile", help="How to read LEDGERS: a profile's name or file.")
@click.option("--base-currency", help="The institution's currency: USD, EUR, CZK …")
@click.option("--country", help="The institution's country: US, DE, CZ …")
@click.option("--as-of", type=_DAY, help="The day the run speaks of (default: the last entry).")
@click.option(
    "--arrival-days", type=click.IntRange(min=1), help="How far ahead arrivals.html looks (14)."
)
@click.option("--previous", type=click.Path(path_type=Path), help="An earlier run to compare with.")
@click.option(
    "--scenarios",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of scenario files.",
)
@click.option("--set", "chosen", multiple=True, metavar="ID.PARAM=V", help="Set a parameter.")
@click.option("--threshold-set", help="The set that holds for whoever fits no other.")
@click.option("--threads", type=click.IntRange(1), help="Threads (default: all cores).")
@click.option(
    "--memory", metavar="SIZE", help="Memory limit, such as 4GB; the rest spills to disk."
)
@click.option("--out", type=click.Path(path_type=Path), help="The folder of runs (default: out).")
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="Exit 1 from this severity on.")
@click.option("--max-rejected", type=click.IntRange(0), help="Rejected records that are accepted.")
@click.option("--allow", multiple=True, metavar="DQ…", help="Scan despite this error of quality.")
@click.option("--bank", "banks", multiple=True, metavar="BIC", help="A bank that is your own.")
@click.option("--show-rows", is_flag=True, help="Show rejected values in rejected.csv.")
@format_option
def scan(  # noqa: PLR0913, PLR0917 - one argument an option
    ledgers: tuple[Path, ...],
    config: Path | None,
    profile: str | None,
    base_currency: str | None,
    country: str | None,
    as_of: datetime | None,
    arrival_days: int | None,
    previous: Path | None,
    scenarios: Path | None,
    chosen: tuple[str, ...],
    threshold_set: str | None,
    threads: int | None,
    memory: str | None,
    out: Path | None,
    fail_on: str | None,
    max_rejected: int | None,
    allow: tuple[str, ...],
    banks: tuple[str, ...],
    show_rows: bool,
    form: str,
) -> None:
    """Scan ledgers: alerts, cases and suspicious-activity reports in a run directory.

    Without LEDGERS the workspace of this folder (aml.toml) is scanned. LEDGERS (files, folders,
    patterns) take the place of the workspace's own, or need no workspace at all; the profile says
    how to read them:

    \b
      aml scan
      aml scan entries.csv --profile canonical --base-currency EUR --country DE
      aml scan --set cash_band.near_ratio=0.85 --as-of 2026-03-31
    """
    workspace = workspace_of(config, ledgers, profile)
    workspace = replace(
        workspace,
        institution=institution_of(workspace, base_currency, country, banks),
        allow=(*workspace.allow, *allow),
        as_of=as_of.date() if as_of else workspace.as_of,
        arrival_days=arrival_days or workspace.arrival_days,
        scenarios=scenarios or workspace.scenarios,
        parameters=parameters_of(workspace, chosen),
        threshold_set=threshold_set or workspace.threshold_set,
        out=out or workspace.out,
        max_rejected=workspace.max_rejected if max_rejected is None else max_rejected,
        show_rows=show_rows or workspace.show_rows,
    )
    earlier = read_previous(previous) if previous else None
    _finish(workspace, Engine(threads, memory), earlier, fail_on, form)


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("demo_out"),
    show_default=True,
    help="The folder of runs.",
)
@format_option
def demo(out: Path, form: str) -> None:
    """Scan the sample ledgers that ship with the tool, and write their reports."""
    workspace = replace(read_workspace(shipped("sample_ledgers") / "aml.toml"), out=out)
    _finish(workspace, Engine(), None, None, form)


def _finish(
    workspace: Workspace,
    engine: Engine,
    previous: Previous | None,
    fail_on: str | None,
    form: str,
) -> None:
    run, published = perform(workspace, engine, previous)
    print_problems((*run.problems, *published.problems))
    print_result(run, published, form)
    code = exit_code(run, workspace, fail_on)
    if code:
        raise click.exceptions.Exit(code)


def perform(
    workspace: Workspace, engine: Engine, previous: Previous | None
) -> tuple[Run, Published]:
    """Scan and publish, with progress on stderr."""
    progress = ConsoleProgress()
    progress.note(f"threads {engine.threads or 'all'}, memory {engine.memory or 'default'}")
    try:
        basis = gather(workspace, previous)
        print_problems([problem for item in basis.active for problem in item.unlocked])
        with building(workspace.out) as build:
            scanned = run_scan(basis, build, progress, engine)
            return scanned.run, write(scanned, workspace.out, build, progress)
    finally:
        progress.close()


def exit_code(run: Run, workspace: Workspace, fail_on: str | None) -> int:
    """0 complete, 1 problems or --fail-on met, 3 incomplete."""
    if not run.is_complete:
        return _INCOMPLETE
    if run.reading.rejected > workspace.max_rejected:
        return _FOUND
    if any(problem.code in _UNEXPECTED for problem in run.reading.problems):
        return _FOUND
    grave = list(SEVERITIES)
    grave = grave[grave.index(fail_on) :] if fail_on in grave else []
    return _FOUND * any(a.status == "open" and a.severity in grave for a in run.alerts)
