"""The narrative: introduction, body (who, what, when, where, why, how), conclusion.

In the order that FinCEN asks for ("Preparing a Complete & Sufficient SAR Narrative", 2003; FFIEC
manual, appendix L). It says what the records show and claims nothing about anyone's intent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aml.core import wording
from aml.core.case import Case, Subject
from aml.report import terms
from aml.report.document import Paragraph, Section
from aml.report.movement import WAYS, Movement, Way, amounts, grouped
from aml.report.severity import severity_and_title
from aml.report.summary import how_much, when, where

#: Subjects that a narrative describes; the parties of a report hold them all.
MOST_DESCRIBED = 6
_MOST_CHANNELS = 6
_MOST_PARTIES = 5
_CASH_WAYS: dict[Way, str] = {"in": "paid in", "out": "taken out"}


def narrative(case: Case, found: Sequence[Movement]) -> Section:
    """The section that a reader could take over into a form."""
    body = (*_who(case, found), *what_moved(case, found), *when_and_where(case, found))
    return Section(
        "narrative",
        "Narrative",
        (),
        (
            Section("introduction", "Introduction", tuple(_introduction(case, found))),
            Section("body", "Body", (*body, *_why(case), *how_it_went(case, found))),
            Section("conclusion", "Conclusion", tuple(_conclusion(case))),
        ),
    )


def _introduction(case: Case, found: Sequence[Movement]) -> Iterator[Paragraph]:
    names = terms.listing((subject.name for subject in case.subjects), _MOST_PARTIES)
    days = wording.period(case.period_start, case.period_end)
    alerts = wording.plural(len(case.alerts), "alert")
    yield Paragraph(
        f"{case.institution} puts before its compliance officer activity of {names}, {days},"
        f" that appears unusual. {how_much(case, found)} It rests on"
        f" {wording.plural(len(case.rows), 'cited record')} and {alerts}; the case is of severity"
        f" {severity_and_title(case)}."
    )
    key_terms = sorted({term for alert in case.alerts for term in alert.key_terms})
    if key_terms:
        yield Paragraph(f"{terms.listing(key_terms, len(key_terms))}.", "Key terms.")
    continued = sorted(alert.continues for alert in case.alerts if alert.continues)
    if continued:
        earlier = terms.listing(continued, _MOST_PARTIES)
        yield Paragraph(f"The activity continues that of {earlier}.", "Earlier alerts.")


def _who(case: Case, found: Sequence[Movement]) -> Iterator[Paragraph]:
    for subject in case.subjects[:MOST_DESCRIBED]:
        yield Paragraph(describe(subject), "Who.")
    further = len(case.subjects) - MOST_DESCRIBED
    if further > 0:
        more = wording.plural(further, "further subject stands", "further subjects stand")
        yield Paragraph(f"{more} in the section on subjects and accounts.", "Who.")
    yield from (paragraph for paragraph, _ in conductors(found))


def conductors(found: Sequence[Movement]) -> Iterator[tuple[Paragraph, list[Movement]]]:
    """Who handed over or took cash, and who conducted what is no cash; with the records of each."""
    named = [movement for movement in found if movement.row.text("conductor_name")]
    for way, label in WAYS.items():
        cash = [m for m in named if m.way == way and m.is_cash]
        if cash:
            did = _CASH_WAYS.get(way, "moved")
            told = f"Cash was {did} by {_persons(cash)}: {_conductor_names(cash)}."
            yield Paragraph(told, f"Who: cash {did}."), cash
        other = [m for m in named if m.way == way and not m.is_cash]
        if other:
            part = "conductor" if len(_conductors_of(other)) == 1 else "conductors"
            moved = "payments between subjects" if way == "between" else label.lower()
            channels = terms.listing(sorted({terms.channel(m.channel) for m in other}))
            told = f"The records name {_persons(other)} as {part} of {moved} by {channels}:"
            lead = f"Who: {part} of {moved}."
            yield Paragraph(f"{told} {_conductor_names(other)}.", lead), other


def _conductors_of(held: Sequence[Movement]) -> list[str]:
    return sorted({movement.row.text("conductor_name") for movement in held})


def _persons(held: Sequence[Movement]) -> str:
    return wording.plural(len(_conductors_of(held)), "person")


def _conductor_names(held: Sequence[Movement]) -> str:
    return terms.listing(_conductors_of(held), _MOST_PARTIES)


def describe(subject: Subject) -> str:
    """A subject with its facts and accounts, in a sentence or two."""
    kind = f", {terms.spaced(subject.kind)}" if subject.kind else ""
    facts = "; ".join(f"{label.lower()} {text}" for label, text in subject.facts)
    if not subject.is_customer:
        known = "no customer record at the institution; known from the cited records only"
        return f"{subject.name}{kind}: {known}{'; ' if facts else ''}{facts}."
    accounts = terms.listing((account.account_id for account in subject.accounts), _MOST_PARTIES)
    held = f" Accounts: {accounts}." if accounts else " No account is on record."
    return f"{subject.name}{kind}: {facts or 'no facts on record'}.{held}"


def what_moved(case: Case, found: Sequence[Movement]) -> Iterator[Paragraph]:
    """What moved, by the way it went and its channel, and the linked records."""
    for way, label in WAYS.items():
        held = [movement for movement in found if movement.way == way]
        if held:
            yield Paragraph(f"{_by_channel(case, held)}.", f"What: {label.lower()}.")
    linked = [row.table for row in case.rows if row.table not in ("transactions", "remittances")]
    counts = [(table, linked.count(table)) for table in sorted(set(linked))]
    if counts:
        texts = [f"{terms.spaced(table)}: {count:,}" for table, count in counts]
        yield Paragraph(f"Linked records, by kind: {terms.listing(texts)}.", "What: links.")


def _by_channel(case: Case, held: Sequence[Movement]) -> str:
    groups = grouped(held, lambda movement: terms.channel(movement.channel))
    texts = [
        f"{name}, {amounts(group, case.base_currency)} in"
        f" {wording.plural(len(group), 'record')}{_largest(case, group)}"
        for name, group in groups
    ]
    text = "; ".join(terms.sentence(item) for item in texts[:_MOST_CHANNELS])
    further = len(texts) - _MOST_CHANNELS
    more = f"; {wording.plural(further, 'further channel')}" if further > 0 else ""
    currencies = sorted({m.currency for m in held} - {case.base_currency})
    booked = f". Booked also in {terms.listing(currencies, 10)}" if currencies else ""
    return f"{text}{more}{booked}"


def _largest(case: Case, group: Sequence[Movement]) -> str:
    """The span of single amounts, where there are several in the base currency."""
    values = [movement.base for movement in group if movement.base is not None]
    if len(values) < 2:
        return ""
    low, high = (wording.money(value, case.base_currency) for value in (min(values), max(values)))
    return f", each {low}" if low == high else f", between {low} and {high} each"


def when_and_where(case: Case, found: Sequence[Movement]) -> Iterator[Paragraph]:
    """The period, its days, and the places and countries."""
    yield Paragraph(when(case), "When.")
    if found:
        yield Paragraph(where(found), "Where.")


def _why(case: Case) -> Iterator[Paragraph]:
    for number, alert in enumerate(case.alerts, 1):
        first, *others = alert.explanation.split("\n\n")
        yield Paragraph(first, f"Why: alert {number}, {alert.title}.")
        for paragraph in others:
            yield Paragraph(paragraph)


def how_it_went(case: Case, found: Sequence[Movement]) -> Iterator[Paragraph]:
    """What came first and what followed, and the other sides."""
    parts = [*_sequence(found), *_other_sides(case, found)]
    if parts:
        yield Paragraph(" ".join(parts), "How.")


def _sequence(found: Sequence[Movement]) -> Iterator[str]:
    """What came first and what followed, with the days between."""
    days = {way: sorted(movement.day for movement in found if movement.way == way) for way in WAYS}
    if days["in"] and days["out"]:
        first, last = days["in"][0], days["out"][-1]
        yield f"The first money in is booked on {wording.day(first)}, the last money out on"
        between = (last - first).days
        order = "earlier" if between < 0 else "later"
        yield f"{wording.day(last)}, {wording.days(abs(between))} {order}."
    elif days["in"]:
        yield "The cited records show money coming in and none going out."
    elif days["out"]:
        yield "The cited records show money going out and none coming in."
    if days["sent"]:
        first, last = days["sent"][0], days["sent"][-1]
        yield f"The remittances were sent within {wording.days((last - first).days + 1)}."


def _other_sides(case: Case, found: Sequence[Movement]) -> Iterator[str]:
    heads: dict[Way, str] = {
        "in": "It came from",
        "out": "It went to",
        "sent": "It was sent from",
    }
    for way, head in heads.items():
        held = [movement for movement in found if movement.way == way]
        if held:
            yield f"{head} {_parties(case, held, is_origin=way != 'out')}."
    sent = [movement for movement in found if movement.way == "sent"]
    if sent:
        yield f"It was paid out to {_parties(case, sent, is_origin=False)}."


def _parties(case: Case, held: Sequence[Movement], *, is_origin: bool) -> str:
    groups = grouped(held, lambda m: m.origin if is_origin else m.destination)
    texts = [f"{name} ({amounts(group, case.base_currency)})" for name, group in groups]
    return terms.series(texts, _MOST_PARTIES)


def _conclusion(case: Case) -> Iterator[Paragraph]:
    titles = list(dict.fromkeys(alert.title for alert in case.alerts))
    yield Paragraph(
        f"The activity is consistent with: {terms.listing(titles, len(titles))}. This document"
        " claims nothing about the intent of any person; an ordinary explanation may exist, and"
        " those that the scenarios name are listed in annex A."
    )
    yield Paragraph(
        f"{case.institution} holds the {wording.plural(len(case.rows), 'cited record')}, each named"
        " in annex B or among the linked records with its ledger file and record number. The"
        " compliance officer adds the action taken, the documents held and a contact before filing."
    )
