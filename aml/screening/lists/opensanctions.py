"""OpenSanctions: targets.simple.csv, and entities as FollowTheMoney, one JSON object a line.

The data are licensed for non-commercial use unless bought: the user brings the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aml.core.listed import ListedKind, ListedParty, ListReading
from aml.core.problem import Problem
from aml.screening.lists.records import Record, bad_record, day, parts, read_table

SIMPLE = "opensanctions-simple"
ENTITIES = "ftm"
_KINDS: Mapping[str, ListedKind] = {
    "person": "person", "organization": "organisation", "company": "organisation",
    "legalentity": "organisation", "publicbody": "organisation", "vessel": "vessel",
    "airplane": "aircraft", "address": "address",
}  # fmt: skip
_NEEDS = ("id", "schema", "name", "aliases")
_IMO = re.compile(r"IMO ?(\d{7})")
_LEI = re.compile(r"[A-Z0-9]{18}\d{2}")
#: FollowTheMoney's names of properties, by our kinds of number.
_PROPERTIES = {
    "imo_number": ("imoNumber",), "mmsi": ("mmsi",), "lei": ("leiCode",), "bic": ("swiftBic",),
    "registration_number": ("registrationNumber", "ogrnCode", "innCode", "vatCode", "taxNumber"),
    "document_number": ("passportNumber", "idNumber"), "wallet": ("publicKey",),
}  # fmt: skip


def read_simple_csv(path: Path) -> ListReading:
    """Every target of a targets.simple.csv. Raises LedgerError when the header is another's."""
    table = read_table(path, _NEEDS)
    entries: list[ListedParty] = []
    problems = list(table.torn)
    for number, row in table.records:
        kind = _KINDS.get(row["schema"].lower())
        if kind and row["id"] and row["name"]:
            entries.append(_simple(row, kind, number))
        else:
            problems.append(bad_record(path.name, number, "no id, name or known schema"))
    records = len(table.records) + len(table.torn)
    return ListReading(SIMPLE, records, tuple(entries), len(problems), tuple(problems))


def _simple(row: Record, kind: ListedKind, number: int) -> ListedParty:
    return ListedParty(
        entry_id=row["id"],
        kind=kind,
        name=row["name"],
        aliases=parts(row["aliases"]),
        programs=parts(row.get("program_ids") or row.get("sanctions", "")),
        countries=tuple(code.upper() for code in parts(row.get("countries", ""))),
        born_on=next(filter(None, map(day, parts(row.get("birth_date", "")))), None),
        numbers=_sorted_out(parts(row.get("identifiers", ""))),
        addresses=parts(row.get("addresses", "")),
        listed_on=day(row.get("first_seen", "")[:10]),
        record=number,
    )


def _sorted_out(identifiers: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """The column mixes kinds: what is no IMO number and no LEI may be any register's."""
    ships = tuple(found[1] for text in identifiers if (found := _IMO.fullmatch(text)))
    leis = tuple(text for text in identifiers if _LEI.fullmatch(text))
    others = tuple(t for t in identifiers if not _IMO.fullmatch(t) and t not in leis)
    kinds = {"imo_number": ships, "lei": leis, "registration_number": others}
    return {kind: numbers for kind, numbers in kinds.items() if numbers}


def read_entities(path: Path) -> ListReading:
    """The targets among the entities of a FollowTheMoney file.

    Entities that are no targets (positions, sanctions, ownership) stay out and are not counted.
    """
    entries: list[ListedParty] = []
    problems: list[Problem] = []
    records = 0
    for number, found in _objects(path):
        if isinstance(found, Problem):
            records += 1
            problems.append(found)
            continue
        kind = _KINDS.get(str(found.get("schema", "")).lower())
        if not found.get("target") or kind is None:
            continue
        records += 1
        if found.get("id") and found.get("caption"):
            entries.append(_entity(found, kind, number))
        else:
            problems.append(bad_record(path.name, number, "no id, or no caption"))
    return ListReading(ENTITIES, records, tuple(entries), len(problems), tuple(problems))


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Any] | Problem]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                found = json.loads(line)
            except json.JSONDecodeError:
                found = None
            is_entity = isinstance(found, dict) and isinstance(found.get("properties", {}), dict)
            yield number, found if is_entity else bad_record(path.name, number, "no JSON object")


def _entity(found: dict[str, Any], kind: ListedKind, number: int) -> ListedParty:
    held = {
        key: tuple(str(value) for value in values)
        for key, values in found.get("properties", {}).items()
        if isinstance(values, list)
    }
    name = str(found["caption"])
    names = (*held.get("name", ()), *held.get("alias", ()), *held.get("previousName", ()))
    numbers = {
        kind: tuple(v for key in keys for v in held.get(key, ()))
        for kind, keys in _PROPERTIES.items()
    }
    if "imo_number" in numbers:
        numbers["imo_number"] = tuple(text.removeprefix("IMO") for text in numbers["imo_number"])
    countries = (*held.get("country", ()), *held.get("nationality", ()), *held.get("flag", ()))
    return ListedParty(
        entry_id=str(found["id"]),
        kind=kind,
        name=name,
        aliases=tuple(dict.fromkeys(other for other in names if other != name)),
        weak_aliases=held.get("weakAlias", ()),
        programs=held.get("programId", ()) or held.get("topics", ()),
        countries=tuple(dict.fromkeys(code.upper() for code in countries)),
        born_on=next(filter(None, map(day, held.get("birthDate", ()))), None),
        numbers={kind: tuple(dict.fromkeys(n)) for kind, n in numbers.items() if n},
        addresses=held.get("address", ()),
        listed_on=day(str(found.get("first_seen", ""))[:10]),
        record=number,
    )
