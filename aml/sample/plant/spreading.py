"""One sender at the remittance desks, and many receivers who are nothing to each other."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, Ints, between, rounded
from aml.sample.life.remittances import agents_near, transfers
from aml.sample.plant.cast import Cast, parts
from aml.sample.plant.sending import paid_out, unrelated
from aml.sample.story import Kind, Story

#: Countries that small parcels of chemicals are paid to.
_PARCELS = ("CN", "HK")


def one_to_many(cast: Cast, rng: Chance, turn: int) -> Story:
    """Within weeks more than the sender earns goes to people never sent to before."""
    ways = ("five states", "two countries", "small sums to one port", "several desks", "fortnight")
    variant = ways[turn % len(ways)]
    sender = cast.customer_sender(rng)
    if variant == "small sums to one port":
        return _parcels(cast, rng, sender)
    count = int(rng.integers(8, 16))
    span = 13 if variant == "fortnight" else int(rng.integers(18, 28))
    whom = _strangers_to(cast, rng, sender, count, countries=2 if "countries" in variant else 1)
    month = _monthly_income(cast, sender)
    total = max(float(rng.uniform(5600, 11_000)), month * float(rng.uniform(1.1, 3.0)))
    cents = rounded(parts(rng, min(total, 2400.0 * len(whom)), len(whom), 9), 10)
    sent = _handed_in(cast, rng, sender, whom, (cast.start(rng, span), span), cents)
    if variant == "several desks":
        place = int(cast.corridors.senders["place"][sender])
        desks = rng.permutation(cast.town.places.agents_in(place))
        sent = sent.with_columns(agent=pl.Series(np.resize(desks, sent.height)))
    told = f"one sender to {len(whom)} receivers within {span} days, more than the income"
    return _story("planted", variant, told, (sender,), sent)


def pair_in_turn(cast: Cast, rng: Chance) -> Story:
    """Hard: two senders take turns over three months, each to a handful of receivers."""
    senders = unrelated(cast, rng, 2)
    whom = _strangers_to(cast, rng, int(senders[0]), 12, countries=2)
    cents = rounded(parts(rng, float(rng.uniform(6500, 9800)), len(whom), 8), 10)
    sent = _handed_in(cast, rng, int(senders[0]), whom, (cast.start(rng, 90), 88), cents)
    turns = pl.Series(senders[np.arange(sent.height) % len(senders)])
    sent = sent.with_columns(sender=turns, agent=agents_near(
        cast.town, rng, cast.corridors, turns.to_numpy()))  # fmt: skip
    told = "two senders in turn over three months"
    return _story("hard", "two in turn", told, tuple(senders.tolist()), sent)


def extended_family(cast: Cast, rng: Chance) -> Story:
    """Five brothers and sisters get the same 200 every month, all of one name."""
    sender, months = cast.sender(rng), 4
    whom = _namesakes(cast, sender, 5)
    day = cast.start(rng, 30 * months) + 30 * np.repeat(np.arange(months), len(whom))
    cents = np.full(len(day), int(rounded(between(rng, 150, 240, 1), 10)[0]))
    sent = _at_home_desk(cast, rng, sender, np.tile(whom, months), day, cents)
    told = "the same small sum to five brothers and sisters each month"
    return _story("look_alike", "extended family", told, (sender,), sent)


def payroll_abroad(cast: Cast, rng: Chance) -> Story:
    """The owner of a small workshop pays the same seven people every fortnight."""
    sender, rounds = cast.sender(rng), 7
    whom = _strangers_to(cast, rng, sender, 7, countries=1)
    day = cast.start(rng, 14 * rounds) + 14 * np.repeat(np.arange(rounds), len(whom))
    wages = rounded(between(rng, 160, 260, len(whom)), 10)
    sent = _at_home_desk(cast, rng, sender, np.tile(whom, rounds), day, np.tile(wages, rounds))
    told = "wages of a workshop abroad: the same people and sums each fortnight, under a contract"
    return _story("look_alike", "small payroll abroad", told, (sender,),
                  sent.with_columns(purpose=pl.lit("wages")))  # fmt: skip


def crew_leader(cast: Cast, rng: Chance) -> Story:
    """After the harvest a crew leader sends home what six of the crew earned."""
    sender, count = cast.sender(rng), 6
    whom = _strangers_to(cast, rng, sender, count, countries=1)
    cents = rounded(between(rng, 420, 720, len(whom)), 10)
    day = np.full(len(whom), cast.start(rng, 6))
    sent = _at_home_desk(cast, rng, sender, whom, day, cents)
    told = "a crew leader sends the crew's wages home; the desk has the list of names"
    return _story("look_alike", "crew leader", told, (sender,), sent)


def _parcels(cast: Cast, rng: Chance, sender: int) -> Story:
    """Many sums under a hundred dollars to a few names in the country of the sellers."""
    known = cast.corridors.receivers["country"].is_in(_PARCELS).arg_true().to_numpy()
    sellers = rng.permutation(known)[: int(rng.integers(3, 7))]
    count, span = int(rng.integers(9, 15)), int(rng.integers(12, 28))
    cents = np.minimum(between(rng, 48, 97, count), 9900)
    cents = np.maximum(cents, 54_000 // count)
    when = (cast.start(rng, span), span)
    sent = _handed_in(cast, rng, sender, np.resize(sellers, count), when, cents)
    told = f"{count} sums under a hundred to {len(sellers)} names in one country"
    return _story("planted", "small sums to one port", told, (sender,), sent)


def _strangers_to(cast: Cast, rng: Chance, sender: int, count: int, *, countries: int) -> Ints:
    """Receivers of other families and different names, in so many countries."""
    corridors = cast.corridors
    asked = rng.permutation(corridors.relatives)[:6000]
    asked = asked[~np.isin(asked, corridors.kin(np.full(4, sender), np.arange(4)))]
    country = corridors.receivers["country"].gather(asked)
    several = country.filter(~country.is_in(["US", *_PARCELS])).unique(maintain_order=True)
    where = several.head(countries) if countries > 1 else pl.Series(["MX"])
    asked = asked[country.is_in(where.to_list()).to_numpy()]
    surname = corridors.receivers["name"].gather(asked).str.split(" ").list.last()
    return np.extract(surname.is_first_distinct().to_numpy(), asked)[:count]


def _namesakes(cast: Cast, sender: int, count: int) -> Ints:
    """Receivers of one family name: the sender's, else the commonest one."""
    name = cast.corridors.receivers["name"].str.split(" ").list.last()
    own = str(cast.corridors.senders["name"][sender]).split(" ")[-1]
    if (name == own).sum() < count:
        counted = name.value_counts(name="times").sort(["times", name.name], descending=True)
        own = str(counted[name.name][0])
    return (name == own).arg_true().to_numpy()[:count].astype(np.int64)


def _monthly_income(cast: Cast, sender: int) -> float:
    known = cast.town.customers.filter(
        pl.col("customer_id") == cast.corridors.senders["sender_id"][sender]
    )
    return float(known["declared_income"][0]) / 12


def _handed_in(
    cast: Cast, rng: Chance, sender: int, whom: Ints, when: tuple[int, int], cents: Ints
) -> pl.DataFrame:
    """One transfer to each within the days, at desks of the sender's city."""
    (first, span), count = when, len(whom)
    hour = rng.integers(9 * HOUR_SECONDS, 20 * HOUR_SECONDS, count)
    at = np.sort((first + rng.integers(0, span, count)) * DAY_SECONDS + hour)
    who = np.full(count, sender)
    desk = agents_near(cast.town, rng, cast.corridors, who)
    return paid_out(transfers(rng, at, who, whom, desk, cents))


def _at_home_desk(
    cast: Cast, rng: Chance, sender: int, whom: Ints, day: Ints, cents: Ints
) -> pl.DataFrame:
    """Several at once over one counter, the one that the sender always uses."""
    who = np.full(len(whom), sender)
    desk = np.full(len(whom), agents_near(cast.town, rng, cast.corridors, who)[0])
    hour = 17 * HOUR_SECONDS + 150 * np.arange(len(whom)) % 5400
    return paid_out(transfers(rng, day * DAY_SECONDS + hour, who, whom, desk, cents))


def _story(
    kind: Kind, variant: str, told: str, senders: tuple[int, ...], sent: pl.DataFrame
) -> Story:
    return Story("R03", kind, variant, told, "sender", senders, transfers=sent)
