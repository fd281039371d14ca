"""What of one copied record names what of another: equal names and numbers, numbers in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from aml.core.case import Case, EvidenceRow, Subject
from aml.identity.name import NameKey, name_key, vessel_words

_ROLES = {
    "shipper": "shipper",
    "consignee": "consignee",
    "notify": "notify party",
    "forwarder": "forwarder",
    "carrier": "carrier",
}
#: Numbers by which a list names a party, and their words.
_NUMBERS = {
    "account_number": "account",
    "document_number": "document",
    "registration_number": "registration",
    "lei": "LEI",
    "bic": "bank code",
    "company_imo": "company number",
    "wallet": "wallet",
}
#: Numbers of things that a bill may name, and that a payment may cite in its text.
_THINGS = {"container_number": "container", "imo_number": "ship"}
_LISTED_THINGS = {**_THINGS, "mmsi": "ship's radio number", "wallet": "wallet"}
_BILL_THINGS = {"bl_no": "number", "booking_number": "booking", **_THINGS}
_TEXTS = ("remittance_text", "reference", "invoice_reference", "bill_of_lading", "purpose")
#: Who stands at a payment: a word, the column of the name, the columns of numbers.
_SIDES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "transactions": (
        ("", "counterparty_name", "counterparty_account", "counterparty_id", "counterparty_bank"),
        ("conductor", "conductor_name", "conductor_id"),
        ("on whose behalf", "on_behalf_of"),
    ),
    "remittances": (
        ("receiver", "receiver_name", "receiver_account", "receiver_document", "receiver_id"),
        ("sender", "sender_name", "sender_account", "sender_document", "sender_id"),
    ),
}
#: Shorter bill and booking numbers are read in the column for the bill of lading only.
_LEAST_CITED = 8
#: One item of a list as the store writes it out: bare, or in quotes where it holds a mark.
_ITEM = re.compile(r"'((?:[^'\\]|\\.)*)'|([^,\[\]]+)")
_PARTED = re.compile(r"[^0-9A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Side:
    """Someone at a payment: in words, by name, and by the numbers that the record has."""

    word: str
    name: str
    numbers: frozenset[str]


def other_sides(row: EvidenceRow) -> Iterator[Side]:
    """Everyone whom a payment names beside the institution's customer, the nearest first."""
    for word, name, *numbers in _SIDES[row.table]:
        held = (_plain(text) for number in numbers if (text := row.text(number)))
        yield Side(word, row.text(name), frozenset(filter(None, held)))


def account_owners(case: Case) -> Mapping[str, Subject]:
    """The subject of each account: the bank's record of it, or the alert that names the account."""
    named = {focus_id: subject for subject in case.subjects for focus_id in subject.focus_ids}
    return named | {a.account_id: subject for subject in case.subjects for a in subject.accounts}


def customer_side(row: EvidenceRow, owners: Mapping[str, Subject]) -> Side:
    """The institution's customer at a payment; `owners` are the subjects by account."""
    account = row.text("account_id")
    numbers = frozenset(filter(None, map(_plain, (account, row.text("customer_id")))))
    return Side("customer", owners[account].name if account in owners else "", numbers)


def roles_on(bill: EvidenceRow, side: Side) -> tuple[str, ...]:
    """The roles that someone has on a bill of lading, by id or by equal name."""
    if not (side.name or side.numbers):
        return ()
    return tuple(
        word
        for role, word in _ROLES.items()
        if _plain(bill.text(f"{role}_id")) in side.numbers
        or _is_same_firm(bill.text(f"{role}_name"), side.name)
    )


def flagged_roles(bill: EvidenceRow, entry: EvidenceRow) -> tuple[str, ...]:
    """What of a bill of lading an entry of a list flags: a party by its role, container, ship."""
    roles = tuple(
        word
        for role, word in _ROLES.items()
        if names(entry, bill.text(f"{role}_name"))
        or _plain(bill.text(f"{role}_id")) in _numbers(entry, *_NUMBERS)
    )
    things = tuple(
        word
        for column, word in _THINGS.items()
        if _plain(bill.text(column)) in _numbers(entry, column)
    )
    return (*roles, *things, *(("ship by its name",) if _is_named_ship(bill, entry) else ()))


def _is_named_ship(bill: EvidenceRow, entry: EvidenceRow) -> bool:
    """Whether a bill without an IMO number names a ship as the list does, word for word."""
    if entry.text("kind") != "vessel" or bill.text("imo_number"):
        return False
    words = vessel_words(bill.text("vessel_name"))
    return bool(words) and any(vessel_words(name) == words for name in _names(entry))


def names(entry: EvidenceRow, name: str) -> bool:
    """Whether an entry has this name or alias: the same words but legal forms and order."""
    same = _is_same_person if entry.text("kind") == "person" else _is_same_firm
    return any(same(listed, name) for listed in _names(entry))


def same_number(entry: EvidenceRow, side: Side) -> str:
    """The kind of number that an entry and a side of a payment share; empty where none is."""
    return next(
        (word for column, word in _NUMBERS.items() if _numbers(entry, column) & side.numbers), ""
    )


def cited_of_entry(row: EvidenceRow, entry: EvidenceRow) -> str:
    """What of an entry the text of a payment cites: container, ship, wallet, or nothing."""
    return _cited(row, entry, _LISTED_THINGS)


def cited_of_bill(row: EvidenceRow, bill: EvidenceRow) -> str:
    """What of a bill of lading the text of a payment cites: number, booking, container, ship."""
    if _plain(row.text("bill_of_lading")) == _plain(bill.text("bl_no")):
        return "number"
    return _cited(row, bill, _BILL_THINGS)


def _cited(row: EvidenceRow, record: EvidenceRow, things: dict[str, str]) -> str:
    text = "\n".join(row.text(column) for column in _TEXTS)
    for column, word in things.items():
        for number in sorted(_numbers(record, column)):
            is_long = column in _LISTED_THINGS or len(number) >= _LEAST_CITED
            if is_long and number in _plain(text) and _written(number).search(text.upper()):
                return word
    return ""


@lru_cache(maxsize=4096)
def _written(number: str) -> re.Pattern[str]:
    """A number however its letters and digits are parted; no piece of a longer one."""
    before, after = (r"\d" if number[at].isdigit() else "[A-Z]" for at in (0, -1))
    inner = r"[ ./-]*".join(re.escape(character) for character in number)
    return re.compile(f"(?<!{before}){inner}(?!{after})")


def _is_same_firm(one: str, other: str) -> bool:
    return _key(one).firm == _key(other).firm != ""


def _is_same_person(one: str, other: str) -> bool:
    return _key(one).person == _key(other).person != ""


@lru_cache(maxsize=4096)
def _key(name: str) -> NameKey:
    return name_key(name)


def _names(entry: EvidenceRow) -> Iterator[str]:
    yield entry.text("name")
    for column in ("aliases", "weak_aliases"):
        for quoted, bare in _ITEM.findall(entry.text(column)):
            yield re.sub(r"\\(.)", r"\1", quoted) or bare.strip()


def _numbers(record: EvidenceRow, *columns: str) -> frozenset[str]:
    texts = (part for column in columns for part in record.text(column).split(";"))
    return frozenset(filter(None, map(_plain, texts)))


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Letters and digits alone, in capitals."""
    return _PARTED.sub("", text).upper()
