"""Cases of any names, scripts and gaps: whatever is answered makes a file that holds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from aml.core.case import SubjectAccount
from aml.report.filing import filing_of
from aml.report.fincen import broken_rules, fincen_batch, schema_problems
from tests.report import cases
from tests.report.fincen.filings import FILER, LAST, SCHEMA, completed

_SCRIPTS = (
    "李明", "Ольга Петрова", "محمد علي", "ประยุทธ์ ใจดี", "Nguyễn Thị Hoa", "שלום כהן", "José-María O'Neil",
    "김철수", "Müller, Jürgen", "स्मिता पाटिल", *cases.NASTY,
)  # fmt: skip
_COLUMNS = (
    "born_on", "document_number", "tax_number", "occupation", "industry_code", "address", "city",
    "region", "postal_code", "country", "phone", "email", "name",
)  # fmt: skip
TEXTS = st.lists(
    st.one_of(st.sampled_from(_SCRIPTS), st.text(max_size=60)), min_size=4, max_size=16
)
COUNTS = st.integers(1, 60)
#: Payments of each subject: a report has at most sixty subjects, so at most five thousand in all.
EACH = st.sampled_from([1] * 19 + [83])
SEEDS = st.integers(0, 2**32)


class Drawn:
    """What a seed draws."""

    def __init__(self, seed):
        self._random = np.random.default_rng(seed)

    def number(self, low, high):
        return int(self._random.integers(low, high + 1))

    def chance(self, share):
        return bool(self._random.random() < share)

    def choice(self, items):
        return items[self.number(0, len(items) - 1)]


def case(texts, count, each, seed):
    """A case of as many subjects with as many payments, its texts and gaps drawn by the seed."""
    drawn = Drawn(seed)
    subjects, rows = [], []
    for n in range(1, count + 1):
        share = drawn.number(0, 10) / 10
        known = {column: drawn.choice(texts) for column in _COLUMNS if drawn.chance(share)}
        if drawn.chance(0.5):
            known |= {"country": drawn.choice(["US", "MX", "DE", "PR"]), "born_on": "1970-02-03"}
        name = drawn.choice(texts) or f"C-{1000 + n}"  # as a case calls who has no name
        accounts = tuple(
            SubjectAccount(f"ACC-{n}-{a}", "", "USD", None, "") for a in range(drawn.number(0, 3))
        )
        subjects.append(
            cases.subject(
                n, name, kind=drawn.choice(["person", "company", ""]), accounts=accounts,
                record=known, is_customer=drawn.chance(0.8),
            )
        )  # fmt: skip
        rows += [
            cases.entry(
                place, f"2026-03-{n % 28 + 1:02}", f"{drawn.number(0, 10**6)}.{drawn.number(0, 99):02}00",
                drawn.choice(["credit", "debit"]), drawn.choice(["wire", "cash_teller", "vasp", "card"]),
                account_id=f"ACC-{n}-0", counterparty_name=drawn.choice([*texts, None]),
                counterparty_account=drawn.choice([*texts, None]), place=drawn.choice(texts),
                remittance_text=drawn.choice(texts), ip_address=drawn.choice(["203.0.113.9", "x", None]),
            )
            for place in range(n * each, (n + 1) * each)
        ]  # fmt: skip
    explanation = ". ".join(texts) * drawn.number(1, 40) or "Nothing."
    found = cases.alert(1, rows=rows, explanation=explanation)
    filer = replace(FILER, fincen_letters=drawn.choice(["", "ascii"]))
    return cases.case_of(rows, [found], subjects, filer=filer)


def holds(texts, count, each, seed):
    filing = completed(filing_of(case(texts, count, each, seed)))
    batch = fincen_batch([filing])
    assert broken_rules(etree.fromstring(batch.xml), LAST) == ()
    if SCHEMA.is_file():
        assert schema_problems(batch.xml, SCHEMA) == ()
    assert batch.xml == fincen_batch([filing]).xml


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS, COUNTS, EACH, SEEDS)
def test_whatever_a_case_holds_its_file_holds(texts, count, each, seed):
    holds(texts, count, each, seed)


@pytest.mark.nightly
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS, COUNTS, EACH, SEEDS)
def test_whatever_a_case_holds_its_file_holds_all_night(texts, count, each, seed):
    holds(texts, count, each, seed)
