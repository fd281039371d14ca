"""A case: alerts about one subject or a tied group, with every row they cite copied in.

Everything a report may say is here; a report never sees the ledger. case.json is `plain(case)` and
`restore(Case, …)` reads it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from aml.core.alert import Alert, Contribution
from aml.core.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One record that an alert cites, as the canonical tables hold it.

    `values` holds the filled columns as text, exactly as case.json writes them; `place` is where a
    cash entry or an agent was, in words. `source_row` counts records of the file from 1.
    """

    table: str
    record_id: str
    ledger_id: str
    file: str
    source_row: int
    values: Mapping[str, str]
    place: str
    alert_ids: tuple[str, ...]

    def text(self, column: str) -> str:
        """A column's text, empty where the record holds none."""
        return self.values.get(column, "")

    def amount(self, column: str = "amount_base") -> Decimal:
        """A money column, zero where the record holds none."""
        return Decimal(self.values.get(column, "0"))

    def instant(self) -> datetime:
        """When it happened: booked, sent, issued or flagged, whichever the table has."""
        for column in ("booked_at", "sent_at"):
            if column in self.values:
                return datetime.fromisoformat(self.values[column])
        return datetime.combine(self.day(), datetime.min.time())

    def day(self) -> date:
        """The local business day of the record."""
        for column in ("booked_on", "sent_on", "issued_on", "flagged_from"):
            if column in self.values:
                return date.fromisoformat(self.values[column])
        return date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class SubjectAccount:
    """An account of a subject, as the bank records it."""

    account_id: str
    account_type: str
    currency: str
    opened_on: date | None
    branch: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A party that the case is about.

    `facts` are label and text pairs from the bank's records, in reading order; `focus_ids` are the
    customers, accounts or parties that alerts name.
    """

    party_id: str
    name: str
    kind: str
    is_customer: bool
    facts: tuple[tuple[str, str], ...]
    accounts: tuple[SubjectAccount, ...]
    focus_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """Why two subjects stand in one case: ownership, or a transfer that an alert cites."""

    from_party_id: str
    to_party_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the distinct cited transactions and remittances, in the base currency.

    `activity` is the larger of money in and money out plus remittances: money that passes through
    an account is counted once.
    """

    transactions: int
    credits: Decimal
    debits: Decimal
    remittances: int
    remitted: Decimal
    activity: Decimal


@dataclass(frozen=True, slots=True)
class ParameterUse:
    """A parameter in force when an alert was raised."""

    name: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class ScenarioUse:
    """A scenario or detector behind the case's alerts: what it looks for and how it was set.

    `reads` names the tables that it looks at.
    """

    reference: str
    title: str
    typology: str
    description: str
    sha256: str
    parameters: tuple[ParameterUse, ...]
    references: tuple[str, ...]
    false_positives: tuple[str, ...]
    known_gaps: tuple[str, ...]
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineUse:
    """A reporting line in force in the period of the case."""

    line_id: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class FileUse:
    """A file that was read: ledger, list or reference table."""

    path: str
    sha256: str
    records: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where everything comes from, for the method annex."""

    run_id: str
    as_of: date
    tool_version: str
    scenarios: tuple[ScenarioUse, ...]
    lines: tuple[LineUse, ...]
    files: tuple[FileUse, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Alerts about one subject or tied subjects, put before a person.

    `score` is the highest alert plus five for each further typology, at most 100; `contributions`
    add up to it. `rows` are in order of time. `notes` say what a reader must know, such as a split.
    """

    case_id: str
    title: str
    severity: Severity
    score: Decimal
    contributions: tuple[Contribution, ...]
    institution: str
    country: str
    base_currency: str
    period_start: date
    period_end: date
    subjects: tuple[Subject, ...]
    ties: tuple[Tie, ...]
    alerts: tuple[Alert, ...]
    rows: tuple[EvidenceRow, ...]
    totals: Totals
    notes: tuple[str, ...]
    provenance: Provenance

    def transactions(self) -> tuple[EvidenceRow, ...]:
        """The cited entries, in order of time."""
        return tuple(row for row in self.rows if row.table == "transactions")

    def remittances(self) -> tuple[EvidenceRow, ...]:
        """The cited remittances, in order of time."""
        return tuple(row for row in self.rows if row.table == "remittances")
