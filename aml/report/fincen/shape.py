"""The shape of a SAR batch: every element in its order, how often it stands, and what it holds.

In the order of the SAR schema 1.2, where the fields of a party and of an association are sorted by
name. One line an element: name, least, most (`*` is any number), and what it holds: a shape
(capital letter) or a kind of value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NAMESPACE = "www.fincen.gov/base"
#: Shapes whose elements carry no SeqNum.
ROOT = "Batch"


@dataclass(frozen=True, slots=True)
class Child:
    """An element in its parent; `most` is None without a limit."""

    name: str
    least: int
    most: int | None
    holds: str

    @property
    def is_shape(self) -> bool:
        """Whether it holds further elements."""
        return self.holds[0].isupper()


_LINES = """
Batch
 FormTypeCode 1 1 code:form
 Activity 1 * Activity
Activity
 EFilingPriorDocumentNumber 0 1 prior
 FilingDateText 1 1 day
 FilingInstitutionNotetoFinCEN 0 1 text:50
 ActivityAssociation 1 1 ActivityAssociation
 ActivitySupportDocument 0 1 Attachment
 Party 6 1203 Party
 SuspiciousActivity 1 1 SuspiciousActivity
 ActivityIPAddress 0 99 IPAddress
 CyberEventIndicators 0 99 CyberEvent
 Assets 0 31 Asset
 AssetsAttribute 0 396 AssetAttribute
 ActivityNarrativeInformation 1 5 Narrative
ActivityAssociation
 ContinuingActivityReportIndicator 0 1 yes
 CorrectsAmendsPriorReportIndicator 0 1 yes
 InitialReportIndicator 0 1 yes
 JointReportIndicator 0 1 yes
Attachment
 OriginalAttachmentFileName 1 1 text:150
Party
 ActivityPartyTypeCode 1 1 code:party
 AdmissionConfessionNoIndicator 0 1 yes
 AdmissionConfessionYesIndicator 0 1 yes
 AllCriticalSubjectInformationUnavailableIndicator 0 1 yes
 BirthDateUnknownIndicator 0 1 yes
 BothPurchaserSenderPayeeReceiveIndicator 0 1 yes
 ContactDateText 0 1 day
 FemaleGenderIndicator 0 1 yes
 IndividualBirthDateText 0 1 birth
 LossToFinancialAmountText 0 1 dollars
 MaleGenderIndicator 0 1 yes
 NoBranchActivityInvolvedIndicator 0 1 yes
 NoKnownAccountInvolvedIndicator 0 1 yes
 NonUSFinancialInstitutionIndicator 0 1 yes
 PartyAsEntityOrganizationIndicator 0 1 yes
 PayeeReceiverIndicator 0 1 yes
 PayLocationIndicator 0 1 yes
 PrimaryRegulatorTypeCode 0 1 code:regulator
 PurchaserSenderIndicator 0 1 yes
 SellingLocationIndicator 0 1 yes
 SellingPayingLocationIndicator 0 1 yes
 UnknownGenderIndicator 0 1 yes
 PartyName 0 100 Name
 Address 0 99 Address
 PhoneNumber 0 99 Phone
 PartyIdentification 0 100 Identification
 OrganizationClassificationTypeSubtype 0 15 Organisation
 PartyOccupationBusiness 0 1 Occupation
 ElectronicAddress 0 198 ElectronicAddress
 PartyAssociation 0 99 Association
 PartyAccountAssociation 0 1 AffectedAccounts
Branch
 ActivityPartyTypeCode 1 1 code:party
 PayLocationIndicator 0 1 yes
 SellingLocationIndicator 0 1 yes
 SellingPayingLocationIndicator 0 1 yes
 Address 1 1 Address
 PartyIdentification 0 1 Identification
Holder
 ActivityPartyTypeCode 1 1 code:party
 NonUSFinancialInstitutionIndicator 0 1 yes
 PartyIdentification 0 1 Identification
 Account 0 99 Account
Name
 EntityLastNameUnknownIndicator 0 1 yes
 FirstNameUnknownIndicator 0 1 yes
 PartyNameTypeCode 1 1 code:name
 RawEntityIndividualLastName 0 1 text:150
 RawIndividualFirstName 0 1 text:35
 RawIndividualMiddleName 0 1 text:35
 RawIndividualNameSuffixText 0 1 text:35
 RawPartyFullName 0 1 text:150
Address
 CityUnknownIndicator 0 1 yes
 CountryCodeUnknownIndicator 0 1 yes
 RawCityText 0 1 text:50
 RawCountryCodeText 0 1 text:2
 RawStateCodeText 0 1 text:3
 RawStreetAddress1Text 0 1 text:100
 RawZIPCode 0 1 text:9
 StateCodeUnknownIndicator 0 1 yes
 StreetAddressUnknownIndicator 0 1 yes
 ZIPCodeUnknownIndicator 0 1 yes
Phone
 PhoneNumberExtensionText 0 1 text:6
 PhoneNumberText 0 1 text:16
 PhoneNumberTypeCode 0 1 code:phone
Identification
 IdentificationPresentUnknownIndicator 0 1 yes
 OtherIssuerCountryText 0 1 text:2
 OtherIssuerStateText 0 1 text:3
 OtherPartyIdentificationTypeText 0 1 text:50
 PartyIdentificationNumberText 0 1 text:25
 PartyIdentificationTypeCode 0 1 code:identification
 TINUnknownIndicator 0 1 yes
Organisation
 OrganizationSubtypeID 0 1 code:suborganisation
 OrganizationTypeID 1 1 code:organisation
 OtherOrganizationSubTypeText 0 1 text:50
 OtherOrganizationTypeText 0 1 text:50
Occupation
 NAICSCode 0 1 text:6
 OccupationBusinessText 0 1 text:50
ElectronicAddress
 ElectronicAddressText 1 1 text:517
 ElectronicAddressTypeCode 1 1 code:electronic
Association
 AccountantIndicator 0 1 yes
 ActionTakenDateText 0 1 day
 AgentIndicator 0 1 yes
 AppraiserIndicator 0 1 yes
 AttorneyIndicator 0 1 yes
 BorrowerIndicator 0 1 yes
 CustomerIndicator 0 1 yes
 DirectorIndicator 0 1 yes
 EmployeeIndicator 0 1 yes
 NoRelationshipToInstitutionIndicator 0 1 yes
 OfficerIndicator 0 1 yes
 OtherPartyAssociationTypeText 0 1 text:50
 OtherRelationshipIndicator 0 1 yes
 OwnerShareholderIndicator 0 1 yes
 RelationshipContinuesIndicator 0 1 yes
 ResignedIndicator 0 1 yes
 SubjectRelationshipFinancialInstitutionTINText 0 1 text:25
 SuspendedBarredIndicator 0 1 yes
 TerminatedIndicator 0 1 yes
 Party 0 99 Branch
AffectedAccounts
 PartyAccountAssociationTypeCode 1 1 code:affected
 Party 1 99 Holder
Account
 AccountNumberText 0 1 text:40
 PartyAccountAssociation 1 1 HeldAccount
HeldAccount
 AccountClosedIndicator 0 1 yes
 PartyAccountAssociationTypeCode 1 1 code:held
SuspiciousActivity
 AmountUnknownIndicator 0 1 yes
 CumulativeTotalViolationAmountText 0 1 dollars
 NoAmountInvolvedIndicator 0 1 yes
 SuspiciousActivityFromDateText 1 1 day
 SuspiciousActivityToDateText 0 1 day
 TotalSuspiciousAmountText 0 1 dollars
 SuspiciousActivityClassification 1 99 Classification
Classification
 OtherSuspiciousActivityTypeText 0 1 text:50
 SuspiciousActivitySubtypeID 1 1 subtype
 SuspiciousActivityTypeID 1 1 code:type
IPAddress
 ActivityIPAddressDateText 0 1 day
 ActivityIPAddressTimeStampText 0 1 time
 IPAddressText 1 1 text:39
CyberEvent
 CyberEventDateText 0 1 day
 CyberEventIndicatorsTypeCode 1 1 code:cyber
 CyberEventTimeStampText 0 1 time
 CyberEventTypeOtherText 0 1 text:50
 EventValueText 1 1 long:4000
Asset
 AssetSubtypeID 1 1 asset
 AssetTypeID 1 1 code:assettype
 OtherAssetSubtypeText 0 1 text:50
AssetAttribute
 AssetAttributeDescriptionText 0 1 text:50
 AssetAttributeTypeID 1 1 code:attribute
Narrative
 ActivityNarrativeSequenceNumber 1 1 code:block
 ActivityNarrativeText 1 1 long:4000
"""


def _read(lines: str) -> dict[str, tuple[Child, ...]]:
    found: dict[str, list[Child]] = {}
    current = ""
    for line in lines.strip("\n").splitlines():
        if not line.startswith(" "):
            current = line
            found[current] = []
        else:
            name, least, most, holds = line.split()
            limit = None if most == "*" else int(most)
            found[current].append(Child(name, int(least), limit, holds))
    return {shape: tuple(children) for shape, children in found.items()}


#: The children of each shape, in their order.
SHAPES: Mapping[str, tuple[Child, ...]] = _read(_LINES)
