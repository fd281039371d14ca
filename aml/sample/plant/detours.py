"""Voyages by a way that no trade explains."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance
from aml.sample.life.entry import together
from aml.sample.life.sailings import CALL, GAP, VOYAGE
from aml.sample.plant.cast import Cast
from aml.sample.plant.flagged import paid, shipments
from aml.sample.plant.moves import Account, innocent, numbered
from aml.sample.plant.newcomers import of_fruit
from aml.sample.story import Story
from aml.sample.world.loops import BUNKERS
from aml.sample.world.ships import HOME_PORTS, other_names

#: Days from the first port to one out of the way, and on to the last.
_OUT_OF_THE_WAY = (("GWOXB", 17, 14), ("GNCKY", 18, 15), ("GMBJL", 16, 12), ("SRPBM", 9, 9))
_COAST = (6.5, -31.0)


def roundabout(cast: Cast, rng: Chance, turn: int) -> Story:
    """Cargo comes by a voyage with a detour, a silence or a new name, and others pay for it."""
    ways = ("by a port out of the way", "dark on the way", "new name and flag", "waiting at sea")
    variant = ways[turn % len(ways)]
    buyer, ship, number = cast.importer(rng), cast.idle_ship(rng), cast.voyage()
    first = cast.start(rng, 60)
    port, out, back = _OUT_OF_THE_WAY[int(rng.integers(len(_OUT_OF_THE_WAY)))]
    home = HOME_PORTS[str(cast.town.customers["region"][buyer])]
    stops = [("ECGYE", 0, True), (port, out, False), (home, out + back, True)]
    calls = _calls(rng, number, first, stops)
    bills = _aboard(cast, rng, buyer, (number, ship), calls)
    payer = cast.shop(rng)
    carrier, freight = int(bills["carrier"][0]), bills["freight"].to_numpy()
    bills = bills.with_columns(freighter=pl.lit(payer, pl.Int64))
    day = bills["issued"].to_numpy() + rng.integers(2, 20, bills.height)
    text = numbered(rng, "freight", bills.height)
    moves = [
        paid(cast, rng, bills, day, float(rng.uniform(6000, 15_000)), int(bills["shipper"][0])),
        Account(rng, payer).pays(day + 2, freight, carrier, text, "wire"),
    ]
    told = f"a voyage by way of {port}, and a third party pays the carriage"
    return Story(
        "T05", "planted", variant, told, "customer", (buyer, payer), together(moves), bills=bills,
        voyages=_voyage(number, ship), calls=calls,
        gaps=_silence(cast, rng, ship, first + out // 2, variant),
        vessels=_renamed(cast, rng, ship, first) if "new name" in variant else None,
    )  # fmt: skip


def small_detour(cast: Cast, rng: Chance) -> Story:
    """Hard: one call that no schedule had, near the way, and nine silent hours."""
    buyer, ship, number = cast.importer(rng), cast.idle_ship(rng), cast.voyage()
    first, home = cast.start(rng, 40), HOME_PORTS[str(cast.town.customers["region"][buyer])]
    calls = _calls(rng, number, first, [("ECGYE", 0, True), ("DOCAU", 8, False), (home, 13, True)])
    bills = _aboard(cast, rng, buyer, (number, ship), calls)
    day = bills["issued"].to_numpy() + 5
    moves = paid(cast, rng, bills, day, 8000, int(bills["shipper"][0]))
    told = "a short call near the way"
    return Story(
        "T05", "hard", "a small detour", told, "customer", (buyer,), moves, bills=bills,
        voyages=_voyage(number, ship), calls=calls,
    )  # fmt: skip


def round_the_cape(cast: Cast, rng: Chance) -> Story:
    """All ships of the loop go round the Cape, and the importer pays the surcharge."""
    buyer, sailings = cast.importer(rng), cast.trade.sailings
    went = sailings.calls.filter(pl.col("port") == BUNKERS)["voyage"].unique()
    ends = sailings.calls.filter(pl.col("port") == "USNYC", pl.col("voyage").is_in(went.to_list()))
    last = (cast.town.plan.last_day - 5) * DAY_SECONDS
    fits = ends.filter(pl.col("arrived").is_between(cast.town.plan.first_day * DAY_SECONDS, last))
    number = int(rng.choice(fits["voyage"].to_numpy()))
    calls = sailings.calls.filter(pl.col("voyage") == number)
    ship = int(sailings.voyages.filter(pl.col("voyage") == number)["ship"][0])
    bills = _aboard(
        cast, rng, buyer, (number, ship), calls.filter(pl.col("port") != "CNNGB"), "USNYC"
    )
    day = np.full(bills.height, int(bills["arrival"][0])) - 3
    cents = bills["freight"].to_numpy() // 3
    text = numbered(rng, "Cape surcharge", bills.height)
    moves = Account(rng, buyer).pays(day, cents, int(bills["carrier"][0]), text, "wire")
    told = "the whole loop goes round the Cape"
    return innocent("T05", "round the Cape", told, buyer, [moves], bills=bills)


def fuel_in_a_storm(cast: Cast, rng: Chance) -> Story:
    """A ship waits out a storm and takes fuel at a port on its way; it comes three days late."""
    buyer, ship, number = cast.importer(rng), cast.idle_ship(rng), cast.voyage()
    first, home = cast.start(rng, 40), HOME_PORTS[str(cast.town.customers["region"][buyer])]
    calls = _calls(rng, number, first, [("ECGYE", 0, True), ("PABLB", 5, False), (home, 13, True)])
    bills = _aboard(cast, rng, buyer, (number, ship), calls)
    moves = paid(cast, rng, bills, bills["issued"].to_numpy() + 5, 8000, int(bills["shipper"][0]))
    story = innocent("T05", "fuel in a storm", "fuel at a port on the way", buyer, [moves])
    return Story(
        story.typology, story.kind, story.variant, story.notes, "customer", (buyer,), moves,
        bills=bills, voyages=_voyage(number, ship), calls=calls,
    )  # fmt: skip


def _calls(
    rng: Chance, voyage: int, first: int, stops: Sequence[tuple[str, int, bool]]
) -> pl.DataFrame:
    """Calls at ports, each with its day of the voyage and whether a schedule had it."""
    count = len(stops)
    arrived = (first + np.array([day for _, day, _ in stops])) * DAY_SECONDS
    arrived = arrived + rng.integers(0, 20, count) * HOUR_SECONDS
    planned = pl.Series([is_planned for *_, is_planned in stops])
    due = pl.Series(arrived - rng.integers(2, 60, count) * HOUR_SECONDS).set(~planned, None)
    return pl.DataFrame(
        {
            "voyage": np.full(count, voyage), "sequence": np.arange(1, count + 1),
            "port": [port for port, *_ in stops], "due": due, "arrived": arrived,
            "departed": arrived + rng.integers(9, 40, count) * HOUR_SECONDS,
            "is_scheduled": planned,
        }
    ).cast(CALL)  # fmt: skip


def _voyage(number: int, ship: int) -> pl.DataFrame:
    return pl.DataFrame({"voyage": [number], "ship": [ship], "loop": [-1]}).cast(VOYAGE)


def _aboard(
    cast: Cast, rng: Chance, buyer: int, sailed: tuple[int, int], calls: pl.DataFrame,
    port: str | None = None,
) -> pl.DataFrame:  # fmt: skip
    """Three containers of the buyer on one voyage, from its first port to a port or the last."""
    (number, ship), count = sailed, 3
    known = cast.trade.named(ship)
    ends = calls if port is None else calls.filter(pl.col("port") == port)
    left, came = int(calls["departed"][0]), int(ends["arrived"][-1])
    shipper = cast.shipper(rng)
    bills = of_fruit(rng, shipments(cast, rng, buyer, np.full(count, left // DAY_SECONDS), shipper))
    return bills.with_columns(
        voyage=pl.lit(number, pl.Int64), imo_number=pl.lit(known["imo_number"]),
        vessel_name=pl.lit(known["name"]), issued=pl.lit(left // DAY_SECONDS, pl.Int64),
        arrival=pl.lit(came // DAY_SECONDS, pl.Int64), load_port=pl.lit(calls["port"][0]),
        discharge_port=pl.lit(ends["port"][-1]),
    )  # fmt: skip


def _silence(cast: Cast, rng: Chance, ship: int, day: int, variant: str) -> pl.DataFrame | None:
    """A silence far off the coast, or hours of drifting, or a meeting with another ship."""
    kinds = {
        "dark on the way": "gap",
        "waiting at sea": "loitering",
        "new name and flag": "meeting",
    }
    if variant not in kinds:
        return None
    started = day * DAY_SECONDS + int(rng.integers(0, 20)) * HOUR_SECONDS
    return pl.DataFrame(
        {
            "imo_number": [cast.trade.named(ship)["imo_number"]], "started": [started],
            "ended": [started + int(rng.integers(14, 52)) * HOUR_SECONDS],
            "latitude": [_COAST[0] + float(rng.integers(-300, 300)) / 100],
            "longitude": [_COAST[1] + float(rng.integers(-500, 500)) / 100],
            "miles": [int(rng.integers(6000, 40_000))], "kind": [kinds[variant]],
        }
    ).cast(GAP)  # fmt: skip


def _renamed(cast: Cast, rng: Chance, ship: int, first: int) -> pl.DataFrame:
    """The ship under another name and flag until some weeks before the voyage."""
    since = first - int(rng.integers(15, 130))
    now = cast.trade.vessels[[ship]].with_columns(
        valid_from=pl.lit(since, pl.Int64), valid_to=pl.lit(None, pl.Int64)
    )
    other = other_names(rng, 1)
    before = now.with_columns(
        **{name: other[name] for name in ("name", "flag", "owner")},
        valid_from=pl.lit(since - 2400, pl.Int64), valid_to=pl.lit(since - 1, pl.Int64),
    )  # fmt: skip
    return pl.concat([before, now])
