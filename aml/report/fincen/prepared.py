"""A filing with every datum as the form takes it; what cannot be brought into form stays as it is.

What stays wrong is named by missing.py. Nothing is cut and nothing is guessed.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from aml.core.filing import (
    FiledAccount,
    FiledParty,
    Filer,
    Filing,
    Identification,
    PostalAddress,
    Sentence,
)
from aml.report.fincen.codes import COUNTRIES, EIN, FOREIGN_TIN, SSN, STATES, TAX_KINDS, TERRITORIES
from aml.report.fincen.text import bare, digits, flat, recorded


def prepared(filing: Filing) -> Filing:
    """The filing with its filer and subjects in the form's own terms."""
    is_ascii = filing.filer.fincen_letters == "ascii"
    parties = tuple(
        _party(party, is_ascii=is_ascii) if party.is_subject else party for party in filing.parties
    )
    terms = tuple(recorded(term) for term in filing.key_terms if not term.startswith("#"))
    return replace(
        filing,
        filer=_filer(filing.filer, is_ascii=is_ascii),
        parties=parties,
        key_terms=tuple(filter(None, terms)),
        code_texts=tuple((code, recorded(text)) for code, text in filing.code_texts),
        introduction=_lines(filing.introduction),
        body=_lines(filing.body),
        conclusion=_lines(filing.conclusion),
    )


def _lines(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The narrative keeps its letters, whatever becomes of the names in fields."""
    told = (replace(sentence, text=flat(sentence.text)) for sentence in sentences)
    return tuple(sentence for sentence in told if sentence.text)


def tax_code(party: FiledParty, number: Identification) -> str:
    """The code of a subject's tax number: SSN or EIN of the United States, else a foreign one."""
    country = number.country or party.address.country
    if country and country != "US" and country not in TERRITORIES:
        return FOREIGN_TIN
    return SSN if party.kind == "person" else EIN


def _filer(filer: Filer, *, is_ascii: bool) -> Filer:
    line = partial(recorded, is_ascii=is_ascii)
    kind = filer.tax_number_type.strip()
    own = bare(filer.tax_number)
    contact = f"{filer.person.first_name} {filer.person.last_name}"
    return replace(
        filer,
        name=line(filer.name),
        tax_number=own,
        tax_number_type=TAX_KINDS.get(kind, kind),
        regulator=filer.regulator.strip(),
        organisation_type=filer.organisation_type.strip(),
        address=_address(filer.address, is_ascii=is_ascii),
        phone=_phone(filer.phone),
        contact_office=line(filer.contact_office),
        contact_phone=_phone(filer.contact_phone or filer.phone),
        transmitter_name=line(filer.transmitter_name or filer.name),
        transmitter_tax_number=bare(filer.transmitter_tax_number) or own,
        transmitter_contact=line(filer.transmitter_contact or contact),
        control_code=filer.control_code.strip(),
    )


def _party(party: FiledParty, *, is_ascii: bool) -> FiledParty:
    line = partial(recorded, is_ascii=is_ascii)
    found = replace(
        party,
        name=line(party.name),
        first_name=line(party.first_name),
        middle_name=line(party.middle_name),
        last_name=line(party.last_name),
        address=_address(party.address, is_ascii=is_ascii),
        phone=_phone(party.phone),
        email=line(party.email),
        occupation=line(party.occupation),
        accounts=tuple(_account(account) for account in party.accounts),
    )
    numbers = (_identification(found, number) for number in party.identifications)
    return replace(found, identifications=tuple(n for n in numbers if n.number))


def _account(account: FiledAccount) -> FiledAccount:
    return replace(account, number=recorded(account.number), country=_country(account.country))


def _identification(party: FiledParty, number: Identification) -> Identification:
    line = recorded(number.number)
    country = _country(number.country)
    held = replace(number, number=line, country=country)
    if number.kind == "tax" and tax_code(party, held) != FOREIGN_TIN:
        return replace(held, number=bare(line))
    return held


def _phone(text: str) -> str:
    """The digits alone, of a North American number without its 1; a text without any is none."""
    found = digits(text)
    return found[1:] if len(found) == 11 and text.strip().startswith("+1") else found


def _country(text: str) -> str:
    line = recorded(text).upper()
    return line if line in COUNTRIES else recorded(text)


def _address(address: PostalAddress, *, is_ascii: bool) -> PostalAddress:
    line = partial(recorded, is_ascii=is_ascii)
    country = _country(address.country)
    return PostalAddress(
        street=line(address.street),
        city=line(address.city),
        state=_state(line(address.state), country),
        postal_code=bare(recorded(address.postal_code)),
        country=country,
    )


def _state(text: str, country: str) -> str:
    """The code of a state that is written out; none where the form takes no state."""
    if country in TERRITORIES:
        return country
    named = STATES.get(country)
    if named is None:
        return ""
    plain = recorded(text, is_ascii=True).casefold()
    codes = {name.casefold(): code for name, code in named.items()}
    return codes.get(plain, text.upper() if len(text) <= 3 else text)
