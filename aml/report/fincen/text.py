"""Text and numbers as the form takes them: one line, nothing invisible, no filler words."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

#: Words that FinCEN forbids in every field but the narrative (SAR electronic filing instructions of
#: October 2012): an unknown datum has its indicator.
FILLERS = frozenset(
    {
        "AKA", "COMPUTER GENERATED", "CUSTOMER", "DBA", "NON CUSTOMER", "NONE", "NOT APPLICABLE",
        "OTHER", "SAME", "SAME AS ABOVE", "SEE ABOVE", "SEE NARRATIVE", "SIGNATURE CARD", "T/A",
        "UNKNOWN", "VARIOUS", "XX",
    }
)  # fmt: skip
#: Joiners that Persian words are made with.
_JOINERS = "\u200c\u200d"
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}
_SAID = re.compile(r"[^A-Z/ ]+")


def flat(text: str, *, is_ascii: bool = False) -> str:
    """One line of text: whatever is invisible or breaks a line is a space, spaces stand alone.

    `is_ascii` transliterates what is not ASCII.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    shown = "".join(" " if _is_hidden(c) else c for c in unicodedata.normalize("NFC", text))
    spelled = anyascii(shown) if is_ascii else shown
    return " ".join(spelled.split())


def recorded(text: str, *, is_ascii: bool = False) -> str:
    """As `flat`; empty where the records hold a filler word instead of a datum."""
    line = flat(text, is_ascii=is_ascii)
    return "" if is_filler(line) else line


def is_filler(text: str) -> bool:
    """Whether a field holds one of the words that FinCEN forbids, and nothing else."""
    return _SAID.sub(" ", text.upper()).strip() in FILLERS and text.isascii()


def digits(text: str) -> str:
    """The digits of a number that is written with spaces, hyphens, dots or brackets."""
    return "".join(c for c in text if c in "0123456789")


def bare(text: str) -> str:
    """A number without the signs that only part it; letters stay."""
    return re.sub(r"[\s().+/-]", "", text)


def is_tax_number(number: str) -> bool:
    """Nine digits that are no filler: not all the same, not 123456789."""
    is_nine = len(number) == 9 and number.isascii() and number.isdigit()
    return is_nine and len(set(number)) > 1 and number != "123456789"


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN and character not in _JOINERS
