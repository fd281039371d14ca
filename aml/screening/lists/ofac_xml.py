"""OFAC's SDN list as XML (SDN.XML): cleaner than the CSV for identifiers and weak aliases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from aml.core.listed import ListedKind, ListedParty, ListReading
from aml.core.problem import Problem
from aml.screening.lists.markup import root_of, text, texts
from aml.screening.lists.records import bad_record, day
from aml.screening.lists.remarks import read_remarks

if TYPE_CHECKING:
    from lxml import etree

FORMAT = "ofac-xml"
_KINDS: Mapping[str, ListedKind] = {
    "individual": "person", "entity": "organisation", "vessel": "vessel", "aircraft": "aircraft",
}  # fmt: skip


def read_ofac_xml(path: Path) -> ListReading:
    """Every sdnEntry of the list. Raises LedgerError when it is no XML."""
    root = root_of(path)
    entries: list[ListedParty] = []
    problems: list[Problem] = []
    found = list(root.iterfind("sdnEntry"))
    for record, element in enumerate(found, start=1):
        kind = _KINDS.get(text(element, "sdnType").lower())
        name = _name(element, "lastName", "firstName")
        if kind and name and text(element, "uid").isdecimal():
            entries.append(_entry(element, kind, name, record))
            continue
        message = "no uid, no name, or an unknown sdnType"
        problems.append(bad_record(path.name, record, message))
    published = day(text(root, "publshInformation/Publish_Date"), ("%m/%d/%Y",))
    return ListReading(
        FORMAT, len(found), tuple(entries), len(problems), tuple(problems), published
    )


def _entry(element: etree._Element, kind: ListedKind, name: str, record: int) -> ListedParty:
    aliases = [
        (text(aka, "category").lower(), _name(aka, "lastName", "firstName"))
        for aka in element.iterfind("akaList/aka")
    ]
    countries = [
        *texts(element, "addressList/address/country"),
        *texts(element, "nationalityList/nationality/country"),
        *texts(element, "vesselInfo/vesselFlag"),
    ]
    return ListedParty(
        entry_id=text(element, "uid"),
        kind=kind,
        name=name,
        aliases=tuple(name for category, name in aliases if name and category != "weak"),
        weak_aliases=tuple(name for category, name in aliases if name and category == "weak"),
        programs=tuple(texts(element, "programList/program")),
        countries=tuple(dict.fromkeys(countries)),
        born_on=_born_on(element),
        numbers=_numbers(element),
        addresses=tuple(filter(None, map(_address, element.iterfind("addressList/address")))),
        record=record,
    )


def _name(element: etree._Element, last: str, first: str) -> str:
    return ", ".join(part for part in (text(element, last), text(element, first)) if part)


def _born_on(element: etree._Element) -> date | None:
    """The main birth date, where day, month and year are given (`10 Dec 1948`)."""
    items = list(element.iterfind("dateOfBirthList/dateOfBirthItem"))
    items.sort(key=lambda item: text(item, "mainEntry").lower() != "true")
    days = (day(text(item, "dateOfBirth"), ("%d %b %Y",)) for item in items)
    return next(filter(None, days), None)


def _numbers(element: etree._Element) -> Mapping[str, tuple[str, ...]]:
    """Identifiers by kind: an id's type and number read as the remarks of the CSV write them."""
    found: dict[str, list[str]] = defaultdict(list)
    for item in element.iterfind("idList/id"):
        written = f"{text(item, 'idType')} {text(item, 'idNumber')}"
        for kind, numbers in read_remarks(written).numbers.items():
            found[kind] += numbers
    return {kind: tuple(dict.fromkeys(numbers)) for kind, numbers in found.items()}


def _address(element: etree._Element) -> str:
    tags = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")
    return ", ".join(part for part in (text(element, tag) for tag in tags) if part)
