"""ACH payments in NACHA files: 94 characters a record, batches with control totals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO

from aml.core.statement import StatementFailure
from aml.ledger.message.nacha_entry import Batch, Entry
from aml.ledger.message.plain_text import day_of, lines_of
from aml.ledger.message.record import Level, MessageFormat, Record, Stated, Unreadable
from aml.ledger.profile import Profile

_WIDTH = 94
#: An entry has at most 9,999 addenda.
_MOST_ADDENDA = 9999
_HASH_DIGITS = 10


@dataclass(slots=True)
class _Counted:
    """What the control records count, as it was read."""

    batches: int = 0
    addenda: int = 0
    hash: int = 0


def read(file: BinaryIO, profile: Profile) -> Iterator[Record | Stated]:
    """The entries of a file, and what the control records of batches and file state.

    Raises:
        Unreadable: a file without header or control record, or with a control that is no number.
    """
    reader, number = _Reader(profile), 1
    for number, line in lines_of(file, profile.format.encoding, _WIDTH):
        text = line.strip("\x1a")
        if text.strip():
            yield from reader.take(text.ljust(_WIDTH), number)
    reader.finish(number)


class _Reader:
    """Takes the records in their order. An entry waits for its addenda."""

    def __init__(self, profile: Profile) -> None:
        self.own_banks = profile.own_banks
        self.header = ""
        self.batches = 0
        self.batch: Batch | None = None
        self.entry: Entry | None = None
        self.in_batch = _Counted()
        self.in_file = _Counted()
        self.is_closed = False

    def take(self, text: str, line: int) -> Iterator[Record | Stated]:
        code = text[0]
        if code == "1" and not self.header:
            self.header, self.is_closed, self.in_file = text, False, _Counted()
        elif not self.header:
            if not self.is_closed:
                raise Unreadable("the file does not begin with a file header (1)", line)
            if text.strip("9 "):
                raise Unreadable("something follows the control record of the file", line)
        elif code == "7" and self.entry and len(self.entry.addenda) < _MOST_ADDENDA:
            self.entry.addenda.append(text)
            for counted in (self.in_batch, self.in_file):
                counted.addenda += 1
        else:
            yield from self._flush()
            yield from self._next(code, text, line)

    def finish(self, line: int) -> None:
        if self.header or not self.is_closed:
            raise Unreadable("the file ends before its control record (9)", line)

    def _next(self, code: str, text: str, line: int) -> Iterator[Record | Stated]:
        if code == "6":
            self._begin(text)
        elif code == "5":
            if self.batch:
                raise Unreadable("a batch has no control record (8)", line)
            self.batches += 1
            self.batch, self.in_batch = Batch(self.batches, text, self.header[23:29]), _Counted()
            self.in_file.batches += 1
        elif code == "8" and self.batch:
            yield self._batch_control(text, line)
        elif code == "9" and not self.batch:
            yield self._file_control(text, line)
        else:
            yield Record({}, refused="LDG060")

    def _begin(self, text: str) -> None:
        batch = self.batch or Batch(0, "", self.header[23:29])
        self.entry = Entry(batch, text)
        digits = text[3:11]
        if digits.isascii() and digits.isdecimal():
            for counted in (self.in_batch, self.in_file):
                counted.hash += int(digits)

    def _batch_control(self, text: str, line: int) -> Stated:
        control = _Control(text, line, counts=4, sums=20)
        number, self.batch = self.batches, None
        return control.stated("batch", number, self.in_batch)

    def _file_control(self, text: str, line: int) -> Stated:
        control = _Control(text, line, counts=13, sums=31)
        batches = ("number of batches", control.number(1, 7), self.in_file.batches)
        self.header, self.is_closed = "", True
        return control.stated("file", 0, self.in_file, batches)

    def _flush(self) -> Iterator[Record]:
        entry, self.entry = self.entry, None
        if not entry:
            return
        direction = entry.direction
        sides = {"receiver": entry.receiver(), "originator": self._originator(entry)}
        payer, payee = (
            ("originator", "receiver") if direction == "credit" else ("receiver", "originator")
        )
        values = {f"payer_{part}": text for part, text in sides[payer].items()}
        values |= {f"payee_{part}": text for part, text in sides[payee].items()}
        batch, day = entry.batch, day_of(entry.batch.settled_on)
        account = sides["receiver"]["account"]
        again = (batch.company_id, day, entry.code, account, entry.amount, entry.trace)
        yield Record(
            {
                **values,
                "direction": direction,
                "booked_on": day,
                "amount": entry.amount,
                "currency": "USD",
                "channel": "ach",
                "status": entry.status,
                "reference": entry.trace,
                "remittance_text": entry.remittance_text(),
            },
            refused="" if direction else "LDG060",
            duplicate_key="|".join(again) if entry.trace else "",
            groups={"batch": batch.number} if batch.number else {},
        )  # fmt: skip

    def _originator(self, entry: Entry) -> dict[str, str]:
        """The file has no account of the company: at the own bank, its number stands for one."""
        found = dict(entry.originator())
        is_own = any(own == "*" or found["bank"].startswith(own) for own in self.own_banks)
        return found | {"account": entry.batch.company_id if is_own else ""}


@dataclass(frozen=True, slots=True)
class _Control:
    """A control record: where its count of entries begins, and where its two sums do."""

    text: str
    line: int
    counts: int
    sums: int

    def number(self, start: int, end: int) -> int:
        """The number between two places. Raises Unreadable."""
        digits = self.text[start:end]
        if not (digits.isascii() and digits.isdecimal()):
            raise Unreadable("a control record holds a number that is none", self.line)
        return int(digits)

    def stated(
        self, level: Level, number: int, counted: _Counted, *more: tuple[str, int, int]
    ) -> Stated:
        """Entries with addenda, the last digits of the sum of routing numbers, and both sums."""
        hashed = self.sums - _HASH_DIGITS
        said = self.number(hashed, self.sums)
        checks = (*more, ("entry hash", said, counted.hash % 10**_HASH_DIGITS))
        debits, credits_ = (
            Decimal(self.number(start, start + 12)).scaleb(-2)
            for start in (self.sums, self.sums + 12)
        )
        return Stated(
            level,
            number,
            debits=debits,
            credits=credits_,
            records=self.number(self.counts, hashed) - counted.addenda,
            currency="USD",
            differences=tuple(
                StatementFailure(what, Decimal(said), Decimal(read))
                for what, said, read in checks
                if said != read
            ),
        )


FORMATS = {
    "nacha": MessageFormat(
        kind="nacha",
        title="NACHA files of ACH payments",
        shape="transfers",
        columns=(
            "booked_on", "amount", "currency", "channel", "status",
            "payer_account", "payer_name", "payer_bank", "payer_country",
            "payee_account", "payee_name", "payee_bank", "payee_country",
            "reference", "remittance_text",
        ),
        read=read,
    )
}  # fmt: skip
