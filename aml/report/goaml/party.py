"""Persons and entities of a filing as drafts: names, numbers, addresses, phones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from aml.core.filing import FiledParty, PostalAddress
from aml.report.filed_party import parted
from aml.report.goaml.draft import Draft, Word, clean
from aml.report.goaml.profile import LOOKUPS, OTHERWISE, Profile, spelt

_ADDRESS_ASKS = {
    "address": "street", "city": "city", "zip": "postal_code",
    "country_code": "country", "state": "state",
}  # fmt: skip
_PERSON_ASKS = {
    "birthdate": "born_or_incorporated_on", "ssn": "tax_number", "id_number": "document_number",
    "passport_number": "document_number", "identification": "document_number",
    "nationality1": "nationality", "residence": "country", "phones": "phone",
    "tph_number": "phone", "addresses": "street",
}  # fmt: skip
_ENTITY_ASKS = {
    "commercial_name": "name", "incorporation_legal_form": "legal_form",
    "incorporation_number": "registration_number", "business": "industry_code",
    "incorporation_country_code": "country", "incorporation_state": "state",
    "incorporation_date": "born_or_incorporated_on", "director_id": "director 1.name",
    "phones": "phone", "addresses": "street",
}  # fmt: skip
_PHONE_ASKS = {"tph_country_prefix": "phone", "tph_number": "phone"}
_ID_ASKS = {"issue_country": "country", "number": "document_number"}
#: Country calling codes of two digits (ITU-T E.164); 1 and 7 have one digit, all others three.
_TWO_DIGITS = frozenset({
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56,
    57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
})  # fmt: skip


def coded(profile: Profile, lookup: str, word: str) -> Word:
    """The FIU's code for a word of the records, or why there is none."""
    if code := profile.code(lookup, word):
        return Word(clean(code))
    if lookup in ("country", "currency") or (not word and not LOOKUPS[lookup]):
        return Word()
    return Word("", f"lookups.{lookup}.{clean(word) or OTHERWISE}", clean(word))


def spelled(profile: Profile, name: str) -> Word:
    """A name in the letters that the FIU takes, beside the recorded one."""
    recorded = clean(name)
    return Word(spelt(profile, recorded), recorded=recorded)


def instant(day: date | None) -> str:
    """A day as goAML stores it: its sql_date is an instant, and a bare day is refused."""
    return f"{day.isoformat()}T00:00:00" if day else ""


def person(profile: Profile, party: FiledParty) -> Draft:
    """A natural person."""
    draft = Draft(party.ref, asks=_PERSON_ASKS)
    first, middle, last = party.first_name, party.middle_name, party.last_name
    if not (first or last):
        first, middle, last = parted(party.name)
    draft.put("first_name", spelled(profile, first))
    draft.put("middle_name", spelled(profile, middle))
    draft.put("last_name", spelled(profile, last))
    draft.put("gender", coded(profile, "gender", party.gender))
    draft.put("birthdate", instant(party.born_or_incorporated_on))
    _numbers(profile, party, draft, "person")
    draft.put("nationality1", coded(profile, "country", party.nationality))
    draft.put("residence", coded(profile, "country", party.address.country))
    _reach(profile, party, draft, "person")
    draft.put("occupation", party.occupation)
    draft.put("employer_name", party.employer)
    draft.said.extend(_remarks(profile, party))
    return draft


def entity(profile: Profile, party: FiledParty) -> Draft:
    """A firm or another legal person."""
    draft = Draft(party.ref, asks=_ENTITY_ASKS)
    name = spelled(profile, party.name)
    draft.put("name", name)
    draft.put("commercial_name", name)
    draft.put("incorporation_legal_form", coded(profile, "legal_form", party.legal_form))
    _numbers(profile, party, draft, "entity")
    draft.put("business", party.industry_code or party.occupation)
    _reach(profile, party, draft, "entity")
    draft.put("incorporation_state", party.address.state)
    country = party.nationality or party.address.country
    draft.put("incorporation_country_code", coded(profile, "country", country))
    for related in party.people:
        if related.role == "director":
            director = person(profile, related.party)
            director.put("role", coded(profile, "entity_role", "director"))
            draft.add("director_id", director)
    draft.put("incorporation_date", instant(party.born_or_incorporated_on))
    draft.said.extend(_remarks(profile, party))
    return draft


def address(profile: Profile, place: PostalAddress, whose: str, kind: str) -> Draft | None:
    """An address, None where nothing of it is recorded."""
    if not any((place.street, place.city, place.state, place.postal_code, place.country)):
        return None
    draft = Draft(whose, asks=_ADDRESS_ASKS)
    draft.put("address_type", coded(profile, "contact", kind))
    draft.put("address", place.street)
    draft.put("city", place.city)
    draft.put("zip", place.postal_code)
    draft.put("country_code", coded(profile, "country", place.country))
    draft.put("state", place.state)
    written = (place.street, place.postal_code, place.city, place.state, place.country)
    draft.note = "address as recorded: " + ", ".join(clean(part) for part in written if part)
    return draft


def phone(profile: Profile, number: str, whose: str, kind: str) -> Draft | None:
    """A phone, None where none is recorded."""
    if not number.strip():
        return None
    prefix, rest = _dialled(number, profile.phone_prefix)
    draft = Draft(whose, asks=_PHONE_ASKS, note=f"phone as recorded: {clean(number)}")
    draft.put("tph_contact_type", coded(profile, "contact", kind))
    draft.put("tph_communication_type", coded(profile, "communication", "phone"))
    draft.put("tph_country_prefix", prefix)
    draft.put("tph_number", rest)
    return draft


def _dialled(number: str, local: str) -> tuple[str, str]:
    """Country calling code and the rest of a number; the local code where it names none."""
    text = clean(number)
    match = re.match(r"(?:\+|00)\s*(?=[1-9])", text)
    if match is None:
        return local, text
    digits = re.sub(r"\D", "", text[match.end() :])
    length = 1 if digits[:1] in "17" else 2 if int(digits[:2] or 0) in _TWO_DIGITS else 3
    return digits[:length], digits[length:]


def _reach(profile: Profile, party: FiledParty, draft: Draft, kind: str) -> None:
    """Phone, address and e-mail of a party."""
    if call := phone(profile, party.phone, party.ref, kind):
        phones = Draft(party.ref, asks={"phone": "phone"})
        phones.add("phone", call)
        draft.add("phones", phones)
    if place := address(profile, party.address, party.ref, kind):
        addresses = Draft(party.ref, asks={"address": "street"})
        addresses.add("address", place)
        draft.add("addresses", addresses)
    draft.put("email", party.email)


def _numbers(profile: Profile, party: FiledParty, draft: Draft, owner: str) -> None:
    """The numbers that a party is known by: in the elements of the profile, and as documents."""
    held = {number.kind: number for number in reversed(party.identifications)}
    used: set[str] = set()
    for element, kinds in profile.identify.get(owner, {}).items():
        kind = next((kind for kind in kinds if kind in held), "")
        if kind:
            used.add(kind)
            draft.put(element, held[kind].number)
    for number in party.identifications:
        if owner == "entity" or number.kind == "customer":
            if number.kind not in used:
                draft.said.append(f"{number.kind} number: {clean(number.number)}")
            continue
        paper = Draft(party.ref, asks=_ID_ASKS)
        paper.put("type", coded(profile, "identification", number.kind))
        paper.put("number", number.number)
        # Records name a country beside the number or with the address of whoever shows it.
        country = number.country or party.address.country
        paper.put("issue_country", coded(profile, "country", country))
        paper.note = f"{number.kind} number: {clean(number.number)}"
        draft.add("identification", paper)


def _remarks(profile: Profile, party: FiledParty) -> Iterator[str]:
    """What a reader must know of a party's name."""
    name = clean(party.name)
    if name and spelt(profile, name) != name:
        yield f"name as recorded: {name}"
    if party.kind == "unknown":
        yield "the records do not say whether this is a person or an entity"
    elif party.kind == "person" and party.is_name_parted:
        yield "the records have the name as one text; its parts are read from it"
