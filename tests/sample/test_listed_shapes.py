"""Indirect exposure and institutions under an order: what is planted reaches, what is alike not."""

import polars as pl
import pytest

from aml.sample.plant import exposure, namesakes, ordered
from aml.sample.plant.ordered import FINDING, IN_FORCE
from aml.sample.world.banks import UNDER_ORDER
from tests.sample.crew import TURNS, crew, days, happened, told, town, ways

NEIGHBOURS = (
    exposure.tainted_payroll, exposure.shopping, exposure.merchant_payout, exposure.small_share,
    exposure.half_a_year_apart,
)  # fmt: skip
NAMESAKES = (
    namesakes.born_on_another_day, namesakes.weak_alias, namesakes.once_listed,
    namesakes.like_name,
)  # fmt: skip


def payments(frame):
    """Who paid whom, in the order of time: numbers of the directory."""
    credit = pl.col("is_credit")
    return frame.sort("at", maintain_order=True).select(
        "at", "cents",
        payer=pl.when(credit).then("other").otherwise("account"),
        payee=pl.when(credit).then("account").otherwise("other"),
    )  # fmt: skip


def outsider(number, column):
    return town().outsiders[column][number - town().accounts.height]


def banks(frame):
    """The bank of each payee as the ledger names it."""
    return pl.Series([outsider(other, "bank") for other in frame["other"]])


def at_an_order(frame):
    return frame.filter(banks(frame).is_in([*UNDER_ORDER]))


@pytest.mark.parametrize("scheme", [exposure.through_a_shell, ordered.under_an_order])
def test_no_two_schemes_are_alike_and_all_play_within_the_ledger(scheme):
    stories = [told(scheme, turn) for turn in TURNS]
    assert len({story.variant for story in stories}) == 6
    sums = {(story.entries.height, int(story.entries["cents"].sum())) for story in stories}
    assert len(sums) == len(stories)
    for story in stories:
        assert story.kind == "planted"
        assert days(story.entries).min() >= town().plan.first_day
        assert days(story.entries).max() <= town().plan.last_day


@ways
def test_w04_a_listed_partys_money_reaches_the_customer_through_the_accounts_of_others(turn):
    story = told(exposure.through_a_shell, turn)
    (customer,), paid = story.focus, payments(story.entries)
    listed = set(story.flags["account_number"])
    sources = {one for one in paid["payer"] if one >= town().accounts.height}
    assert {outsider(one, "account") for one in sources} == listed
    assert not paid.filter(pl.col("payer").is_in(sources) & (pl.col("payee") == customer)).height
    hops, reached, most = 0, sources, None
    while customer not in reached:
        step = paid.filter(pl.col("payer").is_in(reached))
        assert most is None or 0.7 * most <= step["cents"].sum() <= most
        most, reached, hops = step["cents"].sum(), set(step["payee"]), hops + 1
    assert hops == (3 if story.variant == "two firms in a row" else 2)
    assert most >= 1_000_000
    assert days(story.entries).max() - days(story.entries).min() < 90
    assert story.flags["flagged_from"].max() < days(story.entries).min()


@pytest.mark.parametrize("near", NEIGHBOURS)
@pytest.mark.parametrize("turn", range(4))
def test_w04_beside_a_true_hit_somebody_innocent_is_paid(near, turn):
    corridors, trade = crew()
    rng = town().stream("test", near.__name__, turn)
    hit, alike = near(exposure.Cast(town(), corridors, trade), rng)
    assert (hit.typology, hit.kind, alike.kind) == ("W01", "planted", "look_alike")
    tainted = set(payments(hit.entries)["payee"])
    paid = payments(alike.entries)
    assert set(paid["payer"]) == tainted == set(hit.focus)
    assert set(alike.focus) <= set(paid["payee"])
    assert not set(alike.focus) & tainted
    if near is exposure.half_a_year_apart:
        assert days(alike.entries).min() - days(hit.entries).max() >= 200
        assert days(alike.entries).max() <= town().plan.last_day


@pytest.mark.parametrize("hard", [exposure.diluted, exposure.towards_the_list])
def test_w04_hard_ways_also_end_at_a_listed_account(hard):
    story = happened(hard)
    ends = set(payments(story.entries)["payer"]) | set(payments(story.entries)["payee"])
    accounts = {outsider(one, "account") for one in ends if one >= town().accounts.height}
    assert set(story.flags["account_number"]) <= accounts


@ways
def test_w05_wires_with_an_institution_fall_where_the_way_says(turn):
    story = told(ordered.under_an_order, turn)
    on = days(at_an_order(story.entries))
    assert len(on) >= 2
    if story.variant.startswith("prohibited"):
        assert on.min() >= IN_FORCE
    else:
        assert FINDING <= on.min() <= on.max() < IN_FORCE
    assert days(story.background).max() < FINDING
    elsewhere = story.entries.filter(~banks(story.entries).is_in([*UNDER_ORDER]))
    assert (elsewhere.height > 0) == ("another bank" in story.variant)
    if elsewhere.height:
        names = {outsider(one, "name") for one in story.entries["other"]}
        assert len(names) == 1
        assert 0 < days(elsewhere).min() - on.max() <= 60
    assert story.entries["is_credit"].all() == (story.variant == "received from it")


def test_w05_where_the_bank_is_not_named_the_account_number_still_tells():
    story = happened(ordered.unnamed_bank)
    assert not at_an_order(story.entries).height
    accounts = {outsider(one, "account") for one in story.entries["other"]}
    assert {one[:3] for one in accounts} <= set(UNDER_ORDER.values())


@pytest.mark.parametrize("turn", range(6))
def test_w05_what_is_innocent_was_long_before_or_at_another_bank(turn):
    before = happened(ordered.before_any_finding, turn)
    assert at_an_order(before.entries).height == before.entries.height
    assert days(before.entries).max() < FINDING - 60
    moved = happened(ordered.another_bank_long_after, turn)
    known = at_an_order(moved.entries)
    later = moved.entries.filter(~banks(moved.entries).is_in([*UNDER_ORDER]))
    assert days(later).min() - days(known).max() > 60
    assert not at_an_order(happened(ordered.bank_of_like_name, turn).entries).height


def test_account_numbers_in_mexico_have_true_check_digits():
    mexico = town().outsiders.filter(pl.col("country") == "MX", pl.col("account").is_not_null())
    for number in mexico["account"].filter(mexico["category"].is_null()):
        assert len(number) == 18
        weighed = sum(int(one) * (3, 7, 1)[at % 3] % 10 for at, one in enumerate(number[:-1]))
        assert (weighed + int(number[-1])) % 10 == 0


@pytest.mark.parametrize("alike", NAMESAKES)
def test_w01_namesakes_are_paid_while_no_entry_of_theirs_is_in_force(alike):
    story = happened(alike)
    names = {outsider(one, "name") for one in story.entries["other"]}
    listed = story.flags.row(0, named=True)
    if alike is namesakes.once_listed:
        assert listed["name"] in names
        assert listed["flagged_to"] < days(story.entries).min() - 180
    elif alike is namesakes.born_on_another_day:
        assert listed["name"] in names
        assert listed["born_on"] is not None
        assert listed["country"] != "US"
    elif alike is namesakes.weak_alias:
        assert names <= set(listed["weak_aliases"])
        assert listed["name"] not in names
    else:
        assert listed["name"] not in names
        assert listed["country"] != "US"
