"""Accounts of modest people and shops that move other people's money for a living."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, Chance, Ints, between, rounded
from aml.sample.life.counter import Visits
from aml.sample.life.entry import together
from aml.sample.life.instruments import Instruments, serials
from aml.sample.life.texts import notes
from aml.sample.plant.cast import Cast, bank_hours, comes_in, parts, tidy
from aml.sample.plant.fronts import paper_company
from aml.sample.plant.moves import Account, innocent, numbered, spread
from aml.sample.story import Story

_MODEST = (
    "student", "homemaker", "retired", "unemployed", "waiter", "retail assistant", "hairdresser",
)  # fmt: skip
_CIRCLE = 24


def modest_banker(cast: Cast, rng: Chance, turn: int) -> Story:
    """Somebody with a small income banks large sums, which leave as cheques or to new people."""
    ways = ("cheques to a title firm", "to new people", "to a car dealer", "said to be tuition")
    variant = ways[turn % len(ways)]
    who, first, count = _modest(cast, rng), cast.start(rng, 84), int(rng.integers(9, 15))
    income = float(cast.town.customers["declared_income"][who])
    total = max(32_000.0, income * float(rng.uniform(5.2, 7.5)))
    day = first + np.sort(rng.integers(0, 68, count))
    cents = tidy(rng, parts(rng, total, count, 9))
    is_cash = rng.random(count) < (0.15 if "tuition" in variant else 0.8)
    branch = cast.home_branches(rng, who, 2)[np.arange(count) % 2]
    text = numbered(rng, "living expenses", count) if "tuition" in variant else notes(rng, count)
    wired = Account(rng, who).gets(day, cents, cast.strangers(rng, count), text, channel="wire")
    moves = [
        Visits(who, day[is_cash], cents[is_cash], branch[is_cash]).booked(rng),
        wired.filter(pl.Series(~is_cash)),
        _gone(cast, rng, who, variant, day, float(cents.sum()) / 100 * rng.uniform(0.7, 0.95)),
    ]
    told = f"{count} credits in a quarter, {total / income:.1f} times a year's income, passed on"
    return Story("M01", "planted", variant, told, "customer", (who,), together(moves))


def slower_banker(cast: Cast, rng: Chance) -> Story:
    """Hard: twice the income in half a year, and part of it is spent on living."""
    who, first = _modest(cast, rng), cast.start(rng, 150)
    income = float(cast.town.customers["declared_income"][who])
    day = first + 18 * np.arange(8)
    cents = tidy(rng, parts(rng, max(24_000.0, income * 2), 8, 9))
    branch = cast.home_branches(rng, who, 2)[np.arange(8) % 2]
    moves = [
        Visits(who, day, cents, branch).booked(rng),
        _gone(cast, rng, who, "to new people", day[-5:], float(cents.sum()) / 250),
    ]
    told = "twice a year's income in half a year, less than half of it passed on"
    return Story("M01", "hard", "twice the income", told, "customer", (who,), together(moves))


def flat_for_a_student(cast: Cast, rng: Chance) -> Story:
    """One parent abroad sends the price of a small flat and the fees of the university."""
    who, first = _modest(cast, rng), cast.start(rng, 60)
    parent = int(rng.choice(cast.town.outsider("partner abroad")))
    title = int(rng.choice(cast.town.outsider("title firm")))
    university = int(rng.choice(cast.town.outsider("university")))
    price, fees = rounded(between(rng, 48_000, 62_000, 1), 500), between(rng, 3200, 5200, 2)
    holder = Account(rng, who)
    moves = [
        holder.gets(np.array([first]), price, parent, "for the flat", channel="wire"),
        holder.pays(np.array([first + 6]), price * 96 // 100, title, "Purchase price", "wire"),
        holder.gets(first + np.array([8, 40]), fees, parent, "Support", channel="wire"),
        holder.pays(first + np.array([10, 42]), fees, university, "Tuition"),
    ]
    return innocent("M01", "a flat for a student", "one parent pays flat and fees", who, moves)


def transmitter(cast: Cast, rng: Chance, turn: int) -> Story:
    """A firm or a person is paid by many and pays as many others, and keeps a small margin.

    Nothing else of note passes over the account: neither takings of a trade nor a wage.
    """
    ways = ("through a firm", "through a private account", "matched pair by pair", "notes beside")
    variant = ways[turn % len(ways)]
    who = _modest(cast, rng) if "private" in variant else paper_company(cast, rng)
    first, count = cast.start(rng, 62), int(rng.integers(22, 28))
    people = cast.town.outsider("person")
    crowd = rng.permutation(people)[: 2 * count]
    if len(crowd) < 2 * count:
        crowd = np.concatenate(
            [crowd, cast.town.outsider("client"), cast.town.outsider("domestic supplier")]
        )
    payers, payees = crowd[:count], crowd[count : 2 * count]
    cents = tidy(rng, parts(rng, float(rng.uniform(52_000, 88_000)), count, 12))
    margin = float(rng.uniform(0.008, 0.04))
    at = spread(rng, first, 52, count)
    out = np.rint(cents * (1 - margin)).astype(np.int64)
    later = at + rng.integers(2 * 3600, 22 * 3600, count)
    if variant != "matched pair by pair":
        out = parts(rng, float(out.sum()) / 100, count, 12)
        later = spread(rng, first + 2, 55, count)
    received = comes_in(rng, who, at, cents, payers)
    gone = comes_in(rng, who, np.sort(later), out, payees).with_columns(
        is_credit=pl.lit(value=False)
    )
    if variant == "notes beside":
        branch = cast.home_branches(rng, who, 2)[np.arange(count) % 2]
        is_note = np.arange(count) % 4 == 0
        counter = cast.town.walk_in(rng, count)
        brought = Visits(
            who, at[is_note] // DAY_SECONDS, cents[is_note], branch[is_note], counter[is_note]
        )
        received = together([brought.booked(rng), received.filter(pl.Series(~is_note))])
    told = f"{count} payers and {count} payees in two months, {margin:.1%} stay"
    return Story("M02", "planted", variant, told, "customer", (who,), together([received, gone]))


def small_circle(cast: Cast, rng: Chance) -> Story:
    """Hard: a dozen payers and payees in four months, and a tenth stays."""
    who, first = cast.shop(rng), cast.start(rng, 122)
    crowd = rng.permutation(cast.town.outsider("person"))[:_CIRCLE]
    half = len(crowd) // 2
    cents = tidy(rng, parts(rng, float(rng.uniform(14_000, 22_000)), half, 9))
    received = comes_in(rng, who, spread(rng, first, 110, half), cents, crowd[:half])
    out = parts(rng, float(cents.sum()) / 111, half, 9)
    gone = comes_in(rng, who, spread(rng, first + 6, 112, half), out, crowd[half : 2 * half])
    told = "a dozen pay in, another dozen is paid, over four months"
    return Story(
        "M02", "hard", "a small circle", told, "customer", (who,),
        together([received, gone.with_columns(is_credit=pl.lit(value=False))]),
    )  # fmt: skip


def parents_treasurer(cast: Cast, rng: Chance) -> Story:
    """Many parents pay for a school's new playground; three firms build it."""
    who, first = cast.person(rng), cast.start(rng, 60)
    parents = rng.permutation(cast.town.outsider("person"))[:48]
    share = int(rounded(between(rng, 25, 60, 1), 5)[0])
    day = first + rng.integers(0, 30, len(parents))
    firms = rng.choice(cast.town.outsider("domestic supplier"), 3, replace=False)
    cost = parts(rng, share * len(parents) / 100 * 0.93, 3, 12)
    moves = [
        Account(rng, who).gets(day, np.full(len(parents), share), parents, "playground", "p2p"),
        Account(rng, who).pays(first + np.array([36, 44, 52]), cost, firms, "Invoice playground"),
    ]
    told = "the treasurer of a parents' association: many in, three firms out"
    return innocent("M02", "parents' treasurer", told, who, moves)


def tour_leader(cast: Cast, rng: Chance) -> Story:
    """Sixteen travellers pay for a tour; hotel, coach and theatre are paid."""
    who, first = cast.person(rng), cast.start(rng, 60)
    travellers = rng.permutation(cast.town.outsider("person"))[:16]
    price = int(rounded(between(rng, 320, 560, 1), 10)[0])
    day = first + rng.integers(0, 25, len(travellers))
    hosts = rng.choice(cast.town.outsider("client"), 4)
    cost = parts(rng, price * len(travellers) / 100 * 0.9, 4, 12)
    moves = [
        Account(rng, who).gets(day, np.full(len(travellers), price), travellers, "tour", "p2p"),
        Account(rng, who).pays(first + np.array([30, 33, 40, 50]), cost, hosts, "Invoice, tour"),
    ]
    return innocent("M02", "tour leader", "a tour paid for by those who travel", who, moves)


def _modest(cast: Cast, rng: Chance) -> int:
    people = cast.town.family("person")
    people = people[cast.town.opened[people] < cast.town.plan.first_day]
    modest = cast.town.customers["occupation"].gather(people).is_in(_MODEST).to_numpy()
    return cast.first_free(rng, "customer", people[modest], people)


def _gone(
    cast: Cast, rng: Chance, who: int, variant: str, day: Ints, dollars: float
) -> pl.DataFrame:
    """Cheques of the bank, or payments to people who are new to the account."""
    count = int(rng.integers(4, 8))
    later = np.sort(rng.choice(day, count)) + rng.integers(2, 12, count)
    later = np.sort(np.minimum(later, cast.town.plan.last_day - 2))
    cents = parts(rng, dollars, count, 14)
    if "cheques" in variant or "car" in variant:
        kind = "title firm" if "title" in variant else "car dealer elsewhere"
        payee = int(rng.choice(cast.town.outsider(kind)))
        branch = int(cast.town.column("branch")[who])
        cents = rounded(cents, 50)
        paper = Instruments(
            who, bank_hours(rng, later), cents, payee, serials(rng, count), branch=branch
        )
        return paper.bought(rng, channel="draft")
    whom = rng.choice(cast.town.outsider("person"), count, replace=False)
    return Account(rng, who).pays(later, cents, whom, notes(rng, count), "p2p")
