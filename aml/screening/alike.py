"""Pairs of a name and a listed name that may be one, each kind of party by its own rules.

Firms are compared without their legal forms. A person's name keeps every word, and an initial may
stand for one. Where two persons have one birth date, words may be left out and letters differ more.
A ship's name is the same word for word, but for `M/V` before it, or nearly so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from aml.identity import name_key, person_words, spelt_words, vessel_words
from aml.screening.near import LEAST, LEAST_AIDED, LEAST_BORN, near_names

PartyKind = Literal["organisation", "person", "vessel"]
Words = tuple[str, ...]

#: The words by which spellings are compared.
_WORDS = {"organisation": spelt_words, "person": person_words, "vessel": vessel_words}
#: Shorter names have no spellings but their own.
_LEAST_LETTERS = 8
_SAME = 10_000
_MOST_INITIALS = 2
#: What a name is short of full agreement, in ten-thousandths: initials stand for words, or a word
#: is left out. One initial beside one word (`J. Mora`) is many people's: without a birth date it is
#: worth less than any other agreement.
_INITIAL = 1_000
_LONE_INITIAL = 2_500
_PART = 1_500
#: So many words that both have make a part of a name telling.
_LEAST_SHARED = 2


@dataclass(frozen=True, slots=True)
class Alike:
    """A name, a listed one, and how they agree; `similarity` counts ten-thousandths.

    method: name (the same words), initials, spelling (nearly the same letters), or part (the words
    of one are among those of the other).
    """

    name: str
    listed: str
    method: str
    similarity: int


def alike_names(kind: PartyKind, names: Sequence[str], listed: Sequence[str]) -> list[Alike]:
    """Every pair of distinct names and listed names of a kind, once, by what says most."""
    found: dict[tuple[str, str], Alike] = {}
    for pair in (*_same(kind, names, listed), *_by_initials(kind, names, listed),
                 *_near(kind, names, listed)):  # fmt: skip
        known = found.setdefault((pair.name, pair.listed), pair)
        if pair.similarity > known.similarity:
            found[pair.name, pair.listed] = pair
    return list(found.values())


def alike_born(pairs: Iterable[tuple[str, str]]) -> list[Alike]:
    """Of pairs of a person's name and a listed one, both of one birth date, those that agree."""
    found = (_born(name, other) for name, other in pairs)
    return [pair for pair in found if pair]


def has_other_initials(name: str, listed: str) -> bool:
    """Whether two names are one but for initials that stand for none of the other's words."""
    shared, left, right = _parted(spelt_words(name), spelt_words(listed))
    is_short = any(words and all(map(_is_initial, words)) for words in (left, right))
    return bool(shared and left and right) and is_short and not _agree(left, right)


def telling_name(kind: PartyKind, name: str) -> str:
    """The name without what papers put before it, by which its worth is judged."""
    return " ".join(vessel_words(name)) if kind == "vessel" else name


def _key(kind: PartyKind, name: str) -> str:
    if kind == "vessel":
        return " ".join(vessel_words(name))
    key = name_key(name)
    return key.person if kind == "person" else key.firm


def _same(kind: PartyKind, names: Sequence[str], listed: Sequence[str]) -> Iterator[Alike]:
    by_key: dict[str, list[str]] = defaultdict(list)
    for other in listed:
        by_key[_key(kind, other)].append(other)
    for name in names:
        key = _key(kind, name)
        yield from (Alike(name, other, "name", _SAME) for other in by_key.get(key, ()) if key)


def _near(kind: PartyKind, names: Sequence[str], listed: Sequence[str]) -> Iterator[Alike]:
    long, others = ([n for n in side if _is_long(n)] for side in (names, listed))
    yield from _spelt(kind, long, others)
    if kind == "person":  # `Juan Mirador Quintana SA de CV` trades under his name
        traders = [name for name in long if spelt_words(name) != person_words(name)]
        yield from _spelt("organisation", traders, others)


def _spelt(kind: PartyKind, names: Sequence[str], listed: Sequence[str]) -> Iterator[Alike]:
    for near in near_names(names, listed, LEAST_AIDED, _WORDS[kind]):
        pair = Alike(names[near.name], listed[near.listed], "spelling", min(near.score, _SAME))
        if near.score >= LEAST or not has_other_initials(pair.name, pair.listed):
            yield pair


def _is_long(name: str) -> bool:
    return sum(map(str.isalnum, name)) >= _LEAST_LETTERS


def _by_initials(kind: PartyKind, names: Sequence[str], listed: Sequence[str]) -> Iterator[Alike]:
    words = {other: person_words(other) for other in listed if kind == "person"}
    shortened = {other: its for other, its in words.items() if any(map(_is_initial, its))}
    whole_by, shortened_by = _by_word(words), _by_word(shortened)
    for name in names if words else ():
        own = person_words(name)
        known = whole_by if any(map(_is_initial, own)) else shortened_by
        for other in dict.fromkeys(other for word in own for other in known.get(word, ())):
            shared, left, right = _parted(own, words[other])
            if shared and left and right and _agree(left, right):
                is_lone = len(shared) == 1 and min(len("".join(left)), len("".join(right))) == 1
                off = _LONE_INITIAL if is_lone else _INITIAL
                yield Alike(name, other, "initials", _SAME - off)


def _by_word(words: Mapping[str, Words]) -> Mapping[str, list[str]]:
    """The names that bear a word, by each word that is no initial."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, its in words.items():
        for word in its:
            if not _is_initial(word):
                found[word].append(name)
    return found


def _born(name: str, listed: str) -> Alike | None:
    from rapidfuzz import fuzz

    own, other = person_words(name), person_words(listed)
    shared, left, right = _parted(own, other)
    if shared and left and right and _agree(left, right):
        return Alike(name, listed, "initials", _SAME - _INITIAL)
    if len(shared) >= _LEAST_SHARED and bool(left) != bool(right):
        return Alike(name, listed, "part", _SAME - _PART)
    spelt = (" ".join(sorted(words)) for words in (own, other))
    ratio = round(_SAME / 100 * fuzz.ratio(*spelt))
    is_near = LEAST_BORN <= ratio < _SAME and not has_other_initials(name, listed)
    return Alike(name, listed, "spelling", ratio) if is_near else None


def _parted(own: Words, other: Words) -> tuple[set[str], list[str], list[str]]:
    """The whole words that both have, and what each has beside them."""
    shared = {word for word in own if word in other and not _is_initial(word)}
    left, right = ([w for w in words if w not in shared] for words in (own, other))
    return shared, left, right


def _agree(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether initials of one stand for every other word of the other."""
    return _stand_for(left, right) or _stand_for(right, left)


def _is_initial(word: str) -> bool:
    """Single letters in a row are read as one word: `J. M.` is `jm`."""
    return len(word) <= _MOST_INITIALS


def _stand_for(initials: Sequence[str], words: Sequence[str]) -> bool:
    return "".join(initials) == "".join(word[0] for word in words)
