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
from aml.report.movement import Movement, amounts, grouped, place_of
from aml.report.severity import by_gravity

#: What keeps the summary on its page: how many of each, and characters of what anyone may write.
_MOST_NAMED = 3
_MOST_NOTES = 1
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
        "Summary",
        (Headlines(tuple(_headlines(case))), Facts((("Who", _who(case)), *facts))),
        (
            Section("why", "Why it matters", (Bullets(reasons),)),
            Section("next", "What to do next", (Bullets(steps, is_numbered=True),)),
        ),
    )


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(terms.short(text, _LONGEST_LINE) for text in texts)


def _who(case: Case) -> str:
    return terms.series((_subject_line(s) for s in case.subjects), _MOST_NAMED) + "."


def _subject_line(subject: Subject) -> str:
    """A subject in a few words: name, kind, and what the institution knows it by."""
    numbers = terms.listing(subject.customer_numbers or subject.focus_ids, 3)
    known = f"customer of the institution as {terms.short(numbers, _LONGEST_NAME)}"
    if not subject.is_customer:
        known = "no customer record at the institution"
    kind = f"{terms.spaced(subject.kind)}, " if subject.kind else ""
    return f"{terms.short(subject.name, _LONGEST_NAME)} ({kind}{known})"


def _alert_line(alert: Alert, currency: str) -> str:
    """An alert in one line: severity and score, title, period, and its amount if it has one."""
    amount = (
        f", {wording.money(alert.amount_base, currency)}" if alert.amount_base is not None else ""
    )
    days = wording.period(alert.window_start, alert.window_end)
    severity = terms.sentence(alert.severity)
    if severity_of(alert.score) != alert.severity:
        severity += " (the most that its rule gives)"
    return f"{severity}, {terms.points(alert.score)} points: {alert.title}, {days}{amount}."


def _headlines(case: Case) -> Iterator[tuple[str, str]]:
    totals = case.totals
    yield "Activity", wording.money(totals.activity, case.base_currency)
    if totals.transactions:
        yield "Money in", wording.money(totals.credits, case.base_currency)
        yield "Money out", wording.money(totals.debits, case.base_currency)
    if totals.between:
        yield "Between subjects", wording.money(totals.between, case.base_currency)
    if totals.remittances:
        yield "Remitted", wording.money(totals.remitted, case.base_currency)
    if not totals.between:  # no room for a fifth; the narrative has it
        yield "Records cited", wording.number(len(case.rows))


def _facts(case: Case, found: Sequence[Movement]) -> Iterator[tuple[str, str]]:
    yield "How much", how_much(case, found)
    yield "When", when(case)
    yield "Where", terms.short(where(found), _LONGEST_FACT)
    flagged = sorted({_flagged_line(r) for r in case.rows if r.table == "flagged_parties"})
    if flagged:
        yield "Flagged", terms.series(flagged, _MOST_FLAGGED) + "."
    if case.ties:
        reasons = Counter(tie.reason for tie in case.ties)
        told = [f"{reason} ({number})" for reason, number in sorted(reasons.items())]
        tied = terms.short(terms.sentence(terms.listing(told, 3)), _LONGEST_FACT)
        yield "In one case", f"{tied}; see the section on ties."
    for note in case.notes[:_MOST_NOTES]:
        further = len(case.notes) - _MOST_NOTES
        yield "Note", f"{note} {wording.plural(further, 'further note')}." if further > 0 else note


def _flagged_line(row: EvidenceRow) -> str:
    """A flagged party in a few words: its name, why and since when it is flagged."""
    since = wording.day(date.fromisoformat(row.text("flagged_from")))
    names = (row.text(column) for column in ("name", "container_number", "imo_number"))
    name = terms.short(next((text for text in names if text), row.record_id), _LONGEST_NAME)
    return f"{name} ({terms.flag_reason(row.text('reason'))}, since {since})"


def how_much(case: Case, found: Sequence[Movement]) -> str:
    """The totals in a sentence, with the records they rest on."""
    base = case.base_currency
    words = {
        "in": "came in",
        "out": "went out",
        "between": "moved between accounts of the subjects",
        "sent": "were remitted",
    }
    booked = ("entry", "entries")
    nouns = {"in": booked, "out": booked, "between": ("payment",), "sent": ("transfer",)}
    parts = []
    for way, verb in words.items():
        held = [movement for movement in found if movement.way == way]
        if held:
            count = wording.plural(len(held), *nouns[way])
            parts.append(f"{amounts(held, base)} {verb} ({count})")
    if not parts:
        linked = wording.plural(len(case.rows), "linked record")
        return f"No entry or remittance is cited; the case rests on {linked}."
    text = f"{terms.sentence(terms.listing(parts))}."
    return f"{text}{_uncounted(case)}{_unconverted(found)}"


def _uncounted(case: Case) -> str:
    """What is counted, where the alerts cite legs of payments that these sums leave out."""
    left = case.totals.uncounted
    if not left:
        return ""
    stand = wording.plural(left, "cited entry is", "cited entries are")
    return (
        " Counted is what reached or left accounts of the subjects, and what they paid one another,"
        f" each payment once; {stand} in no sum: the other leg of a payment that is counted, or the"
        " same money before or after, at accounts of others."
    )


def when(case: Case) -> str:
    """The period, and the days on which something moved."""
    text = f"{wording.period(case.period_start, case.period_end)}."
    days = sorted({row.day() for row in (*case.transactions(), *case.remittances())})
    if not days:
        return text
    moved = wording.period(days[0], days[-1])
    return f"{text} The cited movements fall on {wording.plural(len(days), 'day')}: {moved}."


def where(found: Sequence[Movement]) -> str:
    """Places of cash and agents, and the countries of the other sides."""
    placed = grouped([m for m in found if place_of(m.row)], lambda m: place_of(m.row))
    places = [f"{name} ({wording.plural(len(held), 'record')})" for name, held in placed]
    countries = sorted({movement.country for movement in found if movement.country})
    parts = []
    if places:
        parts.append(f"At {terms.series(places, _MOST_PLACES)}.")
    if countries:
        parts.append(f"Other sides or payout in {terms.listing(countries, 10)}.")
    return " ".join(parts) or "The cited records name no place and no country."


def _unconverted(found: Sequence[Movement]) -> str:
    missing = sum(movement.base is None for movement in found)
    if not missing:
        return ""
    one = "record has no exchange rate and stands"
    records = wording.plural(missing, one, "records have no exchange rate and stand")
    return f" {records} in no total of the base currency."


def _reasons(case: Case) -> Iterator[str]:
    for alert in by_gravity(case.alerts)[:_MOST_ALERTS]:
        yield _alert_line(alert, case.base_currency)
    further = len(case.alerts) - _MOST_ALERTS
    if further > 0:
        yield f"{wording.plural(further, 'further alert')} in the section on alerts."


def _steps(case: Case) -> Iterator[str]:
    yield "Read the cited records in the ledger (annex B) and confirm the figures."
    yield from _explanations(case)
    if any(subject.is_customer for subject in case.subjects):
        yield (
            "Compare the source and the purpose of the funds, from the institution's own files,"
            " with the declared occupation, business and income. Do not let the customer know."
        )
    if not all(subject.is_customer for subject in case.subjects):
        yield (
            "Look in the institution's own files for subjects without a customer record, by name,"
            " document, telephone and account."
        )
    if any(row.table == "flagged_parties" for row in case.rows):
        yield (
            "Confirm each match with a flagged party by its identifiers before relying on it:"
            " a name alone is no identification."
        )
    yield "Decide, as a person: close, escalate or file; record the reason and who decided."


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
        yield f"Rule out: {explanation}"
    further = wording.plural(len(listed) - shown, "ordinary explanation")
    if len(listed) > shown:
        yield f"Rule out {further.replace(' ', ' further ', 1) if shown else further} in annex A."
