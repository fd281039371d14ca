"""`aml init`: a workspace to start from."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import click

from aml.cli.console import say
from aml.core.problem import Location, Problem, UsageError
from aml.pipeline.folder import refused


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
def init(folder: Path) -> None:
    """Make a workspace: a commented aml.toml that says what is scanned, and with what."""
    target = folder / "aml.toml"
    if target.exists():
        hint = "edit it, or choose another folder"
        raise UsageError(
            Problem("RUN006", "a workspace is there already", Location(str(target)), hint)
        )
    text = resources.files("aml.cli").joinpath("aml.toml.template").read_text(encoding="utf-8")
    with refused(folder):
        folder.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    say(f"wrote {target}; name your ledgers in it, then run: aml scan")
