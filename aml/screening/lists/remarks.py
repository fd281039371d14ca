"""The remarks of an OFAC entry: numbers, birth date and weak aliases out of one line of text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

#: What a part of the remarks begins with, and the kind of number that follows.
_NUMBERS = tuple(
    (re.compile(rf"(?:{words}) ?#? ?({number})"), kind)
    for kind, words, number in (
        ("imo_number", "Vessel Registration Identification IMO", r"\d{7}\b"),
        ("company_imo", "Company Number IMO|Identification Number IMO", r"\d{7}\b"),
        ("mmsi", "MMSI", r"\d{9}\b"),
        ("bic", "SWIFT/BIC|BIK|BIC", r"[A-Z0-9]{8,11}\b"),
        ("lei", "Legal Entity Number|LEI", r"[A-Z0-9]{20}\b"),
        ("wallet", "Digital Currency Address - [A-Z0-9]+", "[A-Za-z0-9]{20,}"),
        (
            "registration_number",
            r"Registration ID|Registration Number|Company Number|Commercial Registry Number|"
            r"Matricula Mercantil No|Folio Mercantil No\.|C\.R\. No\.|Tax ID No\.|NIT|RUC|"
            r"V\.A\.T\. Number|Registered Charity No\.|Business Registration Document",
            r"[A-Z0-9][\w./-]*",
        ),
        (
            "document_number",
            r"Passport|R\.F\.C\.|C\.U\.R\.P\.|Cedula No\.|Cedula de Ciudadania|"
            r"National ID No\.|SSN|DNI|D\.N\.I\.|Electoral Registry No\.|"
            r"Identification Number|Driver's License No\.|Residency Number",
            r"[A-Z0-9][\w./-]*",
        ),
    )
)
_ALIAS = re.compile(r"(?:a\.k\.a\.|f\.k\.a\.|alt\. name) [\"'](.+?)[\"']\.?$", re.IGNORECASE)
_BORN = re.compile(r"DOB (\d{1,2} [A-Z][a-z]{2} \d{4})$")


@dataclass(frozen=True, slots=True)
class Remarks:
    """What the remarks say beyond names and programmes."""

    born_on: date | None
    weak_aliases: tuple[str, ...]
    numbers: Mapping[str, tuple[str, ...]]


def read_remarks(text: str) -> Remarks:
    """The parts of a remark, parted by `; `. What no rule knows is left in the publisher's file.

    An approximate birth date (`circa`, a year, a span) is none: it would agree by chance.
    """
    parts = [part.strip().rstrip(".") for part in text.split(";")]
    born = next((found[1] for part in parts if (found := _BORN.match(part))), None)
    aliases = [found[1] for part in parts if (found := _ALIAS.match(part))]
    numbers: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        for pattern, kind in _NUMBERS:
            if found := pattern.search(part):
                numbers[kind].append(found[1])
                break
    return Remarks(
        datetime.strptime(born, "%d %b %Y").date() if born else None,  # noqa: DTZ007 - a day
        tuple(dict.fromkeys(aliases)),
        {kind: tuple(dict.fromkeys(found)) for kind, found in numbers.items()},
    )
