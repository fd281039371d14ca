"""Schemes whose money moves on have the shape they claim, in all their ways; look-alikes lack it."""

import polars as pl
import pytest

from aml.sample.plant import (
    altered,
    beyond,
    border,
    dealing,
    everyday,
    instruments,
    mules,
    ramps,
    rings,
    vaults,
    waking,
)
from tests.sample.crew import LINE, TURNS, days, happened, moved, told, town, ways

SCHEMES = (
    altered.withdrawn_then_less, instruments.bought_in_parts, border.under_the_order,
    dealing.one_purchase, rings.ring, rings.replaced_transfer, mules.mule, vaults.repatriated,
    waking.woken, ramps.ramp, beyond.beyond_the_profile,
)  # fmt: skip
HARD = (
    altered.somebody_else_brings_it, instruments.loose_numbers, border.two_in_turn,
    dealing.many_invoices, rings.slow_ring, rings.less_a_commission, mules.patient_mule,
    vaults.among_takings, waking.drip, ramps.small_buys, beyond.creeping,
)  # fmt: skip
ALIKE = (
    border.before_the_order, border.at_the_order, dealing.deposit_and_rest, rings.wedding_gifts,
    mules.event_kitty, vaults.busy_season, waking.inheritance, ramps.bonus_into_coins,
    beyond.house_sale, beyond.yearly_bonus, everyday.keyed_wrong, everyday.short_of_notes,
    everyday.two_orders,
)  # fmt: skip


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_two_schemes_are_alike_and_all_play_within_the_ledger(scheme):
    stories = [told(scheme, turn) for turn in TURNS]
    assert {story.kind for story in stories} == {"planted"}
    assert len({story.typology for story in stories}) == 1
    assert len({story.variant for story in stories}) >= 3
    sums = []
    for story in stories:
        frame = story.entries if story.entries is not None else story.transfers
        on = days(frame)
        assert on.min() >= town().plan.first_day
        assert on.max() <= town().plan.last_day
        assert (frame["cents"] > 0).all()
        if story.entries is not None:
            assert set(story.focus) <= set(frame["account"])
        sums.append((frame.height, int(frame["cents"].sum())))
    assert len(set(sums)) == len(sums)


@pytest.mark.parametrize("happens", [*HARD, *ALIKE])
def test_hard_and_innocent_stories_say_so_and_play_within_the_ledger(happens):
    story = happened(happens)
    assert story.kind == ("hard" if happens in HARD else "look_alike")
    frame = story.entries if story.entries is not None else story.transfers
    assert days(frame).min() >= town().plan.first_day
    assert days(frame).max() <= town().plan.last_day
    assert (frame["cents"] > 0).all()


@ways
def test_f04_credits_of_strangers_leave_a_young_account_within_two_days(turn):
    story = told(mules.mule, turn)
    assert all(
        town().opened[one] >= town().plan.first_day
        or town().customers["occupation"][one] in ("student", "unemployed", "homemaker")
        for one in story.focus
    )
    for holder in story.focus:
        own = story.entries.filter(pl.col("account") == holder).sort("at")
        came, gone = moved(own)
        assert own.filter("is_credit")["other"].n_unique() >= 5
        assert 0.8 <= gone / came <= 1.0
        assert days(own).min() >= town().opened[holder]
    if story.variant == "several on one phone":
        assert len(story.focus) >= 3
        assert story.entries.filter(~pl.col("is_credit"))["device"].n_unique() == 1


@ways
def test_f05_vans_bring_more_than_the_firm_could_sell_for_and_wires_take_it_on(turn):
    story = told(vaults.repatriated, turn)
    brought = story.entries.filter(pl.col("channel") == "armoured_cash")
    came, gone = moved(story.entries)
    assert brought["cents"].sum() == came >= 5_000_000
    assert 0.7 <= gone / came <= 1.0
    gap = days(story.entries.filter(~pl.col("is_credit"))).min() - days(brought).min()
    assert 0 < gap <= 5
    if story.variant == "vaults of several cities":
        assert brought["branch"].n_unique() >= 3


@ways
def test_g04_nothing_for_half_a_year_then_a_burst_that_leaves_within_days(turn):
    story = told(waking.woken, turn)
    assert days(story.entries).min() - town().plan.first_day - 10 >= 180
    if story.background.height:
        assert days(story.entries).min() - days(story.background).max() >= 180
    came, gone = moved(story.entries)
    assert came >= LINE
    assert 0.7 <= gone / came <= 1.0
    assert days(story.entries).max() - days(story.entries).min() <= 14
    assert town().customers["family"][story.focus[0]] == "sleeper"


def test_g04_an_inheritance_wakes_an_account_and_most_of_it_stays():
    came, gone = moved(happened(waking.inheritance).entries)
    assert gone < 0.2 * came


@ways
def test_k01_money_goes_to_an_exchange_at_once_or_comes_from_one_out_of_nothing(turn):
    story = told(ramps.ramp, turn)
    frame, exchanges = story.entries, set(town().outsider("exchange").tolist())
    if story.variant == "round a betting site":
        sites = frame.filter(pl.col("other").is_in(town().outsider("betting site").tolist()))
        won, staked = moved(sites)
        assert frame.filter(pl.col("channel") == "p2p").height >= 10
        assert 0.7 <= won / staked <= 1.0
        return
    came, gone = moved(frame)
    assert 0.7 <= gone / came <= 1.0
    fiat = frame.filter(pl.col("channel") == "vasp")
    assert set(fiat["other"]) <= exchanges
    assert fiat["is_credit"].all() == story.variant.startswith("from")
    assert fiat["cents"].sum() >= 500_000


@ways
def test_o01_three_months_bring_years_of_what_was_declared(turn):
    story = told(beyond.beyond_the_profile, turn)
    customer = town().customers.row(story.focus[0], named=True)
    declared = customer["declared_income"] or customer["expected_turnover"]
    came, _ = moved(story.entries)
    times = 2 if customer["declared_income"] is None else 3
    assert came >= 0.95 * times * declared * 100
    assert came >= (10_000_000 if times == 2 else 1_500_000)
    received = story.entries.filter("is_credit")
    assert days(received).max() - days(received).min() <= 90


def test_o01_a_house_is_sold_once_through_a_title_firm():
    sale = happened(beyond.house_sale).entries.filter("is_credit")
    assert sale.height == 1
    assert sale["other"].item() in town().outsider("title firm")
