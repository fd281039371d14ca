"""The words for the codes of the canonical tables, and lists that read as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from aml.core import wording
from aml.core.vocabulary import FLAG_REASON_WORDS

#: In a column that a record need not fill.
NONE = "–"

_CHANNELS: Mapping[str, str] = {
    "cash_teller": "cash at a teller",
    "cash_atm": "cash at a machine",
    "night_drop": "cash in a night drop",
    "armoured_cash": "cash by armoured carrier",
    "wire": "wire transfer",
    "sepa": "SEPA transfer",
    "ach": "ACH transfer",
    "card": "card payment",
    "p2p": "person-to-person payment",
    "draft": "bank draft",
    "money_order": "money order",
    "fx": "currency exchange",
    "vasp": "virtual-asset provider",
    "internal": "transfer inside the institution",
    "other": "another channel",
}


def channel(code: str) -> str:
    """A channel in words; a code that is not known keeps its own."""
    return _CHANNELS.get(code, spaced(code))


def flag_reason(code: str) -> str:
    """Why a party is flagged, in words."""
    return FLAG_REASON_WORDS.get(code, spaced(code))


def spaced(code: str) -> str:
    """`bills_of_lading` as `bills of lading`."""
    return code.replace("_", " ")


def sentence(text: str) -> str:
    """The text with a capital first letter; the rest stays."""
    return text[:1].upper() + text[1:]


def listing(items: Iterable[str], most: int = 6) -> str:
    """`A, B and C`; above `most`, the first ones `and 12 others`."""
    texts = list(items)
    if len(texts) > most + 1:
        texts = [*texts[:most], f"{len(texts) - most:,} others"]
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


def series(items: Iterable[str], most: int = 6) -> str:
    """`A; B; C` of texts that hold commas themselves; above `most`, `A; B; 12 others`."""
    texts = list(items)
    if len(texts) > most + 1:
        texts = [*texts[:most], f"{len(texts) - most:,} others"]
    return "; ".join(texts)


def points(value: Decimal) -> str:
    """Points of a score: `15`, `-20`, `7.5`."""
    return wording.number(value)


def short(text: str, most: int) -> str:
    """A text of at most `most` characters, or its beginning with the number of all of them."""
    return text if len(text) <= most else f"{text[:most]}… ({len(text):,} characters)"
