"""Importers who change their port without a reason, and those who have one."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, Ints
from aml.sample.life.sailings import EVENT
from aml.sample.plant.cast import Cast
from aml.sample.plant.flagged import shipments
from aml.sample.plant.moves import Account, innocent, numbered
from aml.sample.story import Story
from aml.sample.world.ships import HOME_PORTS


def other_port(cast: Cast, rng: Chance, turn: int) -> Story:
    """An importer leaves its port for one far away, with hauliers it never paid before."""
    ways = ("another coast", "two new ports", "at night with a new haulier", "back by road")
    variant = ways[turn % len(ways)]
    buyer, first = cast.importer(rng), cast.start(rng, 88)
    issued = first + np.sort(rng.integers(0, 55, int(rng.integers(7, 11))))
    ports = _elsewhere(cast, rng, buyer)[: 2 if "two" in variant else 1]
    halves = np.array_split(issued, len(ports))
    bills = pl.concat(
        [
            shipments(cast, rng, buyer, half, None, port)
            for half, port in zip(halves, ports, strict=True)
        ]
    )
    day = np.minimum(bills["arrival"].to_numpy() + rng.integers(1, 6, bills.height), _last(cast))
    trucks = rng.choice(cast.town.outsider("new haulier"), 3, replace=False)
    who = trucks[np.arange(bills.height) % 3]
    cents = np.rint(rng.uniform(1900, 4200, bills.height) * 100).astype(np.int64)
    moves = Account(rng, buyer).pays(day, cents, who, numbered(rng, "haulage", bills.height))
    hour = 9.5 if "night" in variant else 17.0
    told = f"{bills.height} containers through a port never used, with hauliers never paid"
    return Story(
        "T07", "planted", variant, told, "customer", (buyer,), moves, bills=bills,
        events=_out_of_the_gate(bills, hour, who),
    )  # fmt: skip


def one_in_three(cast: Cast, rng: Chance) -> Story:
    """Hard: only two containers take the new way."""
    buyer, first = cast.importer(rng), cast.start(rng, 85)
    port = _elsewhere(cast, rng, buyer)[0]
    bills = shipments(cast, rng, buyer, first + np.array([0, 40]), None, port)
    day = np.minimum(bills["arrival"].to_numpy() + 3, _last(cast) + np.array([-1, 0]))
    truck = int(rng.choice(cast.town.outsider("new haulier")))
    moves = Account(rng, buyer).pays(day, np.array([210_000, 232_000]), truck, "haulage")
    told = "two containers by another port"
    return Story("T07", "hard", "two of them", told, "customer", (buyer,), moves, bills=bills)


def call_dropped(cast: Cast, rng: Chance) -> Story:
    """A carrier drops the port for everybody: three importers use the next one at once."""
    first, bills, moves = cast.start(rng, 85), [], []
    buyers = list(dict.fromkeys(cast.importer(rng) for _ in range(3)))
    carrier = int(rng.choice(cast.town.outsider("carrier")))
    for buyer in buyers:
        near = _elsewhere(cast, rng, buyer, near=True)[0]
        issued = first + np.sort(rng.integers(0, 45, 5))
        own = shipments(cast, rng, buyer, issued, None, near)
        bills.append(own.with_columns(carrier=pl.lit(carrier, pl.Int64)))
        day = np.minimum(own["arrival"].to_numpy() - 2, _last(cast))
        text = numbered(rng, "port change notice, freight", 5)
        moves.append(
            Account(rng, buyer).pays(day, own["freight"].to_numpy(), carrier, text, "wire")
        )
    told = "the carrier calls elsewhere, for everybody"
    return innocent("T07", "call dropped", told, buyers[0], moves, bills=pl.concat(bills))


def new_warehouse(cast: Cast, rng: Chance) -> Story:
    """An importer rents a warehouse near another port and ships there from then on."""
    buyer, first = cast.importer(rng), cast.start(rng, 85)
    port = _elsewhere(cast, rng, buyer)[0]
    bills = shipments(cast, rng, buyer, first + np.sort(rng.integers(5, 50, 5)), None, port)
    lessor = int(rng.choice(cast.town.outsider("client")))
    day = first + np.array([0, 30, 60])
    rent = Account(rng, buyer).pays(day, np.full(3, 640_000), lessor, f"Warehouse lease {port[2:]}")
    told = "a lease near the new port"
    return innocent("T07", "new warehouse", told, buyer, [rent], bills=bills)


def _elsewhere(cast: Cast, rng: Chance, buyer: int, *, near: bool = False) -> list[str]:
    """Ports of this country that the buyer does not use, far from its own or the next to it."""
    own = HOME_PORTS[str(cast.town.customers["region"][buyer])]
    coasts = (("USHOU", "USMSY"), ("USMIA", "USSAV", "USCHS", "USNYC"), ("USLAX",))
    coast = next(ports for ports in coasts if own in ports)
    others = [port for port in coast if port != own]
    if near and others:
        return others
    far = [port for ports in coasts if ports != coast for port in ports]
    return [str(port) for port in rng.permutation(np.array(far))]


def _out_of_the_gate(bills: pl.DataFrame, hour: float, who: Ints) -> pl.DataFrame:
    """The containers leave a day or two after they came, at an hour of UTC, with these hauliers."""
    at = (bills["arrival"].to_numpy() + 1 + np.arange(bills.height) % 2) * DAY_SECONDS
    return pl.select(
        container_number=bills["container_number"], event=pl.lit("gate_out"),
        happened=pl.Series(at + round(hour * HOUR_SECONDS)), port=bills["discharge_port"],
        haulier=pl.Series(who), named=pl.Series(who),
    ).cast(EVENT)  # fmt: skip


def _last(cast: Cast) -> int:
    return cast.town.plan.last_day - 4
