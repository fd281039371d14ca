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
from aml.report.movement import WAYS, Movement
from aml.report.narrative import (
    MOST_DESCRIBED,
    conductors,
    describe,
    how_it_went,
    what_moved,
    when_and_where,
)
from aml.report.summary import how_much

_END = re.compile(r'[.!?]["”»)]?(?= +["“«(]?[^\W_a-z])')
_SPACE = re.compile(r"\s+")
_INSIDE = re.compile(r"[.!?] +\S")
_MOST_NAMED = 5
#: A text with the facts that it rests on.
_Part = tuple[str, tuple[str, ...]]
#: The way that money went, by the lead of the paragraph that tells of it.
_WAY_OF = {f"What: {label.lower()}.": way for way, label in WAYS.items()}


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
    names = terms.listing((subject.name for subject in case.subjects), _MOST_NAMED)
    days = wording.period(case.period_start, case.period_end)
    alerts = wording.plural(len(case.alerts), "alert")
    opening = (
        f"{case.institution} reports activity of {names}, {days}, that appears unusual:"
        f" {case.title}."
    )
    rests = f"It rests on {wording.plural(len(case.rows), 'cited record')} and {alerts}."
    parts = [
        (opening, _subject_refs(case)),
        (how_much(case, found), _records(found) or _cited(case)),
        (rests, _alert_ids(case)),
    ]
    key_terms = terms_of(case)
    if key_terms:
        parts.append((f"Key terms: {'; '.join(key_terms)}.", _alert_ids(case)))
    continued = tuple(sorted(alert.continues for alert in case.alerts if alert.continues))
    if continued:
        earlier = terms.listing(continued, _MOST_NAMED)
        parts.append((f"The activity continues that of {earlier}.", continued))
    return parts


def _body(case: Case, found: Sequence[Movement]) -> list[_Part]:
    """Who, what, when, where and how, then why: the alerts from the highest to the lowest."""
    parts: list[_Part] = []
    for number, subject in enumerate(case.subjects[:MOST_DESCRIBED], 1):
        parts.append((f"Who: {describe(subject)}", (f"subject {number}", *subject.focus_ids)))
    further = len(case.subjects) - MOST_DESCRIBED
    if further > 0:
        more = wording.plural(further, "further subject stands", "further subjects stand")
        parts.append((f"{more} among the parties of this report.", _subject_refs(case)))
    for part, named in conductors(found):
        parts.append((part.text, _records(named)))
    for part in what_moved(case, found):
        way = _WAY_OF.get(part.lead, "")
        parts.append((_led(part), _records(m for m in found if m.way == way) or _cited(case)))
    told = (*when_and_where(case, found), *how_it_went(case, found))
    parts += [(_led(part), _records(found) or _cited(case)) for part in told]
    for number, alert in enumerate(case.alerts, 1):
        first, *others = alert.explanation.split("\n\n")
        parts.append((f"Why, alert {number} ({alert.title}): {first}", (alert.alert_id,)))
        parts += [(text, (alert.alert_id,)) for text in others]
    return parts


def _conclusion(case: Case) -> list[_Part]:
    """What the activity is consistent with, and where the records are."""
    titles = list(dict.fromkeys(alert.title for alert in case.alerts))
    kept = wording.plural(len(case.rows), "cited record")
    return [
        (f"The activity is consistent with: {'; '.join(titles)}.", _alert_ids(case)),
        (
            "This report claims nothing about the intent of any person; an ordinary explanation may"
            " exist.",
            _alert_ids(case),
        ),
        (
            f"{case.institution} holds the {kept} with the file and number of each, under its"
            f" reference {case.case_id}.",
            _cited(case),
        ),
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
    note = [_left_out(left)] if left else []
    while told and _length((*opening, *told, *note, *closing)) > limit:
        told.pop()
        left += 1
        note = [_left_out(left)]
    while closing and _length((*opening, *note, *closing)) > limit:
        closing.pop()
        note = [_left_out(left := left + 1)]
    while opening and _length((*opening, *note)) > limit:
        opening.pop()
        note = [_left_out(left := left + 1)]
    return (*opening, *told, *note, *closing)


def _left_out(count: int) -> str:
    sentences = wording.plural(count, "further sentence is", "further sentences are")
    return f"{sentences} left out here for length; evidence.csv of the case holds their records."


def _length(texts: Iterable[str]) -> int:
    return sum(len(text) + 1 for text in texts) - 1


def _led(paragraph: Paragraph) -> str:
    """A paragraph with its lead as the beginning of its first sentence."""
    lead = paragraph.lead.rstrip(".")
    return f"{lead}: {paragraph.text}" if lead else paragraph.text


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
