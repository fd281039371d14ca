"""Schemes of the remittance desks have the shape they claim, in all ways; look-alikes lack it."""

import polars as pl
import pytest

from aml.sample.plant import crossing, desks, sharing, spreading
from aml.sample.world.places import BORDER
from tests.sample.crew import TURNS, crew, days, happened, moved, told, town, ways

HARD = (
    spreading.pair_in_turn, sharing.over_months, desks.careful_desk, crossing.by_instalments,
)  # fmt: skip
ALIKE = (
    spreading.extended_family, spreading.payroll_abroad, spreading.crew_leader, sharing.siblings,
    sharing.lodging_house, sharing.shop_phone, desks.airport_desk, desks.corridor_shop,
    crossing.operation_in_the_border_town,
)  # fmt: skip
_DAY, _HOUR = 86_400, 3600


def senders():
    return crew()[0].senders


def receivers():
    return crew()[0].receivers


def surnames(people, numbers):
    return people["name"].gather(numbers).str.split(" ").list.last()


def noted(sent, side, mark, people):
    """What the desk wrote down of one side: what was said, else what the register has."""
    return sent.select(pl.coalesce(f"{side}_{mark}", people[mark].gather(sent[side]))).to_series()


@pytest.mark.parametrize(
    "scheme",
    [spreading.one_to_many, sharing.shared_marks, desks.complicit_desk, crossing.fares],
)
def test_no_two_schemes_are_alike_and_all_play_within_the_ledger(scheme):
    stories = [told(scheme, turn) for turn in TURNS]
    assert {story.kind for story in stories} == {"planted"}
    assert len({story.variant for story in stories}) >= 5
    sums = []
    for story in stories:
        frame = story.entries if story.entries is not None else story.transfers
        assert days(frame).min() >= town().plan.first_day
        assert days(frame).max() <= town().plan.last_day
        sums.append((frame.height, int(frame["cents"].sum())))
    assert len(set(sums)) == len(sums)


@pytest.mark.parametrize("happens", [*HARD, *ALIKE])
def test_what_is_hard_and_what_is_innocent_says_so_and_stays_within_the_year(happens):
    story = happened(happens)
    assert story.kind == ("hard" if happens in HARD else "look_alike")
    frame = story.entries if story.entries is not None else story.transfers
    assert days(frame).min() >= town().plan.first_day
    assert days(frame).max() <= town().plan.last_day


@ways
def test_one_sender_pays_many_strangers_more_than_a_months_income(turn):
    story = told(spreading.one_to_many, turn)
    sent, (sender,) = story.transfers, story.focus
    assert set(sent["sender"]) == {sender}
    kin = set(crew()[0].kin(sent["sender"].to_numpy(), list(range(sent.height))))
    assert not kin & set(sent["receiver"])
    customer = town().customers.filter(pl.col("customer_id") == senders()["sender_id"][sender])
    if story.variant == "small sums to one port":
        assert sent.height >= 9
        assert sent["cents"].is_between(1000, 10_000).all()
        assert 50_000 <= sent["cents"].sum() <= 140_000
        assert set(receivers()["country"].gather(sent["receiver"])) <= {"CN", "HK"}
    else:
        assert sent["receiver"].n_unique() >= 6
        assert surnames(receivers(), sent["receiver"].unique()).is_unique().all()
        assert sent["cents"].sum() >= 500_000
        assert sent["cents"].sum() > 0.9 * customer["declared_income"][0] * 100 / 12
    assert days(sent).max() - days(sent).min() <= 30


@ways
def test_parties_of_different_names_are_held_together_by_one_mark(turn):
    story = told(sharing.shared_marks, turn)
    sent = story.transfers
    assert sent["cents"].sum() >= 500_000
    assert days(sent).max() - days(sent).min() < 60
    side = "receiver" if story.variant.startswith("receivers") else "sender"
    people = receivers() if side == "receiver" else senders()
    assert surnames(people, sent[side].unique()).n_unique() >= 4
    values = {mark: noted(sent, side, mark, people) for mark in ("phone", "address", "document")}
    if story.variant == "a chain of marks":
        links = sent.select(side, phone=values["phone"], address=values["address"]).unique()
        reached, before = {links[side][0]}, 0
        while len(reached) > before:
            before = len(reached)
            known = links.filter(pl.col(side).is_in(list(reached)))
            near = pl.col("phone").is_in(known["phone"].to_list()) | pl.col("address").is_in(
                known["address"].to_list()
            )
            reached = set(links.filter(near)[side])
        assert reached == set(sent[side])
    else:
        assert 1 in {value.n_unique() for value in values.values()}


def test_siblings_and_lodgers_share_an_address_by_nature():
    for happens, names in ((sharing.siblings, 1), (sharing.lodging_house, 5)):
        story = happened(happens)
        who = senders()[list(story.focus)]
        assert who["address"].n_unique() == 1
        assert (surnames(senders(), list(story.focus)).n_unique() == 1) == (names == 1)
    assert happened(sharing.lodging_house).transfers["agent"].n_unique() == 1


def test_the_shops_own_telephone_is_seen_at_one_desk_only():
    sent = happened(sharing.shop_phone).transfers
    assert sent["agent"].n_unique() == 1
    assert set(sent["sender_phone"]) == {town().places.agents["phone"][sent["agent"][0]]}


@ways
def test_a_complicit_desk_books_below_a_line_on_few_papers(turn):
    story = told(desks.complicit_desk, turn)
    sent = story.transfers
    assert set(sent["agent"]) == set(story.focus)
    assert sent.height >= 60
    in_band = sent["cents"].is_between(255_000, 299_999)
    assert in_band.mean() >= 0.4
    assert sent["receiver"].n_unique() <= 8
    papers = sent["sender_document"].drop_nulls()
    assert len(papers) >= sent.height / 2
    if story.variant == "papers in a row":
        number = papers.str.slice(1).cast(pl.Int64).sort()
        assert number.max() - number.min() <= 3 * sent.height
    else:
        assert papers.n_unique() <= 8
    if story.variant == "after closing time":
        hour = sent["at"] % _DAY // _HOUR
        assert ((hour >= 21) | (hour < 6)).mean() >= 0.5


def test_a_desk_at_the_airport_is_late_and_nothing_else():
    sent = happened(desks.airport_desk).transfers
    hour = sent["at"] % _DAY // _HOUR
    assert ((hour >= 21) | (hour < 6)).all()
    assert sent["receiver"].n_unique() > sent.height / 2
    assert sent["sender_document"].null_count() == sent.height
    assert sent["cents"].is_between(85_000, 99_999).mean() < 0.2


@ways
def test_fares_of_a_few_prices_come_from_far_and_leave(turn):
    story = told(crossing.fares, turn)
    if story.focus_kind == "receiver":
        sent = story.transfers
        assert receivers()["place"].gather(list(story.focus)).is_in(BORDER).all()
        who = senders()[sent["sender"].to_list()]
        assert who.select("country", "region").n_unique() >= 3
        assert sent["sender"].n_unique() >= 5
        cents = sent["cents"]
    else:
        (holder,) = story.focus
        assert town().customers["place"][holder] in BORDER
        own = story.entries
        into, out = received(own, holder)
        assert out >= 0.7 * into
        cents = own.filter(is_into(holder))["cents"]
    # A few prices, give or take a tenth, cover all of them.
    left, prices = cents.to_list(), 0
    while left:
        price = max(left, key=lambda one: sum(0.9 * one <= other <= 1.1 * one for other in left))
        left, prices = [one for one in left if not 0.9 * price <= one <= 1.1 * price], prices + 1
    assert prices <= 4
    assert len(cents) >= 8


def is_into(holder):
    """Entries that bring the holder money, whichever leg the story wrote."""
    own = (pl.col("account") == holder) & pl.col("is_credit")
    return own | ((pl.col("other") == holder) & ~pl.col("is_credit"))


def received(frame, holder):
    into = frame.filter(is_into(holder))["cents"].sum()
    out = frame.filter((pl.col("account") == holder) & ~pl.col("is_credit"))["cents"].sum()
    return into, out


def test_lawyers_and_bondsmen_hold_a_licence_and_keep_what_they_are_paid():
    from aml.sample.life import client_characters as clients
    from aml.sample.life.books import Books
    from aml.sample.write.tables import customer_rows

    rows = customer_rows(town())
    for family, live in (
        ("immigration lawyer", clients.immigration_lawyer),
        ("bail bondsman", clients.bail_bondsman),
    ):
        (customer, *_) = town().family(family)
        assert town().customers["place"][int(customer)] in BORDER
        known = rows.filter(pl.col("customer_id") == town().customers["customer_id"][int(customer)])
        assert known["licences"].list.len().to_list() == [1]
        books = Books(town(), town().stream("test", family), int(customer))
        live(books)
        into, out = moved(books.year)
        assert out < 0.85 * into


def test_brothers_and_crews_get_less_or_belong_together():
    family = happened(spreading.extended_family).transfers
    assert surnames(receivers(), family["receiver"].unique()).n_unique() == 1
    wages = happened(spreading.payroll_abroad).transfers
    assert wages["receiver"].value_counts()["count"].min() >= 7
    assert set(wages["purpose"]) == {"wages"}
    crew_ = happened(spreading.crew_leader).transfers
    assert crew_["cents"].sum() < 500_000
