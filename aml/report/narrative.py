"""The narrative: introduction, body (who, what, when, where, why, how), conclusion.

In the order that FinCEN asks for ("Preparing a Complete & Sufficient SAR Narrative", 2003; FFIEC
manual, appendix L). It says what the records show and claims nothing about anyone's intent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from aml.core import wording
from aml.core.case import Case, Subject
from aml.report import terms
from aml.report.document import Paragraph, Section
from aml.report.movement import WAYS, Movement, Way, amounts, grouped
from aml.report.severity import severity_and_title
from aml.report.summary import how_much, when, where
from aml.report.texts import say, say_count

#: Subjects that a narrative describes; the parties of a report hold them all.
MOST_DESCRIBED = 6
#: The ways of entries, which may name who conducted them; a remittance names its sender.
BOOKED: tuple[Way, ...] = ("in", "out", "between")
_MOST_CHANNELS = 6
_MOST_PARTIES = 5


def narrative(case: Case, found: Sequence[Movement]) -> Section:
    """The section that a reader could take over into a form."""
    moved = (paragraph for paragraph, _ in what_moved(case, found))
    body = (*_who(case, found), *moved, *when_and_where(case, found))
    how = how_it_went(case, found)
    opening, closing = tuple(_introduction(case, found)), tuple(_conclusion(case))
    return Section(
        "narrative",
        say("narrative.title"),
        (),
        (
            Section("introduction", say("narrative.introduction.title"), opening),
            Section("body", say("narrative.body.title"), (*body, *_why(case), *how)),
            Section("conclusion", say("narrative.conclusion.title"), closing),
        ),
    )


def _introduction(case: Case, found: Sequence[Movement]) -> Iterator[Paragraph]:
    opening = say(
        "narrative.introduction.opening",
        institution=case.institution,
        subjects=terms.listing((subject.name for subject in case.subjects), _MOST_PARTIES),
        period=wording.period(case.period_start, case.period_end),
    )
    rests = say(
        "narrative.introduction.rests",
        records=say_count("count.cited_record", len(case.rows)),
        alerts=say_count("count.alert", len(case.alerts)),
        severity=severity_and_title(case),
    )
    yield Paragraph(f"{opening} {how_much(case, found)} {rests}")
    key_terms = sorted({term for alert in case.alerts for term in alert.key_terms})
    if key_terms:
        told = say("narrative.introduction.terms", terms=terms.listing(key_terms, len(key_terms)))
        yield Paragraph(told, say("narrative.introduction.terms_lead"))
    continued = sorted(alert.continues for alert in case.alerts if alert.continues)
    if continued:
        earlier = terms.listing(continued, _MOST_PARTIES)
        told = say("narrative.introduction.continues", alerts=earlier)
        yield Paragraph(told, say("narrative.introduction.continues_lead"))


def _who(case: Case, found: Sequence[Movement]) -> Iterator[Paragraph]:
    lead = say("narrative.who.lead")
    for subject in case.subjects[:MOST_DESCRIBED]:
        yield Paragraph(describe(subject), lead)
    further = len(case.subjects) - MOST_DESCRIBED
    if further > 0:
        yield Paragraph(say_count("narrative.who.further", further), lead)
    yield from (paragraph for paragraph, _ in conductors(found))


def conductors(found: Sequence[Movement]) -> Iterator[tuple[Paragraph, list[Movement]]]:
    """Who handed over or took cash, and who conducted what is no cash; with the records of each."""
    named = [movement for movement in found if movement.row.text("conductor_name")]
    for booked in BOOKED:
        cash = [m for m in named if m.way == booked and m.is_cash]
        if cash:
            people = _conductors_of(cash)
            names = terms.listing(people, _MOST_PARTIES)
            told = say_count(f"narrative.cash.{booked}", len(people), names=names)
            yield Paragraph(told, say(f"narrative.cash.lead.{booked}")), cash
        other = [m for m in named if m.way == booked and not m.is_cash]
        if other:
            people = _conductors_of(other)
            told = say_count(
                f"narrative.conductor.{booked}",
                len(people),
                channels=terms.listing(sorted({terms.channel(m.channel) for m in other})),
                names=terms.listing(people, _MOST_PARTIES),
            )
            lead = say_count(f"narrative.conductor.lead.{booked}", len(people))
            yield Paragraph(told, lead), other


def _conductors_of(held: Sequence[Movement]) -> list[str]:
    return sorted({movement.row.text("conductor_name") for movement in held})


def describe(subject: Subject) -> str:
    """A subject with its facts and accounts, in a sentence or two."""
    name = subject.name
    if subject.kind:
        name = say("narrative.who.of_kind", name=name, kind=terms.spaced(subject.kind))
    facts = "; ".join(
        say("narrative.who.fact", label=label.lower(), value=value)
        for label, value in subject.facts
        if value  # such as a list of licences that is empty
    )
    if not subject.is_customer:
        if not facts:
            return say("narrative.who.no_customer_without_facts", subject=name)
        return say("narrative.who.no_customer", subject=name, facts=facts)
    if facts:
        told = say("narrative.who.customer", subject=name, facts=facts)
    else:
        told = say("narrative.who.customer_without_facts", subject=name)
    return f"{told} {_accounts(subject)}"


def _accounts(subject: Subject) -> str:
    if not subject.accounts:
        return say("narrative.who.no_account")
    ids = (account.account_id for account in subject.accounts)
    return say("narrative.who.accounts", accounts=terms.listing(ids, _MOST_PARTIES))


def what_moved(case: Case, found: Sequence[Movement]) -> Iterator[tuple[Paragraph, list[Movement]]]:
    """What moved, by the way it went and its channel, with the movements; and linked records."""
    for way in WAYS:
        held = [movement for movement in found if movement.way == way]
        if held:
            yield Paragraph(_by_channel(case, held), say(f"narrative.what.lead.{way}")), held
    linked = [row.table for row in case.rows if row.table not in ("transactions", "remittances")]
    if linked:
        tables = terms.listing(
            say(
                "narrative.what.linked_table",
                table=terms.spaced(table),
                number=wording.number(linked.count(table)),
            )
            for table in sorted(set(linked))
        )
        told = say("narrative.what.linked", tables=terms.sentence(tables))
        yield Paragraph(told, say("narrative.what.linked_lead")), []


def _by_channel(case: Case, held: Sequence[Movement]) -> str:
    groups = grouped(held, lambda movement: terms.channel(movement.channel))
    shown = [
        terms.sentence(_of_channel(case, name, group)) for name, group in groups[:_MOST_CHANNELS]
    ]
    further = len(groups) - _MOST_CHANNELS
    if further > 0:
        shown.append(say_count("narrative.what.further_channels", further))
    told = say("narrative.what.moved", channels="; ".join(shown))
    currencies = sorted({m.currency for m in held} - {case.base_currency})
    if not currencies:
        return told
    also = say("narrative.what.booked_also", currencies=terms.listing(currencies, 10))
    return f"{told} {also}"


def _of_channel(case: Case, channel: str, group: Sequence[Movement]) -> str:
    """A channel with its sum, and the span of single amounts where several have a known rate."""
    told = say_count(
        "narrative.what.channel",
        len(group),
        channel=channel,
        amounts=amounts(group, case.base_currency),
    )
    values = [movement.base for movement in group if movement.base is not None]
    if len(values) < 2:
        return told
    low, high = (wording.money(value, case.base_currency) for value in (min(values), max(values)))
    if low == high:
        span = say("narrative.what.each", amount=low)
    else:
        span = say("narrative.what.each_between", low=low, high=high)
    return f"{told}, {span}"


def when_and_where(case: Case, found: Sequence[Movement]) -> Iterator[Paragraph]:
    """The period, its days, and the places and countries."""
    yield Paragraph(when(case), say("narrative.when.lead"))
    if found:
        yield Paragraph(where(found), say("narrative.where.lead"))


def _why(case: Case) -> Iterator[Paragraph]:
    for number, alert in enumerate(case.alerts, 1):
        first, *others = alert.explanation.split("\n\n")
        yield Paragraph(
            first, say("narrative.why.lead", number=wording.number(number), title=alert.title)
        )
        for paragraph in others:
            yield Paragraph(paragraph)


def how_it_went(case: Case, found: Sequence[Movement]) -> Iterator[Paragraph]:
    """What came first and what followed, and the other sides."""
    parts = [*_sequence(found), *_other_sides(case, found)]
    if parts:
        yield Paragraph(" ".join(parts), say("narrative.how.lead"))


def _sequence(found: Sequence[Movement]) -> Iterator[str]:
    """What came first and what followed, with the days between."""
    days = {way: sorted(movement.day for movement in found if movement.way == way) for way in WAYS}
    if days["in"] and days["out"]:
        yield _first_and_last(days["in"][0], days["out"][-1])
    elif days["in"]:
        yield say("narrative.how.only_in")
    elif days["out"]:
        yield say("narrative.how.only_out")
    if len(days["sent"]) > 1:
        first, last = days["sent"][0], days["sent"][-1]
        yield say("narrative.how.sent_within", days=wording.days((last - first).days + 1))


def _first_and_last(first: date, last: date) -> str:
    """When money first came in and last went out; the last may be the earlier one."""
    between = (last - first).days
    days = wording.days(abs(between))
    told, then = wording.day(first), wording.day(last)
    if between < 0:
        return say("narrative.how.earlier", first=told, last=then, days=days)
    return say("narrative.how.later", first=told, last=then, days=days)


def _other_sides(case: Case, found: Sequence[Movement]) -> Iterator[str]:
    held = {way: [movement for movement in found if movement.way == way] for way in WAYS}
    if held["in"]:
        yield say("narrative.how.came_from", parties=_origins(case, held["in"]))
    if held["out"]:
        yield say("narrative.how.went_to", parties=_destinations(case, held["out"]))
    if held["sent"]:
        yield say("narrative.how.remitted_by", parties=_origins(case, held["sent"]))
        yield say("narrative.how.paid_out_to", parties=_destinations(case, held["sent"]))


def _origins(case: Case, held: Sequence[Movement]) -> str:
    return _parties(case, grouped(held, lambda movement: movement.origin))


def _destinations(case: Case, held: Sequence[Movement]) -> str:
    return _parties(case, grouped(held, lambda movement: movement.destination))


def _parties(case: Case, groups: Iterable[tuple[str, Sequence[Movement]]]) -> str:
    texts = (
        say("narrative.how.party", name=name, amounts=amounts(group, case.base_currency))
        for name, group in groups
    )
    return terms.series(texts, _MOST_PARTIES)


def _conclusion(case: Case) -> Iterator[Paragraph]:
    titles = list(dict.fromkeys(alert.title for alert in case.alerts))
    consistent = say("narrative.conclusion.consistent", titles=terms.listing(titles, len(titles)))
    yield Paragraph(f"{consistent} {say('narrative.conclusion.no_claim')}")
    yield Paragraph(
        say_count("narrative.conclusion.held", len(case.rows), institution=case.institution)
    )
