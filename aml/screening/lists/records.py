"""CSV lists with a header row: records by column name, several rows of one entry together."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from aml.core.problem import LedgerError, Location, Problem

Record = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The records of a file, each with its ordinal, and those of another width."""

    records: tuple[tuple[int, Record], ...]
    torn: tuple[Problem, ...]


def read_table(path: Path, needs: Sequence[str], skip: int = 0) -> Table:
    """The records of a CSV file by the names of its header, in lower case.

    Args:
        path: the file, UTF-8 with or without a byte order mark.
        needs: columns without which it is no such list.
        skip: lines before the header.

    Raises:
        LedgerError: a needed column is missing.
    """
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    rows = csv.reader(io.StringIO(text, newline=""))
    for _ in range(skip):
        next(rows, None)
    header = [name.strip().lower() for name in next(rows, [])]
    missing = [name for name in needs if name not in header]
    if missing:
        at = Location(path.name, skip + 1, 1)
        hint = f"the header holds: {', '.join(header[:8])} …"
        message = f"no such list: the header lacks {', '.join(missing)}"
        raise LedgerError([Problem("LST001", message, at, hint)])
    good: list[tuple[int, Record]] = []
    torn: list[Problem] = []
    for number, row in enumerate((row for row in rows if row), start=1):
        if len(row) == len(header):
            cells = (cell.strip() for cell in row)
            good.append((number, dict(zip(header, cells, strict=True))))
        else:
            torn.append(bad_record(path.name, number, f"{len(row)} columns, not {len(header)}"))
    return Table(tuple(good), tuple(torn))


def bad_record(file: str, record: int, message: str) -> Problem:
    """An entry that cannot be read; it does not hide the others."""
    hint = "the other entries are read; mend the record, or ask the publisher"
    return Problem("LST002", message, Location(file, record=record), hint)


def grouped(table: Table, key: str) -> dict[str, list[tuple[int, Record]]]:
    """The records of each entry, in the order of the file."""
    found: dict[str, list[tuple[int, Record]]] = {}
    for number, record in table.records:
        found.setdefault(record[key], []).append((number, record))
    return found


def parts(cell: str, sign: str = ";") -> tuple[str, ...]:
    """The values of one cell; a value in quotation marks may hold the sign itself."""
    values = next(csv.reader([cell], delimiter=sign, skipinitialspace=True), []) if cell else []
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))


def day(written: str, forms: Iterable[str] = ("%Y-%m-%d",)) -> date | None:
    """A day in the first form that fits; None where day, month or year is missing."""
    for form in forms:
        try:
            return datetime.strptime(written.strip(), form).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return None
