"""Transfers at the remittance desks: small, regular, to family; one row a transfer."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Floats, Ints, between, mixed, moment, money, rounded, words
from aml.sample.life.counter import flags
from aml.sample.world.corridors import Corridors
from aml.sample.world.town import Town

#: What somebody may show or say at the desk that is not what the register has of them.
SAID = (
    "sender_document", "sender_phone", "sender_address", "receiver_document", "receiver_phone",
    "receiver_address",
)  # fmt: skip
#: sender, receiver and agent are numbers, agent -1 for a partner's desk abroad; at and paid_at are
#: seconds of local time; SAID is null where it is as the register has it.
TRANSFER = pl.Schema(
    {
        "at": pl.Int64, "paid_at": pl.Int64, "sender": pl.Int64, "receiver": pl.Int64,
        "agent": pl.Int64, "cents": pl.Int64, "funding": pl.String, "status": pl.String,
        "purpose": pl.String, **dict.fromkeys(SAID, pl.String), "mark": pl.Int64,
    }
)  # fmt: skip
_PURPOSES = ["family support"] * 8 + [
    "medical costs",
    "school fees",
    "building a house",
    "gift",
    "savings",
    "wages",
    "",
]
#: Desks that are open around the clock, one of seven; so much of their business comes by night.
_LATE, _BY_NIGHT = 7, 0.3
#: Clerks type the shop's own number where a sender has none to give.
_SHOP_PHONE = 0.03


def transfers(
    rng: Chance, at: Ints, sender: Ints, receiver: Ints, agent: Ints, cents: Ints
) -> pl.DataFrame:
    """Transfers with what the desk adds: how it was paid for, when it was fetched, what for."""
    count = len(at)
    waits = np.minimum(money(rng, 70, 1.0, count), 6 * 86_400 * 100) // 100 * 60
    funding = rng.choice(3, count, p=[0.8, 0.15, 0.05])
    is_dropped = pl.Series(flags(rng, 0.012, count))
    made = pl.DataFrame(
        {
            "at": at, "paid_at": at + waits, "sender": sender, "receiver": receiver,
            "agent": agent, "cents": cents,
            "funding": pl.Series(["cash", "card", "account"]).gather(funding),
            "purpose": words(rng, _PURPOSES, count),
        }
    )  # fmt: skip
    return made.with_columns(
        status=pl.when(is_dropped).then(pl.lit("cancelled")).otherwise(pl.lit("posted")),
        mark=pl.lit(-1),
        **dict.fromkeys(SAID, pl.lit(None, pl.String)),
    ).select(pl.col(name).cast(kind) for name, kind in TRANSFER.items())


def ordinary_transfers(town: Town, corridors: Corridors) -> pl.DataFrame:
    """The year of all families: some send every week, most now and then."""
    rng, plan = town.stream("remittances"), town.plan
    count, senders = plan.remittances, corridors.senders.height
    zeal = np.exp(0.8 * rng.standard_normal(senders))
    sender = np.repeat(np.arange(senders), _shares(rng, zeal, count))
    count = len(sender)
    day = rng.integers(plan.first_day, plan.last_day - 3, count)
    # Paydays: half of the transfers leave on a Friday or Saturday.
    friday = day - (day + 3) % 7 + 4 + rng.integers(0, 2, count)
    friday = np.minimum(friday, plan.last_day - 1)
    day = np.where(flags(rng, 0.5, count), friday, day)
    usual = money(rng, 260, 0.5, senders)[sender] / 100
    cents = money(rng, usual, 0.45, count)
    cents = np.where(flags(rng, 0.75, count), rounded(cents, 10), cents)
    cents = np.where(flags(rng, 0.04, count), rounded(money(rng, 1400, 0.5, count), 50), cents)
    # A dearer fee begins at a thousand dollars.
    dear = rounded(between(rng, 850, 999, count), np.where(flags(rng, 0.5, count), 1, 10))
    cents = np.where(flags(rng, 0.04, count), dear, cents)
    receiver = corridors.kin(sender, (rng.random(count) ** 2 * 4).astype(np.int64))
    desk = agents_near(town, rng, corridors, sender)
    at = _hours(rng, day, desk)
    sent = transfers(rng, at, sender, receiver, desk, cents)
    shop = town.places.agents["phone"].gather(np.maximum(desk, 0))
    is_shop = pl.Series(flags(rng, _SHOP_PHONE, count) & (desk >= 0))
    return sent.with_columns(sender_phone=pl.when(is_shop).then(shop))


def late_desks(town: Town) -> Ints:
    """Desks at airports and bus stations."""
    return np.arange(_LATE - 1, town.places.agents.height, _LATE)


def _hours(rng: Chance, day: Ints, desk: Ints) -> Ints:
    """From eight to nine, but around the clock at the desks that never close."""
    is_late = (desk % _LATE == _LATE - 1) & flags(rng, _BY_NIGHT, len(day))
    night = moment(rng, day, 21, 30)
    return np.where(is_late, night, moment(rng, day, 8, 21))


def agents_near(town: Town, rng: Chance, corridors: Corridors, sender: Ints) -> Ints:
    """The sender's usual desk most of the time, else another of the same city; -1 abroad.

    The first desk of a city is the one that most people use.
    """
    place = corridors.senders["place"].to_numpy()[sender]
    desks = town.places.agents["place"].to_numpy()
    first, last = np.searchsorted(desks, place), np.searchsorted(desks, place, side="right")
    several = np.maximum(last - first, 1)
    usual = (several * (mixed(sender, 7) / 2**32) ** 2).astype(np.int64)
    other = rng.integers(0, 1 << 20, len(sender)) % several
    near = first + np.where(flags(rng, 0.75, len(sender)), usual, other)
    return np.where(place >= 0, near, -1)


def _shares(rng: Chance, zeal: Floats, count: int) -> Ints:
    return rng.multinomial(count, zeal / zeal.sum())
