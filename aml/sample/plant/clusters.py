"""Firms that have nothing in common but a telephone, an owner and the same suppliers."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, between, money
from aml.sample.life.entry import together
from aml.sample.plant.cast import Cast, bank_hours, parts, passes_on
from aml.sample.plant.flagged import account_entry
from aml.sample.plant.moves import Account, innocent, moved
from aml.sample.story import Story
from aml.sample.world.shells import FAMILY, TOGETHER


def one_hand(cast: Cast, rng: Chance, turn: int) -> Story:
    """Four firms of one telephone pay the same rare suppliers, or one another in a ring."""
    ways = ("the same suppliers", "in a ring", "one device", "suppliers, and a listed one")
    variant = ways[turn % len(ways)]
    firms = _clients(cast, rng)
    first, phone, flags = cast.start(rng, 80), int(cast.helpers(rng, 1)[0]), None
    if variant == "in a ring":
        moves = _ring(cast, rng, firms, first)
    else:
        abroad = rng.choice(cast.town.outsider("chemist abroad"), 3, replace=False)
        moves = [_bought(rng, int(firm), first, abroad) for firm in firms]
        if "listed" in variant:
            flags = account_entry(cast, rng, int(abroad[0]), first - 15)
    funded = [_funded(cast, rng, int(firm), first) for firm in firms]
    frame = together([*moves, *funded])
    if variant == "one device":
        frame = frame.with_columns(device=pl.lit(phone, pl.Int64))
    told = "four firms with one telephone and address deal with the same few parties"
    return Story(
        "C03", "planted", variant, told, "customer", tuple(firms.tolist()), frame, flags=flags
    )


def two_in_turn(cast: Cast, rng: Chance) -> Story:
    """Hard: only two of the firms act, each with a supplier of its own and one in common."""
    firms, first = _clients(cast, rng)[:2], cast.start(rng, 80)
    pool = rng.choice(cast.town.outsider("chemist abroad"), 3, replace=False)
    moves = [_bought(rng, int(firm), first, pool[[0, n + 1]]) for n, firm in enumerate(firms)]
    told = "two firms of one telephone with one supplier in common"
    return Story(
        "C03", "hard", "two of them", told, "customer", tuple(firms.tolist()), together(moves)
    )


def one_accountant(cast: Cast, rng: Chance) -> Story:
    """Four firms share the telephone of their accountant, and pay her; nothing else joins them."""
    firms, first = _clients(cast, rng), cast.start(rng, 80)
    accountant = int(rng.choice(cast.town.outsider("client")))
    moves = []
    for firm in firms.tolist():
        day = first + np.sort(rng.integers(0, 70, 3))
        moves.append(
            Account(rng, firm).pays(day, between(rng, 180, 420, 3), accountant, "Bookkeeping")
        )
        bought = first + np.sort(rng.integers(0, 70, 2))
        cents = money(rng, 900, 0.5, 2)
        moves.append(passes_on(rng, firm, bank_hours(rng, bought), cents, cast.strangers(rng, 2)))
    told = "clients of one accountant, whose telephone and address they give"
    return innocent("C03", "one accountant", told, int(firms[0]), moves)


def co_working(cast: Cast, rng: Chance) -> Story:
    """Firms of one co-working hall pay the hall for their desks."""
    alone = cast.town.family(FAMILY)[TOGETHER * cast.town.plan.accountants :]
    address = cast.town.customers["address"].gather(alone)
    hall = address.mode().sort()[0]
    there = alone[(address == hall).to_numpy()]
    lessor, first = int(rng.choice(cast.town.outsider("client"))), cast.start(rng, 90)
    moves = [
        Account(rng, firm).pays(first + 30 * np.arange(3), np.full(3, 34_000), lessor, "Desk rent")
        for firm in there[:12].tolist()
    ]
    return innocent("C03", "co-working hall", "a desk in the same hall", int(there[0]), moves)


def _clients(cast: Cast, rng: Chance) -> Ints:
    """The firms of one accountant that have not been asked for."""
    everyone = cast.town.family(FAMILY)[: TOGETHER * cast.town.plan.accountants]
    group = cast.fresh(rng, "accountant", np.arange(cast.town.plan.accountants))
    return everyone[group * TOGETHER : (group + 1) * TOGETHER]


def _bought(rng: Chance, firm: int, first: int, suppliers: Ints) -> pl.DataFrame:
    """Two wires to each supplier within ten weeks."""
    whom = np.repeat(suppliers, 2)
    day = first + 4 + np.sort(rng.integers(0, 66, len(whom)))
    cents = money(rng, float(rng.uniform(2400, 9000)), 0.4, len(whom))
    sent = passes_on(rng, firm, bank_hours(rng, day), cents, rng.permutation(whom))
    return sent.with_columns(channel=pl.lit("wire"))


def _ring(cast: Cast, rng: Chance, firms: Ints, first: int) -> list[pl.DataFrame]:
    """Three rounds, each firm to the next."""
    moves, total = [], float(rng.uniform(14_000, 38_000))
    for turn in range(3):
        day = first + 4 + 22 * turn + np.sort(rng.integers(0, 9, len(firms)))
        cents = np.rint(total * 100 * rng.uniform(0.88, 1.0, len(firms))).astype(np.int64)
        at = np.sort(bank_hours(rng, day))
        moves.append(moved(cast, rng, at, (firms, np.roll(firms, -1)), cents))
    return moves


def _funded(cast: Cast, rng: Chance, firm: int, first: int) -> pl.DataFrame:
    """Whoever is behind them puts in what the firm spends."""
    cents = parts(rng, float(rng.uniform(12_000, 40_000)), 2, 9)
    whom = cast.strangers(rng, 2)
    return Account(rng, firm).gets(first + np.array([0, 30]), cents, whom, "Invoice")
