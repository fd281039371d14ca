"""Text as a page can show it: nothing invisible, nothing reordered, no empty box.

A name may hold anything. Control and direction characters are written out as `[U+202E]`. On paper,
letters outside the scripts that typst's own fonts hold are transliterated, with their code points:
`LiMing [U+674E U+660E]`; the exact text stays in evidence.csv and case.json. What fonts a browser
has nobody knows, so a screen shows such letters and the same after them. Of thousands of such
letters in a row the first hundreds are spelled, and the number of the others is said.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from anyascii import anyascii

#: Joiners that Persian words and emoji are made with; a browser needs them.
_JOINERS = "\u200c\u200d"
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_SPACES = re.compile(r"[\t\r\n]+")
_MOST_CODES = 24
#: Longer than any name or payment text; each letter takes a page-maker as long as a whole word.
_MOST_SOUNDS = 500

#: Every character of these ranges has a glyph in Libertinus Serif or DejaVu Sans Mono, the text
#: fonts inside typst 0.15: Latin, Greek, Cyrillic, Armenian, Hebrew, the Arabic alphabet, marks.
_ON_PAPER = re.compile(
    r"[\u0020-\u007e\u00a0-\u0482\u048a-\u04ff\u0531-\u0556\u0561-\u0587\u05d0-\u05ea"
    r"\u0621-\u063a\u0641-\u064a\u0660-\u0669\u1e00-\u1fff\u2010-\u2040\u2044-\u2052"
    r"\u20a0-\u20bf\u2190-\u21ff]"
)
#: What a browser on any machine shows: those, Arabic letters of other languages, joiners.
_ON_SCREEN = re.compile(f"{_ON_PAPER.pattern}|[\u0600-\u06ff{_JOINERS}]")
#: Letters with two marks, rare signs and arrows, for which a drawing takes a third font.
_THIRD_FONT = re.compile(
    r"[ǺǻḔ-ḗḮḯṎ-ṓṤ-ṧṺṻẢ-ẫẮ-ẵẺẻẾ-ễỈỉỎ-ỗỞởỦủỬửỶỷ"
    r"\u2038\u203b-\u2040\u2044-\u2052\u2196-\u21ff]"
)
_LONG_WORD = re.compile(r"\S{14,}")
_AFTER_MARK = re.compile(r"(?<=[/_:@-])|(?<=[.,])(?!\d)")
_UNMARKED = re.compile(r"[^\u200b]{20,}")
_BETWEEN_LETTERS = re.compile(r"(?<=.)(?=[^\u0300-\u036f])")
_RIGHT_TO_LEFT = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_RIGHT_TO_LEFT_RUN = re.compile(f"[{_RIGHT_TO_LEFT}](?:[^\n\x21-\x7e]*[{_RIGHT_TO_LEFT}])?")


@lru_cache(maxsize=1024)
def visible(text: str) -> str:
    """For a screen: what hides or reorders is written out, right-to-left names stay in place.

    Letters that a machine may have no font for are followed by their sound and code points.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = ""
    for is_known, run in groupby(_SPACES.sub(" ", text), _is_on_screen):
        part = "".join(run)
        shown += " " if shown.endswith("]") and part[0].isalnum() else ""
        shown += "".join(map(_shown, part)) if is_known else _explained(part)
    return _isolated(shown)


def _is_on_screen(character: str) -> bool:
    return bool(_ON_SCREEN.match(character)) or _is_hidden(character)


def _shown(character: str) -> str:
    return _code(character) if _is_hidden(character) else character


def _explained(run: str) -> str:
    sound, codes = _sound(run), _codes(run)
    return f"{run} [{sound}, {codes}]" if sound else f"{run} [{codes}]"


@lru_cache(maxsize=1024)
def printable(text: str) -> str:
    """For paper: as `visible`, and whatever the fonts lack is transliterated."""
    if text.isascii() and text.isprintable():
        return text
    flat = unicodedata.normalize("NFC", _SPACES.sub(" ", text))
    spelled = ""
    for is_shown, run in groupby(flat, _is_on_paper):
        text_of_run = "".join(run)
        part = text_of_run if is_shown else _spelled(text_of_run)
        touches = spelled[-1:].isalnum() or (spelled[-1:] == "]" and part[0].isalnum())
        spelled += f" {part}" if touches and (not is_shown or part[0].isalnum()) else part
    return _isolated(spelled)


def writable(text: str) -> str:
    """For a text document: as `printable`, for the fonts of who opens it are not known."""
    return printable(text)


def drawable(text: str) -> str:
    """For a drawing on paper: as `printable`, without the marks that only one font in three has.

    A drawing refuses a label that needs a third font, or a mark over a letter that is no letter of
    its own; text sets both. The words beside a drawing keep every mark.
    """
    shown = printable(text)
    return shown if shown.isascii() else "".join(map(_drawn, shown))


def _drawn(character: str) -> str:
    if unicodedata.category(character) == "Mn":
        return ""
    if _THIRD_FONT.match(character):
        base = unicodedata.decomposition(character).split(" ")[0]
        return _drawn(chr(int(base, 16))) if base.isalnum() else _code(character)
    return character


def _is_on_paper(character: str) -> bool:
    return bool(_ON_PAPER.match(character)) and not _is_hidden(character)


def breakable(text: str) -> str:
    """The text with places to break its long words: after their marks, else after every letter.

    Typst breaks no word by itself; a zero-width space needs no glyph.
    """
    return _LONG_WORD.sub(lambda word: _broken(word[0]), text)


def _broken(word: str) -> str:
    parted = _AFTER_MARK.sub("\u200b", word)
    return _UNMARKED.sub(lambda run: _BETWEEN_LETTERS.sub("\u200b", run[0]), parted)


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN and character not in _JOINERS


def _code(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def _spelled(run: str) -> str:
    """A run of letters without a glyph: in ASCII where it has a sound, and by its code points."""
    return f"{_sound(run)} [{_codes(run)}]".lstrip()


def _sound(run: str) -> str:
    first = run[:_MOST_SOUNDS]
    sound = " ".join(anyascii("".join(c for c in first if not _is_hidden(c))).split())
    return f"{sound}…" if len(run) > _MOST_SOUNDS else sound


def _codes(run: str) -> str:
    codes = [f"U+{ord(character):04X}" for character in run[:_MOST_CODES]]
    if len(run) > _MOST_CODES:
        codes.append(f"and {len(run) - _MOST_CODES:,} more")
    return " ".join(codes)


def _isolated(text: str) -> str:
    """Right-to-left words between isolating marks, so that figures beside them keep their place."""
    return _RIGHT_TO_LEFT_RUN.sub("\u2068\\g<0>\u2069", text)
