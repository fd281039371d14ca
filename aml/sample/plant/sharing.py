"""Parties who say they are nothing to each other, and share a telephone, an address, a paper."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, Ints, rounded
from aml.sample.life.remittances import agents_near, transfers
from aml.sample.plant.cast import Cast, parts
from aml.sample.plant.sending import paid_out, unrelated
from aml.sample.story import Kind, Role, Story


def shared_marks(cast: Cast, rng: Chance, turn: int) -> Story:
    """Senders, or receivers, of different names who are held together by what they gave."""
    ways = (
        "one phone", "one document", "receivers at one address", "a chain of marks",
        "one address", "receivers with one phone",
    )  # fmt: skip
    variant = ways[turn % len(ways)]
    count = int(rng.integers(5, 9))
    senders, receivers = unrelated(cast, rng, count), _receivers(cast, rng, int(rng.integers(4, 6)))
    sends = int(rng.integers(2, 4))
    total = float(rng.uniform(5800, 13_000))
    span = int(rng.integers(14, 52))
    who, whom = np.tile(senders, sends), np.resize(receivers, sends * len(senders))
    cents = rounded(parts(rng, total, len(who), 10), 10)
    sent = _sent(cast, rng, who, whom, (cast.start(rng, span), span), cents)
    sent = sent.with_columns(**_marks(cast, variant, senders, receivers, sent))
    told = f"{len(senders)} senders and {len(receivers)} receivers of different names: {variant}"
    if variant.startswith("receivers"):
        return _story("planted", variant, told, ("receiver", receivers), sent)
    # Under one paper all of them are one person to whoever goes by papers.
    shown = senders[:1] if variant == "one document" else senders
    return _story("planted", variant, told, ("sender", shown), sent)


def over_months(cast: Cast, rng: Chance) -> Story:
    """Hard: four senders with one phone, one transfer a month each, all at one desk."""
    senders, receivers = unrelated(cast, rng, 4), _receivers(cast, rng, 3)
    who, whom = np.tile(senders, 3), np.resize(receivers, 12)
    cents = rounded(parts(rng, float(rng.uniform(5100, 6400)), 12, 9), 5)
    sent = _sent(cast, rng, who, whom, (cast.start(rng, 112), 110), cents)
    desk = int(sent["agent"][0])
    marks = _marks(cast, "one phone", senders, receivers, sent)
    told = "four senders with one phone at one desk, over four months"
    return _story(
        "hard", "over months at one desk", told, ("sender", senders),
        sent.with_columns(agent=pl.lit(desk, pl.Int64), **marks),
    )  # fmt: skip


def siblings(cast: Cast, rng: Chance) -> Story:
    """Three of one name and one address send to their parents."""
    senders = _who_live_together(cast, rng, 3, one_name=True)
    who = np.tile(senders, 4)
    whom = cast.corridors.kin(np.full(len(who), senders[0]), np.arange(len(who)) % 2)
    cents = rounded(parts(rng, float(rng.uniform(5200, 7000)), len(who), 12), 10)
    sent = _sent(cast, rng, who, whom, (cast.start(rng, 58), 56), cents)
    told = "brothers and sisters of one address send to their parents"
    return _story("look_alike", "siblings at one address", told, ("sender", senders), sent)


def lodging_house(cast: Cast, rng: Chance) -> Story:
    """The workers of one hostel send to their own families, at the desk next door."""
    senders = _who_live_together(cast, rng, 7, one_name=False)
    who = np.tile(senders, 4)
    whom = cast.corridors.kin(who, np.zeros(len(who), dtype=np.int64))
    cents = rounded(parts(rng, float(rng.uniform(6000, 9000)), len(who), 12), 10)
    sent = _sent(cast, rng, who, whom, (cast.start(rng, 58), 56), cents)
    desk = pl.lit(int(sent["agent"][0]), pl.Int64)
    told = "workers of one hostel, each to the own family, all at the desk next door"
    return _story("look_alike", "hostel", told, ("sender", senders), sent.with_columns(agent=desk))


def shop_phone(cast: Cast, rng: Chance) -> Story:
    """The clerk of one desk types the shop's own number for everybody who gives none."""
    place = cast.corridors.senders["place"].to_numpy()[: cast.corridors.at_home]
    city = int(np.bincount(place).argmax())
    senders = rng.permutation(np.flatnonzero(place == city))[:12]
    desk = int(rng.choice(cast.town.places.agents_in(city)))
    who = np.tile(senders, 2)
    whom = cast.corridors.kin(who, np.zeros(len(who), dtype=np.int64))
    cents = rounded(parts(rng, float(rng.uniform(5600, 8000)), len(who), 8), 10)
    sent = _sent(cast, rng, who, whom, (cast.start(rng, 58), 56), cents)
    phone = pl.lit(str(cast.town.places.agents["phone"][desk]))
    sent = sent.with_columns(agent=pl.lit(desk, pl.Int64), sender_phone=phone)
    told = "the shop's own telephone, typed in by the clerk"
    return _story("look_alike", "shop phone", told, ("sender", senders), sent)


def _marks(
    cast: Cast, variant: str, senders: Ints, receivers: Ints, sent: pl.DataFrame
) -> dict[str, pl.Series]:
    """The columns that hold the parties together, row by row of the transfers."""
    who, whom = cast.corridors.senders, cast.corridors.receivers
    count = sent.height
    first, other = int(senders[0]), int(receivers[0])
    if variant == "one document":
        return {"sender_document": pl.repeat(who["document"][first], count, eager=True)}
    if variant == "one address":
        return {"sender_address": pl.repeat(who["address"][first], count, eager=True)}
    if variant == "receivers at one address":
        noted = whom["address"].drop_nulls()
        address = noted[other % len(noted)]
        return {"receiver_address": pl.repeat(address, count, eager=True)}
    if variant == "receivers with one phone":
        return {"receiver_phone": pl.repeat(whom["phone"][other], count, eager=True)}
    if variant == "a chain of marks":
        # Each gives the telephone of one neighbour in the chain and the address of the other.
        place = np.array([int(np.flatnonzero(senders == one)[0]) for one in sent["sender"]])
        return {
            "sender_phone": who["phone"].gather(senders[place // 2 * 2]),
            "sender_address": who["address"].gather(senders[(place + 1) // 2 * 2 % len(senders)]),
        }
    return {"sender_phone": pl.repeat(who["phone"][first], count, eager=True)}


def _receivers(cast: Cast, rng: Chance, count: int) -> Ints:
    """Receivers of different families and names."""
    asked = rng.permutation(cast.corridors.relatives)[: 60 * count]
    known = cast.corridors.receivers[asked].select(
        "country", surname=pl.col("name").str.split(" ").list.last()
    )
    fits = known["surname"].is_first_distinct() & (known["country"] != "US")
    return np.extract(fits.to_numpy(), asked)[:count]


def _who_live_together(cast: Cast, rng: Chance, count: int, *, one_name: bool) -> Ints:
    """Senders of one address: of one family name, or of many."""
    homes = cast.remembered("homes of senders", lambda: _homes(cast))
    has_one = pl.col("names") == 1 if one_name else pl.col("names") > 1
    fits = homes.filter(has_one & (pl.col("number").list.len() >= count))
    home = fits["number"][int(rng.integers(fits.height))]
    members: Ints = home.cast(pl.Int64).to_numpy()[:count]
    return members


def _homes(cast: Cast) -> pl.DataFrame:
    """Who lives at each address, and how many family names there are."""
    known = cast.corridors.senders[: cast.corridors.at_home].with_row_index("number")
    return known.group_by("city", "address", maintain_order=True).agg(
        "number", names=pl.col("name").str.split(" ").list.last().n_unique()
    )


def _sent(
    cast: Cast, rng: Chance, who: Ints, whom: Ints, when: tuple[int, int], cents: Ints
) -> pl.DataFrame:
    """The transfers within the days, each at a desk of the sender's city."""
    (first, span), count = when, len(who)
    hour = rng.integers(9 * HOUR_SECONDS, 20 * HOUR_SECONDS, count)
    at = (first + np.sort(rng.integers(0, span, count))) * DAY_SECONDS + hour
    desk = agents_near(cast.town, rng, cast.corridors, who)
    return paid_out(transfers(rng, at, who, whom, desk, cents))


def _story(
    kind: Kind, variant: str, told: str, focus: tuple[Role, Ints], sent: pl.DataFrame
) -> Story:
    role, people = focus
    numbers = tuple(np.unique(people).tolist())
    return Story("R04", kind, variant, told, role, numbers, transfers=sent)
