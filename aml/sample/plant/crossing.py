"""Fares for people: many far away pay one account or receiver at the border, and it leaves."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, Ints, between, moment, rounded
from aml.sample.life.counter import Visits
from aml.sample.life.entry import day_of, together
from aml.sample.life.remittances import agents_near, transfers
from aml.sample.plant.cast import Cast, parts
from aml.sample.plant.moves import afterwards, moved, spread
from aml.sample.plant.sending import paid_out, unrelated
from aml.sample.story import Kind, Story
from aml.sample.world.places import BORDER

_FROM = ("MX", "GT", "HN", "SV")


def fares(cast: Cast, rng: Chance, turn: int) -> Story:
    """The same few prices from many states and countries, gone again within days."""
    ways = (
        "transfers to one receiver", "an account, drawn at machines", "two receivers in turn",
        "an account, wired south", "a firm's account",
    )  # fmt: skip
    variant = ways[turn % len(ways)]
    count, span = int(rng.integers(8, 15)), int(rng.integers(12, 27))
    cents = _prices(rng, count)
    if "receiver" in variant:
        whom = [cast.arrival(rng) for _ in range(2 if "two" in variant else 1)]
        sent = _to_receivers(cast, rng, np.array(whom), (cast.start(rng, span), span), cents)
        told = f"{count} senders far away pay one of a few prices to the border"
        return _story("planted", variant, told, ("receiver", tuple(whom)), sent=sent)
    holder = cast.border_firm(rng) if "firm" in variant else cast.neighbour(rng, at_border=True)
    moves = _into_account(cast, rng, holder, (cast.start(rng, span + 5), span), cents)
    told = f"{count} payments of a few prices from all over, gone within three days"
    gone = _gone(cast, rng, holder, variant, moves)
    return _story("planted", variant, told, ("customer", (holder,)), moves=together([moves, gone]))


def by_instalments(cast: Cast, rng: Chance) -> Story:
    """Hard: each fare comes in three uneven parts, to an account far inland, and rests a week."""
    holder, count = cast.neighbour(rng, at_border=False), 6
    cents = parts(rng, float(rng.uniform(13_000, 19_000)), 3 * count, 6)
    moves = _into_account(cast, rng, holder, (cast.start(rng, 60), 50), cents)
    later = afterwards(rng, moves["at"].to_numpy(), (150, 260))
    out = np.rint(moves["cents"].to_numpy() * 0.8).astype(np.int64)
    ends = (np.full(len(out), holder), cast.strangers(rng, len(out)))
    told = "fares in uneven parts to an account inland, passed on after a week"
    gone = moved(cast, rng, later, ends, out)
    return _story("hard", "in parts, inland", told, ("customer", (holder,)),
                  moves=together([moves, gone]))  # fmt: skip


def operation_in_the_border_town(cast: Cast, rng: Chance) -> Story:
    """The family in several states pays for an operation in the border town, each as they can."""
    receiver = cast.arrival(rng)
    surname = str(cast.corridors.receivers["name"][receiver]).split(" ")[-1]
    name = cast.corridors.senders["name"][: cast.corridors.at_home].str.split(" ").list.last()
    family = (name == surname).arg_true().cast(pl.Int64).to_numpy()
    senders = np.unique(np.concatenate([family[:4], unrelated(cast, rng, 4)]))[:7]
    count = len(senders)
    cents = rounded(parts(rng, float(rng.uniform(2600, 4600)), count, 2), 10)
    hour = rng.integers(9, 20, count) * HOUR_SECONDS
    at = np.sort((cast.start(rng, 24) + rng.integers(0, 22, count)) * DAY_SECONDS + hour)
    desk = agents_near(cast.town, rng, cast.corridors, senders)
    sent = transfers(rng, at, senders, np.full(count, receiver), desk, cents)
    sent = paid_out(sent).with_columns(purpose=pl.lit("medical costs"))
    told = "a family collects for an operation; the sums are as different as the purses"
    return _story(
        "look_alike", "operation at the border", told, ("receiver", (receiver,)), sent=sent
    )


def _prices(rng: Chance, count: int) -> Ints:
    """One or two prices, with a little more or less of each."""
    price = rounded(between(rng, 1500, 4600, int(rng.integers(1, 3))), 50)
    drawn = rng.choice(price, count) * rng.uniform(0.94, 1.06, count)
    exact = rng.random(count) < 0.4
    return np.where(exact, rng.choice(price, count), rounded(drawn.astype(np.int64), 50))


def _to_receivers(
    cast: Cast, rng: Chance, whom: Ints, when: tuple[int, int], cents: Ints
) -> pl.DataFrame:
    """Half of the senders are abroad, the others in states away from the border."""
    (first, span), corridors = when, cast.corridors
    abroad = np.arange(corridors.at_home, corridors.senders.height)
    country = corridors.senders["country"].gather(abroad)
    abroad = rng.permutation(abroad[country.is_in(_FROM).to_numpy()])[: len(cents) // 2]
    inland = unrelated(cast, rng, 4 * len(cents))
    inland = inland[~np.isin(corridors.senders["place"].to_numpy()[inland], BORDER)]
    senders = np.concatenate([abroad, inland])[: len(cents)]
    senders, count = rng.permutation(senders), len(senders)
    hour = rng.integers(9 * HOUR_SECONDS, 20 * HOUR_SECONDS, count)
    at = np.sort((first + rng.integers(0, span, count)) * DAY_SECONDS + hour)
    desk = agents_near(cast.town, rng, corridors, senders)
    sent = transfers(rng, at, senders, np.resize(whom, count), desk, cents[:count])
    return paid_out(sent)


def _into_account(
    cast: Cast, rng: Chance, holder: int, when: tuple[int, int], cents: Ints
) -> pl.DataFrame:
    """By telephone and transfer from strangers and customers elsewhere, and notes far away."""
    (first, span), third = when, len(cents) // 3
    elsewhere = cast.crowd(rng, 30)
    places = cast.town.column("place")
    away = ~np.isin(places[elsewhere], BORDER) & (elsewhere != holder)
    inside = elsewhere[away][:third]
    count = len(cents) - third
    outside = rng.permutation(
        np.concatenate([cast.strangers(rng, count), _relatives(cast, rng, 3)])
    )[: count - len(inside)]
    payers = rng.permutation(np.concatenate([inside, outside]))
    at = spread(rng, first, span, len(payers))
    ends = (payers, np.full(len(payers), holder))
    sent = moved(cast, rng, at, ends, cents[: len(payers)])
    noted = cents[len(payers) :]
    day = first + np.sort(rng.integers(0, span, len(noted)))
    branch = cast.far_branches(rng, holder, len(noted))
    people = cast.helpers(rng, len(noted))
    brought = Visits(holder, day, noted, branch, conductor=people).booked(rng)
    return together([sent, brought]).sort("at", maintain_order=True)


def _gone(cast: Cast, rng: Chance, holder: int, variant: str, moves: pl.DataFrame) -> pl.DataFrame:
    """After every second payment most of what lies there goes, within two days or so."""
    day, cents = day_of(moves), moves["cents"].to_numpy()
    ends = np.unique(np.append(np.arange(1, len(cents), 2), len(cents) - 1))
    waiting = np.diff(np.concatenate([[0], np.cumsum(cents)[ends]]))
    out = np.rint(waiting * rng.uniform(0.82, 0.97, len(ends))).astype(np.int64)
    on = day[ends] + rng.integers(1, 3, len(ends))
    if "wired" in variant or "firm" in variant:
        who = (np.full(len(out), holder), _relatives(cast, rng, len(out)))
        sent = moved(cast, rng, moment(rng, on), who, out)
        return sent.with_columns(channel=pl.lit("wire"))
    # Machines give some hundreds at a time: several visits in two days.
    times = np.minimum(out // 100_000 + 2, 5)
    visit = np.repeat(np.arange(len(out)), times)
    share = rng.uniform(0.7, 1.2, len(visit)) / times[visit]
    fetched = rounded(np.rint(out[visit] * share).astype(np.int64), 20)
    branches = cast.home_branches(rng, holder, 3)
    branch = branches[np.arange(len(visit)) % 3]
    machine = np.full(len(visit), fill_value=True)
    when = on[visit] + rng.integers(0, 2, len(visit))
    visits = Visits(holder, when, fetched, branch, machine=machine, is_credit=False)
    return visits.booked(rng)


def _relatives(cast: Cast, rng: Chance, count: int) -> Ints:
    """People with accounts to the south."""
    return rng.choice(cast.town.outsider("relative abroad"), count)


def _story(
    kind: Kind,
    variant: str,
    told: str,
    focus: tuple[str, tuple[int, ...]],
    moves: pl.DataFrame | None = None,
    sent: pl.DataFrame | None = None,
) -> Story:
    role, numbers = focus
    if role == "receiver":
        return Story("R06", kind, variant, told, "receiver", numbers, transfers=sent)
    return Story("R06", kind, variant, told, "customer", numbers, entries=moves)
