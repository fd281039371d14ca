"""`aml scan` and `aml demo`: the main job."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from aml.cli.console import (
    ConsoleProgress,
    format_option,
    print_json,
    print_problems,
    print_table,
    say,
    stderr,
)
from aml.core.plain import plain
from aml.core.problem import Problem, UsageError
from aml.core.run import Run
from aml.core.shipped import shipped
from aml.core.vocabulary import SEVERITIES
from aml.core.wording import money, period
from aml.core.workspace import Institution
from aml.pipeline.folder import building
from aml.pipeline.previous import Previous, read_previous
from aml.pipeline.scan import Engine
from aml.pipeline.scan import scan as run_scan
from aml.pipeline.workspace import Workspace, make_input, read_workspace
from aml.pipeline.write import write

_FOUND, _INCOMPLETE = 1, 3
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.argument("ledgers", nargs=-1, type=click.Path(path_type=Path))
@click.option("--config", type=click.Path(path_type=Path), help="The workspace's aml.toml.")
@click.option("--profile", help="How to read the ledgers: a profile's name or file.")
@click.option("--base-currency", help="With ledgers on the command line: USD, EUR, CZK …")
@click.option("--country", help="With ledgers on the command line: the institution's country.")
@click.option("--as-of", type=_DAY, help="The day the run speaks of (default: the last entry).")
@click.option("--previous", type=click.Path(path_type=Path), help="An earlier run to compare with.")
@click.option("--scenarios", type=click.Path(path_type=Path), help="A folder of scenario files.")
@click.option("--set", "chosen", multiple=True, metavar="ID.PARAM=V", help="Set a parameter.")
@click.option("--threshold-set", help="A named bundle of parameter values.")
@click.option("--threads", type=click.IntRange(1), help="Threads (default: all cores).")
@click.option(
    "--memory", metavar="SIZE", help="Memory limit, such as 4GB; the rest spills to disk."
)
@click.option("--out", type=click.Path(path_type=Path), help="The folder of runs (default: out).")
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="Exit 1 from this severity on.")
@click.option("--max-rejected", type=click.IntRange(0), help="Rejected records that are accepted.")
@click.option("--show-rows", is_flag=True, help="Show rejected values in rejected.csv.")
@format_option
def scan(  # noqa: PLR0913, PLR0917 - one argument an option
    ledgers: tuple[Path, ...],
    config: Path | None,
    profile: str | None,
    base_currency: str | None,
    country: str | None,
    as_of: datetime | None,
    previous: Path | None,
    scenarios: Path | None,
    chosen: tuple[str, ...],
    threshold_set: str | None,
    threads: int | None,
    memory: str | None,
    out: Path | None,
    fail_on: str | None,
    max_rejected: int | None,
    show_rows: bool,
    form: str,
) -> None:
    """Scan ledgers: alerts, cases and suspicious-activity reports in a run directory.

    Without LEDGERS the workspace of this folder (aml.toml) is scanned. With them, give the profile
    that says how to read them:

    \b
      aml scan
      aml scan entries.csv --profile core_bank --base-currency EUR --country DE
      aml scan --set cash_band.near_ratio=0.85 --as-of 2026-03-31
    """
    workspace = _workspace(ledgers, config, profile, base_currency, country)
    workspace = replace(
        workspace,
        as_of=as_of.date() if as_of else workspace.as_of,
        scenarios=scenarios or workspace.scenarios,
        parameters=_merge(workspace, chosen),
        threshold_set=threshold_set or workspace.threshold_set,
        out=out or workspace.out,
        max_rejected=workspace.max_rejected if max_rejected is None else max_rejected,
    )
    earlier = read_previous(previous) if previous else None
    run, place = perform(workspace, Engine(threads, memory), earlier, show_rows=show_rows)
    _print_result(run, place, form)
    code = exit_code(run, workspace, fail_on)
    if code:
        raise click.exceptions.Exit(code)


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("demo_out"), show_default=True)
@format_option
def demo(out: Path, form: str) -> None:
    """Scan the sample ledgers that ship with the tool, and write their reports."""
    workspace = replace(read_workspace(shipped("sample_ledgers") / "aml.toml"), out=out)
    run, place = perform(workspace, Engine(), None, show_rows=False)
    _print_result(run, place, form)
    code = exit_code(run, workspace, None)
    if code:
        raise click.exceptions.Exit(code)


def perform(
    workspace: Workspace, engine: Engine, previous: Previous | None, *, show_rows: bool
) -> tuple[Run, Path]:
    """Scan and publish, with progress on stderr; problems follow it."""
    progress = ConsoleProgress()
    progress.note(f"threads {engine.threads or 'all'}, memory {engine.memory or 'default'}")
    try:
        with building(workspace.out) as build:
            scanned = run_scan(workspace, build, progress, engine, previous)
            place = write(scanned, workspace.out, build, progress, show_rows=show_rows)
    finally:
        progress.close()
    print_problems(scanned.run.problems)
    return scanned.run, place


def exit_code(run: Run, workspace: Workspace, fail_on: str | None) -> int:
    """0 complete, 1 problems or --fail-on met, 3 incomplete."""
    if not run.is_complete or not run.is_reconciled:
        return _INCOMPLETE
    if run.reading.rejected > workspace.max_rejected:
        return _FOUND
    if fail_on:
        bar = SEVERITIES.index(fail_on)  # type: ignore[arg-type]
        return _FOUND * any(SEVERITIES.index(alert.severity) >= bar for alert in run.alerts)
    return 0


def _workspace(
    ledgers: tuple[Path, ...],
    config: Path | None,
    profile: str | None,
    base_currency: str | None,
    country: str | None,
) -> Workspace:
    if not ledgers:
        return read_workspace(config or Path("aml.toml"))
    if not profile or not base_currency:
        hint = "such as: aml scan entries.csv --profile core_bank --base-currency EUR"
        message = "ledgers on the command line need --profile and --base-currency"
        raise UsageError(Problem("RUN004", message, None, hint))
    root = Path.cwd()
    missing = [path for path in ledgers if not path.is_file()]
    if missing:
        raise UsageError([Problem("RUN001", f"no such file: {path}") for path in missing])
    return Workspace(
        root=root,
        institution=Institution("Institution", country or "", "bank", base_currency),
        inputs=(make_input("transactions", Path(profile).stem, ledgers, root, profile),),
        scenarios=shipped("scenarios"),
        profiles=(root / "profiles", root, shipped("sample_ledgers") / "profiles"),
    )


def _merge(workspace: Workspace, chosen: tuple[str, ...]) -> dict[str, dict[str, str]]:
    parameters = {key: dict(values) for key, values in workspace.parameters.items()}
    for text in chosen:
        name, equals, value = text.partition("=")
        scenario_id, dot, parameter = name.partition(".")
        if not (equals and dot):
            hint = "such as --set cash_band.near_ratio=0.85"
            raise UsageError(Problem("RUN004", f"--set {text} is not ID.PARAM=VALUE", None, hint))
        parameters.setdefault(scenario_id, {})[parameter] = value
    return parameters


def _print_result(run: Run, place: Path, form: str) -> None:
    if form == "json":
        print_json(_result(run, place))
        return
    records = sum(file.records for file in run.reading.files)
    state = "complete" if run.is_complete else "INCOMPLETE"
    say(f"Run {run.run_id}  {state}  as of {run.as_of.isoformat()}")
    say(
        f"{records:,} records read, {run.reading.rejected:,} rejected,"
        f" {run.reading.duplicates:,} duplicates;"
        f" {len(run.alerts):,} alerts, {len(run.cases):,} cases"
    )
    _print_scenarios(run)
    _print_cases(run, place)
    say(f"Start here: {place / 'index.html'}")


def _print_scenarios(run: Run) -> None:
    for state, words in (("not_applicable", "not applicable"), ("incomplete", "INCOMPLETE")):
        for item in run.applicability:
            if item.state == state:
                stderr.print(f"{words}: {item.scenario_id} ({item.reason})", markup=False)


def _print_cases(run: Run, place: Path) -> None:
    if not run.cases:
        return
    rows = [
        (
            case.case_id,
            case.severity,
            f"{case.score:.0f}",
            case.title,
            money(case.totals.activity, run.base_currency),
            period(case.period_start, case.period_end),
        )
        for case in run.cases[:10]
    ]
    title = f"Highest of {len(run.cases):,} cases"
    print_table(title, ("Case", "Severity", "Score", "What", "Activity", "When"), rows)
    documents = place / "cases" / run.cases[0].case_id
    say(f"First report: {documents / 'sar.pdf'}")


def _result(run: Run, place: Path) -> dict[str, object]:
    return {
        "run_id": run.run_id,
        "place": str(place),
        "as_of": plain(run.as_of),
        "is_complete": run.is_complete,
        "records": sum(file.records for file in run.reading.files),
        "rejected": run.reading.rejected,
        "duplicates": run.reading.duplicates,
        "alerts": dict(Counter(alert.severity for alert in run.alerts)),
        "cases": [
            {"case_id": case.case_id, "severity": case.severity, "score": plain(case.score)}
            for case in run.cases
        ],
        "applicability": plain(run.applicability),
        "problems": [str(problem) for problem in run.problems],
        "findings_sha256": run.findings_sha256,
    }
