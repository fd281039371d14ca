"""Money that splits and meets again among accounts: diamonds, stacks of layers, two camps."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints
from aml.sample.life.entry import together
from aml.sample.plant.cast import Cast
from aml.sample.plant.moves import afterwards, moved, spread, uneven
from aml.sample.story import Story


def scatter_gather(cast: Cast, rng: Chance, turn: int) -> Story:
    """One account pays several, and each of them pays the same other one."""
    ways = ("both ends here", "from another bank", "to an account abroad", "two rounds")
    variant = ways[turn % len(ways)]
    source, sink = cast.person(rng), cast.person(rng)
    if variant == "from another bank":
        source = int(cast.strangers(rng, 1)[0])
    if variant == "to an account abroad":
        sink = int(cast.suppliers(rng, 1)[0])
    between = cast.crowd(rng, int(rng.integers(5, 10)) + 2)
    between = between[(between != source) & (between != sink)][: len(between) - 2]
    first, moves = cast.start(rng, 26), []
    for turn_ in range(2 if variant == "two rounds" else 1):
        cents = uneven(rng, float(rng.uniform(2800, 7000)) * len(between), len(between))
        at = spread(rng, first + 9 * turn_, int(rng.integers(1, 4)), len(between))
        moves.append(moved(cast, rng, at, (np.full(len(between), source), between), cents))
        on = np.rint(cents * rng.uniform(0.88, 0.99, len(between))).astype(np.int64)
        later = afterwards(rng, at, (3, 90))
        moves.append(moved(cast, rng, later, (between, np.full(len(between), sink)), on))
    told = f"one account through {len(between)} others to one account"
    focus = tuple(end for end in (source, sink) if end < cast.town.accounts.height)
    return _story("scatter-gather: " + variant, told, (*focus, *between.tolist()), moves)


def stack(cast: Cast, rng: Chance, turn: int) -> Story:
    """Layer after layer: those of one pay those of the next, a few accounts each."""
    ways = ("three layers", "four layers", "narrow", "from another bank")
    variant = ways[turn % len(ways)]
    widths = {"four layers": (3, 4, 3, 4), "narrow": (2, 2, 2, 2)}.get(variant, (4, 5, 4))
    ours = rng.permutation(cast.crowd(rng, sum(widths)))
    layers = np.split(ours, np.cumsum(widths)[:-1])
    if variant == "from another bank":
        layers[0] = rng.permutation(cast.town.outsider("person"))[: widths[0]]
    moves: list[pl.DataFrame] = []
    held: pl.DataFrame | None = None
    for upper, lower in pairwise(layers):
        payer, payee = _pairs(rng, upper, lower)
        if held is None:
            at = spread(rng, cast.start(rng, 24), 3, len(payer))
            cents = uneven(rng, float(rng.uniform(2600, 6200)) * len(payer), len(payer))
        else:
            at, cents = _handed_on(rng, held, payer)
        held = pl.DataFrame({"holder": payee, "at": at, "cents": cents})
        moves.append(moved(cast, rng, at, (payer, payee), cents))
    told = f"{len(widths)} layers of accounts, each pays the next"
    focus = [one for layer in layers for one in layer.tolist() if one < cast.town.accounts.height]
    return _story("stack: " + variant, told, tuple(focus), moves)


def bipartite(cast: Cast, rng: Chance, turn: int) -> Story:
    """Every account of one camp pays most of those of the other."""
    ways = ("within the bank", "a week, round sums", "payers elsewhere", "payees elsewhere")
    variant = ways[turn % len(ways)]
    payers, payees = np.array_split(cast.crowd(rng, int(rng.integers(7, 11))), 2)
    others = rng.permutation(cast.town.outsider("person"))
    if variant == "payers elsewhere":
        payers = others[: int(rng.integers(4, 7))]
    if variant == "payees elsewhere":
        payees = others[: int(rng.integers(4, 7))]
    upper, lower = np.repeat(payers, len(payees)), np.tile(payees, len(payers))
    kept = np.flatnonzero(rng.random(len(upper)) < 0.85)
    upper, lower = upper[kept], lower[kept]
    cents = uneven(rng, float(rng.uniform(900, 2600)) * len(upper), len(upper))
    at = spread(rng, cast.start(rng, 14), int(rng.integers(3, 9)), len(upper))
    moves = [moved(cast, rng, at, (upper, lower), cents)]
    told = f"{len(payers)} accounts each pay most of {len(payees)} others"
    both = np.concatenate([payers, payees])
    focus = tuple(np.extract(cast.town.is_own(both), both).tolist())
    return _story("bipartite: " + variant, told, focus, moves)


def thin_diamond(cast: Cast, rng: Chance) -> Story:
    """Hard: three go-betweens who keep a fifth, wait for weeks, and pay on in two parts."""
    source, sink = cast.person(rng), cast.person(rng)
    between = np.setdiff1d(cast.crowd(rng, 5), [source, sink])[:3]
    first = cast.start(rng, 60)
    cents = uneven(rng, float(rng.uniform(9000, 21_000)), 3)
    at = spread(rng, first, 6, 3)
    half = np.rint(np.repeat(cents, 2) * rng.uniform(0.34, 0.44, 6)).astype(np.int64)
    later = afterwards(rng, np.repeat(at, 2), (200, 900))
    moves = [
        moved(cast, rng, at, (np.full(3, source), between), cents),
        moved(cast, rng, later, (np.repeat(between, 2), np.full(6, sink)), half),
    ]
    told = "three go-betweens keep a fifth and pay on in parts, weeks later"
    focus = (source, sink, *between.tolist())
    return Story(
        "G02", "hard", "scatter-gather: thin and slow", told, "customer", focus, together(moves)
    )


def _handed_on(rng: Chance, held: pl.DataFrame, payer: Ints) -> tuple[Ints, Ints]:
    """When and how much each pays of what was received, once all of it is there."""
    whole = held.group_by("holder").agg(pl.col("at").max(), pl.col("cents").sum())
    each = pl.DataFrame({"holder": payer}).join(
        whole, on="holder", how="left", maintain_order="left"
    )
    times = pl.Series(payer).replace_strict(*np.unique(payer, return_counts=True)).to_numpy()
    share = rng.uniform(0.9, 0.99, len(payer)) / times
    cents = np.rint(each["cents"].to_numpy() * share).astype(np.int64)
    return afterwards(rng, each["at"].to_numpy(), (8, 60)), cents


def _pairs(rng: Chance, upper: Ints, lower: Ints) -> tuple[Ints, Ints]:
    """Each of the upper layer pays one or two of the lower, and nobody there goes without."""
    turns = np.arange(max(len(upper), len(lower)))
    payer, payee = upper[turns % len(upper)], lower[turns % len(lower)]
    more = rng.choice(lower, len(upper))
    pairs = np.unique(
        np.column_stack([np.concatenate([payer, upper]), np.concatenate([payee, more])]), axis=0
    )
    return pairs[:, 0], pairs[:, 1]


def _story(variant: str, told: str, focus: tuple[int, ...], moves: list[pl.DataFrame]) -> Story:
    return Story("G02", "planted", variant, told, "customer", focus, together(moves))
