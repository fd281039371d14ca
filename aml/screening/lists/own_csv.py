"""Our own simple list: a CSV whose columns are those of flagged_parties, most of them optional."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aml.core.listed import NUMBER_KINDS, ListedKind, ListedParty, ListReading
from aml.screening.lists.records import Record, bad_record, day, parts, read_table

FORMAT = "own"
_KINDS: Mapping[str, ListedKind] = {
    "organisation": "organisation", "person": "person", "vessel": "vessel", "aircraft": "aircraft",
    "container": "container", "address": "address",
}  # fmt: skip


def read_own_csv(path: Path) -> ListReading:
    """Every entry of the file. Raises LedgerError when entry_id, name or kind is no column."""
    table = read_table(path, ("entry_id", "name", "kind"))
    entries: list[ListedParty] = []
    problems = list(table.torn)
    for number, row in table.records:
        kind = _KINDS.get(row["kind"].lower())
        found = _numbers(row)
        if kind and row["entry_id"] and (row["name"] or found):
            entries.append(_entry(row, kind, found, number))
        else:
            message = "no entry_id, neither a name nor a number, or an unknown kind"
            problems.append(bad_record(path.name, number, message))
    records = len(table.records) + len(table.torn)
    return ListReading(FORMAT, records, tuple(entries), len(problems), tuple(problems))


def _entry(
    row: Record, kind: ListedKind, numbers: Mapping[str, tuple[str, ...]], number: int
) -> ListedParty:
    return ListedParty(
        entry_id=row["entry_id"],
        kind=kind,
        name=row["name"],
        aliases=parts(row.get("aliases", "")),
        weak_aliases=parts(row.get("weak_aliases", "")),
        programs=parts(row.get("program", "")),
        countries=parts(row.get("country", "").upper()),
        born_on=day(row.get("born_on", "")),
        numbers=numbers,
        addresses=parts(row.get("address", "")),
        listed_on=day(row.get("flagged_from", "")),
        record=number,
    )


def _numbers(row: Record) -> Mapping[str, tuple[str, ...]]:
    found = {kind: parts(row.get(kind, "")) for kind in NUMBER_KINDS}
    return {kind: numbers for kind, numbers in found.items() if numbers}
