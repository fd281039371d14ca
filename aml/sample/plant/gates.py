"""Containers that leave the port with somebody whom the delivery order does not name."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, Ints
from aml.sample.life.entry import together
from aml.sample.life.sailings import EVENT
from aml.sample.life.texts import notes
from aml.sample.life.trade import haulier_of
from aml.sample.plant.cast import Cast
from aml.sample.plant.flagged import shipments
from aml.sample.plant.moves import Account, innocent, moved, numbered, spread
from aml.sample.plant.quays import dockers
from aml.sample.story import Story


def other_haulier(cast: Cast, rng: Chance, turn: int) -> Story:
    """A haulier that nobody knows fetches a container, and somebody off the papers pays it."""
    ways = ("at night", "and the people at the gate", "two containers", "by day")
    variant = ways[turn % len(ways)]
    buyer, payer = cast.importer(rng), cast.shop(rng)
    count = 2 if "two" in variant else 1
    bills = shipments(cast, rng, buyer, cast.start(rng, 70) + 3 * np.arange(count))
    out, haulier = _left(cast, bills), int(rng.choice(cast.town.outsider("new haulier")))
    hour = 17.3 if variant == "by day" else 8.0 + float(rng.uniform(0, 3))
    events = fetched(cast, bills, out, hour, haulier)
    cents = np.rint(rng.uniform(2200, 6400, count) * 100).astype(np.int64)
    moves = [Account(rng, payer).pays(out + 1, cents, haulier, numbered(rng, "transport", count))]
    if "people" in variant:
        staff = dockers(cast, rng, 4)
        staff = staff[staff != payer]
        at = spread(rng, int(out[0]) - 8, 7, len(staff))
        pay = np.full(len(staff), int(rng.integers(300, 640)) * 500)
        bribes = moved(cast, rng, at, (np.full(len(staff), payer), staff), pay)
        moves.append(bribes.with_columns(channel=pl.lit("p2p"), text=notes(rng, len(staff))))
    told = "a haulier that no delivery order names, paid by a firm that is not on the bill"
    return Story(
        "P02", "planted", variant, told, "customer", (payer,), together(moves), bills=bills,
        events=events,
    )  # fmt: skip


def paid_weeks_later(cast: Cast, rng: Chance) -> Story:
    """Hard: the haulier is named on the order, and is paid three weeks later."""
    buyer, payer = cast.importer(rng), cast.shop(rng)
    bills = shipments(cast, rng, buyer, np.array([cast.start(rng, 95)]))
    out, haulier = _left(cast, bills), int(rng.choice(cast.town.outsider("new haulier")))
    events = fetched(cast, bills, out, 16.0, haulier).with_columns(named=pl.lit(haulier, pl.Int64))
    day = np.minimum(out + 21, cast.town.plan.last_day - 2)
    cents = np.array([int(rng.integers(2200, 5200)) * 100])
    paid = Account(rng, payer).pays(day, cents, haulier, numbered(rng, "transport", 1))
    told = "a named haulier, paid weeks later by somebody off the papers"
    return Story(
        "P02", "hard", "weeks later", told, "customer", (payer,), paid, bills=bills, events=events
    )


def sub_haulage(cast: Cast, rng: Chance) -> Story:
    """The usual haulier sends a partner's truck by day; the importer pays the usual one."""
    buyer = cast.importer(rng)
    bills = shipments(cast, rng, buyer, np.array([cast.start(rng, 70)]))
    out, partner = _left(cast, bills), int(rng.choice(cast.town.outsider("haulage")))
    events = fetched(cast, bills, out, 18.0, partner)
    usual = int(haulier_of(cast.town, np.array([buyer]))[0])
    text = numbered(rng, "haulage, subcontracted, invoice", 1)
    moves = Account(rng, buyer).pays(out + 2, np.array([118_000]), usual, text)
    story = innocent("P02", "sub-haulage", "a partner's truck by day", buyer, [moves])
    return Story(
        story.typology, story.kind, story.variant, story.notes, "customer", (buyer,), moves,
        bills=bills, events=events,
    )  # fmt: skip


def fetched(cast: Cast, bills: pl.DataFrame, day: Ints, hour: float, haulier: int) -> pl.DataFrame:
    """Each container out of the gate at an hour of UTC, with a haulier; the order names another."""
    at = day * DAY_SECONDS + round(hour * HOUR_SECONDS)
    named = haulier_of(cast.town, bills["buyer"].to_numpy())
    return pl.select(
        container_number=bills["container_number"], event=pl.lit("gate_out"),
        happened=pl.Series(at), port=bills["discharge_port"],
        haulier=pl.lit(haulier), named=pl.Series(named),
    ).cast(EVENT)  # fmt: skip


def _left(cast: Cast, bills: pl.DataFrame) -> Ints:
    """The day after each container came in, within the ledger."""
    day: Ints = np.minimum(bills["arrival"].to_numpy() + 1, cast.town.plan.last_day - 5)
    return day
