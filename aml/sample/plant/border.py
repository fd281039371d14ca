"""Cash at the desks of the border, shaped by an order that lowers the reporting line there."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, Ints, between, money, rounded
from aml.sample.life.remittances import transfers
from aml.sample.plan import day_number
from aml.sample.plant.cast import Cast
from aml.sample.plant.sending import paid_out
from aml.sample.story import Story
from aml.sample.world.places import CITIES

#: The first and the last day of each order of 2025, and the dollars from which it reports.
_ORDERS = (
    (day_number(date(2025, 4, 14)), day_number(date(2025, 9, 9)), 200),
    (day_number(date(2025, 9, 10)), day_number(date(2026, 3, 6)), 1000),
)
_SAN_DIEGO = next(number for number, city in enumerate(CITIES) if city.name == "San Diego")
_Order = tuple[int, int, int]


def under_the_order(cast: Cast, rng: Chance, turn: int) -> Story:
    """Transfers paid for in cash, each just below the line that the order has drawn."""
    ways = ("several desks", "several relatives", "to a quarter outside", "one desk, every day")
    variant = ways[turn % len(ways)]
    if variant == "to a quarter outside":
        return _moves_outside(cast, rng)
    order = _order(cast, rng)
    sender, count = cast.border_sender(rng), int(rng.integers(4, 8))
    line = order[2]
    cents = between(rng, float(rng.uniform(0.87, 0.92)) * line, 0.995 * line, count)
    cents = rounded(cents, 5) if line > 500 else rounded(cents, 1)
    day = _within(cast, rng, order, 8) + np.sort(rng.integers(0, 6, count))
    if variant == "one desk, every day":
        day = day[0] + np.arange(count)
    kin = np.arange(count) if variant == "several relatives" else np.zeros(count, dtype=np.int64)
    desks = rng.permutation(_listed_desks(cast, sender))
    desk = np.resize(desks[:1] if variant == "one desk, every day" else desks, count)
    sent = _sent(
        cast, rng, np.full(count, sender), (day, np.minimum(cents, line * 100 - 100)), desk, kin
    )
    told = f"{count} cash transfers within a week just below the order's line of {line}"
    return Story("S06", "planted", variant, told, "sender", (sender,), transfers=sent)


def two_in_turn(cast: Cast, rng: Chance) -> Story:
    """Hard: two people take turns for one receiver, so that neither of them stands out."""
    order = _order(cast, rng)
    senders = np.array([cast.border_sender(rng) for _ in range(2)])
    line, count = order[2], int(rng.integers(6, 9))
    cents = rounded(between(rng, 0.7 * line, 0.97 * line, count), 5)
    day = _within(cast, rng, order, 24) + np.sort(rng.choice(22, count, replace=False))
    who = np.resize(senders, count)
    desk = np.array([rng.choice(_listed_desks(cast, one)) for one in who.tolist()])
    sent = _sent(cast, rng, who, (day, cents), desk, np.zeros(count, dtype=np.int64))
    sent = sent.with_columns(receiver=pl.lit(cast.receiver(rng), pl.Int64))
    told = f"two senders in turn, {count} cash transfers below the order's line to one receiver"
    return Story(
        "S06", "hard", "two in turn", told, "sender", tuple(senders.tolist()), transfers=sent
    )


def before_the_order(cast: Cast, rng: Chance) -> Story:
    """Innocent: the same amounts in February, when no order was in force."""
    sender, count = cast.border_sender(rng), 5
    cents = rounded(between(rng, 176, 199, count), 1)
    first = cast.town.plan.first_day + int(rng.integers(33, 50))
    day = first + np.arange(count)
    desk = np.resize(_listed_desks(cast, sender), count)
    sent = _sent(cast, rng, np.full(count, sender), (day, cents), desk, np.arange(count))
    told = "gifts to relatives in the week of a wedding, before any order lowered the line"
    return Story("S06", "look_alike", "before the order", told, "sender", (sender,), transfers=sent)


def at_the_order(cast: Cast, rng: Chance) -> Story:
    """Innocent: three transfers of exactly the order's amount, which are reported and not below."""
    order = _order(cast, rng)
    sender, count = cast.border_sender(rng), 3
    day = _within(cast, rng, order, 8) + np.array([0, 2, 5])
    cents = np.full(count, order[2] * 100)
    desk = np.resize(_listed_desks(cast, sender)[:1], count)
    sent = _sent(cast, rng, np.full(count, sender), (day, cents), desk, np.arange(count))
    told = "three transfers of exactly the amount from which the order reports"
    return Story(
        "S06", "look_alike", "exactly at the line", told, "sender", (sender,), transfers=sent
    )


def _moves_outside(cast: Cast, rng: Chance) -> Story:
    """A sender of the listed quarters goes to a desk outside them from the order's start on."""
    order = _order(cast, rng)
    place = cast.corridors.senders["place"].to_numpy()
    # The first order lists postal codes everywhere, the second in California alone.
    sender = cast.border_sender(rng)
    if order[2] > 500 and place[sender] != _SAN_DIEGO:
        sender = int(rng.choice(np.flatnonzero(place == _SAN_DIEGO)))
    count, start = int(rng.integers(7, 11)), order[0]
    end = min(order[1], cast.town.plan.last_day - 2)
    earlier = np.sort(start - rng.integers(3, 60, 7))
    later = np.sort(start + rng.integers(1, min(29, end - start), count))
    inside, outside = _listed_desks(cast, sender), _outer_desks(cast, sender)
    usual = rounded(money(rng, 410, 0.25, 7 + count), 10)
    none = np.zeros(7 + count, dtype=np.int64)
    who, desk = (
        np.full(7 + count, sender),
        np.concatenate([rng.choice(inside, 7), rng.choice(outside, count)]),
    )
    sent = _sent(cast, rng, who, (np.concatenate([earlier, later]), usual), desk, none)
    told = "a sender of the listed quarters uses a desk outside them from the order's start on"
    return Story(
        "S06", "planted", "to a quarter outside", told, "sender", (sender,), transfers=sent
    )


def _order(cast: Cast, rng: Chance) -> _Order:
    """One of the orders whose time the ledger covers."""
    known = [order for order in _ORDERS if order[0] + 45 < cast.town.plan.last_day]
    return known[int(rng.integers(len(known)))]


def _within(cast: Cast, rng: Chance, order: _Order, days: int) -> int:
    """A first day that leaves so many days within the order and the ledger."""
    last = min(order[1], cast.town.plan.last_day - 3) - days
    return int(rng.integers(order[0] + 5, last))


def _listed_desks(cast: Cast, sender: int) -> Ints:
    """The desks of the sender's city in quarters that the orders list."""
    return _desks(cast, sender, is_outer=False)


def _outer_desks(cast: Cast, sender: int) -> Ints:
    return _desks(cast, sender, is_outer=True)


def _desks(cast: Cast, sender: int, *, is_outer: bool) -> Ints:
    agents = cast.town.places.agents
    here = agents["place"] == int(cast.corridors.senders["place"][int(sender)])
    found: Ints = (here & (agents["is_outer"] == is_outer)).arg_true().to_numpy().astype(np.int64)
    return found


def _sent(
    cast: Cast, rng: Chance, sender: Ints, what: tuple[Ints, Ints], desk: Ints, kin: Ints
) -> pl.DataFrame:
    """Cash transfers to the senders' relatives: `what` are days and amounts."""
    day, cents = what
    at = np.sort(day * DAY_SECONDS + rng.integers(9 * HOUR_SECONDS, 20 * HOUR_SECONDS, len(day)))
    made = transfers(rng, at, sender, cast.corridors.kin(sender, kin), desk, cents)
    return paid_out(made).with_columns(funding=pl.lit("cash"))
