"""Pairs of a name and a listed name that may be one, each kind of party by its own rules.

Firms are compared without their legal forms. A person's name keeps every word, and an initial may
stand for one. A ship's name is the same word for word, but for `M/V` before it, or nearly so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from aml.identity import name_key, person_words, spelt_words, vessel_words
from aml.screening.near import near_names
from aml.screening.near_table import LEAST

PartyKind = Literal["organisation", "person", "vessel"]
Words = tuple[str, ...]

#: The words by which spellings are compared.
_WORDS = {"organisation": spelt_words, "person": person_words, "vessel": vessel_words}
#: Shorter names have no spellings but their own.
_LEAST_LETTERS = 8
_SAME = 10_000
_MOST_INITIALS = 2
#: What a name is short of full agreement, in ten-thousandths, where an initial stands for a word.
_INITIAL = 1_000


@dataclass(frozen=True, slots=True)
class Alike:
    """A name, a listed one, and how they agree; `similarity` counts ten-thousandths.

    method: name (the same words), initials, or spelling (nearly the same letters).
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
        found.setdefault((pair.name, pair.listed), pair)
    return list(found.values())


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
    for near in near_names(long, others, LEAST, _WORDS[kind]):
        yield Alike(long[near.name], others[near.listed], "spelling", min(near.score, _SAME))


def _is_long(name: str) -> bool:
    return sum(map(str.isalnum, name)) >= _LEAST_LETTERS


def _by_initials(kind: PartyKind, names: Sequence[str], listed: Sequence[str]) -> Iterator[Alike]:
    words = {other: person_words(other) for other in listed if kind == "person"}
    shortened = {other: its for other, its in words.items() if _has_initial(its)}
    whole_by, shortened_by = _by_word(words), _by_word(shortened)
    for name in names if words else ():
        own = person_words(name)
        known = whole_by if _has_initial(own) else shortened_by
        for other in dict.fromkeys(other for word in own for other in known.get(word, ())):
            if _initials_agree(own, words[other]):
                yield Alike(name, other, "initials", _SAME - _INITIAL)


def _by_word(words: Mapping[str, Words]) -> Mapping[str, list[str]]:
    """The names that bear a word, by each word that is no initial."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, its in words.items():
        for word in its:
            if not _is_initial(word):
                found[word].append(name)
    return found


def _is_initial(word: str) -> bool:
    """Single letters in a row are read as one word: `J. M.` is `jm`."""
    return len(word) <= _MOST_INITIALS


def _has_initial(words: Words) -> bool:
    return any(map(_is_initial, words))


def _initials_agree(one: Words, other: Words) -> bool:
    """Whether they share a word, and initials of one stand for every other word of the other."""
    shared = {word for word in one if word in other and not _is_initial(word)}
    left, right = ([w for w in words if w not in shared] for words in (one, other))
    if not (shared and left and right):
        return False
    return _stand_for(left, right) or _stand_for(right, left)


def _stand_for(initials: Sequence[str], words: Sequence[str]) -> bool:
    return "".join(initials) == "".join(word[0] for word in words)
