"""The numbers of a list's entries in one spelling, and those that cannot be numbers at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from aml.core.listed import ListedParty, ListReading
from aml.core.problem import Location, Problem
from aml.identity import well_formed

_WORDS: Mapping[str, str] = {
    "imo_number": "an IMO number of a ship",
    "company_imo": "an IMO number of a company",
    "mmsi": "an MMSI of a ship",
    "container_number": "a container number",
    "lei": "an LEI",
    "account_number": "an IBAN",
    "bic": "a BIC",
    "wallet": "a wallet address",
}


def with_good_numbers(reading: ListReading, file: str) -> ListReading:
    """The reading, its malformed numbers left out and named by file and record.

    A number with a slip would match nobody, or somebody else; its entry keeps everything else.
    """
    problems: list[Problem] = []
    entries: list[ListedParty] = []
    for entry in reading.entries:
        numbers = _told_apart(entry)
        problems += _malformed(numbers, Location(file, record=entry.record))
        entries.append(replace(entry, numbers=_good(numbers)) if numbers else entry)
    found = (*reading.problems, *problems)
    return replace(reading, entries=tuple(entries), problems=found)


def _told_apart(entry: ListedParty) -> Mapping[str, tuple[str, ...]]:
    """The numbers by kind. Publishers give firms their IMO number in the column of ships."""
    numbers = dict(entry.numbers)
    if entry.kind == "vessel" or "imo_number" not in numbers:
        return numbers
    given = numbers.pop("imo_number")
    firms = tuple(n for n in given if well_formed("company_imo", n))
    ships = tuple(number for number in given if number not in firms)
    numbers |= {"company_imo": (*numbers.get("company_imo", ()), *firms), "imo_number": ships}
    return {kind: found for kind, found in numbers.items() if found}


def _good(numbers: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    spelt = {
        kind: tuple(dict.fromkeys(good for n in found if (good := well_formed(kind, n))))
        for kind, found in numbers.items()
    }
    return {kind: found for kind, found in spelt.items() if found}


def _malformed(numbers: Mapping[str, tuple[str, ...]], at: Location) -> Iterator[Problem]:
    hint = "the entry is read without it; ask the publisher, or mend the record"
    for kind, found in numbers.items():
        for number in found:
            if kind in _WORDS and well_formed(kind, number) is None:
                message = f"{_WORDS[kind]} that is none by its check digit or form"
                yield Problem("LST005", message, at, hint)
