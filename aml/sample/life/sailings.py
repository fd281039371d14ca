"""Ships on their loops: voyages and port calls, and which voyage takes a container."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from aml.sample.chance import DAY_SECONDS, HOUR_SECONDS, Chance, Flags, Ints
from aml.sample.plan import Plan
from aml.sample.world.loops import BUNKERED_ON, BUNKERS, DIVERTED, LATER, LEFT_OUT, LOOPS

#: voyage: its number; ship: the row among the vessels; loop: -1 for a voyage of no service.
VOYAGE = pl.Schema({"voyage": pl.Int64, "ship": pl.Int64, "loop": pl.Int64})
#: Instants are seconds of UTC; due is null for a call that no schedule had.
CALL = pl.Schema(
    {
        "voyage": pl.Int64, "sequence": pl.Int64, "port": pl.String, "due": pl.Int64,
        "arrived": pl.Int64, "departed": pl.Int64, "is_scheduled": pl.Boolean,
    }
)  # fmt: skip
#: happened: seconds of UTC; haulier and named: numbers of the directory, -1 for none.
EVENT = pl.Schema(
    {
        "container_number": pl.String, "event": pl.String, "happened": pl.Int64,
        "port": pl.String, "haulier": pl.Int64, "named": pl.Int64,
    }
)  # fmt: skip
#: started and ended: seconds of UTC; miles: hundredths of a nautical mile off the coast.
GAP = pl.Schema(
    {
        "imo_number": pl.String, "started": pl.Int64, "ended": pl.Int64, "latitude": pl.Float64,
        "longitude": pl.Float64, "miles": pl.Int64, "kind": pl.String,
    }
)  # fmt: skip
#: From this day before the ledger begins the loop through Suez goes round the Cape.
_SINCE = 30
_LEAD = 70


@dataclass(frozen=True, slots=True)
class Sailings:
    """All voyages of the services.

    Args:
        voyages: one row a voyage.
        calls: one row a call, in the order of the voyages.
        _days: for each loop and port the numbers of the voyages, the days they leave and arrive.
    """

    voyages: pl.DataFrame
    calls: pl.DataFrame
    _days: Mapping[tuple[int, str], tuple[Ints, Ints, Ints]] = field(repr=False)

    def next_from(self, loop: Ints, port: list[str], day: Ints) -> tuple[Ints, Ints]:
        """For each the first voyage that leaves a port from a day on, and the day it leaves."""
        voyage, leaves = np.zeros(len(day), dtype=np.int64), np.array(day)
        for key, rows in _groups(loop, port):
            numbers, left, _ = self._days[key]
            at = np.minimum(np.searchsorted(left, day[rows]), len(left) - 1)
            voyage[rows], leaves[rows] = numbers[at], left[at]
        return voyage, leaves

    def arrival(self, loop: Ints, port: list[str], voyage: Ints) -> Ints:
        """The day on which each voyage comes to a port of its loop."""
        day = np.zeros(len(voyage), dtype=np.int64)
        for key, rows in _groups(loop, port):
            numbers, _, came = self._days[key]
            order = np.argsort(numbers)
            day[rows] = came[order][np.searchsorted(numbers[order], voyage[rows])]
        return day


def ships_for(plan: Plan) -> int:
    """How many ships make the voyages that the plan asks for, each loop with as many."""
    begin, end = _season(plan)
    voyages = sum((end - begin) // loop.days for loop in LOOPS)
    return -(-plan.shipping.voyages // voyages) * len(LOOPS)


def _season(plan: Plan) -> tuple[int, int]:
    """The first day on which a ship leaves, and the day after the last."""
    return plan.first_shipment - _LEAD, plan.last_day + 2


def build_sailings(plan: Plan, rng: Chance, ships: int) -> Sailings:
    """Each ship keeps to one loop and sails round after round, from the first bill to the end."""
    parts, voyages, first = [], [], 0
    begin, end = _season(plan)
    for number, loop in enumerate(LOOPS):
        fleet = np.arange(number, ships, len(LOOPS))
        rounds = (end - begin) // loop.days + 1
        turn, ship = np.divmod(np.arange(rounds * len(fleet)), len(fleet))
        starts = begin + turn * loop.days + ship * loop.days // len(fleet) - number % 5
        kept = starts < end
        starts, ship = starts[kept], fleet[ship[kept]]
        voyage = first + np.arange(len(starts))
        first += len(starts)
        voyages.append(pl.DataFrame({"voyage": voyage, "ship": ship, "loop": number}))
        parts.append(_calls(plan, rng, number, voyage, starts).with_columns(loop=number))
    calls = pl.concat(parts)
    days = {}
    for (number, port), group in calls.group_by("loop", "port", maintain_order=True):
        left = group["departed"].to_numpy() // DAY_SECONDS
        order = np.argsort(left, kind="stable")
        came = group["arrived"].to_numpy() // DAY_SECONDS
        days[int(number), str(port)] = (group["voyage"].to_numpy()[order], left[order], came[order])
    known = calls.select(CALL.names()).cast(CALL)
    return Sailings(pl.concat(voyages).cast(VOYAGE), known, days)


def _calls(plan: Plan, rng: Chance, loop: int, voyage: Ints, starts: Ints) -> pl.DataFrame:
    """The calls of all voyages of one loop; calls of some hours, late by hours or a day."""
    ports = [port for port, _ in LOOPS[loop].calls]
    due = starts[:, None] + np.array([day for _, day in LOOPS[loop].calls])
    due = due * DAY_SECONDS + (loop * 5 + 6) % 24 * HOUR_SECONDS
    late = np.cumsum(rng.integers(-3, 6, due.shape), axis=1) * HOUR_SECONDS
    is_round = (starts >= plan.first_day - _SINCE) & (loop == DIVERTED)
    after = np.array(ports).tolist().index(LEFT_OUT) if loop == DIVERTED else len(ports)
    late = late + np.where(
        is_round[:, None] & (np.arange(len(ports)) > after), LATER * DAY_SECONDS, 0
    )
    count = len(voyage)
    arrived = due + late
    frame = pl.DataFrame(
        {
            "voyage": np.repeat(voyage, len(ports)),
            "sequence": np.tile(np.arange(1, len(ports) + 1), count),
            "port": ports * count,
            "due": due.ravel(),
            "arrived": arrived.ravel(),
            "departed": (arrived + rng.integers(8, 16, due.shape) * HOUR_SECONDS).ravel(),
            "is_scheduled": True,
        }
    )
    return _round_the_cape(rng, frame, starts, is_round)


def _round_the_cape(
    rng: Chance, calls: pl.DataFrame, starts: Ints, is_round: Flags
) -> pl.DataFrame:
    """Instead of Suez the ships take fuel at the Cape, in a call that no schedule had."""
    went = pl.Series(np.repeat(is_round, calls.height // len(is_round)))
    count = int(is_round.sum())
    sequence = calls["sequence"].filter(calls["port"] == LEFT_OUT)
    if not count or not len(sequence):
        return calls
    arrived = (starts[is_round] + BUNKERED_ON) * DAY_SECONDS + rng.integers(0, DAY_SECONDS, count)
    fuel = pl.DataFrame(
        {
            "voyage": calls["voyage"].unique(maintain_order=True).filter(pl.Series(is_round)),
            "sequence": np.full(count, int(sequence[0])),
            "port": [BUNKERS] * count,
            "due": pl.Series([None] * count, dtype=pl.Int64),
            "arrived": arrived,
            "departed": arrived + 14 * HOUR_SECONDS,
            "is_scheduled": [False] * count,
        }
    )
    kept = calls.filter(~(went & (pl.col("port") == LEFT_OUT)))
    return pl.concat([kept, fuel]).sort("voyage", "sequence", maintain_order=True)


def _groups(loop: Ints, port: list[str]) -> list[tuple[tuple[int, str], Ints]]:
    """The rows of each loop and port."""
    keys = pl.DataFrame({"loop": loop, "port": port}, schema={"loop": pl.Int64, "port": pl.String})
    numbered = keys.with_columns(row=pl.int_range(pl.len()))
    groups = numbered.group_by("loop", "port", maintain_order=True).agg("row")
    return [
        ((number, name), np.array(rows, dtype=np.int64))
        for number, name, rows in groups.iter_rows()
    ]
