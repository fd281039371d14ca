"""Drawings as a few shapes, and their SVG: no script, no style sheet, legible in grey.

Money in is solid, money out is hatched, remittances are dotted, so that no meaning rests on colour.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

Fill = Literal["solid", "hatched", "dotted", "box", "pale"]
ACCENT = "#1d3f6e"
INK = "#1c1c1c"
MUTED = "#5f6671"
_PALE = "#dfe6ef"
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


Shape = Bar | Rule | Dot | Ribbon | Arrow | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a sheet of so many units; `name` keeps its patterns apart from another's."""

    name: str
    title: str
    description: str
    width: int
    height: int
    shapes: tuple[Shape, ...]


def svg(drawing: Drawing, text: Callable[[str], str], font: str) -> str:
    """The SVG of a drawing.

    Args:
        drawing: what to draw.
        text: what every text passes through, before it is cut to its room and escaped.
        font: the family of the letters.
    """
    name = drawing.name
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width} {drawing.height}"'
        f' width="{drawing.width}" height="{drawing.height}" role="img"'
        f' aria-labelledby="{name}-title {name}-text" font-family={quoteattr(font)}>',
        f'<title id="{name}-title">{escape(text(drawing.title))}</title>',
        f'<desc id="{name}-text">{escape(text(drawing.description))}</desc>',
        _patterns(name),
        *(_element(shape, name, text) for shape in drawing.shapes),
        "</svg>",
    ]
    return "".join(parts)


def width(text: str) -> float:
    """The places that a text takes: a wide (Han, Kana) character two, a capital one and a half."""
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


def _patterns(name: str) -> str:
    return (
        f'<defs><pattern id="{name}-hatched" width="5" height="5" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect width="5" height="5" fill="#ffffff"/>'
        f'<rect width="2" height="5" fill="{ACCENT}"/></pattern>'
        f'<pattern id="{name}-dotted" width="4" height="4" patternUnits="userSpaceOnUse">'
        f'<rect width="4" height="4" fill="#ffffff"/>'
        f'<circle cx="2" cy="2" r="1.1" fill="{ACCENT}"/></pattern></defs>'
    )


def _element(shape: Shape, name: str, text: Callable[[str], str]) -> str:
    if isinstance(shape, Label):
        return _label(shape, text)
    if isinstance(shape, Bar):
        return _bar(shape, name)
    if isinstance(shape, Arrow):
        return _arrow(shape)
    if isinstance(shape, Rule):
        colour, width = (INK, "1") if shape.is_axis else ("#c9ced6", "0.5")
        return (
            f'<line x1="{_n(shape.x1)}" y1="{_n(shape.y1)}" x2="{_n(shape.x2)}"'
            f' y2="{_n(shape.y2)}" stroke="{colour}" stroke-width="{width}"/>'
        )
    if isinstance(shape, Dot):
        return (
            f'<circle cx="{_n(shape.x)}" cy="{_n(shape.y)}" r="{_n(shape.radius)}"'
            f' fill="{_PALE}" stroke="{ACCENT}" stroke-width="1"/>'
        )
    middle = (shape.x1 + shape.x2) / 2
    return (
        f'<path d="M{_n(shape.x1)} {_n(shape.y1)} C{_n(middle)} {_n(shape.y1)}'
        f' {_n(middle)} {_n(shape.y2)} {_n(shape.x2)} {_n(shape.y2)}" fill="none"'
        f' stroke="#9fb0c6" stroke-width="{_n(shape.width)}"/>'
    )


def _bar(bar: Bar, name: str) -> str:
    fills = {"solid": ACCENT, "box": "#ffffff", "pale": _PALE}
    fill = fills.get(bar.fill, f"url(#{name}-{bar.fill})")
    return (
        f'<rect x="{_n(bar.x)}" y="{_n(bar.y)}" width="{_n(bar.width)}" height="{_n(bar.height)}"'
        f' fill="{fill}" stroke="{ACCENT}" stroke-width="0.8"/>'
    )


def _arrow(arrow: Arrow) -> str:
    level = f'x1="{_n(arrow.x1)}" y1="{_n(arrow.y)}" x2="{_n(arrow.x2)}" y2="{_n(arrow.y)}"'
    if arrow.is_relation:
        return f'<line {level} stroke="{MUTED}" stroke-width="1" stroke-dasharray="2 3"/>'
    back = arrow.x2 - (7 if arrow.x2 > arrow.x1 else -7)
    head = f"{_n(arrow.x2)},{_n(arrow.y)} {_n(back)},{_n(arrow.y - 4)} {_n(back)},{_n(arrow.y + 4)}"
    return (
        f'<line {level} stroke="{ACCENT}" stroke-width="1.4"/>'
        f'<polygon points="{head}" fill="{ACCENT}"/>'
    )


def _label(label: Label, text: Callable[[str], str]) -> str:
    weight = ' font-weight="bold"' if label.is_bold else ""
    colour = MUTED if label.is_muted else INK
    ground = _ground if label.is_clear else lambda *_: ""
    return "".join(
        f"{ground(label, row, line)}"
        f'<text x="{_n(label.x)}" y="{_n(label.y + LINE * row)}" font-size="{label.size}"'
        f' text-anchor="{label.anchor}" fill="{colour}"{weight}>{escape(line)}</text>'
        for row, line in enumerate(wrap(text(label.text), label.room, label.lines))
    )


def _ground(label: Label, row: int, line: str) -> str:
    """White behind a line of text: half its size a place is about what a letter takes."""
    taken = width(line) * label.size * 0.5 + 2
    left = {"start": 0.0, "middle": taken / 2, "end": taken}[label.anchor]
    return (
        f'<rect x="{_n(label.x - left)}" y="{_n(label.y + LINE * row - label.size + 1)}"'
        f' width="{_n(taken)}" height="{label.size + 1}" fill="#ffffff"/>'
    )


def _n(value: float) -> str:
    """A coordinate with one decimal, the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")
