"""How far out each customer stands among its peers, and which of them are outliers for a reason."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from aml.detector.features import FAMILIES, FEATURES
from aml.detector.model import fit_tails
from aml.detector.parameters import (
    MIN_SCORE,
    MOST_A_MONTH,
    REASONS,
    TOP_SHARE,
    WINDOW_MONTHS,
)
from aml.detector.peers import PeerGroup

if TYPE_CHECKING:
    import numpy
    import polars
    from numpy.typing import NDArray

_FAMILY_OF = [
    next(place for place, family in enumerate(FAMILIES) if family.name == feature.family)
    for feature in FEATURES
]
#: A family weighs the same however many features it has, so that volume is not counted five times.
_WEIGHTS = [1 / _FAMILY_OF.count(family) for family in _FAMILY_OF]


@dataclass(frozen=True, slots=True)
class Outlier:
    """A customer to be alerted on.

    `row` is its row in the frame, `score` the modified z-score among its peers, `rank` its place
    among all scored customers. `reasons` are places in FEATURES, strongest first; `shares` say how
    much of the score the family of each gave.
    """

    row: int
    score: Decimal
    rank: int
    group: PeerGroup
    reasons: tuple[int, ...]
    shares: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class _Board:
    """Every customer's standing, by row of the frame."""

    scores: NDArray[numpy.float64]
    points: NDArray[numpy.float64]
    is_high: NDArray[numpy.bool_]
    group: NDArray[numpy.int64]


@dataclass(frozen=True, slots=True)
class Scored:
    """The outliers to alert on, and what else the scores say.

    `scores` are all customers' by row of the frame. `cut_off` would be alerted on as well, were it
    not for the monthly cap; `beyond_share` reach the least score and are not of the top share.
    """

    outliers: tuple[Outlier, ...]
    scores: NDArray[numpy.float64]
    cut_off: int
    beyond_share: int


def find_outliers(
    frame: polars.DataFrame, groups: Sequence[PeerGroup], monthly_cap: int = MOST_A_MONTH
) -> Scored:
    """The customers furthest out, in that order, as many as the parameters allow.

    Of the top share, those at or above the least score stay that have a reason of a risk family.
    Equal scores stand in order of customer_id, which is the order of the frame.

    Args:
        frame: one row a customer.
        groups: those of its peers.
        monthly_cap: the most alerts for each month of the window.
    """
    import numpy

    board = _board(frame, groups)
    order = numpy.argsort(-board.scores, kind="stable")
    top = order[: math.ceil(TOP_SHARE * len(frame))]
    outliers = [
        _outlier(board, int(row), rank, groups)
        for rank, row in enumerate(top, start=1)
        if board.scores[row] >= float(MIN_SCORE)
    ]
    for_reason = [outlier for outlier in outliers if _has_risk(outlier)]
    most = monthly_cap * WINDOW_MONTHS
    reached = int((board.scores >= float(MIN_SCORE)).sum())
    return Scored(
        outliers=tuple(for_reason[:most]),
        scores=board.scores,
        cut_off=max(len(for_reason) - most, 0),
        beyond_share=reached - len(outliers),
    )


def _board(frame: polars.DataFrame, groups: Sequence[PeerGroup]) -> _Board:
    import numpy
    import polars

    columns = [polars.col(feature.name).cast(polars.Float64) for feature in FEATURES]
    values = frame.select(columns).to_numpy()
    board = _Board(
        numpy.zeros(len(frame)),
        numpy.zeros(values.shape),
        numpy.zeros(values.shape, dtype=bool),
        numpy.zeros(len(frame), dtype="int64"),
    )
    for place, group in enumerate(groups):
        tails = fit_tails(values[group.members])
        points = tails.points * numpy.array(_WEIGHTS)
        rows = group.members[group.is_scored]
        board.scores[rows] = modified_z(points.sum(axis=1))[group.is_scored]
        board.points[rows] = points[group.is_scored]
        board.is_high[rows] = tails.is_high[group.is_scored]
        board.group[rows] = place
    return board


def modified_z(values: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
    """Distance from the median in median absolute deviations, to six decimals.

    0.6745 makes it a z-score for normal values; where more than half are equal, the mean absolute
    deviation and 1.253314 take its place (Iglewicz and Hoaglin, 1993).
    """
    import numpy

    away = values - numpy.median(values)
    median_away = float(numpy.median(numpy.abs(away)))
    mean_away = float(numpy.mean(numpy.abs(away)))
    if median_away > 0:
        away = 0.6745 * away / median_away
    elif mean_away > 0:
        away = away / (1.253314 * mean_away)
    return numpy.round(away, 6)


def _outlier(board: _Board, row: int, rank: int, groups: Sequence[PeerGroup]) -> Outlier:
    points = [Decimal(f"{point:.6f}") for point in board.points[row]]
    is_high = [bool(high) for high in board.is_high[row]]
    by_family = [Decimal(0)] * len(FAMILIES)
    for place, point in enumerate(points):
        by_family[_FAMILY_OF[place]] += point
    reasons = _reasons(points, is_high, by_family)
    total = sum(points, Decimal(0))
    return Outlier(
        row=row,
        score=Decimal(f"{board.scores[row]:.6f}"),
        rank=rank,
        group=groups[board.group[row]],
        reasons=reasons,
        shares=tuple(by_family[_FAMILY_OF[place]] / total for place in reasons),
    )


def _reasons(
    points: Sequence[Decimal], is_high: Sequence[bool], by_family: Sequence[Decimal]
) -> tuple[int, ...]:
    """The strongest feature of the strongest families, among those that lie above the peers."""
    high = [place for place in range(len(points)) if is_high[place] and points[place] > 0]
    strongest: dict[int, int] = {}
    for place in sorted(high, key=lambda place: (-points[place], place)):
        strongest.setdefault(_FAMILY_OF[place], place)
    families = sorted(strongest, key=lambda family: (-by_family[family], family))
    return tuple(strongest[family] for family in families[:REASONS])


def _has_risk(outlier: Outlier) -> bool:
    return any(FAMILIES[_FAMILY_OF[place]].is_risk for place in outlier.reasons)
