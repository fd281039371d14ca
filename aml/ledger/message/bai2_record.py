"""Records of BAI2: lines put together, their fields, and what record types 03 and 16 hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from aml.ledger.message.plain_text import Line, squeezed
from aml.ledger.message.record import Unreadable

_CONTINUED = "88"
#: No record goes on over as many lines.
_MOST_LINES = 10_000
_TYPE = re.compile(r"[0-9]{3}")
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
#: Fields that follow the first one behind a funds type: V a day and a time, S three amounts by days
#: of float, D a number and that many pairs of days and amounts.
_AFTER_FUNDS = {"V": 1, "S": 2, "D": 0}
#: Marked lines of continued texts: `DBNM: name of the debtor`.
_MARKED = re.compile(r"([A-Z]{4}): ?(.*)")
MARKS = (
    "CREF", "REMI", "EREF", "IDNM", "CHKN",
    "DBNM", "DACT", "DABA", "DBIC", "CRNM", "CACT", "CABA", "CBIC",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Raw:
    """A record with its continuations: its code, and its lines without code and closing `/`."""

    code: str
    lines: list[str]
    line: int

    @property
    def fields(self) -> list[str]:
        """The fields of a record without text."""
        return [text.strip() for text in ",".join(self.lines).split(",")]

    def field(self, number: int) -> str:
        """A field, from 1 after the code, or nothing where the record is shorter."""
        fields = self.fields
        return fields[number - 1] if number <= len(fields) else ""

    def whole(self, number: int) -> int:
        """A field that is a whole number. Raises Unreadable."""
        return whole(self.field(number), self.line)


@dataclass(frozen=True, slots=True)
class Detail:
    """Record 16: a transaction. `marked` are the marked lines of its text, by their marks."""

    type: str
    amount: str
    value_on: str
    bank_reference: str
    customer_reference: str
    text: str
    marked: Mapping[str, str]


def raw_records(lines: Iterable[Line]) -> Iterator[Raw]:
    """The records of a file, each with the continuations that follow it."""
    held: Raw | None = None
    for number, line in lines:
        text = line.strip("\x1a").rstrip()
        if not text:
            continue
        body = text[3:].removesuffix("/")
        if text[:2] == _CONTINUED and held:
            held.lines.append(body)
            if len(held.lines) > _MOST_LINES:
                raise Unreadable("a record does not end", held.line)
            continue
        if held:
            yield held
        held = Raw(text[:2], [body], number)
    if held:
        yield held


def whole(text: str, line: int) -> int:
    """A whole number with or without a sign. Raises Unreadable."""
    if not _WHOLE.fullmatch(text):
        raise Unreadable("a number of a header or trailer cannot be read", line)
    return int(text)


class _Fields:
    """The fields of a record one after the other; those that it does not have are empty."""

    def __init__(self, raw: Raw) -> None:
        self._lines = list(raw.lines)
        self._fields: list[str] = []

    @property
    def has_more(self) -> bool:
        return bool(self._fields or self._lines)

    def next(self) -> str:
        if not self._fields and self._lines:
            self._fields = self._lines.pop(0).split(",")
        return self._fields.pop(0).strip() if self._fields else ""

    def funds(self) -> str:
        """Pass the funds type with what follows it; give the day of value if it has one."""
        kind = self.next()
        day = self.next() if kind in _AFTER_FUNDS else ""
        more = _AFTER_FUNDS.get(kind, 0)
        if kind == "D":
            more = 2 * int(day) if re.fullmatch("[0-9]{1,2}", day) else 0
        for _ in range(more):
            self.next()
        return day if kind == "V" else ""

    def rest(self) -> list[str]:
        """What is left, a line each: a text may hold commas."""
        return [",".join(self._fields), *self._lines]


def summaries(raw: Raw) -> tuple[int, Mapping[str, int]]:
    """Of record 03 the sum of all amounts, as trailers count them, and each amount by its type."""
    fields, total, by_type = _Fields(raw), 0, {}
    fields.next(), fields.next()
    while fields.has_more:
        kind = fields.next()
        if not kind:
            continue
        if not _TYPE.fullmatch(kind):
            raise Unreadable("a summary of an account cannot be read", raw.line)
        amount, _ = fields.next(), fields.next()
        fields.funds()
        if amount:
            by_type[kind] = whole(amount, raw.line)
            total += by_type[kind]
    return total, by_type


def detail_of(raw: Raw) -> Detail:
    """What record 16 says; its text, behind the references, may hold commas and slashes."""
    fields = _Fields(raw)
    kind, amount, value_on = fields.next(), fields.next(), fields.funds()
    bank, customer = fields.next(), fields.next()
    text, marked = _text(fields.rest())
    return Detail(kind, amount, value_on, bank, customer, text, marked)


def _text(lines: Sequence[str]) -> tuple[str, Mapping[str, str]]:
    marked, told = {}, []
    for line in lines:
        found = _MARKED.fullmatch(line.strip())
        if found and found[1] in MARKS:
            marked[found[1]] = found[2].strip()
        else:
            told.append(line)
    return squeezed(" ".join([*told, marked.get("REMI", "")])), marked
