"""Any filing is either a valid report or a list of what is missing, never a third thing."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from aml.core.filing import (
    FiledAccount,
    FiledMovement,
    FiledThing,
    Filing,
    Identification,
    RelatedPerson,
    Sentence,
)
from aml.core.vocabulary import CHANNELS
from aml.report.goaml import render_goaml
from tests.report.goaml.filings import ANNA, CURRENCIES, FILER, FIRM, OTHER, TAGS, needs_schemas

pytestmark = needs_schemas

EARLY, LATE = (datetime.fromisoformat(f"{year}-01-01T00:00:00") for year in (1700, 2099))
WORDS = (
    "José", "Núñez", "王小明", "Иван", "Ἀθηνᾶ", "محمد", "राम", "ชัย", "ß", "Ł", "👩‍🚀", "\u202e", "\x00",
    "\ud800", "\ufffe", "]]>", "<a>", "&amp;", "'", "Smith, John", "x" * 120, "", " ", "-",
)  # fmt: skip
text = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
    st.text(st.characters(exclude_categories=()), max_size=30),
)
money = st.decimals(
    Decimal("-99999999999.0000"), Decimal("99999999999.0000"), places=4, allow_nan=False
)
days = st.dates(date(1700, 1, 1), date(2100, 1, 1))


def changed(base, **fields):
    """The base, or the base with some of its fields drawn."""
    drawn = st.fixed_dictionaries({}, optional=fields)
    return drawn.map(lambda found: replace(base, **found))


addresses = changed(
    ANNA.address, street=text, city=text, state=text, postal_code=text,
    country=st.sampled_from(["", "DE", "es", "XX", "Germany"]),
)  # fmt: skip
numbers = st.lists(
    st.builds(
        Identification,
        st.sampled_from(["tax", "document", "customer", "registration"]),
        text,
        st.sampled_from(["", "DE"]),
    ),
    max_size=4,
).map(tuple)
accounts = st.lists(
    changed(
        FiledAccount("40-1", "current", "EUR", "", "HQ", date(2020, 1, 2)),
        number=text, kind=text, currency=st.sampled_from(["", "EUR", "XYZ"]), iban=text, branch=text,
        opened_on=st.none() | days, closed_on=st.none() | days, institution=text, bic=text,
    ),
    max_size=3,
).map(tuple)  # fmt: skip


def parties(base):
    return changed(
        base, kind=st.sampled_from(["person", "entity", "unknown"]), name=text, first_name=text,
        middle_name=text, last_name=text, born_or_incorporated_on=st.none() | days,
        gender=st.sampled_from(["", "F", "M", "X"]), nationality=st.sampled_from(["", "DE", "Q"]),
        address=addresses, phone=text | st.sampled_from(["+49 30 1", "+1", "00", "+"]), email=text,
        occupation=text, industry_code=text, legal_form=text, employer=text,
        is_customer=st.booleans(), identifications=numbers, accounts=accounts,
        people=st.sampled_from([(), FIRM.people, (RelatedPerson("director", ANNA),)]),
    )  # fmt: skip


movements = st.builds(
    FiledMovement,
    record_id=st.just("T") | text,
    booked_at=st.datetimes(EARLY, LATE),
    channel=st.sampled_from(CHANNELS),
    amount=money,
    currency=st.sampled_from(["EUR", "AED", "MXN"]),
    amount_base=st.none() | money,
    from_party=st.none() | st.integers(0, 59),
    to_party=st.none() | st.integers(0, 59),
    from_account=st.sampled_from(["", "40-1", "x"]),
    to_account=st.sampled_from(["", "40-1", "x"]),
    from_country=st.sampled_from(["", "DE", "??"]),
    to_country=st.sampled_from(["", "DE"]),
    conductor=text,
    place=text,
    text=text,
    instrument_number=text,
    ip_address=st.sampled_from(["", "10.0.0.1", "no address"]),
)
things = st.builds(
    FiledThing, st.sampled_from(["vessel", "container"]), text, text, text, st.none() | money,
    st.sampled_from(["", "EUR", "XYZ"]),
)  # fmt: skip
sentences = st.lists(st.builds(Sentence, text, st.just(())), max_size=6).map(tuple)


@st.composite
def filings(draw, name, most):
    """Parties and payments are drawn from small pools, so that many of them stay quick to draw.

    `most` is how many times over the payments of a pool stand, five at most.
    """
    pool = draw(
        st.lists(st.sampled_from([ANNA, FIRM, OTHER]).flatmap(parties), min_size=1, max_size=5)
    )
    count = draw(st.integers(1, 60))
    people = tuple(
        replace(pool[n % len(pool)], ref=f"party {n}", is_subject=n == 0) for n in range(count)
    )
    paid = draw(st.lists(movements, max_size=5))
    many = draw(st.sampled_from([1] * 8 + [7, most])) if paid else 0
    lines = tuple(
        replace(
            movement,
            record_id=f"{movement.record_id}{turn}",
            from_party=None
            if movement.from_party is None
            else (movement.from_party + turn) % count,
            to_party=None if movement.to_party is None else (movement.to_party + turn) % count,
        )
        for turn in range(many)
        for movement in paid
    )
    return Filing(
        case_id="CASE-1", title=draw(text), as_of=date(2026, 3, 31), started_on=date(2026, 1, 1),
        ended_on=date(2026, 3, 1), currency=CURRENCIES[name], total=None,
        filer=draw(changed(FILER, branch=text, swift=text, address=addresses)), parties=people,
        movements=lines, things=tuple(draw(st.lists(things, max_size=3))), codes=(),
        tags=tuple(draw(st.lists(st.sampled_from(TAGS), max_size=3))), key_terms=(),
        introduction=(Sentence("The case appears to be about something.", ()),),
        body=draw(sentences) * draw(st.sampled_from([1, 40])), conclusion=draw(sentences),
    )  # fmt: skip


def patched(filing, name):
    """The filing with what a person would answer, so that most of it can be filed."""
    whole = {"person": ANNA, "entity": FIRM, "unknown": FIRM}
    people = tuple(
        replace(
            whole[p.kind], kind=p.kind, ref=p.ref, name=p.name or "Nobody", gender=p.gender,
            first_name=p.first_name, middle_name=p.middle_name,
            last_name=p.last_name or "Nobody", email=p.email, is_customer=n % 2 == 0,
            employer=p.employer,
        )
        for n, p in enumerate(filing.parties)
    )  # fmt: skip
    lines = tuple(
        replace(
            m, record_id=f"T{n}", currency=CURRENCIES[name], from_country="DE", to_country="DE",
            from_party=0, from_account="40-1" if people[0].kind == "person" else "40-2", to_account="", booked_at=LATE.replace(second=n % 60),
        )
        for n, m in enumerate(filing.movements)
    )  # fmt: skip
    return replace(filing, parties=people, movements=lines, filer=FILER, tags=("STRUCT",))


def is_report_or_list(fiu, filing):
    profile, order = fiu
    report = render_goaml(filing, profile, order)
    if report.missing:
        assert not report.xml
        assert all(lack.whose and lack.field and lack.rule for lack in report.missing)
        return False
    tree = etree.fromstring(report.xml)
    assert order.schema.validate(tree), order.schema.error_log
    assert len(tree.findall("transaction")) == len(filing.movements)
    assert all(place.text == "1" for place in tree.iter("is_primary"))
    assert len(tree.findtext("reason")) <= 8000
    assert render_goaml(filing, profile, order).xml == report.xml
    return True


CALM = [HealthCheck.too_slow, HealthCheck.data_too_large]


def check_many(fius, most, **more):
    """Every second filing has the answers of a person; most of those are whole."""
    reports = {True: [], False: []}

    @settings(deadline=None, suppress_health_check=CALM, **more)
    @given(st.sampled_from(sorted(CURRENCIES)), st.data(), st.booleans())
    def check(name, drawn, is_answered):
        filing = drawn.draw(filings(name, most))
        filing = patched(filing, name) if is_answered else filing
        reports[is_answered].append(is_report_or_list(fius[name], filing))

    check()
    assert sum(reports[True]) >= len(reports[True]) / 2


def test_any_filing_is_a_report_or_a_list(fius):
    check_many(fius, 60, max_examples=50, derandomize=True)


@pytest.mark.nightly
def test_any_of_many_filings_is_a_report_or_a_list(fius):
    check_many(fius, 1000, max_examples=500)
