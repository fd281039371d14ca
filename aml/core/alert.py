"""An alert: one scenario or detector, firing on one focus, in one window, with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from aml.core.plain import Value
from aml.core.threshold_set import DEFAULT
from aml.core.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class Contribution:
    """One line of a score: what added how many points, in a reviewer's words."""

    name: str
    label: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure as a reviewer reads it: its label, its value formatted, where it comes from.

    `origin` is `cited` (recomputable from the cited rows, by `recompute`) or `context` (from a
    baseline, peers or a list, described by `basis`).
    """

    name: str
    label: str
    text: str
    value: Value
    origin: Literal["cited", "context"]
    recompute: str
    basis: str


@dataclass(frozen=True, slots=True)
class Alert:
    """What one rule or model found. `amount_base` is its headline figure in the base currency.

    `transaction_ids` and `linked_ids` (`table:id`) are sorted and never both empty. The id is made
    of the scenario, the focus and the first cited record, so a later run finds it again.
    `suppressed_by` is the suppression that answers for it. `threshold_set` is the set whose values
    were in force for this focus, such as `retail_eu@2`, or `default`. `first_seen_on` is the day of
    the run that raised it first, as far as runs name the one before them.
    """

    alert_id: str
    kind: Literal["rule", "model"]
    source: str
    source_version: str
    title: str
    typology: str
    focus_kind: str
    focus_id: str
    window_start: date
    window_end: date
    severity: Severity
    score: Decimal
    amount_base: Decimal | None
    transaction_ids: tuple[str, ...]
    linked_ids: tuple[str, ...]
    figures: tuple[Figure, ...]
    contributions: tuple[Contribution, ...]
    explanation: str
    filing_codes: tuple[str, ...] = ()
    key_terms: tuple[str, ...] = ()
    goaml_tags: tuple[str, ...] = ()
    status: Literal["open", "suppressed"] = "open"
    seen: Literal["new", "known", "extended"] = "new"
    continues: str | None = None
    case_id: str | None = None
    suppressed_by: str | None = None
    threshold_set: str = DEFAULT
    first_seen_on: date | None = None

    @property
    def reference(self) -> str:
        """The source with its version, as reports cite it."""
        return f"{self.source}@{self.source_version}"

    def measures(self) -> Mapping[str, Value]:
        """Name and value of each figure."""
        return {figure.name: figure.value for figure in self.figures}
