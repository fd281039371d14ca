"""Who sends money home from the desks, and to whom: corridors from this country to others.

A few families send the other way, and some within the country. People who live together share an
address, often a telephone; lodgers share an address with people who are nothing to them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Flags, Ints, codes, words
from aml.sample.plan import Plan
from aml.sample.world.destinations import DESTINATIONS, border_homes, destinations, homes, origins
from aml.sample.world.names import FAMILY, GIVEN, addresses, documents, full_names, phones
from aml.sample.world.places import BORDER, home_cities, located
from aml.sample.world.town import Town, numbering

_SENDER_PAPERS, _ABROAD_PAPERS, _RECEIVER_PAPERS = 1 << 28, 3 << 28, 1 << 29
#: Of a hundred senders so many live in one lodging house.
_LODGERS = 7


@dataclass(frozen=True, slots=True)
class Corridors:
    """Senders and receivers, and for each sender the receivers that are family.

    Args:
        senders: one row a sender; `place` is the city of the desk, -1 for those abroad, who are
            the last.
        receivers: one row a receiver; `place` is a city of the bank's own desks or -1. The last
            are nobody's family: in the ordinary course nobody sends them anything.
        at_home: senders in this country.
        relatives: receivers who are family of a sender.
    """

    senders: pl.DataFrame
    receivers: pl.DataFrame
    at_home: int
    relatives: int

    def kin(self, sender: Ints, turn: Ints) -> Ints:
        """One of the sender's own receivers."""
        first = self.senders["first_kin"].to_numpy()[sender]
        receiver: Ints = first + turn % self.senders["kin"].to_numpy()[sender]
        return receiver

    def strangers(self) -> Ints:
        """Receivers abroad who are nobody's family and show a document."""
        return self._nobodys(self.receivers["country"] != "US")

    def arrivals(self) -> Ints:
        """The same in the cities of this country's border."""
        return self._nobodys(self.receivers["place"].is_in(BORDER))

    def sender_of(self, customer_id: str) -> int:
        """The sender that a customer of the bank is."""
        return int(self.senders["sender_id"].index_of(customer_id) or 0)

    def _nobodys(self, lives_there: pl.Series) -> Ints:
        found = (self.receivers["document"].is_not_null() & lives_there).arg_true()
        return found.filter(found >= self.relatives).cast(pl.Int64).to_numpy()


def build_corridors(town: Town) -> Corridors:
    """A sender for every eight transfers; some of them bank here, all commuters do."""
    rng, plan = town.stream("corridors"), town.plan
    people = town.family("person")
    banked = np.concatenate([town.family("border commuter"), people[: max(6, len(people) // 5)]])
    known = town.customers[banked].select(
        "name", "phone", "address", "city", "region", "country", "place",
        sender_id="customer_id", document="document_number", since="onboarded",
    )  # fmt: skip
    others = _strangers(town, plan, max(24, plan.remittances // 8))
    abroad = _abroad(town, plan, 12 + plan.remittances // 160)
    parts = [known, *(frame.select(known.columns) for frame in (others, abroad))]
    senders = pl.concat(parts)
    at_home = known.height + others.height
    kin = rng.choice(np.array([1, 2, 3, 4]), senders.height, p=[0.5, 0.3, 0.15, 0.05])
    first = np.concatenate([[0], np.cumsum(kin)[:-1]])
    receivers = _receivers(town, senders, kin, at_home)
    # Siblings who live together send to the same parents, most of them.
    leader = np.arange(senders.height)
    leader[known.height : at_home] = known.height + _leaders(others.height)
    leader = np.where(rng.random(len(leader)) < 0.7, leader, np.arange(len(leader)))
    senders = senders.with_columns(kin=kin[leader], first_kin=first[leader])
    return Corridors(senders, receivers, at_home, int(kin.sum()))


def _leaders(count: int) -> Ints:
    """For each sender the older sibling of the same home, else the sender."""
    number = np.arange(count)
    turn = number % 8
    is_younger = np.isin(turn, (5, 6)) & (number % 100 >= _LODGERS + 2)
    return number - np.where(is_younger, turn - 4, 0)


def _strangers(town: Town, plan: Plan, count: int) -> pl.DataFrame:
    """Senders who bank elsewhere: every fourth lives with an older sibling, some in lodgings."""
    rng = town.stream("senders")
    leader = _leaders(count)
    lodging = np.arange(count) // 100 * 100
    host = np.where(np.arange(count) % 100 < _LODGERS, lodging, leader)
    place = home_cities(rng, count)[host]
    key, number = numbering(plan), _SENDER_PAPERS + np.arange(count)
    since = (
        plan.first_day
        - (rng.random(count) ** 2 * 3000).astype(np.int64)
        + rng.integers(0, 120, count)
    )
    shares_phone = rng.random(count) < 0.4
    called = np.where(shares_phone, leader, np.arange(count))
    return located(rng, place).select("city", "region", "country").with_columns(
        sender_id=codes("S", np.arange(count), key),
        name=full_names(words(rng, GIVEN, count), words(rng, FAMILY, count).gather(leader)),
        document=documents(number, key),
        phone=phones(rng, count).gather(called),
        address=addresses(rng, count).gather(host),
        since=pl.Series(since),
        place=pl.Series(place),
    )  # fmt: skip


def _abroad(town: Town, plan: Plan, count: int) -> pl.DataFrame:
    """Senders in other countries, who hand their money in at a partner's desk there."""
    rng, key = town.stream("senders abroad"), numbering(plan)
    home = pl.DataFrame(DESTINATIONS)[origins(rng, count)]
    number = pl.concat_str([pl.lit("+"), home["dialling"], phones(rng, count).str.slice(2)])
    return home.select("country", "region", "city").with_columns(
        sender_id=codes("S", (1 << 20) + np.arange(count), key),
        name=full_names(words(rng, GIVEN, count), words(rng, FAMILY, count)),
        document=documents(_ABROAD_PAPERS + np.arange(count), key),
        phone=number,
        address=addresses(rng, count),
        since=pl.Series(plan.first_day - rng.integers(0, 1500, count)),
        place=pl.lit(-1, pl.Int64),
    )


def _receivers(town: Town, senders: pl.DataFrame, kin: Ints, at_home: int) -> pl.DataFrame:
    """Relatives abroad: half share the sender's family name; three in ten show no document."""
    rng = town.stream("receivers")
    relatives = np.repeat(np.arange(senders.height), kin)
    spare = 6 + senders.height // 20
    sender = np.concatenate([relatives, rng.integers(0, senders.height, 2 * spare)])
    count = len(sender)
    # The family lives in one place; a fifth lives elsewhere.
    home = destinations(rng, senders.height)[sender]
    where = np.where(rng.random(count) < 0.2, destinations(rng, count), home)
    where = np.where(sender >= at_home, homes(rng, senders.height)[sender], where)
    where[-spare:] = border_homes(rng, spare)
    family = senders["name"].str.split(" ").list.last().gather(sender)
    shared = pl.Series(rng.random(count) < 0.5)
    surname = pl.select(
        pl.when(shared).then(family).otherwise(words(rng, FAMILY, count))
    ).to_series()
    number = _RECEIVER_PAPERS + np.arange(count)
    key = numbering(town.plan)
    papers = pl.Series(rng.random(count) < 0.7)
    near = np.concatenate([[False], (sender[1:] == sender[:-1]) & (where[1:] == where[:-1])])
    near[len(relatives) :] = False
    return _reached(rng, where, near).with_columns(
        receiver_id=codes("V", np.arange(count), key),
        name=full_names(words(rng, GIVEN, count), surname),
        document=pl.when(papers).then(documents(number, key)),
    )


def _reached(rng: Chance, where: Ints, near: Flags) -> pl.DataFrame:
    """Where receivers live and are called: near relatives may share the house and the telephone."""
    count, place = len(where), pl.DataFrame(DESTINATIONS)[where]
    roll, number = rng.random(count), np.arange(count)
    phone = pl.concat_str([pl.lit("+"), place["dialling"], phones(rng, count).str.slice(2)])
    is_noted = pl.Series(rng.random(count) < 0.6)
    address = pl.select(pl.when(is_noted).then(addresses(rng, count))).to_series()
    return place.select("country", "region", "city", "place").with_columns(
        phone=pl.select(phone).to_series().gather(number - (near & (roll < 0.35))),
        address=address.gather(number - (near & (roll < 0.6))),
    )
