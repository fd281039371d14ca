"""The texts of an element of ISO 20022 by their paths, and what all of its messages write alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from aml.ledger.message.iso_parts import Fields
from aml.ledger.message.record import Unreadable

#: An amount as the schemas have it: 18 digits, and decimals to spare that sums still keep.
_AMOUNT = re.compile(r"[+-]?([0-9]{1,18}(\.[0-9]{0,10})?|\.[0-9]{1,10})")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?")
#: Ways of being filled that are kept; a hostile file could have any number.
_MOST_KINDS = 1000
#: What stands where a reference is demanded and there is none.
_NO_REFERENCE = ("NOTPROVIDED", "NOT PROVIDED", "NONREF", "NOREF")


def add_fields(found: Fields, more: Fields) -> None:
    """Add texts to those already found."""
    for path, texts in more.items():
        found.setdefault(path, []).extend(texts)


class Firsts:
    """The first text at the first path that is there, of several lists of paths at once.

    The records of a file are filled alike: where their texts stand is looked for once for each set
    of paths that is filled.
    """

    def __init__(self, *wanted: Sequence[str]) -> None:
        self._wanted = wanted
        self._found: dict[tuple[str, ...], Sequence[str]] = {}

    def of(self, fields: Fields) -> Sequence[str]:
        """A text for each list of paths, or nothing."""
        filled = tuple(fields)
        found = self._found.get(filled)
        if found is None:
            found = [next((path for path in paths if path in fields), "") for paths in self._wanted]
            if len(self._found) < _MOST_KINDS:
                self._found[filled] = found
        return [fields[path][0] if path else "" for path in found]


def text_of(fields: Fields, *paths: str) -> str:
    """The first text at the first of the paths that is there, or nothing."""
    for path in paths:
        if path in fields:
            return fields[path][0]
    return ""


def texts_of(fields: Fields, *paths: str) -> str:
    """All texts at the paths, with a blank between them."""
    return " ".join([text for path in paths if path in fields for text in fields[path]])


def reference_of(fields: Fields, *paths: str) -> str:
    """The first text at the paths that is a reference and does not say that there is none."""
    for path in paths:
        if path in fields and fields[path][0].upper() not in _NO_REFERENCE:
            return fields[path][0]
    return ""


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
        name = next(path for path in paths if path in fields).rpartition("/")[2]
        raise Unreadable(f"<{name}> states a sum or a count and holds no number")
    return Decimal(text)


def count(fields: Fields, *paths: str) -> int | None:
    """A number of records that the file states, None where it does not. Raises Unreadable."""
    number = stated(fields, *paths)
    return None if number is None else int(number)


@lru_cache(1000)
def day_of(text: str) -> str:
    """A day without its time zone; any other text as it stands."""
    found = _DAY.fullmatch(text)
    return found[1] if found else text


def day_or_instant(fields: Fields, path: str) -> tuple[str, str]:
    """Day and instant at `path`, of which the file has one: the day in `path` itself or below."""
    return day_of(text_of(fields, f"{path}/Dt", path)), text_of(fields, f"{path}/DtTm")
