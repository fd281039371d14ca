"""What a file states of itself (balances, counts, sums) beside what was read from it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class StatementFailure:
    """A figure that the file states and the records do not come to."""

    what: str
    stated: Decimal
    read: Decimal


@dataclass(frozen=True, slots=True)
class StatementCheck:
    """One file, statement, batch or entry (`level`, numbered in its file) and what fails in it.

    `first_record` is the ordinal of its first record, 0 where it has none. `account_id` and the
    figures stay inside the run directory.
    """

    level: str
    number: int
    account_id: str
    currency: str
    first_record: int
    records: int
    failures: tuple[StatementFailure, ...] = ()

    @property
    def is_balanced(self) -> bool:
        """Whether everything stated was met."""
        return not self.failures
