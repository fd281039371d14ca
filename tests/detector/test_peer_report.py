"""The peer report: every customer once, every group with its spread, and who was too few."""

from datetime import date
from decimal import Decimal

import numpy
import polars

from aml.detector.peer_report import peer_report
from aml.detector.peers import PeerGroup, peer_groups, too_small
from aml.detector.score import Scored
from aml.detector.window import latest_window
from tests.detector.test_peers import frame_of

WINDOW = latest_window(date(2026, 6, 30))
FRAME = frame_of(
    ("person", "occupation clerk", 4, 210), ("person", "occupation cook", 4, 40),
    ("person", "", 8, 12), ("firm", "industry 47", 5, 7),
)  # fmt: skip


def report_of(frame, groups, scores):
    return peer_report(frame, groups, Scored((), numpy.array(scores), 14, 3), WINDOW, 2)


def test_groups_that_are_too_small_are_counted_at_each_step():
    assert too_small(FRAME) == [3, 2, 1]
    assert too_small(frame_of(("person", "", 4, 300))) == [0, 0, 0]


def test_each_customer_is_scored_at_one_step():
    groups = list(peer_groups(FRAME, "USD"))
    found = report_of(FRAME, groups, [0.0] * len(FRAME))
    assert [(item.groups, item.scored, item.too_small) for item in found.levels] == [
        (1, 210, 3), (1, 40, 2), (1, 12, 1), (1, 7, 0)
    ]  # fmt: skip
    assert sum(item.scored for item in found.groups) == found.customers == len(FRAME)
    assert [item.scored for item in found.groups] == [210, 40, 12, 7], "the largest first"


def test_the_spread_is_of_those_who_are_scored_in_the_group():
    scores = [*range(1, 101), 99, 99]
    group = PeerGroup("some", numpy.arange(102), numpy.arange(102) < 100)
    frame = polars.DataFrame({"row": range(102)}).with_columns(
        *(polars.lit("").alias(key) for key in ("kind", "sector", "size")),
        *(polars.lit(500).alias(f"peers_{level}") for level in (1, 2, 3, 4)),
    )
    (spread,) = report_of(frame, [group], scores).groups
    assert (spread.customers, spread.scored) == (102, 100)
    assert (spread.half, spread.nine_tenths, spread.most, spread.highest) == (50, 90, 99, 100)
    assert spread.out_of_line == 97


def test_what_the_limits_left_out_is_handed_on():
    found = report_of(FRAME, list(peer_groups(FRAME, "USD")), [0.0] * len(FRAME))
    assert (found.cut_off, found.beyond_share, found.monthly_cap) == (14, 3, 2)
    assert found.least_score == Decimal("3.5")
