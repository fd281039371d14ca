"""The narrative of a filing as sentences, each with the facts that it rests on.

An FIU's form takes plain text of a limited length. What is too long loses whole sentences from the
end of the body, and says so; no sentence is ever cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from aml.core import wording
from aml.core.case import Case
from aml.core.filing import Filing, Sentence
from aml.report import terms
from aml.report.document import Paragraph
from aml.report.movement import Movement
from aml.report.narrative import (
    MOST_DESCRIBED,
    conductors,
    describe,
    how_it_went,
    what_moved,
    when_and_where,
)
from aml.report.summary import how_much
from aml.report.texts import say, say_count

#: A bracket begins no sentence: before it stands a name, such as one that ends with S.A.
_END = re.compile(r'[.!?]["”»)]?(?= +["“«]?[^\W_a-z])')
_SPACE = re.compile(r"\s+")
_INSIDE = re.compile(r"[.!?] +\S")
_MOST_NAMED = 5
#: A text with the facts that it rests on.
_Part = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Narrative:
    """The three parts of a narrative, in the order in which they are read."""

    introduction: tuple[Sentence, ...]
    body: tuple[Sentence, ...]
    conclusion: tuple[Sentence, ...]


def narrative_of(case: Case, found: Sequence[Movement]) -> Narrative:
    """The narrative of a case.

    Args:
        case: the case.
        found: the movements that make up its totals.
    """
    names = _with_stops(case)
    parts = (_introduction(case, found), _body(case, found), _conclusion(case))
    return Narrative(*(tuple(_told(part, names)) for part in parts))


def _introduction(case: Case, found: Sequence[Movement]) -> list[_Part]:
    """Who reports what activity, how much, and on what it rests."""
    opening = say(
        "filed.opening",
        institution=case.institution,
        subjects=terms.listing((subject.name for subject in case.subjects), _MOST_NAMED),
        period=wording.period(case.period_start, case.period_end),
        title=case.title,
    )
    rests = say(
        "filed.rests",
        records=say_count("count.cited_record", len(case.rows)),
        alerts=say_count("count.alert", len(case.alerts)),
    )
    parts = [
        (opening, _subject_refs(case)),
        (how_much(case, found), _records(found) or _cited(case)),
        (rests, _alert_ids(case)),
    ]
    key_terms = terms_of(case)
    if key_terms:
        parts.append((say("filed.terms", terms="; ".join(key_terms)), _alert_ids(case)))
    continued = tuple(sorted(alert.continues for alert in case.alerts if alert.continues))
    if continued:
        earlier = terms.listing(continued, _MOST_NAMED)
        parts.append((say("narrative.introduction.continues", alerts=earlier), continued))
    return parts


def _body(case: Case, found: Sequence[Movement]) -> list[_Part]:
    """Who, what, when, where and how, then why: the alerts from the highest to the lowest."""
    parts: list[_Part] = []
    for number, subject in enumerate(case.subjects[:MOST_DESCRIBED], 1):
        told = say("filed.who", subject=describe(subject))
        parts.append((told, (f"subject {number}", *subject.focus_ids)))
    further = len(case.subjects) - MOST_DESCRIBED
    if further > 0:
        parts.append((say_count("filed.further_subjects", further), _subject_refs(case)))
    for part, named in conductors(found):
        parts.append((part.text, _records(named)))
    for part, held in what_moved(case, found):
        parts.append((_led(part), _records(held) or _cited(case)))
    rest = (*when_and_where(case, found), *how_it_went(case, found))
    parts += [(_led(part), _records(found) or _cited(case)) for part in rest]
    return [*parts, *_why(case)]


def _why(case: Case) -> Iterator[_Part]:
    for number, alert in enumerate(case.alerts, 1):
        first, *others = alert.explanation.split("\n\n")
        told = say("filed.why", number=wording.number(number), title=alert.title, explanation=first)
        yield from ((text, (alert.alert_id,)) for text in (told, *others))


def _conclusion(case: Case) -> list[_Part]:
    """What the activity is consistent with, and where the records are."""
    titles = list(dict.fromkeys(alert.title for alert in case.alerts))
    held = say_count("filed.held", len(case.rows), institution=case.institution, case=case.case_id)
    return [
        (say("filed.consistent", titles="; ".join(titles)), _alert_ids(case)),
        (say("filed.no_claim"), _alert_ids(case)),
        (held, _cited(case)),
    ]


def terms_of(case: Case) -> tuple[str, ...]:
    """The key terms that the alerts ask for, each once."""
    return tuple(sorted({term for alert in case.alerts for term in alert.key_terms}))


def fitted(filing: Filing, limit: int, longest: int | None = None) -> tuple[str, ...]:
    """The sentences of a filing that fit together into a text field, joined by single spaces.

    Args:
        filing: its introduction and conclusion are kept; its body loses sentences from the end.
        limit: characters of the field, such as 17,000 (FinCEN), 8,000 or 4,000 (goAML).
        longest: characters of a single sentence; a longer one is left out like those at the end.
    """
    most = min(longest or limit, limit)
    opening, told, closing = (
        [sentence.text for sentence in part if len(sentence.text) <= most]
        for part in (filing.introduction, filing.body, filing.conclusion)
    )
    every = (*filing.introduction, *filing.body, *filing.conclusion)
    left = len(every) - len(opening) - len(told) - len(closing)
    note = [say_count("filed.left_out", left)] if left else []
    while told and _length((*opening, *told, *note, *closing)) > limit:
        told.pop()
        note = [say_count("filed.left_out", left := left + 1)]
    while closing and _length((*opening, *note, *closing)) > limit:
        closing.pop()
        note = [say_count("filed.left_out", left := left + 1)]
    while opening and _length((*opening, *note)) > limit:
        opening.pop()
        note = [say_count("filed.left_out", left := left + 1)]
    return (*opening, *told, *note, *closing)


def _length(texts: Iterable[str]) -> int:
    return sum(len(text) + 1 for text in texts) - 1


def _led(paragraph: Paragraph) -> str:
    """A paragraph with its lead as the beginning of its first sentence."""
    lead = paragraph.lead.rstrip(".")
    return say("filed.led", lead=lead, text=paragraph.text) if lead else paragraph.text


def _told(parts: Iterable[_Part], names: Sequence[str]) -> Iterator[Sentence]:
    """The parts divided into sentences; a full stop within a name or a record's text ends none."""
    for text, facts in parts:
        for sentence in _divided(_SPACE.sub(" ", text).strip(), names):
            yield Sentence(sentence, facts)


def _with_stops(case: Case) -> tuple[str, ...]:
    """Texts of the case that hold what looks like the end of a sentence."""
    texts = {value for row in case.rows for value in (*row.values.values(), row.place)}
    texts = {text for text in texts if " " in text}
    for subject in case.subjects:
        texts |= {subject.name, *(text for _, text in subject.facts)}
    texts |= {case.institution, case.title, *(alert.title for alert in case.alerts)}
    flat = (_SPACE.sub(" ", text).strip() for text in texts)
    return tuple(sorted(text for text in flat if _INSIDE.search(text)))


def _divided(text: str, names: Sequence[str]) -> Iterator[str]:
    taken: list[tuple[int, int]] = []
    for name in names:
        taken += [(m.start(), m.end()) for m in re.finditer(re.escape(name), text)]
    start = 0
    for end in (match.end() for match in _END.finditer(text)):
        if not any(first < end < last for first, last in taken):
            yield text[start:end].strip()
            start = end
    if text[start:].strip():
        yield text[start:].strip()


def _records(found: Iterable[Movement]) -> tuple[str, ...]:
    return tuple(movement.row.record_id for movement in found)


def _cited(case: Case) -> tuple[str, ...]:
    return tuple(row.record_id for row in case.rows)


def _alert_ids(case: Case) -> tuple[str, ...]:
    return tuple(alert.alert_id for alert in case.alerts)


def _subject_refs(case: Case) -> tuple[str, ...]:
    return tuple(f"subject {number}" for number in range(1, len(case.subjects) + 1))
