"""Cash that becomes paper: money orders and drafts under the record line, bought one by one."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, Ints, between
from aml.sample.life.counter import workdays
from aml.sample.life.entry import together
from aml.sample.life.instruments import Instruments, serials
from aml.sample.plant.cast import Cast, tidy
from aml.sample.story import Story

_RECORD_LINE = 3000


def bought_in_parts(cast: Cast, rng: Chance, turn: int) -> Story:
    """A sum is turned into instruments under the record line, and often paid in together."""
    ways = (
        "several desks, one account", "drafts of two days", "two buyers in sequence",
        "bought elsewhere, paid in together", "one desk, one buyer",
    )  # fmt: skip
    variant = ways[turn % len(ways)]
    count, first = int(rng.integers(4, 9)), cast.start(rng, 18)
    low = float(rng.uniform(0.55, 0.85))
    cents = np.minimum(
        tidy(rng, between(rng, low * _RECORD_LINE, 0.99 * _RECORD_LINE, count)), 299_000
    )
    number = _in_a_row(rng, count)
    bought_on = workdays(first + np.sort(rng.integers(0, 2, count)))
    at = np.sort(bought_on * DAY_SECONDS + rng.integers(9 * HOUR_SECONDS, 17 * HOUR_SECONDS, count))
    if variant == "drafts of two days":
        return _drafts(cast, rng, at, cents, number)
    buyers = np.array([cast.person(rng) for _ in range(2 if "two" in variant else 1)])
    home = int(cast.town.column("place")[buyers[0]])
    desks = rng.permutation(cast.town.places.agents_in(home))
    desk = np.resize(desks[:1] if variant == "one desk, one buyer" else desks, count)
    holder = cast.person(rng)
    moves, focus = [], (holder,)
    if variant == "bought elsewhere, paid in together":
        desk = np.full(count, -1)
        payers = rng.choice(cast.town.outsider("person"), 3)[rng.integers(0, 3, count)]
    else:
        payers = buyers[np.sort(rng.integers(0, len(buyers), count))]
        sold = Instruments(payers, at, cents, holder, number, agent=desk)
        moves.append(sold.bought(rng, channel="money_order", for_cash=True))
        focus = (*buyers.tolist(), holder)
    moves.append(_paid_in(cast, rng, holder, (at, cents, payers, number, desk)))
    told = f"{count} money orders with numbers in a row, each under the record line, for one holder"
    return Story("S05", "planted", variant, told, "customer", focus, together(moves))


def loose_numbers(cast: Cast, rng: Chance) -> Story:
    """Hard: one order every few days, far under the line, with numbers that tell nothing."""
    buyer, holder, count = cast.person(rng), cast.person(rng), int(rng.integers(7, 11))
    day = workdays(cast.start(rng, 50) + np.sort(rng.choice(42, count, replace=False)))
    at = day * DAY_SECONDS + rng.integers(10 * HOUR_SECONDS, 17 * HOUR_SECONDS, count)
    cents = tidy(rng, between(rng, 600, 1000, count))
    home = int(cast.town.column("place")[buyer])
    desk = np.resize(rng.permutation(cast.town.places.agents_in(home)), count)
    number = serials(rng, count)
    sold = Instruments(buyer, at, cents, holder, number, agent=desk)
    moves = [sold.bought(rng, channel="money_order", for_cash=True)]
    payers = np.full(count, buyer)
    # Each is paid in by itself, a day or two later.
    later = workdays(day + rng.integers(1, 3, count)) * DAY_SECONDS + at % DAY_SECONDS
    branch = int(cast.town.column("branch")[holder])
    received = Instruments(holder, later, cents, payers, number, agent=desk, branch=branch)
    moves.append(received.paid_in(channel="money_order"))
    told = f"{count} money orders over six weeks, each by itself, from one buyer to one holder"
    return Story(
        "S05", "hard", "over weeks, no sequence", told, "customer", (buyer, holder), together(moves)
    )


def _drafts(cast: Cast, rng: Chance, at: Ints, cents: Ints, number: Ints) -> Story:
    """One customer buys cashier's cheques at two branches for a payee who banks elsewhere."""
    buyer, count = cast.person(rng), len(at)
    branch = np.resize(cast.home_branches(rng, buyer, 2), count)
    payees = rng.choice(cast.town.outsider("person"), 2)[rng.integers(0, 2, count)]
    sold = Instruments(buyer, at, cents, payees, number, branch=branch)
    told = f"{count} cashier's cheques for cash within two days, each under the record line"
    return Story(
        "S05", "planted", "drafts of two days", told, "customer", (buyer,),
        sold.bought(rng, channel="draft", for_cash=True),
    )  # fmt: skip


def _paid_in(
    cast: Cast, rng: Chance, holder: int, papers: tuple[Ints, Ints, Ints, Ints, Ints]
) -> pl.DataFrame:
    """All of them are paid in on one or two days of the week after."""
    at, cents, payers, number, desk = papers
    day = workdays(at.max() // DAY_SECONDS + rng.integers(1, 7, 2))
    on = np.sort(day[rng.integers(0, 2, len(at))])
    branch = int(cast.town.column("branch")[holder])
    when = on * DAY_SECONDS + rng.integers(9 * HOUR_SECONDS, 17 * HOUR_SECONDS, len(at))
    received = Instruments(holder, np.sort(when), cents, payers, number, agent=desk, branch=branch)
    return received.paid_in(channel="money_order")


def _in_a_row(rng: Chance, count: int) -> Ints:
    """Numbers that follow each other; somebody else bought one in between now and then."""
    steps = np.where(rng.random(count) < 0.75, 1, 2)
    row: Ints = serials(rng, 1)[0] + steps.cumsum()
    return row
