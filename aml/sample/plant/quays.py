"""People who work at a port and are paid by others than their employer."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, between, rounded
from aml.sample.life.counter import Visits
from aml.sample.life.entry import together
from aml.sample.life.texts import notes
from aml.sample.plant.cast import Cast, parts, tidy
from aml.sample.plant.flagged import listed, shipments
from aml.sample.plant.moves import Account, innocent, moved, spread
from aml.sample.story import Story
from aml.sample.world.people import AT_THE_PORT


def docker(cast: Cast, rng: Chance) -> int:
    """Somebody who works at a port."""
    return cast.fresh(rng, "docker", _dockers(cast))


def dockers(cast: Cast, rng: Chance, count: int) -> Ints:
    """Several, of two employers at least."""
    people, works = rng.permutation(_dockers(cast)), cast.works
    people = np.array(sorted(people.tolist(), key=cast.asked))
    other = people[works[people] != works[people[0]]]
    chosen = dict.fromkeys([int(people[0]), int(other[0]), *people.tolist()])
    return np.array(list(chosen)[:count])


def second_income(cast: Cast, rng: Chance, turn: int) -> Story:
    """Somebody at the port has as much beside the wage as the wage, and nobody says what for."""
    ways = (
        "notes after arrivals", "transfers of strangers", "a third party repays the loan",
        "notes and transfers",
    )  # fmt: skip
    variant = ways[turn % len(ways)]
    who = docker(cast, rng)
    if variant == "notes after arrivals":
        return _after_arrivals(cast, rng, who)
    yearly = float(cast.town.customers["declared_income"][who])
    first, count = cast.start(rng, 150), int(rng.integers(5, 10))
    total = max(12_500.0, yearly * 0.4 * float(rng.uniform(1.1, 1.6)))
    cents, day = (
        tidy(rng, parts(rng, total, count, 7)),
        first + np.sort(rng.integers(0, 140, count)),
    )
    is_cash = np.zeros(count, dtype=np.bool_)
    if variant == "notes and transfers":
        is_cash = np.arange(count) % 2 == 0
    payers = cast.strangers(rng, count)
    if "loan" in variant:
        payers = np.full(count, payers[0])
    branch = cast.home_branches(rng, who, 2)[np.arange(count) % 2]
    moves = [
        Visits(who, day[is_cash], cents[is_cash], branch[is_cash]).booked(rng),
        Account(rng, who).gets(
            day[~is_cash], cents[~is_cash], payers[~is_cash], notes(rng, int((~is_cash).sum()))
        ),
    ]
    if "loan" in variant:
        lender = int(rng.choice(cast.town.outsider("lender")))
        moves.append(Account(rng, who).pays(day + 1, cents * 98 // 100, lender, "Loan repayment"))
    told = "a port worker takes in as much again as the wage"
    return Story("P01", "planted", variant, told, "customer", (who,), together(moves))


def presents(cast: Cast, rng: Chance) -> Story:
    """Hard: a few hundred in notes each month, a quarter of the wage."""
    who, first = docker(cast, rng), cast.start(rng, 150)
    day = first + 21 * np.arange(7)
    cents = rounded(between(rng, 500, 1100, 7), 50)
    branch = cast.home_branches(rng, who, 2)[np.arange(7) % 2]
    gifts = Visits(who, day, cents, branch).booked(rng)
    told = "a few hundred in notes every three weeks"
    return Story("P01", "hard", "small presents", told, "customer", (who,), gifts)


def severance(cast: Cast, rng: Chance) -> Story:
    """A terminal pays a crane operator off: half a year's wages at once."""
    who, first = docker(cast, rng), cast.start(rng, 20)
    yearly = int(cast.town.customers["declared_income"][who])
    paid = rounded(np.array([yearly * 50]), 100)
    text = "Payroll severance"
    moves = [_wages(cast, rng, who, np.array([first]), paid, text)]
    return innocent("P01", "severance", "the employer pays a docker off", who, moves)


def flat_sold(cast: Cast, rng: Chance) -> Story:
    """A title firm pays thirty thousand once: the share of a flat."""
    who, day = docker(cast, rng), np.array([cast.start(rng, 20)])
    cents = rounded(between(rng, 27_000, 36_000, 1), 100)
    title = int(rng.choice(cast.town.outsider("title firm")))
    moves = [Account(rng, who).gets(day, cents, title, "Sale proceeds", channel="wire")]
    return innocent("P01", "a share of a flat", "paid once, by a title firm", who, moves)


def overtime(cast: Cast, rng: Chance) -> Story:
    """A busy quarter: the employer pays overtime every other week."""
    who, first = docker(cast, rng), cast.start(rng, 90)
    day, cents = first + 14 * np.arange(6), rounded(between(rng, 700, 1500, 6), 5)
    moves = [_wages(cast, rng, who, day, cents, "Payroll overtime")]
    return innocent("P01", "overtime", "overtime of a busy quarter", who, moves)


def bribes(cast: Cast, rng: Chance, turn: int) -> Story:
    """One payer pays several people of different employers at the port, in round or equal sums."""
    ways = ("equal sums", "round sums", "twice each", "two payers")
    variant = ways[turn % len(ways)]
    payers = [cast.shop(rng) if rng.random() < 0.5 else cast.person(rng)]
    if variant == "two payers":
        payers.append(cast.person(rng))
    staff = dockers(cast, rng, int(rng.integers(3, 6)))
    staff = staff[~np.isin(staff, payers)]
    whom = np.repeat(staff, 2) if variant == "twice each" else staff
    payer = np.array(payers)[np.arange(len(whom)) % len(payers)]
    cents = np.full(len(whom), int(rng.integers(180, 640)) * 500)
    if variant == "round sums":
        cents = rng.integers(20, 70, len(whom)) * 5000
    at = spread(rng, cast.start(rng, 40), int(rng.integers(8, 38)), len(whom))
    moves = moved(cast, rng, at, (payer, whom), cents)
    moves = moves.with_columns(channel=pl.lit("p2p"), text=notes(rng, len(whom)))
    told = f"{len(staff)} people of different employers at the port, paid by the same hand"
    return Story("P02", "planted", variant, told, "customer", tuple(dict.fromkeys(payers)), moves)


def through_relatives(cast: Cast, rng: Chance) -> Story:
    """Hard: the payments go to those who live with port workers, uneven, over three months."""
    staff, payer = _dockers(cast), cast.shop(rng)
    home = cast.town.column("household")
    people = cast.town.family("person")
    near = people[np.isin(home[people], home[staff]) & ~np.isin(people, staff) & (people != payer)]
    near = near if len(near) >= 3 else np.setdiff1d(people, [payer])
    whom = rng.choice(near, 3, replace=False)
    at = spread(rng, cast.start(rng, 95), 90, 3)
    moves = moved(cast, rng, at, (np.full(3, payer), whom), between(rng, 900, 2600, 3))
    told = "relatives of port workers, paid by one firm over months"
    return Story("P02", "hard", "through relatives", told, "customer", (payer,), moves)


def strike_pay(cast: Cast, rng: Chance) -> Story:
    """The union pays its members the same for each week of a strike."""
    union = int(rng.choice(cast.town.family("port union")))
    staff, first = _dockers(cast)[:6], cast.start(rng, 30)
    whom = np.concatenate([staff, rng.choice(cast.town.outsider("person"), 12, replace=False)])
    pay = int(rng.integers(20, 40)) * 1000
    day = np.repeat(first + 7 * np.arange(2), len(whom))
    who = np.tile(whom, 2)
    ends = (np.full(len(who), union), who)
    at = np.sort(day * 86_400 + rng.integers(9 * 3600, 16 * 3600, len(who)))
    paid = moved(cast, rng, at, ends, np.full(len(who), pay))
    ours = pl.Series(cast.town.is_own(who))
    channel = pl.select(pl.when(ours).then(pl.lit("internal")).otherwise(pl.lit("ach"))).to_series()
    paid = paid.with_columns(text=pl.lit("Strike pay"), channel=channel)
    return innocent("P02", "strike pay", "the union's strike pay for all members", union, [paid])


def crewing_agency(cast: Cast, rng: Chance) -> Story:
    """An agency that lends dockers out pays them their wages."""
    agency, first = cast.shop(rng), cast.start(rng, 60)
    staff = dockers(cast, rng, 4)
    staff = staff[staff != agency]
    who = np.tile(staff, 3)
    at = np.sort(np.repeat(first + 14 * np.arange(3), len(staff)) * 86_400 + 11 * 3600)
    cents = np.tile(between(rng, 410, 890, len(staff)), 3)
    paid = moved(cast, rng, at, (np.full(len(who), agency), who), cents)
    paid = paid.with_columns(text=pl.lit("Payroll"), channel=pl.lit("internal"))
    return innocent("P02", "crewing agency", "wages of shifts worked for an agency", agency, [paid])


def _after_arrivals(cast: Cast, rng: Chance, who: int) -> Story:
    """Cash two to five days after each of four containers of one flagged shipper comes in."""
    shipper, buyer, count = cast.shipper(rng), cast.importer(rng), int(rng.integers(4, 6))
    first = cast.start(rng, 130)
    bills = shipments(cast, rng, buyer, first + 16 * np.arange(count), shipper)
    last = cast.town.plan.last_day
    day = np.minimum(bills["arrival"].to_numpy() + rng.integers(2, 6, count), last)
    kept = np.unique(day)
    cents = tidy(rng, between(rng, 5800, 9300, len(kept)))
    branch = cast.home_branches(rng, who, 3)[np.arange(len(kept)) % 3]
    party = cast.party(shipper)
    flags = listed(
        rng, {"kind": "organisation", "name": party["name"], "country": party["country"]},
        first - 20,
    )  # fmt: skip
    told = f"{len(kept)} deposits of notes, each days after a container of one shipper came in"
    return Story(
        "P01", "planted", "notes after arrivals", told, "customer", (who,),
        Visits(who, kept, cents, branch).booked(rng), bills=bills, flags=flags,
    )  # fmt: skip


def _dockers(cast: Cast) -> Ints:
    people = cast.town.family("person")
    works = cast.town.customers["occupation"].gather(people).is_in(AT_THE_PORT).to_numpy()
    staff = people[works]
    early: Ints = staff[cast.town.opened[staff] < cast.town.plan.first_day]
    return early


def _wages(cast: Cast, rng: Chance, who: int, day: Ints, cents: Ints, text: str) -> pl.DataFrame:
    """Paid by the employer; within the bank where it banks here too."""
    employer = int(cast.works[who])
    at = np.sort(day * 86_400 + rng.integers(9 * 3600, 16 * 3600, len(day)))
    ends = (np.full(len(day), employer), np.full(len(day), who))
    paid = moved(cast, rng, at, ends, cents)
    inside = bool(cast.town.is_own(np.array([employer]))[0])
    return paid.with_columns(text=pl.lit(text), channel=pl.lit("internal" if inside else "ach"))
