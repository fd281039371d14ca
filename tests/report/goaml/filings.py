"""Filings for the tests of goAML reports, built by hand. Everyone and everything is invented."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from aml.core.filing import (
    FiledAccount,
    FiledMovement,
    FiledParty,
    FiledThing,
    Filer,
    Filing,
    Identification,
    PostalAddress,
    RelatedPerson,
    ReportingPerson,
    Sentence,
)
from aml.report.goaml import read_profile

SCHEMAS = Path(__file__).parents[4] / "shared" / "schemas" / "goaml"
XSD_501 = SCHEMAS / "goAMLSchema_5.0.1.xsd"
XSD_502 = SCHEMAS / "goAMLSchema_5.0.2_UAE_pristine.xsd"
needs_schemas = pytest.mark.skipif(
    not (XSD_501.is_file() and XSD_502.is_file()),
    reason="the FIUs' schemas are not the project's to ship, and do not lie beside it",
)
TAGS = (
    "STRUCT",
    "DRUGS",
    "TBML",
    "PML",
    "SMURF",
    "FUNNEL",
    "REMIT",
    "RAPID",
    "SANCTION",
    "PROFILE",
)

#: A FIU of 5.0.1: its schema knows no indicator but the dash.
PROFILE_501 = f"""
fiu: Example FIU
local_currency: EUR
xsd: {XSD_501}
report: {{str: STR, sar: SAR}}
phone_prefix: "49"
identify:
  person: {{ssn: [tax, document], id_number: [document], tax_number: [tax]}}
  entity: {{incorporation_number: [registration, tax], tax_number: [tax]}}
lookups:
  funds: {{cash_teller: K, other: E}}
  transmode: {{cash_teller: C, wire: A, other: "-"}}
  account_type: {{current: A, other: "-"}}
  account_status: {{open: A, closed: B}}
  account_role: {{owner: A, signatory: P}}
  entity_role: {{director: A}}
  identification: {{document: A, tax: B, other: "-"}}
  contact: {{person: "1", entity: "2"}}
  communication: {{phone: L}}
  gender: {{F: F, M: M}}
  legal_form: {{GmbH: A, other: "-"}}
  item: {{vessel: S, container: O, other: "-"}}
indicators: {{{", ".join(f'{tag}: "-"' for tag in TAGS)}}}
unknown: {{first_name: UNKNOWN, last_name: UNKNOWN, from_country: "-", to_country: "-"}}
"""

#: A FIU of 5.0.2, from its schema and lists alone: ASCII names and five elements of its own.
PROFILE_502 = f"""
fiu: Another example FIU
local_currency: AED
xsd: {XSD_502}
report: {{str: STR, sar: SAR}}
names: {{letters: ascii, characters: "a-zA-Z0-9 .'-"}}
phone_prefix: "971"
identify:
  person: {{id_number: [document, tax]}}
  entity: {{incorporation_number: [registration, tax], tax_number: [tax]}}
lookups:
  funds: {{cash_teller: CASH, cash_atm: CASH, cheque: CHQ, other: ELCFT}}
  transmode: {{cash_teller: "-", cash_atm: ATM, other: "-"}}
  account_type: {{other: "-"}}
  account_status: {{open: A, closed: CLS}}
  account_role: {{owner: PAH, signatory: SSIGN}}
  entity_role: {{director: DIR}}
  identification: {{document: GOVDC, other: "-"}}
  contact: {{person: PRSNL, entity: BU}}
  communication: {{phone: L}}
  gender: {{F: F, M: M, other: "-"}}
  legal_form: {{other: "-"}}
  item: {{other: "-"}}
indicators:
  STRUCT: STRUC
  DRUGS: DRG05
  TBML: ALP01
  PML: PML01
  SMURF: DRG01
  FUNNEL: DRG03
  REMIT: DRG03
  RAPID: DRG05
  SANCTION: AFFRD
  PROFILE: ACTRC
fixed:
  transaction.transmode_comment: "-"
  t_account_my_client.non_bank_institution: "false"
  t_account_my_client.beneficiary: "-"
  t_person_my_client.tax_reg_number: "-"
  t_entity_my_client.tax_reg_number: "-"
unknown:
  issue_date: 1900-01-01T00:00:00
  expiry_date: 1900-01-01T00:00:00
  first_name: UNKNOWN
  last_name: UNKNOWN
  from_country: "-"
  to_country: "-"
  t_account.account_name: UNKNOWN
"""
PROFILES = {"fiu501": PROFILE_501, "fiu502": PROFILE_502}
CURRENCIES = {"fiu501": "EUR", "fiu502": "AED"}

FILER = Filer(
    name="Example Bank",
    address=PostalAddress("1 Example Street", "Exampletown", "North", "10000", "DE"),
    entity_id="12345",
    branch="HQ",
    swift="COBADEFFXXX",
    person=ReportingPerson("Erika", "Muster", "+49 30 123456", "mlro@example.org", "MLRO"),
)
ANNA = FiledParty(
    ref="subject 1",
    kind="person",
    name="Anna Maria Beispiel",
    is_subject=True,
    is_customer=True,
    first_name="Anna",
    middle_name="Maria",
    last_name="Beispiel",
    born_or_incorporated_on=date(1980, 2, 3),
    gender="F",
    nationality="DE",
    address=PostalAddress("2 Sample Road", "Exampletown", "North", "10001", "DE"),
    phone="+49 30 987654",
    email="anna@example.org",
    occupation="baker",
    employer="Example Bakery",
    identifications=(
        Identification("tax", "12 345 678 901", "DE"),
        Identification("document", "X0001", "DE"),
        Identification("customer", "C-1001"),
    ),
    accounts=(
        FiledAccount("40-1", "current", "EUR", "DE89370400440532013000", "HQ", date(2020, 1, 2)),
    ),
)
FIRM = FiledParty(
    ref="subject 2",
    kind="entity",
    name="Beispiel Transport",
    is_subject=True,
    is_customer=True,
    born_or_incorporated_on=date(2012, 5, 6),
    address=PostalAddress("3 Quay", "Port", "North", "10002", "DE"),
    phone="+49 40 555",
    industry_code="4941",
    legal_form="GmbH",
    identifications=(
        Identification("registration", "HRB 1", "DE"),
        Identification("customer", "C-1002"),
    ),
    accounts=(FiledAccount("40-2", "current", "EUR", "", "HQ", date(2019, 1, 2)),),
    people=(
        RelatedPerson("director", replace(ANNA, ref="subject 2.director 1", accounts=())),
        RelatedPerson("signatory", replace(ANNA, ref="subject 2.signatory 1", accounts=())),
    ),
)
OTHER = FiledParty(
    ref="party 3",
    kind="unknown",
    name="Comercial Ejemplo",
    is_subject=False,
    is_customer=False,
    accounts=(FiledAccount("ES9121000418450200051332", institution="Banco", bic="BBVAESMMXXX"),),
)


def movement(number, **more):
    """A payment from the subject to the other party."""
    values = {
        "record_id": f"core:T{number}",
        "booked_at": datetime.fromisoformat(f"2026-03-02T09:{number % 60:02}"),
        "channel": "wire",
        "amount": Decimal("9500.0000"),
        "currency": "EUR",
        "amount_base": Decimal("9500.0000"),
        "from_party": 0,
        "to_party": 2,
        "from_account": "40-1",
        "to_account": "ES9121000418450200051332",
        "from_country": "DE",
        "to_country": "ES",
        "text": "invoice 17, MSCU1234566",
    }
    return FiledMovement(**{**values, **more})


def cash(number, **more):
    """Cash that somebody brings to the subject's account."""
    return movement(
        number, channel="cash_teller", from_party=None, from_account="", from_country="",
        to_party=0, to_account="40-1", to_country="DE", place="HQ", text="", **more,
    )  # fmt: skip


FILING = Filing(
    case_id="CASE-1a2b",
    title="Cash in pieces, and a container",
    as_of=date(2026, 3, 31),
    started_on=date(2026, 3, 2),
    ended_on=date(2026, 3, 9),
    currency="EUR",
    total=Decimal("19000"),
    filer=FILER,
    parties=(ANNA, FIRM, OTHER),
    movements=(cash(1, conductor="Otto Bote"), movement(2)),
    things=(
        FiledThing("container", "MSCU1234566", "", "BL-1", Decimal("50000"), "EUR"),
        FiledThing("vessel", "9074729", "EXAMPLE STAR"),
    ),
    codes=("1/114",),
    tags=("STRUCT", "TBML"),
    key_terms=(),
    introduction=(Sentence("The case appears to be about cash in pieces.", ("A1",)),),
    body=(Sentence("Two payments are consistent with structuring.", ("core:T1",)),),
    conclusion=(Sentence("The records are held by the institution.", ("A1",)),),
)
SAR = replace(FILING, movements=())


def profile_of(folder, name, *changes):
    """A profile as a user writes it, in a folder; changes are pairs of texts to exchange."""
    text = PROFILES[name]
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path = Path(folder) / f"{name}.yml"
    path.write_text(text, encoding="utf-8")
    return read_profile(path)


def local(filing, name):
    """The filing in the local currency of a profile's FIU."""
    currency = CURRENCIES[name]
    moved = tuple(
        replace(m, currency=currency if m.currency == "EUR" else m.currency)
        for m in filing.movements
    )
    return replace(filing, currency=currency, movements=moved)
