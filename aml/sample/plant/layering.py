"""Money that does not stay: funnels across the country, and accounts it only passes through."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import (
    DAY_SECONDS,
    HOUR_SECONDS,
    Chance,
    Ints,
    between,
    business_day,
    rounded,
)
from aml.sample.life.counter import Visits, workdays
from aml.sample.life.entry import together
from aml.sample.plant.cast import Cast, bank_hours, comes_in, parts, passes_on, tidy
from aml.sample.story import Story
from aml.sample.world.places import BORDER


def funnel(cast: Cast, rng: Chance, turn: int) -> Story:
    """Others pay cash in far from home; days later it leaves at the border or by transfer."""
    ways = ("cash out at the border", "wire abroad", "a firm's account", "several payees")
    variant = ways[turn % len(ways)]
    customer = cast.shop(rng) if variant == "a firm's account" else cast.person(rng)
    count, span = int(rng.integers(5, 11)), int(rng.integers(5, 20))
    first = cast.start(rng, span + 6)
    branch = cast.far_branches(rng, customer, int(rng.integers(3, 6)))
    people = cast.helpers(rng, len(branch))
    low, high = float(rng.uniform(1500, 4000)), float(rng.uniform(5000, 9400))
    cents = np.maximum(tidy(rng, between(rng, low, high, count)), 1_100_000 // count)
    where = np.resize(np.arange(len(branch)), count)
    day = workdays(np.sort(first + rng.integers(0, span, count)))
    banked = Visits(customer, day, cents, branch[where], conductor=people[where]).booked(rng)
    gone = _drawn_off(cast, rng, customer, variant, banked)
    told = f"{count} cash deposits in {len(branch)} other cities, drawn off within days"
    return Story("F01", "planted", variant, told, "customer", (customer,), together([banked, gone]))


def regional_funnel(cast: Cast, rng: Chance) -> Story:
    """Hard: several people pay in at the branches of the home city, and it leaves by transfers."""
    customer, count = cast.person(rng), int(rng.integers(5, 8))
    branch, people = cast.home_branches(rng, customer, 3), cast.helpers(rng, 3)
    day = workdays(np.sort(cast.start(rng, 20) + rng.integers(0, 14, count)))
    who = rng.integers(0, 3, count)
    cents = tidy(rng, between(rng, 1800, 6200, count))
    banked = Visits(customer, day, cents, branch[who], conductor=people[who]).booked(rng)
    gone = _drawn_off(cast, rng, customer, "several payees", banked)
    told = "a funnel that never leaves the customer's own city"
    return Story(
        "F01", "hard", "within one city", told, "customer", (customer,), together([banked, gone])
    )


def pass_through(cast: Cast, rng: Chance, turn: int) -> Story:
    """What comes in leaves within hours or two days, nearly whole, to payees never paid before."""
    ways = ("a person", "three payees", "a firm", "one large sum", "a chain of two customers")
    variant = ways[turn % len(ways)]
    is_firm = variant in {"a firm", "one large sum"}
    customer = cast.shop(rng) if is_firm else cast.person(rng)
    rounds = 1 if variant == "one large sum" else int(rng.integers(3, 7))
    low, high = (260_000, 480_000) if rounds == 1 else (52_000, 120_000)
    if not is_firm:
        low, high = 11_000, 46_000
    chain = [customer, cast.person(rng)] if variant == "a chain of two customers" else [customer]
    day, moves = cast.start(rng, 40), []
    for _ in range(rounds):
        amount = between(rng, low, high, 1)
        amount = rounded(amount, 100) if rng.random() < 0.4 else amount
        at = bank_hours(rng, np.array([day]))
        moves.append(comes_in(rng, customer, at, amount, cast.strangers(rng, 1)))
        holder, at = customer, _soon(rng, at)
        if len(chain) == 2:
            amount = np.rint(amount * rng.uniform(0.95, 0.99)).astype(np.int64)
            within = passes_on(rng, customer, at, amount, np.array(chain[1:]))
            moves.append(within.with_columns(channel=pl.lit("internal")))
            holder, at = chain[1], _soon(rng, at)
        payees = 3 if variant == "three payees" else int(rng.integers(1, 3))
        out = parts(rng, float(amount[0]) / 100 * float(rng.uniform(0.9, 0.995)), payees, 12)
        when = np.repeat(at, payees)
        moves.append(passes_on(rng, holder, when, out, cast.strangers(rng, payees)))
        day += int(rng.integers(3, 8))
    told = f"{rounds} times money came in and left again within three days"
    return Story("G01", "planted", variant, told, "customer", tuple(chain), together(moves))


def slow_pass_through(cast: Cast, rng: Chance) -> Story:
    """Hard: the same, but each sum rests ten to twenty days and leaves in uneven parts."""
    customer = cast.person(rng)
    day, moves = cast.start(rng, 80) - 20, []
    for _ in range(3):
        received = between(rng, 9000, 24_000, 1)
        at = bank_hours(rng, np.array([day]))
        moves.append(comes_in(rng, customer, at, received, cast.strangers(rng, 1)))
        out = parts(rng, float(received[0]) / 100 * 0.94, 3, 4)
        later = bank_hours(rng, day + rng.integers(10, 21, 3))
        moves.append(passes_on(rng, customer, later, out, cast.strangers(rng, 3)))
        day += int(rng.integers(12, 24))
    told = "money rests for weeks before it is passed on in parts"
    return Story("G01", "hard", "slow", told, "customer", (customer,), together(moves))


def _soon(rng: Chance, at: Ints) -> Ints:
    """Later the same day, or within banking hours of one of the next two banking days."""
    day, wait = at // DAY_SECONDS, int(rng.integers(0, 3))
    if wait == 0:
        closing = day * DAY_SECONDS + 18 * HOUR_SECONDS
        later = at + rng.integers(HOUR_SECONDS, 5 * HOUR_SECONDS, len(at))
        same_day: Ints = np.minimum(later, closing)
        return same_day
    following = day + wait
    is_weekend = business_day(following) != following
    return bank_hours(rng, following + 2 * is_weekend)


def _drawn_off(
    cast: Cast, rng: Chance, customer: int, variant: str, banked: pl.DataFrame
) -> pl.DataFrame:
    """After every two or three deposits most of what lies there goes."""
    days, amounts = (banked["at"] // DAY_SECONDS).to_list(), banked["cents"].to_list()
    border = _border_branches(cast, rng, banked["branch"].to_numpy())
    moves, waiting, size = [], 0, int(rng.integers(2, 4))
    for number, (day, cents) in enumerate(zip(days, amounts, strict=True), start=1):
        waiting += cents
        if number % size and number < len(days):
            continue
        out = round(waiting * float(rng.uniform(0.8, 0.98)))
        waiting -= out
        later = np.array([day + int(rng.integers(1, 4))])
        if variant == "cash out at the border":
            halves = rounded(parts(rng, out / 100, 2, 20), 20)
            fetched = Visits(customer, np.repeat(later, 2), halves, border, is_credit=False)
            moves.append(fetched.booked(rng))
        else:
            moves.append(_sent(cast, rng, customer, variant, (later, out)))
    return together(moves)


def _border_branches(cast: Cast, rng: Chance, paid_in: Ints) -> Ints:
    """Two branches of one border city where nothing was paid in."""
    used = cast.town.places.branches["place"].to_numpy()[paid_in]
    free = [city for city in BORDER if city not in used]
    return rng.choice(cast.town.places.branches_in(int(rng.choice(free or BORDER))), 2)


def _sent(
    cast: Cast, rng: Chance, customer: int, variant: str, what: tuple[Ints, int]
) -> pl.DataFrame:
    """By transfers to several people, or by one wire to a supplier abroad."""
    later, out = what
    if variant == "several payees":
        at, cents = bank_hours(rng, np.repeat(later, 3)), parts(rng, out / 100, 3, 8)
        return passes_on(rng, customer, at, cents, cast.strangers(rng, 3))
    at, payee = bank_hours(rng, later), cast.suppliers(rng, 1)
    wired = passes_on(rng, customer, at, np.array([out]), payee)
    return wired.with_columns(channel=pl.lit("wire"))
