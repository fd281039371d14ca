"""Customers that only look like a scheme lack, all year, what would make them one."""

from functools import cache

import polars as pl
import pytest

from aml.sample.life.characters import character_stories
from aml.sample.world.characters import CHARACTERS
from aml.sample.world.corridors import build_corridors
from tests.sample.crew import LINE, cash_in, days, moved, town


@cache
def lives():
    """The year of every look-alike, by family."""
    stories = character_stories(town(), build_corridors(town()))
    return {story.variant: story.entries for story in stories}


def monthly(frame):
    """Cents and entries of each month of 30 days."""
    month = (days(frame) - town().plan.first_day) // 30
    return frame.group_by(pl.Series(month).alias("month")).agg(pl.col("cents").sum(), n=pl.len())


def test_every_character_lives_and_none_is_marked_as_a_scheme():
    assert set(lives()) == {character.family for character in CHARACTERS}


def test_the_landlords_tenants_bring_less_in_a_month_than_one_and_a_half_lines():
    paid = cash_in(lives()["cash landlord"])
    assert paid["conductor"].n_unique() == 7
    assert monthly(paid)["cents"].max() < 1.5 * LINE


def test_flatmates_send_the_same_share_and_the_rent_goes_on():
    life = lives()["flat share"].filter(pl.col("text").is_in(["rent share", "Rent"]))
    shares = life.filter("is_credit")
    assert shares["cents"].n_unique() == 1
    assert shares["other"].n_unique() == 3
    assert life.filter(~pl.col("is_credit"))["cents"].unique().to_list() == [4 * shares["cents"][0]]


def test_the_reseller_is_paid_by_a_marketplace_alone():
    received = lives()["reseller"].filter("is_credit")
    assert received["other"].n_unique() == 1
    assert received["other"][0] in town().outsider("market operator")


def test_the_grocers_vans_bring_a_small_part_of_what_it_takes_in():
    life = lives()["armoured grocer"].filter("is_credit")
    by_van = life.filter(pl.col("channel") == "armoured_cash")["cents"].sum()
    assert 0 < by_van < 0.2 * life["cents"].sum()


def test_the_tenant_buys_one_money_order_a_month_for_one_landlord():
    orders = lives()["money order tenant"].filter(pl.col("channel") == "money_order")
    assert monthly(orders)["n"].max() <= 2
    assert orders["other"].n_unique() == 1
    assert orders["cents"].n_unique() == 1


def test_every_machine_that_the_dealer_sells_on_instalments_has_its_own_invoice():
    paid = cash_in(lives()["equipment dealer"])
    by_invoice = paid.group_by("invoice").agg(pl.col("other").n_unique(), n=pl.len())
    assert by_invoice["other"].max() == 1
    assert by_invoice["n"].min() >= 3
    assert (paid["text"] == "Instalment").all()


def test_the_students_parents_send_every_month_and_one_gift_is_brought():
    life = lives()["student from abroad"]
    assert life.filter("is_credit", pl.col("channel") == "wire").height == town().plan.months
    assert cash_in(life)["cents"].to_list() == [50_000]


def test_skis_are_rented_in_winter_only():
    month = (days(lives()["ski rental"]) - town().plan.first_day) // 31 + 1
    assert not {5, 6, 7, 8, 9, 10} & set(month.tolist())


@pytest.mark.parametrize("family", ["flat share", "reseller", "cash landlord"])
def test_what_passes_through_leaves_something(family):
    came, gone = moved(lives()[family])
    assert gone < came
