"""Money that comes back to where it left: rings of three to six hops, and sums sent to and fro."""

from __future__ import annotations

import numpy as np

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, Ints, between, rounded
from aml.sample.life.entry import together
from aml.sample.plant.cast import SHOPS, Cast
from aml.sample.plant.moves import afterwards, moved, spread
from aml.sample.story import Story
from aml.sample.world.ties import owned_by


def round_trip(cast: Cast, rng: Chance, turn: int) -> Story:
    """A sum passes from account to account and ends where it began, a little smaller."""
    ways = (
        "three hops", "through an account elsewhere", "to and fro", "four hops",
        "a firm and friends", "ends with the owner", "five or six hops",
    )  # fmt: skip
    variant = ways[turn % len(ways)]
    if variant == "to and fro":
        return _to_and_fro(cast, rng)
    hops = {"three hops": 3, "four hops": 4, "five or six hops": int(rng.integers(5, 7))}
    count = hops.get(variant, int(rng.integers(3, 5)))
    is_firm = variant in {"a firm and friends", "ends with the owner"}
    ring = _ring(cast, rng, count, is_firm=is_firm)
    if variant == "through an account elsewhere":
        ring[1::2] = cast.strangers(rng, len(ring[1::2]))
    payer, payee = ring, np.roll(ring, -1)
    if variant == "ends with the owner":
        payer, payee = _owners_ring(cast, rng, ring)
    low, high = (21_000, 120_000) if is_firm else (6800, 34_000)
    first, moves = cast.start(rng, 56), []
    for _ in range(int(rng.integers(1, 3))):
        cents = _kept(rng, between(rng, low, high, 1), len(payer))
        at = spread(rng, first, 1, 1) + np.cumsum(_waits(rng, len(payer)))
        moves.append(moved(cast, rng, afterwards(rng, at, (0, 0.5)), (payer, payee), cents))
        first += int(rng.integers(20, 30))
    told = f"{len(payer)} hops back to where it began"
    focus = tuple(sorted(set(np.extract(cast.town.is_own(payer), payer).tolist())))
    return Story("G03", "planted", variant, told, "customer", focus, together(moves))


def shrinking_ring(cast: Cast, rng: Chance) -> Story:
    """Hard: weeks between the hops, and each hop keeps a third."""
    ring = _ring(cast, rng, 4, is_firm=False)
    amount = between(rng, 16_000, 30_000, 1)
    cents = np.rint(amount * 0.7 ** np.arange(4) * rng.uniform(0.94, 1.0, 4)).astype(np.int64)
    at = spread(rng, cast.start(rng, 70), 1, 1) + np.cumsum(rng.integers(9, 17, 4)) * DAY_SECONDS
    moves = moved(cast, rng, at, (ring, np.roll(ring, -1)), cents)
    told = "a ring over two months that keeps a third at each hop"
    focus = tuple(ring.tolist())
    return Story("G03", "hard", "slow and shrinking", told, "customer", focus, moves)


def _to_and_fro(cast: Cast, rng: Chance) -> Story:
    """The same sum goes out and comes back within days, again and again."""
    us = cast.shop(rng) if rng.random() < 0.5 else cast.person(rng)
    ours = rng.random() < 0.5
    them = int(cast.crowd(rng, 1)[0] if ours else cast.strangers(rng, 1)[0])
    them = them if them != us else int(cast.strangers(rng, 1)[0])
    rounds, day, moves = int(rng.integers(3, 6)), cast.start(rng, 62), []
    for _ in range(rounds):
        out = rounded(between(rng, 6200, 17_000, 1), 100)
        back = np.rint(out * rng.uniform(0.94, 1.0, 1)).astype(np.int64)
        at = spread(rng, day, 1, 1)
        later = afterwards(rng, at, (20, 190))
        there, here = np.array([us]), np.array([them])
        moves += [
            moved(cast, rng, at, (there, here), out),
            moved(cast, rng, later, (here, there), back),
        ]
        day += int(rng.integers(9, 13))
    told = f"{rounds} times a sum goes out and comes back within days"
    focus = tuple(one for one in (us, them) if one < cast.town.accounts.height)
    return Story("G03", "planted", "to and fro", told, "customer", focus, together(moves))


def _ring(cast: Cast, rng: Chance, count: int, *, is_firm: bool) -> Ints:
    first = cast.shop(rng) if is_firm else cast.person(rng)
    others = np.setdiff1d(cast.crowd(rng, count), [first])[: count - 1]
    return np.concatenate([[first], rng.permutation(others)])


def _owners_ring(cast: Cast, rng: Chance, ring: Ints) -> tuple[Ints, Ints]:
    """From a firm through strangers to the person who owns the firm."""
    firm, owner = owned_by(cast.town)
    known = np.flatnonzero(cast.town.customers["family"].gather(firm).is_in(SHOPS).to_numpy())
    chosen = int(rng.choice(known))
    inner = ring[(ring != firm[chosen]) & (ring != owner[chosen])]
    return np.concatenate([[firm[chosen]], inner]), np.concatenate([inner, [owner[chosen]]])


def _kept(rng: Chance, amount: Ints, count: int) -> Ints:
    """Each hop passes on nearly all."""
    share = np.concatenate([[1.0], np.cumprod(rng.uniform(0.9, 0.995, count - 1))])
    cents = np.rint(amount * share).astype(np.int64)
    return cents if rng.random() < 0.5 else rounded(cents, 10)


def _waits(rng: Chance, count: int) -> Ints:
    """From a few hours to some days between the hops, less than four weeks in all."""
    return rng.integers(3 * HOUR_SECONDS, round(min(5, 24 / count) * DAY_SECONDS), count)
