"""Filings for the tests of the FinCEN form: a whole filer, and answers to everything asked for."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from aml.config import Section
from aml.config.yaml import parse_yaml
from aml.core.filing import Filer, PostalAddress
from aml.report.answers import with_answers
from aml.report.filing import filing_of
from aml.report.fincen import missing_for_fincen
from tests.report import cases

SCHEMAS = Path(__file__).parents[4] / "shared" / "schemas" / "fincen"
SCHEMA = SCHEMAS / "EFL_SARXBatchSchema.xsd"
needs_schema = pytest.mark.skipif(
    not SCHEMA.is_file(), reason=f"FinCEN's schema is not at {SCHEMA}"
)
F = "{www.fincen.gov/base}"
FILER = Filer(
    name="Rio Bravo Community Bank",
    tax_number="74-1234567",
    tax_number_type="EIN",
    regulator="3",
    organisation_type="2",
    address=PostalAddress("1 Main Street", "Laredo", "Texas", "78040", "US"),
    phone="(956) 555-0100",
    contact_office="BSA office",
    contact_phone="956-555-0101",
    transmitter_contact="Ana Ruiz",
    control_code="PBSATEST",
)
RECORD = {
    "customer_id": "C-1001", "customer_type": "person", "name": "Maribel Fuentes Ortega",
    "born_on": "1988-05-11", "tax_number": "523-45-6789", "document_number": "P 4471 220",
    "occupation": "hairdresser", "industry_code": "812112", "address": "1204 Zaragoza Street",
    "city": "Laredo", "region": "TX", "postal_code": "78040-1234", "country": "US",
    "phone": "+1 956 555 0144", "email": "maribel@example.com",
}  # fmt: skip
#: What a person would answer, by field.
_VALUES = {
    "kind": "person", "total_usd": "120000", "filed_on": "2027-01-01", "codes": "9/925",
    "key_terms": "TBML", "prior_document_number": "31000055053784", "tax_number": "741234567",
    "tax_number_type": "EIN", "born_or_incorporated_on": "unknown", "phone": "9565550100",
    "regulator": "3", "organisation_type": "2", "contact_phone": "9565550101",
    "transmitter_tax_number": "741234567", "control_code": "PBSATEST", "state": "unknown",
    "country": "US", "postal_code": "78040", "email": "unknown", "last_name": "Shorter",
}  # fmt: skip


def case(**record):
    """The small case, its subject with a whole record; a column given as None is not recorded."""
    known = {**RECORD, **record}
    found = cases.small()
    subject = replace(
        found.subjects[0],
        name=known["name"] or "C-1001",
        kind=known["customer_type"] or "",
        record={name: text for name, text in known.items() if text},
    )
    return replace(found, subjects=(subject,), filer=FILER)


def filing(**record):
    return filing_of(case(**record))


def answers(text):
    node, source = parse_yaml(text, "answers.yml")
    return Section(node, source, "the answers")


def answered(held, text):
    """The filing with a text of answers; nothing in it may be wrong."""
    given = answers(text)
    found = with_answers(held, given)
    assert not given.source.problems
    return found


def completed(held):
    """The filing with an answer to everything that is asked for."""
    for _ in range(3):  # who is a person now may have a birth date that is asked for
        missing = missing_for_fincen(held)
        if not missing:
            return held
        lines = [
            f'"{datum.answer}": "{_VALUES.get(datum.field, "shorter words")}"' for datum in missing
        ]
        held = answered(held, "\n".join(lines))
    raise AssertionError(missing_for_fincen(held))


def tree(batch):
    return etree.fromstring(batch.xml)


def every(root, *path):
    """The texts at a path of names without their prefix."""
    return [element.text for element in root.iterfind(".//" + "/".join(F + name for name in path))]


LAST = date(2026, 12, 31)
