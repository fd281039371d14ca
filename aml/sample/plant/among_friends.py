"""Innocent money that gathers, scatters or comes back: families, schools, neighbours, refunds."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, Chance, Ints, between, moment, rounded
from aml.sample.life.entry import together
from aml.sample.plant.cast import SHOPS, Cast, parts
from aml.sample.plant.moves import mixed_crowd, moved, other_than, spread
from aml.sample.story import Story


def school_trip(cast: Cast, rng: Chance) -> Story:
    """Parents pay the same share to a teacher, who pays the coach and the hostel."""
    teacher, parents = cast.person(rng), mixed_crowd(cast, rng, 15, 0.4)
    parents, first = parents[parents != teacher], cast.start(rng, 30)
    share = int(rounded(between(rng, 140, 260, 1), 10)[0])
    count = len(parents)
    at = spread(rng, first, 12, count)
    paid = _paid(
        cast, rng, at, (parents, _all(teacher, count)), np.full(count, share), "school trip"
    )
    costs = np.array([share * count * 6 // 10, share * count * 3 // 10])
    hosts = rng.choice(cast.town.outsider("domestic supplier"), 2)
    later = moment(rng, first + np.array([14, 16]))
    gone = _paid(cast, rng, later, (_all(teacher, 2), hosts), costs, "school trip")
    told = "parents' equal shares of a school trip, paid on to coach and hostel"
    return _innocent("G02", "school trip", told, teacher, [paid, gone])


def inheritance_shared(cast: Cast, rng: Chance) -> Story:
    """An estate is divided among nine heirs, as the court has it."""
    executor, heirs = cast.person(rng), mixed_crowd(cast, rng, 10, 0.3)
    heirs, first = heirs[heirs != executor][:9], cast.start(rng, 20)
    count = len(heirs)
    portion = int(rounded(between(rng, 2100, 3900, 1), 100)[0])
    estate = rng.choice(cast.town.outsider("estate"), 1)
    whole = np.array([portion * count * 108 // 100])
    got = _paid(
        cast, rng, moment(rng, np.array([first])), (estate, _all(executor, 1)), whole, "Estate"
    )
    at = spread(rng, first + 3, 4, count)
    gone = _paid(
        cast, rng, at, (_all(executor, count), heirs), np.full(count, portion), "inheritance"
    )
    told = "an executor divides an estate among the heirs"
    return _innocent("G02", "inheritance shared", told, executor, [got, gone])


def parents_gift(cast: Cast, rng: Chance) -> Story:
    """A mother gives her four children the same, and they pay it to the builder of her new roof."""
    mother, children = cast.person(rng), cast.crowd(rng, 5)
    children, first = children[children != mother][:4], cast.start(rng, 30)
    count, gift = len(children), int(rounded(between(rng, 1500, 2400, 1), 100)[0])
    given = _paid(
        cast, rng, spread(rng, first, 2, count), (_all(mother, count), children),
        np.full(count, gift), "gift",
    )  # fmt: skip
    builder = rng.choice(cast.town.outsider("domestic supplier"), 1)
    parts_ = np.rint(gift * rng.uniform(0.3, 0.7, count)).astype(np.int64)
    roof = (children, np.repeat(builder, count))
    paid = _paid(cast, rng, spread(rng, first + 12, 6, count), roof, parts_, "Invoice, roof")
    told = "a mother's gift to four children, part of which pays for the roof"
    return _innocent("G02", "gift and roof", told, mother, [given, paid])


def savings_circle(cast: Cast, rng: Chance) -> Story:
    """Six friends: each month five of them pay the same sum to the one whose turn it is."""
    starter = cast.person(rng)
    others = cast.crowd(rng, 6)
    friends = np.concatenate([[starter], others[others != starter][:5]])
    count, stake = len(friends), int(rounded(between(rng, 180, 320, 1), 20)[0])
    first, moves = cast.start(rng, 30 * (count - 2)), []
    for turn in range(count - 2):
        payers = np.delete(friends, turn)
        at = spread(rng, first + 30 * turn, 3, count - 1)
        ends = (payers, _all(int(friends[turn]), count - 1))
        moves.append(_paid(cast, rng, at, ends, np.full(count - 1, stake), "our circle"))
    told = "a savings circle: each month it is another friend's turn"
    return _innocent("G02", "savings circle", told, starter, moves)


def gifts_down_the_family(cast: Cast, rng: Chance) -> Story:
    """Grandparents give to parents, parents to children: small sums before a holiday."""
    elder = cast.person(rng)
    family = cast.crowd(rng, 8)
    family = family[family != elder][:7]
    parents, children = family[:3], family[3:]
    first = cast.start(rng, 12)
    given = np.full(len(parents), int(rounded(between(rng, 200, 400, 1), 50)[0]))
    at = spread(rng, first, 2, len(parents))
    upper = _paid(cast, rng, at, (_all(elder, len(parents)), parents), given, "gift")
    small = rounded(between(rng, 40, 120, len(children)), 10)
    later = spread(rng, first + 3, 4, len(children))
    lower = _paid(cast, rng, later, (np.resize(parents, len(children)), children), small, "gift")
    told = "presents that go down a family before a holiday"
    return _innocent("G02", "gifts down the family", told, elder, [upper, lower])


def supplier_refund(cast: Cast, rng: Chance) -> Story:
    """A firm pays a supplier, who sends the money for spoilt goods back within the week."""
    firm, first = cast.shop(rng), cast.start(rng, 14)
    supplier = rng.choice(cast.town.outsider("domestic supplier"), 1)
    cents = between(rng, 5200, 9400, 1)
    paid = _paid(
        cast, rng, moment(rng, np.array([first])), (_all(firm, 1), supplier), cents, "Invoice"
    )
    later = moment(rng, np.array([first + int(rng.integers(4, 8))]))
    back = _paid(cast, rng, later, (supplier, _all(firm, 1)), cents, "Refund, spoilt goods")
    told = "a supplier's refund within seven days, once"
    return _innocent("G03", "supplier refund", told, firm, [paid, back])


def salary_advance(cast: Cast, rng: Chance) -> Story:
    """A firm advances a wage to one of its people, who pays it back in parts."""
    firm, who, first = cast.shop(rng), cast.person(rng), cast.start(rng, 80)
    cents = rounded(between(rng, 1200, 2400, 1), 100)
    given = moment(rng, np.array([first]))
    advance = _paid(cast, rng, given, (_all(firm, 1), _all(who, 1)), cents, "Salary advance")
    back = moment(rng, first + 14 * np.arange(1, 6))
    rate = np.full(5, int(cents[0]) // 5)
    paid = _paid(cast, rng, back, (_all(who, 5), _all(firm, 5)), rate, "Salary advance")
    told = "a salary advance and its repayment in five parts"
    return _innocent("G03", "salary advance", told, firm, [advance, paid])


def bridging_loan(cast: Cast, rng: Chance) -> Story:
    """Two firms that know each other: one lends for a quarter and is paid back with interest."""
    lender, first = cast.shop(rng), cast.start(rng, 70)
    borrower = other_than(cast, rng, [lender], *SHOPS)
    cents = rounded(between(rng, 9000, 24_000, 1), 500)
    ends = (_all(lender, 1), _all(borrower, 1))
    drawn = _paid(cast, rng, moment(rng, np.array([first])), ends, cents, "Loan, contract 4")
    later = moment(rng, np.array([first + 58]))
    back = _paid(cast, rng, later, ends[::-1], cents * 102 // 100, "Loan, contract 4, repaid")
    told = "a loan between two firms under a contract, repaid with interest after two months"
    return _innocent("G03", "bridging loan", told, lender, [drawn, back])


def netting(cast: Cast, rng: Chance) -> Story:
    """Two firms buy from each other and settle the difference at the end of the month."""
    one, first = cast.shop(rng), cast.start(rng, 95)
    other = other_than(cast, rng, [one], *SHOPS)
    day = first + 30 * np.arange(3)
    cents = parts(rng, float(rng.uniform(16_000, 24_000)), 6, 4)
    ends = _all(one, 3), _all(other, 3)
    goods = _paid(cast, rng, moment(rng, day), ends, cents[:3], "Invoice")
    back = _paid(cast, rng, moment(rng, day + 4), ends[::-1], cents[3:], "Invoice")
    told = "neighbours who buy from each other: different sums, an invoice each"
    return _innocent("G03", "neighbours' invoices", told, one, [goods, back])


def _paid(
    cast: Cast, rng: Chance, at: Ints, ends: tuple[Ints, Ints], cents: Ints, text: str
) -> pl.DataFrame:
    """Payments that say what they are for."""
    at = np.minimum(at, (cast.town.plan.last_day + 1) * DAY_SECONDS - 1)
    paid = moved(cast, rng, at, ends, cents)
    return paid.with_columns(text=pl.lit(text))


def _all(one: int, count: int) -> Ints:
    return np.full(count, one)


def _innocent(
    typology: str, variant: str, told: str, customer: int, moves: list[pl.DataFrame]
) -> Story:
    return Story(typology, "look_alike", variant, told, "customer", (customer,), together(moves))
