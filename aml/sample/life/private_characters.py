"""Look-alikes among private customers: the student, the saver of crypto-assets, the commuter."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, money, moment, rounded
from aml.sample.life.calendar import monthly, scattered, weekly
from aml.sample.life.counter import Visits
from aml.sample.life.entry import entries, together
from aml.sample.life.remittances import transfers
from aml.sample.world.corridors import Corridors
from aml.sample.world.town import Town


def student_away(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """Both parents pay in at a branch far away each month; the money is spent on rent and fees."""
    far = (int(town.column("place")[customer]) + 7) % len(np.unique(town.column("place")))
    branch = town.places.branches_in(far)
    parts = []
    for number, parent in enumerate(town.walk_in(rng, 2)):
        day = monthly(town.plan, 3 + 4 * number)
        cents = rounded(money(rng, 520, 0.1, len(day)), 20)
        whole = np.full(len(day), customer)
        there = np.full(len(day), branch[number % len(branch)])
        parts.append(
            Visits(whole, day, cents, there, conductor=np.full(len(day), parent)).booked(rng)
        )
    rent, fees = monthly(town.plan, 9), monthly(town.plan, 20)[::4]
    landlords = town.outsider("landlord", int(town.column("place")[customer]))
    parts += [
        entries(moment(rng, rent, 8, 20), account=customer, other=landlords[0], is_credit=False,
                cents=np.full(len(rent), 74_000), channel="ach", text="Rent"),
        entries(moment(rng, fees, 8, 20), account=customer, other=town.outsider("university")[0],
                is_credit=False, cents=money(rng, 610, 0.1, len(fees)), channel="ach", text="Tuition"),
    ]  # fmt: skip
    return together(parts)


def crypto_holder(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """Small purchases each month, one large sale that pays off a car."""
    buys = monthly(town.plan, 12)
    exchange = town.outsider("exchange")[0]
    sale = scattered(town.plan, rng, 9, (6, 6))[:1]
    amount = rounded(money(rng, 38_000, 0.1, len(sale)), 100)
    car = np.minimum(sale + 12, town.plan.last_day)
    return together(
        [
            entries(moment(rng, buys, 7, 22), account=customer, other=exchange, is_credit=False,
                    cents=np.full(len(buys), 25_000), channel="vasp", text="Purchase"),
            entries(moment(rng, sale), account=customer, other=exchange, is_credit=True, cents=amount,
                    channel="vasp", text="Sale"),
            entries(moment(rng, car), account=customer, other=rng.choice(town.outsider("domestic supplier")),
                    is_credit=False, cents=amount * 6 // 10, channel="wire", text="Vehicle"),
        ]
    )  # fmt: skip


def wages(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """A wage every other week, from an employer of the same city."""
    day = weekly(town.plan, int(rng.integers(0, 5)))[::2]
    yearly = int(town.customers["declared_income"][customer])
    employer = town.outsider("employer", int(town.column("place")[customer]))[0]
    return entries(
        moment(rng, day, 6, 9), account=customer, other=employer, is_credit=True,
        cents=np.full(len(day), yearly * 3), channel="ach", text="Payroll",
    )  # fmt: skip


def commuter_transfers(
    town: Town, corridors: Corridors, rng: Chance, customer: int
) -> pl.DataFrame:
    """The same 900 to the same relative every other Friday, from the same desk."""
    sender = corridors.sender_of(town.customers["customer_id"][customer])
    day = weekly(town.plan, 4)[::2]
    count = len(day)
    desk = town.places.agents_in(int(corridors.senders["place"][sender]))[0]
    return transfers(
        rng, moment(rng, day, 16, 20), np.full(count, sender),
        corridors.kin(np.full(count, sender), np.zeros(count, dtype=np.int64)), np.full(count, desk),
        np.full(count, 90_000),
    ).with_columns(status=pl.lit("posted"))  # fmt: skip
