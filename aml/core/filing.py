"""What is filed: one case as facts, before it becomes a FinCEN or a goAML file.

Everything is text as the bank's records have it, days and sums are typed; an empty text or None is
a datum that nobody recorded, which a filing declares or asks for, and never makes up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """A place. `country` is ISO 3166, two letters; `state` is a code where the country has them."""

    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class ReportingPerson:
    """Who answers for a filing at the institution."""

    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    email: str = ""
    occupation: str = ""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Calendar days in which a report is due.

    `known` counts from detection where a subject is identified, `unknown` where none is,
    `continuing` from the last filing on activity that goes on.
    """

    known: int
    unknown: int
    continuing: int


#: 31 CFR 1020.320(b)(3) has the first two, FinCEN's guidance on continuing activity the third. The
#: rule for money services businesses, 31 CFR 1022.320(b)(3), gives no longer time for the second.
US_DEADLINES = Deadlines(30, 60, 120)
US_MSB_DEADLINES = Deadlines(30, 30, 120)


@dataclass(frozen=True, slots=True)
class Filer:
    """The institution that files, from the section [filing] of aml.toml.

    `regulator` and `organisation_type` are codes of FinCEN's lists; `control_code` is the
    transmitter's (TCC); `entity_id` and `branch` are what an FIU gave the institution (goAML).
    `goaml_profile` names the profile of the FIU for goAML.
    `fincen_xsd` is the path of FinCEN's schema, relative to the workspace; `fincen_letters` is
    `ascii` where names are to be transliterated. `deadlines` are None where the workspace sets
    none; those of the institution's country then hold, if we know them.
    """

    name: str = ""
    tax_number: str = ""
    tax_number_type: str = ""
    regulator: str = ""
    organisation_type: str = ""
    address: PostalAddress = PostalAddress()
    phone: str = ""
    contact_office: str = ""
    contact_phone: str = ""
    transmitter_name: str = ""
    transmitter_tax_number: str = ""
    transmitter_contact: str = ""
    control_code: str = ""
    entity_id: str = ""
    branch: str = ""
    swift: str = ""
    person: ReportingPerson = ReportingPerson()
    fincen_xsd: str = ""
    goaml_profile: str = ""
    fincen_letters: str = ""
    deadlines: Deadlines | None = None


#: A workspace that says nothing of who files.
NO_FILER = Filer()


@dataclass(frozen=True, slots=True)
class Identification:
    """A number that a party is known by. kind: tax, document, customer, registration."""

    kind: str
    number: str
    country: str = ""


#: The institution of an account elsewhere that no record names.
UNNAMED_INSTITUTION = "not recorded"


@dataclass(frozen=True, slots=True)
class FiledAccount:
    """An account of a party; `institution` is empty for an account at the filer.

    It is UNNAMED_INSTITUTION for an account elsewhere whose institution no record names.
    """

    number: str
    kind: str = ""
    currency: str = ""
    iban: str = ""
    branch: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    institution: str = ""
    bic: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class RelatedPerson:
    """A person who acts for a party: who directs an entity, who signs for an account."""

    role: Literal["director", "signatory"]
    party: FiledParty


@dataclass(frozen=True, slots=True)
class FiledParty:
    """A person or firm of the filing.

    `ref` names the party in a worklist and in answers: `subject 1`, `party 3`. `name` is the name
    as recorded. `first_name`, `middle_name` and `last_name` are that name parted, of a person;
    `is_name_parted` says that the records have one text and the parts are read from it.
    """

    ref: str
    kind: Literal["person", "entity", "unknown"]
    name: str
    is_subject: bool
    is_customer: bool
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    is_name_parted: bool = False
    born_or_incorporated_on: date | None = None
    gender: str = ""
    nationality: str = ""
    address: PostalAddress = PostalAddress()
    phone: str = ""
    email: str = ""
    occupation: str = ""
    industry_code: str = ""
    employer: str = ""
    legal_form: str = ""
    identifications: tuple[Identification, ...] = ()
    accounts: tuple[FiledAccount, ...] = ()
    people: tuple[RelatedPerson, ...] = ()


@dataclass(frozen=True, slots=True)
class FiledMovement:
    """One payment of the filing, from a party to a party; their places in Filing.parties.

    `amount` is in `currency`, `amount_base` in the currency of the filing, None where no rate is
    known. `from_account` and `to_account` are numbers, empty where cash or an agent stands there.
    """

    record_id: str
    booked_at: datetime
    channel: str
    amount: Decimal
    currency: str
    amount_base: Decimal | None
    from_party: int | None
    to_party: int | None
    from_account: str = ""
    to_account: str = ""
    from_country: str = ""
    to_country: str = ""
    conductor: str = ""
    place: str = ""
    text: str = ""
    instrument_number: str = ""
    ip_address: str = ""


@dataclass(frozen=True, slots=True)
class FiledThing:
    """A ship or container of the filing. kind: vessel, container; number: IMO or ISO 6346."""

    kind: Literal["vessel", "container"]
    number: str
    name: str = ""
    bill_of_lading: str = ""
    value: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the narrative and the facts that it rests on: alert, record or field ids."""

    text: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filing:
    """One case as it is filed. `codes` are `type/subtype` of FinCEN, `tags` the neutral indicators.

    `introduction`, `body` and `conclusion` are the narrative in the order in which it is read.
    `filed_on` is the day of filing, `as_of` where it is None. `code_texts` says what a code for
    "other" stands for. `total_usd` is the total in US dollars, where a person gave it. `corrects`
    says that it takes the place of an earlier report, which `prior_document_number` names.
    """

    case_id: str
    title: str
    as_of: date
    started_on: date
    ended_on: date
    currency: str
    total: Decimal | None
    filer: Filer
    parties: tuple[FiledParty, ...]
    movements: tuple[FiledMovement, ...]
    things: tuple[FiledThing, ...]
    codes: tuple[str, ...]
    tags: tuple[str, ...]
    key_terms: tuple[str, ...]
    introduction: tuple[Sentence, ...]
    body: tuple[Sentence, ...]
    conclusion: tuple[Sentence, ...]
    continues: bool = False
    corrects: bool = False
    prior_document_number: str = ""
    filed_on: date | None = None
    code_texts: tuple[tuple[str, str], ...] = ()
    total_usd: Decimal | None = None

    @property
    def subjects(self) -> tuple[FiledParty, ...]:
        """The parties that the filing is about."""
        return tuple(party for party in self.parties if party.is_subject)

    @property
    def narrative(self) -> str:
        """All sentences as one text that survives without line breaks."""
        parts = (*self.introduction, *self.body, *self.conclusion)
        return " ".join(sentence.text for sentence in parts)


@dataclass(frozen=True, slots=True)
class Missing:
    """A datum that a filing still needs: whose, which, and the rule that asks for it.

    `answer` is the key under which a file of answers gives it.
    """

    whose: str
    field: str
    rule: str
    answer: str
