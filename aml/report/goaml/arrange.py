"""Puts drafts in the order of a schema, and finds what it needs and nobody recorded.

An element that may be left out, and cannot be written whole, is told in the comments of the element
around it, so that nothing recorded is lost. Of one that is needed, everything that it lacks goes to
the list of what is missing, of each where there are several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from dataclasses import field as filled
from typing import Any

from aml.core.filing import Missing
from aml.report.goaml.draft import Draft, Word, clean, told_word
from aml.report.goaml.order import Element, Group, Leaf, Order, shown
from aml.report.goaml.profile import Profile

_COMMENTS = "comments"


@dataclass(slots=True)
class Arranged:
    """Elements in order, what they lack, and what is to be told in comments further out."""

    elements: list[Any] = filled(default_factory=list)
    missing: list[Missing] = filled(default_factory=list)
    notes: list[str] = filled(default_factory=list)

    def take(self, other: Arranged) -> None:
        """Adds what another part has."""
        self.elements.extend(other.elements)
        self.missing.extend(other.missing)
        self.notes.extend(other.notes)


class Arranger:
    """Writes drafts by one order and one profile."""

    def __init__(self, order: Order, profile: Profile) -> None:
        from lxml import etree

        self._new = etree.Element
        self._order = order
        self._profile = profile
        stated = (*profile.fixed, *profile.required, _COMMENTS)
        self._stated_names = {name.rsplit(".", 1)[-1] for name in stated}
        self._kept: dict[tuple[int, str, str], tuple[Draft, Arranged]] = {}
        self._comment_leaves: dict[str, Leaf | None] = {}

    def element(self, tag: str, kind: str, draft: Draft) -> Arranged:
        """One element with its parts. A draft that is written again is copied, not built again."""
        key = (id(draft), kind, tag)
        known = self._kept.get(key)
        done = known[1] if known else self._build(tag, kind, draft)
        self._kept[key] = (draft, done)
        elements = [deepcopy(element) for element in done.elements] if known else done.elements
        return Arranged([*elements], [*done.missing], [*done.notes])

    def _build(self, tag: str, kind: str, draft: Draft) -> Arranged:
        found = self._group(self._order.types[kind], draft, kind)
        made = self._new(tag)
        made.extend(found.elements)
        homeless = [Element(n, "", 0, None) for n in draft.parts if not self._order.takes(kind, n)]
        notes = [*draft.said, *found.notes, *_told(draft, homeless)]
        leaf = self._comment_leaf(kind)
        left = self._comment(made, kind, leaf, notes) if leaf else notes
        return Arranged([made], found.missing, left)

    def _comment(self, made: Any, kind: str, leaf: Leaf, notes: Sequence[str]) -> list[str]:
        """Fills the comments with as many notes as fit; the others are told further out."""
        place = made.find(_COMMENTS)
        text, left = "", []
        for note in notes:
            longer = f"{text} {_sentence(note)}".strip()
            if self._unfit(leaf, f"{shown(kind)}.{_COMMENTS}", longer):
                left.append(note)
            else:
                text = longer
        if text:
            place.text = text
        else:
            made.remove(place)
        return left

    def _comment_leaf(self, kind: str) -> Leaf | None:
        """What fits in the comments of a type; None where it has none."""
        if kind not in self._comment_leaves:
            places = (e for e in self._order.types[kind].elements() if e.name == _COMMENTS)
            place = next(places, None)
            self._comment_leaves[kind] = self._order.leaves[place.kind] if place else None
        return self._comment_leaves[kind]

    def _group(self, group: Group, draft: Draft, owner: str) -> Arranged:
        if group.form == "choice":
            return self._choice(group, draft, owner)
        found = Arranged()
        for item in group.items:
            if not self._is_silent(item, draft):
                found.take(self._item(item, draft, owner))
        return found

    def _is_silent(self, item: Element | Group, draft: Draft) -> bool:
        """Whether nothing is said of an item and nobody asks for it, as of most of a schema."""
        if item.low > 0:
            return False
        if isinstance(item, Element):
            return item.name not in draft.parts and item.name not in self._stated_names
        return item.names.isdisjoint(draft.parts)

    def _item(self, item: Element | Group, draft: Draft, owner: str) -> Arranged:
        if isinstance(item, Element):
            return self._place(item, draft, owner)
        found = self._group(item, draft, owner)
        if item.low == 0 and found.missing:
            return Arranged(notes=list(_told(draft, item.elements())))
        return found

    def _choice(self, group: Group, draft: Draft, owner: str) -> Arranged:
        """The first alternative, as the draft prefers them, that lacks nothing.

        None is taken that has a place for less of the draft than another: a report whose
        transactions lack something does not become one of its activity alone.
        """
        names = [(_names(item) & set(draft.parts), item) for item in group.items]
        named = [item for own, item in names if own and not any(own < other for other, _ in names)]
        if not named:
            is_asked = group.low and group.items
            return self._item(group.items[0], draft, owner) if is_asked else Arranged()
        rank = {name: n for n, name in enumerate(draft.parts)}
        named.sort(key=lambda item: min(rank[n] for n in _names(item) if n in rank))
        best = Arranged()
        passed: list[Element] = []
        for item in named:
            found = self._item(item, draft, owner)
            if not found.missing:
                lost = (place for place in passed if place.name not in _names(item))
                return Arranged(found.elements, [], [*_told(draft, lost), *found.notes])
            passed.extend(_elements(item))
            if not best.missing or len(found.missing) < len(best.missing):
                best = found
        return best

    def _place(self, place: Element, draft: Draft, owner: str) -> Arranged:
        if place.name == _COMMENTS:
            return Arranged([self._new(_COMMENTS)])
        name = f"{shown(owner)}.{place.name}"
        values = draft.parts.get(place.name) or self._stated(self._profile.fixed, place, name)
        is_needed = place.low > 0 or name in self._profile.required or _is_kept(values)
        found = Arranged()
        lost: list[str] = []
        failed: list[Missing] = []
        for value in values:
            made = self._value(place, value, draft, name)
            if made.missing or len(found.elements) == (place.high or len(values) + 1):
                failed.extend(made.missing)
                lost.append(_told_value(place.name, value))
            else:
                found.take(made)
        if not is_needed or (found.elements and not failed):
            found.notes.extend(note for note in lost if note)
            return found
        return self._unknown(place, draft, name, failed, lost)

    def _unknown(
        self, place: Element, draft: Draft, name: str, failed: list[Missing], lost: list[str]
    ) -> Arranged:
        """A needed element that cannot be written: as the FIU wants it unknown, else missing."""
        stated = self._stated(self._profile.unknown, place, name)
        for value in stated:
            made = self._value(place, value, draft, name)
            if not made.missing:
                made.notes.extend(note for note in lost if note)
                return made
        return Arranged(missing=failed or [_lack(draft, place, f"{name} is needed")])

    def _stated(self, texts: Any, place: Element, name: str) -> list[Word]:
        """What a profile states for an element: under its type and name, or its name alone."""
        text = texts.get(name, texts.get(place.name, ""))
        return [Word(clean(text))] if text and place.kind in self._order.leaves else []

    def _value(self, place: Element, value: Draft | Word, draft: Draft, name: str) -> Arranged:
        if isinstance(value, Draft):
            return self.element(place.name, place.kind, value)
        if value.lacks:
            rule = f"{name} needs the FIU's code"
            lack = Missing(f"profile {self._profile.name}", value.lacks, rule, "")
            return Arranged(missing=[lack])
        if why := self._unfit(self._order.leaves[place.kind], name, value.text):
            return Arranged(missing=[_lack(draft, place, f"{name}: {why}")])
        made = self._new(place.name)
        made.text = value.text
        return Arranged([made])

    def _unfit(self, leaf: Leaf, name: str, text: str) -> str:
        lengths = self._profile.lengths
        return leaf.unfit(text, lengths.get(name, lengths.get(name.rsplit(".", 1)[-1])))


def _names(item: Element | Group) -> frozenset[str]:
    return frozenset({item.name}) if isinstance(item, Element) else item.names


def _elements(item: Element | Group) -> Iterable[Element]:
    return (item,) if isinstance(item, Element) else item.elements()


def _lack(draft: Draft, place: Element, rule: str) -> Missing:
    asked = draft.asks.get(place.name, place.name)
    whose, field = asked if isinstance(asked, tuple) else (draft.whose, asked)
    return Missing(whose, field, rule, f"{whose}.{field}")


def _is_kept(values: Sequence[Draft | Word]) -> bool:
    return any(isinstance(value, Draft) and value.is_kept for value in values)


def _told(draft: Draft, places: Iterable[Element]) -> Iterator[str]:
    """What comments say of places that are not written."""
    for place in places:
        for value in draft.parts.get(place.name, ()):
            if text := _told_value(place.name, value):
                yield text


def _told_value(name: str, value: Draft | Word) -> str:
    return value.told(name) if isinstance(value, Draft) else told_word(name, value)


def _sentence(text: str) -> str:
    """A note as a sentence of comments."""
    first = text[:1].upper() + text[1:]
    return first if first.endswith((".", "!", "?")) else first + "."
