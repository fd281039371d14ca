"""Ships keep to their loops; what is planted in trade has its shape, and look-alikes lack it."""

import numpy as np
import polars as pl
import pytest

from aml.sample.chance import DAY_SECONDS
from aml.sample.life.trade import founded
from aml.sample.plant import detours, gates, harbours, newcomers, phantoms
from aml.sample.world.loops import BUNKERS, DIVERTED, LEFT_OUT, LOOPS
from aml.sample.world.people import AT_THE_PORT
from aml.sample.world.ships import GOODS
from tests.sample.crew import TURNS, crew, days, happened, told, town, ways

SCHEMES = (
    newcomers.unknown_shipper, phantoms.nothing_moved, phantoms.out_of_market, detours.roundabout,
    harbours.other_port, gates.other_haulier,
)  # fmt: skip
HARD = (
    newcomers.two_to_begin_with, phantoms.every_other_shipment, phantoms.a_little_dear,
    detours.small_detour, harbours.one_in_three, gates.paid_weeks_later,
)  # fmt: skip
ALIKE = (
    newcomers.arm_of_a_group, newcomers.harvest_cooperative, phantoms.long_lead,
    phantoms.licences_abroad, phantoms.organic, phantoms.samples, detours.round_the_cape,
    detours.fuel_in_a_storm, harbours.call_dropped, harbours.new_warehouse, gates.sub_haulage,
)  # fmt: skip
PRICE = {code: price for code, _, price, _ in GOODS}


def trade():
    return crew()[1]


def of_kind(kind):
    return set(town().outsider(kind).tolist())


def a_kilo(bills):
    """Dollars a kilogram beside what the goods usually cost."""
    usual = bills["hs_code"].replace_strict(PRICE, return_dtype=pl.Float64)
    return (bills["cents"] / 100 / bills["kilos"] / usual).to_list()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_two_schemes_are_alike_and_all_play_within_the_ledger(scheme):
    stories = [told(scheme, turn) for turn in TURNS]
    assert {story.kind for story in stories} == {"planted"}
    assert len({story.variant for story in stories}) == 4
    sums = {(story.entries.height, int(story.entries["cents"].sum())) for story in stories}
    assert len(sums) == len(stories)
    for story in stories:
        assert days(story.entries).min() >= town().plan.first_day
        assert days(story.entries).max() <= town().plan.last_day


@pytest.mark.parametrize("happens", [*HARD, *ALIKE])
@pytest.mark.parametrize("turn", range(3))
def test_hard_and_innocent_stories_say_so_and_play_within_the_ledger(happens, turn):
    story = happened(happens, turn)
    assert story.kind == ("hard" if happens in HARD else "look_alike")
    assert days(story.entries).min() >= town().plan.first_day
    assert days(story.entries).max() <= town().plan.last_day


def test_importers_have_bills_of_27_months_on_voyages_that_call_at_their_ports():
    bills, calls = trade().bills, trade().sailings.calls
    assert bills["issued"].max() - bills["issued"].min() >= 27 * 30
    on_board = bills.filter(pl.col("voyage") >= 0)
    assert 0.8 < on_board.height / bills.height < 1
    loaded = on_board.join(
        calls, left_on=["voyage", "load_port"], right_on=["voyage", "port"], how="inner"
    )
    assert loaded.height == on_board.height
    assert (loaded["issued"] == loaded["departed"] // DAY_SECONDS).all()
    landed = on_board.join(
        calls, left_on=["voyage", "discharge_port"], right_on=["voyage", "port"], how="inner"
    )
    assert landed.height == on_board.height
    assert (landed["arrival"] == landed["arrived"] // DAY_SECONDS).all()
    assert (landed["arrival"] > landed["issued"]).all()


def test_every_loop_sails_often_and_one_goes_round_the_cape_with_all_its_ships():
    sailings, plan = trade().sailings, town().plan
    assert sailings.voyages.group_by("loop").len()["len"].min() >= 20
    assert sailings.voyages["loop"].n_unique() == len(LOOPS)
    whole = sailings.calls.join(sailings.voyages, on="voyage")
    late = whole.filter(pl.col("loop") == DIVERTED, pl.col("sequence") == 1)
    late = late.filter(pl.col("due") >= (plan.first_day + 5) * DAY_SECONDS)["voyage"]
    diverted = whole.filter(pl.col("voyage").is_in(late.to_list()))
    assert late.len() >= 5
    assert diverted.filter(pl.col("port") == BUNKERS).height == late.len()
    assert not diverted.filter(pl.col("port") == LEFT_OUT).height
    assert not whole.filter(pl.col("loop") != DIVERTED, ~pl.col("is_scheduled")).height
    ordered = whole.sort("voyage", "sequence")
    same = ordered["voyage"] == ordered["voyage"].shift(1)
    assert (ordered["arrived"] > ordered["departed"].shift(1)).filter(same).all()


def test_the_seasonal_importer_ships_in_the_same_months_of_each_year():
    buyers = town().family("seasonal importer").tolist()
    issued = trade().bills.filter(pl.col("buyer").is_in(buyers))["issued"]
    on = issued.cast(pl.Int32).cast(pl.Date)
    assert on.dt.year().n_unique() == 3
    assert set(on.dt.month()) <= {3, 4, 5, 6, 7}


@ways
def test_t01_a_shipper_of_some_months_sends_many_containers_at_others_expense(turn):
    story = told(newcomers.unknown_shipper, turn)
    shipper = story.bills["shipper"].unique().to_numpy()
    assert len(shipper) == 1
    assert set(shipper.tolist()) <= of_kind("young shipper")
    age = story.bills["issued"].min() - int(founded(town(), shipper)[0])
    assert 0 < age < 365
    assert story.bills.height >= 5
    assert story.bills["issued"].max() - story.bills["issued"].min() <= 90
    assert not set(story.bills["freighter"]) & set(story.bills["buyer"])
    assert set(shipper.tolist()) <= set(story.entries["other"])


def test_t01_the_cooperative_shipped_in_earlier_seasons_too():
    issued = happened(newcomers.harvest_cooperative).bills["issued"].sort()
    assert issued.max() - issued.min() > 365


@ways
def test_t02_what_is_paid_for_is_on_no_bill(turn):
    story = told(phantoms.nothing_moved, turn)
    assert story.bills is None
    assert story.entries.height >= 6
    assert story.entries["cents"].min() >= 2_400_000
    everything = pl.concat([trade().bills, trade().elsewhere])
    assert not set(story.entries["other"]) & set(trade().bills["shipper"])
    assert not set(story.entries["bill"].drop_nulls()) & set(everything["bl_no"])


def test_t02_with_a_long_lead_the_goods_are_shipped_in_the_end():
    story = happened(phantoms.long_lead)
    assert story.bills["issued"].min() - days(story.entries).min() >= 90


@ways
def test_t03_price_weight_or_carriage_is_impossible_and_the_value_is_paid(turn):
    story = told(phantoms.out_of_market, turn)
    bills = story.bills
    if story.variant == "carriage as dear as the goods":
        assert (bills["freight"] / bills["cents"]).min() >= 0.8
    elif story.variant == "far too cheap":
        assert max(a_kilo(bills)) < 0.4
    else:
        assert min(a_kilo(bills)) > 3
    paid = story.entries.filter(pl.col("other").is_in(bills["shipper"].unique().to_list()))
    assert sorted(paid["cents"]) == sorted(bills["cents"])


@pytest.mark.parametrize("turn", range(4))
def test_t03_organic_goods_cost_a_tenth_more(turn):
    assert max(a_kilo(happened(phantoms.organic, turn).bills)) < 1.3


@ways
def test_t05_a_voyage_with_a_call_out_of_the_way_and_its_freight_paid_by_another(turn):
    story = told(detours.roundabout, turn)
    assert story.calls.filter(~pl.col("is_scheduled")).height == 1
    assert set(story.bills["voyage"]) == set(story.calls["voyage"]) == set(story.voyages["voyage"])
    assert not set(story.voyages["ship"]) & set(trade().sailings.voyages["ship"])
    assert not set(story.bills["freighter"]) & set(story.bills["buyer"])
    assert (story.gaps is not None) == (story.variant != "by a port out of the way")
    if story.gaps is not None:
        assert ((story.gaps["ended"] - story.gaps["started"]) >= 12 * 3600).all()
        assert (story.gaps["miles"] >= 1200).all()
    if story.variant == "new name and flag":
        register = story.vessels.sort("valid_from")
        assert register["imo_number"].n_unique() == 1
        sailed = story.bills["issued"].min()
        assert 0 < sailed - register["valid_from"][1] <= 180
        assert register["name"].to_list()[1] == story.bills["vessel_name"][0]


def test_t05_the_importer_of_the_diverted_loop_sails_with_everybody():
    story = happened(detours.round_the_cape)
    loop = trade().sailings.voyages.filter(pl.col("voyage").is_in(story.bills["voyage"].to_list()))
    assert loop["loop"].to_list() == [DIVERTED]
    assert story.calls is None


@ways
def test_t07_most_of_an_importers_containers_of_a_season_take_a_port_it_never_used(turn):
    story = told(harbours.other_port, turn)
    (buyer,) = story.focus
    first = story.bills["issued"].min()
    usual = trade().bills.filter(pl.col("buyer") == buyer)
    before = set(usual.filter(pl.col("issued") < first)["discharge_port"])
    season = usual.filter(pl.col("issued").is_between(first, first + 90))
    assert story.bills.height >= 7
    assert len(set(story.bills["discharge_port"]) - before) >= 1 or len(before) > 3
    assert story.bills.height >= 0.5 * (story.bills.height + season.height) or usual.height > 20
    assert set(story.entries["other"]) <= of_kind("new haulier")
    assert set(story.events["container_number"]) == set(story.bills["container_number"])


def test_t07_where_the_carrier_drops_a_call_several_importers_move_at_once():
    story = happened(harbours.call_dropped)
    assert story.bills["buyer"].n_unique() >= 2
    assert story.bills["carrier"].n_unique() == 1


@ways
def test_p02_a_haulier_the_order_does_not_name_is_paid_within_three_days(turn):
    story = told(gates.other_haulier, turn)
    (payer,) = story.focus
    assert payer not in set(story.bills["buyer"])
    assert not (story.events["haulier"] == story.events["named"]).any()
    paid = story.entries.filter(pl.col("other").is_in(story.events["haulier"].to_list()))
    left = story.events["happened"].to_numpy() // DAY_SECONDS
    assert 0 <= days(paid).min() - left.min() <= 3
    if "people" in story.variant:
        staff = story.entries.filter(~pl.col("other").is_in(story.events["haulier"].to_list()))
        work = town().customers["occupation"].gather(staff["other"])
        assert work.is_in(AT_THE_PORT).all()
        assert abs(days(staff) - left.min()).max() <= 14


def test_p02_by_sub_haulage_the_named_haulier_is_paid():
    story = happened(gates.sub_haulage)
    assert set(story.entries["other"]) == set(story.events["named"])
    assert np.all(story.events["happened"].to_numpy() % DAY_SECONDS > 12 * 3600)
