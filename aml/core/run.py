"""A run: what was read, what was applied, what came out. The manifest and the pages over a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from aml.core.alert import Alert
from aml.core.arrival import Arrival
from aml.core.case import Case, ScenarioUse
from aml.core.disposition import Disposition
from aml.core.peers import Peers
from aml.core.problem import Problem
from aml.core.quality import QualityResult
from aml.core.scenario import Applicability
from aml.core.statement import StatementCheck
from aml.core.suppression import SuppressionUse

#: The tables that hold money on its way; all others say who, where and at what price.
LEDGER_TABLES = ("transactions", "remittances")


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """Sums of the parseable amounts of one file and currency, in records of the file.

    in = loaded + rejected + duplicates, for the records and for the amounts; `unparseable` counts
    records whose amount is no number and is part of none of the sums.
    """

    currency: str
    records_in: int
    records_loaded: int
    records_rejected: int
    records_duplicate: int
    unparseable: int
    amount_in: Decimal
    amount_loaded: Decimal
    amount_rejected: Decimal
    amount_duplicate: Decimal

    @property
    def is_reconciled(self) -> bool:
        """Whether nothing was lost between the file and the canonical table."""
        records = self.records_loaded + self.records_rejected + self.records_duplicate
        amounts = self.amount_loaded + self.amount_rejected + self.amount_duplicate
        return self.records_in == records and self.amount_in == amounts


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file as it was read. `statements` are what a file of messages states of itself."""

    file_id: int
    ledger_id: str
    table: str
    path: str
    sha256: str
    profile: str
    records: int
    totals: tuple[ControlTotal, ...]
    statements: tuple[StatementCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why records were not loaded: a code and column, how many, and the first few."""

    path: str
    code: str
    column: str
    message: str
    records: int
    first: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ColumnFill:
    """How many records of a table fill a column: what a scenario can and cannot see."""

    table: str
    column: str
    filled: int
    records: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that reading the ledgers and tables gave, besides the tables themselves."""

    files: tuple[FileRead, ...]
    rejections: tuple[Rejection, ...]
    fills: tuple[ColumnFill, ...]
    problems: tuple[Problem, ...]
    first_on: date | None
    last_on: date | None
    quality: tuple[QualityResult, ...] = ()

    @property
    def ledger_records(self) -> int:
        """Records of the files of ledgers: entries and remittances."""
        return sum(file.records for file in self.files if file.table in LEDGER_TABLES)

    @property
    def other_rows(self) -> int:
        """Rows of the files of all other tables."""
        return sum(file.records for file in self.files) - self.ledger_records

    @property
    def rejected(self) -> int:
        """Records of all files that were not loaded for a reason other than being duplicates."""
        return sum(total.records_rejected for file in self.files for total in file.totals)

    @property
    def duplicates(self) -> int:
        """Records that repeat an earlier one to the letter."""
        return sum(total.records_duplicate for file in self.files for total in file.totals)


@dataclass(frozen=True, slots=True)
class ChannelCoverage:
    """What of the ledger was there: one product, channel, currency and country.

    `channel` is the funding for remittances, `product` the type of account; `country` is where the
    other side is, or the payout. `amount_base` is absent where the currency has no exchange rate.
    `read_by` names the scenarios that ran and can raise an alert on such records.
    """

    table: str
    channel: str
    currency: str
    records: int
    amount_base: Decimal | None
    product: str = ""
    country: str = ""
    read_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A complete scan, before it is written.

    `decided` is the last decision on each alert of it, and on those that its alerts continue.
    `peers` are those that the detector compared; None where it did not run.
    `arrivals` are the calls due within `arrival_days`; None where no bills of lading were given.
    `suppressions` are those in force on its day.
    """

    run_id: str
    as_of: date
    institution: str
    country: str
    sector: str
    base_currency: str
    tool_version: str
    reading: Reading
    scenarios: tuple[ScenarioUse, ...]
    applicability: tuple[Applicability, ...]
    coverage: tuple[ChannelCoverage, ...]
    alerts: tuple[Alert, ...]
    cases: tuple[Case, ...]
    gone: tuple[str, ...]
    problems: tuple[Problem, ...]
    settings: Mapping[str, str]
    findings_sha256: str
    arrivals: tuple[Arrival, ...] | None = None
    arrival_days: int = 0
    decided: Mapping[str, Disposition] = field(default_factory=dict)
    peers: Peers | None = None
    suppressions: tuple[SuppressionUse, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Every record is accounted for, and every scenario ran on all that was configured."""
        return self.is_reconciled and all(item.state != "incomplete" for item in self.applicability)

    @property
    def is_reconciled(self) -> bool:
        """Whether every file's records, entries and sums came through whole."""
        is_lost = any(problem.code == "LDG030" for problem in self.reading.problems)
        return not is_lost and all(
            total.is_reconciled for file in self.reading.files for total in file.totals
        )
