"""What an examiner is handed for a period: runs, alerts, decisions, rules, and what is missing.

Each kind of line is one CSV file, whose columns are the fields here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run as of a day of the period. `proof` says what was compared, and whether it holds."""

    run_id: str
    as_of: date
    is_complete: bool
    is_reconciled: bool
    previous: str
    records: int
    records_rejected: int
    hits: int
    alerts: int
    suppressed: int
    cases: int
    gone: int
    tool: str
    findings_sha256: str
    manifest_sha256: str
    proof: str


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert, once for all runs that had it, as the last of them has it.

    `decision` and what follows are of the last decision on it, whenever that was taken.
    """

    alert_id: str
    first_run: str
    last_run: str
    source: str
    source_version: str
    threshold_set: str
    typology: str
    focus_kind: str
    focus_id: str
    window_start: date
    window_end: date
    severity: str
    score: Decimal
    amount_base: Decimal | None
    status: str
    suppressed_by: str | None
    continues: str | None
    case_id: str | None
    decision: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    reason: str = ""
    filed_on: date | None = None
    document_number: str = ""

    @property
    def state(self) -> str:
        """`suppressed`, `open`, or the last decision."""
        return self.decision or self.status


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case, as the last run of the period has it.

    `due_on` is the day by which it is filed, if it is filed at all; empty where that is not known.
    `document` is the file of the dossier to open first. Where later runs have all its alerts in
    other cases, those are `taken_over_by`.
    """

    case_id: str
    run_id: str
    title: str
    severity: str
    score: Decimal
    alerts: int
    activity: Decimal
    period_start: date
    period_end: date
    status: str
    status_in_words: str
    due_on: str
    filed_on: date | None
    is_settled: bool
    document: str
    taken_over_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A line of dispositions.csv: taken in the period, or on an alert of it.

    `line` is its place in the file, `taken` whether that was `before`, `in` or `after` the period.
    """

    line: int
    subject: str
    decision: str
    decided_by: str
    decided_on: date
    taken: str
    reason: str
    filed_on: date | None
    document_number: str
    run_id: str
    alerts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SuppressionLine:
    """A suppression that was in force in a run. `hits` counts each alert once for all runs."""

    suppression_id: str
    scenario_id: str
    focus_id: str
    counterparty: str
    reason: str
    owner: str
    valid_from: str
    valid_to: str
    hits: int
    amount_base: Decimal


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """A version of a scenario or detector, and the runs that it was part of."""

    source: str
    version: str
    title: str
    typology: str
    sha256: str
    first_run: str
    last_run: str
    runs: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A value of a parameter that was in force, for whom, why, and in which runs."""

    source: str
    version: str
    sha256: str
    threshold_set: str
    fits: str
    parameter: str
    value: str
    why: str
    first_run: str
    last_run: str
    runs: int


@dataclass(frozen=True, slots=True)
class FindingLine:
    """What a run said of its data: a check that failed, or a problem by its code."""

    run_id: str
    code: str
    severity: str
    what: str
    wrong: int | None = None
    looked_at: int | None = None
    is_allowed: bool | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """What a run did not look at: a scenario that did not run, or records that no rule reads."""

    run_id: str
    kind: str
    name: str
    why: str
    records: int | None = None
    amount_base: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MissingLine:
    """Something that belongs to the period and is not there, or does not hold, with the reason."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """All of it. `chain` says in words whether the hashes of the decisions hold, if there are any.

    `has_book` says whether the book of scenarios of the last run could be written.
    """

    institution: str
    country: str
    base_currency: str
    tool_version: str
    start: date
    end: date
    chain: str
    has_book: bool = False
    runs: tuple[RunLine, ...] = ()
    alerts: tuple[AlertLine, ...] = ()
    cases: tuple[CaseLine, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()
    suppressions: tuple[SuppressionLine, ...] = ()
    scenarios: tuple[ScenarioLine, ...] = ()
    rules: tuple[RuleLine, ...] = ()
    findings: tuple[FindingLine, ...] = ()
    uncovered: tuple[CoverageLine, ...] = ()
    missing: tuple[MissingLine, ...] = ()

    def is_late(self, line: CaseLine) -> bool:
        """Whether a case was filed after its day, or waits beyond it at the end of the period."""
        if not line.due_on or (line.is_settled and line.filed_on is None):
            return False
        return (line.filed_on or self.end).isoformat() > line.due_on

    @property
    def standing_cases(self) -> tuple[CaseLine, ...]:
        """The cases that no later one took over."""
        return tuple(line for line in self.cases if not line.taken_over_by)
