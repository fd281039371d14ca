"""One dear thing, paid for in notes in a dealer's Italian shop, in parts below the cap on cash."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, between
from aml.sample.life.counter import Visits, workdays
from aml.sample.life.texts import invoice_numbers, invoice_texts
from aml.sample.plant.cast import Cast, tidy
from aml.sample.story import Story

#: What 5,000 and 3,000 euros are about worth in dollars.
_CAP, _IDENTITY_LINE = 5400, 3240


def one_purchase(cast: Cast, rng: Chance, turn: int) -> Story:
    """Parts of one price reach a dealer's account, brought by the buyer or by friends."""
    ways = (
        "one watch in parts", "week by week", "brought by two", "under the identity line",
        "the same buyer, no invoice",
    )  # fmt: skip
    variant = ways[turn % len(ways)]
    count, span = int(rng.integers(3, 6)), int(rng.integers(4, 14))
    low, high = 0.34 * _CAP, 0.91 * _CAP
    if variant == "under the identity line":
        count, low, high = int(rng.integers(4, 8)), 0.89 * _IDENTITY_LINE, 0.96 * _IDENTITY_LINE
    if variant == "week by week":
        count, span = 4, 24
    cents = tidy(rng, between(rng, low, high, count))
    short = max(0, round(1.15 * _CAP * 100) - int(cents.sum()))
    cents = np.minimum(cents + -(-short // count // 1000) * 1000, round(high * 102))
    dealer, day = cast.dealer(rng), workdays(_days(cast, rng, count, span))
    buyer, friend = cast.helpers(rng, 2)
    hands = np.array([buyer, friend])[np.arange(count) % (2 if variant == "brought by two" else 1)]
    invoice = None if variant == "the same buyer, no invoice" else 1
    moves = _brought(cast, rng, dealer, (day, cents), hands, invoice)
    told = f"{count} cash payments of one buyer, each below the cap and together over it"
    return Story("S07", "planted", variant, told, "customer", (dealer,), moves)


def many_invoices(cast: Cast, rng: Chance) -> Story:
    """Hard: every part has an invoice and a bearer of its own; only the bearers' home is one."""
    dealer, count = cast.dealer(rng), int(rng.integers(3, 5))
    cents = tidy(rng, between(rng, 0.5 * _CAP, 0.9 * _CAP, count))
    day = workdays(_days(cast, rng, count, 21))
    moves = _brought(cast, rng, dealer, (day, cents), cast.helpers(rng, count), count)
    payers = rng.choice(cast.town.outsider("person"), count, replace=False)
    told = f"one price over {count} invoices and {count} names"
    return Story(
        "S07", "hard", "an invoice for each part", told, "customer", (dealer,),
        moves.with_columns(other=pl.Series(payers)),
    )  # fmt: skip


def deposit_and_rest(cast: Cast, rng: Chance) -> Story:
    """Innocent: a deposit and the rest of one price, together still below the cap."""
    dealer, day = cast.dealer(rng), _days(cast, rng, 2, 9)
    cents = np.array([150_000, int(rng.integers(20, 33)) * 10_000])
    moves = _brought(cast, rng, dealer, (workdays(day), cents), cast.helpers(rng, 1).repeat(2), 1)
    told = "a deposit and the rest for one car, together below the cap"
    return Story("S07", "look_alike", "deposit and rest", told, "customer", (dealer,), moves)


def _days(cast: Cast, rng: Chance, count: int, span: int) -> Ints:
    first = cast.start(rng, span + 2)
    days: Ints = first + np.sort(rng.choice(span, count, replace=span < count))
    return days


def _brought(
    cast: Cast, rng: Chance, dealer: int, what: tuple[Ints, Ints], who: Ints, invoices: int | None
) -> pl.DataFrame:
    """Cash for a dealer, of one payer, with one invoice, none, or one for each part."""
    day, cents = what
    branch = cast.town.places.branches.height  # the one after them, abroad
    banked = Visits(dealer, day, cents, branch, conductor=who).booked(rng)
    payer = int(rng.choice(cast.town.outsider("person")))
    named = banked.with_columns(other=pl.lit(payer, pl.Int64))
    if invoices is None:
        return named
    reference = invoice_numbers(rng, invoices).gather(np.arange(len(day)) % invoices)
    return named.with_columns(invoice=reference, text=invoice_texts(reference))
