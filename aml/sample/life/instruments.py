"""Money orders and drafts: bought at a remittance desk or a branch, paid in by whoever gets them.

An instrument that is bought for cash leaves two entries: the cash, and at once the instrument.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, Span, moment, money, rounded
from aml.sample.life.counter import Visits, flags, workdays
from aml.sample.life.entry import NOBODY, entries, together
from aml.sample.world.town import Town

#: A desk sells no larger money order.
MOST = 100_000
_FIRST_SERIAL, _LAST_SERIAL = 10_000_000, 98_000_000


@dataclass(frozen=True, slots=True)
class Instruments:
    """Instruments, one an entry; drafts where a branch and no desk is named.

    Args:
        account: whose account is charged or credited.
        at: instants.
        cents: amounts.
        other: whom they are made out to, or from whom they come.
        serial: their numbers.
        agent: the desk that issued them; -1 for one of another issuer.
        branch: where they are bought or paid in, if at a branch.
        conductor: who came; the account's owner if not given.
    """

    account: Ints | int
    at: Ints
    cents: Ints
    other: Ints | int
    serial: Ints
    agent: Ints | int = -1
    branch: Ints | int = -1
    conductor: Ints | int | None = None

    def bought(self, rng: Chance, *, channel: str, for_cash: bool = False) -> pl.DataFrame:
        """The sale, and a minute before it the cash where it is paid for in notes."""
        sale = self._booked(channel, is_credit=False)
        if not for_cash:
            return sale
        cash = Visits(
            self.account, self.at, self.cents, self.branch, self._who, at=self.at - 60
        ).booked(rng)
        desk = pl.when(pl.col("branch") >= 0).then("desk").otherwise(-1)
        return together([cash.with_columns(agent=sale["agent"], desk=desk), sale])

    def paid_in(self, *, channel: str) -> pl.DataFrame:
        """The credit of instruments that somebody else bought."""
        return self._booked(channel, is_credit=True)

    @property
    def _who(self) -> Ints | int:
        return self.account if self.conductor is None else self.conductor

    def _booked(self, channel: str, *, is_credit: bool) -> pl.DataFrame:
        return entries(
            self.at,
            account=self.account,
            other=self.other,
            is_credit=is_credit,
            cents=self.cents,
            channel=channel,
            instrument=pl.Series(self.serial).cast(pl.String),
            agent=self.agent,
            branch=self.branch,
            conductor=self._who,
            device=NOBODY,
        )


def serials(rng: Chance, count: int) -> Ints:
    """First numbers of purchases: what one desk sells next follows."""
    return rng.integers(_FIRST_SERIAL, _LAST_SERIAL, count)


def paper_money(town: Town, rng: Chance, people: Ints, span: Span) -> pl.DataFrame:
    """One month of instruments in ordinary hands."""
    habits = (_rents, _small_bills, _drafts, _received)
    return together(habit(town, rng, people, span) for habit in habits)


def _rents(town: Town, rng: Chance, people: Ints, span: Span) -> pl.DataFrame:
    """Some people pay rent by money order; a rent above the desk's limit takes two in a row."""
    who = people[people % 5 == 4]
    cents = np.minimum(60_000 + who * 7919 % 75 * 1000, 2 * MOST - 1000)
    twice = np.repeat(np.arange(len(who)), 1 + (cents > MOST))
    second = np.concatenate([[False], twice[1:] == twice[:-1]])
    whole = cents[twice]
    part = np.where(whole <= MOST, whole, np.where(second, whole - MOST, MOST))
    day = workdays(np.minimum(span[0] + (who * 5 + rng.integers(0, 3, len(who))) % 7, span[1]))
    at = moment(rng, day, 10, 18)[twice] + 40 * second
    # The same stream every month: each keeps to one landlord.
    landlord = town.landlords(town.stream("rent orders"), who)[twice]
    serial = serials(rng, len(who))[twice] + second
    in_cash = flags(rng, 0.6, len(who))[twice]
    desk = _desks(town, who)[twice]
    return together(
        Instruments(
            who[twice][way], at[way], part[way], landlord[way], serial[way], agent=desk[way]
        ).bought(rng, channel="money_order", for_cash=bool(is_cash))
        for is_cash in (True, False)
        for way in [in_cash == is_cash]
    )


def _small_bills(town: Town, rng: Chance, people: Ints, span: Span) -> pl.DataFrame:
    """A fee, a fine, money for a cousin: what cannot be paid by card."""
    who = np.repeat(people, rng.poisson(0.22, len(people)))
    count = len(who)
    day = workdays(rng.integers(span[0], span[1] + 1, count))
    cents = np.minimum(rounded(money(rng, 190, 0.8, count), 5), MOST)
    payees = np.concatenate([town.outsider("person"), town.outsider("client")])
    return Instruments(
        who, moment(rng, day, 9, 19), cents, rng.choice(payees, count), serials(rng, count),
        agent=_desks(town, who),
    ).bought(rng, channel="money_order", for_cash=True)  # fmt: skip


def _drafts(town: Town, rng: Chance, people: Ints, span: Span) -> pl.DataFrame:
    """A cashier's cheque for a used car, a deposit, a builder."""
    who = np.repeat(people, rng.poisson(0.06, len(people)))
    count = len(who)
    day = workdays(rng.integers(span[0], span[1] + 1, count))
    cents = rounded(money(rng, 2900, 0.7, count), 50)
    payees = np.concatenate([town.outsider("person"), town.outsider("domestic supplier")])
    return Instruments(
        who, moment(rng, day), cents, rng.choice(payees, count), serials(rng, count),
        branch=town.column("branch")[who],
    ).bought(rng, channel="draft")  # fmt: skip


def _received(town: Town, rng: Chance, people: Ints, span: Span) -> pl.DataFrame:
    """Money orders and drafts that relatives and buyers gave."""
    who = np.repeat(people, rng.poisson(0.09, len(people)))
    count = len(who)
    day = workdays(rng.integers(span[0], span[1] + 1, count))
    is_draft = flags(rng, 0.3, count)
    large = rounded(money(rng, 2400, 0.6, count), 50)
    small = np.minimum(rounded(money(rng, 280, 0.6, count), 5), MOST)
    own = np.where(flags(rng, 0.5, count) & ~is_draft, _desks(town, who), -1)
    return Instruments(
        who, moment(rng, day), np.where(is_draft, large, small),
        rng.choice(town.outsider("person"), count), serials(rng, count), agent=own,
        branch=town.column("branch")[who],
    ).paid_in(channel="money_order").with_columns(
        channel=pl.Series(np.where(is_draft, "draft", "money_order"), dtype=pl.String)
    )  # fmt: skip


def _desks(town: Town, who: Ints) -> Ints:
    """The remittance desk that each customer uses."""
    places = town.places.agents["place"].to_numpy()
    home = town.column("place")[who]
    first, last = np.searchsorted(places, home), np.searchsorted(places, home, side="right")
    desk: Ints = first + who % (last - first)
    return desk
