"""Names that nearly agree: which listed names a name may be another spelling of, and how nearly.

Candidates come from the angle between three-letter pieces of words, weighted by how rare they are
(TF-IDF); a spelling is then judged by the edits between the whole names, in either word order or
with the words run together. A word that differs counts more against a match when others bear it
too: `Juana` is another name than `Juan`, `Jusn` is a slip.

Measured by `benchmarks/names.py`, against the other ways of sql_patterns in the same literature.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from aml.identity import run_together, spelt_words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

#: The scores from which on names count: alone, beside a country that agrees, and beside a person's
#: birth date. Below them other names prevail; measured by benchmarks/names.py.
LEAST = 8800
LEAST_AIDED = 8200
LEAST_BORN = 7000
#: Of each name, how many listed ones are looked at closely, and from which cosine on.
_CANDIDATES = 8
_LEAST_COSINE = 0.40
#: What the share of letters in other people's words takes off a score.
_OTHERS_WORD = 0.20
#: A word that this many names bear is a word of its own, and no slip of the pen.
_BORNE = 3
#: Payment messages cut a name at 35 characters.
_CUT = (34, 35)
_BATCH = 50_000
#: Scores are rounded.
_HALF = 0.00005
#: Beyond it letters are Greek, Cyrillic, Arabic and so on.
_LAST_LATIN = "\u024f"


@dataclass(frozen=True, slots=True)
class Near:
    """A name and a listed name that nearly agree, by their places in what was given.

    `score` counts ten-thousandths; 10,000 is the same words.
    """

    name: int
    listed: int
    score: int


#: What a name may become on its way through another script and back; the first letter stands.
_SOUND_OF = {
    "kh": "h", "sh": "s", "sch": "s", "skh": "s", "ch": "c", "j": "i", "y": "i", "c": "k", "q": "k",
    "w": "v", "x": "ks", "ts": "c",
}  # fmt: skip
_SOUNDS = re.compile("|".join(sorted(_SOUND_OF, key=len, reverse=True)))


def _sound(found: re.Match[str]) -> str:
    return _SOUND_OF[found[0]]


def _is_foreign(name: str) -> bool:
    return not name.isascii() and any(letter > _LAST_LATIN for letter in name if letter.isalpha())


@dataclass(frozen=True)
class _Spelt:
    """Names in the forms that are compared."""

    raw: Sequence[str]
    words: Sequence[tuple[str, ...]]

    @cached_property
    def spaced(self) -> list[str]:
        return [" ".join(words) for words in self.words]

    @cached_property
    def in_order(self) -> list[str]:
        return [" ".join(sorted(words)) for words in self.words]

    @cached_property
    def run_together(self) -> list[str]:
        return ["".join(words) for words in self.words]

    @cached_property
    def is_cut(self) -> npt.NDArray[np.bool_]:
        """Whether each name is as long as a field of a message."""
        import numpy as np

        return np.array([len(name) in _CUT for name in self.raw])

    @cached_property
    def is_written_otherwise(self) -> npt.NDArray[np.bool_]:
        """Whether each name has letters of another script than Latin."""
        import numpy as np

        return np.array([_is_foreign(name) for name in self.raw], dtype=bool)

    @cached_property
    def sounded(self) -> list[str]:
        """Letters that scripts write one for another, as one: kh and h, j, y and i, c, q and k."""
        return [_SOUNDS.sub(_sound, letters) for letters in self.run_together]

    @cached_property
    def whole(self) -> list[str]:
        return [run_together(name) for name in self.raw]


def near_names(
    names: Sequence[str],
    listed: Sequence[str],
    least: int = 8500,
    words_of: Callable[[str], tuple[str, ...]] = spelt_words,
) -> list[Near]:
    """Every pair that scores `least` or more, in order of name, then score, then listed name.

    Args:
        names: distinct names of a ledger.
        listed: names and aliases of lists.
        least: the score from which on a pair is returned, in ten-thousandths.
        words_of: the words that a name is compared by.
    """
    if not names or not listed:
        return []
    ours, theirs = (_Spelt(raw, [words_of(name) for name in raw]) for raw in (names, listed))
    borne = Counter(word for side in (ours, theirs) for words in side.words for word in set(words))
    found = [
        near
        for left, right in _candidates(ours, theirs)
        for near in _judged(ours, theirs, left, right, borne, least)
        if near.score >= least
    ]
    return sorted(found, key=lambda near: (near.name, -near.score, near.listed))


def _candidates(ours: _Spelt, theirs: _Spelt) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of places whose names share rare pieces of words."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    right = pieces.fit_transform(theirs.spaced).T.tocsr()
    spaced = ours.spaced
    for start in range(0, len(spaced), _BATCH):
        left = pieces.transform(spaced[start : start + _BATCH])
        top = sp_matmul_topn(left, right, _CANDIDATES, threshold=_LEAST_COSINE, n_threads=2).tocoo()
        yield top.row.astype(np.int64) + start, top.col.astype(np.int64)


def _judged(
    ours: _Spelt, theirs: _Spelt, left: Ints, right: Ints, borne: Counter[str], least: int
) -> Iterator[Near]:
    ratio = _ratios(ours, theirs, left, right)
    for place in (ratio >= least / 10_000 - _HALF).nonzero()[0]:  # nothing adds to a ratio
        one, other = int(left[place]), int(right[place])
        off = _OTHERS_WORD * _others_share(ours.words[one], theirs.words[other], borne)
        yield Near(one, other, round(10_000 * (float(ratio[place]) - off)))


def _ratios(ours: _Spelt, theirs: _Spelt, left: Ints, right: Ints) -> Floats:
    """The share of letters that stay, the best of five readings of each pair."""
    import numpy as np

    readings = [
        _agreement(ours.in_order, theirs.in_order, left, right),
        _agreement(ours.run_together, theirs.run_together, left, right),
        _agreement(ours.whole, theirs.whole, left, right),
        _cut_agreement(ours, theirs, left, right),
        _sound_agreement(ours, theirs, left, right),
    ]
    best: Floats = np.max(readings, axis=0)
    return best


def _agreement(ours: list[str], theirs: list[str], left: Ints, right: Ints) -> Floats:
    import numpy as np
    from rapidfuzz import fuzz, process

    pairs = ([ours[place] for place in left], [theirs[place] for place in right])
    found: Floats = np.asarray(process.cpdist(*pairs, scorer=fuzz.ratio, workers=1)) / 100.0
    return found


def _cut_agreement(ours: _Spelt, theirs: _Spelt, left: Ints, right: Ints) -> Floats:
    """A name as long as a field of a message, against the listed one cut at the same letter."""
    import numpy as np
    from rapidfuzz import fuzz

    found = np.zeros(len(left))
    whole, cut = theirs.run_together, ours.run_together
    for place in ours.is_cut[left].nonzero()[0]:
        one, other = cut[left[place]], whole[right[place]]
        if len(other) > len(one):
            found[place] = fuzz.ratio(one, other[: len(one)]) / 100.0
    return found


def _sound_agreement(ours: _Spelt, theirs: _Spelt, left: Ints, right: Ints) -> Floats:
    """A name that either side writes in another script, by its sounds."""
    import numpy as np
    from rapidfuzz import fuzz

    found = np.zeros(len(left))
    either = ours.is_written_otherwise[left] | theirs.is_written_otherwise[right]
    for place in either.nonzero()[0]:
        pair = ours.sounded[left[place]], theirs.sounded[right[place]]
        found[place] = fuzz.ratio(*pair) / 100.0
    return found


def _others_share(words: tuple[str, ...], listed: tuple[str, ...], borne: Counter[str]) -> float:
    """The share of a name's letters in words that the listed name lacks and other names bear."""
    other = [w for w in words if w not in listed and len(w) > 1 and borne[w] >= _BORNE]
    return sum(map(len, other)) / max(1, sum(map(len, words)))
