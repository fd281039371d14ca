"""Credit cards that others pay off, and goods bought by the dozen with them."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, Chance, between, money, rounded
from aml.sample.life.entry import together
from aml.sample.plant.cast import Cast, comes_in, parts, tidy
from aml.sample.plant.moves import Account, innocent, moved, numbered, spread
from aml.sample.story import Story

_DEAR = ("jewellery shop", "leather shop", "radio shop")


def pay_offs(cast: Cast, rng: Chance, turn: int) -> Story:
    """Strangers' money pays off cards, or one firm pays the cards of people who are not its own."""
    ways = (
        "one firm, many cards",
        "gathered, then the card",
        "electronics by the dozen",
        "twice over",
    )
    variant = ways[turn % len(ways)]
    if variant == "one firm, many cards":
        return _many_cards(cast, rng)
    if variant == "electronics by the dozen":
        return _by_the_dozen(cast, rng)
    who, first, moves = cast.person(rng), cast.start(rng, 50), []
    issuer = int(rng.choice(cast.town.outsider("card issuer")))
    for start in (first, first + 21) if variant == "twice over" else (first,):
        count = int(rng.integers(5, 9))
        cents = tidy(rng, parts(rng, float(rng.uniform(11_000, 19_000)), count, 9))
        at = spread(rng, start, 14, count)
        payers = rng.choice(cast.town.outsider("person"), count, replace=False)
        moves.append(comes_in(rng, who, at, cents, payers).with_columns(channel=pl.lit("p2p")))
        day = int(at[-1]) // DAY_SECONDS + np.array([1, 3])
        out = parts(rng, float(cents.sum()) / 100 * float(rng.uniform(0.84, 0.97)), 2, 9)
        moves.append(Account(rng, who).pays(day, out, issuer, _card(rng, 2)))
    told = "payments of strangers, and within days a card is paid off with them"
    return Story("M03", "planted", variant, told, "customer", (who,), together(moves))


def two_cards_in_turn(cast: Cast, rng: Chance) -> Story:
    """Hard: three friends pay, and two cards are paid in parts over two months."""
    who, first = cast.person(rng), cast.start(rng, 70)
    issuers = rng.choice(cast.town.outsider("card issuer"), 2, replace=False)
    friends = rng.choice(cast.town.outsider("person"), 3, replace=False)
    cents = tidy(rng, parts(rng, float(rng.uniform(8200, 9600)), 6, 9))
    received = comes_in(rng, who, spread(rng, first, 50, 6), cents, np.resize(friends, 6))
    out = parts(rng, float(cents.sum()) / 100 * 0.7, 4, 9)
    day = first + np.array([12, 27, 43, 60])
    gone = Account(rng, who).pays(day, out, np.resize(issuers, 4), _card(rng, 4))
    told = "three payers, two cards, over two months"
    return Story(
        "M03", "hard", "two cards in turn", told, "customer", (who,), together([received, gone])
    )


def card_programme(cast: Cast, rng: Chance) -> Story:
    """An employer pays the company cards of its staff at the end of each month, and their wages."""
    firm, first = cast.shop(rng), cast.start(rng, 70)
    staff = cast.crowd(rng, 7)
    staff = staff[staff != firm][:6]
    issuer, moves = int(rng.choice(cast.town.outsider("card issuer"))), []
    for month in range(2):
        day = np.full(len(staff), first + 30 * month)
        cents = money(rng, 620, 0.5, len(staff))
        names = cast.town.customers["name"].gather(staff)
        text = pl.select(pl.concat_str([pl.lit("Company card "), names])).to_series()
        moves.append(Account(rng, firm).pays(day, cents, issuer, text))
        at = np.sort((day + 3) * DAY_SECONDS + rng.integers(9 * 3600, 16 * 3600, len(staff)))
        wages = between(rng, 1300, 2400, len(staff))
        paid = moved(cast, rng, at, (np.full(len(staff), firm), staff), wages)
        moves.append(paid.with_columns(text=pl.lit("Payroll"), channel=pl.lit("internal")))
    return innocent("M03", "company cards", "an employer pays its own staff's cards", firm, moves)


def wedding_rings(cast: Cast, rng: Chance) -> Story:
    """A couple buys two rings and a watch by card, once, from savings."""
    who, first = cast.person(rng), cast.start(rng, 20)
    shops = rng.choice(cast.town.outsider("jewellery shop"), 3)
    cents = rounded(between(rng, 480, 1400, 3), 5)
    bought = Account(rng, who).pays(first + np.array([0, 2, 9]), cents, shops, "Online", "card")
    return innocent("M03", "wedding rings", "two rings and a watch, once", who, [bought])


def _many_cards(cast: Cast, rng: Chance) -> Story:
    """One firm pays the cards of private persons whom it does not employ."""
    firm, first, count = cast.shop(rng), cast.start(rng, 55), int(rng.integers(8, 14))
    issuers = cast.town.outsider("card issuer")
    people = rng.choice(cast.town.outsider("person"), min(count, 6), replace=False)
    names = cast.town.outsiders["name"].gather(people - cast.town.accounts.height)
    holder = names.gather(np.arange(count) % len(people))
    text = pl.select(pl.concat_str([pl.lit("Credit card of "), holder])).to_series()
    cents = tidy(rng, parts(rng, float(rng.uniform(46_000, 140_000)), count, 9))
    day = first + np.sort(rng.integers(0, 50, count))
    paid = Account(rng, firm).pays(day, cents, rng.choice(issuers, count), text)
    told = f"one firm pays the cards of {len(people)} people who are not its staff"
    return Story("M03", "planted", "one firm, many cards", told, "customer", (firm,), paid)


def _by_the_dozen(cast: Cast, rng: Chance) -> Story:
    """Telephones, bags and watches by card, many in a month, far beyond the income."""
    who, first, count = cast.modest(rng), cast.start(rng, 60), int(rng.integers(12, 18))
    monthly = float(cast.town.customers["declared_income"][who]) / 12
    total = max(9000.0, monthly * float(rng.uniform(5.2, 8)))
    pool = np.concatenate([cast.town.outsider(kind) for kind in _DEAR])
    day = first + np.sort(rng.integers(0, 28, count))
    cents = parts(rng, total, count, 14)
    bought = Account(rng, who).pays(day, cents, rng.choice(pool, count), "Online", "card")
    payers = cast.strangers(rng, 4)
    at = spread(rng, first, 28, 4)
    funded = comes_in(rng, who, at, parts(rng, total * 1.04, 4, 12), payers)
    told = f"{count} dear things in a month by card, paid for by four others"
    return Story(
        "M03", "planted", "electronics by the dozen", told, "customer", (who,),
        together([bought, funded]),
    )  # fmt: skip


def _card(rng: Chance, count: int) -> pl.Series:
    return numbered(rng, "Card payment", count)
