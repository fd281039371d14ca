"""The town: customers, their accounts, and everybody they deal with, by number.

A customer's current account has the customer's own number; further accounts follow. Across an
entry stands a number of the directory: an account of this bank, or beyond those an outsider.
At the counter stands a number of the visitors: a customer, or beyond those a walk-in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Flags, Ints, chance, codes
from aml.sample.plan import Plan
from aml.sample.world.businesses import IMPORTING, build_businesses
from aml.sample.world.characters import build_characters
from aml.sample.world.directory import build_outsiders
from aml.sample.world.names import documents
from aml.sample.world.people import build_people, build_walk_ins
from aml.sample.world.places import Places, build_places
from aml.sample.world.shells import build_shells
from aml.sample.world.sleepers import build_sleepers

_FOREIGN = ("EUR", "MXN", "CAD", "GBP")


@dataclass(frozen=True, slots=True)
class Town:
    """Everything that stands before the first entry is booked.

    Args:
        plan: what was asked for.
        places: branches and remittance desks.
        customers: one row a customer; `family` is person, a trade, or a family of characters.
        accounts: one row an account, with the number of its owner.
        outsiders: those who bank elsewhere; merchants, employers, shippers …
        walk_ins: people at the counter who are not customers.
        opened: the day each account was opened.
        families: customers by family, in the order of their numbers.
        kinds: directory numbers of the outsiders by kind and city.
        abroad: each customer's account in another currency, or -1.
    """

    plan: Plan
    places: Places
    customers: pl.DataFrame
    accounts: pl.DataFrame
    outsiders: pl.DataFrame
    walk_ins: pl.DataFrame
    opened: Ints = field(repr=False)
    families: Mapping[str, Ints] = field(repr=False)
    kinds: Mapping[tuple[str, int], Ints] = field(repr=False)
    abroad: Ints = field(repr=False)

    def stream(self, *names: str | int) -> Chance:
        """The seeded chance of one part of the town's life."""
        return chance(self.plan.seed, *names)

    def family(self, *families: str) -> Ints:
        """Customers of the given families: "person", a trade, or a family of characters."""
        known = [self.families[family] for family in set(families) if family in self.families]
        return np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *known]))

    def outsider(self, kind: str, place: int = -1) -> Ints:
        """Directory numbers of outsiders of a kind: those of a city, or those without one."""
        return self.kinds[kind, place]

    def column(self, name: str) -> Ints:
        """A column of numbers about the customers: place, branch, household, work."""
        return self.customers[name].to_numpy()

    def is_own(self, other: Ints) -> Flags:
        """Whether directory numbers are accounts of this bank."""
        return (other >= 0) & (other < self.accounts.height)

    def landlords(self, rng: Chance, customer: Ints) -> Ints:
        """For each customer a landlord of the own city."""
        place = self.column("place")[customer]
        chosen = np.empty(len(customer), dtype=np.int64)
        for city in np.unique(place):
            here = place == city
            chosen[here] = rng.choice(self.outsider("landlord", int(city)), int(here.sum()))
        return chosen

    def staff(self, firm: Ints, turn: Ints | int) -> Ints:
        """Visitors whom a firm trusts with its takings; `turn` says which."""
        employees: Ints = (firm * 2 + turn) % self.walk_ins.height
        return self.customers.height + employees

    def walk_in(self, rng: Chance, count: int) -> Ints:
        """Visitors who are not customers."""
        return self.customers.height + rng.integers(0, self.walk_ins.height, count)


def numbering(plan: Plan) -> int:
    """The key under which this town numbers its people."""
    return int(chance(plan.seed, "numbering").integers(1 << 32))


def build_town(plan: Plan) -> Town:
    """Lay out the bank, then people, firms and characters, then whom they deal with."""
    places = build_places(plan, chance(plan.seed, "places"))
    customers = pl.concat(
        [
            build_people(plan, places, chance(plan.seed, "people")),
            build_businesses(plan, places, chance(plan.seed, "businesses")),
            build_characters(plan, places, chance(plan.seed, "characters")),
            build_sleepers(plan, places, chance(plan.seed, "sleepers")),
            build_shells(plan, places, chance(plan.seed, "paper companies")),
        ]
    )
    number, everyone = numbering(plan), np.arange(customers.height)
    customers = customers.with_columns(
        customer_id=codes("C", everyone, number), document_number=documents(everyone, number)
    )
    accounts = _accounts(customers, chance(plan.seed, "accounts"))
    outsiders = build_outsiders(plan, chance(plan.seed, "outsiders"))
    return Town(
        plan=plan,
        places=places,
        customers=customers,
        accounts=accounts,
        outsiders=outsiders,
        walk_ins=build_walk_ins(chance(plan.seed, "walk-ins"), 40 + plan.persons),
        opened=accounts["opened"].to_numpy(),
        families=_by_family(customers["family"]),
        kinds=_by_kind(outsiders, accounts.height),
        abroad=_held_abroad(customers.height, accounts),
    )


def _by_family(family: pl.Series) -> Mapping[str, Ints]:
    """Customers of each family, without a search each time."""
    numbered = family.to_frame("family").with_columns(number=pl.int_range(pl.len()))
    groups = numbered.group_by("family", maintain_order=True).agg("number")
    return {name: np.array(numbers, dtype=np.int64) for name, numbers in groups.iter_rows()}


def _by_kind(outsiders: pl.DataFrame, first: int) -> dict[tuple[str, int], Ints]:
    """Directory numbers of each kind and place, without a search each time."""
    numbered = outsiders.select("kind", "place", number=pl.int_range(pl.len()) + first)
    groups = numbered.group_by("kind", "place", maintain_order=True).agg("number")
    return {
        (kind, place): np.array(numbers, dtype=np.int64)
        for kind, place, numbers in groups.iter_rows()
    }


def _held_abroad(customers: int, accounts: pl.DataFrame) -> Ints:
    """Each customer's account in another currency, -1 without one."""
    held = np.full(customers, -1)
    number = np.flatnonzero((accounts["currency"] != "USD").to_numpy())
    held[accounts["owner"].to_numpy()[number]] = number
    return held


def _accounts(customers: pl.DataFrame, rng: Chance) -> pl.DataFrame:
    """A current account each; savings for some people, a foreign currency for some of both."""
    everyone = np.arange(customers.height)
    is_person = (customers["customer_type"] == "person").to_numpy()
    is_importing = customers["family"].is_in(IMPORTING).to_numpy()
    chance_abroad = np.where(is_importing, 0.6, np.where(is_person, 0.04, 0.08))
    is_awake = (customers["family"] != "sleeper").to_numpy()
    savers = everyone[is_person & is_awake & (rng.random(len(everyone)) < 0.25)]
    abroad = everyone[is_awake & (rng.random(len(everyone)) < chance_abroad)]
    owner = np.concatenate([everyone, savers, abroad])
    currency = ["USD"] * (len(everyone) + len(savers))
    currency += [_FOREIGN[pick] for pick in rng.integers(0, len(_FOREIGN), len(abroad))]
    kind = (
        ["current"] * len(everyone) + ["savings"] * len(savers) + ["foreign currency"] * len(abroad)
    )
    return pl.DataFrame(
        {
            "account_id": codes("A", np.arange(len(owner)), int(rng.integers(1 << 32))),
            "owner": owner,
            "account_type": kind,
            "currency": currency,
            "branch": customers["branch"].gather(owner),
            "opened": customers["onboarded"].gather(owner),
        }
    )
