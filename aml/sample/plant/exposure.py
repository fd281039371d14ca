"""Money of listed parties that reaches a customer through the accounts of others, or seems to."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, Chance, Ints, between
from aml.sample.life.entry import together
from aml.sample.plant.cast import SHOPS, Cast, bank_hours, parts, tidy
from aml.sample.plant.flagged import account_entry
from aml.sample.plant.moves import moved, other_than
from aml.sample.story import Story


def through_a_shell(cast: Cast, rng: Chance, turn: int) -> Story:
    """A listed party pays a small firm, which passes most of it on to a customer within weeks."""
    ways = (
        "one firm between", "two firms in a row", "two sources", "cut up on the way",
        "from an officially listed party", "a private account between",
    )  # fmt: skip
    variant = ways[turn % len(ways)]
    private = variant == "a private account between"
    chain = [cast.modest(rng) if private else cast.small_firm(rng)]
    if variant == "two firms in a row":
        chain.append(other_than(cast, rng, chain, *SHOPS))
    last = other_than(cast, rng, chain, *(("person",) if rng.random() < 0.6 else SHOPS))
    first = cast.start(rng, 75)
    sources = [cast.shipper(rng) for _ in range(2 if variant == "two sources" else 1)]
    dollars = _enough(cast, rng, [*chain, last])
    at, moves = _paid_in(cast, rng, sources, chain[0], (first, dollars))
    for payer, payee in zip(chain, [*chain[1:], last], strict=True):
        count = int(rng.integers(4, 7)) if variant == "cut up on the way" else None
        dollars *= float(rng.uniform(0.78, 0.95))
        at, frame = _passed_on(cast, rng, (payer, payee), at, dollars, count)
        moves.append(frame)
    told = f"{len(sources)} listed payers, {len(chain)} accounts between them and the customer"
    since, official = first - int(rng.integers(3, 40)), variant.startswith("from an official")
    flags = pl.concat([account_entry(cast, rng, one, since, official=official) for one in sources])
    return Story("W04", "planted", variant, told, "customer", (last,), together(moves), flags=flags)


def diluted(cast: Cast, rng: Chance) -> Story:
    """Hard: what came from a listed party lies for two months and is mixed with other money."""
    last, firm, source = cast.person(rng), cast.small_firm(rng), cast.shipper(rng)
    first = cast.start(rng, 110) - 15
    at, moves = _paid_in(cast, rng, [source], firm, (first, float(rng.uniform(16_000, 24_000))))
    clean = parts(rng, float(rng.uniform(24_000, 40_000)), 4, 9)
    beside = moved(
        cast, rng, np.sort(bank_hours(rng, first + rng.integers(0, 60, 4))),
        (cast.strangers(rng, 4), np.full(4, firm)), clean,
    )  # fmt: skip
    later = np.array([int(at[-1]) + int(rng.integers(56, 70)) * DAY_SECONDS])
    _, gone = _passed_on(cast, rng, (firm, last), later, float(rng.uniform(11_000, 15_000)), 2)
    told = "a part of a firm's mixed money, two months later"
    return Story(
        "W04", "hard", "mixed and late", told, "customer", (last,), together([*moves, gone]),
        background=beside, flags=account_entry(cast, rng, source, first - 20),
    )  # fmt: skip


def towards_the_list(cast: Cast, rng: Chance) -> Story:
    """Hard: the money goes the other way, from a customer through a firm to a listed party."""
    firm, target = cast.small_firm(rng), cast.shipper(rng)
    payer = other_than(cast, rng, [firm], *SHOPS)
    first, count = cast.start(rng, 40), 3
    cents = tidy(rng, between(rng, 5200, 14_000, count))
    at = bank_hours(rng, first + np.sort(rng.integers(0, 20, count)))
    down = moved(cast, rng, at, (np.full(count, payer), np.full(count, firm)), cents)
    later = np.maximum(bank_hours(rng, at // DAY_SECONDS + rng.integers(1, 6, count)), at + 3600)
    out = np.rint(cents * rng.uniform(0.85, 0.97, count)).astype(np.int64)
    gone = moved(cast, rng, later, (np.full(count, firm), np.full(count, target)), out)
    told = "a firm in between pays a listed party with the customer's money"
    return Story(
        "W04", "hard", "towards the list", told, "customer", (payer,), together([down, gone]),
        flags=account_entry(cast, rng, target, first - 25),
    )  # fmt: skip


def tainted_payroll(cast: Cast, rng: Chance) -> tuple[Story, Story]:
    """A listed party pays a large firm once; its staff get their wages as always."""
    firm, first = cast.large_firm(rng), cast.start(rng, 60)
    dollars = max(12_000.0, _turnover(cast, firm) / 4 * float(rng.uniform(0.04, 0.09)))
    source = _hit(cast, rng, firm, (first, dollars))
    staff = cast.crowd(rng, 4)
    staff = staff[staff != firm][:3]
    wages = tidy(rng, between(rng, 1150, 1950, len(staff)))
    day = np.repeat(first + 8 + 14 * np.arange(3), len(staff))
    who, cents = np.tile(staff, 3), np.tile(wages, 3)
    ends = (np.full(len(who), firm), who)
    paid = moved(cast, rng, bank_hours(rng, day), ends, cents)
    paid = paid.with_columns(text=pl.lit("Payroll"), channel=pl.lit("internal"))
    told = "wages from a large firm that a listed party also paid"
    return source, _beside("payroll of a tainted firm", told, tuple(staff.tolist()), paid)


def shopping(cast: Cast, rng: Chance) -> tuple[Story, Story]:
    """Somebody whom a listed party paid buys food at a supermarket that banks here."""
    who, first = cast.person(rng), cast.start(rng, 60)
    source = _hit(cast, rng, who, (first, float(rng.uniform(9000, 21_000))))
    market = int(rng.choice(cast.town.family("supermarket", "armoured grocer")))
    count = int(rng.integers(4, 9))
    at = np.sort(bank_hours(rng, first + 3 + rng.integers(0, 50, count)))
    cents = between(rng, 60, 420, count)
    spent = moved(cast, rng, at, (np.full(count, who), np.full(count, market)), cents)
    told = "a supermarket's till takes everybody's money"
    return source, _beside("a supermarket's till", told, (market,), spent)


def merchant_payout(cast: Cast, rng: Chance) -> tuple[Story, Story]:
    """A listed party settles through a payment provider, which pays its merchants as ever."""
    provider, merchant = cast.town.family("payment provider"), cast.shop(rng)
    hub, first = int(rng.choice(provider)), cast.start(rng, 50)
    source = _hit(cast, rng, hub, (first, float(rng.uniform(6000, 11_000))))
    count = 3
    at = bank_hours(rng, first + 6 + 14 * np.arange(count))
    cents = between(rng, 4200, 8800, count)
    paid = moved(cast, rng, at, (np.full(count, hub), np.full(count, merchant)), cents)
    told = "a payment provider pays out what many card holders spent"
    return source, _beside(
        "a provider's payouts", told, (merchant,), paid.with_columns(text=pl.lit("Merchant payout"))
    )


def small_share(cast: Cast, rng: Chance) -> tuple[Story, Story]:
    """A firm got a little from a listed party among much else, and pays a customer's invoice."""
    firm, first = cast.large_firm(rng), cast.start(rng, 50)
    customer = other_than(cast, rng, [firm], *SHOPS)
    dollars = max(2000.0, _turnover(cast, firm) / 4 * float(rng.uniform(0.015, 0.03)))
    source = _hit(cast, rng, firm, (first, dollars))
    at = bank_hours(rng, np.array([first + 11]))
    cents = between(rng, 5200, 9800, 1)
    paid = moved(cast, rng, at, (np.array([firm]), np.array([customer])), cents)
    told = "an invoice paid by a firm of whose income a listed party was a small part"
    return source, _beside("a small share", told, (customer,), paid)


def half_a_year_apart(cast: Cast, rng: Chance) -> tuple[Story, Story]:
    """A firm pays a customer more than two hundred days after a listed party paid the firm."""
    firm, customer, plan = cast.small_firm(rng), cast.person(rng), cast.town.plan
    first = plan.first_day + int(rng.integers(3, 9))
    source = _hit(cast, rng, firm, (first, float(rng.uniform(14_000, 32_000))), days=3)
    at = bank_hours(rng, np.array([first + int(rng.integers(206, 222))]))
    cents = between(rng, 8000, 15_000, 1)
    paid = moved(cast, rng, at, (np.array([firm]), np.array([customer])), cents)
    told = "the firm's money of more than half a year later"
    return source, _beside("half a year apart", told, (customer,), paid)


def _hit(cast: Cast, rng: Chance, payee: int, what: tuple[int, float], days: int = 6) -> Story:
    """A listed party pays a customer: the true hit beside which others are innocent."""
    source = cast.shipper(rng)
    _, moves = _paid_in(cast, rng, [source], payee, what, days)
    return Story(
        "W01", "planted", "a listed payer", "payments received from a party on the list",
        "customer", (payee,), together(moves), flags=account_entry(cast, rng, source, what[0] - 30),
    )  # fmt: skip


def _beside(variant: str, told: str, focus: tuple[int, ...], moves: pl.DataFrame) -> Story:
    return Story("W04", "look_alike", variant, told, "customer", focus, moves)


def _enough(cast: Cast, rng: Chance, chain: list[int]) -> float:
    """Dollars that no account on the way has beside them in a quarter."""
    quarter = max(_turnover(cast, one) / 4 for one in chain)
    return max(float(rng.uniform(24_000, 90_000)), quarter * float(rng.uniform(0.9, 1.7)))


def _turnover(cast: Cast, customer: int) -> float:
    known = cast.town.customers.row(customer, named=True)
    return float(known["expected_turnover"] or known["declared_income"] or 0)


def _paid_in(
    cast: Cast, rng: Chance, sources: list[int], payee: int, what: tuple[int, float], days: int = 16
) -> tuple[Ints, list[pl.DataFrame]]:
    """Two or three payments of the sources within so many days; their instants, and the moves."""
    (first, dollars), count = what, int(rng.integers(2, 4))
    at = np.sort(bank_hours(rng, first + rng.integers(0, days, count)))
    cents = tidy(rng, parts(rng, dollars, count, 12))
    payers = np.array(sources)[np.arange(count) % len(sources)]
    return at, [moved(cast, rng, at, (payers, np.full(count, payee)), cents)]


def _passed_on(
    cast: Cast, rng: Chance, ends: tuple[int, int], at: Ints, dollars: float, count: int | None
) -> tuple[Ints, pl.DataFrame]:
    """Some days after the last of `at` one account pays the next, in one to three payments."""
    pieces = int(rng.integers(1, 4)) if count is None else count
    day = int(at[-1]) // DAY_SECONDS + 1 + np.sort(rng.integers(0, 9, pieces))
    later = np.sort(np.maximum(bank_hours(rng, day), int(at[-1]) + 3600))
    payer, payee = (np.full(pieces, one) for one in ends)
    return later, moved(cast, rng, later, (payer, payee), tidy(rng, parts(rng, dollars, pieces, 8)))
