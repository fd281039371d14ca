"""The consolidated list of the United Nations Security Council, as XML.

Aliases and addresses come as empty elements where there are none; an entity's name stands in
FIRST_NAME; a birth date may be exact, approximate or a span, and only an exact day is kept.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from aml.core.listed import ListedKind, ListedParty, ListReading
from aml.core.problem import Problem
from aml.screening.lists.markup import root_of, text, texts
from aml.screening.lists.records import bad_record

if TYPE_CHECKING:
    from lxml import etree

FORMAT = "un-xml"
_ENTRIES: tuple[tuple[str, ListedKind], ...] = (
    ("INDIVIDUALS/INDIVIDUAL", "person"),
    ("ENTITIES/ENTITY", "organisation"),
)
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def read_un_xml(path: Path) -> ListReading:
    """Every individual and entity of the list. Raises LedgerError when it is no XML."""
    root = root_of(path)
    entries: list[ListedParty] = []
    problems: list[Problem] = []
    record = 0
    for where, kind in _ENTRIES:
        for element in root.iterfind(where):
            record += 1
            entry = _entry(element, kind, record)
            if entry.entry_id and entry.name:
                entries.append(entry)
            else:
                problems.append(bad_record(path.name, record, "no DATAID, or no name"))
    published = _day((root.get("dateGenerated") or "")[:10])
    return ListReading(FORMAT, record, tuple(entries), len(problems), tuple(problems), published)


def _entry(element: etree._Element, kind: ListedKind, record: int) -> ListedParty:
    prefix = "INDIVIDUAL" if kind == "person" else "ENTITY"
    strong, weak = _aliases(element, f"{prefix}_ALIAS")
    name = " ".join(part for part in (text(element, tag) for tag in _NAMES) if part)
    original = text(element, "NAME_ORIGINAL_SCRIPT")
    countries = [*texts(element, "NATIONALITY/VALUE"), *texts(element, f"{prefix}_ADDRESS/COUNTRY")]
    documents = tuple(texts(element, f"{prefix}_DOCUMENT/NUMBER"))
    return ListedParty(
        entry_id=text(element, "DATAID"),
        kind=kind,
        name=name,
        aliases=tuple(dict.fromkeys((*((original,) if original else ()), *strong))),
        weak_aliases=weak,
        programs=tuple(texts(element, "UN_LIST_TYPE")),
        countries=tuple(dict.fromkeys(countries)),
        born_on=_born_on(element),
        numbers={"document_number": documents} if documents else {},
        addresses=tuple(filter(None, map(_address, element.iterfind(f"{prefix}_ADDRESS")))),
        listed_on=_day(text(element, "LISTED_ON")[:10]),
        record=record,
    )


def _aliases(element: etree._Element, tag: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The aliases of good quality, and those that the list itself calls low."""
    found = [
        (text(alias, "QUALITY").lower(), text(alias, "ALIAS_NAME"))
        for alias in element.iterfind(tag)
    ]
    weak = tuple(name for quality, name in found if name and quality == "low")
    return tuple(name for quality, name in found if name and quality != "low"), weak


def _born_on(element: etree._Element) -> date | None:
    for born in element.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
        if text(born, "TYPE_OF_DATE").upper() in ("EXACT", ""):
            day = _day(text(born, "DATE")[:10])
            if day:
                return day
    return None


def _address(element: etree._Element) -> str:
    parts = (text(element, tag) for tag in ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY"))
    return ", ".join(part for part in parts if part)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
