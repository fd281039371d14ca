"""Lists in the layout of FinCEN's 314(a) requests: persons and businesses, one CSV each.

Several rows of one tracking number are one subject. The list is confidential: nothing of it goes
into logs, messages or samples but file and record.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aml.core.listed import ListedParty, ListReading
from aml.screening.lists.records import Record, bad_record, day, grouped, read_table

FORMAT = "fincen-314a"
_NAME = ("first_name", "middle_name", "last_name", "suffix")
_ALIAS = ("alias_first_name", "alias_middle_name", "alias_last_name", "alias_suffix")
_ADDRESS = ("street", "city", "state", "zip", "country")


def read_fincen_314a(path: Path) -> ListReading:
    """Every subject of a person or business file. Raises LedgerError for another header."""
    table = read_table(path, ("tracking_number", "number", "number_type"))
    entries: list[ListedParty] = []
    problems = list(table.torn)
    subjects = grouped(table, "tracking_number")
    for tracking, rows in subjects.items():
        names = list(dict.fromkeys(name for _, row in rows for name in _names(row)))
        if tracking and names:
            entries.append(_entry(tracking, names, rows))
        else:
            problems.append(bad_record(path.name, rows[0][0], "no tracking number, or no name"))
    records = len(subjects) + len(table.torn)
    return ListReading(FORMAT, records, tuple(entries), records - len(entries), tuple(problems))


def _entry(tracking: str, names: list[str], rows: list[tuple[int, Record]]) -> ListedParty:
    records = [row for _, row in rows]
    is_person = "last_name" in records[0]
    days = (day(row.get("dob", ""), ("%m/%d/%Y", "%Y-%m-%d")) for row in records)
    addresses = (", ".join(row[c] for c in _ADDRESS if row.get(c)) for row in records)
    return ListedParty(
        entry_id=tracking,
        kind="person" if is_person else "organisation",
        name=names[0],
        aliases=tuple(names[1:]),
        programs=("314(a)",),
        countries=tuple(dict.fromkeys(row["country"] for row in records if row.get("country"))),
        born_on=next(filter(None, days), None),
        numbers=_numbers(records, "document_number" if is_person else "registration_number"),
        addresses=tuple(dict.fromkeys(filter(None, addresses))),
        record=rows[0][0],
    )


def _names(row: Record) -> list[str]:
    if "last_name" not in row:
        return [row[column] for column in ("business_name", "dba_name") if row.get(column)]
    written = (" ".join(row[c] for c in columns if row.get(c)) for columns in (_NAME, _ALIAS))
    return [name for name in written if name]


def _numbers(records: list[Record], kind: str) -> Mapping[str, tuple[str, ...]]:
    found = tuple(dict.fromkeys(row["number"] for row in records if row.get("number")))
    return {kind: found} if found else {}
