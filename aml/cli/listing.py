"""`aml list`: lists of flagged parties, their versions, and what changed between them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from aml.cli.console import format_option, print_json, print_problems, print_rows, say
from aml.core.listed import ListedParty, ListReading
from aml.core.plain import plain
from aml.core.problem import AmlError, Location, Problem, UsageError
from aml.core.wording import plural

_FOUND = 1
#: A number of an entry is none. No list is ever free of them, and the entry is read.
_MALFORMED = "LST005"
_folder_option = click.option(
    "--lists",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("lists"),
    show_default=True,
    help="The folder of lists of the workspace.",
)


@click.group("list")
def list_() -> None:
    """Bring in lists of flagged parties, show them, compare their versions."""


@list_.command("import")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--list", "list_id", required=True, help="The name of the list, such as ofac.")
@click.option("--format", "form", help="The format; recognised by its first lines otherwise.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day the list is of.")
@click.option("--allow-shrink", is_flag=True, help="Take a list that lost a fifth or more.")
@_folder_option
def import_(
    path: Path,
    list_id: str,
    form: str | None,
    day: datetime | None,
    allow_shrink: bool,
    folder: Path,
) -> None:
    """Keep the list of PATH as a version, and write the table that scans read.

    Entries that cannot be read are named by file and record, and hide no others; exit 1 then. An
    entry with a malformed number is named too, and read without it. Each version stays, so that a
    scan of an old day meets the list of that day.
    """
    from aml.pipeline.lists import HISTORY, import_list
    from aml.screening.lists.formats import FORMATS, recognise

    if form is not None and form not in FORMATS:
        hint = f"one of {', '.join(FORMATS)}"
        raise UsageError(Problem("RUN004", f"no format '{form}'", None, hint))
    chosen = FORMATS[form] if form else recognise(path)
    made, reading = import_list(
        folder, list_id, path, chosen, day.date() if day else None, may_shrink=allow_shrink
    )
    print_problems(reading.problems)
    say(
        f"{list_id} of {made.version_on}: {made.records} records = {made.entries} entries"
        f" + {made.rejected} rejected ({chosen.title}){_numbers(reading)}"
    )
    say(f"scans read it as table flagged_parties, paths {folder.as_posix()}/*/{HISTORY}")
    if any(problem.code != _MALFORMED for problem in reading.problems):
        raise click.exceptions.Exit(_FOUND)


@list_.command()
@click.argument("list_id", required=False)
@click.option("--entry", "entry_id", help="One entry of the list, whole.")
@click.option("--version", "version_on", help="The day of a version; the last otherwise.")
@_folder_option
@format_option
def show(
    list_id: str | None, entry_id: str | None, version_on: str | None, folder: Path, form: str
) -> None:
    """The lists of the workspace; the versions of one; or one entry."""
    from aml.pipeline.lists import lists_of, read_version, versions_of

    if list_id is None:
        rows = [
            (name, held[-1].version_on, held[-1].entries, len(held), held[-1].format)
            for name in lists_of(folder)
            if (held := versions_of(folder / name))
        ]
        heads = ("List", "Last version", "Entries", "Versions", "Format")
        print_rows(form, plural(len(rows), "list"), heads, rows)
        return
    _refuse_own(list_id, folder)
    version = read_version(folder, list_id, version_on)
    if entry_id is None:
        versions = versions_of(folder / list_id)
        lines = [(v.version_on, v.entries, v.rejected, v.source, v.sha256[:12]) for v in versions]
        heads = ("Version", "Entries", "Rejected", "File", "sha256")
        print_rows(form, f"{list_id}: {plural(len(lines), 'version')}", heads, lines)
        return
    if entry_id not in version.entries:
        hint = "entry ids are the publisher's own"
        message = f"no entry '{entry_id}' in {list_id} of {version.version_on}"
        raise UsageError(Problem("LST003", message, None, hint))
    _print_entry(version.entries[entry_id], form)


@list_.command()
@click.argument("list_id")
@click.argument("before")
@click.argument("after", required=False)
@_folder_option
@format_option
def diff(list_id: str, before: str, after: str | None, folder: Path, form: str) -> None:
    """What the version of the day AFTER (the last, when left out) holds that BEFORE does not."""
    from aml.pipeline.lists import read_version
    from aml.screening.lists.history import changes

    _refuse_own(list_id, folder)
    old, new = (read_version(folder, list_id, day) for day in (before, after))
    rows = [
        (what, entry.entry_id, entry.kind, entry.name)
        for what, entries in changes(old, new).items()
        for entry in entries
    ]
    title = f"{list_id}: {old.version_on} to {new.version_on}, {plural(len(rows), 'change')}"
    print_rows(form, title, ("Change", "Entry", "Kind", "Name"), rows)


def _refuse_own(list_id: str, folder: Path) -> None:
    """A list that `aml screen` names and nobody imported has no versions: say where it stands."""
    from aml.pipeline.lists import lists_of
    from aml.pipeline.screen import places_of
    from aml.pipeline.workspace import read_workspace

    config = folder.parent / "aml.toml"
    if list_id in lists_of(folder) or not config.is_file():
        return
    try:
        places = places_of(read_workspace(config), list_id)
    except AmlError:  # a workspace that cannot be read knows no list
        return
    if places:
        message = f"'{list_id}' is a list of the workspace's own, in {', '.join(places)}"
        hint = "scans and `aml screen` read it there; a list that is imported has versions to show"
        raise UsageError(Problem("LST003", message, Location(str(config)), hint))


def _numbers(reading: ListReading) -> str:
    """What the line of an import says about the numbers of ships and malformed ones."""
    vessels = [entry for entry in reading.entries if entry.kind == "vessel"]
    named = sum("imo_number" in entry.numbers for entry in vessels)
    left_out = sum(problem.code == _MALFORMED for problem in reading.problems)
    words = [f"{named} of {plural(len(vessels), 'vessel')} with a valid IMO number"]
    words = words if vessels else []
    words += [f"{plural(left_out, 'malformed number')} left out"] if left_out else []
    return "".join(f"; {text}" for text in words)


def _print_entry(entry: ListedParty, form: str) -> None:
    shape = plain(entry)
    if form == "json":
        print_json(shape)
        return
    rows = [
        (name, "; ".join(value) if isinstance(value, list) else value)
        for name, value in {**shape, **shape.pop("numbers")}.items()
        if value
    ]
    print_rows(form, entry.name, ("Field", "Value"), rows)
