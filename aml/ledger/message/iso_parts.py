"""The parts of an XML message, made of its tags and texts as a parser comes upon them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from aml.ledger.message.record import Unreadable

#: Texts by path of local names (`RmtInf/Ustrd`), a currency below the path of its amount (`@Ccy`).
Fields = dict[str, list[str]]

#: Message elements by their kinds.
MESSAGES: Mapping[str, str] = {
    "BkToCstmrStmt": "camt",
    "BkToCstmrAcctRpt": "camt",
    "BkToCstmrDbtCdtNtfctn": "camt",
    "FIToFICstmrCdtTrf": "pacs008",
    "CstmrCdtTrfInitn": "pain001",
    "Cube": "ecb_xml",
}
#: More than any element of a message holds; a hostile file could have any number.
_MOST_TAGS = 200


class Part(NamedTuple):
    """An element of a message that is read for itself, without the parts in it.

    Args:
        name: its local name.
        within: that of the element around it.
        fields: the texts below it that are not empty, without blanks around them, by their paths;
            its own text at the path that is empty.
        attributes: of the element.
    """

    name: str
    within: str
    fields: Fields
    attributes: Mapping[str, str]

    def named(self) -> Fields:
        """The texts with the name of the part before their paths."""
        return {f"{self.name}/{path}" if path else self.name: t for path, t in self.fields.items()}


class _Place(dict[str, "_Place"]):
    """Where an element stands, and the places in it by tag, made once as a file has few.

    Args:
        name: the local name of the element there.
        path: from the part around it, empty for a part; None outside of messages.
        made: makes the place of an element in another by its local name.
    """

    __slots__ = ("is_amount", "is_part", "made", "name", "path")

    def __init__(self, name: str, path: str | None, made: Callable[[_Place, str], _Place]) -> None:
        super().__init__()
        self.name, self.path, self.made = name, path, made
        self.is_part = path == ""
        self.is_amount = bool(path) and name.endswith("Amt")

    def __missing__(self, tag: str) -> _Place:
        place = self.made(self, tag.rpartition(":")[2])
        if len(self) < _MOST_TAGS:
            self[tag] = place
        return place


Handlers = tuple[
    Callable[[str, Mapping[str, str]], None], Callable[[str], None], Callable[[str], None]
]


class Parts:
    """Makes parts of tags and texts in their order; what is `done` waits there to be taken away.

    An element of a message holds texts or elements, never both, and only amounts have a currency.

    Args:
        kind: of the messages; another kind in the file is refused.
        apart: local names of elements whose children are parts, beside those of a message.
        named: local names of elements that are parts wherever they stand, as records are: none of
            them is passed over.
    """

    def __init__(self, kind: str, apart: Collection[str], named: Collection[str]) -> None:
        self.done: list[Part] = []
        self.messages = {name for name, its_kind in MESSAGES.items() if its_kind == kind}
        self.root = ""
        self._kind = kind
        self._apart = {*apart, *self.messages}
        self._named = {*named, *self._apart}
        self._around: list[_Place] = []

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._around)

    def handlers(self) -> Handlers:  # noqa: C901 - two small functions over common variables
        """What a parser calls where an element begins, where one ends, and with each text.

        The first raises Unreadable where a message of another kind begins. Common variables of
        functions cost each element less than attributes of an object.
        """
        place = _Place("", None, self._made)
        fields: Fields = {}
        attributes: Mapping[str, str] = {}
        outer: list[tuple[Fields, Mapping[str, str]]] = []
        texts: list[str] = []
        currency = ""
        done, go_in, go_out = self.done.append, self._around.append, self._around.pop

        def start(tag: str, held: Mapping[str, str]) -> None:
            nonlocal place, fields, attributes, currency
            go_in(place)
            place = place[tag]
            if texts:
                texts.clear()
            if place.is_part:
                outer.append((fields, attributes))
                fields, attributes = {}, held
            elif place.is_amount:
                currency = held.get("Ccy", "")

        def end(_tag: str) -> None:
            nonlocal place, fields, attributes
            ended, place = place, go_out()
            if texts:
                text, path = "".join(texts).strip(), ended.path
                texts.clear()
                if text and path is not None:
                    fields.setdefault(path, []).append(text)
                    if ended.is_amount:
                        fields.setdefault(f"{path}@Ccy", [currency.strip()])
            if ended.is_part:
                done(Part(ended.name, place.name, fields, attributes))
                fields, attributes = outer.pop()

        return start, end, texts.append

    def doctype(self, *_: object) -> None:
        """A DOCTYPE is refused with all that it could bring. Raises Unreadable."""
        message = "the file has a DOCTYPE, which no message has and which could bring in others"
        raise Unreadable(message, hint="ask who wrote the file for one without it")

    def _made(self, around: _Place, name: str) -> _Place:
        self.root = self.root or name
        other = MESSAGES.get(name, self._kind)
        if around.path is None and other != self._kind:
            raise Unreadable(f"<{name}> is a message of kind {other}")
        if name in self._named:
            path: str | None = ""
        elif around.path is None:
            path = None
        elif around.name in self._apart:
            path = ""
        else:
            path = f"{around.path}/{name}" if around.path else name
        return _Place(name, path, self._made)
