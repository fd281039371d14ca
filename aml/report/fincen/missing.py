"""What a FinCEN SAR still needs: whose datum, which, and the rule that asks for it.

Data that nobody recorded are declared by the form's unknown boxes where it has them. Asked for is
what has no such box, and what is recorded in a way that the form does not take.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from aml.core.filing import FiledParty, Filer, Filing, Missing, PostalAddress
from aml.report.fincen.codes import COUNTRIES, FOREIGN_TIN, LISTS, TYPE_OF, US_TAX, states_of
from aml.report.fincen.prepared import prepared, tax_code
from aml.report.fincen.text import is_tax_number

_CONTROL_CODE = re.compile(r"[A-Za-z0-9]{8}")
_EMAIL = re.compile(r"\S+@\S+")
#: A report that corrects one is never a first one; what continues may not have been filed.
_OR_FIRST = {False: "; or filing.continues: false", True: ""}
_NO_DATE = "the day of filing is before the activity ends"


@dataclass(frozen=True, slots=True)
class _Need:
    """A datum of the filer: the rule, and whether what is there meets it."""

    field: str
    rule: str
    is_met: Callable[[Filer], bool]


def _has(length: int, read: Callable[[Filer], str]) -> Callable[[Filer], bool]:
    return lambda filer: 0 < len(read(filer)) <= length


_FILER = (
    _Need("name", "the institution's name, at most 150 characters", _has(150, lambda f: f.name)),
    _Need(
        "tax_number_type",
        "EIN, SSN or foreign",
        lambda f: f.tax_number_type in {*US_TAX, FOREIGN_TIN},
    ),
    _Need(
        "tax_number",
        "nine digits for a number of the United States",
        lambda f: _is_number(f.tax_number, f.tax_number_type),
    ),
    _Need(
        "regulator",
        "a code of FinCEN's list of primary federal regulators",
        lambda f: f.regulator in LISTS["regulator"],
    ),
    _Need(
        "organisation_type",
        "a code of FinCEN's list of institutions, not 999",
        lambda f: f.organisation_type in LISTS["organisation"] - {"999"},
    ),
    _Need("phone", "digits of the transmitter, at most 16", _has(16, lambda f: f.phone)),
    _Need("contact_office", "whom to ask, at most 150", _has(150, lambda f: f.contact_office)),
    _Need("contact_phone", "that office, 16 digits", _has(16, lambda f: f.contact_phone)),
    _Need(
        "transmitter_name", "who transmits, at most 150", _has(150, lambda f: f.transmitter_name)
    ),
    _Need(
        "transmitter_tax_number",
        "the transmitter's nine digits",
        lambda f: is_tax_number(f.transmitter_tax_number),
    ),
    _Need(
        "transmitter_contact",
        "a name at the transmitter, at most 150",
        _has(150, lambda f: f.transmitter_contact),
    ),
    _Need(
        "control_code",
        "the transmitter control code (TCC), eight letters and digits",
        lambda f: bool(_CONTROL_CODE.fullmatch(f.control_code)),
    ),
)


def missing_for_fincen(filing: Filing) -> tuple[Missing, ...]:
    """Everything that keeps a filing from being a complete SAR, in the order of the form.

    Each datum stands once, with the first rule that it breaks.
    """
    return missing_in(prepared(filing))


def missing_in(ready: Filing) -> tuple[Missing, ...]:
    """What a filing lacks whose data are in the form's own terms already."""
    every = (*_of_filer(ready.filer), *_of_filing(ready), *_of_subjects(ready))
    first: dict[str, Missing] = {}
    for datum in every:
        first.setdefault(datum.answer, datum)
    return tuple(first.values())


def _is_number(number: str, code: str) -> bool:
    return is_tax_number(number) if code in US_TAX else 0 < len(number) <= 25


def _of_filer(filer: Filer) -> Iterator[Missing]:
    for need in _FILER:
        if not need.is_met(filer):
            yield _asked("filer", need.field, need.rule)
    for field in ("street", "city", "postal_code", "country"):
        if not getattr(filer.address, field):
            yield _asked("filer", field, "the institution's whole address")
    if filer.address.country in {"US", "CA", "MX"} and not filer.address.state:
        yield _asked("filer", "state", "the institution's whole address")
    yield from _of_address("filer", filer.address)


def _of_filing(filing: Filing) -> Iterator[Missing]:
    if filing.total is not None and filing.total_usd is None and filing.currency != "USD":
        yield _asked("filing", "total_usd", "the total in US dollars")
    if (filing.filed_on or filing.as_of) < filing.ended_on:
        yield _asked("filing", "filed_on", _NO_DATE)
    if not filing.codes or any(not _is_pair(code) for code in filing.codes):
        yield _asked("filing", "codes", "one or more type/subtype codes of the form, such as 9/925")
    texts = dict(filing.code_texts)
    for code in filing.codes:
        if code.endswith("999") and not 0 < len(texts.get(code, "")) <= 50:
            rule = "what the code for other stands for, at most 50 characters"
            yield _asked("filing", f"code_text {code}", rule)
    if len("; ".join(filing.key_terms)) > 50:
        yield _asked("filing", "key_terms", "field 2 holds 50 characters together: choose")
    number = filing.prior_document_number
    is_later = filing.continues or filing.corrects
    if is_later and not (len(number) == 14 and number.isascii() and number.isdigit()):
        rule = f"14 digits of the earlier report, 14 zeros if not known{_OR_FIRST[filing.corrects]}"
        yield _asked("filing", "prior_document_number", rule)


def _is_pair(code: str) -> bool:
    kind, _, subtype = code.partition("/")
    return TYPE_OF.get(subtype) == kind


def _of_subjects(filing: Filing) -> Iterator[Missing]:
    for party in filing.subjects:
        for number, account in enumerate(party.accounts, 1):
            if len(account.number) > 40:
                yield _asked(party.ref, f"account_{number}", "at most 40 characters")
        if is_unavailable(party):
            continue
        if party.kind == "unknown":
            yield _asked(party.ref, "kind", "person or entity")
        yield from _of_lengths(party)
        yield from _of_address(party.ref, party.address)
        yield from _of_numbers(party)
        born = party.born_or_incorporated_on
        last = filing.filed_on or filing.as_of
        if party.kind == "person" and born and not date(1900, 1, 1) <= born <= last:
            rule = "a day from 1900 on, before that of filing"
            yield _asked(party.ref, "born_or_incorporated_on", rule)


def is_unavailable(party: FiledParty) -> bool:
    """Whether nothing that identifies a subject is known (item 3 of the form)."""
    numbers = any(number.kind in {"tax", "document"} for number in party.identifications)
    known = (party.name, party.last_name, party.born_or_incorporated_on, party.phone, party.email)
    return not numbers and not any(known) and party.address == PostalAddress()


def _of_lengths(party: FiledParty) -> Iterator[Missing]:
    is_person = party.kind == "person"
    lengths = {
        "last_name" if is_person else "name": 150, "first_name": 35, "middle_name": 35,
        "phone": 16, "email": 517, "occupation": 50,
    }  # fmt: skip
    for field, most in lengths.items():
        if len(getattr(party, field)) > most:
            yield _asked(party.ref, field, f"at most {most} characters")
    if party.email and not _EMAIL.fullmatch(party.email):
        yield _asked(party.ref, "email", "an address with @, or unknown")


def _of_address(whose: str, address: PostalAddress) -> Iterator[Missing]:
    for field, most in (("street", 100), ("city", 50)):
        if len(getattr(address, field)) > most:
            yield _asked(whose, field, f"at most {most} characters")
    if address.country and address.country not in COUNTRIES:
        yield _asked(whose, "country", "two letters of ISO 3166, or unknown")
    states = states_of(address.country)
    if address.state and states and address.state not in states:
        yield _asked(whose, "state", "a state's code or name, or unknown")
    if not is_postal_code(address.postal_code, address.country):
        yield _asked(whose, "postal_code", "5 or 9 digits in the United States, else at most 9")


def is_postal_code(code: str, country: str) -> bool:
    """Whether the form takes a postal code; an empty one is declared unknown."""
    if country == "US":
        return not code or (code.isascii() and code.isdigit() and len(code) in {5, 9})
    return len(code) <= 9


def _of_numbers(party: FiledParty) -> Iterator[Missing]:
    for held in party.identifications:
        if held.kind == "tax" and not _is_number(held.number, tax_code(party, held)):
            rule = "nine digits in the United States, else at most 25 characters; or unknown"
            yield _asked(party.ref, "tax_number", rule)
        if held.kind == "document" and len(held.number) > 25:
            yield _asked(party.ref, "document_number", "at most 25 characters")


def _asked(whose: str, field: str, rule: str) -> Missing:
    return Missing(whose, field, rule, f"{whose}.{field}")
