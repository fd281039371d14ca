"""A town of which single stories are asked: a ledger of any size shows only some of their ways.

Instants are local seconds and amounts cents, as in `aml.sample.life.entry`.
"""

from functools import cache

import polars as pl
import pytest

from aml.sample.chance import DAY_SECONDS
from aml.sample.life.trade import build_trade
from aml.sample.plan import Plan
from aml.sample.plant.cast import Cast
from aml.sample.world.corridors import build_corridors
from aml.sample.world.town import build_town

LINE, RECORD_LINE = 1_000_000, 300_000
CASH = ("cash_teller", "cash_atm", "night_drop", "armoured_cash")
TURNS = range(12)


@cache
def town():
    """A town of a year; nothing of it is written."""
    return build_town(Plan(40_000, 3))


@cache
def crew():
    """Corridors and trade of the town."""
    return build_corridors(town()), build_trade(town())


def told(scheme, turn):
    """One story of a fresh cast."""
    corridors, trade = crew()
    rng = town().stream("test", scheme.__name__, turn)
    return scheme(Cast(town(), corridors, trade), rng, turn)


def happened(happens, turn=0):
    """One story without ways."""
    corridors, trade = crew()
    rng = town().stream("test", happens.__name__, turn)
    return happens(Cast(town(), corridors, trade), rng)


def days(frame):
    return frame["at"].to_numpy() // DAY_SECONDS


def cash_in(frame):
    return frame.filter(pl.col("channel").is_in(CASH) & pl.col("is_credit"))


def moved(frame):
    """Money in and money out, in cents."""
    split = dict(frame.group_by("is_credit").agg(pl.col("cents").sum()).iter_rows())
    return split.get(True, 0), split.get(False, 0)


ways = pytest.mark.parametrize("turn", TURNS)
