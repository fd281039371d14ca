"""From a case to a valid report by way of a worklist, as a person would: asked and answered."""

from dataclasses import replace

import pytest
from lxml import etree

from aml.config import Section
from aml.config.yaml import parse_yaml
from aml.report.answers import with_answers
from aml.report.filing import filing_of
from aml.report.goaml import render_goaml
from tests.report import cases
from tests.report.goaml.filings import FILER, needs_schemas

pytestmark = needs_schemas
#: What a person would answer, by the last part of a key.
VALUES = {
    "kind": "person", "name": "Ana Bea Ruiz", "born_or_incorporated_on": "1980-01-31",
    "tax_number": "T 1", "document_number": "D 1", "registration_number": "R 1", "nationality": "MX",
    "country": "US", "street": "1 Main Street", "city": "Laredo", "state": "TX",
    "phone": "+1 956 555 0100", "occupation": "trader", "industry_code": "4941",
    "legal_form": "GmbH", "customer_number": "C-1", "opened_on": "2020-01-02", "currency": "USD",
    "branch": "Laredo", "tags": "STRUCT", "amount_base": "100.00", "is_customer": "true", "conductor": "Ana Bea Ruiz",
    "first_name": "Ana", "last_name": "Ruiz", "iban": "DE89370400440532013000",
}  # fmt: skip


def answered(fiu, case):
    """The filing with everything answered, and how many times it was asked."""
    profile, order = fiu
    filing = replace(filing_of(case), filer=FILER)
    for turn in range(1, 7):
        missing = render_goaml(filing, profile, order).missing
        if not missing:
            return filing, turn
        lines = "\n".join(f"{lack.answer}: {VALUES[_last(lack.answer)]}" for lack in missing)
        node, source = parse_yaml(lines, "answers.yml")
        filing = with_answers(filing, Section(node, source, "the answers"))
        assert not source.problems, [str(problem) for problem in source.problems]
    raise AssertionError(missing)


def _last(key):
    return key.rpartition(".")[2]


@pytest.mark.parametrize("make", cases.EVERY, ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", ["fiu501", "fiu502"])
def test_every_sample_case_becomes_a_valid_report_by_answers_alone(fius, name, make):
    profile, order = fius[name]
    case = make()
    # The FIU's currency is the ledger's, as where the institution sits.
    profile = replace(
        profile, local_currency=case.base_currency,
        indicators=dict.fromkeys(filing_of(case).tags, "-" if name == "fiu501" else "STRUC")
        | dict(profile.indicators),
    )  # fmt: skip
    filing, turns = answered((profile, order), case)
    report = render_goaml(filing, profile, order)
    tree = etree.fromstring(report.xml)
    assert order.schema.validate(tree)
    assert len(tree.findall("transaction")) == len(filing.movements)
    assert turns <= 5
