"""Statement arithmetic: what a file states of its records against the records themselves.

The sums here are made from the records that a reader yields, the stated ones come from elsewhere in
the file: an entry that a reader loses shows up as a difference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from aml.core.statement import StatementCheck, StatementFailure
from aml.ledger.message.record import Level, Record, Stated

#: A number of no more digits than sums keep.
_PLAIN = re.compile(r"[+-]?([0-9]{1,20}(\.[0-9]{0,8})?|\.[0-9]{1,8})")
_FILE: tuple[Level, int] = ("file", 0)


@dataclass(slots=True)
class _Sums:
    """What was read of one group so far. `first` is the ordinal of its first record.

    The records of an entry follow each other: `entry` is the number of the last.
    """

    first: int = 0
    records: int = 0
    credits: Decimal = Decimal(0)
    debits: Decimal = Decimal(0)
    total: Decimal = Decimal(0)
    entries: int = 0
    entry: int | None = None

    def take(self, entry: int, direction: str | None, amount: Decimal) -> None:
        """Count in one more record."""
        self.records += 1
        self.total += amount
        if direction == "credit":
            self.credits += amount
        elif direction == "debit":
            self.debits += amount
        if entry != self.entry:
            self.entries, self.entry = self.entries + 1, entry


@dataclass(slots=True)
class MessageTally:
    """Sums of the groups that are open; a group closes with what the file states of it."""

    records: int = 0
    checks: list[StatementCheck] = field(default_factory=list)
    _open: dict[tuple[Level, int], _Sums] = field(default_factory=dict)

    def take(self, record: Record) -> None:
        """Count a record into every group that it is part of, and into the file."""
        self.records += 1
        amount, direction = _amount(record), record.values.get("direction")
        entry = record.groups.get("entry", -self.records)
        for group in (_FILE, *record.groups.items()):
            sums = self._open.get(group)
            if sums is None:
                sums = self._open[group] = _Sums(self.records)
            sums.take(entry, direction, amount)

    def close(self, stated: Stated) -> StatementCheck:
        """Compare a group with what the file states of it."""
        sums = self._open.pop((stated.level, stated.number), _Sums())
        check = StatementCheck(
            level=stated.level,
            number=stated.number,
            account_id=stated.account_id,
            currency=stated.currency,
            first_record=sums.first,
            records=sums.records,
            failures=(*_failures(stated, sums), *stated.differences),
        )
        if stated.level != "entry" or check.failures:
            self.checks.append(check)
        return check


def _failures(stated: Stated, sums: _Sums) -> list[StatementFailure]:
    pairs: list[tuple[str, Decimal | int | None, Decimal | int]] = [
        ("sum of credits", stated.credits, sums.credits),
        ("sum of debits", stated.debits, sums.debits),
        ("sum", stated.total, sums.total),
        ("number of entries", stated.entries, sums.entries),
        ("number of records", stated.records, sums.records),
    ]
    if stated.opening is not None and stated.closing is not None:
        reached = stated.opening + sums.credits - sums.debits
        pairs.append(("closing balance", stated.closing, reached))
    return [
        StatementFailure(what, Decimal(said), Decimal(read))
        for what, said, read in pairs
        if said is not None and Decimal(said) != Decimal(read)
    ]


def _amount(record: Record) -> Decimal:
    """The amount of a record; nothing where it is none, so that the sums differ and say so."""
    text = record.values.get("amount", "")
    return Decimal(text) if _PLAIN.fullmatch(text) else Decimal(0)
