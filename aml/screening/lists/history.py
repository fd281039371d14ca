"""The versions of a list as one table of flagged parties, each row valid on the days it was so.

A row is an entry as it stood over successive versions; where the publisher changed or dropped it,
the row ends and, if it goes on, another begins. A scan of an old day thus meets the names, numbers
and programmes of that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from rigour.territories import lookup_territory

from aml.core.listed import ListedParty

#: Programmes that say more than that a party is listed, gravest first.
_GRAVE = (("FTO", "fto"), ("SDGT", "sdgt"))
#: The columns of flagged_parties, in the order in which a history file holds them.
COLUMNS = (
    "entry_id", "list_id", "list_version", "name", "aliases", "weak_aliases", "kind", "imo_number",
    "company_imo", "mmsi", "container_number", "lei", "registration_number", "document_number",
    "account_number", "bic", "wallet", "country", "address", "born_on", "reason", "strength",
    "program", "source", "flagged_from", "flagged_to",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListVersion:
    """One published state of a list: the day it is of, its entries by id, the file it came in."""

    version_on: date
    entries: Mapping[str, ListedParty]
    source: str = ""


def version(version_on: date, entries: Iterable[ListedParty], source: str = "") -> ListVersion:
    """A state of a list. Of entries with one id the first stands."""
    by_id: dict[str, ListedParty] = {}
    for entry in entries:
        by_id.setdefault(entry.entry_id, entry)
    return ListVersion(version_on, by_id, source)


@dataclass(frozen=True, slots=True)
class ListTerms:
    """What a list's entries are worth: its id, reason and strength."""

    list_id: str
    reason: str
    strength: Decimal


def history(terms: ListTerms, versions: Sequence[ListVersion]) -> list[dict[str, str]]:
    """The rows of flagged_parties, in order of entry and day, as text by column.

    Args:
        terms: what holds for every entry of the list.
        versions: the states of the list, oldest first, of different days.
    """
    rows: list[dict[str, str]] = []
    for entry_id in sorted({entry_id for state in versions for entry_id in state.entries}):
        rows += [_row(terms, span) for span in _spans(entry_id, versions)]
    return rows


@dataclass(frozen=True, slots=True)
class _Span:
    entry: ListedParty
    state: ListVersion
    valid_from: date
    valid_to: date | None


def _spans(entry_id: str, versions: Sequence[ListVersion]) -> Iterator[_Span]:
    """The states of one entry over the versions: where it changes, one span ends."""
    open_span: _Span | None = None
    for state in versions:
        entry = state.entries.get(entry_id)
        if open_span and (entry is None or not _is_same(entry, open_span.entry)):
            yield replace(open_span, valid_to=state.version_on - timedelta(days=1))
            began = None if entry is None else state.version_on
        else:
            began = open_span.valid_from if open_span else None
        if entry is None:
            open_span = None
            continue
        since = began or _first_day(entry, state.version_on)
        open_span = _Span(entry, state, since, None)
    if open_span:
        yield open_span


def _first_day(entry: ListedParty, version_on: date) -> date:
    """The publisher's day of listing, where it gives one; else that of the first version."""
    return min(entry.listed_on, version_on) if entry.listed_on else version_on


def _is_same(one: ListedParty, other: ListedParty) -> bool:
    return replace(one, record=0) == replace(other, record=0)


def _row(terms: ListTerms, span: _Span) -> dict[str, str]:
    entry = span.entry
    row = {
        "entry_id": entry.entry_id,
        "list_id": terms.list_id,
        "list_version": span.state.version_on.isoformat(),
        "name": entry.name,
        "aliases": _joined(entry.aliases),
        "weak_aliases": _joined(entry.weak_aliases),
        "kind": entry.kind,
        "country": country_code(entry.countries),
        "address": _joined(entry.addresses),
        "born_on": entry.born_on.isoformat() if entry.born_on else "",
        "reason": _reason(terms, entry),
        "strength": str(terms.strength),
        "program": " ".join(entry.programs),
        "source": span.state.source,
        "flagged_from": span.valid_from.isoformat(),
        "flagged_to": span.valid_to.isoformat() if span.valid_to else "",
    }
    row |= {kind: _joined(numbers) for kind, numbers in entry.numbers.items()}
    return {column: row.get(column, "") for column in COLUMNS}


def _reason(terms: ListTerms, entry: ListedParty) -> str:
    return next((reason for word, reason in _GRAVE if word in entry.programs), terms.reason)


def _joined(values: Sequence[str]) -> str:
    """Several values of one cell; a sign that parts them may not stand inside one."""
    return ";".join(dict.fromkeys(value.replace(";", ",") for value in values))


def country_code(names: Sequence[str]) -> str:
    """The ISO 3166 code of the one country that an entry names; empty for none or several.

    Several countries would agree with anybody's and differ from anybody's.
    """
    codes = {code for name in names if (code := _code(name))}
    return codes.pop() if len(codes) == 1 else ""


@cache
def _code(name: str) -> str:
    if len(name) == 2 and name.isascii() and name.isalpha():
        return name.upper()
    territory = lookup_territory(name)
    return territory.code.upper()[:2] if territory else ""


def changes(before: ListVersion, after: ListVersion) -> Mapping[str, tuple[ListedParty, ...]]:
    """What one version of a list holds that another does not: added, removed, changed entries."""
    old, new = before.entries, after.entries
    return {
        "added": tuple(entry for key, entry in new.items() if key not in old),
        "removed": tuple(entry for key, entry in old.items() if key not in new),
        "changed": tuple(
            entry for key, entry in new.items() if key in old and not _is_same(entry, old[key])
        ),
    }
