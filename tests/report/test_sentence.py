"""The narrative of a filing: sentences with their facts, whole or left out."""

from dataclasses import replace

import pytest

from aml.core.filing import Sentence
from aml.report.filing import filing_of
from aml.report.sentence import fitted
from tests.report import cases


def every(filing):
    return (*filing.introduction, *filing.body, *filing.conclusion)


@pytest.mark.parametrize("make", cases.EVERY, ids=lambda make: make.__name__)
def test_every_sentence_rests_on_facts_and_ends(make):
    filing = filing_of(make())
    found = make()
    known = {row.record_id for row in found.rows} | {a.alert_id for a in found.alerts}
    for number, subject in enumerate(found.subjects, 1):
        known |= {f"subject {number}", *subject.focus_ids}
    for sentence in every(filing):
        assert sentence.facts, sentence.text
        assert set(sentence.facts) <= known
        assert "\n" not in sentence.text


def test_it_says_who_what_when_where_how_and_why_in_this_order():
    texts = [sentence.text for sentence in filing_of(cases.small()).body]
    heads = [text.split(":")[0].split(",")[0] for text in texts]
    order = [heads.index(head) for head in ("Who", "What", "When", "Where", "How", "Why")]
    assert order == sorted(order)
    assert "appears" in filing_of(cases.small()).introduction[0].text
    assert "is consistent with" in filing_of(cases.small()).conclusion[0].text


def test_it_names_no_annex_and_no_section():
    for make in cases.EVERY:
        text = filing_of(make()).narrative
        assert "annex" not in text.lower()
        assert "section on" not in text


def test_money_in_rests_on_the_records_that_brought_it():
    told = {s.text.split(":")[1].strip(): s.facts for s in filing_of(cases.small()).body if s.text.startswith("What")}  # fmt: skip
    assert told["money in"] == ("core:T12", "core:T19", "core:T31")
    assert told["money out"] == ("core:T44",)


def test_a_full_stop_in_a_name_ends_no_sentence():
    name = "Acme S.A. Naviera Ltd. Panama"
    found = cases.small()
    subject = replace(found.subjects[0], name=name)
    rows = [
        replace(row, values={**row.values, "counterparty_name": "Foo Inc. Bar"})
        if row.text("counterparty_name")
        else row
        for row in found.rows
    ]
    filing = filing_of(replace(found, subjects=(subject,), rows=tuple(rows)))
    assert not any(s.text.startswith(("Naviera", "Panama", "Bar")) for s in every(filing))
    assert any(name in s.text for s in filing.introduction)


def test_a_name_that_ends_with_a_stop_ends_no_sentence_before_its_sum():
    found = cases.small()
    name = "Acme S.A."
    rows = [
        replace(row, values={**row.values, "counterparty_name": name})
        if row.text("counterparty_name")
        else row
        for row in found.rows
    ]
    texts = [s.text for s in filing_of(replace(found, rows=tuple(rows))).body]
    assert "Money went out to Acme S.A. (USD 27,000.00)." in texts


def test_a_text_that_fits_loses_nothing():
    filing = filing_of(cases.small())
    assert " ".join(fitted(filing, 17_000)) == filing.narrative


@pytest.mark.parametrize("limit", [17_000, 8000, 4000, 1500, 900])
def test_a_text_too_long_loses_whole_sentences_from_the_end_of_its_body_and_says_so(limit):
    filing = filing_of(cases.small())
    long = replace(filing, body=filing.body * 30)
    kept = fitted(long, limit)
    assert len(" ".join(kept)) <= limit
    texts = [sentence.text for sentence in every(long)]
    told = [text for text in kept if "left out here for length" not in text]
    assert len(kept) == len(told) + 1
    assert kept[-1] == long.conclusion[-1].text
    assert all(text in texts for text in told)
    note = next(text for text in kept if "left out" in text)
    assert note.startswith(f"{len(texts) - len(told):,} further sentences are left out")
    assert "evidence.csv" in note
    body = kept[len(long.introduction) : kept.index(note)]
    assert list(body) == texts[len(long.introduction) : len(long.introduction) + len(body)]


def test_a_sentence_longer_than_a_block_is_left_out_whole():
    filing = filing_of(cases.small())
    long = replace(filing, body=(Sentence("x" * 5000, ("A-1",)), *filing.body))
    kept = fitted(long, 17_000, 4000)
    assert not any("xxx" in text for text in kept)
    assert any(text.startswith("1 further sentence is left out") for text in kept)


def test_further_subjects_are_told_of_and_not_described():
    body = filing_of(cases.many_subjects()).body
    assert sum(s.text.startswith("Who: ") for s in body) == 6
    assert any(s.text.startswith("19 further subjects stand") for s in body)
