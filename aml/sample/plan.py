"""How large a town is, from the number of transactions that it should have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import isqrt

FIRST_DAY = date(2025, 1, 1)
EPOCH = date(1970, 1, 1)
_SMALL = 20_000
#: Bills of lading begin so many days before the ledger: three springs in all.
_SHIPPING_BEFORE = 680


@dataclass(frozen=True, slots=True)
class Shipping:
    """What the tables of trade hold at least; 0 for what the town's importers need.

    Args:
        voyages: voyages of the services, then those too that carry nothing of the bills.
        bills: bills of lading, the rest those of importers who bank elsewhere.
    """

    voyages: int = 0
    bills: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What was asked for, and what follows from it.

    Args:
        transactions: entries that the ledger should have.
        seed: the same seed gives the same bytes.
        has_schemes: whether schemes are planted; look-alikes always live in the town.
        shipping: what the tables of trade should hold at least.
    """

    transactions: int
    seed: int
    has_schemes: bool = True
    shipping: Shipping = Shipping()

    @property
    def months(self) -> int:
        """A year; a small ledger has eight months, so that each customer still leads a life."""
        return 12 if self.transactions >= _SMALL else 8

    @property
    def persons(self) -> int:
        """Private customers: each leaves about fifteen entries a month, half by card."""
        return max(36, self.transactions // 300)

    @property
    def companies(self) -> int:
        """Business customers of ordinary trades."""
        return max(16, self.transactions // 900)

    @property
    def characters(self) -> int:
        """Innocent customers of each family that resembles a scheme."""
        return min(12, 1 + self.transactions // 500_000)

    @property
    def sleepers(self) -> int:
        """Private customers who have all but forgotten their account."""
        return max(9, isqrt(self.transactions) * 8 // 100)

    @property
    def _told(self) -> int:
        """Schemes of each typology, were they planted."""
        return min(24, max(1, isqrt(self.transactions // 4000)))

    @property
    def accountants(self) -> int:
        """Accountants who look after four paper companies each."""
        return 3 + self._told * 4 // 3

    @property
    def paper_companies(self) -> int:
        """Firms that are little more than an entry in a register."""
        return 4 * self.accountants + 6 + 5 * self._told + self.companies // 40

    @property
    def first_shipment(self) -> int:
        """The day the shipping tables begin: more than 27 months before the ledger ends."""
        return self.first_day - _SHIPPING_BEFORE

    @property
    def remittances(self) -> int:
        """Ordinary money transfers at the remittance desks."""
        return max(150, self.transactions // 8)

    @property
    def schemes(self) -> int:
        """Planted schemes of each typology: grows about as the root of the ledger, up to 24."""
        return self._told if self.has_schemes else 0

    @property
    def first_day(self) -> int:
        """Days since 1970."""
        return day_number(FIRST_DAY)

    @property
    def month_starts(self) -> tuple[int, ...]:
        """The first day of each month and the day after the last, as days since 1970."""
        return tuple(
            day_number(date(FIRST_DAY.year + month // 12, month % 12 + 1, 1))
            for month in range(self.months + 1)
        )

    @property
    def last_day(self) -> int:
        """The last day of the ledger."""
        return self.month_starts[-1] - 1


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


def day_date(number: int) -> date:
    """The day of a number of days since 1970."""
    return EPOCH + timedelta(days=number)
