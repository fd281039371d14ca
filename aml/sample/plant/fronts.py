"""Firms that are a front: takings no such trade has, money that only passes, goods never bought."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, money, rounded
from aml.sample.life.counter import Visits
from aml.sample.life.entry import together
from aml.sample.life.texts import invoice_numbers, invoice_texts, notes
from aml.sample.plan import Plan
from aml.sample.plant.cast import Cast, bank_hours, comes_in, parts, passes_on, tidy
from aml.sample.plant.moves import Account, innocent
from aml.sample.story import Story
from aml.sample.world.businesses import TRADES
from aml.sample.world.shells import FAMILY, TOGETHER

_TILLS = ("restaurant", "cafe", "car wash", "nail bar", "bakery", "corner shop")
_WEEKS = 17


def paper_company(cast: Cast, rng: Chance) -> int:
    """A firm that is little more than an entry, of no accountant who has others."""
    return cast.fresh(rng, "customer", _on_their_own(cast))


def too_much_cash(cast: Cast, rng: Chance, turn: int) -> Story:
    """A small shop banks several times the cash that its trade and its cards could explain."""
    ways = ("the same every day", "at night on closed days", "a busy week each week", "two staff")
    variant = ways[turn % len(ways)]
    firm = _till(cast, rng)
    first, each_week = cast.start(rng, 7 * _WEEKS + 3), int(rng.integers(2, 4))
    week = np.repeat(np.arange(_WEEKS), each_week)
    day = first + 7 * week + np.tile(np.sort(rng.choice(6, each_week, replace=False)), _WEEKS)
    usual = max(1200.0, _weekly_cash(cast, firm)) / each_week
    spread = 0.02 if variant == "the same every day" else 0.25
    cents = rounded(money(rng, usual * float(rng.uniform(3.2, 5.5)), spread, len(day)), 5)
    branch = int(cast.town.column("branch")[firm])
    who = cast.helpers(rng, 2)[np.arange(len(day)) % 2] if variant == "two staff" else None
    notes = Visits(firm, day, cents, branch, conductor=who).booked(rng)
    if variant == "at night on closed days":
        sunday = day + (6 - (day + 3) % 7)
        at = np.minimum(sunday, cast.town.plan.last_day) * 86_400
        at = at + rng.integers(20 * 3600, 23 * 3600, len(day))
        notes = notes.with_columns(
            at=pl.Series(at), channel=pl.lit("night_drop"), desk=pl.lit(-1, pl.Int64)
        )
    later = first + 7 * np.arange(4, _WEEKS, 4)
    out = parts(rng, float(cents.sum()) / 100 * float(rng.uniform(0.5, 0.8)), len(later), 9)
    gone = passes_on(rng, firm, bank_hours(rng, later), out, cast.strangers(rng, len(later)))
    told = f"{len(day)} deposits in four months, several times what such a firm takes"
    return Story("C01", "planted", variant, told, "customer", (firm,), together([notes, gone]))


def a_little_more_cash(cast: Cast, rng: Chance) -> Story:
    """Hard: the takings are half as large again as they should be, and nothing else is odd."""
    firm, first = _till(cast, rng), cast.start(rng, 110)
    day = first + 7 * np.arange(15)
    cents = rounded(money(rng, max(500.0, _weekly_cash(cast, firm)) * 0.5, 0.2, 15), 20)
    notes = Visits(firm, day, cents, int(cast.town.column("branch")[firm])).booked(rng)
    told = "a deposit more each week, half of the true takings"
    return Story("C01", "hard", "half as much again", told, "customer", (firm,), notes)


def terminal_out_of_order(cast: Cast, rng: Chance) -> Story:
    """For three weeks the card terminal fails: guests pay in notes."""
    firm, first = _till(cast, rng), cast.start(rng, 24)
    day = first + np.array([2, 6, 9, 13, 16, 20])
    cents = rounded(money(rng, max(900.0, _weekly_cash(cast, firm)) * 0.6, 0.15, 6), 20)
    notes = Visits(firm, day, cents, int(cast.town.column("branch")[firm])).booked(rng)
    told = "cash while the card terminal was out of order, for three weeks"
    return innocent("C01", "terminal out of order", told, firm, [notes])


def shell(cast: Cast, rng: Chance, turn: int) -> Story:
    """A firm without staff or costs through which far more passes than it ever sold."""
    ways = ("few parties", "very many payees", "round sums", "from abroad to abroad")
    variant = ways[turn % len(ways)]
    firm, first = paper_company(cast, rng), cast.start(rng, 86)
    count = int(rng.integers(7, 12))
    total = float(rng.uniform(160_000, 940_000))
    day = first + np.sort(rng.integers(0, 70, count))
    cents = parts(rng, total, count, 10)
    if variant == "round sums":
        cents = rounded(cents, 1000)
    payers = _parties(cast, rng, variant, 3)[rng.integers(0, 3, count)]
    books = Account(rng, firm)
    received = books.gets(day, cents, payers, _invoiced(rng, count), "wire")
    pieces = int(rng.integers(26, 31)) if "many" in variant else count + 2
    # Each receipt leaves within days, cut in uneven pieces where there are more of them.
    of = np.sort(np.resize(np.arange(count), pieces))
    weight = rng.uniform(0.7, 1.3, pieces)
    share = weight / np.bincount(of, weight)[of] * float(rng.uniform(0.988, 0.998))
    out = rounded(np.rint(cents[of] * share).astype(np.int64), 500 if "round" in variant else 1)
    whom = _parties(cast, rng, variant, 4)[rng.integers(0, 4, pieces)]
    if "many" in variant:
        whom = rng.choice(cast.town.outsider("person"), pieces, replace=False)
    after = day[of] + rng.integers(1, 6, pieces)
    gone = books.pays(after, out, whom, _invoiced(rng, pieces), "wire")
    told = f"{count} payments in, {pieces} out, no wages, no rent, nothing left"
    return Story("C02", "planted", variant, told, "customer", (firm,), together([received, gone]))


def shell_with_a_desk(cast: Cast, rng: Chance) -> Story:
    """Hard: a shell that also pays a rent, a wage and taxes, as a firm would."""
    firm, first = paper_company(cast, rng), cast.start(rng, 86)
    day, cents = first + np.arange(6) * 12, parts(rng, float(rng.uniform(110_000, 180_000)), 6, 8)
    received = comes_in(rng, firm, bank_hours(rng, day), cents, cast.strangers(rng, 6))
    out = np.rint(cents * rng.uniform(0.7, 0.8, 6)).astype(np.int64)
    gone = passes_on(rng, firm, bank_hours(rng, day + 6), out, cast.strangers(rng, 6))
    landlord = cast.town.landlords(rng, np.array([firm]))[0]
    person = int(rng.choice(cast.town.outsider("person")))
    month = first + 28 * np.arange(3)
    costs = [
        Account(rng, firm).pays(month, np.full(3, 180_000), landlord, "Rent"),
        Account(rng, firm).pays(month + 9, np.full(3, 310_000), person, "Payroll"),
    ]
    told = "a shell that pays rent and one wage"
    return Story(
        "C02", "hard", "rent and a wage", told, "customer", (firm,),
        together([received, gone, *costs]),
    )  # fmt: skip


def special_purpose(cast: Cast, rng: Chance) -> Story:
    """One loan is drawn to buy one building, and interest is paid on the dates of its coupons."""
    firm, first = paper_company(cast, rng), cast.town.plan.first_day + int(rng.integers(30, 60))
    lender = int(rng.choice(cast.town.outsider("lender")))
    title = int(rng.choice(cast.town.outsider("title firm")))
    loan = rounded(np.array([round(float(rng.uniform(130_000, 240_000)) * 100)]), 1000)
    coupon = loan.repeat(2) * 2 // 100
    day, dates = np.array([first]), first + np.array([91, 182])
    moves = [
        Account(rng, firm).gets(day, loan, lender, "Loan drawdown", channel="wire"),
        Account(rng, firm).pays(day + 2, loan * 97 // 100, title, "Purchase price", channel="wire"),
        Account(rng, firm).gets(
            dates - 3, coupon * 11 // 10, int(cast.strangers(rng, 1)[0]), "Rent income"
        ),
        Account(rng, firm).pays(dates, coupon, lender, "Interest"),
    ]
    told = "a special purpose company: one loan, one building, interest on its dates"
    return innocent("C02", "special purpose company", told, firm, _kept(cast.town.plan, moves))


def holding(cast: Cast, rng: Chance) -> Story:
    """A holding: two subsidiaries pay a dividend, which goes to its shareholders."""
    firm, first = paper_company(cast, rng), cast.start(rng, 40)
    subsidiaries = rng.choice(cast.town.outsider("client"), 2, replace=False)
    dividend = rounded(parts(rng, float(rng.uniform(60_000, 95_000)), 2, 20), 500)
    owners = rng.choice(cast.town.outsider("person"), 3, replace=False)
    share = np.full(3, int(dividend.sum()) * 6 // 20)
    moves = [
        Account(rng, firm).gets(
            np.full(2, first), dividend, subsidiaries, "Dividend", channel="wire"
        ),
        Account(rng, firm).pays(np.full(3, first + 21), share, owners, "Dividend", channel="wire"),
    ]
    told = "a holding whose subsidiaries pay a dividend once a year"
    return innocent("C02", "holding", told, firm, moves)


def nothing_bought(cast: Cast, rng: Chance, turn: int) -> Story:
    """A seller of goods receives payment after payment and buys next to nothing to sell."""
    ways = (
        "electronics exporter",
        "marketplace seller",
        "buyers in four countries",
        "one supplier",
    )
    variant = ways[turn % len(ways)]
    firm, first, count = _trader(cast, rng), cast.start(rng, 150), int(rng.integers(10, 17))
    day = first + np.sort(rng.integers(0, 145, count))
    total, books = float(rng.uniform(90_000, 560_000)), Account(rng, firm)
    cents = tidy(rng, parts(rng, total, count, 6))
    if variant == "marketplace seller":
        market = int(rng.choice(cast.town.outsider("market operator")))
        received = books.gets(day, cents, market, "Marketplace payout")
    else:
        buyers = cast.town.outsider("buyer abroad")
        wanted = 4 if "four" in variant else 2
        few = np.array([cast.fresh(rng, "buyer abroad", buyers) for _ in range(wanted)])
        payers = few[rng.integers(0, len(few), count)]
        received = books.gets(day, cents, payers, _invoiced(rng, count), "wire")
    out = parts(rng, total * float(rng.uniform(0.01, 0.06)), 3, 6)
    suppliers = rng.choice(cast.town.outsider("domestic supplier"), 3)
    goods = books.pays(day[[2, 5, 8]] + 3, out, suppliers, _invoiced(rng, 3))
    # What should buy the next goods goes to people, who send no invoice.
    drawn = parts(rng, total * float(rng.uniform(0.7, 0.9)), 6, 6)
    people = rng.choice(cast.town.outsider("person"), 6)
    gone = books.pays(day[-6:] + rng.integers(2, 7, 6), drawn, people, notes(rng, 6), "wire")
    told = f"{count} receipts for goods, and hardly a supplier paid"
    return Story(
        "C04", "planted", variant, told, "customer", (firm,), together([received, goods, gone])
    )


def some_stock(cast: Cast, rng: Chance) -> Story:
    """Hard: a fifth of what is sold is bought, half of it from a friend."""
    firm, first, count = paper_company(cast, rng), cast.start(rng, 140), 9
    day, total = first + 15 * np.arange(count), float(rng.uniform(70_000, 120_000))
    buyers = rng.choice(cast.town.outsider("buyer abroad"), count)
    received = comes_in(rng, firm, bank_hours(rng, day), parts(rng, total, count, 8), buyers)
    out = parts(rng, total * 0.22, 4, 8)
    goods = passes_on(rng, firm, bank_hours(rng, day[1::2] + 4), out, cast.strangers(rng, 4))
    told = "a fifth of the sales is bought, or seems to be"
    return Story(
        "C04", "hard", "a fifth is bought", told, "customer", (firm,), together([received, goods])
    )


def electronic_books(cast: Cast, rng: Chance) -> Story:
    """An author sells books as files: every week a payout, and nothing to buy."""
    seller, first, count = cast.person(rng), cast.start(rng, 150), 20
    cents = money(rng, float(rng.uniform(240, 420)), 0.3, count)
    market = int(rng.choice(cast.town.outsider("market operator")))
    day = first + 7 * np.arange(count)
    moves = [Account(rng, seller).gets(day, cents, market, "e-book royalties")]
    return innocent("C04", "e-book seller", "books as files need no stock", seller, moves)


def _trader(cast: Cast, rng: Chance) -> int:
    """A paper company whose line of business is to sell goods."""
    early = _on_their_own(cast)
    line = cast.town.customers["industry_code"].gather(early).str.slice(0, 3)
    return cast.first_free(rng, "customer", early[line.is_in(["423", "424"]).to_numpy()], early)


def _on_their_own(cast: Cast) -> Ints:
    """Paper companies of no accountant who has others, here from the start."""
    alone = cast.town.family(FAMILY)[TOGETHER * cast.town.plan.accountants :]
    return alone[cast.town.opened[alone] < cast.town.plan.first_day]


def _till(cast: Cast, rng: Chance) -> int:
    tills = cast.town.family(*_TILLS)
    return cast.fresh(rng, "customer", tills[cast.town.opened[tills] < cast.town.plan.first_day])


def _weekly_cash(cast: Cast, firm: int) -> float:
    cash = TRADES[int(cast.town.column("work")[firm])].cash
    return cash * float(cast.town.customers["vigour"][firm])


def _invoiced(rng: Chance, count: int) -> pl.Series:
    """Texts with an invoice number each."""
    return invoice_texts(invoice_numbers(rng, count))


def _parties(cast: Cast, rng: Chance, variant: str, count: int) -> Ints:
    if variant != "from abroad to abroad":
        return cast.strangers(rng, count)
    abroad = np.concatenate(
        [cast.town.outsider(kind) for kind in ("buyer abroad", "partner abroad")]
    )
    return rng.choice(abroad, count, replace=False)


def _kept(plan: Plan, moves: list[pl.DataFrame]) -> list[pl.DataFrame]:
    """What falls within the ledger."""
    return [frame.filter(pl.col("at") < (plan.last_day + 1) * 86_400) for frame in moves]
