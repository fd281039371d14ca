"""`aml screen`: a person at a desk asks the lists for a name, a number, or a file of both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aml.cli.console import format_option, print_json, print_problems, print_table, say
from aml.core.plain import plain
from aml.core.problem import Location, Problem, UsageError
from aml.core.wording import plural

if TYPE_CHECKING:
    from aml.pipeline.screen import Screened
    from aml.pipeline.workspace import Workspace
    from aml.screening.desk import Asked, Match

_FOUND = 1
_FILES = (".csv", ".txt")
#: Endings of files that cannot be read here. `Amazon.com` and `Gris S.A.` are names.
_OTHER_FILES = (
    ".doc", ".docx", ".gz", ".html", ".json", ".jsonl", ".md", ".numbers", ".ods", ".odt",
    ".parquet", ".pdf", ".psv", ".rtf", ".tab", ".tsv", ".xls", ".xlsb", ".xlsm", ".xlsx", ".xml",
    ".yaml", ".yml", ".zip",
)  # fmt: skip
_PATH_STARTS = ("/", "./", "../", "~/", "\\\\", ".\\", "..\\")
_HEADS = (
    "Score", "Listed name", "Agrees by", "List", "Entry", "Same", "Different", "Reason", "Since",
)  # fmt: skip
_CONFIG = Path("aml.toml")
_LISTS = Path("lists")


@click.command()
@click.argument("name", metavar="NAME|FILE", required=False, default="")
@click.option("--lists", type=click.Path(path_type=Path, file_okay=False, exists=True),
              help="The folder of lists; those of aml.toml otherwise, else of lists/.")  # fmt: skip
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False, exists=True),
              help="The aml.toml that names the lists.")  # fmt: skip
@click.option("--kind", type=click.Choice(["organisation", "person", "vessel"]),
              help="What is asked for; every kind otherwise.")  # fmt: skip
@click.option("--country", help="Its country, a ship's flag: two letters of ISO 3166.")
@click.option("--born", type=click.DateTime(["%Y-%m-%d"]), help="A person's birth date.")
@click.option("--imo", help="The IMO number of a ship, or of a company that runs ships.")
@click.option("--mmsi", help="The MMSI of a ship.")
@click.option("--document", help="A number of passport, identity card, register or LEI.")
@click.option("--account", help="An account or wallet.")
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]),
              help="The day of which the lists speak; today otherwise.")  # fmt: skip
@click.option("--least", type=click.FloatRange(0, 1), default=0.6, show_default=True,
              help="The score from which on a match is shown.")  # fmt: skip
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True,
              help="How many matches of each name are shown.")  # fmt: skip
@click.option("--fail-on-match", is_flag=True, help="Exit 1 when there is a match.")
@format_option
def screen(  # noqa: PLR0913, PLR0917 - one argument an option
    name: str,
    lists: Path | None,
    config: Path | None,
    as_of: datetime | None,
    least: float,
    limit: int,
    form: str,
    *,
    fail_on_match: bool,
    **given: str | datetime | None,
) -> None:
    """Ask the lists for a NAME, or for each record of a FILE.

    A file ends in .csv, with a column name and, where known, kind, country, born_on and numbers
    as in flagged_parties; or in .txt, one name a line. Files of other endings and folders are
    refused, never asked as names. Firms are compared without legal forms,
    initials of persons count beside a birth date or country, words left out beside a birth date,
    ships by number, flag or exact name.

    \b
    Examples
      aml screen "Naviera Mirador" --country PA
      aml screen --imo 9074729
      aml screen customers.csv --fail-on-match
    """
    from aml.pipeline.screen import screen as ask

    asked, problems = _questions(name, given)
    day = as_of.date() if as_of else date.today()  # noqa: DTZ011 - the desk's own day
    found = ask(_workspace(lists, config), asked, day, Decimal(str(least)), limit)
    print_problems([*problems, *found.problems])
    _print(found, asked, form)
    if problems or found.problems or (found.matches and fail_on_match):
        raise click.exceptions.Exit(_FOUND)


def _questions(
    name: str, given: Mapping[str, str | datetime | None]
) -> tuple[list[Asked], list[Problem]]:
    """What is asked. A mistake on the command line stops; one in a file is told."""
    from aml.pipeline.screen import question, questions

    texts = {key: _text(value) for key, value in given.items() if value}
    path = _file(name)
    if path:
        own = sorted(set(texts) - {"kind", "country"})
        if own:
            hint = "of each record the file itself says it; --kind and --country hold for all"
            raise UsageError(Problem("RUN004", f"--{own[0]} goes with one name", None, hint))
        texts_of_one = {"name": name, **texts}  # told once, not of each record
    else:
        texts_of_one = {"name": name, **_numbers(texts)}
    one, problems = question(1, texts_of_one)
    if problems:
        raise UsageError(problems)
    return questions(path, texts) if path else ([one], [])


def _file(name: str) -> Path | None:
    """The file that is meant; None for a name. A file taken for a name would clear everybody."""
    path = Path(name)
    try:
        is_there = bool(name) and path.exists()
    except OSError:  # too long for a path
        return None
    is_known = path.suffix.lower() in _FILES
    if is_known and not is_there:
        raise UsageError(Problem("RUN001", "no such file", Location(name), "check the path"))
    if is_known and path.is_file():
        return path
    if is_there or path.suffix.lower() in _OTHER_FILES or name.startswith(_PATH_STARTS):
        hint = "a file of names ends in .csv or .txt; a name that reads like a path goes into one"
        message = "neither a name nor a file that can be asked"
        raise UsageError(Problem("RUN004", message, Location(name), hint))
    return None


def _text(value: str | datetime | None) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else str(value)


def _numbers(texts: Mapping[str, str]) -> dict[str, str]:
    """The options by the columns of flagged_parties that they may stand for."""
    from aml.identity import well_formed

    renamed = {"born": "born_on", "document": "document_number", "account": "account_number"}
    fields = {renamed.get(key, key): text for key, text in texts.items() if key != "imo"}
    if "imo" in texts:
        kinds = ("imo_number", "company_imo")
        fields |= {kind: texts["imo"] for kind in kinds if well_formed(kind, texts["imo"])}
        if not any(kind in fields for kind in kinds):
            fields["imo_number"] = texts["imo"]
    return fields


def _workspace(lists: Path | None, config: Path | None) -> Workspace:
    from aml.pipeline.screen import lists_in
    from aml.pipeline.workspace import read_workspace

    if lists and config:
        hint = "aml.toml names the lists of its workspace"
        raise UsageError(Problem("RUN004", "either --lists or --config", None, hint))
    if config or (lists is None and _CONFIG.is_file()):
        return read_workspace(config or _CONFIG)
    return lists_in(lists or _LISTS)


def _print(found: Screened, asked: list[Asked], form: str) -> None:
    if form == "json":
        shape = {"as_of": plain(found.as_of), "lists": list(found.lists), "entries": found.entries,
                 "asked": len(asked), "matches": plain(found.matches)}  # fmt: skip
        print_json(shape)
        return
    say(
        f"{plural(len(asked), 'question')} to {plural(found.entries, 'entry', 'entries')} of"
        f" {', '.join(found.lists) or 'no list'} as of {found.as_of}:"
        f" {plural(len(found.matches), 'match', 'matches')}"
    )
    if not found.matches:
        return
    heads = list(_HEADS)
    rows = [_row(match) for match in found.matches]
    if len(asked) > 1:
        heads = ["Record", "Asked", *heads]
        rows = [
            (str(match.record), match.asked_name, *row)
            for match, row in zip(found.matches, rows, strict=True)
        ]
    print_table("", heads, rows)


def _row(match: Match) -> tuple[str, ...]:
    return (
        f"{match.score:.2f}",
        f"{match.listed_name} ({match.kind})",
        _agrees_by(match),
        f"{match.list_id} {match.list_version}".strip(),
        match.entry_id,
        ", ".join(match.agreeing),
        ", ".join(match.differing),
        " ".join(part for part in (match.reason, match.program) if part),
        match.since_on.isoformat(),
    )


def _agrees_by(match: Match) -> str:
    """What was compared: a number, the name or one of its aliases, and whether it is weak."""
    if not match.alias:
        return match.method
    alias = f"{'weak alias' if match.is_weak else 'alias'} {match.alias}"
    return alias if match.method in ("name", "number") else f"{alias}, by {match.method}"
