"""The peer groups of a run as a validator reads them: how large, how spread, who was too few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from aml.core.peers import PeerLevel, Peers, PeerSpread
from aml.detector.parameters import MIN_SCORE, TOP_SHARE, WINDOW_MONTHS
from aml.detector.peers import NEEDED, PeerGroup, too_small
from aml.detector.reasons import at_or_below
from aml.detector.score import Scored
from aml.detector.window import Window

if TYPE_CHECKING:
    import polars

_SHARED = ("type, sector and size", "type and size", "type alone", "nothing: all customers")
_TENTH = Decimal("0.1")


def peer_report(
    frame: polars.DataFrame,
    groups: Sequence[PeerGroup],
    scored: Scored,
    window: Window,
    monthly_cap: int,
) -> Peers:
    """What the page on the detector tells.

    Args:
        frame: one row a customer.
        groups: its peer groups.
        scored: the scores and the outliers.
        window: the months that were scored.
        monthly_cap: the most alerts for each of these months.
    """
    alerts = Counter(id(outlier.group) for outlier in scored.outliers)
    spreads = [_spread(group, scored, alerts[id(group)]) for group in groups]
    return Peers(
        window=window.text,
        customers=len(frame),
        least_score=MIN_SCORE,
        top_share=TOP_SHARE,
        monthly_cap=monthly_cap,
        months=WINDOW_MONTHS,
        alerts=len(scored.outliers),
        cut_off=scored.cut_off,
        beyond_share=scored.beyond_share,
        levels=tuple(_levels(frame, spreads)),
        groups=tuple(sorted(spreads, key=lambda item: (-item.scored, item.name, item.level))),
    )


def _levels(frame: polars.DataFrame, spreads: Sequence[PeerSpread]) -> list[PeerLevel]:
    small = [*too_small(frame), 0]
    levels = []
    for level, shared in enumerate(_SHARED):
        held = [item for item in spreads if item.level == level]
        customers = sum(item.scored for item in held)
        levels.append(PeerLevel(shared, NEEDED[level], len(held), customers, small[level]))
    return levels


def _spread(group: PeerGroup, scored: Scored, alerts: int) -> PeerSpread:
    found = sorted(
        Decimal(f"{score:.6f}") for score in scored.scores[group.members[group.is_scored]]
    )

    def reached(percent: int) -> Decimal:
        return found[at_or_below(len(found), percent)].quantize(_TENTH)

    return PeerSpread(
        name=group.name,
        level=group.level,
        customers=len(group.members),
        scored=len(found),
        half=reached(50),
        nine_tenths=reached(90),
        most=reached(99),
        highest=found[-1].quantize(_TENTH),
        out_of_line=sum(score >= MIN_SCORE for score in found),
        alerts=alerts,
    )
