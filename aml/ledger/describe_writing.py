"""How the days and numbers of an unknown table are written, as lines of a draft."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from aml.ledger.guess_values import (
    Marks,
    day_formats,
    instant_formats,
    number_marks,
    usual_days,
    usual_numbers,
)

_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_ .-]*[A-Za-z0-9_]|[A-Za-z]")
#: Words that YAML takes for something else than a text.
_NO_TEXTS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_ISO = "%Y-%m-%d"
_ZONED = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")


@dataclass(slots=True)
class Writing:
    """Lines of a draft, what is not sure of them, and what follows for the columns.

    `column` is `booked_on` or `booked_at`; `has_value_days` whether value days are written alike.
    """

    lines: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    column: str = "booked_on"
    has_value_days: bool = False
    marks: Marks = field(default_factory=lambda: Marks(".", ""))

    def doubt(self, text: str) -> None:
        """Note what is not sure, if anything."""
        if not text:
            return
        self.doubts.append(text)
        indent = "  " if self.lines else ""
        self.lines.append(f"{indent}# DOUBT {text}")


def quoted(text: str) -> str:
    """A text as it stands where nothing in it means something in YAML, else in quotes."""
    if _BARE.fullmatch(text) and text.lower() not in _NO_TEXTS:
        return text
    return json.dumps(text, ensure_ascii=False)


def dates_of(header: str, cells: Sequence[str], value_cells: Sequence[str]) -> Writing:
    """How booking days are written; value days of the same file decide where those do not."""
    made = Writing()
    cells, odd = _regular(cells)
    days, key = day_formats(cells), "date_format"
    if not days:
        days, key = instant_formats(cells), "instant_format"
        made.column = "booked_at" if days else "booked_on"
    also = day_formats(value_cells) or day_formats(usual_days(value_cells))
    made.has_value_days = bool(set(days) & set(also)) or (key != "date_format" and _ISO in also)
    if len(days) > 1 and made.has_value_days:
        days = [mark for mark in days if mark in also]
    if days in ([""], [_ISO]):
        made.doubt(odd)
        _zone(made, cells, "# dates: {time_zone: Europe/Berlin}")
        return made
    made.lines.append("dates:")
    made.doubt(odd)
    if len(days) == 1:
        made.lines.append(f"  {key}: {json.dumps(days[0])}")
    elif days:
        made.doubt(f"{key}: the cells seen fit several ways, so day and month may change places")
        made.lines += [f"  # {key}: {json.dumps(mark)}" for mark in days]
    else:
        made.doubt(f"date_format: the cells of '{header}' are written in no way that is known")
        made.lines.append('  # date_format: "…"')
    _zone(made, cells, "  # time_zone: Europe/Berlin")
    return made


def _regular(cells: Sequence[str]) -> tuple[Sequence[str], str]:
    """The cells that are written as most are, and what is not sure where some are not."""
    kept = [] if day_formats(cells) or instant_formats(cells) else usual_days(cells)
    return (kept, _odd("date_format", len(cells) - len(kept))) if kept else (cells, "")


def _zone(made: Writing, cells: Sequence[str], proposal: str) -> None:
    if made.column == "booked_at" and cells and all(_ZONED.search(cell) for cell in cells):
        return
    made.doubt("time_zone: nothing in the file says it; without a word of yours it is UTC")
    made.lines.append(proposal)


def numbers_of(cells: Sequence[str], *, is_typed: bool) -> Writing:
    """How amounts are written."""
    made = Writing()
    if is_typed or not cells:
        return made
    ways = number_marks(cells)
    if not ways and (kept := usual_numbers(cells)):
        ways = number_marks(kept)
        made.doubt(_odd("numbers", len(cells) - len(kept)))
    if len(ways) == 1:
        made.marks = ways[0]
        settings = _settings(ways[0])
        if settings:
            made.lines.append(f"numbers: {settings}")
        return made
    made.lines.append("numbers:")
    if ways:
        made.doubt("decimal_mark: the amounts seen fit several ways. Keep the lines of one")
    else:
        made.doubt("decimal_mark: the amounts are written in no way that is known")
    made.lines += [f"  # {line}" for way in ways for line in _lines(way)]
    return made


def _odd(key: str, cells: int) -> str:
    return f"{key}: {cells} of the cells seen are written otherwise, and are rejected as it stands"


def _lines(marks: Marks) -> list[str]:
    held = {
        "decimal_mark": marks.decimal,
        "thousands_mark": marks.thousands,
        "negative": marks.negative,
        "positive": "" if marks.positive == "#+" else marks.positive,
    }
    return [f"{key}: {json.dumps(mark, ensure_ascii=False)}" for key, mark in held.items() if mark]


def _settings(marks: Marks) -> str:
    lines = [line for line in _lines(marks) if line != 'decimal_mark: "."']
    return f"{{{', '.join(lines)}}}" if lines else ""
