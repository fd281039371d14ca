"""Shapes among accounts are what they are called, in all their ways; look-alikes are smaller."""

from itertools import pairwise

import polars as pl
import pytest

from aml.sample.plant import among_friends as friends
from aml.sample.plant import cycles, layers, shapes
from aml.sample.world.ties import owned_by
from tests.sample.crew import TURNS, days, happened, told, town, ways

SCHEMES = (
    shapes.fan_in, shapes.fan_out, shapes.gather_scatter, layers.scatter_gather, layers.stack,
    layers.bipartite, cycles.round_trip,
)  # fmt: skip
HARD = (shapes.patient_gathering, layers.thin_diamond, cycles.shrinking_ring)
ALIKE = (
    friends.school_trip, friends.inheritance_shared, friends.parents_gift, friends.savings_circle,
    friends.gifts_down_the_family, friends.supplier_refund, friends.salary_advance,
    friends.bridging_loan, friends.netting,
)  # fmt: skip


def payments(frame):
    """Who paid whom, in the order of time: numbers of the directory."""
    credit = pl.col("is_credit")
    return frame.sort("at", maintain_order=True).select(
        "at", "cents",
        payer=pl.when(credit).then("other").otherwise("account"),
        payee=pl.when(credit).then("account").otherwise("other"),
    )  # fmt: skip


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_two_schemes_are_alike_and_all_play_within_the_ledger(scheme):
    stories = [told(scheme, turn) for turn in TURNS]
    assert {story.kind for story in stories} == {"planted"}
    assert len({story.variant for story in stories}) >= 4
    sums = []
    for story in stories:
        paid = payments(story.entries)
        both = pl.concat([paid["payer"], paid["payee"]])
        ours = town().is_own(both.to_numpy())
        assert set(story.focus) <= set(both.to_numpy()[ours].tolist())
        assert (paid["payer"] != paid["payee"]).all()
        assert days(story.entries).min() >= town().plan.first_day
        assert days(story.entries).max() <= town().plan.last_day
        sums.append((paid.height, int(paid["cents"].sum())))
    assert len(set(sums)) == len(sums)


@pytest.mark.parametrize("happens", [*HARD, *ALIKE])
def test_what_is_hard_and_what_is_innocent_says_so_and_stays_within_the_year(happens):
    story = happened(happens)
    assert story.kind == ("hard" if happens in HARD else "look_alike")
    assert days(story.entries).min() >= town().plan.first_day
    assert days(story.entries).max() <= town().plan.last_day


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_stays_within_the_bank_is_written_once_and_gets_its_other_leg_when_booked(scheme):
    inside = 0
    for turn in TURNS:
        frame = told(scheme, turn).entries
        own = pl.Series(town().is_own(frame["other"].to_numpy()))
        assert frame.filter(own)["channel"].is_in(["internal", "p2p"]).all()
        assert not frame.filter(~own)["channel"].is_in(["internal"]).any()
        inside += int(own.sum())
    assert inside > 0


@ways
def test_many_pay_one_within_days(turn):
    story = told(shapes.fan_in, turn)
    (hub,), paid = story.focus, payments(story.entries)
    into = paid.filter(pl.col("payee") == hub)
    assert into["payer"].n_unique() >= 8
    assert (into["at"].max() - into["at"].min()) <= 9 * 86_400
    if "wire" in story.variant:
        assert into["cents"].max() < 300_000
        assert paid.filter(pl.col("payer") == hub).height == 1


@ways
def test_one_pays_many_within_days(turn):
    story = told(shapes.fan_out, turn)
    (hub,), paid = story.focus, payments(story.entries)
    out = paid.filter(pl.col("payer") == hub)
    assert out["payee"].n_unique() >= 8
    assert (out["at"].max() - out["at"].min()) <= 9 * 86_400


@ways
def test_what_gathers_scatters_to_others(turn):
    story = told(shapes.gather_scatter, turn)
    (hub,), paid = story.focus, payments(story.entries)
    into, out = paid.filter(pl.col("payee") == hub), paid.filter(pl.col("payer") == hub)
    assert min(into["payer"].n_unique(), out["payee"].n_unique()) >= 8
    assert not set(into["payer"]) & set(out["payee"])
    assert into["cents"].sum() >= 2_500_000
    assert 0.8 <= out["cents"].sum() / into["cents"].sum() <= 1
    assert paid["at"].max() - paid["at"].min() <= 10 * 86_400


@ways
def test_what_scatters_gathers_at_one_account(turn):
    story = told(layers.scatter_gather, turn)
    paid = payments(story.entries)
    middle = set(paid["payee"]) & set(paid["payer"])
    first = paid.filter(pl.col("payee").is_in(list(middle)))
    second = paid.filter(pl.col("payer").is_in(list(middle)))
    assert len(middle) >= 4
    assert first["payer"].n_unique() == second["payee"].n_unique() == 1
    assert second["cents"].sum() >= 0.8 * first["cents"].sum()


@ways
def test_a_stack_has_layers_and_no_way_back(turn):
    paid = payments(told(layers.stack, turn).entries)
    layer, depth = set(paid["payer"]) - set(paid["payee"]), 0
    while layer:
        after = set(paid.filter(pl.col("payer").is_in(list(layer)))["payee"])
        assert not after & layer
        layer, depth = after, depth + 1
        assert depth <= 4
    assert depth >= 3
    arrived = paid.group_by("payee").agg(pl.col("at").min())
    left = paid.group_by("payer").agg(pl.col("at").min())
    through = arrived.join(left, left_on="payee", right_on="payer")
    assert through.height >= 4
    assert (through["at"] < through["at_right"]).all()


@ways
def test_two_camps_pay_only_across(turn):
    paid = payments(told(layers.bipartite, turn).entries)
    payers, payees = set(paid["payer"]), set(paid["payee"])
    assert not payers & payees
    assert min(len(payers), len(payees)) >= 3
    assert paid.height >= 0.6 * len(payers) * len(payees)


@ways
def test_a_round_trip_comes_back_smaller(turn):
    story = told(cycles.round_trip, turn)
    paid = payments(story.entries)
    if story.variant == "to and fro":
        assert paid.height >= 6
        assert paid["cents"].min() >= 500_000
        assert (paid["payer"][0], paid["payee"][0]) == (paid["payee"][1], paid["payer"][1])
        return
    starts = paid["payer"][0]
    ends = starts
    if story.variant == "ends with the owner":
        firms, owners = owned_by(town())
        ends = int(owners[firms.tolist().index(starts)])
    rounds = paid.with_columns(turn=(pl.col("payer") == starts).cum_sum()).partition_by("turn")
    for hops in rounds:
        assert 3 <= hops.height <= 6
        assert hops["payee"][-1] == ends
        assert all(
            one == other for one, other in zip(hops["payee"][:-1], hops["payer"][1:], strict=True)
        )
        assert all(0.8 * one <= other <= 1.02 * one for one, other in pairwise(hops["cents"]))
        assert hops["at"].is_sorted()
        assert hops["at"].max() - hops["at"].min() <= 30 * 86_400


def test_friends_and_neighbours_pay_less_or_to_fewer():
    trip = payments(happened(friends.school_trip).entries)
    assert trip.filter(pl.col("payer") == trip["payee"].mode()[0])["payee"].n_unique() == 2
    for happens in (friends.gifts_down_the_family, friends.savings_circle):
        assert happened(happens).entries["cents"].max() < 50_000
    for happens, hops in ((friends.supplier_refund, 2), (friends.bridging_loan, 2)):
        assert happened(happens).entries.height == hops
