"""An entry of a list of flagged parties, as its publisher wrote it, whatever the format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from aml.core.problem import Problem

ListedKind = Literal["organisation", "person", "vessel", "aircraft", "container", "address"]

#: The kinds of number that an entry may carry, as the columns of flagged_parties name them.
NUMBER_KINDS = (
    "imo_number", "company_imo", "mmsi", "container_number", "lei", "registration_number",
    "document_number", "account_number", "bic", "wallet",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListedParty:
    """One entry of a list.

    Args:
        entry_id: the publisher's own id, which stays when the name changes.
        kind: what the entry is.
        name: the name that the publisher puts first, in its spelling.
        aliases: other names that the publisher vouches for, former names among them.
        weak_aliases: names that it calls weak or low quality: nicknames, single words.
        programs: the sanctions programmes or list sections.
        countries: codes of ISO 3166 where the publisher gives or implies them, else its words.
        born_on: a person's birth date where day, month and year are known.
        numbers: identifiers by kind (NUMBER_KINDS).
        addresses: addresses as one line each.
        listed_on: the day of listing where the publisher gives one.
        record: the ordinal of the record in the file, from 1.
    """

    entry_id: str
    kind: ListedKind
    name: str
    aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    born_on: date | None = None
    numbers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()
    listed_on: date | None = None
    record: int = 0


@dataclass(frozen=True, slots=True)
class ListReading:
    """What a list file gave. `records` = entries + rejected, or the reading is wrong.

    Args:
        format: the format that was read, such as `ofac-csv`.
        records: the entries that the publisher's file holds, bad ones included.
        entries: those that could be read.
        rejected: how many could not, each with a problem.
        problems: every mistake, at file and record.
        published_on: the day that the file itself names, if it does.
    """

    format: str
    records: int
    entries: tuple[ListedParty, ...]
    rejected: int
    problems: tuple[Problem, ...]
    published_on: date | None = None
