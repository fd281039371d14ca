"""A month of private customers beyond their standing orders: cash, friends, cheques, card."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import (
    Chance,
    Floats,
    Ints,
    Span,
    business_day,
    moment,
    money,
    rounded,
    weighted,
    words,
)
from aml.sample.life.counter import Visits, flags, usual_branch
from aml.sample.life.entry import entries, together
from aml.sample.life.instruments import paper_money
from aml.sample.life.online import pastimes
from aml.sample.life.texts import cheque_numbers, notes
from aml.sample.world.directory import SPECIALISTS
from aml.sample.world.people import WORKS
from aml.sample.world.places import CITIES
from aml.sample.world.town import Town

#: Dollars of a usual purchase, by merchant category.
_BASKETS = {
    "5411": 48.0, "5541": 41.0, "5812": 27.0, "5912": 22.0, "5651": 64.0, "5732": 120.0,
    "5200": 70.0, "7011": 190.0, "5999": 45.0, "5551": 160.0, "4457": 95.0, "4468": 60.0,
    "5172": 55.0, "4812": 70.0, "5085": 65.0, "5169": 38.0, "5047": 42.0, "4225": 85.0,
    "6513": 160.0, "5944": 210.0, "5948": 180.0,
}  # fmt: skip
#: Families of private customers who lead a household's life beside what sets them apart.
PRIVATE = (
    "person", "student away", "crypto holder", "border commuter", "flat share", "reseller",
    "money order tenant", "student from abroad", "club treasurer", "crowdfunder",
)  # fmt: skip
_CITY_NAMES = {number: city.name for number, city in enumerate(CITIES)}
_NEARBY = 0.8
#: So many purchases are made in a shop for one purpose: boats, tools, jewels.
_FOR_ONE_PURPOSE = 0.03
_RARE = [kind for kind, *_ in SPECIALISTS]
#: Small sums of cash that anybody pays in, a month.
_GIFTS = 0.35


def households(town: Town, rng: Chance, span: Span) -> pl.DataFrame:
    """What people do with cash, with each other and by cheque in one month."""
    people = town.family(*PRIVATE)
    vigour = town.customers["vigour"].to_numpy()[people]
    return together(
        [
            _withdrawals(town, rng, people, vigour, span),
            _deposits(town, rng, people, span),
            _large_cash(town, rng, people, span),
            _friends(town, rng, people, vigour, span),
            _cheques(town, rng, people, span),
            _larger_sums(town, rng, people, span),
            paper_money(town, rng, people, span),
            pastimes(town, rng, people, span),
        ]
    )


def card_purchases(town: Town, rng: Chance, span: Span, count: int) -> pl.DataFrame:
    """`count` purchases: the rest of the month's entries, most of them near home."""
    owners = np.flatnonzero((town.customers["customer_type"] == "person").to_numpy())
    weight = town.customers["vigour"].to_numpy() * np.where(
        town.opened[: town.customers.height] <= span[0], 1, 0
    )
    buyer = owners[weighted(rng, weight[owners], count)]
    seller = _sellers(town, rng, town.column("place")[buyer])
    shop = town.outsiders[seller].select(
        basket=pl.col("category").replace_strict(_BASKETS, default=30.0, return_dtype=pl.Float64),
        city=pl.col("place").replace_strict(_CITY_NAMES, default="Online", return_dtype=pl.String),
    )
    return entries(
        moment(rng, rng.integers(span[0], span[1] + 1, count), 7, 23),
        account=buyer,
        other=seller + town.accounts.height,
        is_credit=flags(rng, 0.012, count),
        cents=money(rng, shop["basket"].to_numpy(), 0.7, count),
        channel="card",
        status=pl.Series(
            np.where(flags(rng, 0.004, count), "cancelled", "posted"), dtype=pl.String
        ),
        text=shop["city"],
    )


def _sellers(town: Town, rng: Chance, place: Ints) -> Ints:
    """A shop of the buyer's town, of any town when travelling, or one online; some are popular."""
    outsiders = town.outsiders
    shops = np.flatnonzero((outsiders["kind"] == "merchant").to_numpy())
    online = np.flatnonzero((outsiders["kind"] == "online shop").to_numpy())
    where = outsiders["place"].to_numpy()[shops]
    shops = shops[np.argsort(where, kind="stable")]
    sizes = np.bincount(where, minlength=int(where.max()) + 1)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    count = len(place)
    popular = rng.random(count) ** 1.6
    near = shops[starts[place] + (popular * sizes[place]).astype(np.int64)]
    far = shops[rng.integers(0, len(shops), count)]
    web = online[(popular * len(online)).astype(np.int64)]
    roll = rng.random(count)
    usual = np.where(roll < _NEARBY, near, np.where(roll < 0.87, far, web))
    rare = np.flatnonzero(outsiders["kind"].is_in(_RARE).to_numpy())
    return np.where(roll > 1 - _FOR_ONE_PURPOSE, rng.choice(rare, count), usual)


def _times(rng: Chance, people: Ints, mean: Floats | float, span: Span) -> tuple[Ints, Ints]:
    """Who acts on which day of the month, a Poisson number of times each."""
    who = np.repeat(people, rng.poisson(mean, len(people)))
    return who, rng.integers(span[0], span[1] + 1, len(who))


def _withdrawals(town: Town, rng: Chance, people: Ints, vigour: Floats, span: Span) -> pl.DataFrame:
    who, day = _times(rng, people, np.minimum(4, 0.8 * vigour), span)
    unit = np.where(flags(rng, 0.25, len(who)), 100, 20)
    cents = rounded(money(rng, 95, 0.7, len(who)), unit)
    machine = flags(rng, 0.88, len(who))
    branch = usual_branch(town, rng, who, 0.14)
    return Visits(who, day, cents, branch, is_credit=False, machine=machine).booked(rng)


def _deposits(town: Town, rng: Chance, people: Ints, span: Span) -> pl.DataFrame:
    """Tips, fares and market takings; gifts and small sales of everybody else."""
    work = town.column("work")[people]
    mean = _GIFTS + np.array([item.cash_items for item in WORKS] + [0.0])[work]
    who, day = _times(rng, people, mean, span)
    median = np.where(mean >= 2, 190, 240)[np.searchsorted(people, who)]
    unit = rng.choice(np.array([1, 1, 10, 20, 50, 100, 100]), len(who))
    cents = rounded(money(rng, median.astype(np.float64), 0.75, len(who)), unit)
    helper = town.walk_in(rng, len(who))
    conductor = np.where(flags(rng, 0.12, len(who)), helper, who)
    machine = flags(rng, 0.55, len(who))
    return Visits(
        who, day, cents, usual_branch(town, rng, who), conductor=conductor, machine=machine
    ).booked(rng)


def _large_cash(town: Town, rng: Chance, people: Ints, span: Span) -> pl.DataFrame:
    """A car sold or bought, wedding money, savings from home: rare, often near a round figure."""
    who, day = _times(rng, people, 0.035, span)
    count = len(who)
    cents = np.minimum(money(rng, 3600, 0.75, count), 2_400_000)
    cents = np.where(flags(rng, 0.3, count), rng.integers(80, 101, count) * 10_000 - 10_000, cents)
    cents = np.where(flags(rng, 0.7, count), rounded(cents, 100), rounded(cents, 1))
    credit = flags(rng, 0.6, count)
    return Visits(who, day, cents, usual_branch(town, rng, who), is_credit=credit).booked(rng)


def _friends(town: Town, rng: Chance, people: Ints, vigour: Floats, span: Span) -> pl.DataFrame:
    """Payments between friends: each person has a few, at this bank or at others."""
    who, day = _times(rng, people, np.minimum(5, 0.4 + 0.6 * vigour), span)
    count = len(who)
    turn = rng.integers(0, 3, count)
    inside = people[(np.searchsorted(people, who) + 1 + turn * 7) % len(people)]
    strangers = town.outsider("person")
    outside = strangers[(who * 5 + turn) % len(strangers)]
    friend = np.where(flags(rng, 0.45, count) & (inside != who), inside, outside)
    return entries(
        moment(rng, day, 7, 23),
        account=who,
        other=friend,
        is_credit=flags(rng, 0.4, count),
        cents=np.where(
            flags(rng, 0.12, count),
            rounded(money(rng, 900, 0.8, count), rng.choice(np.array([1, 10, 20, 50, 100]), count)),
            rounded(money(rng, 38, 0.8, count), 1),
        ),
        channel="p2p",
        text=notes(rng, count),
    )


def _cheques(town: Town, rng: Chance, people: Ints, span: Span) -> pl.DataFrame:
    """Cheques written to and received from private persons and small firms."""
    who, day = _times(rng, people, 0.15, span)
    count = len(who)
    return entries(
        moment(rng, np.clip(business_day(day), *span)),
        account=who,
        other=rng.choice(_partners(town), count),
        is_credit=flags(rng, 0.5, count),
        cents=money(rng, 310, 1.0, count),
        channel="cheque",
        instrument=cheque_numbers(rng, count),
    )


def _larger_sums(town: Town, rng: Chance, people: Ints, span: Span) -> pl.DataFrame:
    """A loan repaid, a used car, a builder, an inheritance: by transfer, now and then."""
    who, day = _times(rng, people, 0.3, span)
    count = len(who)
    income = town.customers["declared_income"].to_numpy()[who]
    usual = 2300 * np.clip(income / 45_000, 0.15, 1.5)
    cents = rounded(money(rng, usual, 1.0, count), rng.choice(np.array([1, 50, 100, 100]), count))
    # A fifth stays within the bank: a neighbour's car, a colleague's loan.
    inside = rng.choice(people, count)
    is_inside = flags(rng, 0.2, count) & (inside != who)
    other = np.where(is_inside, inside, rng.choice(_partners(town), count))
    return entries(
        moment(rng, np.clip(business_day(day), *span)),
        account=who,
        other=other,
        is_credit=flags(rng, 0.5, count),
        cents=np.where(flags(rng, 0.75, count), cents, cents + rng.integers(0, 100, count)),
        channel=words(rng, ["ach", "wire"], count).set(pl.Series(is_inside), "internal"),
        text=notes(rng, count),
    )


def _partners(town: Town) -> Ints:
    kinds = ("person", "client", "domestic supplier")
    return np.concatenate([town.outsider(kind) for kind in kinds])
