"""Money that gathers and scatters: many accounts to one, one to many, and both about one."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, Chance, Ints
from aml.sample.life.entry import together
from aml.sample.plant.cast import Cast
from aml.sample.plant.moves import afterwards, mixed_crowd, moved, spread, uneven
from aml.sample.story import Story

_RECORD_LINE = 300_000


def fan_in(cast: Cast, rng: Chance, turn: int) -> Story:
    """Many who have nothing to do with each other pay one account within days."""
    ways = (
        "from all over",
        "within the bank",
        "small sums, then a wire abroad",
        "a firm's account",
    )
    variant = ways[turn % len(ways)]
    hub = cast.shop(rng) if variant == "a firm's account" else cast.person(rng)
    count, days = int(rng.integers(9, 17)), int(rng.integers(2, 9))
    payers = _others(mixed_crowd(cast, rng, count, 0.9 if "bank" in variant else 0.45), hub)
    cents = uneven(rng, float(rng.uniform(1800, 5200)) * len(payers), len(payers))
    if "wire" in variant:
        cents = np.minimum(cents, _RECORD_LINE - rng.integers(1000, 60_000, len(payers)))
    at = spread(rng, cast.start(rng, days + 8), days, len(payers))
    moves = [moved(cast, rng, at, (payers, np.full(len(payers), hub)), cents)]
    if "wire" in variant:
        later, whole = afterwards(rng, at[-1:], (14, 80)), cents.sum(keepdims=True)
        out = np.rint(whole * rng.uniform(0.86, 0.98)).astype(np.int64)
        wired = moved(cast, rng, later, (np.array([hub]), cast.suppliers(rng, 1)), out)
        moves.append(wired.with_columns(channel=pl.lit("wire")))
    told = f"{len(payers)} unrelated payers within {days} days to one account"
    return _story("fan-in: " + variant, told, (hub,), moves)


def fan_out(cast: Cast, rng: Chance, turn: int) -> Story:
    """One account pays many who have nothing to do with each other within days."""
    ways = ("to all over", "within the bank", "one sum, cut up", "a firm's account")
    variant = ways[turn % len(ways)]
    hub = cast.shop(rng) if variant == "a firm's account" else cast.person(rng)
    count, days = int(rng.integers(9, 17)), int(rng.integers(2, 9))
    payees = _others(mixed_crowd(cast, rng, count, 0.9 if "bank" in variant else 0.45), hub)
    cents = uneven(rng, float(rng.uniform(1700, 5000)) * len(payees), len(payees))
    first = cast.start(rng, days + 8)
    at = spread(rng, first + 1, days, len(payees))
    moves = [moved(cast, rng, at, (np.full(len(payees), hub), payees), cents)]
    if variant == "one sum, cut up":
        whole = np.rint(cents.sum(keepdims=True) * rng.uniform(1.02, 1.1)).astype(np.int64)
        source = cast.strangers(rng, 1)
        moves.append(moved(cast, rng, spread(rng, first, 1, 1), (source, np.array([hub])), whole))
    told = f"one account pays {len(payees)} unrelated payees within {days} days"
    return _story("fan-out: " + variant, told, (hub,), moves)


def gather_scatter(cast: Cast, rng: Chance, turn: int) -> Story:
    """What many paid in goes out to as many others."""
    ways = ("within a week", "same day out", "within the bank", "through a firm", "in two waves")
    variant = ways[turn % len(ways)]
    hub = cast.shop(rng) if variant == "through a firm" else cast.person(rng)
    count = int(rng.integers(9, 14))
    out_count = int(rng.integers(9, 14))
    share = 0.8 if variant == "within the bank" else 0.4
    crowd = _others(mixed_crowd(cast, rng, count + out_count + 1, share), hub)
    payers, payees = crowd[:count], crowd[count:]
    total = float(rng.uniform(29_000, 64_000))
    first, waves = cast.start(rng, 24), 2 if variant == "in two waves" else 1
    moves = []
    for wave in range(waves):
        ends = np.array_split(payers, waves)[wave], np.array_split(payees, waves)[wave]
        moves += _through(cast, rng, variant, hub, ends, (first + 4 * wave, total / waves))
    told = f"{count} pay in, {len(payees)} others are paid"
    return _story("gather-scatter: " + variant, told, (hub,), moves)


def patient_gathering(cast: Cast, rng: Chance) -> Story:
    """Hard: the same over two months, in few and uneven payments."""
    hub, crowd = cast.person(rng), mixed_crowd(cast, rng, 14, 0.5)
    crowd = _others(crowd, hub)
    payers, payees = crowd[:7], crowd[7:]
    first = cast.start(rng, 75)
    cents = uneven(rng, float(rng.uniform(16_000, 30_000)), len(payers))
    at = spread(rng, first, 50, len(payers))
    out = uneven(rng, float(cents.sum()) / 100 * 0.8, len(payees))
    later = spread(rng, first + 16, 55, len(payees))
    moves = [
        moved(cast, rng, at, (payers, np.full(len(payers), hub)), cents),
        moved(cast, rng, later, (np.full(len(payees), hub), payees), out),
    ]
    told = "seven pay in and others are paid over two months"
    story = _story("gather-scatter: over months", told, (hub,), moves)
    return Story("G02", "hard", story.variant, told, "customer", (hub,), story.entries)


def _through(
    cast: Cast,
    rng: Chance,
    variant: str,
    hub: int,
    ends: tuple[Ints, Ints],
    sums: tuple[int, float],
) -> list[pl.DataFrame]:
    """From the first of the ends to the hub and on to the second, most of it."""
    (payers, payees), (first, total) = ends, sums
    is_hasty = variant == "same day out"
    at = spread(rng, first, 1 if is_hasty else 3, len(payers))
    cents = uneven(rng, total, len(payers))
    start = int(at[-1]) // DAY_SECONDS + (1 if is_hasty else int(rng.integers(0, 3)))
    out = uneven(rng, float(cents.sum()) / 100 * float(rng.uniform(0.86, 0.98)), len(payees))
    later = np.maximum(spread(rng, start, 1 if is_hasty else 3, len(payees)), at[-1] + 900)
    return [
        moved(cast, rng, at, (payers, np.full(len(payers), hub)), cents),
        moved(cast, rng, later, (np.full(len(payees), hub), payees), out),
    ]


def _others(crowd: Ints, hub: int) -> Ints:
    others: Ints = crowd[crowd != hub]
    return others


def _story(variant: str, told: str, focus: tuple[int, ...], moves: list[pl.DataFrame]) -> Story:
    return Story("G02", "planted", variant, told, "customer", focus, together(moves))
