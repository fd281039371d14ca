"""The parties of a filing, from what the institution holds on them and what cited records say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from aml.core.case import EvidenceRow, Subject
from aml.core.filing import FiledAccount, FiledParty, Identification, PostalAddress

Kind = Literal["person", "entity", "unknown"]
_PERSONS = {"person", "individual", "natural person", "private"}
_LIST_KINDS: Mapping[str, Kind] = {"person": "person", "organisation": "entity"}
#: Columns of a remittance that tell of its sender and its receiver, as those of a customer.
SENDER = {
    "sender_document": "document_number", "sender_phone": "phone", "sender_address": "address",
    "sender_city": "city", "sender_region": "region", "sender_country": "country",
}  # fmt: skip
RECEIVER = {
    "receiver_document": "document_number", "receiver_phone": "phone",
    "receiver_address": "address", "payout_city": "city", "payout_region": "region",
    "payout_country": "country",
}  # fmt: skip
_SPACE = re.compile(r"\s+")


def parted(name: str) -> tuple[str, str, str]:
    """First, middle and last name of a person whose records hold one text.

    `Last, First Middle` is parted at its comma; else the first word is the first name and the last
    word the last name. One word alone is a last name.
    """
    last, comma, rest = (_SPACE.sub(" ", part).strip() for part in name.partition(","))
    words = rest.split() if comma and rest else last.split()
    if comma and rest:
        return words[0], " ".join(words[1:]), last
    if len(words) < 2:
        return "", "", last
    return words[0], " ".join(words[1:-1]), words[-1]


def subject_party(number: int, subject: Subject, seen: Mapping[str, str]) -> FiledParty:
    """A subject as it is filed.

    Args:
        number: its place among the subjects, from 1.
        subject: the subject with its customer record, which may be empty.
        seen: what cited records say of it, under the names of a customer's columns.
    """
    known = {**seen, **subject.record}
    kind = _kind(subject.kind or known.get("customer_type", ""))
    found = FiledParty(
        ref=f"subject {number}",
        kind=kind,
        name=_name(subject),
        is_subject=True,
        is_customer=subject.is_customer,
        born_or_incorporated_on=_day(known.get("born_on", "")),
        accounts=tuple(
            FiledAccount(
                a.account_id, a.account_type, a.currency, a.iban, a.branch, opened_on=a.opened_on
            )
            for a in subject.accounts
        ),
        **_texts(known),
    )
    return with_name_parted(found, _identifications(known, subject.customer_numbers))


def other_party(
    number: int,
    name: str,
    seen: Mapping[str, str],
    accounts: Iterable[FiledAccount],
    entry: EvidenceRow | None,
    *,
    is_customer: bool,
) -> FiledParty:
    """A party that is no subject: the other side of a payment.

    Args:
        number: its place among all parties, from 1.
        name: as the records have it, empty where only an account is known.
        seen: what cited records say of it.
        accounts: its accounts, each once.
        entry: the entry of a list that it is, where it is one.
        is_customer: whether its account is at the institution.
    """
    found = FiledParty(
        ref=f"party {number}",
        kind=_LIST_KINDS.get(entry.text("kind"), "unknown") if entry else "unknown",
        name=name,
        is_subject=False,
        is_customer=is_customer,
        accounts=tuple(accounts),
        **_texts(seen),
    )
    registered = entry.text("registration_number") if entry else ""
    numbers = _identifications(seen, ())
    if registered:
        numbers = (*numbers, Identification("registration", registered, seen.get("country", "")))
    return with_name_parted(found, numbers)


def with_name_parted(party: FiledParty, numbers: tuple[Identification, ...]) -> FiledParty:
    """The party with its numbers and, where it is a person, its name in parts."""
    if party.kind != "person" or not party.name:
        return replace(party, identifications=numbers)
    first, middle, last = parted(party.name)
    return replace(
        party, first_name=first, middle_name=middle, last_name=last, is_name_parted=True,
        identifications=numbers,
    )  # fmt: skip


def _name(subject: Subject) -> str:
    """The recorded name; a subject that is called by its numbers has none."""
    numbers = {*subject.focus_ids, *subject.customer_numbers, subject.party_id}
    if "customer_id" in subject.record:
        numbers.add(subject.record["customer_id"])
    is_number = subject.name in numbers or set(subject.name.split(", ")) <= numbers
    return subject.record.get("name", "") if is_number else subject.name


def _kind(word: str) -> Kind:
    if not word.strip():
        return "unknown"
    return "person" if word.strip().lower() in _PERSONS else "entity"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _texts(known: Mapping[str, str]) -> dict[str, Any]:
    address = PostalAddress(
        street=known.get("address", ""),
        city=known.get("city", ""),
        state=known.get("region", ""),
        postal_code=known.get("postal_code", ""),
        country=known.get("country", ""),
    )
    return {
        "address": address,
        "phone": known.get("phone", ""),
        "email": known.get("email", ""),
        "occupation": known.get("occupation", "") or known.get("industry", ""),
        "industry_code": known.get("industry_code", ""),
        "employer": known.get("employer", ""),
    }


def _identifications(
    known: Mapping[str, str], customer_numbers: Iterable[str]
) -> tuple[Identification, ...]:
    country = known.get("country", "")
    pairs = [("tax", known.get("tax_number", "")), ("document", known.get("document_number", ""))]
    found = [Identification(kind, number, country) for kind, number in pairs if number]
    return (*found, *(Identification("customer", number) for number in customer_numbers))
