"""Schemes with notes and paper have the shape they claim, in all their ways; look-alikes lack it."""

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS
from aml.sample.plant import altered, border, dealing, everyday, instruments, rings
from tests.sample.crew import (
    LINE,
    RECORD_LINE,
    cash_in,
    days,
    happened,
    told,
    town,
    ways,
)


@ways
def test_s04_a_sum_over_the_line_is_taken_back_and_a_smaller_one_follows_within_the_hour(turn):
    story = told(altered.withdrawn_then_less, turn)
    is_sent = story.entries is None
    frame = (story.transfers if is_sent else story.entries).sort("at")
    line = RECORD_LINE if is_sent else LINE
    tried, booked = frame[:-1], frame[-1:]
    assert set(tried["status"]) <= {"cancelled", "altered"}
    assert (tried["cents"] > line).all()
    assert booked["status"].item() == "posted"
    assert 0.6 * line <= booked["cents"].item() < line
    assert 0 < booked["at"].item() - tried["at"][-1] <= 3600


def test_s04_slips_are_corrected_at_once_or_to_nearly_the_same_sum():
    for turn in range(5):
        wrong, right = happened(everyday.keyed_wrong, turn).entries["cents"]
        assert wrong == 10 * right
        assert right > LINE
        slip, counted = happened(everyday.short_of_notes, turn).entries["cents"]
        assert 0.95 * slip <= counted < slip


@ways
def test_s05_instruments_stay_under_the_record_line_and_together_reach_it(turn):
    story = told(instruments.bought_in_parts, turn)
    frame = story.entries
    paper = frame.filter(pl.col("channel").is_in(["money_order", "draft"]))
    one_side = paper.filter(pl.col("is_credit") == paper["is_credit"][0])
    assert one_side.height >= 4
    assert (paper["cents"] < RECORD_LINE).all()
    assert one_side["cents"].sum() > 2 * RECORD_LINE
    numbers = np.sort(one_side["instrument"].cast(pl.Int64).to_numpy())
    assert (np.diff(numbers) <= 2).all()
    assert (np.diff(numbers) > 0).all()
    sold = paper.filter(~pl.col("is_credit"))
    if sold.height:
        assert days(sold).max() - days(sold).min() <= 2
        assert cash_in(frame)["cents"].sum() == sold["cents"].sum()


def test_s05_the_innocent_pair_of_orders_is_one_payment_to_one_landlord():
    sold = happened(everyday.two_orders).entries.filter(pl.col("channel") == "money_order")
    assert sold["cents"].to_list() == [100_000, 70_000]
    assert sold["other"].n_unique() == 1


@ways
def test_s06_cash_transfers_hug_the_orders_line_or_leave_its_quarters(turn):
    story = told(border.under_the_order, turn)
    sent, agents = story.transfers, town().places.agents
    outer = agents["is_outer"].gather(sent["agent"]).to_numpy()
    assert set(sent["funding"]) == {"cash"}
    start, line = min(
        (order for order in border._ORDERS if days(sent).max() <= order[1]), key=lambda one: one[1]
    )[::2]
    if story.variant == "to a quarter outside":
        before = days(sent) < start
        assert not outer[before].any()
        assert outer[~before].all()
        assert before.sum() >= 5
        assert (~before).sum() >= 5
        return
    assert days(sent).min() >= start
    assert days(sent).max() - days(sent).min() <= 7
    assert not outer.any()
    assert sent.height >= 4
    assert (sent["cents"] >= 0.85 * line * 100).all()
    assert (sent["cents"] < line * 100).all()


def test_s06_look_alikes_come_before_any_order_or_meet_its_line():
    first = border._ORDERS[0][0]
    assert days(happened(border.before_the_order).transfers).max() < first
    exact = happened(border.at_the_order).transfers
    assert set(exact["cents"]) <= {20_000, 100_000}


@ways
def test_s07_parts_of_one_price_are_each_below_the_cap_and_together_over_it(turn):
    frame = told(dealing.one_purchase, turn).entries
    assert frame.height >= 3
    # 5,000 euros are between 5,200 and 5,600 dollars.
    assert (frame["cents"] < 520_000).all()
    assert frame["cents"].sum() > 560_000
    at = town().places.all_branches()[frame["branch"].unique().to_list()]
    assert at["country"].to_list() == ["IT"]
    assert frame["other"].n_unique() == 1
    assert frame["invoice"].n_unique() == 1
    assert days(frame).max() - days(frame).min() < 30


def test_s07_a_deposit_and_its_rest_stay_below_the_cap():
    assert all(
        happened(dealing.deposit_and_rest, turn).entries["cents"].sum() < 520_000
        for turn in range(6)
    )


@ways
def test_f02_three_or_more_people_pay_in_within_days(turn):
    story = told(rings.ring, turn)
    for holder in story.focus:
        paid = cash_in(story.entries.filter(pl.col("account") == holder))
        assert paid["conductor"].n_unique() >= 3
        assert holder not in set(paid["conductor"])
        assert paid.height >= 6
        assert (paid["cents"] < LINE).all()
        assert paid["cents"].sum() > 1.5 * LINE
        assert days(paid).max() - days(paid).min() <= 9
    if story.variant == "pairs at one machine":
        paid = cash_in(story.entries).sort("at")
        pairs = paid.group_by(pl.col("branch"), pl.col("desk"), day=pl.col("at") // DAY_SECONDS)
        assert pairs.agg(pl.col("conductor").n_unique())["conductor"].max() >= 2


@ways
def test_f03_cash_of_strangers_comes_to_the_usual_transfer_which_stays_away(turn):
    story = told(rings.replaced_transfer, turn)
    holder, usual = story.focus[0], story.background
    paid = story.entries
    assert usual.height >= 2
    assert set(usual["channel"]) == {"wire"}
    assert paid["conductor"].n_unique() >= 3
    assert holder not in set(paid["conductor"])
    assert (paid["cents"] < LINE).all()
    assert 0.95 <= paid["cents"].sum() / usual["cents"].mean() <= 1.05
    assert days(usual).max() < days(paid).min() - 20
    home = town().places.branches_in(int(town().column("place")[holder]))
    assert not set(paid["branch"]) & set(home.tolist())
