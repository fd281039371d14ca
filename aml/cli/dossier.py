"""`aml dossier`: what an examiner asks for of a period, in one folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from aml.cli.console import ConsoleProgress, format_option, print_json, say
from aml.cli.run import memory_option, root_of, threads_option
from aml.core.dossier import Dossier
from aml.core.problem import Problem, UsageError
from aml.core.wording import plural
from aml.pipeline.dossier import Gathered, gather_dossier
from aml.pipeline.dossier_write import check_place, write_dossier
from aml.pipeline.scan import Engine
from aml.pipeline.verify import verify
from aml.pipeline.workspace import Workspace, read_workspace

_FOUND = 1
_DAY = click.DateTime(["%Y-%m-%d"])
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command()
@click.option("--from", "start", type=_DAY, required=True, help="The first day of the period.")
@click.option("--to", "end", type=_DAY, required=True, help="The last day of the period.")
@click.option(
    "--config", type=click.Path(path_type=Path), help="The workspace's aml.toml (default: here)."
)
@click.option("--runs", type=_FOLDER, help="The folder of runs (default: the workspace's own).")
@click.option(
    "--dispositions",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The file of decisions (default: dispositions.csv of the workspace).",
)
@click.option(
    "--verify", "is_proved", is_flag=True,
    help="Make each run again from its ledgers and compare every byte, as aml verify does.",
)  # fmt: skip
@threads_option
@memory_option
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True,
    help="The folder to write, which must not be there yet.",
)  # fmt: skip
@format_option
def dossier(  # noqa: PLR0913, PLR0917 - one argument an option
    start: datetime,
    end: datetime,
    config: Path | None,
    runs: Path | None,
    dispositions: Path | None,
    is_proved: bool,
    threads: int | None,
    memory: str | None,
    out: Path,
    form: str,
) -> None:
    """Gather what an examiner asks for of a period: one folder, read from index.html.

    All runs as of its days, each alert and case once with what was decided, by whom, when and why,
    what suppressions answered, reports filed, the rules and values in force with the book of
    scenarios, findings on the data, what was not looked at; copies of the cases and manifests, and
    the hash of every file. A run that was purged or changed is listed with the reason (exit 1).

    \b
      aml dossier --from 2026-07-01 --to 2026-09-30 --out dossiers/2026-Q3
    """
    if end < start:
        raise UsageError(Problem("RUN004", "--to lies before --from", None, "a day or more"))
    check_place(out)
    workspace = read_workspace(config or Path("aml.toml"))
    workspace = replace(
        workspace, out=runs or workspace.out, dispositions=dispositions or workspace.dispositions
    )
    engine = Engine(threads, memory) if is_proved else None
    found = _gather(workspace, start, end, engine)
    write_dossier(found, workspace.dispositions, out)
    _say(found.dossier, out, form)
    if found.dossier.missing:
        raise click.exceptions.Exit(_FOUND)


def _gather(
    workspace: Workspace, start: datetime, end: datetime, engine: Engine | None
) -> Gathered:
    progress = ConsoleProgress()

    def prove(run: Path) -> Iterable[Problem]:
        return verify(run, root_of(run, None), progress, engine).problems

    try:
        progress.stage("Runs of the period")
        return gather_dossier(workspace, start.date(), end.date(), prove if engine else None)
    finally:
        progress.close()


def _say(made: Dossier, out: Path, form: str) -> None:
    """Counts alone: whom it concerns stays in the folder."""
    names = ("runs", "alerts", "cases", "decisions", "missing")
    counts = {name: len(getattr(made, name)) for name in names}
    if form == "json":
        print_json({"place": str(out), **counts})
        return
    say(", ".join(plural(counts[name], name.removesuffix("s")) for name in names[:-1]))
    if made.missing:
        say(f"{plural(counts['missing'], 'thing')} missing or changed: {out / 'missing.csv'}")
    say(f"Start here: {out / 'index.html'}")
