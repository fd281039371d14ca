"""Money on its way into crypto, out of it, or through a betting site and back."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, Ints, between, rounded
from aml.sample.life.counter import Visits, workdays
from aml.sample.life.entry import entries, together
from aml.sample.life.texts import notes
from aml.sample.plant.cast import Cast, bank_hours, parts, passes_on, tidy
from aml.sample.story import Story


def ramp(cast: Cast, rng: Chance, turn: int) -> Story:
    """Cash or money of strangers goes to an exchange at once, or comes from one out of nothing."""
    ways = (
        "notes, then the exchange", "strangers, then the exchange", "from the exchange to notes",
        "from the exchange to a wire", "round a betting site",
    )  # fmt: skip
    variant = ways[turn % len(ways)]
    if variant == "round a betting site":
        return _betting_loop(cast, rng)
    holder = cast.person(rng)
    if variant.startswith("from"):
        return _off_ramp(cast, rng, holder, variant)
    exchange, moves = int(rng.choice(cast.town.outsider("exchange"))), []
    for day in (cast.start(rng, 32) + np.array([0, 9, 21])[: int(rng.integers(2, 4))]).tolist():
        if variant == "notes, then the exchange":
            received = _notes(cast, rng, holder, day)
        else:
            received = _strangers(cast, rng, holder, day)
        moves += [received, _bought(rng, holder, exchange, received)]
    told = "notes or sums of strangers go to an exchange within two days, time and again"
    return Story("K01", "planted", variant, told, "customer", (holder,), together(moves))


def small_buys(cast: Cast, rng: Chance) -> Story:
    """Hard: notes in small parts over six weeks, and purchases that lag behind by a week."""
    holder, first, count = cast.person(rng), cast.start(rng, 60), 11
    day = workdays(first + np.arange(count) * 4)
    cents = tidy(rng, between(rng, 520, 1150, count))
    branch = cast.home_branches(rng, holder, 2)[np.arange(count) % 2]
    received = Visits(holder, day, cents, branch).booked(rng)
    later = day[1::2] + 8
    buys = rounded(np.full(len(later), int(cents.sum()) * 8 // 10 // len(later)), 5)
    bought = _orders(rng, holder, int(rng.choice(cast.town.outsider("exchange"))), (later, buys))
    told = "notes in small parts over weeks; the purchases follow a week behind"
    return Story(
        "K01", "hard", "small and slow", told, "customer", (holder,), together([received, bought])
    )


def bonus_into_coins(cast: Cast, rng: Chance) -> Story:
    """Innocent: part of a bonus, paid by the employer, is put into crypto once."""
    holder, day = cast.person(rng), cast.start(rng, 14)
    home = int(cast.town.column("place")[holder])
    bonus = rounded(between(rng, 7000, 12_000, 1), 100)
    employer = cast.town.outsider("employer", home)[0]
    paid = entries(
        bank_hours(rng, np.array([day])), account=holder, other=int(employer), is_credit=True,
        cents=bonus, channel="ach", text="Payroll",
    )  # fmt: skip
    exchange = int(rng.choice(cast.town.outsider("exchange")))
    bought = _orders(rng, holder, exchange, (np.array([day + 5]), bonus * 3 // 10 // 100 * 100))
    told = "three tenths of a bonus from the employer, put into crypto once"
    return Story(
        "K01", "look_alike", "a bonus", told, "customer", (holder,), together([paid, bought])
    )


def _notes(cast: Cast, rng: Chance, holder: int, day: int) -> pl.DataFrame:
    """Two or three deposits at machines and windows within a day."""
    count = int(rng.integers(2, 4))
    cents = tidy(rng, between(rng, 1900, 4800, count))
    branch = cast.home_branches(rng, holder, 2)[np.arange(count) % 2]
    on = workdays(np.full(count, day))
    at = np.sort(on * DAY_SECONDS + rng.integers(9 * HOUR_SECONDS, 16 * HOUR_SECONDS, count))
    return Visits(holder, on, cents, branch, machine=rng.random(count) < 0.5, at=at).booked(rng)


def _strangers(cast: Cast, rng: Chance, holder: int, day: int) -> pl.DataFrame:
    """Five to nine payments of as many people within a day."""
    count = int(rng.integers(5, 10))
    at = day * DAY_SECONDS + np.sort(rng.integers(8 * HOUR_SECONDS, 18 * HOUR_SECONDS, count))
    payers = rng.choice(cast.town.outsider("person"), count, replace=False)
    return entries(
        at, account=holder, other=payers, is_credit=True,
        cents=tidy(rng, between(rng, 760, 2200, count)), channel="p2p", text=notes(rng, count),
    )  # fmt: skip


def _bought(rng: Chance, holder: int, exchange: int, received: pl.DataFrame) -> pl.DataFrame:
    """Most of what came in goes to the exchange within two days."""
    last, count = int(received["at"].to_numpy().max()), int(rng.integers(1, 4))
    total = int(received["cents"].sum()) / 100 * float(rng.uniform(0.78, 0.99))
    at = last + np.sort(rng.integers(900, 40 * HOUR_SECONDS, count))
    return _order_at(holder, exchange, at, rounded(parts(rng, total, count, 10), 5))


def _off_ramp(cast: Cast, rng: Chance, holder: int, variant: str) -> Story:
    """An exchange pays out sums that nobody ever sent there; they leave within the week."""
    exchange, count = int(rng.choice(cast.town.outsider("exchange"))), int(rng.integers(2, 6))
    day = cast.start(rng, 34) + np.sort(rng.choice(24, count, replace=False))
    most = 8000.0 * count if variant == "from the exchange to notes" else 58_000.0
    cents = tidy(rng, parts(rng, float(rng.uniform(13_500, max(most, 15_000))), count, 10))
    at = day * DAY_SECONDS + rng.integers(7 * HOUR_SECONDS, 22 * HOUR_SECONDS, count)
    received = _order_at(holder, exchange, at, cents).with_columns(
        is_credit=pl.lit(value=True), text=pl.lit("Sale")
    )
    out = np.rint(cents * rng.uniform(0.8, 0.97, count)).astype(np.int64)
    later = workdays(day + rng.integers(1, 4, count))
    if variant == "from the exchange to notes":
        branch = cast.home_branches(rng, holder, 2)[np.arange(count) % 2]
        drawn = np.minimum(rounded(out, 100), 970_000)
        gone = Visits(holder, later, drawn, branch, is_credit=False).booked(rng)
    else:
        gone = passes_on(rng, holder, bank_hours(rng, later + 1), out, cast.suppliers(rng, count))
        gone = gone.with_columns(channel=pl.lit("wire"))
    told = "an exchange pays out what nobody bought there; it leaves within days"
    return Story("K01", "planted", variant, told, "customer", (holder,), together([received, gone]))


def _betting_loop(cast: Cast, rng: Chance) -> Story:
    """Credits of many people are staked, and most comes back as if it had been won."""
    holder, first = cast.person(rng), cast.start(rng, 22)
    count, site = int(rng.integers(11, 17)), int(rng.choice(cast.town.outsider("betting site")))
    payers = rng.choice(cast.town.outsider("person"), count)
    at = np.sort((first + rng.integers(0, 6, count)) * DAY_SECONDS + 14 * HOUR_SECONDS)
    cents = tidy(rng, between(rng, 190, 720, count))
    received = entries(
        at + rng.integers(0, 9000, count), account=holder, other=payers, is_credit=True,
        cents=cents, channel="p2p", text=notes(rng, count),
    )  # fmt: skip
    stakes, wins = int(rng.integers(5, 9)), int(rng.integers(2, 5))
    total = float(cents.sum()) / 100
    staked = rounded(parts(rng, total * 0.95, stakes, 8), 5)
    won = parts(rng, total * float(rng.uniform(0.74, 0.9)), wins, 8)
    bets = [
        _card(rng, holder, site, first + rng.integers(6, 9, stakes), staked, is_credit=False),
        _card(rng, holder, site, first + rng.integers(10, 16, wins), won, is_credit=True),
    ]
    told = f"{count} small credits are staked on one site, and most of it comes back within days"
    return Story(
        "K01", "planted", "round a betting site", told, "customer", (holder,),
        together([received, *bets]),
    )  # fmt: skip


def _card(
    rng: Chance, holder: int, site: int, day: Ints, cents: Ints, *, is_credit: bool
) -> pl.DataFrame:
    at = np.sort(day * DAY_SECONDS + rng.integers(9 * HOUR_SECONDS, 23 * HOUR_SECONDS, len(day)))
    return entries(
        at, account=holder, other=site, is_credit=is_credit, cents=cents, channel="card",
        text="Online",
    )  # fmt: skip


def _orders(rng: Chance, holder: int, exchange: int, what: tuple[Ints, Ints]) -> pl.DataFrame:
    """Purchases of crypto on some days."""
    day, cents = what
    at = day * DAY_SECONDS + rng.integers(7 * HOUR_SECONDS, 23 * HOUR_SECONDS, len(day))
    return _order_at(holder, exchange, at, cents)


def _order_at(holder: int, exchange: int, at: Ints, cents: Ints) -> pl.DataFrame:
    return entries(
        at, account=holder, other=exchange, is_credit=False, cents=cents, channel="vasp",
        text="Purchase",
    )  # fmt: skip
