"""What a document says, before it is HTML or PDF: sections of worded blocks.

Both templates print the same blocks, so both say the same. A block holds finished text; nothing is
computed in a template.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from aml.report.drawing import Drawing

Paper = Literal["a4", "us-letter"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `lead` is the bold word or two that it opens with."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short texts one below the other, under a bold `lead`; numbered when their order matters."""

    lines: tuple[str, ...]
    lead: str = ""
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their texts."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Headlines:
    """The few figures that a reader must see first: label and figure."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A word that leads to a file of the same run."""

    text: str
    href: str


Cell = str | tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: `weight` is its share of the width on paper.

    `code` holds ids and hashes, `id` a short one that is never broken (of pages of a run alone),
    `amount` money and counts, `day` a date, `grade` a word for how grave.
    """

    label: str
    kind: Literal["text", "amount", "code", "id", "day", "grade"] = "text"
    weight: int = 2


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column heads; `total` is a last row that adds up the others."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its title, and its content in words for who cannot see it."""

    title: str
    description: str
    drawing: Drawing


Block = Paragraph | Bullets | Facts | Headlines | Table | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part; `starts_page` asks for a page of its own, `is_wide` for one on its side."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()
    starts_page: bool = False
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `running` and `reference` stand on every page, `footer` below.

    `pages` lead to the other pages of a run.
    """

    title: str
    subtitle: str
    reference: str
    running: str
    banner: str
    status: str
    footer: str
    paper: Paper
    facts: Facts
    sections: tuple[Section, ...]
    pages: tuple[Link, ...] = ()


def paper_of(country: str) -> Paper:
    """The paper that offices of a country print on."""
    return "us-letter" if country == "US" else "a4"


def shape(value: object, text: Callable[[str], str], draw: Callable[[Drawing], str]) -> Any:
    """The plain lists and mappings that a template reads.

    Args:
        value: a document or any part of it.
        text: what every text passes through on its way, e.g. to show what a font cannot.
        draw: makes the SVG of a drawing.
    """
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Drawing):
        return draw(value)
    if isinstance(value, tuple):
        return [shape(item, text, draw) for item in value]
    names = _fields(type(value))
    if names:
        fields = {name: shape(getattr(value, name), text, draw) for name in names}
        return {"block": type(value).__name__.lower(), **fields}
    return value


_FIELDS: dict[type, tuple[str, ...]] = {}


def _fields(kind: type) -> tuple[str, ...]:
    """The names of the fields of a dataclass, looked up once; none of anything else."""
    if kind not in _FIELDS:
        is_own = dataclasses.is_dataclass(kind)
        _FIELDS[kind] = tuple(f.name for f in dataclasses.fields(kind)) if is_own else ()
    return _FIELDS[kind]
