"""Fronts, ports, chemicals, professionals: each scheme has its shape in all ways, look-alikes not."""

import numpy as np
import polars as pl
import pytest

from aml.sample.plant import (
    boats,
    cards,
    chemicals,
    clusters,
    fronts,
    fuel,
    invoices,
    launderers,
    quays,
)
from aml.sample.world.businesses import TRADES
from aml.sample.world.people import AT_THE_PORT
from aml.sample.world.shells import FAMILY
from aml.sample.world.ties import employers
from tests.sample.crew import TURNS, cash_in, days, happened, moved, told, town, ways

SCHEMES = (
    fronts.too_much_cash, fronts.shell, clusters.one_hand, fronts.nothing_bought,
    quays.second_income, quays.bribes, chemicals.precursors, chemicals.laboratory,
    launderers.modest_banker, launderers.transmitter, cards.pay_offs, invoices.paid_again,
    invoices.others_pay, fuel.waste_for_crude, boats.boat_basket,
)  # fmt: skip
HARD = (
    fronts.a_little_more_cash, fronts.shell_with_a_desk, clusters.two_in_turn, fronts.some_stock,
    quays.presents, quays.through_relatives, chemicals.harmless_words,
    chemicals.spread_over_friends, launderers.slower_banker, launderers.small_circle,
    cards.two_cards_in_turn, invoices.written_otherwise, invoices.one_friend_pays,
    fuel.without_a_word, boats.one_thing_each,
)  # fmt: skip
ALIKE = (
    fronts.terminal_out_of_order, fronts.special_purpose, fronts.holding, fronts.electronic_books,
    clusters.one_accountant, clusters.co_working, quays.severance, quays.flat_sold, quays.overtime,
    quays.strike_pay, quays.crewing_agency, chemicals.soap_and_cream, chemicals.pool_service,
    chemicals.brewery, chemicals.restorer, launderers.flat_for_a_student,
    launderers.parents_treasurer, launderers.tour_leader, cards.card_programme,
    cards.wedding_rings, invoices.in_two_parts, invoices.sent_again, invoices.factor_pays,
    invoices.group_pays, fuel.recycler, fuel.heating_oil, boats.sailing_school, boats.angler,
    boats.rescue_club,
)  # fmt: skip


def income(customer):
    known = town().customers.row(customer, named=True)
    return known["declared_income"] or known["expected_turnover"]


def usual_cash(firm):
    """Dollars of cash that a shop of this trade takes in a week."""
    return TRADES[town().column("work")[firm]].cash * town().customers["vigour"][firm]


def of_kind(frame, *kinds):
    """Entries across which somebody of these kinds stands."""
    return frame.filter(pl.col("other").is_in(np.concatenate([town().outsider(k) for k in kinds])))


def country(number):
    return town().outsiders["country"][number - town().accounts.height]


def family(customer):
    return town().customers["family"][customer]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_two_schemes_are_alike_and_all_play_within_the_ledger(scheme):
    stories = [told(scheme, turn) for turn in TURNS]
    assert {story.kind for story in stories} == {"planted"}
    assert len({story.typology for story in stories}) == 1
    assert len({story.variant for story in stories}) == 4
    sums = []
    for story in stories:
        assert days(story.entries).min() >= town().plan.first_day
        assert days(story.entries).max() <= town().plan.last_day
        assert (story.entries["cents"] > 0).all()
        sums.append((story.entries.height, int(story.entries["cents"].sum())))
    assert len(set(sums)) == len(sums)


@pytest.mark.parametrize("happens", [*HARD, *ALIKE])
@pytest.mark.parametrize("turn", range(3))
def test_hard_and_innocent_stories_say_so_and_play_within_the_ledger(happens, turn):
    story = happened(happens, turn)
    assert story.kind == ("hard" if happens in HARD else "look_alike")
    assert days(story.entries).min() >= town().plan.first_day
    assert days(story.entries).max() <= town().plan.last_day
    assert (story.entries["cents"] > 0).all()


@ways
def test_c01_a_shop_banks_several_times_its_usual_cash_for_four_months(turn):
    story = told(fronts.too_much_cash, turn)
    (firm,), notes = story.focus, cash_in(story.entries)
    weekly = notes.group_by(pl.Series(days(notes) // 7).alias("week")).agg(pl.col("cents").sum())
    assert notes["cents"].sum() / 17 >= 3 * 0.8 * 100 * usual_cash(firm)
    assert weekly.height >= 16
    if story.variant == "at night on closed days":
        assert (notes["channel"] == "night_drop").all()


@ways
def test_c02_nearly_all_of_it_passes_through_and_nothing_is_spent_on_the_firm(turn):
    story = told(fronts.shell, turn)
    came, gone = moved(story.entries)
    assert family(story.focus[0]) == FAMILY
    assert came >= 15_000_000
    assert 0.97 <= gone / came <= 1.0
    assert days(story.entries).max() - days(story.entries).min() <= 90
    # Nothing is passed on before it came in.
    signed = story.entries.with_columns(
        day=pl.col("at") // 86_400,
        cents=pl.when("is_credit").then("cents").otherwise(-pl.col("cents")),
    )
    held = signed.group_by("day").agg(pl.col("cents").sum()).sort("day")["cents"].cum_sum()
    assert held.min() > -came // 50
    assert not of_kind(story.entries, "utility").height
    payees = story.entries.filter(~pl.col("is_credit"))["other"].n_unique()
    assert payees >= 25 if story.variant == "very many payees" else payees <= 5


@ways
def test_c03_firms_of_one_telephone_share_suppliers_pay_one_another_or_use_one_device(turn):
    story = told(clusters.one_hand, turn)
    firms = town().customers[list(story.focus)]
    assert len(story.focus) == 4
    assert firms["phone"].n_unique() == firms["address"].n_unique() == 1
    paid = story.entries.filter(~pl.col("is_credit"))
    if story.variant == "in a ring":
        assert set(paid["other"]) == set(story.focus)
    else:
        shared = paid.group_by("other").agg(pl.col("account").n_unique())["account"]
        assert len(shared) == 3
        assert (shared == 4).all()
    assert (story.flags is not None) == ("listed" in story.variant)


@ways
def test_c04_much_is_sold_and_hardly_anything_is_bought(turn):
    story = told(fronts.nothing_bought, turn)
    came, _ = moved(story.entries)
    goods = of_kind(story.entries.filter(~pl.col("is_credit")), "domestic supplier")
    assert came >= 5_000_000
    assert 0 < goods["cents"].sum() < came / 10
    assert town().customers["industry_code"][story.focus[0]].startswith(("423", "424"))
    # What is drawn goes to people and names no goods.
    drawn = story.entries.filter(~pl.col("is_credit") & (pl.col("channel") == "wire"))
    assert of_kind(drawn, "person").height == drawn.height >= 4
    assert not drawn["text"].str.contains("Invoice").any()
    if story.variant == "marketplace seller":
        assert of_kind(story.entries, "market operator").height >= 10


@ways
def test_p01_a_port_worker_has_a_second_income(turn):
    story = told(quays.second_income, turn)
    (who,), came = story.focus, moved(story.entries)[0]
    assert town().customers["occupation"][who] in AT_THE_PORT
    assert employers(town())[who] >= 0
    if story.variant == "notes after arrivals":
        arrivals = story.bills["arrival"].to_numpy()
        gaps = [int(min(abs(day - arrivals[arrivals <= day]))) for day in days(story.entries)]
        assert len(gaps) >= 3
        assert max(gaps) <= 7
    else:
        assert came >= 1_200_000
    if "loan" in story.variant:
        assert of_kind(story.entries, "lender").height
        assert story.entries.filter("is_credit")["other"].n_unique() == 1


@ways
def test_p02_one_hand_pays_port_people_of_two_employers_within_two_months(turn):
    story = told(quays.bribes, turn)
    staff = story.entries["other"].unique().to_numpy()
    assert len(staff) >= 3 - len(story.focus) + 1
    assert town().customers["occupation"].gather(staff).is_in(AT_THE_PORT).all()
    assert days(story.entries).max() - days(story.entries).min() <= 60
    assert (story.entries["cents"] % 5000 == 0).all() or story.entries["cents"].n_unique() == 1
    assert len(set(employers(town())[staff].tolist())) >= 2


def test_p01_what_is_innocent_comes_from_the_employer_or_once_from_a_title_firm():
    for happens in (quays.severance, quays.overtime):
        story = happened(happens)
        ends = set(story.entries["account"]) | set(story.entries["other"])
        assert ends == {story.focus[0], int(employers(town())[story.focus[0]])}
        assert story.entries["text"].str.starts_with("Payroll").all()
    sale = happened(quays.flat_sold).entries
    assert sale.height == of_kind(sale, "title firm").height == 1


@ways
def test_x01_payers_of_other_trades_pay_a_maker_of_chemicals_abroad(turn):
    story = told(chemicals.precursors, turn)
    assert of_kind(story.entries, "chemist abroad").height == story.entries.height
    assert story.entries["other"].n_unique() == 1
    assert {family(one) for one in story.focus}.isdisjoint({"licensed lab"})
    if story.variant == "many payers":
        assert story.entries["account"].n_unique() >= 4
        assert story.entries.group_by("account").len()["len"].min() >= 3
    named = [story.entries["text"].str.starts_with(word).sum() for word in chemicals._NAMED]
    if story.variant == "many small payments":
        assert story.entries["cents"].max() <= 100_000
        assert sum(named) == 1
    if story.variant == "one large payment":
        assert story.entries["cents"].min() >= 1_000_000
    if story.variant == "named with its number":
        assert sum(named) == story.entries.height


@ways
def test_x02_a_press_and_five_other_parts_are_gathered_within_a_quarter(turn):
    story = told(chemicals.laboratory, turn)
    kinds = {kind for _, kind, _ in chemicals._BASKET}
    bought = of_kind(story.entries.filter(~pl.col("is_credit")), *kinds)
    assert bought.height >= 6
    assert days(bought).max() - days(bought).min() <= 90
    assert story.entries.filter("is_credit").height
    if story.variant == "with a great deal of power":
        assert of_kind(story.entries, "utility").height == 3


@ways
def test_m01_five_times_a_small_income_comes_in_and_most_of_it_leaves(turn):
    story = told(launderers.modest_banker, turn)
    (who,), (came, gone) = story.focus, moved(story.entries)
    assert came >= max(3_000_000, 490 * income(who))
    assert 0.6 <= gone / came <= 1.0
    drafts = story.entries.filter(pl.col("channel") == "draft")
    assert (drafts.height >= 4) == (story.variant in ("cheques to a title firm", "to a car dealer"))
    if not drafts.height:
        others = story.entries.filter(pl.col("channel") == "p2p")
        assert of_kind(others, "person")["other"].n_unique() >= 3
    if story.variant == "cheques to a title firm":
        assert of_kind(drafts, "title firm").height == drafts.height


@ways
def test_m02_twenty_pay_in_twenty_others_are_paid_and_little_stays(turn):
    story = told(launderers.transmitter, turn)
    came, gone = moved(story.entries)
    payers = story.entries.filter("is_credit")
    payees = story.entries.filter(~pl.col("is_credit"))
    assert payees["other"].n_unique() >= 20
    assert payers.height >= 20
    assert not set(payers["other"]) & set(payees["other"]) - {-1}
    assert 0.005 <= 1 - gone / came <= 0.05
    assert came >= 5_000_000
    assert days(story.entries).max() - days(story.entries).min() <= 60


@ways
def test_m03_cards_are_paid_off_with_the_money_of_others(turn):
    story = told(cards.pay_offs, turn)
    paid = of_kind(story.entries, "card issuer")
    if story.variant == "one firm, many cards":
        assert paid["text"].str.starts_with("Credit card of ").all()
        assert paid["text"].n_unique() >= 3
        assert paid["cents"].sum() >= 4_000_000
    elif story.variant == "electronics by the dozen":
        bought = story.entries.filter(pl.col("channel") == "card")
        assert bought.height >= 10
        assert bought["cents"].sum() >= 5 * 0.95 * income(story.focus[0]) / 12 * 100
    else:
        came, _ = moved(story.entries)
        assert story.entries.filter("is_credit")["other"].n_unique() >= 4
        assert 0.8 <= paid["cents"].sum() / came <= 1.0


@ways
def test_t04_one_invoice_is_paid_whole_more_than_once(turn):
    story = told(invoices.paid_again, turn)
    frame = story.entries
    assert frame["invoice"].n_unique() == 1
    assert frame["cents"].sum() > 1.05 * frame["cents"].max()
    payers = frame["other"] if story.variant == "received three times" else frame["account"]
    assert payers.n_unique() >= (1 if story.variant == "three times by one" else 2)
    if story.variant == "one bill, two banks":
        assert set(frame["bill"]) == set(story.bills["bl_no"])


def test_t04_a_wire_that_came_back_nets_to_one_payment():
    frame = happened(invoices.sent_again).entries
    came, gone = moved(frame)
    assert gone == 2 * came
    assert frame["invoice"].n_unique() == 1


@ways
def test_t06_goods_go_to_one_buyer_abroad_and_others_pay(turn):
    story = told(invoices.others_pay, turn)
    (seller,) = story.focus
    assert set(story.bills["shipper"]) == {seller}
    assert story.bills["buyer"].n_unique() == 1
    buyer = story.bills["buyer"][0]
    assert buyer not in set(story.entries["other"])
    assert story.entries["cents"].sum() >= 5_000_000
    assert story.entries.height >= 6
    if story.variant == "from a third country":
        assert country(buyer) not in {country(one) for one in story.entries["other"]}
    if story.variant == "firms and notes":
        assert cash_in(story.entries).height


@ways
def test_t08_crude_is_sold_and_waste_is_bought_across_the_border_within_days(turn):
    story = told(fuel.waste_for_crude, turn)
    came, gone = moved(story.entries)
    paid = story.entries.filter(~pl.col("is_credit"))
    assert of_kind(paid, "oil firm abroad").height == paid.height
    assert 0.8 <= gone / came <= 0.96
    said = paid["text"].str.contains("oil|aceite|residuo|lubricante")
    assert said.all()
    if story.variant == "several wires a day":
        assert paid.group_by(pl.Series(days(paid)).alias("day")).len()["len"].max() >= 3


@ways
def test_t09_boats_engines_and_more_are_bought_within_six_weeks_with_others_money(turn):
    story = told(boats.boat_basket, turn)
    for buyer in story.focus:
        own = story.entries.filter(pl.col("account") == buyer)
        bought = own.filter(~pl.col("is_credit"))
        kinds = {kind for _, kind, _ in boats._WANTED}
        assert of_kind(bought, *kinds).height == bought.height
        assert bought["cents"].sum() >= 1_800_000
        assert days(bought).max() - days(bought).min() <= 45
        paid_in = own.filter("is_credit")
        assert days(paid_in).min() <= days(bought).min()
        assert days(own).min() >= town().opened[buyer]


def test_the_co_working_hall_has_firms_that_share_no_more_than_the_address():
    alone = town().customers[happened(clusters.co_working).entries["account"].unique()]
    assert alone.height >= 3
    assert alone["address"].n_unique() == 1
    assert alone["phone"].n_unique() == alone.height
