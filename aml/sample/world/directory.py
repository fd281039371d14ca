"""Everybody who can stand across an entry: the bank's own accounts first, then the outsiders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, codes, words
from aml.sample.plan import Plan
from aml.sample.world.names import firm_names, person_names
from aml.sample.world.places import CITIES

_BANKS = [
    "CRBLUS41", "LAKEUS33", "PRRIUS44", "GULFUS42", "MESAUS31", "SUNBUS66", "PINEUS33", "OAKHUS44",
]  # fmt: skip
_FOREIGN_BANKS = {
    "MX": ["NRTEMXMM", "SIERMXMT"], "EC": ["GUAYECEG"],
    "CO": ["CRBNCOBB"], "PE": ["COSTPEPL"], "CN": ["PERLCNSH"], "ES": ["MARIESMM"],
    "NL": ["DIJKNL2A"], "CA": ["LAURCATT"], "GB": ["THMSGB2L"],
    "GT": ["QTZLGTGC"], "HN": ["ULUAHNTG"], "SV": ["IZALSVSS"],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """Outsiders of one kind. `each` of them in every city, or in all when it has no city."""

    kind: str
    words: str
    each: float
    is_local: bool = False
    country: str = "US"
    category: str = ""


def _kinds(plan: Plan) -> tuple[Kind, ...]:
    grown = (plan.persons / 30) ** 0.5
    firms = plan.companies
    return (
        *(
            Kind("merchant", pool, share * grown, is_local=True, category=category)
            for pool, category, share in MERCHANTS
        ),
        Kind("online shop", "shop", 6 * grown, category="5999"),
        Kind("employer", "service", 3 * grown, is_local=True),
        Kind("landlord", "service", 2 * grown, is_local=True),
        Kind("utility", "service", 8),
        Kind("telecom", "service", 4),
        Kind("insurer", "service", 4),
        Kind("lender", "service", 4),
        Kind("streaming", "service", 4, category="4899"),
        Kind("pension office", "service", 1),
        Kind("university", "service", 3),
        Kind("acquirer", "service", 3),
        Kind("exchange", "service", 2),
        Kind("betting site", "service", 2, category="7995"),
        Kind("market operator", "service", 2),
        Kind("estate", "service", 3),
        Kind("title firm", "service", 3 + grown),
        Kind("client", "trade", 8 + firms),
        Kind("domestic supplier", "shop", 8 + firms * 0.8),
        Kind("person", "", 24 + plan.persons * 0.5),
        Kind("importer elsewhere", "trade", 6 + firms * 0.1),
        Kind("forwarder", "forwarder", 8 + firms * 0.5),
        Kind("carrier", "carrier", 6),
        Kind("broker", "service", 5),
        Kind("haulage", "haul", 6 + firms * 0.05),
        *(Kind("shipper", "trade", 4 + firms * share, country=code) for code, share in SHIPPING),
        *(
            Kind("relative abroad", "", 2 + 0.02 * plan.persons, country=code)
            for code in KIN_ABROAD
        ),
        *(Kind("partner abroad", "trade", 1 + firms * 0.04, country=code) for code, _ in SHIPPING),
    )


#: Word pool, merchant category, merchants in each city of a small bank.
MERCHANTS = (
    ("shop", "5411", 2), ("shop", "5541", 1), ("food", "5812", 2), ("service", "5912", 1),
    ("shop", "5651", 1), ("shop", "5732", 0.6), ("shop", "5200", 0.6), ("service", "7011", 0.5),
)  # fmt: skip
#: Countries where customers have family with a bank account.
KIN_ABROAD = ("MX", "GT", "HN", "SV")
#: Countries that goods come from, and shippers there for each firm of the bank.
SHIPPING = (
    ("MX", 0.3), ("EC", 0.15), ("CO", 0.1), ("PE", 0.1), ("CN", 0.15), ("ES", 0.08),
    ("NL", 0.06), ("CA", 0.06),
)  # fmt: skip


def build_outsiders(plan: Plan, rng: Chance) -> pl.DataFrame:
    """One row an outsider: name, kind, place (-1 without one), country, bank, account, category."""
    parts = []
    for kind in _kinds(plan):
        each = max(1, round(kind.each))
        place = np.repeat(np.arange(len(CITIES)), each) if kind.is_local else np.full(each, -1)
        parts.append(_of_kind(rng, kind, place))
    everyone = pl.concat(parts)
    account = codes("X", np.arange(everyone.height), int(rng.integers(1 << 32)))
    return everyone.with_columns(account=account)


def _of_kind(rng: Chance, kind: Kind, place: Ints) -> pl.DataFrame:
    count = len(place)
    named = (
        firm_names(rng, kind.words, kind.country, count) if kind.words else person_names(rng, count)
    )
    return pl.DataFrame({"name": named, "place": place}).with_columns(
        kind=pl.lit(kind.kind),
        country=pl.lit(kind.country),
        bank=words(rng, _FOREIGN_BANKS.get(kind.country, _BANKS), count),
        category=pl.lit(kind.category or None, pl.String),
    )
