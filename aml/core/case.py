"""A case: alerts about one subject or a tied group, with every row they cite copied in.

Everything a report may say is here; a report never sees the ledger. case.json is `plain(case)` and
`restore(Case, …)` reads it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from aml.core.alert import Alert, Contribution
from aml.core.filing import NO_FILER, Filer
from aml.core.threshold_set import DEFAULT
from aml.core.vocabulary import Severity
from aml.core.voyage import GoodsPrice, Voyage


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
    iban: str = ""


#: The fact of a subject that holds a number of the bank's customer.
CUSTOMER_NUMBER = "Customer number"


@dataclass(frozen=True, slots=True)
class Subject:
    """A party that the case is about.

    `facts` are label and text pairs from the bank's records, in reading order; `focus_ids` are the
    customers, accounts or parties that alerts name. `record` holds the filled columns of the
    customer's first record as the canonical table has them, for what is filed.
    """

    party_id: str
    name: str
    kind: str
    is_customer: bool
    facts: tuple[tuple[str, str], ...]
    accounts: tuple[SubjectAccount, ...]
    focus_ids: tuple[str, ...]
    record: Mapping[str, str] = field(default_factory=dict)

    @property
    def customer_numbers(self) -> tuple[str, ...]:
        """The numbers under which the bank knows the subject."""
        return tuple(text for label, text in self.facts if label == CUSTOMER_NUMBER)


@dataclass(frozen=True, slots=True)
class Tie:
    """Why two subjects stand in one case: ownership, or a transfer that an alert cites."""

    from_party_id: str
    to_party_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the distinct cited transactions and remittances, in the base currency.

    `credits` and `debits` are money in and out of the subjects' accounts, `between` what they paid
    one another, each payment once (aml/core/counted.py); `uncounted` cited entries are in no sum.
    `activity` is the largest of the three in each purse (accounts of one subject, or that cited
    payments join), summed up, plus remittances: money that passes through is counted once.
    """

    transactions: int
    credits: Decimal
    debits: Decimal
    remittances: int
    remitted: Decimal
    activity: Decimal
    between: Decimal = Decimal(0)
    uncounted: int = 0


@dataclass(frozen=True, slots=True)
class ParameterUse:
    """A parameter in force when an alert was raised."""

    name: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class ThresholdSetUse:
    """A threshold set in force: for whom (such as `segment: retail`), why, and what differs.

    `sha256` is that of all four, so that the same version with other values is seen.
    """

    reference: str
    reason: str
    fits: tuple[str, ...]
    values: Mapping[str, str]
    sha256: str


@dataclass(frozen=True, slots=True)
class ScenarioUse:
    """A scenario or detector behind the case's alerts: what it looks for and how it was set.

    The first of `threshold_sets` that fits holds, and `parameters` for whoever is in none; alerts
    name those by `base`. `reads` names the tables that it looks at.
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
    threshold_sets: tuple[ThresholdSetUse, ...] = ()
    base: str = DEFAULT


def applied_set(alert: Alert, uses: Iterable[ScenarioUse]) -> str:
    """The threshold set that held for an alert; empty where its scenario has no sets."""
    with_sets = {use.reference for use in uses if use.threshold_sets or use.base != DEFAULT}
    return alert.threshold_set if alert.reference in with_sets else ""


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
    `filer` is who files. `voyages` are those that the cited bills of lading and port calls belong
    to, `prices` what their goods usually cost.
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
    filer: Filer = NO_FILER
    voyages: tuple[Voyage, ...] = ()
    prices: tuple[GoodsPrice, ...] = ()

    def transactions(self) -> tuple[EvidenceRow, ...]:
        """The cited entries, in order of time."""
        return tuple(row for row in self.rows if row.table == "transactions")

    def remittances(self) -> tuple[EvidenceRow, ...]:
        """The cited remittances, in order of time."""
        return tuple(row for row in self.rows if row.table == "remittances")
