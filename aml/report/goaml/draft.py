"""What a filing has to say of one element, before a schema puts it in order.

A draft names its elements freely; the schema decides which of them it takes and where. Texts are
cleaned here once: XML has no place for control characters, and white space counts as one blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """A text that XML can hold, in one line. A letter that it cannot hold shows as U+FFFD."""
    is_plain = text.isascii() and text.isprintable()
    return " ".join((text if is_plain else _NO_XML.sub("\ufffd", text)).split())


@dataclass(frozen=True, slots=True)
class Word:
    """The text of a leaf, or the key of a profile that lacks a code for what is `recorded`.

    Neither, and something recorded: a name of which the FIU takes no letter.
    """

    text: str = ""
    lacks: str = ""
    recorded: str = ""


@dataclass(slots=True)
class Draft:
    """One element with parts.

    `whose` names it in a worklist. `asks` gives, for an element that is needed and not there, the
    field of the filing that would fill it, with its owner where that is another. `note` is what
    comments say of it where it cannot be written; without one its texts are told. `said` are
    sentences for its own comments. `is_kept` forbids to leave it out, whatever the schema allows.
    Drafts of one `content` say the same, whoever they are of, and are written once.
    """

    whose: str
    parts: dict[str, list[Draft | Word]] = field(default_factory=dict)
    asks: Mapping[str, str | tuple[str, str]] = field(default_factory=dict)
    note: str = ""
    said: list[str] = field(default_factory=list)
    is_kept: bool = False
    content: tuple[object, ...] = ()

    def put(self, name: str, text: str | Word) -> None:
        """A leaf, unless there is nothing to say."""
        word = text if isinstance(text, Word) else Word(clean(text))
        if word.text or word.lacks or word.recorded:
            self.parts.setdefault(name, []).append(word)

    def add(self, name: str, draft: Draft | None) -> None:
        """An element with parts."""
        if draft is not None:
            self.parts.setdefault(name, []).append(draft)

    def told(self, name: str) -> str:
        """What comments say of it under a name, where it has no place of its own."""
        return self.note or "; ".join(self._texts()) or name.replace("_", " ")

    def _texts(self) -> Iterator[str]:
        for part, values in self.parts.items():
            for value in values:
                if isinstance(value, Draft):
                    if text := value.told(part):
                        yield text
                elif text := told_word(part, value):
                    yield text
        yield from self.said


def told_word(name: str, word: Word) -> str:
    """A leaf as comments tell it."""
    text = word.recorded or word.text
    return f"{name.replace('_', ' ')}: {text}" if text else ""
