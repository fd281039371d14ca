"""Fast boats, fuel in notes, radios: what a drop at sea needs on the shore."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, money, rounded
from aml.sample.life.counter import Visits
from aml.sample.life.entry import together
from aml.sample.plant.cast import Cast, bank_hours, comes_in
from aml.sample.plant.moves import Account, innocent, numbered
from aml.sample.story import Story

#: What is bought, who sells it, dollars.
_WANTED = (
    ("RHIB 9 m", "boat dealer", 14_500), ("outboard 300 hp", "boat dealer", 8800),
    ("marine fuel", "marine fuel", 3100), ("slipway and shed rent", "marina", 1700),
    ("satellite phone, AIS radio beacons", "radio shop", 2600),
    ("boat hire, one week", "boat rental", 2300), ("dry bags and floats", "boat dealer", 620),
)  # fmt: skip
_SPAN = 42


def boat_basket(cast: Cast, rng: Chance, turn: int) -> Story:
    """People without a trade at sea buy boats, engines, fuel and radios within six weeks."""
    ways = (
        "one buyer, notes first",
        "three buyers",
        "somebody else pays",
        "fuel by card, in loads",
    )
    variant = ways[turn % len(ways)]
    count = 3 if variant == "three buyers" else 1
    buyers = list(dict.fromkeys(cast.newcomer(rng) for _ in range(count)))
    first, moves = cast.start(rng, _SPAN + 6), []
    for buyer in buyers:
        chosen = np.concatenate([[0, 1], 2 + rng.permutation(5)[: int(rng.integers(2, 5))]])
        begins = max(first, _opened(cast, buyer) + 8)
        moves += _bought(cast, rng, buyer, chosen, begins)
        cents = sum(int(frame["cents"].sum()) for frame in moves[-len(chosen) :])
        moves.append(_funded(cast, rng, buyer, variant, (begins, cents)))
        if "loads" in variant:
            fuel = rng.choice(cast.town.outsider("marine fuel"), 9)
            day = begins + np.sort(rng.integers(3, _SPAN, 9))
            loads = money(rng, 840, 0.12, 9)
            moves.append(Account(rng, buyer).pays(day, loads, fuel, "Online", "card"))
    told = f"{len(buyers)} buyers without a trade at sea: boats, engines, fuel, radios"
    return Story("T09", "planted", variant, told, "customer", tuple(buyers), together(moves))


def one_thing_each(cast: Cast, rng: Chance) -> Story:
    """Hard: four people buy one thing each, from a wage."""
    people, first = cast.crowd(rng, 4), cast.start(rng, _SPAN + 6)
    moves = [
        frame
        for who, item in zip(people.tolist(), (0, 1, 2, 4), strict=True)
        for frame in _bought(cast, rng, who, np.array([item]), first)
    ]
    told = "a boat, an engine, fuel and radios, one thing each"
    return Story(
        "T09", "hard", "one thing each", told, "customer", tuple(people.tolist()), together(moves)
    )


def sailing_school(cast: Cast, rng: Chance) -> Story:
    """A school buys two small boats and pays its marina, by invoice and from its account."""
    firm, first = cast.shop(rng), cast.start(rng, 70)
    holder, town = Account(rng, firm), cast.town
    dealer, marina = (int(rng.choice(town.outsider(kind))) for kind in ("boat dealer", "marina"))
    month = first + 30 * np.arange(3)
    text = numbered(rng, "sailing dinghy, invoice", 2)
    moves = [
        holder.pays(first + np.array([3, 11]), money(rng, 2600, 0.1, 2), dealer, text),
        holder.pays(month, np.full(3, 42_000), marina, numbered(rng, "berths, sailing school", 3)),
    ]
    return innocent("T09", "sailing school", "dinghies and berths by invoice", firm, moves)


def angler(cast: Cast, rng: Chance) -> Story:
    """An angler pays for fuel and now and then a berth."""
    who, first = cast.person(rng), cast.start(rng, 80)
    fuel = rng.choice(cast.town.outsider("marine fuel"), 6)
    day = first + np.sort(rng.integers(0, 76, 6))
    moves = [Account(rng, who).pays(day, money(rng, 64, 0.3, 6), fuel, "Online", "card")]
    return innocent("T09", "angler", "fuel for a small boat at weekends", who, moves)


def rescue_club(cast: Cast, rng: Chance) -> Story:
    """A rescue club gets gifts and buys a radio and an engine service."""
    club, first = int(rng.choice(cast.town.family("church"))), cast.start(rng, 60)
    radio = int(rng.choice(cast.town.outsider("radio shop")))
    givers = rng.choice(cast.town.outsider("person"), 8)
    gifts = rounded(money(rng, 90, 0.4, 8), 5)
    holder = Account(rng, club)
    moves = [
        holder.gets(first + np.sort(rng.integers(0, 30, 8)), gifts, givers, "lifeboat", "p2p"),
        holder.pays(np.array([first + 40]), np.array([64_000]), radio, "VHF radio, lifeboat"),
    ]
    return innocent("T09", "rescue club", "gifts for a lifeboat's radio", club, moves)


def _bought(cast: Cast, rng: Chance, who: int, items: Ints, first: int) -> list[pl.DataFrame]:
    """Each of the items on a day of its own."""
    last = cast.town.plan.last_day - 2
    day = np.minimum(first + 2 + np.sort(rng.integers(0, _SPAN - 3, len(items))), last)
    moves = []
    for item, on in zip(items.tolist(), day.tolist(), strict=True):
        text, kind, dollars = _WANTED[item]
        seller = int(rng.choice(cast.town.outsider(kind)))
        cents = money(rng, dollars, 0.15, 1)
        channel = ("ach", "wire", "wire")[int(rng.integers(3))]
        words_ = numbered(rng, text, 1)[0]
        moves.append(Account(rng, who).pays(np.array([on]), cents, seller, str(words_), channel))
    return moves


def _funded(cast: Cast, rng: Chance, who: int, variant: str, what: tuple[int, int]) -> pl.DataFrame:
    """Notes paid in just before, or transfers of somebody else."""
    first, cents = what
    halves = rounded(np.array([cents * 45 // 100, cents * 62 // 100]), 50)
    if variant == "somebody else pays":
        payer = cast.strangers(rng, 1).repeat(2)
        return comes_in(rng, who, bank_hours(rng, first + np.array([0, 9])), halves, payer)
    branch = cast.home_branches(rng, who, 2)
    return Visits(who, first + np.array([0, 9]), halves, branch).booked(rng)


def _opened(cast: Cast, who: int) -> int:
    return max(int(cast.town.opened[who]), cast.town.plan.first_day)
