"""Whom the detector compared with whom, and how far apart they stand."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PeerLevel:
    """What peers share at one of the steps from fine to coarse.

    A group needs `needed` customers; those of the `too_small` groups are compared at the next step.
    `groups` and `scored` count the groups of this step and the customers who are scored in them.
    """

    shared: str
    needed: int
    groups: int
    scored: int
    too_small: int


@dataclass(frozen=True, slots=True)
class PeerSpread:
    """The scores of one group: those at or below which 50, 90 and 99 % of the scored lie.

    `customers` are compared, `scored` of them are scored here and not in a finer group. A score is
    a modified z-score; `out_of_line` of the scored reach the least one for an alert.
    """

    name: str
    level: int
    customers: int
    scored: int
    half: Decimal
    nine_tenths: Decimal
    most: Decimal
    highest: Decimal
    out_of_line: int
    alerts: int


@dataclass(frozen=True, slots=True)
class Peers:
    """All groups of a run, the largest first, and the alerts that its limits left out.

    `cut_off` customers would have an alert were it not for the `monthly_cap`; `beyond_share` are
    out of line and not among the furthest share of all customers.
    """

    window: str
    customers: int
    least_score: Decimal
    top_share: Decimal
    monthly_cap: int
    months: int
    alerts: int
    cut_off: int
    beyond_share: int
    levels: tuple[PeerLevel, ...]
    groups: tuple[PeerSpread, ...]
