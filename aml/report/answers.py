"""What a person adds to a filing: `subject 1.born_or_incorporated_on: 1980-01-31`, one a line.

The keys are those that a worklist of missing data names. `unknown` takes back what the records
have, so that the form declares it unknown. A mistake is told at its line and column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from aml.config import Node, Section
from aml.core.filing import (
    FiledAccount,
    FiledMovement,
    FiledParty,
    Filer,
    Filing,
    Identification,
    PostalAddress,
    RelatedPerson,
    ReportingPerson,
)
from aml.core.problem import did_you_mean
from aml.report.filed_party import parted

T = TypeVar("T", Filer, FiledParty, FiledAccount, FiledMovement, PostalAddress, ReportingPerson)
UNKNOWN = "unknown"
_ADDRESS = tuple(field.name for field in fields(PostalAddress))
_NUMBERS = {f"{kind}_number": kind for kind in ("tax", "document", "registration", "customer")}
_FILER = tuple(field.name for field in fields(Filer) if field.default == "")
_PERSON = tuple(field.name for field in fields(ReportingPerson))
_PARTY = (
    "name", "first_name", "middle_name", "last_name", "gender", "nationality", "phone", "email",
    "occupation", "industry_code", "employer", "legal_form",
)  # fmt: skip
_TYPED = ("kind", "is_customer", "born_or_incorporated_on")
_ACCOUNT = ("kind", "currency", "iban", "branch", "institution", "bic", "country")
_MOVEMENT = ("from_country", "to_country", "conductor", "place", "text", "instrument_number")
_LISTS = {"codes": ",", "tags": ",", "key_terms": ";"}
_CODE_TEXT = "code_text "
_NTH_ACCOUNT = re.compile(r"account_([0-9]+)")
_ITS_ACCOUNT = re.compile(r"(.+)\.account_([0-9]+)")
_ITS_PERSON = re.compile(r"(.+)\.(director|signatory) ([1-9])")
_BOOLEANS = {"true": True, "false": False}
#: What is told before what rests on it: a name is parted once its kind is known.
_FIRST = ("kind", "name")


class _FieldError(Exception):
    """A key whose last part is no datum of what it names; carries those that are."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__()
        self.known = tuple(known)


def with_answers(filing: Filing, answers: Section) -> Filing:
    """The filing with what a person answered; mistakes are problems of the section's source.

    Args:
        filing: as its case gives it.
        answers: keys `whose.field`: filer, filer.person, filing, `subject 1`, `party 3`,
            `account NUMBER`, `subject 1.account_1`, `subject 1.director 1`,
            `subject 1.signatory 1`, `movement RECORD`, `movement 1`.
    """
    told = list(answers.entries())
    told.sort(key=lambda pair: _FIRST.index(f) if (f := _field(pair[0])) in _FIRST else len(_FIRST))
    for key, node in told:
        try:
            filing = _answered(filing, key, node)
        except _FieldError as error:
            hint = did_you_mean(_field(key), error.known) or f"known: {', '.join(error.known)}"
            message = f"unknown key '{key}' in {answers.what}"
            answers.source.report("CFG002", message, answers.place(key), hint)
        except ValueError as error:
            answers.wrong(key, f"'{key}' {error}")
    return filing


def _field(key: str) -> str:
    return key.rpartition(".")[2]


def _answered(filing: Filing, key: str, node: Node) -> Filing:
    text = _text(node)
    whose, _, field = key.rpartition(".")
    if whose == "filer.person":
        person = _with_text(filing.filer.person, field, text, _PERSON)
        return replace(filing, filer=replace(filing.filer, person=person))
    if whose == "filer":
        return replace(filing, filer=_filer(filing.filer, field, text))
    if whose == "filing":
        return _filing(filing, field, text)
    kind, _, name = whose.partition(" ")
    if kind == "account":
        return _of_parties(filing, lambda party: _with_account(party, name, field, text))
    if kind == "movement":
        movements = [
            _movement(m, field, text) if name in (m.record_id, str(place)) else m
            for place, m in enumerate(filing.movements, 1)
        ]
        return _changed(filing, "movements", tuple(movements))
    return _of_parties(filing, lambda party: _with_answer(party, whose, field, text))


def _with_answer(party: FiledParty, whose: str, field: str, text: str) -> FiledParty:
    """The party, one of its accounts by place, or a person who acts for it, completed."""
    if party.ref == whose:
        return _party(party, field, text)
    if (its := _ITS_ACCOUNT.fullmatch(whose)) and its[1] == party.ref:
        place = int(its[2]) - 1
        if 0 <= place < len(party.accounts):
            return _with_account(party, party.accounts[place].number, field, text)
    if (its := _ITS_PERSON.fullmatch(whose)) and its[1] == party.ref:
        return _with_person(party, its[2], int(its[3]), field, text)
    return party


def _with_person(party: FiledParty, word: str, place: int, field: str, text: str) -> FiledParty:
    """The party with a person who acts for it completed, or named for the first time."""
    role: Any = word
    acting = [related.party for related in party.people if related.role == role]
    for number in range(len(acting) + 1, place + 1):
        ref = f"{party.ref}.{role} {number}"
        acting.append(FiledParty(ref, "person", "", is_subject=False, is_customer=False))
    acting[place - 1] = _party(acting[place - 1], field, text)
    others = (related for related in party.people if related.role != role)
    return replace(party, people=(*others, *(RelatedPerson(role, who) for who in acting)))


def _text(node: Node) -> str:
    if isinstance(node.value, str):
        return "" if node.value.strip().lower() == UNKNOWN else node.value.strip()
    message = f"is {node.kind}, not a text"
    raise ValueError(message)


def _of_parties(filing: Filing, change: Callable[[FiledParty], FiledParty]) -> Filing:
    return _changed(filing, "parties", tuple(map(change, filing.parties)))


def _changed(filing: Filing, field: str, found: tuple[Any, ...]) -> Filing:
    """The filing with a field changed; nothing is called by a name that changes nothing."""
    if all(a is b for a, b in zip(found, getattr(filing, field), strict=True)):
        refs = [party.ref for party in filing.parties[:8]]
        names = [f"{name}." for name in ("filer", "filing", *refs, "account …", "movement …")]
        raise _FieldError(names)
    changed: dict[str, Any] = {field: found}
    return replace(filing, **changed)


def _with_text(held: T, field: str, text: str, known: Iterable[str]) -> T:
    names = tuple(known)
    if field not in names:
        raise _FieldError(names)
    changed: dict[str, Any] = {field: text}
    return replace(held, **changed)


def _filer(filer: Filer, field: str, text: str) -> Filer:
    if field in _ADDRESS:
        return replace(filer, address=_with_text(filer.address, field, text, _ADDRESS))
    if field not in _FILER:
        raise _FieldError((*_FILER, *_ADDRESS))
    return _with_text(filer, field, text, _FILER)


def _filing(filing: Filing, field: str, text: str) -> Filing:
    if field in _LISTS:
        parts = (part.strip() for part in text.split(_LISTS[field]))
        changed: dict[str, Any] = {field: tuple(filter(None, parts))}
        return replace(filing, **changed)
    if field.startswith(_CODE_TEXT):
        code = field.removeprefix(_CODE_TEXT)
        others = tuple(pair for pair in filing.code_texts if pair[0] != code)
        return replace(filing, code_texts=(*others, (code, text)))
    if field in {"total", "total_usd"}:
        changed = {field: _amount(text)}
        return replace(filing, **changed)
    if field == "filed_on":
        return replace(filing, filed_on=_day(text))
    if field in {"continues", "corrects"}:
        changed = {field: _boolean(text)}
        return replace(filing, **changed)
    if field == "prior_document_number":
        return replace(filing, prior_document_number=text)
    known = (
        "total", "total_usd", "filed_on", "continues", "corrects", "prior_document_number", *_LISTS,
        f"{_CODE_TEXT}8/8999",
    )  # fmt: skip
    raise _FieldError(known)


def _typed(party: FiledParty, field: str, text: str) -> FiledParty:
    """The party with a datum that is no text."""
    if field == "born_or_incorporated_on":
        return replace(party, born_or_incorporated_on=_day(text))
    if field == "is_customer":
        return replace(party, is_customer=_boolean(text))
    if text not in {"person", "entity"}:
        message = "is neither person nor entity"
        raise ValueError(message)
    kind: Any = text
    return _parted(replace(party, kind=kind))


def _party(party: FiledParty, field: str, text: str) -> FiledParty:
    if field in _TYPED:
        return _typed(party, field, text)
    if field in _ADDRESS:
        return replace(party, address=_with_text(party.address, field, text, _ADDRESS))
    if field in _NUMBERS:
        return _with_number(party, _NUMBERS[field], text)
    if (nth := _NTH_ACCOUNT.fullmatch(field)) and 0 < int(nth[1]) <= len(party.accounts):
        place = int(nth[1]) - 1
        account = replace(party.accounts[place], number=text)
        accounts = (*party.accounts[:place], account, *party.accounts[place + 1 :])
        return replace(party, accounts=accounts)
    if field not in _PARTY:
        raise _FieldError((*_PARTY, *_TYPED, *_ADDRESS, *_NUMBERS))
    changed = _with_text(party, field, text, _PARTY)
    return _parted(changed) if field == "name" else replace(changed, is_name_parted=False)


def _parted(party: FiledParty) -> FiledParty:
    """A person's name in parts, an entity's in one."""
    is_person = party.kind == "person" and bool(party.name)
    first, middle, last = parted(party.name) if is_person else ("", "", "")
    return replace(
        party, first_name=first, middle_name=middle, last_name=last, is_name_parted=is_person
    )


def _with_number(party: FiledParty, kind: str, text: str) -> FiledParty:
    """The party with a number of a kind in the place of those it had."""
    others = tuple(number for number in party.identifications if number.kind != kind)
    told = (Identification(kind, text, party.address.country),) if text else ()
    return replace(party, identifications=(*told, *others))


def _with_account(party: FiledParty, number: str, field: str, text: str) -> FiledParty:
    if all(account.number != number for account in party.accounts):
        return party
    accounts = tuple(
        _account(account, field, text) if account.number == number else account
        for account in party.accounts
    )
    return replace(party, accounts=accounts)


def _account(account: FiledAccount, field: str, text: str) -> FiledAccount:
    days: Mapping[str, Any] = {"opened_on": _day, "closed_on": _day}
    if field in days:
        return replace(account, **{field: days[field](text)})
    if field not in _ACCOUNT:
        raise _FieldError((*_ACCOUNT, *days))
    return _with_text(account, field, text, _ACCOUNT)


def _movement(movement: FiledMovement, field: str, text: str) -> FiledMovement:
    if field == "amount_base":
        return replace(movement, amount_base=_amount(text))
    if field not in _MOVEMENT:
        raise _FieldError((*_MOVEMENT, "amount_base"))
    return _with_text(movement, field, text, _MOVEMENT)


def _boolean(text: str) -> bool:
    if text not in _BOOLEANS:
        message = "is neither true nor false"
        raise ValueError(message)
    return _BOOLEANS[text]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = "is no date as YYYY-MM-DD"
        raise ValueError(message) from None


def _amount(text: str) -> Decimal | None:
    """An amount; None where it is not known."""
    if not text:
        return None
    try:
        amount = Decimal(text.replace(",", ""))
    except ArithmeticError:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount < 10**14:
        message = "is no amount, such as 28500.00"
        raise ValueError(message)
    return amount
