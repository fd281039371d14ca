"""Look-alikes who hold other people's money: lawyers, bondsmen, a payment provider, a treasurer."""

from __future__ import annotations

import numpy as np

from aml.sample.chance import Ints, business_day, money, rounded
from aml.sample.life.books import Books
from aml.sample.life.calendar import monthly, scattered, workdays_of

_LARGE = 20_000


def immigration_lawyer(books: Books) -> None:
    """Clients from everywhere pay the same fees; filing fees are due weeks later, rent each month.

    A few clients send for a cousin, one comes with notes.
    """
    rng, day = books.rng, scattered(books.plan, books.rng, 4)
    fee = np.array([150_000, 250_000, 350_000])[rng.integers(0, 3, len(day))]
    clients = np.concatenate(
        [books.town.outsider("person"), books.town.outsider("relative abroad")]
    )
    payer = rng.choice(clients, len(day))
    for channel, text in (("ach", "Client fee"), ("wire", "Client fee"), ("p2p", "for my case")):
        turn = rng.random(len(day)) < 1 / 3
        books.gets(day[turn], fee[turn], payer[turn], text, channel=channel)
        day, fee, payer = day[~turn], fee[~turn], payer[~turn]
    notes = scattered(books.plan, rng, 0.4)
    visitors = books.town.walk_in(rng, len(notes))
    books.banks(notes, np.full(len(notes), 150_000), conductor=visitors)
    filed = scattered(books.plan, rng, 3)
    agency = books.town.outsider("pension office")[0]
    books.pays(filed, np.full(len(filed), 72_500), agency, "Filing fee, client ledger")
    _overheads(books, 4100)


def bail_bondsman(books: Books) -> None:
    """Families pay a tenth of a bond; what the court forfeits is paid months later, or never."""
    rng, day = books.rng, scattered(books.plan, books.rng, 3)
    premium = np.array([100_000, 150_000, 250_000, 500_000])[rng.integers(0, 4, len(day))]
    families = books.few("person", len(day), 60)
    books.gets(day, premium, families, "Bond premium", channel="p2p")
    counted = scattered(books.plan, rng, 1)
    cents = np.array([100_000, 150_000, 250_000])[rng.integers(0, 3, len(counted))]
    books.banks(counted, cents, conductor=books.town.walk_in(rng, len(counted)))
    surety = monthly(books.plan, 18)
    share = int(premium.sum()) // max(1, len(surety)) // 5
    books.pays(
        surety, np.full(len(surety), max(share, 10_000)), books.same("insurer", 1)[0], "Surety"
    )
    _overheads(books, 3600)


def payment_provider(books: Books) -> None:
    """Card networks settle; every second Thursday each merchant gets its share but for a fee."""
    rng, day = books.rng, workdays_of(books.plan)[3::10]
    merchants = books.same("client", 9)
    for on in day.tolist():
        taken = money(rng, 2400, 0.4, len(merchants))
        networks = books.same("acquirer", 2)
        halves = np.array([int(taken.sum()) * 6 // 10, int(taken.sum()) * 4 // 10])
        books.gets(np.full(2, on), halves, networks, "Card settlement")
        paid = np.rint(taken * 0.975).astype(np.int64)
        books.pays(
            business_day(np.full(len(merchants), on + 1)), paid, merchants, "Merchant payout"
        )


def club_treasurer(books: Books) -> None:
    """Members pay their dues each month; the hall is paid, and the coach once in a season."""
    rng = books.rng
    members = books.same("person", 24 if books.plan.transactions >= _LARGE else 10)
    dues, first = np.full(len(members), 4500), monthly(books.plan, 4)
    for on in first.tolist():
        day = on + rng.integers(0, 6, len(members))
        books.gets(day, dues, members, "dues", channel="p2p")
    hall = np.full(len(first), int(dues.sum()) * 7 // 10)
    books.pays(business_day(first + 9), hall, books.same("client", 1)[0], "Hall")
    trip = monthly(books.plan, 24)[4:6]
    books.pays(
        trip, np.full(len(trip), 64_000), books.same("domestic supplier", 1)[0], "Coach hire"
    )


def crowdfunder(books: Books) -> None:
    """In three weeks many friends and strangers give small sums for one film; then it is made."""
    rng = books.rng
    count = 60 if books.plan.transactions >= _LARGE else 28
    givers = rng.choice(books.town.outsider("person"), count)
    begins = int(monthly(books.plan, 8)[3])
    day = begins + np.sort(rng.integers(0, 21, count))
    gifts = rounded(money(rng, 45, 0.8, count), 5)
    books.gets(day, gifts, givers, "for the film", channel="p2p")
    made = business_day(begins + rng.integers(30, 80, 5))
    costs = rounded(np.full(5, int(gifts.sum()) // 6), 10)
    books.pays(made, costs, books.few("domestic supplier", 5), "Invoice")


def _overheads(books: Books, dollars: int) -> None:
    """Rent and a secretary."""
    rent, wages = monthly(books.plan, 3), monthly(books.plan, 26)
    landlord = books.town.outsider("landlord", books.place)[0]
    books.pays(rent, _same(rent, dollars // 3), landlord, "Rent")
    books.pays(wages, _same(wages, dollars), books.same("person", 1, 50)[0], "Payroll")


def _same(day: Ints, dollars: int) -> Ints:
    return np.full(len(day), dollars * 100)
