"""What the book of scenarios tells: every rule as it is set, what proves it, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from aml.core.case import ScenarioUse
from aml.core.run import ChannelCoverage
from aml.core.scenario import ParameterValue, Scenario


@dataclass(frozen=True, slots=True)
class Tally:
    """Alerts of one rule over the runs: each once, however many runs had it.

    `raised` is the sum of the five after it; `suppressed` are those that somebody answered for
    beforehand in the last run that had them. `in_last` counts the alerts of the last run alone,
    None where the rule did not run there, for the reason `why_not`.
    """

    raised: int = 0
    suppressed: int = 0
    open: int = 0
    escalated: int = 0
    closed: int = 0
    filed: int = 0
    in_last: int | None = None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class TableRead:
    """A table that a scenario reads: its columns by name, and the tables that it is made of.

    One of the two is empty: a derived table's columns are its own affair.
    """

    table: str
    columns: tuple[str, ...] = ()
    made_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A scenario with its parameters in force, the data it reads and its alerts.

    `channels` are those of `transactions` on which it can raise an alert; `line_kinds` are the
    kinds of dated reporting lines that it compares with; `lock` is what versions.lock says, and
    `is_proven` whether it says that a test notices every small change of this logic.
    """

    scenario: Scenario
    in_force: Mapping[str, ParameterValue]
    is_active: bool
    tables: tuple[TableRead, ...]
    channels: tuple[str, ...]
    has_remittances: bool
    line_kinds: tuple[str, ...]
    lock: str
    is_proven: bool
    tally: Tally = Tally()


@dataclass(frozen=True, slots=True)
class FeatureEntry:
    """One figure of the detector: what it is, over which months, in which unit, what it means."""

    name: str
    family: str
    title: str
    formula: str
    window: str
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class DetectorEntry:
    """The detector, its catalogue of features and its alerts."""

    use: ScenarioUse
    features: tuple[FeatureEntry, ...]
    is_active: bool
    tally: Tally = Tally()


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """A dated amount above which something is reported, recorded or forbidden."""

    line_id: str
    jurisdiction: str
    kind: str
    amount: Decimal
    currency: str
    operator: str
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True, slots=True)
class RunNote:
    """A run that the book counts."""

    run_id: str
    as_of: date
    is_complete: bool
    alerts: int


@dataclass(frozen=True, slots=True)
class Book:
    """Everything in it. `runs` are in order of time; `coverage` is of the last one.

    `others` are the alerts of what is no longer in the library, by its id.
    """

    institution: str
    country: str
    base_currency: str
    tool_version: str
    reference: str
    threshold_set: str
    entries: tuple[Entry, ...]
    detector: DetectorEntry
    lines: tuple[ReportingLine, ...]
    runs: tuple[RunNote, ...]
    coverage: tuple[ChannelCoverage, ...]
    others: Mapping[str, Tally] = field(default_factory=dict)
