"""OFAC's SDN list as CSV: sdn.csv, with add.csv, alt.csv and sdn_comments.csv beside it.

Layout and traps: no header row; a missing value is `-0- ` with its blank; programmes are written
`SDNTK] [FTO] [SDGT`; remarks end at 1,000 characters and go on in sdn_comments.csv; the files end
in a line of one 0x1A; weak aliases stand only in the remarks, in quotation marks.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from aml.core.listed import ListedKind, ListedParty, ListReading
from aml.core.problem import Problem
from aml.screening.lists.records import bad_record
from aml.screening.lists.remarks import read_remarks

FORMAT = "ofac-csv"
_NULL = "-0-"
_KINDS: Mapping[str, ListedKind] = {
    _NULL: "organisation", "individual": "person", "vessel": "vessel", "aircraft": "aircraft",
}  # fmt: skip
_WIDTHS = {"sdn": 12, "add": 6, "alt": 5, "sdn_comments": 2}


@dataclass(frozen=True, slots=True)
class _Row:
    record: int
    cells: tuple[str, ...]


_Beside = Mapping[str, Mapping[str, list[_Row]]]


def read_ofac_csv(path: Path) -> ListReading:
    """The entries of an sdn.csv and of the files beside it; those may be missing.

    Beside a file of another name nothing is looked for: whose aliases they are, nothing would say.
    """
    problems: list[Problem] = []
    tables = {name: list(_rows(found, problems)) for name, found in _beside(path).items()}
    tables["sdn"] = list(_rows(path, problems, "sdn"))
    beside = {name: _by_entry(tables.get(name, [])) for name in ("add", "alt", "sdn_comments")}
    entries: list[ListedParty] = []
    for row in tables["sdn"]:
        found = _entry(row, beside, path.name)
        if isinstance(found, ListedParty):
            entries.append(found)
        else:
            problems.append(found)
    problems += _orphans(beside, {row.cells[0] for row in tables["sdn"]}, path)
    rejected = len(tables["sdn"]) - len(entries)
    return ListReading(FORMAT, len(tables["sdn"]), tuple(entries), rejected, tuple(problems))


def files_of(path: Path) -> tuple[Path, ...]:
    """The list's own file and those beside it that belong to it."""
    return (path, *_beside(path).values())


def _beside(path: Path) -> dict[str, Path]:
    if path.name.lower() != "sdn.csv":
        return {}
    names = (name for name in _WIDTHS if name != "sdn")
    found = {name: path.with_name(f"{name}.csv") for name in names}
    return {name: file for name, file in found.items() if file.is_file()}


def _rows(path: Path, problems: list[Problem], name: str = "") -> Iterator[_Row]:
    """The records of one file, without the closing 0x1A, each with its ordinal.

    A record of another width is passed on in the main file, where it counts as rejected.
    """
    text = path.read_bytes().replace(b"\x1a", b"").decode("utf-8", errors="replace")
    width = _WIDTHS[name or path.stem]
    rows = csv.reader(text.splitlines(keepends=True), strict=False)
    for record, cells in enumerate((row for row in rows if row), start=1):
        if len(cells) != width and name != "sdn":
            problems.append(bad_record(path.name, record, f"{len(cells)} columns, not {width}"))
            continue
        yield _Row(record, tuple(cell.strip() for cell in cells))


def _by_entry(rows: list[_Row]) -> Mapping[str, list[_Row]]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.cells[0]].append(row)
    return found


def _entry(
    row: _Row, beside: Mapping[str, Mapping[str, list[_Row]]], file: str
) -> ListedParty | Problem:
    if len(row.cells) != _WIDTHS["sdn"]:
        return bad_record(file, row.record, f"{len(row.cells)} columns, not {_WIDTHS['sdn']}")
    number, name, kind, program = row.cells[:4]
    if not number.isdecimal() or name in ("", _NULL):
        return bad_record(file, row.record, "no entry number, or no name")
    if kind.lower() not in _KINDS:
        return bad_record(file, row.record, f"'{kind}' is no kind of entry")
    more = "".join(extra.cells[1] for extra in beside["sdn_comments"].get(number, ()))
    remarks = read_remarks(_value(row.cells[11]) + more)
    others = [other.cells[3] for other in beside["alt"].get(number, ()) if _value(other.cells[3])]
    places = [place.cells for place in beside["add"].get(number, ())]
    countries = dict.fromkeys(_value(cells[4]) for cells in places)
    flag = _value(row.cells[9])
    return ListedParty(
        entry_id=number,
        kind=_KINDS[kind.lower()],
        name=name,
        aliases=tuple(dict.fromkeys(others)),
        weak_aliases=remarks.weak_aliases,
        programs=tuple(_value(part) for part in program.split("] [") if _value(part)),
        countries=tuple(name for name in (*countries, flag) if name),
        born_on=remarks.born_on,
        numbers=remarks.numbers,
        addresses=tuple(filter(None, (_address(cells) for cells in places))),
        record=row.record,
    )


def _value(cell: str) -> str:
    return "" if cell.strip() == _NULL else cell.strip()


def _address(cells: tuple[str, ...]) -> str:
    return ", ".join(part for part in map(_value, cells[2:5]) if part)


def _orphans(beside: _Beside, known: set[str], path: Path) -> Iterator[Problem]:
    """Aliases and addresses of an entry that the list does not hold would be lost silently."""
    for name, entries in beside.items():
        for number, rows in entries.items():
            if number not in known:
                message = f"belongs to entry {number}, which {path.name} does not hold"
                yield from (bad_record(f"{name}.csv", row.record, message) for row in rows)
