"""`aml report`, `aml verify`, `aml replay`: what can be asked of a published run."""

from __future__ import annotations

from pathlib import Path

import click

from aml.cli.console import ConsoleProgress, format_option, print_json, print_problems, say
from aml.core.plain import plain
from aml.core.problem import Problem, UsageError
from aml.core.shipped import shipped
from aml.pipeline.folder import Folder, refused
from aml.pipeline.manifest import read_manifest
from aml.pipeline.replay import replay as run_replay
from aml.pipeline.scan import Engine
from aml.pipeline.verify import read_case
from aml.pipeline.verify import verify as run_verify
from aml.pipeline.write import DOCUMENTS, write_case

_FOUND = 1
_LEDGERS = ("transactions", "remittances")
run_argument = click.argument("run", type=click.Path(path_type=Path))
workspace_option = click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder that the run's ledger paths are relative to (default: where its output is).",
)
threads_option = click.option(
    "--threads", type=click.IntRange(1), help="Threads (default: all cores)."
)
memory_option = click.option("--memory", metavar="SIZE", help="Memory limit, such as 4GB.")


@click.command()
@run_argument
@click.argument("cases", nargs=-1)
@click.option(
    "--format",
    "documents",
    default="html,pdf",
    show_default=True,
    help=f"Documents, comma-separated: {', '.join(DOCUMENTS)}, json.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("reports_out"),
    show_default=True,
    help="The folder that the documents go to.",
)
def report(run: Path, cases: tuple[str, ...], documents: str, out: Path) -> None:
    """Render the documents of cases again, from case.json alone.

    All cases of RUN, or those that are named. The run directory itself is not touched.
    """
    wanted = tuple(name.strip() for name in documents.split(",") if name.strip())
    unknown = [name for name in wanted if name not in (*DOCUMENTS, "json")]
    if unknown:
        hint = f"known: {', '.join(DOCUMENTS)}, json"
        raise UsageError(Problem("RUN004", f"no document '{unknown[0]}'", None, hint))
    paths = _case_paths(run, cases)
    with refused(out):
        folder = Folder(out)
        for path in paths:
            write_case(folder, read_case(path), wanted)
    for path in paths:
        say(str(out / "cases" / path.parent.name))


def _case_paths(run: Path, cases: tuple[str, ...]) -> list[Path]:
    read_manifest(run)
    found = {path.parent.name: path for path in sorted((run / "cases").glob("*/case.json"))}
    missing = [case for case in cases if case not in found]
    if missing:
        raise UsageError([Problem("RUN005", f"the run has no case '{case}'") for case in missing])
    return [found[case] for case in cases] if cases else list(found.values())


@click.command()
@run_argument
@workspace_option
@threads_option
@memory_option
@format_option
def verify(
    run: Path, workspace: Path | None, threads: int | None, memory: str | None, form: str
) -> None:
    """Prove a run: every output's hash, every cited figure, every context figure.

    Cited figures are recomputed from the rows that each case keeps; context figures by running the
    SQL again on the run's own inputs. Exit 1 when anything does not hold.
    """
    progress = ConsoleProgress()
    try:
        found = run_verify(run, root_of(run, workspace), progress, Engine(threads, memory))
    finally:
        progress.close()
    print_problems(found.problems)
    if form == "json":
        print_json({**plain(found), "problems": [str(problem) for problem in found.problems]})
    else:
        say(
            f"{found.run_id}: {found.outputs} outputs, {found.cited} cited and {found.context}"
            f" context figures; {len(found.problems)} problems"
        )
    if found.problems:
        raise click.exceptions.Exit(_FOUND)


@click.command()
@run_argument
@workspace_option
@threads_option
@memory_option
@format_option
def replay(
    run: Path, workspace: Path | None, threads: int | None, memory: str | None, form: str
) -> None:
    """Repeat a run from its own copies and compare every output, byte by byte.

    The run's scenarios, tables, profiles and lists are used, never the working copies. A changed
    ledger is named with both hashes (exit 2); differing outputs are listed (exit 1).
    """
    progress = ConsoleProgress()
    try:
        found = run_replay(run, root_of(run, workspace), progress, Engine(threads, memory))
    finally:
        progress.close()
    if form == "json":
        print_json(plain(found))
    else:
        for name in found.different:
            say(f"differs: {name}")
        for package in found.packages if found.different else ():
            say(f"another version: {package}")
        say(
            f"{found.run_id}: {found.outputs} outputs repeated, {len(found.different)} differ from"
            " the manifest; aml verify tells whether the folder still holds them"
        )
    if found.different:
        raise click.exceptions.Exit(_FOUND)


def root_of(run: Path, workspace: Path | None) -> Path:
    """Where the ledgers of a run lie: as told, else where its folder of runs is, or its sample."""
    if workspace:
        return workspace
    beside, sample = run.resolve().parent.parent, shipped("sample_ledgers")
    ledgers = [f["path"] for f in read_manifest(run)["inputs"] if f["table"] in _LEDGERS]
    is_sample = ledgers and all(
        (sample / path).is_file() and not (beside / path).is_file() for path in ledgers
    )
    return sample if is_sample else beside
