"""The UK Sanctions List as CSV: several rows an entry, one for each name and address.

The first line says when the list was made; the header is the second. A ship's IMO number, flag and
owner have columns of their own. Read by the names of the columns, which have moved before.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aml.core.listed import ListedKind, ListedParty, ListReading
from aml.screening.lists.records import Record, bad_record, day, grouped, read_table

FORMAT = "uk-csv"
_KINDS: Mapping[str, ListedKind] = {
    "individual": "person", "entity": "organisation", "ship": "vessel",
}  # fmt: skip
_NAMES = ("name 1", "name 2", "name 3", "name 4", "name 5", "name 6")
_ADDRESS = (
    "address line 1", "address line 2", "address line 3", "address line 4", "address line 5",
    "address line 6", "address postal code", "address country",
)  # fmt: skip
_NEEDS = ("unique id", "name 6", "name type", "designation type")
_DAYS = ("%d/%m/%Y", "%Y-%m-%d")


def read_uk_csv(path: Path) -> ListReading:
    """Every subject of the list. `records` counts subjects, each of one unique id.

    Raises:
        LedgerError: the header is that of another file, such as the closed ConList.
    """
    first = path.read_bytes()[:4096].decode("utf-8-sig", errors="replace").splitlines()
    skip = 1 if first and "unique id" not in first[0].lower() else 0
    table = read_table(path, _NEEDS, skip)
    subjects = grouped(table, "unique id")
    entries: list[ListedParty] = []
    problems = list(table.torn)
    for unique_id, rows in subjects.items():
        record = rows[0][0]
        kind = _KINDS.get(rows[0][1]["designation type"].lower())
        name = next((_name(row) for _, row in rows if _is_primary(row)), "") or _name(rows[0][1])
        if kind and name and unique_id:
            entries.append(_entry(unique_id, kind, name, rows))
        else:
            problems.append(bad_record(path.name, record, "no unique id, name or known type"))
    records = len(subjects) + len(table.torn)
    return ListReading(FORMAT, records, tuple(entries), records - len(entries), tuple(problems))


def _entry(
    unique_id: str, kind: ListedKind, name: str, rows: list[tuple[int, Record]]
) -> ListedParty:
    records = [row for _, row in rows]
    others = [(_name(row), row.get("alias strength", "").lower()) for row in records]
    weak = tuple(dict.fromkeys(n for n, strength in others if "low" in strength and n != name))
    good = tuple(dict.fromkeys(n for n, s in others if n and n != name and "low" not in s))
    days = (day(row.get("d.o.b", row.get("dob", "")), _DAYS) for row in records)
    listed = (day(row.get("date designated", ""), _DAYS) for row in records)
    countries = (
        row.get(column, "")
        for row in records
        for column in ("nationality(/ies)", "address country", "current believed flag of ship")
    )
    return ListedParty(
        entry_id=unique_id,
        kind=kind,
        name=name,
        aliases=good,
        weak_aliases=weak,
        programs=tuple(dict.fromkeys(filter(None, (r.get("regime name", "") for r in records)))),
        countries=tuple(dict.fromkeys(filter(None, countries))),
        born_on=next(filter(None, days), None),
        numbers=_numbers(records),
        addresses=tuple(dict.fromkeys(filter(None, map(_address, records)))),
        listed_on=next(filter(None, listed), None),
        record=rows[0][0],
    )


def _name(row: Record) -> str:
    return " ".join(row[column] for column in _NAMES if row.get(column))


def _is_primary(row: Record) -> bool:
    return row["name type"].lower() == "primary name"


def _numbers(records: list[Record]) -> Mapping[str, tuple[str, ...]]:
    columns = {
        "imo_number": "imo number",
        "document_number": "passport number",
        "registration_number": "business registration number (s)",
    }
    found = {
        kind: tuple(dict.fromkeys(row[column] for row in records if row.get(column)))
        for kind, column in columns.items()
    }
    return {kind: numbers for kind, numbers in found.items() if numbers}


def _address(row: Record) -> str:
    return ", ".join(row[column] for column in _ADDRESS if row.get(column))
