"""Drawings as a few shapes, and how much room a text takes in them.

Money in is solid, money out is hatched, remittances are dotted, so that no meaning rests on colour.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

Fill = Literal["solid", "hatched", "dotted", "box", "pale", "frame"]
#: From one line of a label to the next.
LINE = 13


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: Fill


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: an axis, or a fainter grid line."""

    x1: float
    y1: float
    x2: float
    y2: float
    is_axis: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle, of which the area is what counts."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A curve from a point on the left to a point on the right, as wide as what flows."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """A level line with a head at `x2`; dotted and without one where no money moves."""

    x1: float
    x2: float
    y: float
    is_relation: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """Text in at most `lines` lines of `room` places each; what is longer ends in an ellipsis.

    `is_clear` keeps what is drawn behind it from crossing its letters.
    """

    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"] = "start"
    size: int = 10
    is_bold: bool = False
    is_muted: bool = False
    room: int = 60
    lines: int = 1
    is_clear: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A filled area: an outer ring of points, then the rings that are cut out of it."""

    rings: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class Track:
    """A line from point to point; dashed where it was not the way taken."""

    points: tuple[tuple[float, float], ...]
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """A day of a calendar; the higher its level, the darker: 0 is empty, 4 the darkest."""

    x: float
    y: float
    side: float
    level: int


Shape = Bar | Rule | Dot | Ribbon | Arrow | Label | Area | Track | Tile


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a sheet of so many units; `name` keeps its patterns apart from another's."""

    name: str
    title: str
    description: str
    width: int
    height: int
    shapes: tuple[Shape, ...]


def width(text: str) -> float:
    """The places that a text takes: a wide (Han, Kana) character two, a capital one and a half."""
    if text.isascii():
        return len(text) + sum(map(str.isupper, text)) / 2
    return sum(_place(character) for character in text)


def _place(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 2.0
    return 1.5 if character.isupper() else 1.0


def wrap(text: str, room: int, lines: int) -> list[str]:
    """The text in at most so many lines, broken between words where it can be."""
    wrapped: list[str] = []
    rest = text
    while rest and len(wrapped) < lines - 1 and width(rest) > room:
        head = _head(rest, room)
        space = head.rfind(" ")
        head = head[:space] if space > 0 else head
        wrapped.append(head)
        rest = rest[len(head) :].lstrip()
    if width(rest) > room:
        rest = _head(rest, room - 1).rstrip() + "…"
    return [*wrapped, rest]


def short(text: str) -> str:
    """A name as the words beside a drawing give it."""
    return wrap(text, 48, 1)[0]


def _head(text: str, room: int) -> str:
    """The longest beginning that fits."""
    used = 0.0
    for position, character in enumerate(text):
        used += width(character)
        if used > room:
            return text[:position]
    return text
