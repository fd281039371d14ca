"""The tables of trade: shippers, bills of lading, ships, voyages, port calls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, codes
from aml.sample.life.sailings import CALL, VOYAGE
from aml.sample.life.trade import Trade, founded
from aml.sample.world.loops import LOOPS
from aml.sample.world.names import addresses
from aml.sample.world.ships import other_names
from aml.sample.world.town import Town, numbering
from aml.sample.write.ledger import amount
from aml.sample.write.tables import day, party_names

_SHIPPERS = ("shipper", "young shipper", "group shipper")
_MICRO = 1_000_000
_RENAMED = 0.15


def shipper_rows(town: Town) -> pl.DataFrame:
    """Shippers abroad with their papers; of the young ones some share an address."""
    kinds = [town.outsider(kind) - town.accounts.height for kind in _SHIPPERS]
    shipper = np.concatenate(kinds)
    rng, count = town.stream("shippers"), len(shipper)
    old = town.plan.first_day - rng.integers(100, 9000, count)
    is_young = np.isin(shipper, kinds[1])
    start = np.where(is_young, founded(town, shipper + town.accounts.height), old)
    home = np.where(
        is_young & (np.arange(count) % 3 > 0), int(np.argmax(is_young)), np.arange(count)
    )
    key = numbering(town.plan)
    is_group = pl.Series(np.isin(shipper, kinds[2]))
    lei = pl.concat_str([pl.lit("5493"), codes("", shipper, key, bits=56), pl.lit("EX")])
    return (
        town.outsiders[shipper]
        .select(
            shipper_id=codes("H", shipper, key),
            name="name",
            registration_number=codes("N", shipper, key + 1),
            lei=pl.when(is_group).then(lei),
            country="country",
            incorporated_on=pl.Series(start).cast(pl.Int32).cast(pl.Date),
            address=addresses(rng, count).gather(home),
        )
        .sort("shipper_id")
    )


def bill_rows(town: Town, bills: pl.DataFrame) -> pl.DataFrame:
    """Bills of lading with the names of all parties, and ids of those the bank knows."""
    home, names, key = town.accounts.height, party_names(town), numbering(town.plan)
    ids = town.customers["customer_id"]
    shipper = bills["shipper"].to_numpy()
    abroad = codes("H", np.maximum(shipper - home, 0), key)
    forwarder, buyer = bills["forwarder"], bills["buyer"]
    own = ids.gather(bills["shipper"].set(bills["shipper"] >= home, None))
    return bills.select(
        "bl_no", issued_on=day("issued"),
        voyage_id=pl.when(pl.col("voyage") >= 0).then(voyage_ids(town, bills["voyage"])),
        imo_number="imo_number", vessel_name="vessel_name",
        container_number="container_number", booking_number="booking_number",
        shipper_id=pl.coalesce(own, abroad), shipper_name=names.gather(bills["shipper"]),
        consignee_id=ids.gather(buyer.set(buyer >= home, None)),
        consignee_name=names.gather(buyer),
        forwarder_id=ids.gather(forwarder.set(forwarder >= home, None)),
        forwarder_name=names.gather(forwarder), carrier_name=names.gather(bills["carrier"]),
        load_port="load_port", discharge_port="discharge_port", arrival_on=day("arrival"),
        hs_code="hs_code", goods="goods", packages="packages",
        gross_kg=pl.col("kilos").cast(pl.Decimal(18, 2)), declared_value=amount(pl.col("cents")),
        currency=pl.lit("USD"), freight=amount(pl.col("freight")),
        freight_payer=names.gather(bills["freighter"]),
    ).sort("bl_no")  # fmt: skip


def vessel_rows(town: Town, trade: Trade, told: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Ships in the order of their numbers; some had another name, flag and owner years ago."""
    rng, count = town.stream("ship register"), trade.vessels.height
    built = town.plan.first_day - rng.integers(3000, 8000, count)
    renamed = pl.Series(rng.random(count) < _RENAMED)
    since = town.plan.first_day - rng.integers(400, 2500, count)
    now = trade.vessels.with_columns(
        valid_from=pl.when(renamed).then(pl.Series(since)).otherwise(pl.Series(built)),
        valid_to=pl.lit(None, pl.Int64),
    )
    before = trade.vessels.with_columns(
        **{name: other_names(rng, count)[name] for name in ("name", "flag", "owner")},
        valid_from=pl.Series(built), valid_to=pl.Series(since - 1),
    ).filter(renamed)  # fmt: skip
    changed = pl.concat([now.clear(), *(frame.select(now.columns) for frame in told)])
    known = pl.concat([now, before]).join(changed, on="imo_number", how="anti")
    return pl.concat([known, changed]).select(
        "imo_number", "name", "flag", "owner", "operator",
        valid_from=day("valid_from"), valid_to=day("valid_to"),
    ).sort("imo_number", "valid_from")  # fmt: skip


def voyage_rows(
    town: Town, trade: Trade, voyages: pl.DataFrame, calls: pl.DataFrame
) -> pl.DataFrame:
    """Voyages in the order of their ids."""
    ends = calls.group_by("voyage", maintain_order=True).agg(
        origin_port=pl.col("port").first(), destination_port=pl.col("port").last()
    )
    known = voyages.join(ends, on="voyage", maintain_order="left")
    loop = known["loop"]
    return known.select(
        voyage_id=voyage_ids(town, known["voyage"]),
        imo_number=trade.vessels["imo_number"].gather(known["ship"]),
        origin_port="origin_port", destination_port="destination_port",
        service_loop=pl.Series([one.name for one in LOOPS]).gather(loop.set(loop < 0, None)),
    ).sort("voyage_id")  # fmt: skip


def call_rows(town: Town, calls: pl.DataFrame) -> pl.DataFrame:
    """Port calls; what lies beyond the last day of the ledger is due and has not happened."""
    end = (town.plan.last_day + 1) * DAY_SECONDS
    has_come = pl.col("arrived") < end
    return calls.select(
        port_call_id=call_ids(town, calls),
        voyage_id=voyage_ids(town, calls["voyage"]),
        sequence="sequence", port="port", due_at=utc("due"),
        arrived_at=pl.when(has_come).then(utc("arrived")),
        departed_at=pl.when(pl.col("departed") < end).then(utc("departed")),
        is_scheduled="is_scheduled",
    ).sort("port_call_id")  # fmt: skip


def carried_voyages(
    town: Town, trade: Trade, bills: pl.DataFrame, told: Sequence[tuple[pl.DataFrame, pl.DataFrame]]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Voyages and calls to be written: all since the ledger began, before it those with a bill.

    Where the plan asks for a number of voyages, all are.
    """
    sailings, since = trade.sailings, (town.plan.first_day - 45) * DAY_SECONDS
    voyages, calls = sailings.voyages, sailings.calls
    if not town.plan.shipping.voyages:
        recent = calls.filter(pl.col("arrived") >= since)["voyage"].unique()
        wanted = pl.concat([recent, bills["voyage"].unique()]).unique().to_list()
        voyages = voyages.filter(pl.col("voyage").is_in(wanted))
        calls = calls.filter(pl.col("voyage").is_in(wanted))
    own = [frame.cast(VOYAGE) for frame, _ in told]
    theirs = [frame.select(CALL.names()).cast(CALL) for _, frame in told]
    return pl.concat([voyages, *own]), pl.concat([calls, *theirs])


def voyage_ids(town: Town, voyage: pl.Series) -> pl.Series:
    """Ids of voyages."""
    return codes("Y", voyage.clip(lower_bound=0).to_numpy(), numbering(town.plan))


def call_ids(town: Town, calls: pl.DataFrame) -> pl.Series:
    """Ids of port calls."""
    number = (calls["voyage"] * 32 + calls["sequence"] * 2 + calls["is_scheduled"]).to_numpy()
    return codes("K", number, numbering(town.plan), bits=32)


def utc(name: str) -> pl.Expr:
    """A column of seconds of UTC as instants."""
    return (pl.col(name) * _MICRO).cast(pl.Datetime("us"))
