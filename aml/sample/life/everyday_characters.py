"""Look-alikes of mules, rings, dealers and vaults: tenants, flatmates, a grocer, a ski hire."""

from __future__ import annotations

import numpy as np

from aml.sample.chance import business_day, moment, money, rounded
from aml.sample.life.books import Books
from aml.sample.life.calendar import monthly, scattered, weekly
from aml.sample.life.instruments import Instruments, serials

_TUESDAY, _THURSDAY = 1, 3
#: From December to the end of March, as parts of the calendar year.
_WINTER = ((1, 3), (12, 12))


def ski_rental(books: Books) -> None:
    """Takings and suppliers of a firm that rents skis in winter and does nothing all summer."""
    rng, plan = books.rng, books.plan
    for season in _WINTER:
        if season[0] > plan.months:
            continue
        day = scattered(plan, rng, 5, season)
        taken = rounded(money(rng, 2100, 0.4, len(day)), 1)
        books.settled(day, taken, "Card settlement")
        counted = scattered(plan, rng, 2, season)
        books.banks(counted, rounded(money(rng, 1300, 0.3, len(counted)), 20))
        bought = scattered(plan, rng, 4, season)
        suppliers = books.few("domestic supplier", len(bought))
        books.pays(bought, money(rng, 1900, 0.4, len(bought)), suppliers, "Invoice")


def cash_landlord(books: Books) -> None:
    """Seven tenants bring their rent to the counter in the first days of every month."""
    rng, tenants = books.rng, books.town.walk_in(books.rng, 7)
    rents = rounded(money(rng, 720, 0.15, len(tenants)), 20)
    for first in monthly(books.plan, 1):
        day = first + rng.integers(0, 6, len(tenants))
        books.banks(day, rents, conductor=tenants)
    upkeep, mortgage = scattered(books.plan, rng, 2), monthly(books.plan, 20)
    books.pays(
        upkeep, money(rng, 540, 0.6, len(upkeep)), books.few("client", len(upkeep)), "Repair"
    )
    paid = np.full(len(mortgage), int(rents.sum()) * 55 // 100)
    books.pays(mortgage, paid, books.same("lender", 1)[0], "Mortgage")


def flat_share(books: Books) -> None:
    """Three flatmates send their share; whose name is on the lease pays the whole rent."""
    day = monthly(books.plan, 1)
    share = int(rounded(money(books.rng, 410, 0.15, 1), 10)[0])
    for flatmate in books.same("person", 3).tolist():
        on = day + books.rng.integers(0, 2, len(day))
        books.gets(on, np.full(len(day), share), flatmate, "rent share", channel="p2p")
    landlord = books.town.outsider("landlord", books.place)[0]
    books.pays(business_day(day + 3), np.full(len(day), share * 4), landlord, "Rent")
    grant = monthly(books.plan, 26)
    books.gets(grant, np.full(len(grant), 95_000), books.same("university", 1)[0], "Scholarship")


def reseller(books: Books) -> None:
    """Sells clothes on a marketplace, which pays out every week; most of it buys new stock."""
    rng, day = books.rng, weekly(books.plan, _TUESDAY)
    sold = money(rng, 640, 0.3, len(day))
    books.gets(day, sold, books.same("market operator", 1)[0], "Marketplace payout")
    stock = np.rint(sold * rng.uniform(0.4, 0.75, len(day))).astype(np.int64)
    books.pays(day + 2, stock, books.few("domestic supplier", len(day)), "Stock")


def armoured_grocer(books: Books) -> None:
    """A van fetches a supermarket's cash each week; sales by card are eight times as much."""
    rng, day = books.rng, weekly(books.plan, _THURSDAY)
    notes = rounded(money(rng, 21_000, 0.12, len(day)), 100)
    books.hands_over(day, notes)
    cards = weekly(books.plan, _TUESDAY)
    books.settled(cards, money(rng, 152_000, 0.1, len(cards)), "Card settlement")
    supplied = scattered(books.plan, rng, 6)
    goods = money(rng, 96_000, 0.3, len(supplied))
    books.pays(supplied, goods, books.few("domestic supplier", len(supplied)), "Invoice")
    wages = weekly(books.plan, _THURSDAY)[::2]
    paid = money(rng, 47_000, 0.05, len(wages))
    books.pays(wages, paid, books.same("person", 1)[0], "Payroll")


def equipment_dealer(books: Books) -> None:
    """Farmers buy machines on instalments, in cash: each machine has a contract and an invoice."""
    rng, buyers = books.rng, books.few("person", 4, 40)
    people = books.town.walk_in(rng, 4)
    due = rng.permutation(np.arange(4, 26, 3)).reshape(4, 2)
    for buyer, person, days in zip(buyers.tolist(), people.tolist(), due.tolist(), strict=True):
        rate = int(rounded(money(rng, 4700, 0.05, 1), 50)[0])
        for on in days:
            number, day = int(rng.integers(1000, 99_999)), monthly(books.plan, on)[::2]
            books.banks_for(day, np.full(len(day), rate), buyer, person, f"INV-{number}")
    bought = scattered(books.plan, rng, 2)
    goods = money(rng, 9200, 0.4, len(bought))
    books.pays(bought, goods, books.few("domestic supplier", len(bought)), "Invoice")


def money_order_tenant(books: Books) -> None:
    """One money order a month, always to the same landlord, bought at the same desk for notes."""
    day = monthly(books.plan, 2)
    at, rent = moment(books.rng, day, 16, 19), np.full(len(day), 90_000)
    landlord = books.town.outsider("landlord", books.place)[0]
    desk = books.town.places.agents_in(books.place)[0]
    number = serials(books.rng, len(day))
    orders = Instruments(books.customer, at, rent, landlord, number, agent=desk)
    books.adds(orders.bought(books.rng, channel="money_order", for_cash=True))


def student_from_abroad(books: Books) -> None:
    """Parents abroad wire the same sum each month, and it arrives; an aunt brought notes once."""
    day, parents = monthly(books.plan, 5), int(books.same("partner abroad", 1)[0])
    sent = rounded(money(books.rng, 1450, 0.02, len(day)), 10)
    books.gets(day, sent, parents, "Support", channel="wire")
    rent, fees = monthly(books.plan, 8), monthly(books.plan, 21)[::4]
    landlord = books.town.outsider("landlord", books.place)[0]
    books.pays(rent, np.full(len(rent), 62_000), landlord, "Rent")
    books.pays(fees, money(books.rng, 1900, 0.1, len(fees)), books.same("university", 1), "Tuition")
    gift = monthly(books.plan, 11)[4:5]
    books.banks(gift, np.full(1, 50_000), conductor=books.town.walk_in(books.rng, 1))
