"""A sum over the line that becomes a smaller one as soon as somebody asks for papers."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, Ints, between, rounded
from aml.sample.life.counter import Visits, workdays
from aml.sample.life.entry import together
from aml.sample.life.remittances import transfers
from aml.sample.plant.cast import Cast, tidy
from aml.sample.story import Story

_LINE, _RECORD_LINE = 10_000, 3000


def withdrawn_then_less(cast: Cast, rng: Chance, turn: int) -> Story:
    """A deposit over the line is taken back at the prompt; soon a smaller one follows."""
    ways = (
        "less, minutes later", "another branch", "altered on the slip", "at the remittance desk",
        "two attempts in a week", "taken out instead of paid in",
    )  # fmt: skip
    variant = ways[turn % len(ways)]
    if variant == "at the remittance desk":
        return _at_the_desk(cast, rng)
    customer = cast.shop(rng) if rng.random() < 0.4 else cast.person(rng)
    is_credit = variant != "taken out instead of paid in"
    branch = cast.home_branches(rng, customer, 2)
    tries = 2 if variant == "two attempts in a week" else 1
    first = cast.start(rng, 9)
    days = workdays(first + np.arange(tries) * int(rng.integers(2, 5)))
    moves = []
    for turn_, day in enumerate(days.tolist()):
        wanted = tidy(rng, between(rng, 1.02 * _LINE, 1.5 * _LINE, 1))
        asked = day * DAY_SECONDS + int(rng.integers(9 * HOUR_SECONDS, 15 * HOUR_SECONDS))
        status = "altered" if variant == "altered on the slip" else "cancelled"
        moves.append(
            _visit(rng, customer, (asked, wanted), branch[0], status=status, is_credit=is_credit)
        )
        if turn_ < tries - 1:
            continue
        less = np.minimum(tidy(rng, between(rng, 0.68 * _LINE, 0.99 * _LINE, 1)), 998_000)
        where = branch[1] if variant == "another branch" else branch[0]
        later = asked + int(rng.integers(150, 3200))
        moves.append(_visit(rng, customer, (later, less), where, is_credit=is_credit))
    told = "a sum over the line is taken back when papers are asked for, and a smaller one booked"
    return Story("S04", "planted", variant, told, "customer", (customer,), together(moves))


def somebody_else_brings_it(cast: Cast, rng: Chance) -> Story:
    """Hard: the sum is taken back, and two others bring it in parts a day later."""
    customer, day = cast.person(rng), cast.start(rng, 6)
    helpers, branch = cast.helpers(rng, 2), cast.home_branches(rng, customer, 2)
    wanted = tidy(rng, between(rng, 1.1 * _LINE, 1.5 * _LINE, 1))
    asked = int(workdays(np.array([day]))[0]) * DAY_SECONDS + 11 * HOUR_SECONDS
    halves = tidy(rng, wanted[0] * np.array([0.55, 0.42]))
    on = np.full(2, asked // DAY_SECONDS + 1)
    brought = Visits(customer, on, halves, branch, conductor=helpers).booked(rng)
    tried = _visit(rng, customer, (asked, wanted), branch[0], status="cancelled")
    told = "a deposit is taken back; the next day two others bring it in two parts"
    return Story(
        "S04", "hard", "others, a day later", told, "customer", (customer,),
        together([tried, brought]),
    )  # fmt: skip


def _visit(
    rng: Chance,
    customer: int,
    what: tuple[int, Ints],
    branch: int,
    *,
    status: str = "posted",
    is_credit: bool = True,
) -> pl.DataFrame:
    """One visit of the customer: `what` is the instant and the amount."""
    at, cents = what
    day = np.array([at // DAY_SECONDS])
    visit = Visits(customer, day, cents, int(branch), at=np.array([at]), is_credit=is_credit)
    return visit.booked(rng).with_columns(status=pl.lit(status))


def _at_the_desk(cast: Cast, rng: Chance) -> Story:
    """The same with a remittance: over the record line, cancelled, and sent again below it."""
    sender, day = cast.sender(rng), cast.start(rng, 3)
    place = int(cast.corridors.senders["place"][sender])
    desk = np.resize(rng.permutation(cast.town.places.agents_in(place)), 2)
    wanted = rounded(between(rng, 1.03 * _RECORD_LINE, 1.5 * _RECORD_LINE, 1), 50)
    less = rounded(between(rng, 0.75 * _RECORD_LINE, 0.97 * _RECORD_LINE, 1), 10)
    asked = day * DAY_SECONDS + int(rng.integers(10 * HOUR_SECONDS, 18 * HOUR_SECONDS))
    at = np.array([asked, asked + int(rng.integers(240, 3000))])
    who = np.full(2, sender)
    receiver = cast.corridors.kin(who, np.zeros(2, dtype=np.int64))
    sent = transfers(rng, at, who, receiver, desk, np.concatenate([wanted, less]))
    told = "a transfer over the record line is cancelled and sent again below it"
    return Story(
        "S04", "planted", "at the remittance desk", told, "sender", (sender,),
        transfers=sent.with_columns(
            status=pl.Series(["cancelled", "posted"]), funding=pl.lit("cash")
        ),
    )  # fmt: skip
