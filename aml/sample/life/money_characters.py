"""Look-alikes through whose accounts other people's money passes, as their trade demands."""

from __future__ import annotations

import numpy as np

from aml.sample.chance import Ints, business_day, money, rounded
from aml.sample.life.books import Books
from aml.sample.life.calendar import monthly, scattered, weekly, workdays_of

_TUESDAY, _FRIDAY = 1, 4
#: From such a ledger on there is room for forty tenants.
_LARGE = 20_000


def payroll_bureau(books: Books) -> None:
    """Clients fund the payroll, the next banking day it goes to their staff; fees stay."""
    for number, client in enumerate(books.same("client", 2).tolist()):
        team = books.same("person", 3 + number, 6 * number)
        wages = money(books.rng, 2100, 0.3, len(team))
        funded = monthly(books.plan, 24 + number)
        fund = np.full(len(funded), int(wages.sum() * 1.015))
        books.gets(funded, fund, client, "Payroll funding")
        for day in funded:
            books.pays(business_day(np.full(len(team), day + 1)), wages, team, "Payroll")


def marketplace(books: Books) -> None:
    """Buyers pay a card processor, which settles; sellers are paid every other Friday."""
    day = workdays_of(books.plan)[::4]
    taken = money(books.rng, 3400, 0.35, len(day))
    books.gets(day, taken, books.same("acquirer", 1)[0], "Card settlement")
    for friday in weekly(books.plan, _FRIDAY)[::2]:
        fortnight = taken[(day > friday - 16) & (day <= friday - 2)].sum()
        sellers = np.unique(books.few("person", 5, 14))
        cents = _shares(books, float(fortnight) * 0.88, len(sellers))
        books.pays(np.full(len(sellers), friday), cents, sellers, "Seller payout")


def landlord_agent(books: Books) -> None:
    """The rents that tenants pay in are passed on to a few owners in the middle of the month."""
    tenants = books.same("person", 34 if books.plan.transactions >= _LARGE else 5)
    owners = books.same("person", 4, 40)
    rents = rounded(money(books.rng, 1350, 0.25, len(tenants)), 25)
    for first in monthly(books.plan, 2):
        day = business_day(first + books.rng.integers(0, 4, len(tenants)))
        books.gets(day, rents, tenants, "Rent")
    # Tenants who bank here pay by their standing orders, and come to about the same.
    cents = _shares(books, float(rents.sum()) * 1.8, len(owners))
    for day in monthly(books.plan, 15):
        books.pays(np.full(len(owners), day), cents, owners, "Owner statement")


def factoring_house(books: Books) -> None:
    """Buys invoices at a discount; the debtors pay five to eight weeks later."""
    rng, day = books.rng, scattered(books.plan, books.rng, 4)
    face = rounded(money(rng, 16_000, 0.5, len(day)), 10)
    advanced = np.rint(face * rng.uniform(0.82, 0.9, len(day))).astype(np.int64)
    books.pays(day, advanced, books.few("domestic supplier", len(day)), "Purchase of receivables")
    later = business_day(day + rng.integers(35, 60, len(day)))
    books.gets(later, face, books.few("client", len(day)), "Invoice")


def group_treasury(books: Books) -> None:
    """Every four weeks the subsidiaries' surplus is swept in and their needs are funded."""
    subsidiaries = books.same("client", 3)
    for day in weekly(books.plan, _TUESDAY)[::4]:
        swept = rounded(money(books.rng, 42_000, 0.4, 3), 100)
        needs = np.rint(swept * books.rng.uniform(0.6, 1.2, 3)).astype(np.int64)
        books.gets(np.full(3, day), swept, subsidiaries, "Cash pooling", channel="wire")
        day_after = np.full(3, day + 1)
        books.pays(day_after, rounded(needs, 1000), subsidiaries, "Cash pooling", channel="wire")


def notary(books: Books) -> None:
    """A house sale: lender and buyer pay in, days later the seller and the fees are paid."""
    rng = books.rng
    for day in scattered(books.plan, rng, 1.5):
        price = rounded(money(rng, 240_000, 0.3, 1), 500)
        loan, first = price * 7 // 10, np.array([day])
        closing = business_day(first + rng.integers(1, 9, 1))
        lender, buyer, seller, title = (
            books.few(kind, 1, 60) for kind in ("lender", "person", "person", "title firm")
        )
        books.gets(first, loan, lender, "Loan proceeds", channel="wire")
        books.gets(first, price - loan, buyer, "Down payment", channel="wire")
        books.pays(closing, price * 94 // 100, seller, "Sale proceeds", channel="wire")
        books.pays(closing, price // 20, title, "Title and tax", channel="wire")


def port_union(books: Books) -> None:
    """Dues come in every month; each quarter hardship money goes out in equal small amounts."""
    day, employer = monthly(books.plan, 10), books.town.outsider("employer", books.place)[0]
    books.gets(day, money(books.rng, 7200, 0.05, len(day)), employer, "Dues")
    members = books.same("person", 8)
    for day_ in monthly(books.plan, 20)[1::3]:
        books.pays(np.full(8, day_), np.full(8, 25_000), members, "Hardship fund")


def licensed_lab(books: Books) -> None:
    """Reagents from one supplier abroad each quarter; clients pay for tests."""
    rng = books.rng
    tested, bought = scattered(books.plan, rng, 3), monthly(books.plan, 12)[::3]
    fees = money(rng, 8200, 0.5, len(tested))
    books.gets(tested, fees, books.few("client", len(tested)), "Invoice")
    supplier = books.same("chemist abroad", 1)[0]
    reagents = money(rng, 8000, 0.1, len(bought))
    books.pays(bought, reagents, supplier, "Reagents, licence on file", channel="wire")
    costs = scattered(books.plan, rng, 2.5)
    spent = money(rng, 6400, 0.5, len(costs))
    books.pays(costs, spent, books.few("domestic supplier", len(costs)), "Invoice")


def freight_hub(books: Books) -> None:
    """What clients pay for freight goes on to the carriers, once a month for all shipments."""
    rng = books.rng
    for day in monthly(books.plan, 25):
        cents = money(rng, 5200, 0.35, 3)
        carriers = books.few("carrier", 3, 6)
        books.pays(np.full(3, day), cents, carriers, "Freight account", channel="wire")
    day = scattered(books.plan, rng, 4)
    books.gets(day, money(rng, 3600, 0.4, len(day)), books.few("client", len(day)), "Invoice")


def produce_sales(books: Books) -> None:
    """An importer of fruit sells to a few grocers; its bills of lading bring the costs."""
    day = scattered(books.plan, books.rng, 3)
    day = day[day >= books.town.opened[books.customer] + 40]
    cents = money(books.rng, 17_000, 0.5, len(day))
    books.gets(day, cents, books.few("client", len(day)), "Invoice")


def _shares(books: Books, cents: float, count: int) -> Ints:
    """Unequal parts of a sum."""
    parts = books.rng.dirichlet(np.full(count, 4.0)) * cents
    return np.maximum(500, np.rint(parts).astype(np.int64))
