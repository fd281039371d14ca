"""Look-alikes through whose accounts other people's money passes, as their trade demands."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, business_day, money, moment, rounded
from aml.sample.life.calendar import monthly, scattered, weekly, workdays_of
from aml.sample.life.entry import entries, together
from aml.sample.world.town import Town


def payroll_bureau(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """Clients fund the payroll, the next banking day it goes to their staff."""
    clients = rng.choice(town.outsider("client"), 2, replace=False)
    staff = town.outsider("person")
    parts = []
    for number, client in enumerate(clients):
        team = staff[(customer * 11 + number * 6 + np.arange(3 + number)) % len(staff)]
        wages = money(rng, 2100, 0.3, len(team))
        for day in monthly(town.plan, 24 + number):
            paid = np.minimum(business_day(np.full(len(team), day + 1)), town.plan.last_day)
            fund = np.array([int(wages.sum() * 1.015)])
            parts.append(_in(rng, customer, np.array([day]), fund, client, "Payroll funding"))
            parts.append(_out(rng, customer, paid, wages, team, "Wages"))
    return together(parts)


def marketplace(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """Buyers pay a card processor, which pays out daily; sellers are paid on Fridays."""
    day = workdays_of(town.plan)[::4]
    taken = money(rng, 3400, 0.35, len(day))
    parts = [_in(rng, customer, day, taken, town.outsider("acquirer")[2], "Settlement")]
    sellers = town.outsider("person")
    for friday in weekly(town.plan, 4)[::2]:
        week = taken[(day > friday - 16) & (day <= friday - 2)].sum()
        count = 4
        part = rng.dirichlet(np.full(count, 2.0)) * week * 0.88
        chosen = sellers[(customer * 3 + rng.permutation(14)[:count]) % len(sellers)]
        cents = np.maximum(500, np.rint(part).astype(np.int64))
        parts.append(_out(rng, customer, np.full(count, friday), cents, chosen, "Seller payout"))
    return together(parts)


def landlord_agent(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """The rents that tenants pay in are passed on to a few owners in the middle of the month."""
    outside = town.outsider("person")
    tenants = outside[(customer * 7 + np.arange(5)) % len(outside)]
    owners = outside[(customer * 7 + 30 + np.arange(4)) % len(outside)]
    rents = rounded(money(rng, 1350, 0.25, len(tenants)), 25)
    parts = []
    for first in monthly(town.plan, 2):
        day = np.full(len(tenants), first) + rng.integers(0, 4, len(tenants))
        parts.append(_in(rng, customer, business_day(day), rents, tenants, "Rent"))
    total = rents.sum() * 2
    share = np.rint(rng.dirichlet(np.full(len(owners), 6.0)) * total * 0.9).astype(np.int64)
    for day in monthly(town.plan, 15):
        parts.append(
            _out(rng, customer, np.full(len(owners), day), share, owners, "Owner statement")
        )
    return together(parts)


def factoring_house(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """Buys invoices at a discount; the debtors pay five to eight weeks later."""
    day = scattered(town.plan, rng, 4)
    face = rounded(money(rng, 16_000, 0.5, len(day)), 10)
    suppliers = town.outsider("domestic supplier")
    debtors = town.outsider("client")
    advanced = np.rint(face * rng.uniform(0.82, 0.9, len(day))).astype(np.int64)
    later = business_day(day + rng.integers(35, 60, len(day)))
    back = later <= town.plan.last_day
    return together(
        [
            _out(
                rng,
                customer,
                day,
                advanced,
                _few(suppliers, customer, rng, len(day)),
                "Purchase of receivables",
            ),
            _in(
                rng,
                customer,
                later[back],
                face[back],
                _few(debtors, customer, rng, int(back.sum())),
                "Invoice",
            ),
        ]
    )


def group_treasury(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """Every four weeks the subsidiaries' surplus is swept in and their needs are funded."""
    subsidiaries = _few(town.outsider("client"), customer, rng, 3, spread=3)
    parts = []
    for day in weekly(town.plan, 1)[::4]:
        swept = rounded(money(rng, 42_000, 0.4, 3), 100)
        parts.append(
            _in(rng, customer, np.full(3, day), swept, subsidiaries, "Cash pooling", "wire")
        )
        needs = rounded(np.rint(swept * rng.uniform(0.6, 1.2, 3)).astype(np.int64), 1000)
        parts.append(
            _out(
                rng,
                customer,
                np.full(3, day + 1),
                needs,
                subsidiaries[::-1],
                "Cash pooling",
                "wire",
            )
        )
    made = together(parts)
    return made.filter(pl.col("at") // 86_400 <= town.plan.last_day)


def notary(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """A house sale: the lender and the buyer pay in, days later seller and tax office are paid."""
    parts = []
    for day in scattered(town.plan, rng, 1.5):
        price = int(rounded(money(rng, 240_000, 0.3, 1), 500)[0])
        loan = price * 7 // 10
        closing = min(
            int(business_day(np.array([day + int(rng.integers(1, 9))]))[0]), town.plan.last_day
        )
        lender, buyer = rng.choice(town.outsider("lender")), rng.choice(town.outsider("person"))
        seller, other = rng.choice(town.outsider("person")), rng.choice(town.outsider("title firm"))
        parts += [
            _in(rng, customer, np.array([day]), np.array([loan]), lender, "Loan proceeds", "wire"),
            _in(
                rng,
                customer,
                np.array([day]),
                np.array([price - loan]),
                buyer,
                "Down payment",
                "wire",
            ),
            _out(
                rng,
                customer,
                np.array([closing]),
                np.array([price * 94 // 100]),
                seller,
                "Sale proceeds",
                "wire",
            ),
            _out(
                rng,
                customer,
                np.array([closing]),
                np.array([price // 20]),
                other,
                "Title and tax",
                "wire",
            ),
        ]
    return together(parts)


def port_union(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """Dues come in by the quarter, hardship money goes out in equal small amounts."""
    members = town.outsider("person")[:8]
    dues = monthly(town.plan, 10)
    parts = [
        _in(
            rng,
            customer,
            dues,
            money(rng, 7200, 0.05, len(dues)),
            town.outsider("employer", int(town.column("place")[customer]))[0],
            "Dues",
        )
    ]
    for day in monthly(town.plan, 20)[1::3]:
        equal = np.full(len(members), 25_000)
        parts.append(
            _out(rng, customer, np.full(len(members), day), equal, members, "Hardship fund")
        )
    return together(parts)


def licensed_lab(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """Reagents from one supplier abroad each quarter; clients pay for tests."""
    clients = town.outsider("client")
    day = scattered(town.plan, rng, 3)
    tested = money(rng, 8200, 0.5, len(day))
    abroad = town.outsider("shipper")
    country = town.outsiders["country"].gather(abroad - town.accounts.height)
    supplier = abroad[(country == "CN").to_numpy()][0]
    bought = monthly(town.plan, 12)[::3]
    costs = scattered(town.plan, rng, 2.5)
    return together(
        [
            _in(rng, customer, day, tested, _few(clients, customer, rng, len(day)), "Laboratory tests"),
            _out(rng, customer, bought, money(rng, 8000, 0.1, len(bought)), supplier, "Reagents, licence on file", "wire"),
            _out(rng, customer, costs, money(rng, 6400, 0.5, len(costs)),
                 _few(town.outsider("domestic supplier"), customer, rng, len(costs)), "Invoice"),
        ]
    )  # fmt: skip


def freight_hub(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """What importers pay for freight goes on to the carriers, once a month for all shipments."""
    carriers = town.outsider("carrier")
    parts = []
    for day in monthly(town.plan, 25):
        cents = money(rng, 5200, 0.35, 3)
        parts.append(
            _out(
                rng,
                customer,
                np.full(3, day),
                cents,
                rng.choice(carriers, 3),
                "Freight account",
                "wire",
            )
        )
    day = scattered(town.plan, rng, 4)
    clients = _few(town.outsider("client"), customer, rng, len(day))
    parts.append(
        _in(rng, customer, day, money(rng, 3600, 0.4, len(day)), clients, "Freight invoice")
    )
    return together(parts)


def _few(pool: Ints, customer: int, rng: Chance, count: int, spread: int = 4) -> Ints:
    """Partners that a customer keeps to."""
    turn = np.arange(count) if count == spread else rng.integers(0, spread, count)
    return pool[(customer * 13 + turn) % len(pool)]


def _in(
    rng: Chance,
    account: int,
    day: Ints,
    cents: Ints,
    other: Ints | int,
    text: str,
    channel: str = "ach",
) -> pl.DataFrame:
    return entries(
        moment(rng, day),
        account=account,
        other=other,
        is_credit=True,
        cents=cents,
        channel=channel,
        text=text,
    )


def _out(
    rng: Chance,
    account: int,
    day: Ints,
    cents: Ints,
    other: Ints | int,
    text: str,
    channel: str = "ach",
) -> pl.DataFrame:
    return entries(
        moment(rng, day),
        account=account,
        other=other,
        is_credit=False,
        cents=cents,
        channel=channel,
        text=text,
    )


def produce_sales(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """An importer of fruit sells to a few grocers; the bills of lading bring the costs."""
    day = scattered(town.plan, rng, 3)
    day = day[day >= town.opened[customer] + 40]
    grocers = _few(town.outsider("client"), customer, rng, len(day))
    return _in(rng, customer, day, money(rng, 17_000, 0.5, len(day)), grocers, "Invoice")
