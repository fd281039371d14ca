"""What a single field may hold, by the kind that shape.py gives it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from aml.report.fincen.codes import ASSET_TYPE_OF, LISTS, TYPE_OF
from aml.report.fincen.text import is_filler

#: A code of docs/problems.md and what is wrong.
Broken = tuple[str, str]
_LINE = re.compile(r"\S+( +\S+)*")
_BREAKS = re.compile(r"[\t\r\n]")
_DAY = re.compile(r"[0-9]{8}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]")
_DOLLARS = re.compile(r"0|[1-9][0-9]{0,14}")
_PRIOR = re.compile(r"[0-9]{14}")


def broken_value(kind: str, text: str, today: date) -> Iterator[Broken]:
    """What is wrong with a field's text: nothing, where it fits its kind.

    Args:
        kind: `text:50`, `code:party`, `day` and so on.
        text: what the field holds.
        today: the day after which no date may lie.
    """
    if not text:
        yield "FIL012", "it is empty; leave the element out"
        return
    name, _, more = kind.partition(":")
    if name == "code":
        yield from _listed(text, LISTS[more])
    elif name in {"text", "long"}:
        yield from _text(text, int(more), is_field=name == "text")
    elif name in {"day", "birth"}:
        yield from _day(text, today, is_birth=name == "birth")
    else:
        yield from _OTHERS[name](text)


def _text(text: str, most: int, *, is_field: bool) -> Iterator[Broken]:
    if len(text) > most:
        yield "FIL011", f"it has {len(text)} characters, {most} at most"
    if _BREAKS.search(text) or (is_field and not _LINE.fullmatch(text)):
        yield "FIL012", "it begins or ends with a space, or has a tab or a line break"
    if is_field and is_filler(text):
        yield "FIL012", "it holds a filler word; an unknown datum has its indicator"


def _listed(text: str, codes: frozenset[str]) -> Iterator[Broken]:
    if text not in codes:
        yield "FIL013", "it is no code of its list"


def _day(text: str, today: date, *, is_birth: bool) -> Iterator[Broken]:
    """YYYYMMDD; of a birth, an unknown month or day is 00."""
    known = text
    if is_birth and _DAY.fullmatch(text):
        month = text[4:6] if text[4:6] != "00" else "01"
        known = text[:4] + month + (text[6:] if text[6:] != "00" else "01")
    try:
        found = date.fromisoformat(known) if _DAY.fullmatch(known) else None
    except ValueError:
        found = None
    if found is None or found.year < 1900:
        yield "FIL015", "it is no day as YYYYMMDD from 1900 on"
    elif found > today:
        yield "FIL015", "it lies after the day of filing"


def _yes(text: str) -> Iterator[Broken]:
    if text != "Y":
        yield "FIL013", "an indicator holds Y or is left out"


def _matching(pattern: re.Pattern[str], code: str, said: str) -> Callable[[str], Iterator[Broken]]:
    def check(text: str) -> Iterator[Broken]:
        if not pattern.fullmatch(text):
            yield code, said

    return check


_OTHERS: Mapping[str, Callable[[str], Iterator[Broken]]] = {
    "yes": _yes,
    "time": _matching(_TIME, "FIL015", "it is no time as HH:MM:SS"),
    "dollars": _matching(_DOLLARS, "FIL014", "it is no whole number of dollars"),
    "prior": _matching(_PRIOR, "FIL019", "an earlier report has 14 digits"),
    "subtype": lambda text: _listed(text, frozenset(TYPE_OF)),
    "asset": lambda text: _listed(text, frozenset(ASSET_TYPE_OF)),
}
