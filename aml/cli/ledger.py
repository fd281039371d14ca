"""`aml ledger`: what a file is, what of it would be rejected, and the file in canonical form."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aml.cli.console import (
    ConsoleProgress,
    format_option,
    print_json,
    print_problems,
    say,
    stderr,
)
from aml.cli.ledger_result import print_checked
from aml.core.wording import plural

if TYPE_CHECKING:
    from aml.pipeline.workspace import Workspace

_FOUND = 1
_paths = click.argument("ledgers", nargs=-1, type=click.Path(path_type=Path))
_config = click.option(
    "--config", type=click.Path(path_type=Path), help="The workspace's aml.toml."
)
_profile = click.option("--profile", help="How to read them: a profile's name or file.")
_table = click.option("--table", help="The table that they fill, where the profile takes any.")
_banks = click.option(
    "--bank", "banks", multiple=True, metavar="BIC", help="A bank that is your own."
)


@click.group()
def ledger() -> None:
    """Describe, check and convert ledger files, without a scan."""


@ledger.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where to write the draft: profiles/NAME.yml."
)
def describe(file: Path, out: Path | None) -> None:
    """Look at an unknown FILE and draft a profile for it.

    Guesses stand in the draft as a profile writes them; what is not sure stands in comments marked
    DOUBT, and the draft does not load until a person has decided where a choice would change money,
    days or directions. No cell of the file is printed but words of directions and states.

    \b
      aml ledger describe extract.csv --out profiles/core_bank.yml
    """
    from aml.pipeline.ledger_draft import draft

    made = draft(file, out)
    for doubt in made.doubts:
        stderr.print(f"DOUBT {doubt}", markup=False)
    if out:
        say(f"wrote {out}; when its doubts are resolved: aml ledger check {file} --profile {out}")
    else:
        say(made.text.rstrip())


@ledger.command()
@_paths
@_config
@_profile
@_table
@_banks
@click.option("--base-currency", help="Look for missing exchange rates to this currency, too.")
@click.option("--show-rows", is_flag=True, help="Show the values that were rejected.")
@format_option
def check(  # noqa: PLR0913, PLR0917 - one argument an option
    ledgers: tuple[Path, ...],
    config: Path | None,
    profile: str | None,
    table: str | None,
    banks: tuple[str, ...],
    base_currency: str | None,
    show_rows: bool,
    form: str,
) -> None:
    """Say what of LEDGERS (files, folders, patterns) a scan would reject, and why.

    Without LEDGERS all inputs of the workspace are read. Exit code 1: something was rejected or
    lost, or a statement does not come to what it states.

    \b
      aml ledger check extract.csv --profile core_bank
      aml ledger check statements/ --profile camt --show-rows
    """
    from aml.pipeline.ledger import check as check_ledgers

    workspace = _workspace(config, ledgers, profile, table, banks)
    if base_currency:
        known = replace(workspace.institution, base_currency=base_currency)
        workspace = replace(workspace, institution=known)
    with closing(ConsoleProgress()) as progress:
        checked = check_ledgers(workspace, progress, show_rows=show_rows)
    print_problems(checked.reading.problems)
    print_checked(checked, form)
    if not checked.is_good:
        raise click.exceptions.Exit(_FOUND)


@ledger.command()
@_paths
@_config
@_profile
@_table
@_banks
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The Parquet file to write."
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@format_option
def convert(  # noqa: PLR0913, PLR0917 - one argument an option
    ledgers: tuple[Path, ...],
    config: Path | None,
    profile: str | None,
    table: str | None,
    banks: tuple[str, ...],
    out: Path,
    force: bool,
    form: str,
) -> None:
    """Write LEDGERS as one Parquet file that the canonical profile reads.

    Rejected records are not in it. The exit code is then 1, as it is where a total or balance is
    not met; `aml ledger check` says why.

    \b
      aml ledger convert extract.csv --profile core_bank --out ledgers/core_bank.parquet
    """
    from aml.core.problem import Problem, UsageError
    from aml.pipeline.ledger import convert as convert_ledger

    if not ledgers:
        hint = "such as: aml ledger convert extract.csv --profile core_bank --out core_bank.parquet"
        raise UsageError(Problem("RUN004", "name the files to convert", None, hint))
    workspace = _workspace(config, ledgers, profile, table, banks)
    item = workspace.inputs[-1]
    with closing(ConsoleProgress()) as progress:
        made = convert_ledger(workspace, item, out, progress, force=force)
    print_problems(made.reading.problems)
    rejected, repeated = made.reading.rejected, made.reading.duplicates
    if form == "json":
        figures = {"rows": made.rows, "rejected": rejected, "duplicates": repeated}
        print_json({"file": str(out), "table": made.table, "ledger": made.ledger_id, **figures})
    else:
        say(f"wrote {out}: {plural(made.rows, 'row')} of {made.table}")
        left = f"{plural(rejected, 'rejected record')}, {plural(repeated, 'duplicate')}"
        say(f"left out: {left}")
        say(f'In aml.toml: table = "{made.table}", ledger = "{made.ledger_id}", no profile')
    if not made.is_good:
        raise click.exceptions.Exit(_FOUND)


def _workspace(
    config: Path | None,
    ledgers: tuple[Path, ...],
    profile: str | None,
    table: str | None,
    banks: tuple[str, ...],
) -> Workspace:
    """The files asked for, and of a workspace's own inputs those that they are priced with."""
    from aml.cli.settings import workspace_of

    workspace = workspace_of(config, ledgers, profile, table)
    inputs = workspace.inputs
    if ledgers:
        asked = inputs[-1]
        rates = (item for item in inputs[:-1] if item.table == "fx_rates" != asked.table)
        inputs = (*rates, asked)
    known = replace(workspace.institution, banks=banks or workspace.institution.banks)
    return replace(workspace, inputs=inputs, institution=known)
