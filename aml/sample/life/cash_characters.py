"""Look-alikes with much cash: each takes and banks it as such a trade does."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, money, moment, rounded
from aml.sample.life.calendar import monthly, scattered, weekly, workdays_of
from aml.sample.life.counter import Visits, flags
from aml.sample.life.entry import entries, together
from aml.sample.world.town import Town

_WEDNESDAY, _FRIDAY, _MONDAY = 2, 4, 0
_SUMMER = (5, 9)


def friday_cafe(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """The week's takings every Friday, always at the home branch, by the owner."""
    day = weekly(town.plan, _FRIDAY)
    cents = np.clip(rounded(money(rng, 8100, 0.06, len(day)), 5), 640_000, 950_000)
    banked = _at_home(town, rng, customer, day, cents)
    return together([banked, _costs(town, rng, customer, float(cents.sum()) / 100, 0.8)])


def festival_vendor(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """Sells at fairs from May to September and banks wherever the fair is."""
    day = scattered(town.plan, rng, 5, _SUMMER)
    cents = rounded(money(rng, 1700, 0.4, len(day)), 1)
    fairs = rng.integers(0, town.places.branches.height, len(day))
    banked = Visits(
        np.full(len(day), customer), day, cents, fairs, machine=flags(rng, 0.3, len(day))
    ).booked(rng)
    return together([banked, _costs(town, rng, customer, float(cents.sum()) / 100, 0.6, _SUMMER)])


def church(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """Sunday's collection on Monday, cheques of members, an appeal in the last month."""
    day = weekly(town.plan, _MONDAY)
    cents = money(rng, 1150, 0.3, len(day)) // 100 * 100
    sexton = np.full(len(day), town.walk_in(rng, 1)[0])
    banked = _at_home(town, rng, customer, day, cents, sexton)
    appeal = scattered(town.plan, rng, 14, (town.plan.months, town.plan.months))
    gifts = entries(
        moment(rng, appeal, 7, 22), account=customer, other=rng.choice(town.outsider("person"), len(appeal)),
        is_credit=True, cents=rounded(money(rng, 60, 0.6, len(appeal)), 5), channel="p2p",
        text=pl.Series(["December appeal"] * len(appeal), dtype=pl.String),
    )  # fmt: skip
    return together([banked, gifts, _costs(town, rng, customer, float(cents.sum()) / 100, 0.7)])


def atm_operator(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """Cash for its machines is fetched every Wednesday, in notes; card networks pay it back."""
    fetched = weekly(town.plan, _WEDNESDAY)
    cents = rounded(money(rng, 9000, 0.12, len(fetched)), 500)
    branch = town.column("branch")[np.full(len(fetched), customer)]
    out = Visits(np.full(len(fetched), customer), fetched, cents, branch, is_credit=False).booked(
        rng
    )
    armoured = out.with_columns(
        channel=pl.lit("armoured_cash"), desk=pl.lit(-1, pl.Int64), conductor=pl.lit(-1, pl.Int64)
    )
    paid = fetched + 5
    paid = paid[paid <= town.plan.last_day]
    back = entries(
        moment(rng, paid, 6, 9), account=customer, other=town.outsider("acquirer")[0], is_credit=True,
        cents=np.rint(cents[: len(paid)] * rng.uniform(0.99, 1.03, len(paid))).astype(np.int64),
        channel="ach", text="Network settlement",
    )  # fmt: skip
    return together([armoured, back])


def franchise_chain(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """Restaurants in several states bank their own takings; the head office pays for all."""
    branches = town.places.branches["place"].to_numpy()
    cities = rng.choice(len(np.unique(branches)), 4, replace=False)
    parts, total = [], 0.0
    for number, city in enumerate(cities):
        day = weekly(town.plan, number % 5)[:: 4 if number else 2]
        cents = rounded(money(rng, 4200 + 500 * number, 0.18, len(day)), 1)
        total += float(cents.sum()) / 100
        branch = np.full(len(day), town.places.branches_in(int(city))[0])
        manager = np.full(len(day), town.walk_in(rng, 1)[0])
        parts.append(
            Visits(np.full(len(day), customer), day, cents, branch, conductor=manager).booked(rng)
        )
    return together([*parts, _costs(town, rng, customer, total, 0.9)])


def supermarket(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """Four employees take turns; most days bring more than the reporting line, and are reported."""
    day = np.sort(np.concatenate([weekly(town.plan, _MONDAY), weekly(town.plan, 3)]))
    cents = rounded(money(rng, 13_800, 0.16, len(day)), 1)
    staff = town.walk_in(rng, 4)[np.arange(len(day)) % 4]
    banked = _at_home(town, rng, customer, day, cents, staff)
    return together([banked, _costs(town, rng, customer, float(cents.sum()) / 100, 0.9)])


def vending_company(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """Coins and small notes from machines all over town, every few days, the same every month."""
    day = workdays_of(town.plan)[::4]
    cents = money(rng, 640, 0.15, len(day)) // 100 * 100
    near = town.places.branches_in(int(town.column("place")[customer]))
    branch = near[np.arange(len(day)) % len(near)]
    driver = np.full(len(day), town.walk_in(rng, 1)[0])
    banked = Visits(np.full(len(day), customer), day, cents, branch, conductor=driver).booked(rng)
    return together([banked, _costs(town, rng, customer, float(cents.sum()) / 100, 0.7)])


def dive_school(town: Town, rng: Chance, customer: int) -> pl.DataFrame:
    """Course fees by card, boat fuel and gear by card, some cash from tourists."""
    day = scattered(town.plan, rng, 3, _SUMMER)
    fees = _at_home(town, rng, customer, day, rounded(money(rng, 420, 0.4, len(day)), 10))
    card = weekly(town.plan, _FRIDAY)[::2]
    settled = entries(
        moment(rng, card, 6, 9), account=customer, other=town.outsider("acquirer")[1], is_credit=True,
        cents=money(rng, 2900, 0.3, len(card)), channel="ach", text="Card settlement",
    )  # fmt: skip
    gear = scattered(town.plan, rng, 3)
    texts = [
        "marine fuel",
        "outboard service",
        "dry bags",
        "radio beacon",
        "compressor",
        "boat rental",
    ]
    bought = entries(
        moment(rng, gear, 8, 18), account=customer, other=rng.choice(town.outsider("domestic supplier"), len(gear)),
        is_credit=False, cents=money(rng, 620, 0.9, len(gear)), channel="ach",
        text=pl.Series(texts, dtype=pl.String).gather(rng.integers(0, len(texts), len(gear))),
    )  # fmt: skip
    return together([fees, settled, bought])


def _at_home(
    town: Town, rng: Chance, customer: int, day: Ints, cents: Ints, conductor: Ints | None = None
) -> pl.DataFrame:
    whole = np.full(len(day), customer)
    branch = town.column("branch")[whole]
    return Visits(
        whole, day, cents, branch, conductor=whole if conductor is None else conductor
    ).booked(rng)


def _costs(
    town: Town,
    rng: Chance,
    customer: int,
    takings: float,
    share: float,
    season: tuple[int, int] | None = None,
) -> pl.DataFrame:
    """Rent and suppliers use up most of what was taken, in payments of all sizes."""
    rent = monthly(town.plan, 3)
    landlord = town.outsider("landlord", int(town.column("place")[customer]))[0]
    day = scattered(town.plan, rng, 2.5, season)
    weight = rng.uniform(0.4, 1.6, len(day))
    spent = takings * share * 0.85 * weight / max(weight.sum(), 1)
    suppliers = town.outsider("domestic supplier")
    # A trader keeps to a handful of suppliers.
    few = suppliers[(customer + rng.integers(0, 3, len(day))) % len(suppliers)]
    return together(
        [
            entries(
                moment(rng, rent, 8, 18), account=customer, other=landlord, is_credit=False,
                cents=np.full(len(rent), round(takings * share * 0.15 / len(rent)) * 100),
                channel="ach", text="Rent",
            ),
            entries(
                moment(rng, day, 9, 17), account=customer, other=few, is_credit=False,
                cents=np.maximum(2000, np.rint(spent * 100).astype(np.int64)), channel="ach",
                text="Supplies",
            ),
        ]
    )  # fmt: skip
