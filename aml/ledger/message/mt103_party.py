"""The parties and banks of MT103: fields 50, 52, 57 and 59 in their options."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aml.ledger.message.plain_text import squeezed, unwrapped

#: Characters of a full line, and of one that begins with a number and a slash.
_LINE, _NUMBERED_LINE = 35, 33
_BIC = re.compile(r"[A-Z0-9]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_ROUTING = re.compile(r"//FW([0-9]{9})")
_NUMBERED = re.compile(r"([1-8])/(.*)")
_COUNTRY = re.compile(r"([A-Z]{2})(?:/.*)?")


@dataclass(frozen=True, slots=True)
class Party:
    """A customer: account, name, and the country of the address where it is marked as such."""

    account: str = ""
    name: str = ""
    country: str = ""


def party_of(lines: Sequence[str], option: str) -> Party:
    """The customer of field 50 or 59.

    Args:
        lines: the field. `/account` stands first, or with option F `CODE/CC/number` of a document.
        option: A is a BIC, F has numbered lines, K and none have name and address as they come.
    """
    account, rest = _account(lines)
    if option == "F":
        if not account and rest and not _NUMBERED.match(rest[0]):
            account, rest = squeezed(rest[0]), rest[1:]
        return Party(account, _numbered(rest, "1"), _country(rest))
    return Party(account, _name(rest))


def bank_of(lines: Sequence[str], option: str) -> str:
    """The bank of field 52 or 57: its BIC, its US routing number, else its name or place."""
    _, rest = _account(lines)
    first = squeezed(rest[0]) if rest else ""
    if option == "A":
        return bic_of(first)
    routing = next((found for line in lines if (found := _ROUTING.match(line))), None)
    return routing[1] if routing else first


def bic_of(address: str) -> str:
    """The BIC of a bank from itself or from its address on the network; XXX is the head office."""
    bic = address[:8] + address[9:] if len(address) == 12 else address
    return bic[:8] if _BIC.fullmatch(bic) and bic.endswith("XXX") else bic


def _account(lines: Sequence[str]) -> tuple[str, Sequence[str]]:
    if lines and lines[0].startswith("/"):
        return squeezed(lines[0].lstrip("/")), lines[1:]
    return "", lines


def _name(lines: Sequence[str]) -> str:
    """The first line; where it is full, the name runs on in the next. The rest is the address."""
    taken = 0
    while taken < len(lines) and len(lines[taken]) >= _LINE:
        taken += 1
    return unwrapped(lines[: taken + 1], _LINE)


def _numbered(lines: Sequence[str], number: str) -> str:
    """The text of the lines of one number: 1 name, 2 street, 3 country and town."""
    found = (_NUMBERED.match(line) for line in lines)
    return unwrapped((line[2] for line in found if line and line[1] == number), _NUMBERED_LINE)


def _country(lines: Sequence[str]) -> str:
    found = _COUNTRY.fullmatch(_numbered(lines, "3"))
    return found[1] if found else ""
