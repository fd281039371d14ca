"""Everybody who can stand across an entry: the bank's own accounts first, then the outsiders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, words
from aml.sample.plan import Plan
from aml.sample.world.banks import NAMESAKES, UNDER_ORDER, accounts_at, banks_of, clabe
from aml.sample.world.names import firm_names, person_names
from aml.sample.world.places import CITIES


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
    return (*_in_town(plan), *_in_trade(plan), *_for_one_purpose(plan), *_abroad(plan))


def _in_town(plan: Plan) -> tuple[Kind, ...]:
    """Whom people pay and are paid by."""
    grown = (plan.persons / 30) ** 0.5
    return (
        *(
            Kind("merchant", pool, share * grown, is_local=True, category=category)
            for pool, category, share in MERCHANTS
        ),
        Kind("online shop", "shop", 6 * grown, category="5999"),
        Kind("employer", "service", 3 * grown, is_local=True),
        Kind("landlord", "service", 2 * grown, is_local=True),
        Kind("utility", "service", 8),
        *(Kind(kind, "service", 4) for kind in ("telecom", "insurer", "lender")),
        Kind("streaming", "service", 4, category="4899"),
        Kind("pension office", "service", 1),
        Kind("customs house", "service", 1),
        Kind("university", "service", 3),
        Kind("acquirer", "service", 3),
        Kind("exchange", "service", 2),
        Kind("betting site", "service", 2, category="7995"),
        Kind("market operator", "service", 2),
        Kind("card issuer", "service", 5),
        Kind("estate", "service", 3),
        Kind("title firm", "service", 3 + grown),
        Kind("person", "", 24 + plan.persons * 0.5),
    )


def _in_trade(plan: Plan) -> tuple[Kind, ...]:
    """Whom firms deal with in this country."""
    firms = plan.companies
    return (
        Kind("client", "trade", 8 + firms),
        Kind("domestic supplier", "shop", 8 + firms * 0.8),
        Kind("importer elsewhere", "trade", 6 + firms * 0.1),
        Kind("forwarder", "forwarder", 8 + firms * 0.5),
        Kind("carrier", "carrier", 6),
        Kind("broker", "service", 5),
        Kind("haulage", "haul", 6 + firms * 0.05),
        Kind("new haulier", "haul", 24 + firms * 0.05),
        Kind("oil dealer", "fuel", 12 + firms * 0.05),
        Kind("car dealer elsewhere", "shop", 5 + firms * 0.03),
    )


def _for_one_purpose(plan: Plan) -> tuple[Kind, ...]:
    """Shops that sell one kind of thing, and who employs people at a port."""
    grown = (plan.persons / 30) ** 0.5
    shops = (
        Kind(kind, pool, 3 + share * grown, category=category)
        for kind, pool, category, share in SPECIALISTS
    )
    return (*shops, *(Kind(kind, pool, each, is_local=True) for kind, pool, each in PORT_EMPLOYERS))


def _abroad(plan: Plan) -> tuple[Kind, ...]:
    """Relatives and partners in other countries: kind, word pool, at least, for each firm."""
    firms, codes_ = plan.companies, tuple(code for code, _ in SHIPPING)
    partners = (
        ("partner abroad", "trade", 3, 0.04, codes_),
        ("chemist abroad", "chemical", 14, 0.04, ("CN", "HK", "IN")),
        ("buyer abroad", "trade", 8, 0.06, ("MX", "CO", "GT", "AE", "HK")),
        ("young shipper", "trade", 5, 0.008, ("EC", "CO", "PE", "MX")),
        ("group shipper", "trade", 6, 0.01, ("ES",)),
        ("oil firm abroad", "fuel", 16, 0.05, ("MX",)),
        ("plant abroad", "service", 8, 0.05, ("MX",)),
    )
    return (
        *(Kind("shipper", "trade", 8 + firms * share, country=code) for code, share in SHIPPING),
        *(
            Kind("relative abroad", "", 2 + 0.02 * plan.persons, country=code)
            for code in KIN_ABROAD
        ),
        *(
            Kind(kind, pool, least + firms * share, country=code)
            for kind, pool, least, share, countries in partners
            for code in countries
        ),
    )


#: Word pool, merchant category, merchants in each city of a small bank.
MERCHANTS = (
    ("shop", "5411", 2), ("shop", "5541", 1), ("food", "5812", 2), ("service", "5912", 1),
    ("shop", "5651", 1), ("shop", "5732", 0.6), ("shop", "5200", 0.6), ("service", "7011", 0.5),
)  # fmt: skip
#: Shops for one purpose: kind, word pool, merchant category, how many.
SPECIALISTS = (
    ("boat dealer", "shop", "5551", 2), ("boat rental", "service", "4457", 2),
    ("marina", "service", "4468", 2), ("marine fuel", "shop", "5172", 2),
    ("radio shop", "shop", "4812", 1), ("industrial supplier", "shop", "5085", 2),
    ("chemical supplier", "chemical", "5169", 2), ("laboratory supplier", "chemical", "5047", 2),
    ("storage", "service", "4225", 2), ("lettings", "service", "6513", 2),
    ("jewellery shop", "shop", "5944", 2), ("leather shop", "shop", "5948", 2),
)  # fmt: skip
#: Who employs people at a port, in each city: kind, word pool, how many.
PORT_EMPLOYERS = (
    ("terminal", "terminal", 2),
    ("ship agent", "agency", 1),
    ("port haulier", "haul", 1),
)
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
    everyone = everyone.with_columns(account=accounts_at(rng, everyone["bank"]))
    return pl.concat([everyone, *_served(plan, rng)])


def _served(plan: Plan, rng: Chance) -> list[pl.DataFrame]:
    """The same payees in Mexico three times: at a bank under an order, elsewhere, and unnamed.

    The last have their account at the bank under an order, but the ledger names only the bank that
    the wire goes through. A few others bank where only the name is like it.
    """
    count = 26 + round(plan.companies * 0.06)
    plain = _of_kind(rng, Kind("served", "trade", 1, country="MX"), np.full(count, -1))
    plain = plain.with_columns(name=_firms_and_people(rng, plain["name"]))
    bank = words(rng, [*UNDER_ORDER], count)
    account = clabe(rng, bank.replace_strict(UNDER_ORDER, return_dtype=pl.String))
    elsewhere = banks_of(rng, "MX", count)
    alike = _of_kind(rng, Kind("served by a namesake", "service", 1), np.full(8, -1))
    alike = alike.with_columns(bank=words(rng, NAMESAKES, 8))
    return [
        plain.with_columns(bank=bank, account=account),
        plain.with_columns(
            kind=pl.lit("served elsewhere"), bank=elsewhere, account=accounts_at(rng, elsewhere)
        ),
        plain.with_columns(
            kind=pl.lit("served unnamed"), bank=banks_of(rng, "MX", count), account=account
        ),
        alike.with_columns(account=accounts_at(rng, alike["bank"])),
    ]


def _firms_and_people(rng: Chance, firms: pl.Series) -> pl.Series:
    is_person = pl.Series(rng.random(len(firms)) < 0.3)
    return firms.zip_with(~is_person, person_names(rng, len(firms)))


def _of_kind(rng: Chance, kind: Kind, place: Ints) -> pl.DataFrame:
    count = len(place)
    named = (
        firm_names(rng, kind.words, kind.country, count) if kind.words else person_names(rng, count)
    )
    return pl.DataFrame({"name": named, "place": place}).with_columns(
        kind=pl.lit(kind.kind),
        country=pl.lit(kind.country),
        bank=banks_of(rng, kind.country, count),
        category=pl.lit(kind.category or None, pl.String),
    )
