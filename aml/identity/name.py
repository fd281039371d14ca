"""Names as keys: two spellings of one name give the same words.

Transliterated to Latin letters, lower case, without marks, legal forms and word order. A key finds
exact matches only; who compares spellings that differ starts from the same keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from anyascii import anyascii

_FORMS = Path(__file__).with_name("legal_forms.txt")
#: Letters and digits in lower case, quotation marks gone, everything else a space.
_PLAIN = {
    code: chr(code).lower() if chr(code).isalnum() else None if chr(code) in "'`" else " "
    for code in range(128)
}
#: The full stop between two letters of an abbreviation.
_DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b)")
#: Words that some write and others leave out.
_JOINING = frozenset({"and", "und", "et", "y", "the"})
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "sra", "srta", "herr", "frau", "mme"})
#: What papers put before the name of a ship: motor vessel, motor tanker, steam ship.
_SHIP_PREFIXES = frozenset({"mv", "mt", "ms", "ss", "mts", "vessel", "buque", "motonave"})
#: Words that half the firms of a port carry: they tell nobody apart.
_GENERIC = frozenset(
    """agencia agency american brothers business cargo central comercial comercializadora
    commercial consulting corporativo distribuidora enterprise enterprises export exportadora
    exports express first foods forwarding freight general global group grupo holding holdings
    import importadora imports industrial industries international internacional inversiones
    investment investments line lines logistica logistics management marine maritima maritime
    mercantil national naviera new overseas partners products productos services servicios shipping
    solutions sons star store supply systems trade traders trading transport transportes
    united universal ventures world worldwide""".split()  # noqa: SIM905
)
#: Legal forms that are no words of a name in any language, wherever they stand.
_MOVED = frozenset(
    """llc ltd ltda inc incorporated corp limited gmbh plc sarl srl bv nv ooo oao zao pao pte pvt
    pty sdn bhd sapi spa kg ag oy ab aps sas sac saa sadecv decv cv""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class NameKey:
    """What a name is compared by.

    Attributes:
        firm: its words in order of the alphabet, legal forms removed; for organisations.
        person: the same with every word kept, but titles; for persons, whose family name may be
            Sá or As.
        words: how many words the person's key has.
        letters: letters and digits of the firm's key outside words that many firms carry: how
            much of the name is its own.
    """

    firm: str
    person: str
    words: int
    letters: int


def name_key(name: str) -> NameKey:
    """The keys of a name; empty ones when it holds no letter or digit that can be written."""
    words = _words(name)
    own = _without_forms(words)
    letters = sum([len(word) for word in own if word not in _GENERIC])
    person = _without_titles(words)
    return NameKey(" ".join(sorted(own)), " ".join(sorted(person)), len(person), letters)


def spelt_words(name: str) -> tuple[str, ...]:
    """The words that spellings are compared by: in their order, and without legal forms anywhere.

    A form in the middle of a name is one that somebody moved there. A name of nothing but forms
    keeps them all.
    """
    words = _without_forms(_without_titles(_words(name)))
    own = tuple(word for word in words if word not in _MOVED)
    return own or tuple(words)


def person_words(name: str) -> tuple[str, ...]:
    """The words of a person's name in their order; a legal form is a word like any other."""
    return tuple(_without_titles(_words(name)))


def vessel_words(name: str) -> tuple[str, ...]:
    """The words of a ship's name in their order, without `M/V` and its like before them."""
    words = _words(name)
    return tuple(words[1:] if len(words) > 1 and words[0] in _SHIP_PREFIXES else words)


def run_together(name: str) -> str:
    """All letters and digits of a name, legal forms included, without a gap."""
    return "".join(_words(name))


def _words(name: str) -> list[str]:
    """Words in their order. Single letters in a row are one abbreviation: `S. A.` is `sa`.

    Letters parted by full stops alone are one, whatever stands beside them: `S.A. S.A.` is twice
    the same form.
    """
    latin = name if name.isascii() else anyascii(name)
    latin = _DOTTED.sub("", latin)
    words = latin.translate(_PLAIN).split()
    if not _JOINING.isdisjoint(words):
        words = [word for word in words if word not in _JOINING]
    return _spelt_together(words) if words and min(map(len, words)) == 1 else words


def _spelt_together(words: list[str]) -> list[str]:
    joined: list[str] = []
    is_open = False
    for word in words:
        if is_open and len(word) == 1:
            joined[-1] += word
        else:
            joined.append(word)
        is_open = len(word) == 1
    return joined


def _without_forms(words: list[str]) -> list[str]:
    """The words between the legal forms; all of them where nothing else is left."""
    endings, beginnings = _endings(), _beginnings()
    left = words
    while left and left[-1] in endings and (size := _form_at(endings, left[::-1])):
        left = left[:-size]
    while left and left[0] in beginnings and (size := _form_at(beginnings, left)):
        left = left[size:]
    return left or words


Forms = dict[str, tuple[tuple[str, ...], ...]]


def _form_at(forms: Forms, words: list[str]) -> int:
    """How many of the words, read from the outer one inwards, are one legal form."""
    for form in forms[words[0]]:
        if tuple(words[: len(form)]) == form:
            return len(form)
    return 0


def _without_titles(words: list[str]) -> list[str]:
    return words[1:] if len(words) > 2 and words[0] in _TITLES else words


@cache
def _beginnings() -> Forms:
    """The forms by their first word, longest first."""
    lines = _FORMS.read_text(encoding="utf-8").splitlines()
    return _by_first(tuple(line.split()) for line in lines if line and not line.startswith("#"))


@cache
def _endings() -> Forms:
    """The forms by their last word, their words in reverse."""
    return _by_first(form[::-1] for forms in _beginnings().values() for form in forms)


def _by_first(forms: Iterable[tuple[str, ...]]) -> Forms:
    found: Forms = {}
    for form in sorted(forms, key=len, reverse=True):
        found[form[0]] = (*found.get(form[0], ()), form)
    return found
