"""Questions put to the lists of a workspace: who on them answers to a name or a number?"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

from aml.core.problem import LedgerError, Location, Problem
from aml.core.progress import Silent
from aml.core.shipped import shipped
from aml.core.workspace import Input, Institution
from aml.identity import well_formed
from aml.ledger import read
from aml.pipeline.inputs import load_profiles
from aml.pipeline.lists import HISTORY
from aml.pipeline.workspace import CANONICAL, Workspace, profile_folders, shown_path
from aml.report.fincen.codes import COUNTRIES
from aml.screening.alike import PartyKind
from aml.screening.desk import FAMILIES, Asked, Match, matches
from aml.store import Store

KINDS: tuple[PartyKind, ...] = get_args(PartyKind)
_TABLE = "flagged_parties"
_HINT = "what can be read of the record is asked; mend the rest"


@dataclass(frozen=True, slots=True)
class Screened:
    """The answers, of how many entries of which lists, and what could not be read."""

    as_of: date
    lists: tuple[str, ...]
    entries: int
    matches: tuple[Match, ...]
    problems: tuple[Problem, ...]


def lists_in(folder: Path) -> Workspace:
    """A workspace of nothing but the lists of a folder, as `aml list import` keeps them."""
    paths = tuple(sorted(folder.glob(f"*/{HISTORY}")))
    shown = tuple(shown_path(path, Path.cwd()) for path in paths)
    given = (Input(_TABLE, "lists", paths, shown, CANONICAL),) if paths else ()
    return Workspace(
        root=folder,
        institution=Institution("", "", "bank", "USD"),
        inputs=given,
        scenarios=shipped("scenarios"),
        profiles=profile_folders(folder),
    )


def screen(
    workspace: Workspace, asked: Sequence[Asked], as_of: date, least: Decimal, most: int
) -> Screened:
    """Put the questions to the lists as they were on a day.

    Args:
        workspace: names the lists.
        asked: the questions.
        as_of: the day.
        least: the score from which on a match counts.
        most: how many matches are told of each question.

    Raises:
        LedgerError: the workspace names no list, or one that cannot be read.
    """
    with _loaded(workspace) as (store, problems):
        found = matches(store, asked, as_of, least, most)
        lists = store.rows("SELECT DISTINCT list_id FROM listed_entries ORDER BY list_id")
        entries = store.count("listed_entries")
    names = tuple(str(name) for (name,) in lists)
    return Screened(as_of, names, entries, tuple(found), problems)


def places_of(workspace: Workspace, list_id: str) -> tuple[str, ...]:
    """The files of a workspace, as messages name them, in which the entries of a list stand.

    Raises:
        LedgerError: the workspace names no list, or one that cannot be read.
    """
    with _loaded(workspace) as (store, _):
        rows = store.rows(
            "SELECT DISTINCT path FROM flagged_parties INNER JOIN ledger_files USING (file_id)"
            " WHERE list_id = $list_id ORDER BY path",
            {"list_id": list_id},
        )
    return tuple(str(path) for (path,) in rows)


@contextmanager
def _loaded(workspace: Workspace) -> Iterator[tuple[Store, tuple[Problem, ...]]]:
    """The lists of a workspace in a store of their own, and what could not be read of them."""
    inputs = [item for item in workspace.inputs if item.table == _TABLE]
    if not inputs:
        hint = "aml list import brings one; --lists names their folder, --config an aml.toml"
        raise LedgerError(Problem("LST003", "there are no lists to ask", None, hint))
    profiles = load_profiles(workspace, inputs)
    with tempfile.TemporaryDirectory(prefix="aml-") as work, Store(work=Path(work)) as store:
        yield store, read(store, workspace.institution, inputs, profiles, Silent()).problems


def question(
    record: int, fields: Mapping[str, str], at: Location | None = None
) -> tuple[Asked, list[Problem]]:
    """A question out of texts by name, and what of them cannot be read.

    Args:
        record: its ordinal.
        fields: name, kind, country, born_on, and numbers by column of flagged_parties.
        at: where it stands.
    """
    given = {name: text.strip() for name, text in fields.items() if text and text.strip()}
    problems: list[Problem] = []

    def wrong(message: str, hint: str = _HINT) -> None:
        problems.append(Problem("LST006", message, at, hint))

    kind = next((known for known in KINDS if known == given.get("kind", "").lower()), None)
    if "kind" in given and kind is None:
        wrong("an unknown kind", f"one of {', '.join(KINDS)}; every kind is asked for")
    born_on = _day(given.get("born_on", ""))
    if "born_on" in given and born_on is None:
        wrong("born_on is no day", "YYYY-MM-DD; it is asked without")
    read = {column: well_formed(column, given[column]) for column in FAMILIES if column in given}
    numbers = {column: number for column, number in read.items() if number is not None}
    for column in sorted(read.keys() - numbers.keys()):
        wrong(f"{column} is malformed: its check digit or form is wrong")
    country = given.get("country", "").upper() or None
    if country and country not in COUNTRIES:
        country = None
        wrong("country is no code", "two letters of ISO 3166, such as PA; it is asked without")
    if not (given.get("name") or numbers):
        wrong("neither a name nor a number", "nothing is asked")
    return Asked(record, given.get("name", ""), kind, country, born_on, numbers), problems


def questions(path: Path, defaults: Mapping[str, str]) -> tuple[list[Asked], list[Problem]]:
    """The questions of a file: the records of a CSV with a column `name`, or the lines of a text.

    Args:
        path: a file ending in .csv, or another with one name a line.
        defaults: kind and country of records that say nothing of them.

    Raises:
        LedgerError: a CSV file without the column.
    """
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    is_table = path.suffix.lower() == ".csv"
    lines = [line for line in text.splitlines() if line.strip()]
    records = _records(path, text) if is_table else [{"name": line} for line in lines]
    asked: list[Asked] = []
    problems: list[Problem] = []
    for number, record in enumerate(records, start=1):
        at = Location(path.name, record=number)
        if record is None:
            hint = "quote a name that holds a comma"
            problems.append(Problem("LST006", "more or fewer cells than the header", at, hint))
            continue
        given = {**defaults, **{name: cell for name, cell in record.items() if cell}}
        one, found = question(number, given, at)
        asked.append(one)
        problems += found
    return asked, problems


def _records(path: Path, text: str) -> list[dict[str, str] | None]:
    """The records of a table by the names of its columns; None for one of another width."""
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    header = [name.strip().lower() for name in rows[0]] if rows else []
    if "name" not in header:
        known = ", ".join(("name", "kind", "country", "born_on", *FAMILIES))
        at = Location(path.name, 1, 1)
        raise LedgerError(Problem("LST006", "no column name", at, f"columns may be: {known}"))
    return [
        dict(zip(header, row, strict=True)) if len(row) == len(header) else None for row in rows[1:]
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
