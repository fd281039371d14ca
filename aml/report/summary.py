"""The first page: who, how much, when, where, why it matters, what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate

from aml.core import wording
from aml.core.alert import Alert
from aml.core.case import Case, EvidenceRow, Subject
from aml.core.vocabulary import severity_of
from aml.report import terms
from aml.report.document import Bullets, Facts, Headlines, Section
from aml.report.movement import WAYS, Movement, amounts, grouped, place_of
from aml.report.severity import by_gravity
from aml.report.texts import say, say_count

#: What keeps the summary on its page: how many of each, and characters of what anyone may write.
_MOST_NAMED = 3
_LONGEST_NAME = 40
_LONGEST_FACT = 160
_LONGEST_LINE = 300
_LONGEST_EXPLANATIONS = 320
_MOST_FLAGGED = 2
_MOST_PLACES = 2
_MOST_ALERTS = 3
_MOST_EXPLANATIONS = 3


def summary(case: Case, found: Sequence[Movement]) -> Section:
    """The section that fits one page, whatever the size of the case."""
    facts = tuple(_facts(case, found))
    reasons, steps = _lines(_reasons(case)), _lines(_steps(case))
    return Section(
        "summary",
        say("summary.title"),
        (Headlines(tuple(_headlines(case))), Facts(facts)),
        (
            Section("why", say("summary.why"), (Bullets(reasons),)),
            Section("next", say("summary.next"), (Bullets(steps, is_numbered=True),)),
        ),
    )


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(terms.short(text, _LONGEST_LINE) for text in texts)


def _who(case: Case) -> str:
    lines = (_subject_line(subject) for subject in case.subjects)
    return say("summary.subjects", subjects=terms.series(lines, _MOST_NAMED))


def _subject_line(subject: Subject) -> str:
    """A subject in a few words: name, kind, and what the institution knows it by."""
    known = say("summary.no_customer")
    if subject.is_customer:
        numbers = terms.listing(subject.customer_numbers or subject.focus_ids, 3)
        known = say("summary.customer", numbers=terms.short(numbers, _LONGEST_NAME))
    name = terms.short(subject.name, _LONGEST_NAME)
    if not subject.kind:
        return say("summary.subject", name=name, known=known)
    return say("summary.subject_of_kind", name=name, kind=terms.spaced(subject.kind), known=known)


def _alert_line(alert: Alert, currency: str) -> str:
    """An alert in one line: severity and score, title, period, and its amount if it has one."""
    figures = [wording.period(alert.window_start, alert.window_end)]
    if alert.amount_base is not None:
        figures.append(wording.money(alert.amount_base, currency))
    severity = terms.sentence(alert.severity)
    if severity_of(alert.score) != alert.severity:
        severity = say("summary.capped", severity=severity)
    return say(
        "summary.alert",
        severity=severity,
        points=terms.points(alert.score),
        title=alert.title,
        figures=", ".join(figures),
    )


def _headlines(case: Case) -> Iterator[tuple[str, str]]:
    totals = case.totals
    yield say("summary.headline.activity"), wording.money(totals.activity, case.base_currency)
    if totals.transactions:
        yield say("summary.headline.in"), wording.money(totals.credits, case.base_currency)
        yield say("summary.headline.out"), wording.money(totals.debits, case.base_currency)
    if totals.between:
        yield say("summary.headline.between"), wording.money(totals.between, case.base_currency)
    if totals.remittances:
        yield say("summary.headline.sent"), wording.money(totals.remitted, case.base_currency)
    if not totals.between:  # no room for a fifth; the narrative has it
        yield say("summary.headline.records"), wording.number(len(case.rows))


def _facts(case: Case, found: Sequence[Movement]) -> Iterator[tuple[str, str]]:
    yield say("summary.label.who"), _who(case)
    yield say("summary.label.how_much"), how_much(case, found)
    yield say("summary.label.when"), when(case)
    yield say("summary.label.where"), terms.short(where(found), _LONGEST_FACT)
    flagged = sorted({_flagged_line(r) for r in case.rows if r.table == "flagged_parties"})
    if flagged:
        parties = terms.series(flagged, _MOST_FLAGGED)
        yield say("summary.label.flagged"), say("summary.flagged", parties=parties)
    if case.ties:
        yield say("summary.label.ties"), _tied(case)
    if case.notes:
        yield say("summary.label.note"), _note(case)


def _tied(case: Case) -> str:
    """Why the subjects stand in one case, with how many of them each reason ties."""
    counted = Counter(tie.reason for tie in case.ties)
    told = [
        say("summary.tie", reason=reason, number=wording.number(number))
        for reason, number in sorted(counted.items())
    ]
    reasons = terms.short(terms.sentence(terms.listing(told, 3)), _LONGEST_FACT)
    return say("summary.ties", reasons=reasons)


def _note(case: Case) -> str:
    """The first note, with the number of those that the page has no room for."""
    first, *further = case.notes
    return say_count("summary.further_notes", len(further), note=first) if further else first


def _flagged_line(row: EvidenceRow) -> str:
    """A flagged party in a few words: its name, why and since when it is flagged."""
    names = (row.text(column) for column in ("name", "container_number", "imo_number"))
    name = next((text for text in names if text), row.record_id)
    return say(
        "summary.flagged_party",
        name=terms.short(name, _LONGEST_NAME),
        reason=terms.flag_reason(row.text("reason")),
        since=wording.day(date.fromisoformat(row.text("flagged_from"))),
    )


def how_much(case: Case, found: Sequence[Movement]) -> str:
    """The totals in a sentence, with the records they rest on."""
    parts = []
    for way in WAYS:
        held = [movement for movement in found if movement.way == way]
        if held:
            told = amounts(held, case.base_currency)
            parts.append(say_count(f"how_much.{way}", len(held), amounts=told))
    if not parts:
        return say_count("how_much.nothing", len(case.rows))
    total = say("how_much.total", parts=terms.sentence(terms.listing(parts)))
    return " ".join((total, *_uncounted(case), *_unconverted(found)))


def _uncounted(case: Case) -> Iterator[str]:
    """What is counted, where the alerts cite legs of payments that these sums leave out."""
    if case.totals.uncounted:
        yield say_count("how_much.uncounted", case.totals.uncounted)


def _unconverted(found: Sequence[Movement]) -> Iterator[str]:
    missing = sum(movement.base is None for movement in found)
    if missing:
        yield say_count("how_much.unconverted", missing)


def when(case: Case) -> str:
    """The period, and the days on which something moved."""
    text = say("when.period", period=wording.period(case.period_start, case.period_end))
    days = sorted({row.day() for row in (*case.transactions(), *case.remittances())})
    if not days:
        return text
    first, last = days[0], days[-1]
    if (first, last) != (case.period_start, case.period_end):
        within = wording.period(first, last)
        return f"{text} {say_count('when.days_within', len(days), period=within)}"
    if first == last:
        return text
    return f"{text} {say_count('when.days', len(days))}"


def where(found: Sequence[Movement]) -> str:
    """Places of cash and agents, and the countries of the other sides and of senders."""
    placed = grouped([m for m in found if place_of(m.row)], lambda m: place_of(m.row))
    places = [say_count("where.place", len(held), place=name) for name, held in placed]
    parts = []
    if places:
        parts.append(say("where.at", places=terms.series(places, _MOST_PLACES)))
        bare = [m for m in found if (m.is_cash or m.way == "sent") and not place_of(m.row)]
        if bare:
            parts.append(say_count("where.unplaced", len(bare)))
    sent = [movement for movement in found if movement.way == "sent"]
    if countries := _listed(m.country for m in found if m.way != "sent"):
        parts.append(say("where.other_sides", countries=countries))
    if countries := _listed(m.row.text("sender_country") for m in sent):
        parts.append(say("where.sent_from", countries=countries))
    if countries := _listed(m.country for m in sent):
        parts.append(say("where.paid_out", countries=countries))
    return " ".join(parts) or say("where.nothing")


def _listed(countries: Iterable[str]) -> str:
    return terms.listing(sorted({country for country in countries if country}), 10)


def _reasons(case: Case) -> Iterator[str]:
    for alert in by_gravity(case.alerts)[:_MOST_ALERTS]:
        yield _alert_line(alert, case.base_currency)
    further = len(case.alerts) - _MOST_ALERTS
    if further > 0:
        yield say_count("summary.further_alerts", further)


def _steps(case: Case) -> Iterator[str]:
    yield say("summary.step.read")
    yield from _explanations(case)
    if any(subject.is_customer for subject in case.subjects):
        yield say("summary.step.compare")
    if not all(subject.is_customer for subject in case.subjects):
        yield say("summary.step.look")
    if any(row.table == "flagged_parties" for row in case.rows):
        yield say("summary.step.confirm")
    yield say("summary.step.decide")


def _explanations(case: Case) -> Iterator[str]:
    """Each ordinary explanation that the scenarios name, those of the gravest alert first."""
    references = dict.fromkeys(alert.reference for alert in by_gravity(case.alerts))
    place = {reference: n for n, reference in enumerate(references)}
    uses = sorted(case.provenance.scenarios, key=lambda use: place.get(use.reference, len(place)))
    listed = list(dict.fromkeys(text for use in uses for text in use.false_positives))
    # what ties subjects, and what a reader must know, takes their room
    most = _MOST_EXPLANATIONS - bool(case.ties) - bool(case.notes)
    lengths = accumulate(map(len, listed[:most]))
    least, room = (0, _LONGEST_EXPLANATIONS // 2) if case.ties else (1, _LONGEST_EXPLANATIONS)
    shown = max(least, sum(length <= room for length in lengths))
    for explanation in listed[:shown]:
        yield say("summary.step.rule_out", explanation=explanation)
    further = len(listed) - shown
    if further > 0 and shown:
        yield say_count("summary.step.rule_out_further", further)
    elif further > 0:
        yield say_count("summary.step.rule_out_all", further)
