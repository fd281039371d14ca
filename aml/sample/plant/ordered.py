"""Wires to and from the institutions of the orders of 2025, and payees who change their bank."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, between, money
from aml.sample.life.entry import together
from aml.sample.plan import day_number
from aml.sample.plant.cast import Cast, bank_hours, comes_in, passes_on
from aml.sample.story import Story

#: Orders under 21 USC 2313a against CIBanco, Intercam and Vector: the day of the finding, and the
#: day from which transmittals are prohibited.
FINDING, IN_FORCE = day_number(date(2025, 6, 25)), day_number(date(2025, 10, 20))
_SERVED, _ELSEWHERE, _UNNAMED = "served", "served elsewhere", "served unnamed"


def under_an_order(cast: Cast, rng: Chance, turn: int) -> Story:
    """Money goes to or comes from an account at an institution under an order."""
    ways = (
        "after the finding", "another bank soon after", "on both sides of the finding",
        "received from it", "prohibited", "prohibited, then another bank",
    )  # fmt: skip
    plan = cast.town.plan
    known = len(ways) if plan.last_day > IN_FORCE + 50 else 4
    variant = ways[turn % known]
    customer = cast.importer(rng) if rng.random() < 0.4 else _anybody(cast, rng)
    payee = served(cast, rng)
    begins, span = FINDING + 1, min(IN_FORCE, plan.last_day - 3) - FINDING - 2
    if variant.startswith("prohibited"):
        begins, span = IN_FORCE, 30
    count = int(rng.integers(2, 5))
    if variant == "another bank soon after":
        span = min(span - 30, 35)
    day = begins + np.sort(rng.integers(0, span, count))
    moves = [_wired(cast, rng, customer, _number(cast, _SERVED, payee), day, variant)]
    if "another bank" in variant:
        most = min(54, plan.last_day - 4 - int(day[-1]))
        later = int(day[-1]) + np.sort(rng.integers(4, most, int(rng.integers(2, 4))))
        moves.append(_wired(cast, rng, customer, _number(cast, _ELSEWHERE, payee), later, variant))
    told = f"{count} wires with an institution under an order"
    return Story(
        "W05", "planted", variant, told, "customer", (customer,), together(moves),
        background=_as_before(cast, rng, customer, payee),
    )  # fmt: skip


def unnamed_bank(cast: Cast, rng: Chance) -> Story:
    """Hard: the ledger names the bank the wire goes through; only the account number tells."""
    customer, payee, last = _anybody(cast, rng), served(cast, rng), cast.town.plan.last_day
    count = int(rng.integers(2, 4))
    span = min(110, last - FINDING - 4)
    day = FINDING + 2 + np.sort(rng.integers(0, span, count))
    moves = _wired(cast, rng, customer, _number(cast, _UNNAMED, payee), day, "")
    told = "the wire goes through another bank to an account at one under an order"
    return Story("W05", "hard", "only the account tells", told, "customer", (customer,), moves)


def before_any_finding(cast: Cast, rng: Chance) -> Story:
    """Wires to the same institutions before anything was found."""
    customer, payee = cast.importer(rng), served(cast, rng)
    count, first = int(rng.integers(5, 9)), cast.town.plan.first_day
    day = np.sort(rng.integers(first + 2, FINDING - 70, count))
    moves = _wired(cast, rng, customer, _number(cast, _SERVED, payee), day, "")
    return _innocent("before the finding", "paid months before any finding", customer, moves)


def another_bank_long_after(cast: Cast, rng: Chance) -> Story:
    """A payee changed the bank in spring, long before anybody knew, and is paid there since."""
    customer, payee, plan = _anybody(cast, rng), served(cast, rng), cast.town.plan
    early = np.sort(rng.integers(plan.first_day + 2, FINDING - 110, int(rng.integers(3, 6))))
    late = np.sort(rng.integers(FINDING - 35, plan.last_day - 6, int(rng.integers(3, 6))))
    moves = [
        _wired(cast, rng, customer, _number(cast, _SERVED, payee), early, ""),
        _wired(cast, rng, customer, _number(cast, _ELSEWHERE, payee), late, ""),
    ]
    told = "the payee had changed the bank months before the finding"
    return _innocent("changed the bank in spring", told, customer, together(moves))


def bank_of_like_name(cast: Cast, rng: Chance) -> Story:
    """A supplier's bank has a name like one of them, and no order is about it."""
    customer, payee = cast.shop(rng), int(rng.choice(cast.town.outsider("served by a namesake")))
    count = int(rng.integers(4, 8))
    day = cast.start(rng, 70) + np.sort(rng.integers(0, 70, count))
    moves = _wired(cast, rng, customer, payee, day, "")
    return _innocent("a bank of like name", "another bank of a similar name", customer, moves)


def served(cast: Cast, rng: Chance) -> int:
    """Which payee in Mexico, one for each story."""
    return cast.fresh(rng, "served", np.arange(len(cast.town.outsider(_SERVED))))


def _number(cast: Cast, kind: str, payee: int) -> int:
    """The payee at one of its banks, as a number of the directory."""
    return int(cast.town.outsider(kind)[payee])


def _anybody(cast: Cast, rng: Chance) -> int:
    return cast.person(rng) if rng.random() < 0.5 else cast.shop(rng)


def _as_before(cast: Cast, rng: Chance, customer: int, payee: int) -> pl.DataFrame:
    """What passed between them in the spring, when nobody knew of anything."""
    count, first = int(rng.integers(4, 8)), cast.town.plan.first_day
    day = np.sort(rng.integers(first + 2, FINDING - 3, count))
    return _wired(cast, rng, customer, _number(cast, _SERVED, payee), day, "")


def _wired(
    cast: Cast, rng: Chance, customer: int, whom: int, day: Ints, variant: str
) -> pl.DataFrame:
    """Wires of a size that fits the customer, out, or in where the money is received."""
    is_firm = cast.town.customers["customer_type"][customer] == "company"
    usual = float(rng.uniform(2600, 14_000)) if is_firm else float(rng.uniform(300, 2200))
    cents = money(rng, usual, 0.35, len(day))
    if rng.random() < 0.4:
        cents = between(rng, usual * 0.9, usual * 1.1, len(day)) // 5000 * 5000 + 5000
    whose = np.full(len(day), whom)
    move = comes_in if variant == "received from it" else passes_on
    sent = move(rng, customer, bank_hours(rng, day), cents, whose)
    return sent.with_columns(channel=pl.lit("wire"))


def _innocent(variant: str, told: str, customer: int, moves: pl.DataFrame) -> Story:
    return Story("W05", "look_alike", variant, told, "customer", (customer,), moves)
