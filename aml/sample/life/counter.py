"""Cash over the counter and at machines: the same few ways for everybody, whatever the reason."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Flags, Ints, moment, weekday
from aml.sample.life.entry import entries
from aml.sample.world.town import Town

_SUNDAY = 6
WINDOWS, MACHINES = 5, 3


def workdays(day: Ints) -> Ints:
    """Days when the counters are open: Sunday moves to Monday."""
    return day + (weekday(day) == _SUNDAY)


def cash(
    rng: Chance,
    account: Ints,
    day: Ints,
    cents: Ints,
    branch: Ints,
    **said: Ints | pl.Series | str | bool,
) -> pl.DataFrame:
    """Cash paid in (or out, with is_credit=False) at a window; at a machine where `machine` says so.

    Args:
        rng: chance.
        account: one account an entry.
        day: the local day of each entry.
        cents: amounts.
        branch: where; beyond that `conductor` says who came, and `machine` marks machines.
    """
    machine = said.pop("machine", np.zeros(len(day), dtype=np.bool_))
    assert isinstance(machine, np.ndarray)
    conductor = said.pop("conductor", account)
    day = np.where(machine, day, workdays(day))
    at = np.where(machine, moment(rng, day, 7, 22), moment(rng, day, 9, 17))
    at = said.pop("at", at)  # type: ignore[assignment]
    desk = np.where(
        machine, rng.integers(1, MACHINES + 1, len(day)), rng.integers(1, WINDOWS + 1, len(day))
    )
    return entries(
        at,
        account=account,
        is_credit=said.pop("is_credit", True),
        cents=cents,
        channel=pl.Series(np.where(machine, "cash_atm", "cash_teller"), dtype=pl.String),
        conductor=conductor,
        branch=branch,
        desk=desk,
        **said,
    )


def usual_branch(town: Town, rng: Chance, customer: Ints, astray: float = 0.1) -> Ints:
    """The customer's own branch; now and then another, wherever the errand is."""
    own = town.column("branch")[customer]
    other = rng.integers(0, town.places.branches.height, len(customer))
    return np.where(rng.random(len(customer)) < astray, other, own)


def flags(rng: Chance, share: float, count: int) -> Flags:
    """True for about a share of the items."""
    return rng.random(count) < share
