"""Puts drafts in the order of a schema, and finds what it needs and nobody recorded.

An element that may be left out, and cannot be written whole, is told in the comments of the element
around it, so that nothing recorded is lost. Of one that is needed, everything that it lacks goes to
the list of what is missing, of each where there are several. What a FIU takes for unknown stands
only where nobody recorded the datum: a name that does not fit is asked for, never called unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as filled

from aml.core.filing import Missing
from aml.report.goaml.draft import Draft, Word, clean, told_word
from aml.report.goaml.node import Node
from aml.report.goaml.order import Element, Group, Leaf, Order, shown
from aml.report.goaml.profile import Profile

_COMMENTS = "comments"


@dataclass(frozen=True, slots=True)
class Note:
    """What comments are to say of a datum that has no place of its own, and which datum it is."""

    text: str
    whose: str
    field: str


@dataclass(slots=True)
class Arranged:
    """Elements in order, what they lack, and what is to be told in comments further out."""

    elements: list[Node] = filled(default_factory=list)
    missing: list[Missing] = filled(default_factory=list)
    notes: list[Note] = filled(default_factory=list)

    def take(self, other: Arranged) -> None:
        """Adds what another part has."""
        self.elements.extend(other.elements)
        self.missing.extend(other.missing)
        self.notes.extend(other.notes)


class Arranger:
    """Writes drafts by one order and one profile."""

    def __init__(self, order: Order, profile: Profile) -> None:
        self._order = order
        self._profile = profile
        stated = (*profile.fixed, *profile.required, _COMMENTS)
        self._stated_names = {name.rsplit(".", 1)[-1] for name in stated}
        self._kept: dict[tuple[object, str, str], tuple[Draft, Arranged]] = {}
        self._lengths: dict[tuple[str, str], int | None] = {}
        self._comment_leaves: dict[str, Leaf | None] = {}

    def element(self, tag: str, kind: str, draft: Draft) -> Arranged:
        """One element with its parts. A draft that is written again is not built again."""
        key = (draft.content or id(draft), kind, tag)
        known = self._kept.get(key)
        done = known[1] if known else self._build(tag, kind, draft)
        if not (draft.content and done.missing):  # what is missing names its own draft
            self._kept[key] = (draft, done)
        return Arranged([*done.elements], [*done.missing], [*done.notes])

    def _build(self, tag: str, kind: str, draft: Draft) -> Arranged:
        found = self._group(self._order.types[kind], draft, kind)
        homeless = [Element(n, "", 0, None) for n in draft.parts if not self._order.takes(kind, n)]
        said = (Note(text, draft.whose, _COMMENTS) for text in draft.said)
        notes = [*said, *found.notes, *_told(draft, homeless)]
        leaf = self._comment_leaf(kind)
        left = self._comment(found.elements, kind, leaf, notes) if leaf else notes
        return Arranged([Node(tag, parts=found.elements)], found.missing, left)

    def _comment(
        self, parts: list[Node], kind: str, leaf: Leaf, notes: Sequence[Note]
    ) -> list[Note]:
        """Fills the comments with as many notes as fit; the others are told further out."""
        place = next(part for part in parts if part.tag == _COMMENTS)
        text, left = "", []
        for note in notes:
            longer = f"{text} {_sentence(note.text)}".strip()
            if leaf.unfit(longer, self._length(kind, _COMMENTS)):
                left.append(note)
            else:
                text = longer
        if text:
            place.text = text
        else:
            parts.remove(place)
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
            if self._is_silent(item, draft):
                continue
            leaf = self._plain(item, draft, owner)
            if leaf is None:
                found.take(self._item(item, draft, owner))
            else:
                found.elements.append(leaf)
        return found

    def _plain(self, item: Element | Group, draft: Draft, owner: str) -> Node | None:
        """A single text that fits, which most of a report is; None for all else."""
        if isinstance(item, Group):
            return None
        values = draft.parts.get(item.name, ())
        word = values[0] if len(values) == 1 else None
        if not isinstance(word, Word) or not word.text or word.lacks:
            return None
        return None if self._unfit(item, owner, word.text) else Node(item.name, word.text)

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
        spoken = [item for item in group.items if not _names(item).isdisjoint(draft.parts)]
        if not spoken:
            is_asked = group.low and group.items
            return self._item(group.items[0], draft, owner) if is_asked else Arranged()
        if len(spoken) == 1:
            return self._item(spoken[0], draft, owner)
        names = [(_names(item) & set(draft.parts), item) for item in spoken]
        named = [item for own, item in names if not any(own < other for other, _ in names)]
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
            return Arranged([Node(_COMMENTS)])
        name = f"{shown(owner)}.{place.name}"
        values = draft.parts.get(place.name) or self._stated(self._profile.fixed, place, name)
        is_needed = place.low > 0 or name in self._profile.required or _is_kept(values)
        found = Arranged()
        lost: list[Note] = []
        failed: list[Missing] = []
        for value in values:
            made = self._value(place, value, draft, owner)
            if made.missing or len(found.elements) == (place.high or len(values) + 1):
                failed.extend(made.missing)
                lost.extend(_notes(draft, place.name, value))
            else:
                found.take(made)
        if not is_needed or (found.elements and not failed):
            found.notes.extend(lost)
            return found
        return self._unknown(place, draft, owner, failed, lost)

    def _unknown(
        self, place: Element, draft: Draft, owner: str, failed: list[Missing], lost: list[Note]
    ) -> Arranged:
        """A needed element that cannot be written: as the FIU wants it unknown, else missing."""
        name = f"{shown(owner)}.{place.name}"
        is_recorded = any(_is_recorded(value) for value in draft.parts.get(place.name, ()))
        stated = [] if is_recorded else self._stated(self._profile.unknown, place, name)
        for value in stated:
            made = self._value(place, value, draft, owner)
            if not made.missing:
                made.notes.extend(lost)
                return made
        return Arranged(missing=failed or [_lack(draft, place, f"{name} is needed")])

    def _stated(self, texts: Mapping[str, str], place: Element, name: str) -> list[Word]:
        """What a profile states for an element: under its type and name, or its name alone."""
        text = texts.get(name, texts.get(place.name, ""))
        return [Word(clean(text))] if text and place.kind in self._order.leaves else []

    def _value(self, place: Element, value: Draft | Word, draft: Draft, owner: str) -> Arranged:
        if isinstance(value, Draft):
            return self.element(place.name, place.kind, value)
        name = f"{shown(owner)}.{place.name}"
        if value.lacks:
            rule = f"{name} needs the FIU's code"
            lack = Missing(f"profile {self._profile.name}", value.lacks, rule, "")
            return Arranged(missing=[lack])
        if not value.text:
            rule = f"{name}: letters that the FIU takes"
            return Arranged(missing=[_lack(draft, place, rule)])
        if why := self._unfit(place, owner, value.text):
            return Arranged(missing=[_lack(draft, place, f"{name}: {why}")])
        return Arranged([Node(place.name, value.text)])

    def _unfit(self, place: Element, owner: str, text: str) -> str:
        """Why a text does not fit its place, by the schema and the limits of the profile."""
        return self._order.leaves[place.kind].unfit(text, self._length(owner, place.name))

    def _length(self, owner: str, name: str) -> int | None:
        """The profile's own limit of an element, stated for its type or its name alone."""
        key = (owner, name)
        if key not in self._lengths:
            lengths = self._profile.lengths
            self._lengths[key] = lengths.get(f"{shown(owner)}.{name}", lengths.get(name))
        return self._lengths[key]


def _names(item: Element | Group) -> frozenset[str]:
    return frozenset({item.name}) if isinstance(item, Element) else item.names


def _elements(item: Element | Group) -> Iterable[Element]:
    return (item,) if isinstance(item, Element) else item.elements()


def _lack(draft: Draft, place: Element, rule: str) -> Missing:
    whose, field = _asked(draft, place.name)
    return Missing(whose, field, rule, f"{whose}.{field}")


def _asked(draft: Draft, name: str) -> tuple[str, str]:
    """Whose datum fills an element, and which."""
    asked = draft.asks.get(name, name)
    return asked if isinstance(asked, tuple) else (draft.whose, asked)


def _is_recorded(value: Draft | Word) -> bool:
    """Whether the records hold the datum, whatever the FIU makes of it; a lacking code is none."""
    return isinstance(value, Word) and not value.lacks


def _is_kept(values: Sequence[Draft | Word]) -> bool:
    return any(isinstance(value, Draft) and value.is_kept for value in values)


def _told(draft: Draft, places: Iterable[Element]) -> Iterator[Note]:
    """What comments say of places that are not written."""
    for place in places:
        for value in draft.parts.get(place.name, ()):
            yield from _notes(draft, place.name, value)


def _notes(draft: Draft, name: str, value: Draft | Word) -> Iterator[Note]:
    """What comments say of a value, if anything."""
    if text := value.told(name) if isinstance(value, Draft) else told_word(name, value):
        yield Note(text, *_asked(draft, name))


def _sentence(text: str) -> str:
    """A note as a sentence of comments."""
    first = text[:1].upper() + text[1:]
    return first if first.endswith((".", "!", "?")) else first + "."
