"""The texts of an element of ISO 20022 by their paths, and what all of its messages write alike."""

from __future__ import annotations

import re
from decimal import Decimal

from lxml import etree

from aml.ledger.message.iso_xml import local_name
from aml.ledger.message.record import Unreadable

#: Texts by path of local names (`RmtInf/Ustrd`), a currency below the path of its amount (`@Ccy`).
Fields = dict[str, list[str]]

#: An amount as the schemas have it: 18 digits, and decimals to spare that sums still keep.
_AMOUNT = re.compile(r"[+-]?([0-9]{1,18}(\.[0-9]{0,10})?|\.[0-9]{1,10})")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?")
#: More than any element of a message holds; a hostile file could have any number.
_MOST_TAGS = 200
#: What stands where a reference is demanded and there is none.
_NO_REFERENCE = ("", "NOTPROVIDED", "NOT PROVIDED", "NONREF", "NOREF")


class _Paths(dict[str, "tuple[str, _Paths, bool]"]):
    """By the tag of an element below a place: its path, the paths below, whether it is an amount.

    They are made once, as a file has few.
    """

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self._prefix = prefix

    def __missing__(self, tag: str) -> tuple[str, _Paths, bool]:
        path = self._prefix + tag.rpartition("}")[2]
        place = (path, _Paths(f"{path}/"), path.endswith("Amt"))
        if len(self) < _MOST_TAGS:
            self[tag] = place
        return place


_TOP = _Paths("")


def fields_of(element: etree._Element) -> Fields:
    """The texts below an element that are not empty, without blanks around them."""
    found: Fields = {}
    _walk(element, _TOP, found)
    return found


def add_fields(found: Fields, element: etree._Element) -> None:
    """Add the texts below an element, its own name before their paths, to those already found."""
    name, below, _ = _TOP[local_name(element)]
    if len(element):
        _walk(element, below, found)
    elif text := (element.text or "").strip():
        found.setdefault(name, []).append(text)


def _walk(element: etree._Element, paths: _Paths, found: Fields) -> None:
    """No element of a message holds both text and elements, and only amounts have a currency."""
    for child in element:
        path, below, is_amount = paths[child.tag]
        text = child.text
        if not text or not (text := text.strip()):
            _walk(child, below, found)
        elif path in found:
            found[path].append(text)
        else:
            found[path] = [text]
            if is_amount:
                found[f"{path}@Ccy"] = [child.get("Ccy", "").strip()]


def text_of(fields: Fields, *paths: str) -> str:
    """The first text at the first of the paths that is there, or nothing."""
    for path in paths:
        if path in fields:
            return fields[path][0]
    return ""


def texts_of(fields: Fields, *paths: str) -> str:
    """All texts at the paths, with a blank between them."""
    return " ".join(text for path in paths for text in fields.get(path, ()))


def reference_of(fields: Fields, *paths: str) -> str:
    """The first text at the paths that is a reference and does not say that there is none."""
    texts = (text_of(fields, path) for path in paths)
    return next((text for text in texts if text.upper() not in _NO_REFERENCE), "")


def invoice_of(fields: Fields) -> str:
    """References of the creditor and numbers of documents in the remittance information."""
    return texts_of(fields, "RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/RfrdDocInf/Nb")


def remittance_of(fields: Fields) -> str:
    """What the payer writes to the payee."""
    return texts_of(fields, "RmtInf/Ustrd", "RmtInf/Strd/AddtlRmtInf")


def is_amount(text: str) -> bool:
    """Whether a text is an amount as the schemas write it."""
    return _AMOUNT.fullmatch(text) is not None


def amount_of(text: str) -> Decimal:
    """The amount that a text is; nothing where it is none, so that sums differ and say so."""
    return Decimal(text) if is_amount(text) else Decimal(0)


def stated(fields: Fields, *paths: str) -> Decimal | None:
    """A sum or count that the file states, None where it does not. Raises Unreadable."""
    text = text_of(fields, *paths)
    if not text:
        return None
    if not is_amount(text):
        raise Unreadable("a sum or a number of records that the file states is none")
    return Decimal(text)


def count(fields: Fields, *paths: str) -> int | None:
    """A number of records that the file states, None where it does not. Raises Unreadable."""
    number = stated(fields, *paths)
    return None if number is None else int(number)


def day_of(text: str) -> str:
    """A day without its time zone; any other text as it stands."""
    found = _DAY.fullmatch(text)
    return found[1] if found else text


def day_or_instant(fields: Fields, path: str) -> tuple[str, str]:
    """Day and instant at `path`, of which the file has one: the day in `path` itself or below."""
    return day_of(text_of(fields, f"{path}/Dt", path)), text_of(fields, f"{path}/DtTm")


def refused_for(amount: str) -> str:
    """The code that refuses a record for an amount that is there and is none, or nothing."""
    return "" if not amount or is_amount(amount) else "LDG060"
