"""The year, month by month: every month all that happened, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from aml.sample.life.corrections import slips
from aml.sample.life.entry import both_legs, day_of, once_open, together
from aml.sample.life.firms import firm_orders, firms, foreign_orders
from aml.sample.life.households import card_purchases, households
from aml.sample.life.orders import due, standing_orders
from aml.sample.world.town import Town


def live(town: Town, events: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The entries of each month. `events` are those known beforehand: trade, characters, stories.

    Card purchases fill each month up, so that the year has the number of entries planned. What
    a closed counter moves past the end of a month is booked in the next.
    """
    plan = town.plan
    orders = pl.concat([standing_orders(town), firm_orders(town), foreign_orders(town)])
    events = events.sort("at", maintain_order=True)
    days = day_of(events)
    written, later = 0, together([])
    for month, (first, after) in enumerate(
        zip(plan.month_starts, plan.month_starts[1:], strict=False)
    ):
        rng, span = town.stream("month", month), (first, after - 1)
        known = together(
            [
                due(orders, rng, span),
                households(town, rng, span),
                firms(town, rng, span),
                events.filter(pl.Series((days >= first) & (days < after))),
            ]
        )
        known = both_legs(town, once_open(town, known))
        known = pl.concat([later, known, slips(rng, known)])
        is_later = pl.Series(day_of(known) >= after)
        later, known = known.filter(is_later), known.filter(~is_later)
        wanted = plan.transactions * (month + 1) // plan.months - written
        bought = card_purchases(town, rng, span, max(0, wanted - known.height))
        whole = pl.concat([known, bought]).sort("at", maintain_order=True)
        written += whole.height
        yield whole
