"""The lists of a workspace: every version that was imported, and the table that scans read.

`lists/<id>/` holds one file a version (`<day>-<sha256>.jsonl.gz`, the entries as they were read),
`versions.csv`, and `flagged_parties.csv`: the history of the list that aml.toml names as an input.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path

from aml.core.digest import canonical_json, digest, file_sha256
from aml.core.listed import ListedParty, ListReading
from aml.core.plain import plain, restore
from aml.core.problem import LedgerError, Location, Problem, UsageError, did_you_mean
from aml.screening.lists.formats import Format
from aml.screening.lists.history import COLUMNS, ListTerms, ListVersion, history, version
from aml.screening.lists.numbers import with_good_numbers

#: A list that loses more than this share of its entries is more likely cut off than emptied.
SHRINK_LIMIT = Decimal("0.20")
_VERSIONS = "versions.csv"
HISTORY = "flagged_parties.csv"
_COUNTS = ("records", "entries", "rejected")


@dataclass(frozen=True, slots=True)
class Imported:
    """One line of versions.csv."""

    version_on: str
    sha256: str
    format: str
    records: int
    entries: int
    rejected: int
    reason: str
    strength: str
    source: str


def import_list(
    folder: Path,
    list_id: str,
    path: Path,
    form: Format,
    version_on: date | None = None,
    *,
    may_shrink: bool = False,
) -> tuple[Imported, ListReading]:
    """Read a list file, keep it as a version, and write the history anew.

    Numbers of entries are kept in one spelling; a malformed one is a problem, and left out.

    Args:
        folder: the workspace's folder of lists.
        list_id: the name of the list in alerts.
        path: the file, as its publisher made it.
        form: how it is read.
        version_on: the day that the version is of; the file's own by default.
        may_shrink: whether it may have lost more than a fifth of its entries.

    Raises:
        LedgerError: it cannot be read, or shrank.
        UsageError: neither the file nor the caller names its day, or another version of that day
            is there already.
    """
    reading = with_good_numbers(form.read(path), path.name)
    day = version_on or reading.published_on
    if day is None:
        hint = "--date YYYY-MM-DD, the day on which the publisher made it"
        raise UsageError(Problem("LST003", "the file names no day", Location(path.name), hint))
    place = folder / list_id
    held = versions_of(place)
    counts = (reading.records, len(reading.entries), reading.rejected)
    worth = (form.reason, str(form.strength))
    made = Imported(
        day.isoformat(), _sha256(form.files(path)), form.name, *counts, *worth, path.name
    )
    _refuse(made, held, path, may_shrink=may_shrink)
    kept = [item for item in held if item.version_on != made.version_on]
    place.mkdir(parents=True, exist_ok=True)
    _publish(_entries_file(place, made), _packed(reading.entries))
    everything = sorted([*kept, made], key=lambda item: item.version_on)
    _publish(place / HISTORY, _history(place, list_id, everything))
    _publish(place / _VERSIONS, _lines(everything))
    return made, reading


def versions_of(place: Path) -> list[Imported]:
    """The versions of one list, oldest first."""
    path = place / _VERSIONS
    if not path.is_file():
        return []
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    return [
        restore(Imported, {**row, **{name: int(row[name]) for name in _COUNTS}}) for row in rows
    ]


def lists_of(folder: Path) -> list[str]:
    """The ids of the lists of a workspace."""
    return sorted(path.parent.name for path in folder.glob(f"*/{_VERSIONS}"))


def read_version(folder: Path, list_id: str, version_on: str | None = None) -> ListVersion:
    """The entries of one version; the last by default.

    Raises:
        UsageError: no such list, or no such version.
    """
    known = lists_of(folder)
    if list_id not in known:
        hint = did_you_mean(list_id, known) or "aml list import brings one"
        raise UsageError(Problem("LST003", f"no list '{list_id}'", Location(str(folder)), hint))
    held = versions_of(folder / list_id)
    found = [item for item in held if version_on in (None, item.version_on)]
    if not found:
        hint = f"there are: {', '.join(item.version_on for item in held)}"
        at = Location(str(folder / list_id))
        raise UsageError(Problem("LST003", f"no version of {version_on}", at, hint))
    return _version(folder / list_id, found[-1])


def _refuse(made: Imported, held: Sequence[Imported], path: Path, *, may_shrink: bool) -> None:
    at = Location(path.name)
    twin = next((item for item in held if item.version_on == made.version_on), None)
    if twin and twin.sha256 != made.sha256:
        hint = "give the day of each with --date"
        message = f"another file is the version of {made.version_on} already"
        raise UsageError(Problem("LST003", message, at, hint))
    before = [item for item in held if item.version_on < made.version_on]
    least = before[-1].entries * (1 - SHRINK_LIMIT) if before else 0
    if made.entries < least and not may_shrink:
        message = f"{made.entries} entries, where the version before held {before[-1].entries}"
        hint = "a list cut off on its way? --allow-shrink takes it as it is"
        raise LedgerError([Problem("LST004", message, at, hint)])


def _sha256(files: Sequence[Path]) -> str:
    """The hash of the file; where a list consists of several, the hash of theirs together."""
    hashes = [file_sha256(file) for file in files]
    return hashes[0] if len(hashes) == 1 else digest(hashes)


def _entries_file(place: Path, item: Imported) -> Path:
    return place / f"{item.version_on}-{item.sha256[:12]}.jsonl.gz"


def _packed(entries: Iterable[ListedParty]) -> bytes:
    text = "".join(canonical_json(plain(entry)) + "\n" for entry in entries)
    return gzip.compress(text.encode("utf-8"), mtime=0)


def _version(place: Path, item: Imported) -> ListVersion:
    text = gzip.decompress(_entries_file(place, item).read_bytes()).decode("utf-8")
    entries = (restore(ListedParty, json.loads(line)) for line in text.splitlines())
    return version(date.fromisoformat(item.version_on), entries, item.source)


def _history(place: Path, list_id: str, items: Sequence[Imported]) -> bytes:
    """The history of the versions; the terms are those of the last."""
    last = items[-1]
    terms = ListTerms(list_id, last.reason, Decimal(last.strength))
    rows = history(terms, [_version(place, item) for item in items])
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def _lines(items: Sequence[Imported]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [item.name for item in fields(Imported)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(plain(item) for item in items)
    return out.getvalue().encode("utf-8")


def _publish(path: Path, content: bytes) -> None:
    """Write beside, then rename: nobody reads half a list."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(path)
