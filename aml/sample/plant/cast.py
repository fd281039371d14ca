"""Who plays in the stories, and the few things that every story does."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, business_day, moment, rounded, words
from aml.sample.life.entry import entries
from aml.sample.life.texts import invoice_numbers, invoice_texts, notes
from aml.sample.life.trade import Trade
from aml.sample.world.businesses import TRADES
from aml.sample.world.corridors import Corridors
from aml.sample.world.places import CITIES
from aml.sample.world.town import Town

IMPORTERS = ("importer", "wholesaler")
SHOPS = tuple(trade.family for trade in TRADES if trade.family not in IMPORTERS)
_WITH_A_TILL = tuple(trade.family for trade in TRADES if trade.bankings)
#: Days of ordinary life before the first story begins.
_QUIET = 60
_WIRED = 500_000


@dataclass(slots=True)
class Cast:
    """Everybody who may be drawn into a story; who has played a part is not asked again."""

    town: Town
    corridors: Corridors
    trade: Trade
    _played: set[tuple[str, int]] = field(default_factory=set)

    def person(self, rng: Chance) -> int:
        """A private customer who was here from the start."""
        return self._customer(rng, "person")

    def household(self, rng: Chance) -> tuple[int, ...]:
        """People who live together, three or more where the town has such a household."""
        people = self.town.family("person")
        homes = self.town.column("household")[people]
        size = np.bincount(homes)
        played = np.array([("customer", one) in self._played for one in people.tolist()])
        known = np.bincount(homes, weights=played)
        large = np.flatnonzero(size >= min(3, int(size.max())))
        home = rng.choice(large[known[large] == known[large].min()])
        return tuple(people[homes == home].tolist())

    def shop(self, rng: Chance) -> int:
        """A firm that imports nothing."""
        return self._customer(rng, *SHOPS)

    def importer(self, rng: Chance) -> int:
        """An importer; where there are few, one may play twice."""
        return self._customer(rng, *IMPORTERS)

    def sender(self, rng: Chance) -> int:
        """A customer of the remittance desks."""
        return self._fresh(rng, "sender", np.arange(self.corridors.senders.height))

    def receiver(self, rng: Chance) -> int:
        """Somebody's relative abroad who shows a document when fetching money."""
        papers = self.corridors.receivers["document"].is_not_null().to_numpy()
        relatives = np.setdiff1d(np.flatnonzero(papers), self.corridors.strangers())
        return self._fresh(rng, "receiver", relatives)

    def receiver_unknown(self, rng: Chance) -> int:
        """Somebody abroad to whom nobody sends money in the ordinary course."""
        return self._fresh(rng, "receiver", self.corridors.strangers())

    def shipper(self, rng: Chance) -> int:
        """A shipper abroad that sends nothing to this town in the ordinary course."""
        return self._idle(rng, "shipper")

    def forwarder(self, rng: Chance) -> int:
        """A small forwarder that serves nobody else here."""
        return self._idle(rng, "forwarder")

    def ship(self, rng: Chance) -> dict[str, str]:
        """Number and name of a vessel that carries nothing to this town in the ordinary course."""
        numbers = self.trade.vessels["imo_number"]
        usual = pl.concat([self.trade.bills, self.trade.elsewhere])["imo_number"]
        idle = (~numbers.is_in(usual.unique().to_list())).arg_true().to_numpy()
        chosen = self.trade.vessels.row(self._fresh(rng, "ship", idle), named=True)
        return {name: chosen[name] for name in ("imo_number", "name")}

    def helpers(self, rng: Chance, count: int) -> Ints:
        """People at the counter: employees of shops, who bank takings on other days."""
        firms = self.town.family(*_WITH_A_TILL)
        staff = np.unique([self.town.staff(firms, turn) for turn in (0, 1)])
        return np.array([self._fresh(rng, "helper", staff) for _ in range(count)])

    def start(self, rng: Chance, days: int) -> int:
        """A day that leaves room for so many days, after two months of ordinary life."""
        plan = self.town.plan
        return int(rng.integers(plan.first_day + _QUIET, plan.last_day - days - 8))

    def home_branches(self, rng: Chance, customer: int, count: int) -> Ints:
        """Branches of the customer's own city."""
        home = int(self.town.column("place")[customer])
        near: Ints = np.resize(rng.permutation(self.town.places.branches_in(home)), count)
        return near

    def far_branches(self, rng: Chance, customer: int, count: int) -> Ints:
        """Branches of different cities, none of them the customer's own."""
        home = int(self.town.column("place")[customer])
        cities = np.resize(rng.permutation(np.delete(np.arange(len(CITIES)), home)), count)
        there = [rng.choice(self.town.places.branches_in(int(city))) for city in cities]
        return np.array(there, dtype=np.int64)

    def strangers(self, rng: Chance, count: int) -> Ints:
        """People and firms elsewhere, as in anybody's larger payments."""
        kinds = ("person", "client", "domestic supplier")
        return rng.choice(np.concatenate([self.town.outsider(kind) for kind in kinds]), count)

    def suppliers(self, rng: Chance, count: int) -> Ints:
        """Shippers abroad whom the importers of the town pay all year."""
        return rng.choice(np.unique(self.trade.bills["shipper"].to_numpy()), count)

    def party(self, number: int) -> dict[str, str]:
        """What is known of an outsider: name, country, account."""
        known = self.town.outsiders.row(number - self.town.accounts.height, named=True)
        return {name: known[name] for name in ("name", "country", "account")}

    def _customer(self, rng: Chance, *families: str) -> int:
        pool = self.town.family(*families)
        early = pool[self.town.opened[pool] < self.town.plan.first_day]
        return self._fresh(rng, "customer", early if len(early) else pool)

    def _idle(self, rng: Chance, kind: str) -> int:
        everyone = self.town.outsider(kind)
        idle = np.setdiff1d(everyone, self.trade.bills[kind].to_numpy())
        return self._fresh(rng, kind, idle if len(idle) else everyone)

    def _fresh(self, rng: Chance, role: str, pool: Ints) -> int:
        asked = rng.choice(pool, min(len(pool), 400), replace=False).tolist()
        chosen = next((one for one in asked if (role, one) not in self._played), asked[0])
        self._played.add((role, chosen))
        return int(chosen)


def parts(rng: Chance, total: float, count: int, evenness: float) -> Ints:
    """Cents of a total in dollars, in so many parts; the larger the evenness, the more alike."""
    share = rng.dirichlet(np.full(count, evenness))
    return np.maximum(2000, np.rint(total * 100 * share).astype(np.int64))


def tidy(rng: Chance, cents: Ints) -> Ints:
    """Amounts as the people of one scheme like them: to the hundred, the ten, or as they come."""
    unit = int(rng.choice(np.array([100, 50, 20, 1])))
    floor: Ints = cents // (unit * 100) * unit * 100
    return np.where(floor > 0, floor, rounded(cents, 1))


def passes_on(rng: Chance, account: int, at: Ints, cents: Ints, payees: Ints) -> pl.DataFrame:
    """Money sent on to others, by the channels and with the words that anybody uses."""
    count = len(at)
    channel = words(rng, ["ach", "wire", "ach", "p2p"], count)
    channel = channel.set(pl.Series(cents > _WIRED), "wire")
    reference = invoice_numbers(rng, count).set(pl.Series(rng.random(count) < 0.5), None)
    return entries(
        at,
        account=account,
        other=payees,
        is_credit=False,
        cents=cents,
        channel=channel,
        text=invoice_texts(reference).fill_null(notes(rng, count)),
        invoice=reference,
    )


def comes_in(rng: Chance, account: int, at: Ints, cents: Ints, payers: Ints) -> pl.DataFrame:
    """Money received, by the same channels."""
    return passes_on(rng, account, at, cents, payers).with_columns(is_credit=pl.lit(value=True))


def bank_hours(rng: Chance, day: Ints) -> Ints:
    """An instant of the banking day nearest to each day."""
    return moment(rng, business_day(day))
