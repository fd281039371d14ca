"""The tables of the quay: containers, silences at sea, who works at a port, what goods cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, codes
from aml.sample.life.sailings import EVENT, GAP
from aml.sample.life.trade import Trade, haulier_of
from aml.sample.world.directory import PORT_EMPLOYERS
from aml.sample.world.loops import LOOPS, TIERS
from aml.sample.world.places import CITIES
from aml.sample.world.ships import GOODS, HOME_PORTS, OWNER_CODES
from aml.sample.world.town import Town, numbering
from aml.sample.write.ledger import amount
from aml.sample.write.shipping import utc
from aml.sample.write.tables import party_names


def event_rows(
    town: Town, rng: Chance, bills: pl.DataFrame, told: Sequence[pl.DataFrame]
) -> pl.DataFrame:
    """What became of each container: discharged, and out of the gate with a haulier days later."""
    home, end = town.accounts.height, (town.plan.last_day + 1) * DAY_SECONDS
    here = bills.filter(pl.col("discharge_port").str.starts_with("US"))
    came, buyer = here["arrival"].to_numpy() * DAY_SECONDS, here["buyer"].to_numpy()
    leaves = came + rng.integers(1, 6, len(came)) * DAY_SECONDS
    leaves = leaves + rng.integers(13 * HOUR_SECONDS, 23 * HOUR_SECONDS, len(came))
    haulier = haulier_of(town, np.where(buyer < home, buyer, buyer % max(1, home)))
    usual = [
        pl.select(
            container_number=here["container_number"], event=pl.lit(event),
            happened=pl.Series(at), port=here["discharge_port"],
            haulier=pl.Series(who), named=pl.Series(who),
        ).cast(EVENT)
        for event, at, who in (
            ("discharge", came + 7 * HOUR_SECONDS, np.full(len(came), -1)),
            ("gate_out", leaves, haulier),
        )
    ]  # fmt: skip
    others = pl.concat([EVENT.to_frame(), *told])
    known = pl.concat(usual).join(others, on=["container_number", "event"], how="anti")
    rows = pl.concat([known, others]).filter(pl.col("happened") < end)
    names = party_names(town)
    return (
        rows.select(
            container_event_id=event_ids(town, rows),
            container_number="container_number",
            event="event",
            happened_at=utc("happened"),
            port="port",
            carrier=names.gather(_known(rows["haulier"])),
            named_haulier=names.gather(_known(rows["named"])),
        )
        .unique("container_event_id", keep="first", maintain_order=True)
        .sort("container_event_id")
    )


def gap_rows(town: Town, trade: Trade, told: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Short silences and waits off the port that every ship has now and then, and those told of."""
    rng, count = town.stream("ais"), 2 * trade.vessels.height
    started = rng.integers(town.plan.first_day, town.plan.last_day - 2, count) * DAY_SECONDS
    started = started + rng.integers(0, DAY_SECONDS, count)
    is_gap = rng.random(count) < 0.5
    lasted = np.where(is_gap, rng.integers(1, 9, count), rng.integers(3, 40, count)) * HOUR_SECONDS
    usual = pl.DataFrame(
        {
            "imo_number": trade.vessels["imo_number"].gather(rng.integers(0, count // 2, count)),
            "started": started,
            "ended": started + lasted,
            "latitude": (rng.integers(-1200, 4000, count) / 100).tolist(),
            "longitude": (rng.integers(-12000, -3000, count) / 100).tolist(),
            "miles": np.where(
                is_gap, rng.integers(300, 9000, count), rng.integers(200, 1100, count)
            ),
            "kind": np.where(is_gap, "gap", "loitering"),
        }
    ).cast(GAP)
    rows = pl.concat([usual, *told]).unique(["imo_number", "started"], maintain_order=True)
    return rows.select(
        "imo_number", started_at=utc("started"), ended_at=utc("ended"),
        latitude=_degrees("latitude"), longitude=_degrees("longitude"),
        coast_nm=(pl.col("miles").cast(pl.Decimal(18, 2)) / 100).cast(pl.Decimal(9, 2)),
        kind="kind",
    ).sort("imo_number", "started_at")  # fmt: skip


def employer_rows(town: Town) -> pl.DataFrame:
    """Firms and offices that work at a port, with the port of their city."""
    parts = []
    for kind, *_ in PORT_EMPLOYERS:
        said = {"port haulier": "haulier", "ship agent": "agency"}.get(kind, kind)
        for place, city in enumerate(CITIES):
            firm = town.outsider(kind, place) - town.accounts.height
            names = town.outsiders["name"].gather(firm)
            parts.append(
                pl.select(name=names, port=pl.lit(HOME_PORTS[city.region]), kind=pl.lit(said))
            )
    customs = town.outsider("customs house") - town.accounts.height
    office = town.outsiders["name"].gather(customs)
    parts.append(pl.select(name=office, port=pl.lit(None, pl.String), kind=pl.lit("customs")))
    rows = pl.concat(parts).unique(["name", "port"], maintain_order=True).sort("name", "port")
    return rows.with_columns(source=pl.lit("the sample's own"), seen=pl.lit("synthetic"))


def port_rows() -> pl.DataFrame:
    """The ports of the sample by UN/LOCODE, with what the bank thinks of some of them."""
    called = {port for loop in LOOPS for port, _ in loop.calls}
    ports = sorted(called | set(TIERS))
    return pl.DataFrame(
        {
            "port": ports, "country": [port[:2] for port in ports],
            "tier": pl.Series([TIERS.get(port) for port in ports], dtype=pl.String),
        }
    ).with_columns(source=pl.lit("the sample's own"), seen=pl.lit("synthetic"))  # fmt: skip


def price_rows(town: Town) -> pl.DataFrame:
    """What the sample's goods cost a kilogram, as all its importers pay it."""
    near = town.stream("prices").integers(97, 104, len(GOODS))
    hs_code, goods, price, _ = (list(column) for column in zip(*GOODS, strict=True))
    middle = pl.lit(
        pl.Series([round(float(one) * near) for one, near in zip(price, near, strict=True)])
    )
    return pl.select(
        hs_code=pl.Series(hs_code),
        corridor=pl.lit("any"),
        p10=amount(middle * 85 // 100),
        p50=amount(middle),
        p90=amount(middle * 115 // 100),
        currency=pl.lit("USD"),
        valid_from=pl.lit("2020-01-01").str.to_date(),
        reference_count=pl.lit(60),
        source="the sample's own price of " + pl.Series(goods),
        seen=pl.lit("synthetic"),
    )


def event_ids(town: Town, events: pl.DataFrame) -> pl.Series:
    """Ids of container events."""
    box = events["container_number"]
    owners = {code: number for number, code in enumerate(OWNER_CODES)}
    owner = box.str.slice(0, 3).replace_strict(owners, return_dtype=pl.Int64)
    number = (owner * 10_000_000 + box.str.slice(4).cast(pl.Int64)) * 2
    number = number + (events["event"] == "gate_out")
    return codes("Q", number.to_numpy(), numbering(town.plan), bits=32)


def _known(number: pl.Series) -> pl.Series:
    return number.set(number < 0, None)


def _degrees(name: str) -> pl.Expr:
    hundredths = (pl.col(name) * 100).round().cast(pl.Int64).cast(pl.Decimal(18, 2))
    return (hundredths / 100).cast(pl.Decimal(9, 2))
