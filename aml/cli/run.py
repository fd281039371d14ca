"""`aml report`, `aml verify`, `aml replay`: what can be asked of a published run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from aml.cli.console import ConsoleProgress, format_option, print_json, print_problems, say
from aml.cli.filing import asked_of, filing_options, say_acknowledged, say_missing, write_forms
from aml.core.digest import file_sha256
from aml.core.plain import plain
from aml.core.problem import Problem, UsageError
from aml.core.shipped import shipped
from aml.core.wording import plural
from aml.pipeline.documents import DOCUMENTS, ON_REQUEST, write_cases
from aml.pipeline.folder import Folder, refused
from aml.pipeline.forms import FORMS, Asked
from aml.pipeline.goaml import KEPT, PROFILES, goaml_folders
from aml.pipeline.manifest import read_manifest
from aml.pipeline.published import read_case
from aml.pipeline.replay import replay as run_replay
from aml.pipeline.scan import Engine
from aml.pipeline.verify import Verified
from aml.pipeline.verify import verify as run_verify

_FOUND = 1
_KNOWN = (*DOCUMENTS, *ON_REQUEST, *FORMS)
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
    help=f"Documents, comma-separated: {', '.join(_KNOWN)}.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("reports_out"),
    show_default=True,
    help="The folder that the documents go to, outside RUN.",
)
@workspace_option
@filing_options
def report(
    run: Path,
    cases: tuple[str, ...],
    documents: str,
    out: Path,
    workspace: Path | None,
    **filing: Any,
) -> None:
    """Render the documents of cases again, from case.json alone.

    All cases of RUN, or those that are named. The run directory itself is not touched. `pack` is
    what may be shared with another institution: facts alone, and no word that anything was found.
    `fincen` is the file for BSA E-Filing, written only for cases that nothing is missing for.
    """
    wanted = tuple(name.strip() for name in documents.split(",") if name.strip())
    unknown = [name for name in wanted if name not in _KNOWN]
    if unknown:
        hint = f"known: {', '.join(_KNOWN)}"
        raise UsageError(Problem("RUN004", f"no document '{unknown[0]}'", None, hint))
    paths = _case_paths(run, cases)
    asked = asked_of(run, root_of(run, workspace), out, filing)
    if filing["acknowledgement"]:
        say_acknowledged(filing["acknowledgement"], cases, asked)
        return
    if filing["form"]:
        say_missing(filing["form"], paths, asked)
        return
    if out.resolve().is_relative_to(run.resolve()):
        hint = "a folder of its own, such as reports_out; the run stays as it was published"
        raise UsageError(Problem("RUN004", "--out lies inside the run", None, hint))
    forms = [name for name in wanted if name in FORMS]
    wanted = tuple(name for name in wanted if name not in FORMS)
    if wanted:
        _render(paths, out, wanted)
    if forms:
        write_forms(forms, paths, asked)


def _render(paths: list[Path], out: Path, wanted: tuple[str, ...]) -> None:
    progress = ConsoleProgress()
    progress.stage("Documents", len(paths))
    try:
        with refused(out):
            write_cases(Folder(out), (read_case(path) for path in paths), wanted, progress)
    finally:
        progress.close()
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
@click.option(
    "--documents",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of documents that `aml report` wrote of this run, to be proved with it.",
)
@click.option(
    "--answers",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The answers that the forms in --documents were written with.",
)
@click.option(
    "--filed-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of filing that the forms in --documents were written with.",
)
@click.option(
    "--goaml-profile",
    default="",
    metavar="NAME",
    help="The FIU that the goAML reports in --documents were written for.",
)
@format_option
def verify(
    run: Path,
    workspace: Path | None,
    threads: int | None,
    memory: str | None,
    form: str,
    **made: Any,
) -> None:
    """Prove a run: every cited figure, every context figure, every byte of every output.

    Cited figures are recomputed from the rows that each case keeps. Everything else is made again
    from the ledger and the run's own inputs, documents too, and compared byte by byte, so that a
    changed digit is found even where the manifest's hashes were changed with it. What other
    versions of packages made and comes out differently is named as not compared. Exit 1 when
    anything does not hold.
    """
    root = root_of(run, workspace)
    asked = _made_on_request(run, root, **made) if made["documents"] else None
    progress = ConsoleProgress()
    try:
        found = run_verify(run, root, progress, Engine(threads, memory), asked)
    finally:
        progress.close()
    print_problems(found.problems)
    if form == "json":
        print_json({**plain(found), "problems": [str(problem) for problem in found.problems]})
    else:
        _say_verified(found)
    if found.problems:
        raise click.exceptions.Exit(_FOUND)


def _made_on_request(
    run: Path,
    root: Path,
    documents: Path,
    answers: Path | None,
    filed_on: datetime | None,
    goaml_profile: str,
) -> Asked:
    out, day = documents.resolve(), filed_on.date() if filed_on else None
    profiles = (out / PROFILES, *goaml_folders(root, run / KEPT))
    return Asked(root, out, answers, day, goaml_profile=goaml_profile, profiles=profiles)


def _say_verified(found: Verified) -> None:
    for package in found.packages:
        say(f"another version: {package}")
    documents = f" and {found.documents} documents" if found.documents else ""
    say(
        f"{found.run_id}: {found.outputs} outputs{documents}, {found.cited} cited and"
        f" {found.context} context figures; {plural(len(found.problems), 'problem')}"
    )


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
    ledgers = [f for f in read_manifest(run)["inputs"] if f["table"] in _LEDGERS]
    is_sample = ledgers and all(
        (sample / file["path"]).is_file()
        and not (beside / file["path"]).is_file()
        and file_sha256(sample / file["path"]) == file["sha256"]
        for file in ledgers
    )
    return sample if is_sample else beside
