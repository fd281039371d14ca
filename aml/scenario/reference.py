"""The dated tables that a library brings, checked: their sources, days, sequences and areas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from aml.core.problem import Location, Problem, did_you_mean

#: Tables whose every row says where it comes from, and whether that was the text itself.
TABLES = (
    "basket_terms", "calendar", "country_risk", "hs_prices", "key_terms", "precursors",
    "special_measures", "threshold_areas", "thresholds",
)  # fmt: skip
SEEN = ("primary", "secondary")
#: Tables without a public source: their rows may be this library's own, and say so.
OWN = frozenset({"basket_terms", "country_risk", "hs_prices"})
SYNTHETIC = "synthetic"
_LOCAL = "gto_report"
_DAYS = ("announced_on", "effective_from", "effective_to", "valid_from", "valid_to")
_CELL = re.compile(r'(?:^|,)("(?:[^"]|"")*"|[^,]*)')


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the cells that are filled, and where each cell stands."""

    path: str
    line: int
    text: str
    cells: Mapping[str, str]
    columns: Mapping[str, int]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def problem(self, code: str, message: str, name: str, hint: str) -> Problem:
        """A problem at the cell of this name."""
        at = Location(self.path, self.line, self.columns.get(name, 1))
        return Problem(code, message, at, hint, self.text)

    def day(self, name: str) -> date | None:
        """The day of a cell; None where it is empty or holds none."""
        try:
            return date.fromisoformat(self[name])
        except ValueError:
            return None


def check_reference(folder: Path, shown: str) -> list[Problem]:
    """Every mistake in the dated tables of a folder, in the order of files and lines.

    Args:
        folder: the reference folder of a library.
        shown: how messages name it.
    """
    tables = {name: _read(folder / f"{name}.csv", f"{shown}/{name}.csv") for name in TABLES}
    problems = [
        problem
        for name, rows in tables.items()
        for row in rows
        for problem in _row(row, (*SEEN, SYNTHETIC) if name in OWN else SEEN)
    ]
    problems += _sequences(tables["thresholds"])
    problems += _areas(tables["thresholds"], tables["threshold_areas"])
    return sorted(problems, key=lambda problem: (problem.location, problem.code))


def read_rows(path: Path) -> list[Row]:
    """The rows of a table with their places; none where the file is not there."""
    return _read(path, path.name)


def _read(path: Path, shown: str) -> list[Row]:
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    header = [cell for _, cell in _cells(lines[0])] if lines else []
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        found = dict(zip(header, _cells(line), strict=False))
        cells = {name: cell for name, (_, cell) in found.items() if cell}
        rows.append(Row(shown, number, line, cells, {n: at for n, (at, _) in found.items()}))
    return rows


def _cells(line: str) -> list[tuple[int, str]]:
    """The cells of a line with the column, from 1, at which each begins."""
    found = []
    for cell in _CELL.finditer(line):
        text = cell[1]
        is_quoted = len(text) > 1 and text.startswith('"')
        found.append((cell.start(1) + 1, text[1:-1].replace('""', '"') if is_quoted else text))
    return found


def _row(row: Row, seen: Sequence[str]) -> Iterator[Problem]:
    """What a row owes by itself: a source, how it was seen, days in order."""
    if not row["source"]:
        hint = "the law or document that says so; a fact without one does not ship"
        yield row.problem("REF003", "the row names no source", "source", hint)
    if row["seen"] not in seen:
        message = f"'{row['seen']}' does not say how the source was seen"
        hint = "primary: the text itself; secondary: what somebody writes of it"
        if SYNTHETIC in seen:
            hint += "; synthetic: a row of this library's own"
        yield row.problem("REF004", message, "seen", hint)
    for name in _DAYS:
        if row[name] and row.day(name) is None:
            message = f"'{row[name]}' is no day"
            yield row.problem("REF005", message, name, "YYYY-MM-DD")
    since, until = row.day("valid_from"), row.day("valid_to")
    if since and until and until < since:
        message = f"the row ends on {until}, before it begins on {since}"
        yield row.problem("REF005", message, "valid_to", "the last day on which the row holds")


def _sequences(lines: Sequence[Row]) -> Iterator[Problem]:
    """Rows of one line, or of one family of lines, follow each other without overlap or gap."""
    families: dict[str, list[tuple[date, Row]]] = {}
    for row in lines:
        since = row.day("valid_from")
        if since:
            families.setdefault(row["family"] or row["line_id"], []).append((since, row))
    for family, dated in families.items():
        dated.sort(key=lambda item: item[0])
        for (_, earlier), (since, later) in pairwise(dated):
            yield from _step(family, earlier, later, since)


def _step(family: str, earlier: Row, later: Row, since: date) -> Iterator[Problem]:
    """From one row of a family to the next."""
    if earlier["valid_to"] and earlier.day("valid_to") is None:
        return
    until = earlier.day("valid_to")
    if until is None or since <= until:
        message = f"{family} holds twice from {since} on: line {earlier.line} has not ended"
        hint = "end the earlier row the day before, or give one of them another family"
        yield later.problem("REF001", message, "valid_from", hint)
    elif since > until + timedelta(days=1) and not later["gap_reason"]:
        message = f"{family} has a gap from {until} (line {earlier.line}) to {since}"
        hint = "correct a day, or say under `gap_reason` why nothing held in between"
        yield later.problem("REF002", message, "valid_from", hint)


def _areas(lines: Sequence[Row], areas: Sequence[Row]) -> Iterator[Problem]:
    """A line says whether its list of places is complete, and each place names a line."""
    known = {row["line_id"]: row for row in lines}
    listed = {row["line_id"] for row in areas}
    for row in areas:
        if row["line_id"] not in known:
            message = f"no line '{row['line_id']}' is in thresholds.csv"
            yield row.problem("REF006", message, "line_id", did_you_mean(row["line_id"], known))
    for row in lines:
        said, is_listed = row["area_complete"], row["line_id"] in listed
        if said not in ("true", "false") and (row["kind"] == _LOCAL or is_listed or said):
            message = "the row does not say whether all of its places are listed"
            hint = "true when threshold_areas.csv lists them all, else false"
            yield row.problem("REF007", message, "area_complete", hint)
        elif said == "true" and not is_listed:
            message = "the list of places is said to be complete, and none is listed"
            hint = "list them in threshold_areas.csv, or `false`"
            yield row.problem("REF007", message, "area_complete", hint)
