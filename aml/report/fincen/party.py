"""The parties of a SAR as the form has them: who transmits, who files, where, and the subjects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from aml.core.filing import FiledAccount, FiledMovement, FiledParty, Filer, Filing, PostalAddress
from aml.core.vocabulary import CASH_CHANNELS
from aml.report.fincen import codes
from aml.report.fincen.missing import is_unavailable
from aml.report.fincen.prepared import tax_code
from aml.report.fincen.text import recorded

#: An element: its fields by name, and the elements in it.
Element = Mapping[str, "str | Sequence[Element]"]
_YES = "Y"
#: Branches of one association, holders of accounts, and accounts of one holder, at most.
_MOST = 99
_INDUSTRY = re.compile(r"[0-9]{3,6}")


def parties(filing: Filing) -> Iterator[Element]:
    """Transmitter, its contact, filing institution, contact office, place of activity, subjects."""
    filer = filing.filer
    yield {
        "ActivityPartyTypeCode": codes.TRANSMITTER,
        "PartyName": [_institution(filer.transmitter_name)],
        "Address": [address_of(filer.address)],
        "PhoneNumber": [{"PhoneNumberText": filer.phone}],
        "PartyIdentification": [
            _number(filer.control_code, codes.CONTROL_CODE),
            _number(filer.transmitter_tax_number, codes.TIN),
        ],
    }
    yield {
        "ActivityPartyTypeCode": codes.CONTACT,
        "PartyName": [_institution(filer.transmitter_contact)],
    }
    yield {"ActivityPartyTypeCode": codes.FILER, **_filing_institution(filer)}
    yield {
        "ActivityPartyTypeCode": codes.OFFICE,
        "PartyName": [_institution(filer.contact_office)],
        "PhoneNumber": [{"PhoneNumberText": filer.contact_phone}],
    }
    yield _place_of_activity(filing)
    for place, party in enumerate(filing.parties):
        if party.is_subject:
            yield _subject(filing, place, party)


def _institution(name: str) -> Element:
    return {"PartyNameTypeCode": "L", "RawPartyFullName": name}


def _number(number: str, code: str) -> Element:
    return {"PartyIdentificationNumberText": number, "PartyIdentificationTypeCode": code}


def _filing_institution(filer: Filer) -> dict[str, str | Sequence[Element]]:
    return {
        "PrimaryRegulatorTypeCode": filer.regulator,
        "PartyName": [_institution(filer.name)],
        "Address": [address_of(filer.address)],
        "PartyIdentification": [_number(filer.tax_number, filer.tax_number_type)],
        "OrganizationClassificationTypeSubtype": [{"OrganizationTypeID": filer.organisation_type}],
    }


def address_of(address: PostalAddress) -> Element:
    """An address; each part that is not known is declared so."""
    has_states = bool(codes.states_of(address.country)) or not address.country
    return {
        "CityUnknownIndicator": "" if address.city else _YES,
        "CountryCodeUnknownIndicator": "" if address.country else _YES,
        "RawCityText": address.city,
        "RawCountryCodeText": address.country,
        "RawStateCodeText": address.state,
        "RawStreetAddress1Text": address.street,
        "RawZIPCode": address.postal_code,
        "StateCodeUnknownIndicator": _YES if has_states and not address.state else "",
        "StreetAddressUnknownIndicator": "" if address.street else _YES,
        "ZIPCodeUnknownIndicator": "" if address.postal_code else _YES,
    }


def _place_of_activity(filing: Filing) -> Element:
    """The institution where the activity occurred, with the branches that cash or agents name."""
    branches = list(_branches(filing))
    return {
        "ActivityPartyTypeCode": codes.PLACE,
        "NoBranchActivityInvolvedIndicator": "" if branches else _YES,
        **_filing_institution(filing.filer),
        "PartyAssociation": [
            {"Party": branches[start : start + _MOST]} for start in range(0, len(branches), _MOST)
        ],
    }


def _branches(filing: Filing) -> Iterator[Element]:
    """Each place of cash or of a remittance's agent once, in the order of time."""
    told: dict[str, FiledMovement] = {}
    for movement in filing.movements:
        if movement.place and movement.channel in {*CASH_CHANNELS, "remittance"}:
            told.setdefault(movement.place, movement)
    for place, movement in told.items():
        yield {
            "ActivityPartyTypeCode": codes.BRANCH,
            "SellingLocationIndicator": _YES if movement.channel == "remittance" else "",
            "Address": [address_of(_place(place))],
        }


def _place(words: str) -> PostalAddress:
    """City and state of a place in the United States, from its last words; nothing is guessed."""
    parts = [recorded(part) for part in words.split(",")]
    is_told = len(parts) > 1 and parts[-1] == "US"
    parts = parts[:-1] if is_told else parts
    if len(parts) > 1 and parts[-1] in codes.states_of("US"):
        city = parts[-2] if len(parts) > 2 and len(parts[-2]) <= 50 else ""
        return PostalAddress(city=city, state=parts[-1], country="US")
    return PostalAddress(country="US" if is_told else "")


def _subject(filing: Filing, place: int, party: FiledParty) -> Element:
    has_nothing = is_unavailable(party)
    return {
        "ActivityPartyTypeCode": codes.SUBJECT,
        "AllCriticalSubjectInformationUnavailableIndicator": _YES if has_nothing else "",
        "NoKnownAccountInvolvedIndicator": "" if any(a.number for a in party.accounts) else _YES,
        **_role(filing, place),
        **({} if has_nothing else _identity(party)),
        "PartyAssociation": [_relationship(filing.filer, party)],
        "PartyAccountAssociation": _accounts(filing.filer, party),
    }


def _role(filing: Filing, place: int) -> dict[str, str]:
    """Whether the subject pays, is paid, or both, in the payments of the filing."""
    pays = any(movement.from_party == place for movement in filing.movements)
    is_paid = any(movement.to_party == place for movement in filing.movements)
    if pays and is_paid:
        return {"BothPurchaserSenderPayeeReceiveIndicator": _YES}
    return {
        "PurchaserSenderIndicator": _YES if pays else "",
        "PayeeReceiverIndicator": _YES if is_paid else "",
    }


def _identity(party: FiledParty) -> dict[str, str | Sequence[Element]]:
    is_person = party.kind == "person"
    born = party.born_or_incorporated_on
    industry = party.industry_code if _is_industry(party) else ""
    occupation = {"NAICSCode": industry, "OccupationBusinessText": party.occupation}
    return {
        **(_personal(party, f"{born:%Y%m%d}" if born else "") if is_person else {}),
        "PartyAsEntityOrganizationIndicator": "" if is_person else _YES,
        "PartyName": [_person_name(party) if is_person else _entity_name(party)],
        "Address": [address_of(party.address)],
        "PhoneNumber": [{"PhoneNumberText": party.phone}] if party.phone else [],
        "PartyIdentification": list(_identifications(party)),
        "PartyOccupationBusiness": [occupation] if any(occupation.values()) else [],
        "ElectronicAddress": [
            {"ElectronicAddressText": text, "ElectronicAddressTypeCode": "E"}
            for text in filter(None, [party.email])
        ],
    }


def _is_industry(party: FiledParty) -> bool:
    """Whether an industry's code is one of the North American system."""
    is_american = party.address.country in {"US", "CA", "MX"}
    return is_american and bool(_INDUSTRY.fullmatch(party.industry_code))


def _personal(party: FiledParty, born: str) -> dict[str, str]:
    sex = party.gender.strip().upper()[:1]
    return {
        "BirthDateUnknownIndicator": "" if born else _YES,
        "IndividualBirthDateText": born,
        "FemaleGenderIndicator": _YES if sex == "F" else "",
        "MaleGenderIndicator": _YES if sex == "M" else "",
        "UnknownGenderIndicator": "" if sex in {"F", "M"} else _YES,
    }


def _person_name(party: FiledParty) -> Element:
    return {
        "EntityLastNameUnknownIndicator": "" if party.last_name else _YES,
        "FirstNameUnknownIndicator": "" if party.first_name else _YES,
        "PartyNameTypeCode": "L",
        "RawEntityIndividualLastName": party.last_name,
        "RawIndividualFirstName": party.first_name,
        "RawIndividualMiddleName": party.middle_name,
    }


def _entity_name(party: FiledParty) -> Element:
    return {
        "EntityLastNameUnknownIndicator": "" if party.name else _YES,
        "PartyNameTypeCode": "L",
        "RawEntityIndividualLastName": party.name,
    }


def _identifications(party: FiledParty) -> Iterator[Element]:
    tax = [number for number in party.identifications if number.kind == "tax"]
    documents = [number for number in party.identifications if number.kind == "document"]
    for number in tax[:1]:
        yield _number(number.number, tax_code(party, number))
    if not tax:
        yield {"TINUnknownIndicator": _YES}
    for number in documents:
        yield {
            "OtherIssuerCountryText": number.country if number.country in codes.COUNTRIES else "",
            "OtherPartyIdentificationTypeText": "Identity document",
            **_number(number.number, codes.OTHER_ID),
        }
    if not documents:
        yield {"IdentificationPresentUnknownIndicator": _YES}


def _relationship(filer: Filer, party: FiledParty) -> Element:
    if not party.is_customer:
        return {"NoRelationshipToInstitutionIndicator": _YES}
    return {
        "CustomerIndicator": _YES,
        "SubjectRelationshipFinancialInstitutionTINText": filer.tax_number,
    }


def _accounts(filer: Filer, party: FiledParty) -> Sequence[Element]:
    """The accounts by the institution that holds them, the filer's first."""
    held: dict[tuple[str, str], list[FiledAccount]] = {}
    for account in party.accounts:
        if account.number:
            key = (account.institution, account.country if account.institution else "")
            held.setdefault(key, []).append(account)
    holders = [
        _holder(filer, *key, accounts[start : start + _MOST])
        for key, accounts in sorted(held.items())
        for start in range(0, len(accounts), _MOST)
    ]
    if not holders:
        return []
    return [{"PartyAccountAssociationTypeCode": "7", "Party": holders[:_MOST]}]


def _holder(
    filer: Filer, institution: str, country: str, accounts: Sequence[FiledAccount]
) -> Element:
    is_foreign = bool(country) and country != "US" and country not in codes.TERRITORIES
    number = (
        _number(filer.tax_number, codes.TIN) if not institution else {"TINUnknownIndicator": _YES}
    )
    return {
        "ActivityPartyTypeCode": codes.HOLDER,
        "NonUSFinancialInstitutionIndicator": _YES if is_foreign else "",
        "PartyIdentification": [number],
        "Account": [
            {
                "AccountNumberText": account.number,
                "PartyAccountAssociation": [
                    {
                        "AccountClosedIndicator": _YES if account.closed_on else "",
                        "PartyAccountAssociationTypeCode": "5",
                    }
                ],
            }
            for account in accounts
        ],
    }
