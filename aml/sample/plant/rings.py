"""Many hands for one account: rings of depositors, cash instead of a transfer from abroad."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, Flags, Ints, between, rounded
from aml.sample.life.counter import Visits, workdays
from aml.sample.life.entry import entries, together
from aml.sample.plant.cast import Cast, bank_hours, parts, passes_on, tidy
from aml.sample.story import Story

_LINE = 10_000


def ring(cast: Cast, rng: Chance, turn: int) -> Story:
    """Several people pay into one account, or into two that have nothing to do with each other."""
    ways = (
        "one account",
        "pairs at one machine",
        "two accounts, the same hands",
        "a firm's account",
    )
    variant = ways[turn % len(ways)]
    holders = [cast.shop(rng) if variant == "a firm's account" else cast.person(rng)]
    if variant == "two accounts, the same hands":
        holders.append(cast.person(rng))
    hands, count = cast.helpers(rng, int(rng.integers(3, 7))), int(rng.integers(7, 14))
    span = int(rng.integers(3, 9))
    at_machines = variant == "pairs at one machine"
    most = 2900 if at_machines else 0.95 * _LINE
    count = max(count, 10) if at_machines else count
    total = float(rng.uniform(1.7, min(6.0, 0.75 * count * most / _LINE))) * _LINE * len(holders)
    cents = np.minimum(tidy(rng, parts(rng, total, count * len(holders), 9)), round(most * 100))
    first = cast.start(rng, span + 8)
    turns = np.arange(count * len(holders))
    day = first + np.sort(rng.integers(0, span, len(turns)))
    account = np.array(holders)[turns % len(holders)]
    who = hands[turns % len(hands)]
    branch = cast.home_branches(rng, holders[0], 2)[rng.integers(0, 2, len(turns))]
    banked = _paid_in(rng, (account, day, cents, branch, who), in_pairs=at_machines)
    moves = [banked]
    for holder in holders:
        gone = round(
            int(banked.filter(account=holder)["cents"].sum()) * float(rng.uniform(0.6, 0.95))
        )
        later = bank_hours(rng, first + span + rng.integers(1, 5, 2))
        out = parts(rng, gone / 100, 2, 9)
        moves.append(passes_on(rng, holder, later, out, cast.strangers(rng, 2)))
    told = f"{len(turns)} cash deposits of {len(hands)} people within {span} days"
    return Story("F02", "planted", variant, told, "customer", tuple(holders), together(moves))


def slow_ring(cast: Cast, rng: Chance) -> Story:
    """Hard: the same hands, but one visit a week each, over two months."""
    holder, hands = cast.person(rng), cast.helpers(rng, 3)
    count = int(rng.integers(8, 12))
    day = cast.start(rng, 70) + np.arange(count) * 6 + rng.integers(0, 3, count)
    cents = tidy(rng, between(rng, 1400, 3900, count))
    branch = cast.home_branches(rng, holder, 3)[np.arange(count) % 3]
    banked = Visits(holder, workdays(day), cents, branch, conductor=hands[np.arange(count) % 3])
    told = f"three people take turns at the counter, {count} deposits in two months"
    return Story("F02", "hard", "over two months", told, "customer", (holder,), banked.booked(rng))


def replaced_transfer(cast: Cast, rng: Chance, turn: int) -> Story:
    """Cash of people unknown to the customer comes instead of the usual transfer from abroad."""
    ways = ("two days, several hands", "machines of one day", "a week, distant branches")
    variant = ways[turn % len(ways)]
    holder = cast.shop(rng) if rng.random() < 0.4 else cast.person(rng)
    usual = rounded(between(rng, 14_000, 46_000, 1), 50)
    at_machines = variant == "machines of one day"
    if at_machines:
        usual = rounded(between(rng, 9000, 17_000, 1), 50)
    expected, earlier = _expected(cast, rng, holder, usual)
    share = float(rng.uniform(0.965, 1.03))
    count = max(int(rng.integers(4, 8)), -(-int(usual[0]) // (250_000 if at_machines else 800_000)))
    cents = np.minimum(tidy(rng, parts(rng, usual[0] / 100 * share, count, 40)), 990_000)
    cents[-1] += round(int(usual[0]) * share) // 1000 * 1000 - int(cents.sum())
    span = {"a week, distant branches": 7, "machines of one day": 1}.get(variant, 2)
    day = workdays(expected + np.sort(rng.integers(0, span, count)))
    branch = cast.far_branches(rng, holder, 4 if span == 7 else 2)
    where = branch[rng.integers(0, len(branch), count)]
    who = cast.helpers(rng, 4)[np.arange(count) % 4]
    banked = _paid_in(rng, (np.full(count, holder), day, cents, where, who), in_pairs=at_machines)
    told = f"{count} cash deposits of strangers come to what should have come from abroad"
    return Story("F03", "planted", variant, told, "customer", (holder,), banked, background=earlier)


def less_a_commission(cast: Cast, rng: Chance) -> Story:
    """Hard: the strangers keep a tenth, need three weeks, and part of it comes by cheque."""
    holder, usual = cast.person(rng), rounded(between(rng, 15_000, 30_000, 1), 50)
    expected, earlier = _expected(cast, rng, holder, usual)
    count = 6
    cents = tidy(rng, parts(rng, usual[0] / 100 * 0.88, count, 14))
    day = workdays(expected + np.sort(rng.integers(0, 20, count)))
    where = cast.far_branches(rng, holder, 3)[np.arange(count) % 3]
    who = cast.helpers(rng, 3)[np.arange(count) % 3]
    banked = _paid_in(rng, (np.full(count, holder), day, cents, where, who), in_pairs=False)
    is_cheque = pl.Series(np.arange(count) % 3 == 2)
    nobody = pl.lit(-1, pl.Int64)
    moves = banked.with_columns(
        channel=pl.when(is_cheque).then(pl.lit("cheque")).otherwise("channel"),
        desk=pl.when(is_cheque).then(nobody).otherwise("desk"),
        instrument=pl.when(is_cheque).then(pl.lit(str(int(rng.integers(10_000, 999_999))))),
    )
    told = "cash and cheques of strangers, a tenth less than usual, over three weeks"
    return Story(
        "F03", "hard", "less a commission", told, "customer", (holder,), moves, background=earlier
    )


def wedding_gifts(cast: Cast, rng: Chance) -> Story:
    """Innocent: relatives bring gifts in notes in the week after a wedding, and the money stays."""
    holder, count = cast.person(rng), int(rng.integers(6, 9))
    cents = rounded(between(rng, 300, 1400, count), 50)
    day = workdays(cast.start(rng, 9) + np.sort(rng.integers(0, 7, count)))
    branch = int(cast.town.column("branch")[holder])
    gifts = Visits(holder, day, cents, branch, conductor=cast.helpers(rng, count)).booked(rng)
    told = "gifts of relatives in the week after a wedding"
    return Story("F02", "look_alike", "wedding gifts", told, "customer", (holder,), gifts)


def _expected(cast: Cast, rng: Chance, holder: int, usual: Ints) -> tuple[int, pl.DataFrame]:
    """Transfers from one partner abroad, month after month, and the day when the next is due."""
    due = cast.start(rng, 12) + 14
    due = min(max(due, cast.town.plan.first_day + 70), cast.town.plan.last_day - 12)
    earlier = bank_hours(rng, np.arange(due - 30, cast.town.plan.first_day, -30))[::-1]
    partner = int(rng.choice(cast.town.outsider("partner abroad")))
    swing = rng.uniform(0.985, 1.015, len(earlier))
    sent = entries(
        earlier, account=holder, other=partner, is_credit=True, channel="wire", text="Support",
        cents=rounded(np.rint(usual[0] * swing).astype(np.int64), 10),
    )  # fmt: skip
    return due, sent


def _paid_in(
    rng: Chance, what: tuple[Ints, Ints, Ints, Ints, Ints], *, in_pairs: bool
) -> pl.DataFrame:
    """Deposits: `what` is account, day, amount, branch, who; pairs stand at one machine at once."""
    account, day, cents, branch, who = what
    if not in_pairs:
        return Visits(account, workdays(day), cents, branch, conductor=who).booked(rng)
    pair = np.arange(len(day)) // 2
    first = rng.integers(10 * HOUR_SECONDS, 20 * HOUR_SECONDS, pair[-1] + 1)[pair]
    at = day[pair * 2] * DAY_SECONDS + first + np.arange(len(day)) % 2 * rng.integers(120, 800)
    machine: Flags = np.ones(len(day), dtype=np.bool_)
    visits = Visits(account, day, cents, branch[pair * 2], conductor=who, machine=machine, at=at)
    desk = rng.integers(1, 4, pair[-1] + 1)[pair]
    return visits.booked(rng).with_columns(desk=pl.Series(desk))
