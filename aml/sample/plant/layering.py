"""Money that does not stay: funnels across the country, and accounts it only passes through."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, between, business_day, rounded
from aml.sample.life.counter import Visits, workdays
from aml.sample.life.entry import together
from aml.sample.plant.cast import Cast, bank_hours, comes_in, parts, passes_on, strangers, tidy
from aml.sample.story import Story
from aml.sample.world.places import BORDER


def funnel(cast: Cast, rng: Chance, turn: int) -> Story:
    """Strangers pay cash in far from home; days later it leaves at the border or by wire."""
    variant = (
        "cash out at the border",
        "wire abroad",
        "a firm's account",
        "transfers to several people",
    )[turn % 4]
    customer = cast.shop(rng) if variant == "a firm's account" else cast.person(rng)
    count = int(rng.integers(5, 11))
    span = int(rng.integers(5, 20))
    first = cast.start(rng, span + 6)
    branch = cast.branches(rng, customer, int(rng.integers(3, 6)), near=False)
    day = workdays(np.sort(first + rng.integers(0, span, count)))
    cents = tidy(
        rng, between(rng, float(rng.uniform(1500, 4000)), float(rng.uniform(5000, 9400)), count)
    )
    cents = np.maximum(cents, 1_100_000 // count)
    people = cast.town.walk_in(rng, len(branch))
    where = np.concatenate([np.arange(len(branch)), rng.integers(0, len(branch), count)])[:count]
    banked = Visits(
        np.full(count, customer), day, cents, branch[where], conductor=people[where]
    ).booked(rng)
    gone = _leaves(cast, rng, customer, variant, banked)
    return Story(
        "F01", "planted", variant, f"{count} cash deposits by others in {len(branch)} other cities, drawn off within days",
        "customer", (customer,), entries=together([banked, gone]),
    )  # fmt: skip


def _leaves(
    cast: Cast, rng: Chance, customer: int, variant: str, banked: pl.DataFrame
) -> pl.DataFrame:
    """After every two or three deposits most of the sum is drawn off."""
    town, made, waiting = cast.town, [], 0
    size = int(rng.integers(2, 4))
    days, amounts = (banked["at"] // 86_400).to_list(), banked["cents"].to_list()
    for number, (day, cents) in enumerate(zip(days, amounts, strict=True), start=1):
        waiting += cents
        if number % size and number < len(days):
            continue
        out = round(waiting * float(rng.uniform(0.8, 0.98)))
        waiting -= out
        later = np.array([day + int(rng.integers(1, 4))])
        if variant == "cash out at the border":
            city = int(rng.choice(np.array(BORDER)))
            branch = rng.choice(town.places.branches_in(city), 2)
            split = rounded(parts(rng, out / 100, 2, 20), 20)
            made.append(
                Visits(
                    np.full(2, customer), np.repeat(later, 2), split, branch, is_credit=False
                ).booked(rng)
            )
        elif variant == "transfers to several people":
            split = parts(rng, out / 100, 3, 8)
            at = bank_hours(rng, np.repeat(later, 3))
            made.append(passes_on(rng, customer, at, split, strangers(town, rng, 3)))
        else:
            payee = rng.choice(town.outsider("shipper"), 1)
            at = bank_hours(rng, later)
            wire = passes_on(rng, customer, at, np.array([out]), payee)
            made.append(wire.with_columns(channel=pl.lit("wire")))
    return together(made)


def pass_through(cast: Cast, rng: Chance, turn: int) -> Story:
    """What comes in goes out within hours or two days, nearly whole, to payees never paid before."""
    variant = (
        "a person's account",
        "split over three payees",
        "a firm's account",
        "one large sum",
    )[turn % 4]
    is_firm = variant in {"a firm's account", "one large sum"}
    customer = cast.shop(rng) if is_firm else cast.person(rng)
    rounds = 1 if variant == "one large sum" else int(rng.integers(3, 7))
    low, high = (
        (260_000, 480_000) if rounds == 1 else (52_000, 120_000) if is_firm else (11_000, 46_000)
    )
    day, made = cast.start(rng, 34), []
    for _ in range(rounds):
        amount = int(rounded(between(rng, low, high, 1), int(rng.choice(np.array([1, 100]))))[0])
        at = bank_hours(rng, np.array([day]))
        payers = 1 if rng.random() < 0.7 else 2
        received = parts(rng, amount / 100, payers, 20)
        made.append(
            comes_in(
                rng, customer, np.repeat(at, payers), received, strangers(cast.town, rng, payers)
            )
        )
        payees = 3 if variant == "split over three payees" else int(rng.integers(1, 3))
        out = parts(rng, float(received.sum()) / 100 * float(rng.uniform(0.9, 0.995)), payees, 12)
        late = at + rng.integers(3, 60) * 3600
        when = business_day(late // 86_400)
        when = np.maximum(
            np.where(when < late // 86_400, late // 86_400, when) * 86_400 + late % 86_400,
            at + 7200,
        )
        made.append(
            passes_on(
                rng, customer, np.repeat(when, payees), out, strangers(cast.town, rng, payees)
            )
        )
        day += int(rng.integers(3, 8))
    return Story(
        "G01", "planted", variant, f"{rounds} times money came in and left again within three days", "customer",
        (customer,), entries=together(made),
    )  # fmt: skip


def slow_pass_through(cast: Cast, rng: Chance) -> Story:
    """Hard: the same, but each sum rests ten to twenty days and leaves in uneven parts."""
    customer = cast.person(rng)
    day, made = cast.start(rng, 80) - 20, []
    for _ in range(3):
        received = between(rng, 9000, 24_000, 1)
        made.append(
            comes_in(
                rng,
                customer,
                bank_hours(rng, np.array([day])),
                received,
                strangers(cast.town, rng, 1),
            )
        )
        later = day + rng.integers(10, 21, 3)
        out = parts(rng, float(received[0]) / 100 * 0.94, 3, 4)
        made.append(
            passes_on(rng, customer, bank_hours(rng, later), out, strangers(cast.town, rng, 3))
        )
        day += int(rng.integers(12, 24))
    return Story(
        "G01", "hard", "slow", "money rests for weeks before it is passed on in parts", "customer", (customer,),
        entries=together(made),
    )  # fmt: skip


def regional_funnel(cast: Cast, rng: Chance) -> Story:
    """Hard: several people pay in at the branches of the home city, and it leaves by transfers."""
    customer = cast.person(rng)
    count = int(rng.integers(5, 8))
    first = cast.start(rng, 20)
    branch = cast.branches(rng, customer, 3, near=True)
    day = workdays(np.sort(first + rng.integers(0, 14, count)))
    cents = tidy(rng, between(rng, 1800, 6200, count))
    people = cast.town.walk_in(rng, 3)
    who = rng.integers(0, 3, count)
    banked = Visits(
        np.full(count, customer), day, cents, branch[who], conductor=people[who]
    ).booked(rng)
    gone = _leaves(cast, rng, customer, "transfers to several people", banked)
    return Story(
        "F01", "hard", "within one city", "a funnel that never leaves the customer's own city", "customer",
        (customer,), entries=together([banked, gone]),
    )  # fmt: skip
