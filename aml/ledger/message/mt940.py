"""Bank statements in MT940, and the intraday reports in MT942, as entries with their balances."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import BinaryIO

from aml.ledger.currency import CURRENCIES
from aml.ledger.message.mt import Field, Part, parts_of
from aml.ledger.message.mt940_entry import Entry, entry_of
from aml.ledger.message.plain_text import amount_of, lines_of
from aml.ledger.message.record import MessageFormat, Record, Stated, Unreadable
from aml.ledger.profile import Profile

_BALANCE = re.compile(r"([CD])([0-9]{6})([A-Z]{3})?([0-9]{1,15}(?:,[0-9]{0,4})?)\s*")
_SUM = re.compile(r"([0-9]{1,5})([A-Z]{3})([0-9]{1,15}(?:,[0-9]{0,4})?)\s*")
_CURRENCY_BEHIND = re.compile(r"(?<=[0-9]) ?([A-Z]{3})$")
#: Tags that only statements and reports have.
_OF_STATEMENTS = {"28", "28C", "60F", "60M", "61", "62F", "62M", "90C", "90D"}


@dataclass(slots=True)
class _Page:
    """What is known of the statement, or of the page of it, that is being read."""

    number: int
    account: str = ""
    sequence: str = ""
    begun: str = ""
    currency: str = ""
    opening: Decimal | None = None
    is_closed: bool = False
    tags: set[str] = field(default_factory=set)
    sums: dict[str, tuple[int, Decimal]] = field(default_factory=dict)

    @property
    def statement(self) -> tuple[str, str]:
        """What is the same on all pages of a statement."""
        return self.account, self.sequence.partition("/")[0]


def read(file: BinaryIO, profile: Profile) -> Iterator[Record | Stated]:
    """The entries of the statements of a file, each page of them with its balances.

    Raises:
        Unreadable: a balance that is none, a statement that opens and never closes, or no field of
            a statement at all.
    """
    reader = _Reader()
    for part in parts_of(lines_of(file, profile.format.encoding)):
        yield from reader.take(part)
    yield from reader.finish()


class _Reader:
    """Takes the fields in their order. An entry waits for its field 86."""

    def __init__(self) -> None:
        self.page = _Page(1)
        self.former = _Page(0)
        self.entry: Entry | None = None

    def take(self, part: Part) -> Iterator[Record | Stated]:
        if not isinstance(part, Field):
            return
        if part.tag == "86":
            if self.entry:
                self.entry.details.extend(part.lines)
            return
        yield from self._flush()
        if part.tag == "20":
            yield from self._turn(part.line)
        self.page.tags.add(part.tag)
        if part.tag == "61":
            self._enter(part)
        elif part.tag in ("60F", "60M"):
            yield from self._open(part)
        elif part.tag in ("62F", "62M"):
            yield self._close(part)
        else:
            self._note(part)

    def _enter(self, part: Field) -> None:
        if self.page.is_closed:
            raise Unreadable("an entry stands behind the closing balance", part.line)
        self.entry = entry_of(part.lines)

    def finish(self) -> Iterator[Record | Stated]:
        yield from self._flush()
        if self.page.number == 1 and not self.page.tags:
            raise Unreadable("the file holds no message")
        yield from self._turn(None)

    def _note(self, part: Field) -> None:
        """What fields say of the entries that follow, or of their sums."""
        text = part.lines[0].strip()
        page = self.page
        if part.tag in ("25", "25P"):
            page.account = text
            found = _CURRENCY_BEHIND.search(text)
            if found and found[1] in CURRENCIES:
                page.account, page.currency = text[: found.start()], found[1]
        elif part.tag in ("28", "28C"):
            page.sequence = text
        elif part.tag == "34F":
            page.currency = text[:3]
        elif part.tag in ("13", "13D"):
            page.begun = text
        elif part.tag in ("90C", "90D"):
            found = _SUM.fullmatch(text)
            if not found:
                raise Unreadable("a sum of entries cannot be read", part.line)
            page.sums[part.tag[-1]] = int(found[1]), Decimal(amount_of(found[3]))
            page.currency = page.currency or found[2]

    def _open(self, part: Field) -> Iterator[Record | Stated]:
        if self.page.opening is not None:
            begun = self.page
            yield from self._turn(part.line)
            self.page.account, self.page.sequence = begun.account, begun.sequence
        page = self.page
        page.tags.add(part.tag)
        page.opening, currency = _balance(part)
        page.currency = currency or page.currency
        page.begun = part.lines[0]
        if part.tag == "60M" and page.statement == self.former.statement:
            page.number = self.former.number

    def _close(self, part: Field) -> Stated:
        page = self.page
        closing, currency = _balance(part)
        page.is_closed = True
        return Stated(
            "statement", page.number, page.opening, closing,
            account_id=page.account, currency=page.currency or currency,
        )  # fmt: skip

    def _turn(self, line: int | None) -> Iterator[Record | Stated]:
        """The end of a page: an intraday report states sums, a statement must have closed.

        A message of another kind is a record that this reader cannot read.
        """
        page = self.page
        if not page.tags:
            return
        if page.tags.isdisjoint(_OF_STATEMENTS):
            yield Record({}, refused="LDG060")
        if page.opening is not None and not page.is_closed:
            raise Unreadable("a statement has no closing balance", line)
        if page.sums:
            counts = [count for count, _ in page.sums.values()]
            credits_, debits = (page.sums.get(mark, (0, None))[1] for mark in "CD")
            yield Stated(
                "statement", page.number, credits=credits_, debits=debits,
                records=sum(counts) if len(counts) == 2 else None,
                account_id=page.account, currency=page.currency,
            )  # fmt: skip
        self.former, self.page = page, _Page(page.number + 1)

    def _flush(self) -> Iterator[Record]:
        entry, page, self.entry = self.entry, self.page, None
        if entry:
            known = {"account_id": page.account, "currency": page.currency}
            yield Record(
                {**known, **entry.values()},
                refused=entry.refused,
                duplicate_key=entry.duplicate_key(page.account, page.sequence, page.begun),
                rank=2 if page.opening is None else 1,
                groups={"statement": page.number},
            )


def _balance(part: Field) -> tuple[Decimal, str]:
    """A balance, below zero if it is a debit, and its currency."""
    found = _BALANCE.fullmatch(part.lines[0])
    if not found:
        raise Unreadable("a balance cannot be read", part.line)
    amount = Decimal(amount_of(found[4]))
    return (-amount if found[1] == "D" else amount), found[3] or ""


FORMATS = {
    "mt940": MessageFormat(
        kind="mt940",
        title="SWIFT MT940 statements and MT942 intraday reports",
        shape="entries",
        columns=(
            "account_id", "booked_on", "value_on", "direction", "amount", "currency", "channel",
            "status", "counterparty_name", "counterparty_account", "counterparty_bank",
            "reference", "remittance_text",
        ),
        read=read,
    )
}  # fmt: skip
