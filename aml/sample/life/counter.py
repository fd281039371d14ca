"""Cash over the counter and at machines: the same few ways for everybody, whatever the reason."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Flags, Ints, moment, weekday
from aml.sample.life.entry import entries
from aml.sample.world.places import nearby_branch
from aml.sample.world.town import Town

_SUNDAY = 6
WINDOWS, MACHINES = 3, 3


def workdays(day: Ints) -> Ints:
    """Days when the counters are open: Sunday moves to Monday."""
    moved: Ints = day + (weekday(day) == _SUNDAY)
    return moved


@dataclass(frozen=True, slots=True)
class Visits:
    """Cash brought or fetched, one visit an entry.

    Args:
        account: whose account; one for all, or one a visit.
        day: local days.
        cents: amounts.
        branch: where.
        conductor: who came; the account's owner if not given.
        machine: visits to a machine instead of a window.
        at: instants, where the hour matters.
        is_credit: paid in, not out.
    """

    account: Ints | int
    day: Ints
    cents: Ints
    branch: Ints | int
    conductor: Ints | int | None = None
    machine: Flags | None = None
    at: Ints | None = None
    is_credit: Flags | bool = True

    def booked(self, rng: Chance) -> pl.DataFrame:
        """The entries, within opening hours and at one of the windows or machines."""
        count = len(self.day)
        machine = np.zeros(count, dtype=np.bool_) if self.machine is None else self.machine
        day = np.where(machine, self.day, workdays(self.day))
        at = np.where(machine, moment(rng, day, 7, 22), moment(rng, day, 9, 17))
        desks = np.where(machine, MACHINES, WINDOWS)
        return entries(
            at if self.at is None else self.at,
            account=self.account,
            is_credit=self.is_credit,
            cents=self.cents,
            channel=pl.Series(np.where(machine, "cash_atm", "cash_teller"), dtype=pl.String),
            conductor=self.account if self.conductor is None else self.conductor,
            branch=self.branch,
            desk=1 + (rng.random(count) * desks).astype(np.int64),
        )


def carried(
    rng: Chance, account: int, sums: tuple[Ints, Ints], branch: Ints | int, *, is_credit: bool
) -> pl.DataFrame:
    """Cash in the bags of an armoured van: `sums` are days and amounts; nobody stands at a desk."""
    day, cents = sums
    visits = Visits(account, day, cents, branch, conductor=-1, is_credit=is_credit)
    return visits.booked(rng).with_columns(
        channel=pl.lit("armoured_cash"), desk=pl.lit(-1, pl.Int64)
    )


def usual_branch(town: Town, rng: Chance, customer: Ints, astray: float = 0.1) -> Ints:
    """The customer's own branch; now and then another of the city, or wherever the errand is."""
    own = town.column("branch")[customer]
    near = nearby_branch(rng, town.places, town.column("place")[customer])
    far = rng.integers(0, town.places.branches.height, len(customer))
    roll = rng.random(len(customer))
    return np.where(roll < astray, far, np.where(roll < 3 * astray, near, own))


def flags(rng: Chance, share: float, count: int) -> Flags:
    """True for about a share of the items."""
    return rng.random(count) < share
