"""Who plays in the schemes, and the few things that every scheme does."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, business_day, moment, rounded
from aml.sample.life.entry import entries
from aml.sample.life.trade import Trade
from aml.sample.world.businesses import TRADES
from aml.sample.world.corridors import Corridors
from aml.sample.world.places import CITIES
from aml.sample.world.town import Town

_SHOPS = tuple(trade.family for trade in TRADES if trade.family not in {"importer", "wholesaler"})
_TEXTS = ["", "Invoice", "loan back", "deposit", "as agreed", "for the car", "Supplies", "savings", "Invoice 2025",
          "consulting", "final payment", "thanks"]  # fmt: skip


@dataclass(slots=True)
class Cast:
    """Everybody who may be drawn into a scheme; who has played a part is not asked again."""

    town: Town
    corridors: Corridors
    trade: Trade
    _played: set[tuple[str, int]] = field(default_factory=set)

    def person(self, rng: Chance) -> int:
        """A private customer who was here from the start."""
        return self._customer(rng, ("person",))

    def shop(self, rng: Chance) -> int:
        """A firm that imports nothing."""
        return self._customer(rng, _SHOPS)

    def importer(self, rng: Chance) -> int:
        """An importer; a small town has few, so one may play twice."""
        return int(rng.choice(self.town.family("importer", "wholesaler")))

    def sender(self, rng: Chance) -> int:
        """A customer of the remittance desks."""
        return self._fresh(rng, "sender", np.arange(self.corridors.senders.height))

    def receiver(self, rng: Chance) -> int:
        """Somebody abroad who shows a document when fetching money."""
        papers = self.corridors.receivers["document"].is_not_null().to_numpy()
        return self._fresh(rng, "receiver", np.flatnonzero(papers))

    def shipper(self, rng: Chance) -> int:
        """A shipper abroad that ships nothing to this town in the ordinary course."""
        everyone = self.town.outsider("shipper")
        idle = np.setdiff1d(everyone, self.trade.bills["shipper"].to_numpy())
        return self._fresh(rng, "shipper", idle if len(idle) else everyone)

    def start(self, rng: Chance, days: int) -> int:
        """A day that leaves a scheme of so many days room, after two months of ordinary life."""
        plan = self.town.plan
        return int(rng.integers(plan.first_day + 60, plan.last_day - days - 8))

    def branches(self, rng: Chance, customer: int, count: int, *, near: bool) -> Ints:
        """Branches of the customer's own city, or of a few other cities."""
        home = int(self.town.column("place")[customer])
        if near:
            return np.resize(rng.permutation(self.town.places.branches_in(home)), count)
        cities = rng.permutation([city for city in range(len(CITIES)) if city != home])
        return np.array(
            [
                rng.choice(self.town.places.branches_in(int(cities[n % len(cities)])))
                for n in range(count)
            ]
        )

    def _customer(self, rng: Chance, families: tuple[str, ...]) -> int:
        pool = self.town.family(*families)
        early = pool[self.town.opened[pool] < self.town.plan.first_day]
        return self._fresh(rng, "customer", early)

    def _fresh(self, rng: Chance, role: str, pool: Ints) -> int:
        asked = rng.choice(pool, min(len(pool), 400), replace=False).tolist()
        chosen = next((one for one in asked if (role, one) not in self._played), asked[0])
        self._played.add((role, chosen))
        return chosen


def parts(rng: Chance, total: float, count: int, evenness: float) -> Ints:
    """Cents of a total split into so many parts; the larger the evenness, the more alike."""
    share = rng.dirichlet(np.full(count, evenness))
    return np.maximum(2000, np.rint(total * 100 * share).astype(np.int64))


def tidy(rng: Chance, cents: Ints) -> Ints:
    """Amounts as the people of one scheme like them: to the hundred, to the ten, or as they come."""
    unit = int(rng.choice(np.array([100, 50, 20, 1])))
    low = rounded(cents, unit)
    return np.minimum(low, cents // (unit * 100) * unit * 100) if unit > 1 else cents


def passes_on(rng: Chance, account: int, at: Ints, cents: Ints, payees: Ints) -> pl.DataFrame:
    """Money sent on to others, by the channels that anybody uses."""
    count = len(at)
    channel = pl.Series(["ach", "wire", "ach", "p2p"]).gather(rng.integers(0, 4, count))
    channel = channel.scatter(np.flatnonzero(cents > 500_000), "wire")
    return entries(
        at, account=account, other=payees, is_credit=False, cents=cents, channel=channel,
        text=pl.Series(_TEXTS).gather(rng.integers(0, len(_TEXTS), count)),
    )  # fmt: skip


def comes_in(rng: Chance, account: int, at: Ints, cents: Ints, payers: Ints) -> pl.DataFrame:
    """Money received, by the same channels."""
    sent = passes_on(rng, account, at, cents, payers)
    return sent.with_columns(is_credit=pl.lit(value=True))


def bank_hours(rng: Chance, day: Ints) -> Ints:
    """An instant of the banking day nearest to each day."""
    return moment(rng, business_day(day))


def strangers(town: Town, rng: Chance, count: int) -> Ints:
    """People and firms elsewhere who have no part in the customer's ordinary life."""
    pool = np.concatenate(
        [town.outsider("person"), town.outsider("client"), town.outsider("domestic supplier")]
    )
    return rng.choice(pool, count, replace=len(pool) < count)
