"""Look-alikes among private customers: the student, the saver of crypto-assets, the commuter."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import moment, money, rounded
from aml.sample.life.books import Books
from aml.sample.life.calendar import monthly, weekly
from aml.sample.life.remittances import transfers
from aml.sample.world.corridors import Corridors
from aml.sample.world.places import CITIES

_FRIDAY = 4


def student_away(books: Books) -> None:
    """Both parents pay in at a branch far away each month; it is spent on rent and fees."""
    far = books.town.places.branches_in((books.place + 7) % len(CITIES))
    for number, parent in enumerate(books.town.walk_in(books.rng, 2).tolist()):
        day = monthly(books.plan, 3 + 4 * number)
        cents = rounded(money(books.rng, 520, 0.1, len(day)), 20)
        books.banks(day, cents, int(far[number % len(far)]), conductor=parent)
    rent, fees = monthly(books.plan, 9), monthly(books.plan, 20)[::4]
    landlord = books.town.outsider("landlord", books.place)[0]
    books.pays(rent, np.full(len(rent), 74_000), landlord, "Rent")
    books.pays(fees, money(books.rng, 610, 0.1, len(fees)), books.same("university", 1), "Tuition")


def crypto_holder(books: Books) -> None:
    """Small purchases each month, one large sale that pays for a car."""
    buys, exchange = monthly(books.plan, 12), int(books.same("exchange", 1)[0])
    books.pays(buys, np.full(len(buys), 25_000), exchange, "Purchase", channel="vasp")
    sale = monthly(books.plan, 20)[5:6]
    cents = rounded(money(books.rng, 38_000, 0.1, len(sale)), 100)
    books.gets(sale, cents, exchange, "Sale", channel="vasp")
    car = books.few("domestic supplier", len(sale))
    books.pays(sale + 12, cents * 6 // 10, car, "for the car", channel="wire")


def wages(books: Books) -> None:
    """A wage every other week, from an employer of the same city."""
    day = weekly(books.plan, int(books.rng.integers(0, 5)))[::2]
    yearly = int(books.town.customers["declared_income"][books.customer])
    employer = books.town.outsider("employer", books.place)[0]
    books.gets(day, np.full(len(day), yearly * 3), employer, "Payroll")


def commuter_transfers(books: Books, corridors: Corridors) -> pl.DataFrame:
    """The same 900 to the same relative every other Friday, from the same desk."""
    sender = corridors.sender_of(books.town.customers["customer_id"][books.customer])
    day = weekly(books.plan, _FRIDAY)[::2]
    count = len(day)
    who, none = np.full(count, sender), np.zeros(count, dtype=np.int64)
    desk = books.town.places.agents_in(int(corridors.senders["place"][sender]))[0]
    at = moment(books.rng, day, 16, 20)
    sent = transfers(
        books.rng, at, who, corridors.kin(who, none), np.full(count, desk), np.full(count, 90_000)
    )
    return sent.with_columns(status=pl.lit("posted"))
