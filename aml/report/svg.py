"""A drawing as SVG: no script, no style sheet, legible in grey.

Money in is solid, money out is hatched, remittances are dotted, so that no meaning rests on colour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from aml.report.drawing import (
    LINE,
    Area,
    Arrow,
    Bar,
    Dot,
    Drawing,
    Label,
    Ribbon,
    Rule,
    Shape,
    Tile,
    Track,
    wrap,
)  # fmt: skip

ACCENT = "#1d3f6e"
INK = "#1c1c1c"
MUTED = "#5f6671"
_PALE = "#dfe6ef"
#: From an empty day to the fullest one; each step is plain in grey too.
_SHADES = ("#ffffff", "#c3d0e2", "#8ea6c6", "#5175a6", ACCENT)
#: White around the letters themselves, under them: as wide as the text in whatever font it is set.
_GROUND = ' stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
_LAND = 'fill="#e8e6e0" stroke="#b9b5aa" stroke-width="0.5" fill-rule="evenodd"'


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
    return _PLAIN[type(shape)](shape)


def _rule(rule: Rule) -> str:
    colour, thick = (INK, "1") if rule.is_axis else ("#c9ced6", "0.5")
    return (
        f'<line x1="{_n(rule.x1)}" y1="{_n(rule.y1)}" x2="{_n(rule.x2)}"'
        f' y2="{_n(rule.y2)}" stroke="{colour}" stroke-width="{thick}"/>'
    )


def _dot(dot: Dot) -> str:
    return (
        f'<circle cx="{_n(dot.x)}" cy="{_n(dot.y)}" r="{_n(dot.radius)}"'
        f' fill="{_PALE}" stroke="{ACCENT}" stroke-width="1"/>'
    )


def _ribbon(ribbon: Ribbon) -> str:
    middle = (ribbon.x1 + ribbon.x2) / 2
    return (
        f'<path d="M{_n(ribbon.x1)} {_n(ribbon.y1)} C{_n(middle)} {_n(ribbon.y1)}'
        f' {_n(middle)} {_n(ribbon.y2)} {_n(ribbon.x2)} {_n(ribbon.y2)}" fill="none"'
        f' stroke="#9fb0c6" stroke-width="{_n(ribbon.width)}"/>'
    )


def _area(area: Area) -> str:
    path = "".join(f"M{_points(ring)}Z" for ring in area.rings)
    return f'<path d="{path}" {_LAND}/>'


def _track(track: Track) -> str:
    line = f'<polyline points="{_points(track.points)}" fill="none" stroke-linejoin="round"'
    if track.is_dashed:
        return f'{line} stroke="{MUTED}" stroke-width="1.2" stroke-dasharray="4 3"/>'
    return f'{line} stroke="{ACCENT}" stroke-width="1.8"/>'


def _tile(tile: Tile) -> str:
    side = _n(tile.side)
    edge = "#c9ced6" if tile.level == 0 else _SHADES[tile.level]
    return (
        f'<rect x="{_n(tile.x)}" y="{_n(tile.y)}" width="{side}" height="{side}"'
        f' fill="{_SHADES[tile.level]}" stroke="{edge}" stroke-width="0.5"/>'
    )


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _bar(bar: Bar, name: str) -> str:
    fills = {"solid": ACCENT, "box": "#ffffff", "pale": _PALE, "frame": "none"}
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
    ground = _GROUND if label.is_clear else ""
    return "".join(
        f'<text x="{_n(label.x)}" y="{_n(label.y + LINE * row)}" font-size="{label.size}"'
        f' text-anchor="{label.anchor}" fill="{colour}"{weight}{ground}>{escape(line)}</text>'
        for row, line in enumerate(wrap(text(label.text), label.room, label.lines))
    )


def _n(value: float) -> str:
    """A coordinate with one decimal, the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")


#: Shapes that need neither texts nor patterns.
_PLAIN: Mapping[type, Callable[[Any], str]] = {
    Rule: _rule,
    Dot: _dot,
    Ribbon: _ribbon,
    Arrow: _arrow,
    Area: _area,
    Track: _track,
    Tile: _tile,
}
