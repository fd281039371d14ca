"""What a reader of messages yields: records, and what the file states of groups of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import BinaryIO, Literal, NamedTuple

from aml.core.problem import Location, Problem
from aml.core.statement import StatementFailure
from aml.ledger.profile import Profile, Shape

#: What a file can state something of: itself, a statement, a batch, an entry of several payments.
Level = Literal["file", "statement", "batch", "entry"]


class Record(NamedTuple):
    """One record of the file, whether it can be loaded or not.

    Args:
        values: text by canonical column: dates and instants in ISO 8601, amounts with a decimal
            point and no sign, everything else as the file writes it. A text that is none of those
            is passed on as it stands and rejected later with its reason.
        refused: the code (see reason.py) that keeps the record from being loaded, or nothing.
        duplicate_key: what is the same where the same entry comes again, in another message or
            file: the bank's own reference with account, amount, day and direction. Empty where
            nothing tells.
        rank: of the messages that hold a duplicate, the lowest rank is kept: a booked statement
            before an intraday report before a notification.
        groups: numbers of the statement, batch and entry that the record is part of.
    """

    values: Mapping[str, str]
    refused: str = ""
    duplicate_key: str = ""
    rank: int = 1
    groups: Mapping[Level, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Stated:
    """What the file says of the records of one group; it is yielded after the last of them.

    Balances are signed, a credit balance above zero. `total` is the sum of the amounts without
    their direction, `entries` counts groups of level `entry` (an entry of several payments is one),
    `records` counts records. Whatever the file does not state is None. `differences` are those that
    only the reader can see, such as in the number of batches.
    """

    level: Level
    number: int
    opening: Decimal | None = None
    closing: Decimal | None = None
    credits: Decimal | None = None
    debits: Decimal | None = None
    total: Decimal | None = None
    entries: int | None = None
    records: int | None = None
    account_id: str = ""
    currency: str = ""
    differences: tuple[StatementFailure, ...] = ()


class Unreadable(Exception):  # noqa: N818 - named for what was found
    """The file cannot be read on: `message` says why, quoting nothing.

    `line` and `column` are where, from 1; `hint` says what to do, where more than usual is known.
    """

    def __init__(
        self,
        message: str,
        line: int | None = None,
        code: str = "LDG060",
        column: int | None = None,
        hint: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.code = code
        self.hint = hint

    def problem(self, shown: str, hint: str) -> Problem:
        """What is wrong with a file.

        Args:
            shown: its path in messages.
            hint: what to do where nothing more is known.
        """
        at = Location(shown, self.line, self.column)
        return Problem(self.code, self.message, at, self.hint or hint)


#: Reads the bytes of one file from its start to its end, in bounded memory.
#: Raises Unreadable where it cannot go on; records before that were yielded.
Read = Callable[[BinaryIO, Profile], Iterator[Record | Stated]]


@dataclass(frozen=True, slots=True)
class MessageFormat:
    """A message format: its reader, what a record is, the canonical columns that it may fill."""

    kind: str
    title: str
    shape: Shape
    columns: tuple[str, ...]
    read: Read
