"""Why a scenario fired on a focus or stayed silent: each condition, measured beside its bound."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from aml.core.alert import Alert
from aml.core.plain import Value
from aml.core.problem import Location
from aml.core.threshold_set import DEFAULT

#: `compare` measures a value against a bound; `choice` against a list or a missing value; `test`
#: says yes or no; `any` and `all` hold others; `rows` and `join` ask that there be a row at all.
ConditionKind = Literal["compare", "choice", "test", "any", "all", "rows", "join"]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a step, with what the nearest row of the focus gives for it.

    `is_met` is None where no row came so far that it could be measured. `rows` came in and
    `rows_met` of them meet the condition. `distance` is how far `measured` is from `needed`, in
    their own unit, or in days or hours where they are dates or instants; None where there is none.
    `parts` are the alternatives of a condition that holds when one of them does.
    """

    step: str
    text: str
    kind: ConditionKind
    is_met: bool | None
    operator: str
    measured: Value
    needed: Value
    distance: Decimal | None
    rows: int
    rows_met: int
    location: Location
    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasons:
    """The conditions of a scenario for one focus, in the order of its steps.

    `episodes` is how often it fired, and `rows` how many rows of the focus came in where the
    scenario begins to read. `lost_at` names the step that let no row of the focus pass,
    and `misses` holds what the nearest row failed there; both are empty where it fired.
    """

    focus_id: str
    episodes: int
    rows: int
    lost_at: str
    misses: tuple[Condition, ...]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What `aml explain` gives: the reasons, and the alerts of the run with their figures.

    `threshold_set` is the one whose values hold for the focus.
    """

    run_id: str
    scenario: str
    title: str
    focus_kind: str
    reasons: Reasons
    alerts: tuple[Alert, ...]
    threshold_set: str = DEFAULT
