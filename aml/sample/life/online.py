"""What people do on their phones for fun or hope: a little crypto, a little betting."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, Span, moment, money, rounded
from aml.sample.life.counter import flags
from aml.sample.life.entry import entries, together
from aml.sample.world.town import Town


def pastimes(town: Town, rng: Chance, people: Ints, span: Span) -> pl.DataFrame:
    """One month of those who save in crypto and of those who bet."""
    savers, punters = people[people % 8 == 5], people[people % 9 == 2]
    return together([_crypto(town, rng, savers, span), _bets(town, rng, punters, span)])


def _crypto(town: Town, rng: Chance, people: Ints, span: Span) -> pl.DataFrame:
    """Bought out of wages in small parts; sold now and then, less than was bought."""
    who = np.repeat(people, rng.poisson(1.6, len(people)))
    count, exchanges = len(who), town.outsider("exchange")
    is_sale = flags(rng, 0.16, count)
    cents = rounded(money(rng, 90, 0.7, count), 5)
    return entries(
        moment(rng, rng.integers(span[0], span[1] + 1, count), 7, 23),
        account=who,
        other=exchanges[who // 8 % len(exchanges)],
        is_credit=is_sale,
        cents=np.where(is_sale, 2 * cents, cents),
        channel="vasp",
        text=pl.Series(np.where(is_sale, "Sale", "Purchase"), dtype=pl.String),
    )


def _bets(town: Town, rng: Chance, people: Ints, span: Span) -> pl.DataFrame:
    """A few stakes a month by card; now and then a win comes back."""
    who = np.repeat(people, rng.poisson(2.0, len(people)))
    count, sites = len(who), town.outsider("betting site")
    is_win = flags(rng, 0.2, count)
    stake = rounded(money(rng, 24, 0.6, count), 5)
    return entries(
        moment(rng, rng.integers(span[0], span[1] + 1, count), 9, 24),
        account=who,
        other=sites[who // 9 % len(sites)],
        is_credit=is_win,
        cents=np.where(is_win, rounded(money(rng, 55, 0.7, count), 1), stake),
        channel="card",
        text="Online",
    )
