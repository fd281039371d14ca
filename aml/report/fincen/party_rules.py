"""What each party of a SAR must say, or declare unknown."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from aml.report.fincen.activity_rules import Broken, text_at
from aml.report.fincen.codes import (
    CONTACT,
    CONTROL_CODE,
    COUNTRIES,
    FILER,
    FOREIGN_TIN,
    OFFICE,
    PLACE,
    SUBJECT,
    TIN,
    TRANSMITTER,
    US_TAX,
    states_of,
)
from aml.report.fincen.missing import is_postal_code
from aml.report.fincen.shape import NAMESPACE
from aml.report.fincen.text import is_tax_number

_NAMES = {"f": NAMESPACE}
#: What stands of a datum, and the indicator that it is unknown.
_PARTS = {
    "RawCityText": "CityUnknownIndicator",
    "RawCountryCodeText": "CountryCodeUnknownIndicator",
    "RawStreetAddress1Text": "StreetAddressUnknownIndicator",
    "RawZIPCode": "ZIPCodeUnknownIndicator",
}
_INSTITUTIONS = {FILER, PLACE}
_BIRTH = ("IndividualBirthDateText", "BirthDateUnknownIndicator")
_SEX = ("FemaleGenderIndicator", "MaleGenderIndicator", "UnknownGenderIndicator")
_ROLES = (
    "BothPurchaserSenderPayeeReceiveIndicator",
    "PayeeReceiverIndicator",
    "PurchaserSenderIndicator",
)


def party_rules(party: etree._Element) -> Iterator[Broken]:
    """The rules that a party of an activity breaks; paths are those below it."""
    code = text_at(party, "f:ActivityPartyTypeCode")
    if code == SUBJECT:
        yield from _subject(party)
    elif code in {TRANSMITTER, CONTACT, FILER, OFFICE, PLACE}:
        yield from _office(party, code)
    for element in party.iter(f"{{{NAMESPACE}}}Address"):
        yield from _address(element, is_whole=code != SUBJECT and element.getparent() is party)
    for element in party.iter(f"{{{NAMESPACE}}}PartyIdentification"):
        yield from _number(element)
    for element in party.iter(f"{{{NAMESPACE}}}PhoneNumberText"):
        if not _is_digits(element.text or ""):
            yield "FIL023", "/PhoneNumber", "a telephone number holds digits alone"


def _office(party: etree._Element, code: str) -> Iterator[Broken]:
    """Transmitter, contact, filing institution, contact office, place of activity."""
    if not text_at(party, "f:PartyName/f:RawPartyFullName"):
        yield "FIL018", "", "it has no name"
    if code in {TRANSMITTER, OFFICE} and not text_at(party, "f:PhoneNumber/f:PhoneNumberText"):
        yield "FIL018", "", "it has no telephone number"
    if code not in {CONTACT, OFFICE} and party.find("f:Address", _NAMES) is None:
        yield "FIL018", "", "it has no address"
    numbers = set(_types(party))
    if code == TRANSMITTER and not {TIN, CONTROL_CODE} <= numbers:
        yield "FIL018", "", "a transmitter has a tax number (4) and a control code (28)"
    if code in _INSTITUTIONS:
        yield from _institution(party, code, numbers)


def _institution(party: etree._Element, code: str, numbers: set[str]) -> Iterator[Broken]:
    """The filing institution and the place of activity."""
    if not text_at(party, "f:PrimaryRegulatorTypeCode"):
        yield "FIL018", "", "an institution has a regulator"
    if not numbers & {*US_TAX, FOREIGN_TIN}:
        yield "FIL018", "", "an institution has a tax number"
    if party.find("f:OrganizationClassificationTypeSubtype", _NAMES) is None:
        yield "FIL018", "", "an institution has a type"
    has_branch = party.find("f:PartyAssociation/f:Party", _NAMES) is not None
    if code == PLACE and has_branch == bool(text_at(party, "f:NoBranchActivityInvolvedIndicator")):
        yield "FIL022", "", "either a branch is named, or that none is involved"


def _subject(party: etree._Element) -> Iterator[Broken]:
    has_account = party.find("f:PartyAccountAssociation", _NAMES) is not None
    if has_account == bool(text_at(party, "f:NoKnownAccountInvolvedIndicator")):
        yield "FIL022", "", "either an account is named, or that none is known"
    if party.find("f:PartyAssociation", _NAMES) is None:
        yield "FIL018", "", "its relationship to the institution is not said"
    if _said(party, _ROLES) > 1:
        yield "FIL022", "", "two roles stand where both have one indicator"
    named = [party.find(f"f:{name}", _NAMES) is not None for name in ("PartyName", "Address")]
    if text_at(party, "f:AllCriticalSubjectInformationUnavailableIndicator"):
        if any(named):
            yield "FIL022", "", "all is said to be unavailable, and something stands"
        return
    if not all(named):
        yield "FIL018", "", "a subject has a name and an address, or their unknown indicators"
    yield from _name(party)
    yield from _identity(party)


def _identity(party: etree._Element) -> Iterator[Broken]:
    is_entity = bool(text_at(party, "f:PartyAsEntityOrganizationIndicator"))
    for fields in (_BIRTH, _SEX):
        if _said(party, fields) != (0 if is_entity else 1):
            yield "FIL022", "", "a person has one of these, a firm none: " + ", ".join(fields)
    numbers = set(_types(party))
    taxes = {*US_TAX, FOREIGN_TIN}
    if bool(numbers & taxes) == _declares(party, "TINUnknownIndicator"):
        yield "FIL022", "", "either a tax number stands, or that it is unknown"
    if bool(numbers - taxes) == _declares(party, "IdentificationPresentUnknownIndicator"):
        yield "FIL022", "", "either a document stands, or that none is known"


def _name(party: etree._Element) -> Iterator[Broken]:
    name = party.find("f:PartyName", _NAMES)
    if name is None:
        return
    fields = ("RawEntityIndividualLastName", "EntityLastNameUnknownIndicator")
    if _said(name, fields) != 1:
        yield "FIL022", "/PartyName", "a last name or a firm's name stands, or that it is unknown"
    is_entity = bool(text_at(party, "f:PartyAsEntityOrganizationIndicator"))
    fields = ("RawIndividualFirstName", "FirstNameUnknownIndicator")
    if _said(name, fields) != (0 if is_entity else 1):
        said = "a person's first name stands, or that it is unknown; a firm has neither"
        yield "FIL022", "/PartyName", said


def _address(address: etree._Element, *, is_whole: bool) -> Iterator[Broken]:
    at = f"/Address[{address.get('SeqNum')}]"
    for field, unknown in _PARTS.items():
        if _said(address, (field, unknown)) != 1:
            yield "FIL022", at, f"one of {field} and {unknown} stands"
        if is_whole and text_at(address, f"f:{unknown}"):
            yield "FIL018", at, "an institution's address is whole"
    country = text_at(address, "f:RawCountryCodeText")
    state = text_at(address, "f:RawStateCodeText")
    if country and country not in COUNTRIES:
        yield "FIL024", at, "the country is no code of ISO 3166"
    states = states_of(country)
    if state and state not in states:
        yield "FIL024", at, "the state is none of the country's; only US, CA, MX have states"
    has_states = bool(states) or not country
    said = _said(address, ("RawStateCodeText", "StateCodeUnknownIndicator"))
    if said != (1 if has_states else 0):
        yield "FIL022", at, "a state or that it is unknown stands where the country has states"
    if not is_postal_code(text_at(address, "f:RawZIPCode"), country):
        yield "FIL023", at, "a postal code of the United States has 5 or 9 digits"


def _number(element: etree._Element) -> Iterator[Broken]:
    at = f"/PartyIdentification[{element.get('SeqNum')}]"
    code = text_at(element, "f:PartyIdentificationTypeCode")
    number = text_at(element, "f:PartyIdentificationNumberText")
    unknown = _said(element, ("TINUnknownIndicator", "IdentificationPresentUnknownIndicator"))
    if bool(number) != bool(code) or bool(number) == bool(unknown):
        yield "FIL022", at, "either a number with its type stands, or that it is unknown"
    if code in US_TAX and not is_tax_number(number):
        yield "FIL023", at, "a tax number of the United States has nine digits"
    if code == CONTROL_CODE and not (len(number) == 8 and number.isalnum()):
        yield "FIL023", at, "a transmitter control code has eight letters and digits"
    country = text_at(element, "f:OtherIssuerCountryText")
    if country and country not in COUNTRIES:
        yield "FIL024", at, "the country is no code of ISO 3166"


def _types(party: etree._Element) -> Iterator[str]:
    path = "f:PartyIdentification/f:PartyIdentificationTypeCode"
    return (element.text or "" for element in party.iterfind(path, _NAMES))


def _declares(party: etree._Element, name: str) -> bool:
    return party.find(f"f:PartyIdentification/f:{name}", _NAMES) is not None


def _said(element: etree._Element, names: tuple[str, ...]) -> int:
    return sum(bool(text_at(element, f"f:{name}")) for name in names)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
