"""`aml scenario book`: every rule as it is set, for whoever examines the institution."""

from __future__ import annotations

from pathlib import Path

import click

from aml.cli.checking import library_of
from aml.cli.console import say
from aml.core.wording import plural
from aml.core.workspace import Institution


@click.command("book")
@click.option("--config", type=click.Path(path_type=Path), help="The workspace's aml.toml.")
@click.option(
    "--runs",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder of runs whose alerts are counted (default: the workspace's own).",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("book.html"),
    show_default=True,
    help="The file to write.",
)
def book(config: Path | None, runs: Path | None, out: Path) -> None:
    """Write the book of scenarios: one HTML file for whoever examines the institution.

    For each rule: what it looks for and its sources, parameters in force with their reasons, the
    data and reporting lines it reads, tests, version lock, known gaps, filing codes; and the alerts
    of all runs with what was decided on them. It names no customer.
    """
    from aml.pipeline.book import gather_book
    from aml.pipeline.dispositions import DISPOSITIONS
    from aml.pipeline.folder import refused
    from aml.pipeline.workspace import Workspace, read_workspace
    from aml.report.book import render_book

    own = config or Path("aml.toml")
    if config or own.is_file():
        workspace = read_workspace(own)
    else:
        bare = Institution("No workspace", "", "bank", "")
        workspace = Workspace(
            Path.cwd(), bare, (), library_of(None), (), dispositions=Path(DISPOSITIONS)
        )
    found = gather_book(workspace, runs or workspace.out)
    text = render_book(found)
    with refused(out):
        out.write_text(text, encoding="utf-8")
    words = f"{plural(len(found.entries), 'scenario')}, {plural(len(found.runs), 'run')}"
    say(f"wrote {out}: {words}")
