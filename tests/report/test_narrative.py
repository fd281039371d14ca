import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import chain, combinations

import pytest

from aml.core.plain import plain
from aml.core.wording import day, money
from aml.report.case_document import case_document
from aml.report.document import Facts, Paragraph
from aml.report.movement import movements
from aml.report.sentence import narrative_of
from tests.report import cases

MONEY = re.compile(r"\b[A-Z]{3} [\d,]+\.\d+")
DAY = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: \d{4})?"
)
NUMBER = re.compile(r"(?<![\w.,-])\d[\d,]*(?![\w-]|\.\d)")


def texts_of(section):
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        if isinstance(block, Facts):
            yield from (text for _, text in block.pairs)
    for inner in section.sections:
        yield from texts_of(inner)


def told(case):
    """The summary and the narrative, as one text."""
    sections = {section.name: section for section in case_document(case).sections}
    return " ".join(chain(texts_of(sections["summary"]), texts_of(sections["narrative"])))


def groups(case):
    """The records of the case by everything that the narrative may put together."""
    moved = [row for row in case.rows if row.table in ("transactions", "remittances")]
    keys = (
        "table",
        "direction",
        "channel",
        "place",
        "counterparty_name",
        "sender_name",
        "receiver_name",
        "branch_id",
    )
    for size in (0, 1, 2, 3):
        for chosen in combinations(keys, size):
            found = {}
            for row in moved:
                value = tuple(getattr(row, key, None) or row.text(key) for key in chosen)
                found.setdefault(value, []).append(row)
            yield from found.values()


def amounts_of(case):
    its = case.totals
    totals = (its.credits, its.debits, its.between, its.remitted)
    found = {money(value, case.base_currency) for value in totals}
    for rows in groups(case):
        known = [Decimal(row.values["amount_base"]) for row in rows if "amount_base" in row.values]
        found |= {money(value, case.base_currency) for value in [sum(known, Decimal(0)), *known]}
        for row in rows:
            if "amount_base" not in row.values:
                found.add(money(Decimal(row.values["amount"]), row.values["currency"]))
    return found


@pytest.mark.parametrize("build", cases.EVERY, ids=lambda build: build.__name__)
def test_every_figure_of_the_narrative_comes_from_the_case(build):
    case = build()
    text = told(case)
    written = json.dumps(plain(case), ensure_ascii=False)
    held = set(MONEY.findall(written))
    amounts = (
        amounts_of(case)
        | held
        | {
            money(a.amount_base, case.base_currency)
            for a in case.alerts
            if a.amount_base is not None
        }
    )
    assert set(MONEY.findall(text)) <= amounts

    days = {row.day() for row in case.rows} | {case.period_start, case.period_end}
    spoken = {day(value) for value in days} | {day(value).rpartition(" ")[0] for value in days}
    rest = MONEY.sub("", text)
    assert set(DAY.findall(rest)) <= spoken | set(DAY.findall(written))

    moved = [row.day() for row in case.rows if row.table in ("transactions", "remittances")]
    spans = {abs((a - b).days) + extra for a in moved for b in moved for extra in (0, 1)}
    counts = {len(rows) for rows in groups(case)} | {
        len(case.rows),
        len(case.alerts),
        len(set(moved)),
    }
    others = set(range(len(case.subjects))) | {len({t.table for t in case.rows})}
    tables = [row.table for row in case.rows]
    counts |= spans | others | {tables.count(table) for table in tables} | {d.day for d in days}
    for number in NUMBER.findall(DAY.sub("", rest)):
        assert number in written or int(number.replace(",", "")) in counts, number


def test_the_narrative_of_a_small_case():
    text = told(cases.small())
    for sentence in (
        "Rio Bravo Community Bank puts before its compliance officer activity of Maribel Fuentes"
        " Ortega, 2 to 5 March 2026, that appears unusual.",
        "USD 28,500.00 came in (3 entries) and USD 27,000.00 went out (1 entry).",
        "Cash was paid in by 2 persons: Héctor Salas and Maribel Fuentes Ortega.",
        "Cash at a teller, USD 28,500.00 in 3 records, between USD 9,200.00 and USD 9,800.00 each.",
        "The first money in is booked on 2 March 2026, the last money out on 5 March 2026, 3 days later.",
        "Money went out to Comercial Sierra Alta SA de CV (USD 27,000.00).",
        "FENTANYL FIN-2024-A002.",
        "claims nothing about the intent of any person",
    ):
        assert sentence in text


def test_many_subjects_are_cut_with_their_count():
    text = told(cases.many_subjects())
    assert "19 further subjects stand in the section on subjects and accounts." in text
    assert "Part of a group of 31 tied subjects" in text


def test_a_party_that_is_no_customer_is_called_so():
    text = told(cases.remittances_only())
    assert "Ofelia Barrientos Luna: no customer record at the institution" in text
    assert "The remittances were sent within 4 days." in text
    assert "It was paid out to Ofelia Barrientos Luna (Culiacán, MX) (USD 5,325.00)." in text


def test_amounts_without_a_rate_are_named_in_their_own_currency():
    text = told(cases.currencies())
    assert "USD 6,400.54 and KPW 900,000.00 came in (3 entries)." in text
    assert "1 record has no exchange rate and stands in no total" in text


def test_a_case_without_movements_says_so():
    text = told(cases.linked_only())
    assert "No entry or remittance is cited; the case rests on 3 linked records." in text
    assert "Bills of lading (2) and flagged parties (1)." in text


@pytest.mark.parametrize("build", cases.EVERY, ids=lambda build: build.__name__)
def test_no_report_accuses(build):
    text = told(build()).lower()
    for word in ("launder", "criminal", "guilty", "illegal", "suspect "):
        assert word not in text


def test_a_customer_is_named_by_its_number_even_where_alerts_name_the_party():
    case = cases.small()
    subject = replace(case.subjects[0], focus_ids=("doc:X1",))
    assert "customer of the institution as C-1001)" in told(replace(case, subjects=(subject,)))


def test_cash_paid_in_and_cash_taken_out_are_told_apart():
    case = cases.small()
    first = case.rows[0]
    values = {**first.values, "direction": "debit", "conductor_name": "Zoe Abara"}
    rows = (replace(first, record_id="core:T11", values=values), *case.rows)
    text = told(replace(case, rows=rows, totals=cases.totals(rows)))
    assert "Cash was taken out by 1 person: Zoe Abara." in text
    assert "Zoe Abara" not in text.partition("Cash was taken out")[0]


def test_money_that_passes_others_on_its_way_counts_once_and_the_text_says_so():
    text = told(cases.indirect())
    assert (
        "USD 33,000.00 came in (2 entries). Counted is what reached or left accounts of the" in text
    )
    assert "each payment once; 2 cited entries are in no sum" in text
    assert "Counted is" not in told(cases.small())


def test_what_subjects_paid_one_another_is_no_money_in():
    case = cases.many_subjects()
    other = case.subjects[1].accounts[0].account_id
    row = cases.entry(90, "2026-01-20", "700.0000", "debit", "sepa", counterparty_account=other, currency="EUR",
                      account_id=case.subjects[0].accounts[0].account_id, customer_id="C-1001")  # fmt: skip
    rows = (*case.rows, row)
    text = told(replace(case, rows=rows, totals=cases.totals(rows, case.subjects)))
    assert "EUR 700.00 moved between accounts of the subjects (1 payment)." in text
    assert "EUR 700.00 in 1 record" in text


def test_a_payment_of_which_the_payer_s_leg_alone_is_cited_is_money_in():
    row = cases.entry(1, "2026-03-12", "900.0000", "debit", "wire", account_id="B-7", customer_id="C-7",
                      counterparty_account="40-2201-7781", counterparty_name="Maribel Fuentes Ortega")  # fmt: skip
    case = cases.case_of([row], [cases.alert(rows=[row])], [cases.subject()])
    text = told(case)
    assert "USD 900.00 came in (1 entry)." in text
    assert "Money came in from Account B-7 (USD 900.00)." in text


def test_a_flagged_party_stands_on_the_first_page():
    document = case_document(cases.linked_only())
    page = " ".join(texts_of(next(s for s in document.sections if s.name == "summary")))
    flagged = [row for row in cases.linked_only().rows if row.table == "flagged_parties"]
    assert flagged
    assert all(row.text("name") in page for row in flagged)


def test_a_severity_that_a_rule_caps_is_said_to_be():
    case = cases.small()
    capped = replace(case.alerts[0], severity="medium", score=Decimal(75))
    summary = next(
        s
        for s in case_document(replace(case, alerts=(capped, *case.alerts[1:]))).sections
        if s.name == "summary"
    )
    lines = [line for s in summary.sections for b in s.blocks for line in getattr(b, "lines", ())]
    assert any(
        line.startswith("Medium (the most that its rule gives), 75 points") for line in lines
    )


def entries_by(*given):
    rows = [
        cases.entry(n, f"2026-03-{n:02}", "900.0000", way, channel, conductor_name=name)
        for n, (way, channel, name) in enumerate(given, 1)
    ]
    return cases.case_of(rows, [cases.alert(rows=rows)], [cases.subject()])


def test_who_conducts_what_is_no_cash_is_not_said_to_handle_cash():
    text = told(
        entries_by(
            ("credit", "money_order", "Zoe Abara"),
            ("credit", "wire", "Iker Sola"),
            ("debit", "p2p", "Zoe Abara"),
        )
    )
    assert "Cash was" not in text
    assert (
        "The records name 2 persons as conductors of money in by money order and wire transfer:"
        " Iker Sola and Zoe Abara." in text
    )
    assert (
        "The records name 1 person as conductor of money out by person-to-person payment:"
        " Zoe Abara." in text
    )


def test_cash_and_other_conductors_are_told_apart():
    text = told(
        entries_by(("credit", "cash_teller", "Zoe Abara"), ("credit", "money_order", "Iker Sola"))
    )
    assert "Cash was paid in by 1 person: Zoe Abara." in text
    assert "1 person as conductor of money in by money order: Iker Sola." in text


def test_a_filed_sentence_on_conductors_rests_on_the_records_that_it_counts():
    case = entries_by(("credit", "cash_teller", "Zoe Abara"), ("credit", "wire", "Iker Sola"))
    body = narrative_of(case, movements(case)).body
    facts = {s.text.partition(" by ")[0]: s.facts for s in body if "1 person" in s.text}
    assert facts == {
        "Cash was paid in": ("core:T1",),
        "The records name 1 person as conductor of money in": ("core:T2",),
    }


def graded(*grades):
    """A case of one alert each, of these severities and scores, each of its own typology."""
    row = cases.entry(1)
    alerts = [
        cases.alert(n, score=score, rows=[row], severity=severity, typology=f"S0{n}", title=f"Sign {n}")
        for n, (severity, score) in enumerate(grades, 1)
    ]  # fmt: skip
    return cases.case_of([row], alerts, [cases.subject()])


def test_a_case_graver_than_each_of_its_alerts_says_that_they_make_it_so_together():
    case = graded(("medium", 90), ("high", 62))
    assert case.severity == "critical"
    text = told(case)
    assert (
        "it is of severity critical, by several alerts together; the gravest, of severity"
        " high: Sign 2." in text
    )
    assert dict(case_document(case).facts.pairs)["Severity"] == (
        "Critical, by several alerts together, score 95 of 100"
    )


def test_the_severity_of_a_case_is_that_of_the_alert_named_beside_it():
    text = told(graded(("medium", 90), ("critical", 82)))
    assert "it is of severity critical: Sign 2." in text
    text = told(graded(("high", 70)))
    assert "it is of severity high: Sign 1." in text


def test_the_days_of_the_movements_are_named_where_the_period_is_another():
    assert "2 to 5 March 2026. The cited movements fall on 4 days. " in told(cases.small())
    case = replace(cases.small(), period_start=date(2026, 2, 1))
    assert "The cited movements fall on 4 days: 2 to 5 March 2026." in told(case)


def test_countries_of_the_other_sides_and_of_payout_are_told_apart():
    assert "Other sides in MX." in told(cases.small())
    assert "Paid out in MX." in told(cases.remittances_only())


def test_senders_abroad_and_what_names_no_place_are_told_beside_the_places():
    case = cases.remittances_only()
    first, *others = case.rows
    moved = {"sender_country": "MX", "send_agent_id": "", "agent_id": ""}
    bare = replace(first, place="", values={**first.values, **moved})
    text = told(replace(case, rows=(bare, *others)))
    assert "1 cash entry or remittance names no place. Senders in MX and US." in text
    assert "names no place" not in told(case)


def test_a_fact_of_a_subject_without_a_text_is_left_out():
    subject = replace(cases.subject(), facts=(("Licences", ""), ("City", "Laredo")))
    text = told(replace(cases.small(), subjects=(subject,)))
    assert "Maribel Fuentes Ortega, person: city Laredo. Accounts:" in text


def test_channels_beyond_the_first_are_counted_and_so_are_other_currencies():
    channels = ("cash_teller", "cash_atm", "wire", "sepa", "ach", "card", "p2p", "cheque")
    rows = [
        cases.entry(n, amount=f"{900 - n}.0000", channel=channel)
        for n, channel in enumerate(channels, 1)
    ]
    rows[0] = replace(rows[0], values={**rows[0].values, "currency": "MXN"})
    text = told(cases.case_of(rows, [cases.alert(rows=rows)], [cases.subject()]))
    assert "; Card payment, USD 894.00 in 1 record; 2 further channels. Booked also in MXN." in text


def test_money_out_before_money_in_is_told_as_earlier():
    rows = [
        cases.entry(1, "2026-03-02", "900.0000", "debit", "wire", counterparty_name="Alta Mar"),
        cases.entry(2, "2026-03-04", "900.0000", "credit", "wire", counterparty_name="Alta Mar"),
    ]
    text = told(cases.case_of(rows, [cases.alert(rows=rows)], [cases.subject()]))
    assert (
        "The first money in is booked on 4 March 2026, the last money out on 2 March 2026,"
        " 2 days earlier." in text
    )
