"""What tuning a scenario found: counts over a grid, samples to review, and bounds once reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from aml.core.case import ParameterUse

#: above: alerts at the parameters in force. below: alerts that only other points raise.
#: unalerted: foci about which no point raises an alert.
Band = Literal["above", "below", "unalerted"]
BANDS: tuple[Band, ...] = ("above", "below", "unalerted")
Answer = Literal["", "yes", "no"]
#: The name of the one segment where none was asked for, and of all segments together.
ALL = "all"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a tuning is asked for. `grid` holds texts such as `near_ratio=0.80:0.95:0.01`.

    `segment_by` is a column of customers, or empty. `share` is the suspicious share that no sample
    may miss, with `confidence`; `most` is the largest sample that a stratum may have, None for as
    many as that takes. `seed` decides on every draw. `threshold_set` is the set that is tuned;
    empty means the values of whoever is in none.
    """

    scenario_id: str
    grid: tuple[str, ...]
    segment_by: str = ""
    most: int | None = None
    seed: int = 1
    confidence: Decimal = Decimal("0.95")
    share: Decimal = Decimal("0.05")
    threshold_set: str = ""


@dataclass(frozen=True, slots=True)
class TunedParameter:
    """A parameter of the grid, as text: its values in order, the one in force, its range."""

    name: str
    kind: str
    in_force: str
    values: tuple[str, ...]
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class SegmentCount:
    """Alerts in one segment, and the foci that they are about."""

    segment: str
    alerts: int
    foci: int


@dataclass(frozen=True, slots=True)
class PointCount:
    """One point of the grid. `values` are in the order of the tuned parameters.

    `below` counts its alerts that the parameters in force do not raise, `lost` the alerts in force
    that it does not raise. `is_full` says that it was counted on the whole tables.
    """

    values: tuple[str, ...]
    is_in_grid: bool
    is_in_force: bool
    is_full: bool
    alerts: int
    foci: int
    below: int
    lost: int
    segments: tuple[SegmentCount, ...]


@dataclass(frozen=True, slots=True)
class Stratum:
    """A band of a segment: how many there are, how many are drawn, and how many were decided on.

    `detects` is the smallest share of suspicious ones of which a sample of this size holds at
    least one with the confidence of the tuning; 0 for nothing to draw from. `decided` alerts have a
    decision in the workspace, `decided_suspicious` one to file or escalate.
    """

    band: Band
    segment: str
    population: int
    size: int
    detects: Decimal
    decided: int = 0
    decided_suspicious: int = 0


@dataclass(frozen=True, slots=True)
class Sampled:
    """One line of the review sheet: an alert, or a focus without one.

    `values` is the point that raised it; `measures` are figures as a reviewer reads them, by label.
    `amount` is in the base currency. `answer` says whether the reviewer finds it suspicious.
    """

    sample_id: str
    band: Band
    segment: str
    focus_kind: str
    focus_id: str
    alert_id: str = ""
    values: tuple[str, ...] = ()
    window_start: date | None = None
    window_end: date | None = None
    amount: Decimal | None = None
    measures: Mapping[str, str] | None = None
    answer: Answer = ""
    reviewer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """The suspicious share of a stratum, or of a band over all segments, with exact bounds."""

    band: Band
    segment: str
    population: int
    reviewed: int
    suspicious: int
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class TunedFile:
    """A file that was read, with its hash."""

    table: str
    path: str
    records: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Method:
    """How the points were counted.

    `full` points were run on the whole tables and `reduced` ones on those rows of `tables` that
    concern one of `foci`: many in one statement where some (`compared`) were also run alone.
    `steps` of the SQL, which no varied parameter reaches, were run once for all. The step `beyond`
    read whole tables at the reduced points too; empty where none had to.
    `is_fallback` says that the ways differed, or that no table could be reduced, and so every point
    was run in full.
    """

    full: int
    reduced: int
    foci: int
    tables: tuple[str, ...]
    is_fallback: bool
    compared: int = 0
    steps: tuple[str, ...] = ()
    beyond: str = ""


@dataclass(frozen=True, slots=True)
class Tuning:
    """A tuning, complete. A stratum that nobody reviewed has bounds of 0 and 1."""

    scenario: str
    title: str
    description: str
    sha256: str
    focus: str
    institution: str
    country: str
    base_currency: str
    as_of: date
    tool_version: str
    threshold_set: str
    plan: Plan
    files: tuple[TunedFile, ...]
    rejected: int
    notes: tuple[str, ...]
    parameters: tuple[ParameterUse, ...]
    tuned: tuple[TunedParameter, ...]
    points: tuple[PointCount, ...]
    method: Method
    strata: tuple[Stratum, ...]
    samples: tuple[Sampled, ...]
    bounds: tuple[Bound, ...]

    @property
    def in_force(self) -> PointCount:
        """The point at the parameters in force."""
        return next(point for point in self.points if point.is_in_force)

    @property
    def is_reviewed(self) -> bool:
        """Whether every line of the review sheet has its answer."""
        return all(item.answer for item in self.samples)
