"""Look-alikes with much cash: each takes and banks it as such a trade does."""

from __future__ import annotations

import numpy as np

from aml.sample.chance import money, rounded
from aml.sample.life.books import Books
from aml.sample.life.calendar import monthly, scattered, weekly, workdays_of
from aml.sample.life.counter import flags
from aml.sample.world.places import CITIES

_MONDAY, _WEDNESDAY, _THURSDAY, _FRIDAY = 0, 2, 3, 4
_SUMMER, _HIGH_SEASON = (5, 9), (7, 8)


def friday_cafe(books: Books) -> None:
    """The week's takings every Friday, always at the home branch, by the owner."""
    day = weekly(books.plan, _FRIDAY)
    cents = np.clip(rounded(money(books.rng, 8100, 0.06, len(day)), 5), 640_000, 950_000)
    books.banks(day, cents)
    books.spends(cents, 0.8)


def festival_vendor(books: Books) -> None:
    """Sells at fairs from May to September and banks wherever the fair is."""
    rng, day = books.rng, scattered(books.plan, books.rng, 5, _SUMMER)
    cents = rounded(money(rng, 1700, 0.4, len(day)), 1)
    fairs = rng.integers(0, books.town.places.branches.height, len(day))
    books.banks(day, cents, fairs, machine=flags(rng, 0.3, len(day)))
    books.spends(cents, 0.6, _SUMMER)


def church(books: Books) -> None:
    """Sunday's collection on Monday, and gifts for an appeal in the last month."""
    rng, day = books.rng, weekly(books.plan, _MONDAY)
    cents = money(rng, 1150, 0.3, len(day)) // 100 * 100
    books.banks(day, cents, conductor=int(books.town.walk_in(rng, 1)[0]))
    last = books.plan.months
    appeal = scattered(books.plan, rng, 14, (last, last))
    gifts = rounded(money(rng, 60, 0.6, len(appeal)), 5)
    givers = books.few("person", len(appeal), 20)
    books.gets(appeal, gifts, givers, "gift", channel="p2p")
    books.spends(cents, 0.7)


def atm_operator(books: Books) -> None:
    """Fetches notes every Wednesday to fill its machines; card networks pay them back."""
    day = weekly(books.plan, _WEDNESDAY)
    cents = rounded(money(books.rng, 9000, 0.12, len(day)), 500)
    books.fetches(day, cents)
    back = np.rint(cents * books.rng.uniform(0.99, 1.03, len(day))).astype(np.int64)
    books.gets(day + 5, back, books.same("acquirer", 1)[0], "Network settlement")


def franchise_chain(books: Books) -> None:
    """Restaurants in several states bank their own takings; the head office pays for all."""
    rng, taken = books.rng, []
    for number, city in enumerate(rng.choice(len(CITIES), 4, replace=False).tolist()):
        day = weekly(books.plan, number % 5)[:: 4 if number else 2]
        cents = rounded(money(rng, 4200 + 500 * number, 0.18, len(day)), 1)
        manager = int(books.town.walk_in(rng, 1)[0])
        books.banks(day, cents, int(books.town.places.branches_in(city)[0]), conductor=manager)
        taken.append(cents)
    books.spends(np.concatenate(taken), 0.9)


def supermarket(books: Books) -> None:
    """Four employees take turns; most deposits are over the reporting line, and reported."""
    monday, thursday = weekly(books.plan, _MONDAY), weekly(books.plan, _THURSDAY)
    day = np.sort(np.concatenate([monday, thursday]))
    cents = rounded(money(books.rng, 13_800, 0.16, len(day)), 1)
    books.banks(day, cents, conductor=np.resize(books.town.walk_in(books.rng, 4), len(day)))
    books.spends(cents, 0.9)


def vending_company(books: Books) -> None:
    """Coins and small notes from machines all over town, the same every month."""
    day = workdays_of(books.plan)[::4]
    cents = money(books.rng, 640, 0.15, len(day)) // 100 * 100
    near = np.resize(books.town.places.branches_in(books.place), len(day))
    books.banks(day, cents, near, conductor=int(books.town.walk_in(books.rng, 1)[0]))
    books.spends(cents, 0.7)


def beach_kiosk(books: Books) -> None:
    """Ice and drinks: a little from May on, most of it in July and August."""
    rng = books.rng
    early, high = (
        scattered(books.plan, rng, 2, _SUMMER),
        scattered(books.plan, rng, 9, _HIGH_SEASON),
    )
    day = np.concatenate([early, high])
    usual = np.concatenate([np.full(len(early), 700.0), np.full(len(high), 2300.0)])
    cents = rounded(money(rng, usual, 0.25, len(day)), 10)
    books.banks(day, cents)
    books.spends(cents, 0.6, _SUMMER)


def dive_school(books: Books) -> None:
    """Course fees by card and some cash from tourists; boat fuel and gear all year."""
    rng, day = books.rng, scattered(books.plan, books.rng, 3, _SUMMER)
    books.banks(day, rounded(money(rng, 420, 0.4, len(day)), 10))
    books.settled_by_card(weekly(books.plan, _FRIDAY)[::2], 2900, 0.3, "Card settlement")
    for text, kind in (
        ("marine fuel", "marine fuel"), ("outboard service", "boat dealer"),
        ("dry bags", "boat dealer"), ("boat rental", "boat rental"), ("berth", "marina"),
    ):  # fmt: skip
        on = scattered(books.plan, rng, 0.8)
        books.pays(on, money(rng, 620, 0.9, len(on)), books.few(kind, len(on), 3), text)
    rent = monthly(books.plan, 3)
    landlord = books.town.outsider("landlord", books.place)[0]
    books.pays(rent, np.full(len(rent), 140_000), landlord, "Rent")
