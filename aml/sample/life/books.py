"""The books of one look-alike customer: what it takes, pays and banks in the year."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Flags, Ints, moment, money, rounded
from aml.sample.life.calendar import monthly, scattered
from aml.sample.life.counter import Visits, carried
from aml.sample.life.entry import entries, together
from aml.sample.plan import Plan
from aml.sample.world.town import Town


@dataclass(slots=True)
class Books:
    """Entries of one customer, written down one kind at a time; all else is read from the town."""

    town: Town
    rng: Chance
    customer: int
    _entries: list[pl.DataFrame] = field(default_factory=list)

    @property
    def plan(self) -> Plan:
        """The year's calendar."""
        return self.town.plan

    @property
    def place(self) -> int:
        """The city of the customer."""
        return int(self.town.column("place")[self.customer])

    @property
    def year(self) -> pl.DataFrame:
        """All that was written down."""
        return together(self._entries)

    def few(self, kind: str, count: int, choice: int = 4) -> Ints:
        """Partners of one kind, `choice` of them, whom the customer keeps to."""
        pool = self.town.outsider(kind)
        turn = self.rng.integers(0, choice, count)
        kept: Ints = pool[(self.customer * 13 + turn) % len(pool)]
        return kept

    def same(self, kind: str, count: int, offset: int = 0) -> Ints:
        """Always the same partners of one kind, one after the other."""
        pool = self.town.outsider(kind)
        kept: Ints = pool[(self.customer * 11 + offset + np.arange(count)) % len(pool)]
        return kept

    def gets(
        self, day: Ints, cents: Ints, whom: Ints | int, text: str, *, channel: str = "ach"
    ) -> None:
        """Money comes in."""
        self._note(day, cents, whom, text, channel, is_credit=True)

    def pays(
        self, day: Ints, cents: Ints, whom: Ints | int, text: str, *, channel: str = "ach"
    ) -> None:
        """Money goes out."""
        self._note(day, cents, whom, text, channel, is_credit=False)

    def banks(
        self,
        day: Ints,
        cents: Ints,
        branch: Ints | int | None = None,
        *,
        conductor: Ints | int | None = None,
        machine: Flags | None = None,
    ) -> None:
        """Cash is paid in, at the home branch unless another is named."""
        home = int(self.town.column("branch")[self.customer])
        where = home if branch is None else branch
        visits = Visits(self.customer, day, cents, where, conductor=conductor, machine=machine)
        self._entries.append(visits.booked(self.rng))

    def hands_over(self, day: Ints, cents: Ints) -> None:
        """Takings are fetched by an armoured van and counted at the home branch."""
        self._carried(day, cents, is_credit=True)

    def fetches(self, day: Ints, cents: Ints) -> None:
        """Cash is carried from the home branch by an armoured van."""
        self._carried(day, cents, is_credit=False)

    def spends(self, takings: Ints, share: float, season: tuple[int, int] | None = None) -> None:
        """Rent and suppliers use up a share of the takings, in payments of all sizes."""
        total, rent = float(takings.sum()) * share, monthly(self.plan, 3)
        a_month = rounded(np.full(len(rent), round(total * 0.15 / len(rent))), 50)
        self.pays(rent, a_month, self.town.outsider("landlord", self.place)[0], "Rent")
        day = scattered(self.plan, self.rng, 2.5, season)
        weight = self.rng.uniform(0.4, 1.6, len(day))
        cents = np.rint(total * 0.85 * weight / max(weight.sum(), 1)).astype(np.int64)
        suppliers = self.few("domestic supplier", len(day), 3)
        self.pays(day, np.maximum(2000, cents), suppliers, "Supplies")

    def adds(self, frame: pl.DataFrame) -> None:
        """Entries made elsewhere."""
        self._entries.append(frame)

    def banks_for(self, day: Ints, cents: Ints, buyer: int, visitor: int, invoice: str) -> None:
        """A buyer brings the cash for one invoice to the firm's own branch."""
        home = int(self.town.column("branch")[self.customer])
        brought = Visits(self.customer, day, cents, home, conductor=visitor).booked(self.rng)
        self._entries.append(
            brought.with_columns(
                other=pl.lit(buyer, pl.Int64), invoice=pl.lit(invoice), text=pl.lit("Instalment")
            )
        )

    def settled_by_card(self, day: Ints, dollars: float, spread: float, text: str) -> None:
        """What an acquirer pays out for sales by card, around a usual sum."""
        self.settled(day, money(self.rng, dollars, spread, len(day)), text)

    def settled(self, day: Ints, cents: Ints, text: str) -> None:
        """What an acquirer pays out for sales by card."""
        self.gets(day, cents, self.same("acquirer", 1)[0], text)

    def _carried(self, day: Ints, cents: Ints, *, is_credit: bool) -> None:
        home = int(self.town.column("branch")[self.customer])
        self._entries.append(
            carried(self.rng, self.customer, (day, cents), home, is_credit=is_credit)
        )

    def _note(
        self, day: Ints, cents: Ints, whom: Ints | int, text: str, channel: str, *, is_credit: bool
    ) -> None:
        kept = (day >= self.plan.first_day) & (day <= self.plan.last_day)
        other = np.broadcast_to(np.asarray(whom, dtype=np.int64), len(day))
        self._entries.append(
            entries(
                moment(self.rng, day[kept]),
                account=self.customer,
                other=other[kept],
                is_credit=is_credit,
                cents=cents[kept],
                channel=channel,
                text=text,
            )
        )
