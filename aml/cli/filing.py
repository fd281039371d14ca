"""The options of `aml report` for the forms of FIUs, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from aml.cli.console import ConsoleProgress, print_problems, say
from aml.core.disposition import latest
from aml.core.filing import Missing
from aml.core.problem import Problem, ReportError, UsageError
from aml.pipeline.filing import acknowledged, check, file_cases, filings_of, incomplete
from aml.pipeline.folder import refused
from aml.pipeline.forms import FORMS, Asked
from aml.pipeline.goaml import KEPT, goaml_folders
from aml.pipeline.keep import kept_dispositions
from aml.pipeline.published import read_case

_FOUND = 1
_OPTIONS = (
    click.option(
        "--check",
        "form",
        type=click.Choice(list(FORMS)),
        help="List what is missing for a form and write nothing; exit 1 when anything is.",
    ),
    click.option(
        "--answers",
        type=click.Path(path_type=Path, dir_okay=False),
        help="A YAML file of `whose.field: value` for all cases that are named;"
        " cases/ID/answers.yml below --out is read for its case.",
    ),
    click.option(
        "--filed-on",
        type=click.DateTime(["%Y-%m-%d"]),
        help="The day of filing (default: the day that the run speaks of).",
    ),
    click.option(
        "--goaml-profile",
        default="",
        metavar="NAME",
        help="The FIU for goAML: goaml/NAME.yml of the workspace, or one that ships (default: that"
        " of [filing] in aml.toml, else neutral).",
    ),
    click.option("--batch", is_flag=True, help="One file of all cases for BSA E-Filing."),
    click.option(
        "--acknowledgement",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Read what BSA E-Filing answered to the batch below --out.",
    ),
)


def filing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of forms to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def asked_of(run: Path, root: Path, out: Path, options: Mapping[str, Any]) -> Asked:
    """The options of forms as a value; a profile that the workspace lost is that of the run.

    Raises:
        RunError: the decisions that the run kept cannot be read.
    """
    filed_on: datetime | None = options["filed_on"]
    return Asked(
        root=root,
        out=out,
        answers=options["answers"],
        filed_on=filed_on.date() if filed_on else None,
        is_batch=options["batch"],
        goaml_profile=options["goaml_profile"],
        profiles=goaml_folders(root, run / KEPT),
        decided=latest(kept_dispositions(run)),
    )


def say_missing(form: str, paths: Sequence[Path], asked: Asked) -> None:
    """Say what each case still needs, as lines that a file of answers can take over.

    Raises:
        Exit: with code 1, where anything is missing.
    """
    missing = check(form, filings_of(map(read_case, paths), asked), asked)
    _say(missing)
    if missing:
        raise click.exceptions.Exit(_FOUND)
    say(f"nothing is missing for {form}")


def write_forms(forms: Sequence[str], paths: Sequence[Path], asked: Asked) -> None:
    """Write the forms of complete cases and say what the others need.

    Raises:
        Exit: with code 1, where a case is incomplete.
    """
    if asked.is_batch and "goaml" in forms:
        hint = "leave --batch out: goAML takes one report a file"
        raise UsageError(Problem("RUN004", "--batch is of BSA E-Filing", None, hint))
    filings = filings_of(map(read_case, paths), asked)
    is_complete = True
    for form in forms:
        with closing(ConsoleProgress()) as progress, refused(asked.out):
            filed = file_cases(form, filings, asked, progress)
        for name in filed.files:
            say(str(asked.out / name))
        print_problems(filed.problems)
        if filed.missing:
            is_complete = False
            print_problems(incomplete(form, *lacking) for lacking in filed.missing.items())
    if not is_complete:
        raise click.exceptions.Exit(_FOUND)


def say_acknowledged(answer: Path, cases: Sequence[str], asked: Asked) -> None:
    """Say the number of each report, and what FinCEN found in it.

    Raises:
        UsageError: several cases are named; a file is of one, or of a batch.
        Exit: with code 1, where FinCEN rejected the batch or found anything.
    """
    if len(cases) > 1:
        hint = "name one case for a file of its own, none for a batch"
        raise UsageError(Problem("RUN004", "several cases are named", None, hint))
    try:
        reports = acknowledged(answer, asked, *cases)
    except ReportError as error:
        raise UsageError(error.problems) from None
    for report in reports:
        number = f"BSA id {report.number or 'none'}, " if report.case_id else ""
        say(f"{report.case_id or 'the batch'}: {number}status {report.status or 'none'}")
        for remark in report.remarks:
            say(f"  {remark.level} {remark.code} {remark.path}: {remark.text}")
    if any(report.remarks or report.status == "R" for report in reports):
        raise click.exceptions.Exit(_FOUND)


def _say(missing: Mapping[str, Sequence[Missing]]) -> None:
    for case_id, data in missing.items():
        say(f"# {case_id}: {len(data)} missing")
        for datum in data:
            if datum.answer:
                say(f"{datum.answer}:    # {datum.rule}")
            else:
                say(f"# {datum.whose}: {datum.field}: {datum.rule}")
