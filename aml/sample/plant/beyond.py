"""Income that does not fit: a customer takes in many times what was declared."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, between, rounded
from aml.sample.life.counter import Visits, workdays
from aml.sample.life.entry import entries, together
from aml.sample.plant.cast import Cast, bank_hours, comes_in, parts, passes_on, tidy
from aml.sample.story import Story

_MONTHS = 85


def beyond_the_profile(cast: Cast, rng: Chance, turn: int) -> Story:
    """Within three months an account takes in several years' worth of what its holder declared."""
    ways = ("many payers", "notes and cheques", "a firm beyond its trade", "payers abroad")
    variant = ways[turn % len(ways)]
    is_firm = variant == "a firm beyond its trade"
    holder = cast.small_firm(rng) if is_firm else cast.modest(rng)
    declared = _yearly(cast, holder)
    times = float(rng.uniform(2.15, 2.9) if is_firm else rng.uniform(3.2, 5.5))
    total = max(declared * times, 120_000.0 if is_firm else 18_000.0)
    count = int(rng.integers(14, 26))
    day = cast.start(rng, _MONTHS + 4) + np.sort(rng.integers(0, _MONTHS - 3, count))
    cents = tidy(rng, parts(rng, total, count, 5))
    received = _credits(cast, rng, holder, variant, day, cents)
    # A part is spent in the open: rent, goods, a car; the rest stays for now.
    spent = parts(rng, total * float(rng.uniform(0.25, 0.55)), 5, 6)
    later = bank_hours(rng, day[-5:] + rng.integers(3, 9, 5))
    gone = passes_on(rng, holder, later, spent, cast.strangers(rng, 5))
    told = f"{count} credits in three months, {times:.1f} times what was declared for a year"
    return Story("O01", "planted", variant, told, "customer", (holder,), together([received, gone]))


def creeping(cast: Cast, rng: Chance) -> Story:
    """Hard: over half a year a little more each month, twice the declared income in the end."""
    holder, plan = cast.modest(rng), cast.town.plan
    months = np.array(plan.month_starts[2:8])
    usual = _yearly(cast, holder) / 12
    cents = rounded((usual * np.linspace(0.4, 1.9, 6) * 100).astype(np.int64), 10)
    at = bank_hours(rng, np.minimum(months + rng.integers(8, 19, 6), plan.last_day - 3))
    payer = cast.strangers(rng, 1).repeat(6)
    told = "one payer's monthly sums grow to twice the declared income within half a year"
    return Story(
        "O01", "hard", "month by month", told, "customer", (holder,),
        comes_in(rng, holder, at, cents, payer),
    )  # fmt: skip


def house_sale(cast: Cast, rng: Chance) -> Story:
    """Innocent: a title firm pays the price of a house once; most of it stays or repays a loan."""
    holder, day = cast.person(rng), cast.start(rng, 30)
    price = rounded(between(rng, 170_000, 310_000, 1), 100)
    moves = [
        _once(cast, rng, holder, ("title firm", "Sale proceeds", day), price),
        _once(
            cast, rng, holder, ("lender", "Mortgage payoff", day + 6), price * 4 // 10
        ).with_columns(is_credit=pl.lit(value=False)),
    ]
    told = "a house sold through a title firm, once; the mortgage is paid off"
    return Story("O01", "look_alike", "house sale", told, "customer", (holder,), together(moves))


def yearly_bonus(cast: Cast, rng: Chance) -> Story:
    """Innocent: the employer pays a bonus of half a year's wages, and savings take it."""
    holder, day = cast.modest(rng), cast.start(rng, 20)
    half = rounded(np.array([round(_yearly(cast, holder) * 50)]), 50)
    home = int(cast.town.column("place")[holder])
    paid = entries(
        bank_hours(rng, np.array([day])), account=holder,
        other=int(cast.town.outsider("employer", home)[0]), is_credit=True, cents=half,
        channel="ach", text="Payroll",
    )  # fmt: skip
    told = "half a year's wages as a bonus, from the employer"
    return Story("O01", "look_alike", "bonus", told, "customer", (holder,), paid)


def _credits(
    cast: Cast, rng: Chance, holder: int, variant: str, day: Ints, cents: Ints
) -> pl.DataFrame:
    """What comes in: transfers of many, notes and cheques, or wires from abroad."""
    count = len(day)
    at = bank_hours(rng, day)
    if variant == "payers abroad":
        received = comes_in(
            rng, holder, at, cents, cast.suppliers(rng, 4)[rng.integers(0, 4, count)]
        )
        return received.with_columns(channel=pl.lit("wire"))
    received = comes_in(rng, holder, at, cents, cast.strangers(rng, count))
    if variant != "notes and cheques":
        return received
    is_cash = rng.random(count) < 0.5
    branch = cast.home_branches(rng, holder, 2)[np.arange(count) % 2]
    brought = np.minimum(cents, 880_000)
    notes = Visits(holder, workdays(day), brought, branch).booked(rng)
    numbers = pl.Series(rng.integers(1000, 9_999_999, count)).cast(pl.String)
    cheques = received.with_columns(channel=pl.lit("cheque"), instrument=numbers, text=pl.lit(""))
    return together([notes.filter(pl.Series(is_cash)), cheques.filter(pl.Series(~is_cash))])


def _once(
    cast: Cast, rng: Chance, holder: int, what: tuple[str, str, int], cents: Ints
) -> pl.DataFrame:
    """One wire from a party of some kind: `what` is the kind, the words and the day."""
    kind, text, day = what
    return entries(
        bank_hours(rng, np.array([day])), account=holder,
        other=int(rng.choice(cast.town.outsider(kind))), is_credit=True, cents=cents,
        channel="wire", text=text,
    )  # fmt: skip


def _yearly(cast: Cast, holder: int) -> float:
    """What the customer declared for a year, in dollars: income, or turnover of a firm."""
    known = cast.town.customers.row(holder, named=True)
    return float(known["declared_income"] or known["expected_turnover"] or 0)
