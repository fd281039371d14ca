"""Who sends money home from the desks, and to whom: corridors from this country to others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from aml.sample.chance import Ints, codes, weighted, words
from aml.sample.plan import Plan
from aml.sample.world.names import FAMILY, GIVEN, addresses, documents, full_names, phones
from aml.sample.world.places import home_cities, located
from aml.sample.world.town import Town, numbering

_SENDER_PAPERS, _RECEIVER_PAPERS = 1 << 28, 1 << 29


@dataclass(frozen=True, slots=True)
class Destination:
    """A city where transfers are paid out; weight says how many go there."""

    country: str
    dialling: str
    region: str
    city: str
    weight: float


DESTINATIONS = (
    Destination("MX", "52", "Jalisco", "Guadalajara", 9),
    Destination("MX", "52", "Sinaloa", "Culiacan", 5),
    Destination("MX", "52", "Michoacan", "Morelia", 8),
    Destination("MX", "52", "Tamaulipas", "Nuevo Laredo", 6),
    Destination("MX", "52", "Chihuahua", "Ciudad Juarez", 6),
    Destination("MX", "52", "Oaxaca", "Oaxaca", 6),
    Destination("MX", "52", "Baja California", "Tijuana", 5),
    Destination("GT", "502", "Guatemala", "Guatemala City", 8),
    Destination("GT", "502", "Huehuetenango", "Huehuetenango", 5),
    Destination("HN", "504", "Cortes", "San Pedro Sula", 8),
    Destination("SV", "503", "San Salvador", "San Salvador", 7),
    Destination("CO", "57", "Antioquia", "Medellin", 5),
    Destination("PH", "63", "Cebu", "Cebu City", 7),
    Destination("IN", "91", "Kerala", "Kochi", 6),
    Destination("NG", "234", "Lagos", "Lagos", 4),
    Destination("PL", "48", "Malopolska", "Krakow", 3),
    Destination("CN", "86", "Fujian", "Fuzhou", 3),
)
_WEIGHTS = np.array([place.weight for place in DESTINATIONS])


@dataclass(frozen=True, slots=True)
class Corridors:
    """Senders and receivers, and for each sender the receivers that are family.

    The last receivers are nobody's family: in the ordinary course nobody sends them anything.
    """

    senders: pl.DataFrame
    receivers: pl.DataFrame

    def kin(self, sender: Ints, turn: Ints) -> Ints:
        """One of the sender's own receivers."""
        first = self.senders["first_kin"].to_numpy()[sender]
        receiver: Ints = first + turn % self.senders["kin"].to_numpy()[sender]
        return receiver

    def strangers(self) -> Ints:
        """Receivers who are nobody's family and show a document."""
        shown = np.flatnonzero(self.receivers["document"].is_not_null().to_numpy())
        return np.extract(shown >= int(self.senders["kin"].sum()), shown)

    def sender_of(self, customer_id: str) -> int:
        """The sender that a customer of the bank is."""
        return int(self.senders["sender_id"].index_of(customer_id) or 0)


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
    senders = pl.concat([known, others.select(known.columns)])
    kin = rng.choice(np.array([1, 2, 3, 4]), senders.height, p=[0.5, 0.3, 0.15, 0.05])
    first = np.concatenate([[0], np.cumsum(kin)[:-1]])
    senders = senders.with_columns(kin=kin, first_kin=first)
    return Corridors(senders, _receivers(town, senders, kin))


def _strangers(town: Town, plan: Plan, count: int) -> pl.DataFrame:
    rng = town.stream("senders")
    place = home_cities(rng, count)
    key, number = numbering(plan), _SENDER_PAPERS + np.arange(count)
    since = (
        plan.first_day
        - (rng.random(count) ** 2 * 3000).astype(np.int64)
        + rng.integers(0, 120, count)
    )
    return located(rng, place).select("city", "region", "country").with_columns(
        sender_id=codes("S", np.arange(count), key),
        name=full_names(words(rng, GIVEN, count), words(rng, FAMILY, count)),
        document=documents(number, key),
        phone=phones(rng, count),
        address=addresses(rng, count),
        since=pl.Series(since),
        place=pl.Series(place),
    )  # fmt: skip


def _receivers(town: Town, senders: pl.DataFrame, kin: Ints) -> pl.DataFrame:
    """Relatives abroad: half share the sender's family name; three in ten show no document."""
    rng = town.stream("receivers")
    relatives = np.repeat(np.arange(senders.height), kin)
    strangers = rng.integers(0, senders.height, 6 + senders.height // 20)
    sender = np.concatenate([relatives, strangers])
    count = len(sender)
    # The family lives in one place; a fifth lives elsewhere.
    home = weighted(rng, _WEIGHTS, senders.height)[sender]
    where = np.where(rng.random(count) < 0.2, weighted(rng, _WEIGHTS, count), home)
    place = pl.DataFrame(DESTINATIONS)[where]
    family = senders["name"].str.split(" ").list.last().gather(sender)
    shared = pl.Series(rng.random(count) < 0.5)
    surname = pl.select(
        pl.when(shared).then(family).otherwise(words(rng, FAMILY, count))
    ).to_series()
    number = _RECEIVER_PAPERS + np.arange(count)
    key = numbering(town.plan)
    papers = pl.Series(rng.random(count) < 0.7)
    phone = pl.concat_str([pl.lit("+"), place["dialling"], phones(rng, count).str.slice(2)])
    return place.select("country", "region", "city").with_columns(
        receiver_id=codes("V", np.arange(count), key),
        name=full_names(words(rng, GIVEN, count), surname),
        document=pl.when(papers).then(documents(number, key)),
        phone=phone,
        address=addresses(rng, count),
    )
