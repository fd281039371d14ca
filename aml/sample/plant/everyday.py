"""Innocent episodes at a counter or a desk that look like somebody avoiding a report."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, Ints, between, rounded
from aml.sample.life.counter import Visits, workdays
from aml.sample.life.instruments import Instruments, serials
from aml.sample.plant.cast import Cast
from aml.sample.story import Story


def keyed_wrong(cast: Cast, rng: Chance) -> Story:
    """104,000 is keyed in for 10,400, corrected within the minute, and reported."""
    customer = cast.shop(rng)
    right = rounded(between(rng, 10_100, 11_900, 1), 100)
    tries = _twice(cast, rng, customer, (int(right[0]) * 10, int(right[0])), 40)
    told = "a nought too many, corrected at once; the true sum is over the line and reported"
    return Story("S04", "look_alike", "keyed wrong", told, "customer", (customer,), tries)


def short_of_notes(cast: Cast, rng: Chance) -> Story:
    """The bundle holds 200 less than the slip says: cancelled, and booked as counted."""
    customer = cast.shop(rng)
    counted = int(rounded(between(rng, 9500, 9900, 1), 50)[0])
    slip = counted + int(rng.integers(1, 3)) * 20_000
    tries = _twice(cast, rng, customer, (slip, counted), int(rng.integers(200, 700)))
    told = (
        "the notes were fewer than the slip said; booked as counted, within four parts in a hundred"
    )
    return Story("S04", "look_alike", "short of notes", told, "customer", (customer,), tries)


def two_orders(cast: Cast, rng: Chance) -> Story:
    """A deposit for a flat takes two money orders in a row, as a desk sells none larger."""
    customer, day = cast.person(rng), workdays(np.array([cast.start(rng, 4)]))
    home = int(cast.town.column("place")[customer])
    landlord = int(cast.town.outsider("landlord", home)[0])
    at = int(day[0]) * DAY_SECONDS + int(rng.integers(10, 16)) * HOUR_SECONDS
    sold = Instruments(
        customer, np.array([at, at + 50]), np.array([100_000, 70_000]), landlord,
        serials(rng, 1) + np.arange(2), agent=int(cast.town.places.agents_in(home)[0]),
    ).bought(rng, channel="money_order", for_cash=True)  # fmt: skip
    told = "one deposit for a flat, in two money orders because no larger one is sold"
    return Story("S05", "look_alike", "two in a row", told, "customer", (customer,), sold)


def _twice(
    cast: Cast, rng: Chance, customer: int, cents: tuple[int, int], wait: int
) -> pl.DataFrame:
    """A booking that is cancelled, and the right one at the same window."""
    day = workdays(np.array([cast.start(rng, 4)]))
    at: Ints = day * DAY_SECONDS + rng.integers(10 * HOUR_SECONDS, 16 * HOUR_SECONDS, 1)
    branch = int(cast.town.column("branch")[customer])
    when = np.concatenate([at, at + wait])
    visits = Visits(customer, day.repeat(2), np.array(cents), branch, at=when).booked(rng)
    return visits.with_columns(
        status=pl.Series(["cancelled", "posted"]), desk=pl.lit(int(visits["desk"][1]), pl.Int64)
    )
