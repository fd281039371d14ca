"""Who plays in the stories, and the few things that every story does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, business_day, moment, rounded, words
from aml.sample.life.entry import entries
from aml.sample.life.firms import DEALERS
from aml.sample.life.texts import invoice_numbers, invoice_texts, notes
from aml.sample.life.trade import Trade
from aml.sample.plant.roster import Roster
from aml.sample.world.businesses import TRADES
from aml.sample.world.corridors import Corridors
from aml.sample.world.places import BORDER, CITIES
from aml.sample.world.ties import employers
from aml.sample.world.town import Town

IMPORTERS = ("importer", "wholesaler")
SHOPS = tuple(trade.family for trade in TRADES if trade.family not in IMPORTERS)
_WITH_A_TILL = tuple(trade.family for trade in TRADES if trade.bankings)
_WITHOUT_WAGES = ("student", "unemployed", "homemaker")
#: Days of ordinary life before the first story begins.
_QUIET = 60
_WIRED = 500_000
#: Cities whose first desk has much to do.
_BUSY = tuple(number for number, city in enumerate(CITIES) if city.weight >= 4)


@dataclass(slots=True)
class Cast(Roster):
    """Everybody who may be drawn into a story; who has played a part is not asked again."""

    town: Town
    corridors: Corridors
    trade: Trade

    @property
    def works(self) -> Ints:
        """Where each customer works, as `ties.employers` has it."""
        return self.remembered("works", lambda: employers(self.town))

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

    def newcomer(self, rng: Chance) -> int:
        """A person who joined this year; where nobody did, one without an income of note."""
        people = self.town.family("person")
        new = people[self.town.opened[people] >= self.town.plan.first_day]
        idle = self.town.customers["occupation"].gather(people).is_in(_WITHOUT_WAGES).to_numpy()
        return self.first_free(rng, "customer", new, people[idle], people)

    def modest(self, rng: Chance) -> int:
        """A person of the town's lower third of incomes."""
        people = self.town.family("person")
        people = people[self.town.opened[people] < self.town.plan.first_day]
        income = self.town.customers["declared_income"].to_numpy()[people]
        poorer = people[income <= np.quantile(income, 0.35)]
        return self.first_free(rng, "customer", poorer, people)

    def small_firm(self, rng: Chance) -> int:
        """A firm of the town's lower third of turnovers."""
        firms = self.town.family(*SHOPS)
        firms = firms[self.town.opened[firms] < self.town.plan.first_day]
        turnover = self.town.customers["expected_turnover"].to_numpy()[firms]
        return self.first_free(
            rng, "customer", firms[turnover <= np.quantile(turnover, 0.35)], firms
        )

    def large_firm(self, rng: Chance) -> int:
        """A firm of the town's upper third of turnovers."""
        firms = self.town.family(*SHOPS)
        firms = firms[self.town.opened[firms] < self.town.plan.first_day]
        turnover = self.town.customers["expected_turnover"].to_numpy()[firms]
        larger = firms[turnover >= np.quantile(turnover, 0.65)]
        return self.first_free(rng, "customer", larger, firms)

    def sleeper(self, rng: Chance) -> int:
        """Somebody whose account has lain asleep."""
        return self.fresh(rng, "customer", self.town.family("sleeper"))

    def dealer(self, rng: Chance) -> int:
        """A firm whose buyers pay in notes; where there are few, one may play twice."""
        return self._customer(rng, *DEALERS)

    def border_firm(self, rng: Chance) -> int:
        """A firm of a border city, an importer or not; where there is none, any firm."""
        firms = self.town.family(*SHOPS, *IMPORTERS)
        firms = firms[self.town.opened[firms] < self.town.plan.first_day]
        near = firms[np.isin(self.town.column("place")[firms], BORDER)]
        return self.first_free(rng, "customer", near, firms)

    def neighbour(self, rng: Chance, *, at_border: bool) -> int:
        """A private customer of a border city, or of another; where there is none, anybody."""
        people = self.town.family("person")
        people = people[self.town.opened[people] < self.town.plan.first_day]
        near = people[np.isin(self.town.column("place")[people], BORDER) == at_border]
        return self.first_free(rng, "customer", near, people)

    def desk(self, rng: Chance) -> int:
        """A busy remittance desk."""
        desks = [int(self.town.places.agents_in(city)[0]) for city in _BUSY]
        return self.fresh(rng, "desk", np.array(desks))

    def border_sender(self, rng: Chance) -> int:
        """A customer of the remittance desks of a border city."""
        place = self.corridors.senders["place"].to_numpy()
        return self.fresh(rng, "sender", np.flatnonzero(np.isin(place, BORDER)))

    def sender(self, rng: Chance) -> int:
        """A customer of the remittance desks."""
        return self.fresh(rng, "sender", np.arange(self.corridors.at_home))

    def receiver(self, rng: Chance) -> int:
        """Somebody's relative abroad who shows a document when fetching money."""
        known = self.corridors.receivers[: self.corridors.relatives]
        fits = known["document"].is_not_null() & (known["country"] != "US")
        return self.fresh(rng, "receiver", np.flatnonzero(fits.to_numpy()))

    def receiver_unknown(self, rng: Chance) -> int:
        """Somebody abroad to whom nobody sends money in the ordinary course."""
        return self.fresh(rng, "receiver", self.corridors.strangers())

    def arrival(self, rng: Chance) -> int:
        """Somebody at the border of this country to whom nobody sends money otherwise."""
        return self.fresh(rng, "receiver", self.corridors.arrivals())

    def customer_sender(self, rng: Chance) -> int:
        """A customer of the remittance desks who also banks here, so that the income is known."""
        people = self.town.customers["customer_id"].gather(self.town.family("person"))
        banked = self.corridors.senders["sender_id"].is_in(people.to_list())
        return self.fresh(rng, "sender", np.flatnonzero(banked.to_numpy()))

    def crowd(self, rng: Chance, count: int) -> Ints:
        """Different private customers: those first who were asked least and play no part."""
        people = rng.permutation(self.town.family("person"))[:600]
        people = people[self.town.opened[people] < self.town.plan.first_day]
        played = [2 * self._asked[one] + (("customer", one) in self._played) for one in people]
        first: Ints = people[np.argsort(played, kind="stable")][:count]
        self._asked.update(first.tolist())
        return first

    def shipper(self, rng: Chance) -> int:
        """A shipper abroad that sends nothing to this town in the ordinary course."""
        return self._idle(rng, "shipper")

    def forwarder(self, rng: Chance) -> int:
        """A small forwarder that serves nobody else here."""
        return self._idle(rng, "forwarder")

    def ship(self, rng: Chance) -> dict[str, str]:
        """Number and name of a vessel that sails in no service."""
        return self.trade.named(self.idle_ship(rng))

    def idle_ship(self, rng: Chance) -> int:
        """The row of a vessel that sails in no service."""
        return self.fresh(rng, "ship", self.remembered("idle ships", lambda: self.trade.idle))

    def voyage(self) -> int:
        """The number of a voyage that no service has."""
        self._asked[-1] += 1
        return int(self.trade.sailings.voyages.height) + self._asked[-1]

    def helpers(self, rng: Chance, count: int) -> Ints:
        """People at the counter: employees who bank a shop's takings on other days, then others."""
        firms = self.town.family(*_WITH_A_TILL)
        staff = np.unique([self.town.staff(firms, turn) for turn in (0, 1)])
        anybody = self.town.customers.height + np.arange(self.town.walk_ins.height)
        return np.array(
            [self.first_free(rng, "helper", staff, anybody) for _ in range(count)], dtype=np.int64
        )

    def start(self, rng: Chance, days: int) -> int:
        """A day that leaves room for so many days, after two months of ordinary life."""
        plan = self.town.plan
        return int(rng.integers(plan.first_day + _QUIET, plan.last_day - days - 8))

    def start_young(self, rng: Chance, customer: int, days: int) -> int:
        """A day within half a year of the account's opening where that was this year."""
        plan, opened = self.town.plan, int(self.town.opened[customer])
        if opened < plan.first_day:
            return self.start(rng, days)
        return opened + int(rng.integers(12, max(13, min(130, plan.last_day - opened - days - 8))))

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
        known = self.remembered(
            "suppliers", lambda: np.unique(self.trade.bills["shipper"].to_numpy())
        )
        return rng.choice(known, count)

    def party(self, number: int) -> dict[str, str]:
        """What is known of an outsider: name, country, account."""
        known = self.town.outsiders.row(number - self.town.accounts.height, named=True)
        return {name: known[name] for name in ("name", "country", "account")}

    def _customer(self, rng: Chance, *families: str) -> int:
        return self.fresh(rng, "customer", self._early(families))

    def _early(self, families: tuple[str, ...]) -> Ints:
        """Customers of the families who were here from the start; where nobody was, all."""

        def find() -> Ints:
            pool = self.town.family(*families)
            early = pool[self.town.opened[pool] < self.town.plan.first_day]
            return early if len(early) else pool

        return self.remembered(" ".join(families), find)

    def _idle(self, rng: Chance, kind: str) -> int:
        everyone = self.town.outsider(kind)
        idle = self.remembered(
            f"idle {kind}", lambda: np.setdiff1d(everyone, self.trade.bills[kind].to_numpy())
        )
        return self.fresh(rng, kind, idle if len(idle) else everyone)


def parts(rng: Chance, total: float, count: int, evenness: float) -> Ints:
    """Cents of a total in dollars, in so many parts; the larger the evenness, the more alike."""
    share = rng.dirichlet(np.full(count, evenness))
    return np.maximum(2000, np.rint(total * 100 * share).astype(np.int64))


def tidy(rng: Chance, cents: Ints) -> Ints:
    """Amounts as the people of one scheme like them: to the hundred, the ten, or as they come."""
    unit = int(rng.choice(np.array([100, 50, 10, 5, 1, 1, 1])))
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
