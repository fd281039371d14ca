"""Which device gave an order, and from which address: what online banking notes of a session."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from aml.sample.chance import Ints, codes, mixed
from aml.sample.life.entry import HOLDER
from aml.sample.world.town import Town, numbering

_ONLINE = ("p2p", "vasp", "internal", "ach", "wire")
#: Of so many sessions one comes from a second device, from the mobile network, or is none: a wire
#: that is signed at a counter.
_SECOND, _MOBILE, _AT_COUNTER = 9, 4, 3
#: Two ranges that no host of the public network has: 198.18.0.0/15 and 100.64.0.0/10.
_HOME, _HOME_BITS = (198 << 24) | (18 << 16), 17
_AIR, _AIR_BITS = (100 << 24) | (64 << 16), 22


@dataclass(frozen=True, slots=True)
class Sessions:
    """Devices and networks of everybody who comes to the bank, by the number of the visitor.

    Args:
        owner: the customer of each account.
        device: the device each visitor uses; some households share one.
        network: the connection at home, one a household.
        key: the key under which the town numbers its people.
    """

    owner: Ints
    device: Ints
    network: Ints
    key: int

    def noted(self, frame: pl.DataFrame, start: int) -> pl.DataFrame:
        """Columns device_id and ip_address of the entries; `start` entries were written before."""
        roll = mixed(np.arange(start, start + frame.height), self.key, bits=40)
        given = frame["device"].to_numpy()
        is_online = (~frame["is_credit"] & frame["channel"].is_in(_ONLINE)).to_numpy()
        at_counter = (frame["channel"] == "wire").to_numpy() & (roll % _AT_COUNTER == 0)
        asked = is_online & (given >= HOLDER) & ~(at_counter & (given == HOLDER))
        row = np.flatnonzero(asked)
        whose = np.where(given[row] >= 0, given[row], self.owner[frame["account"].to_numpy()[row]])
        roll = roll[row]
        device, second = self.device[whose], len(self.device) * (roll // 64 % _SECOND == 0)
        in_the_air = roll // 4096 % _MOBILE == 0
        home = _HOME + mixed(self.network[whose], self.key, _HOME_BITS)
        air = _AIR + mixed(device * 8 + roll // 65_536 % 8, self.key, _AIR_BITS)
        found = pl.DataFrame(
            {
                "row": row,
                "device_id": codes("E", device + second, self.key),
                "ip_address": _dotted(np.where(in_the_air, air, home)),
            }
        )
        rows = pl.DataFrame({"row": np.arange(frame.height)})
        return rows.join(found, on="row", how="left", maintain_order="left").drop("row")


def sessions(town: Town) -> Sessions:
    """Everybody's own phone; in one household of eight they share the first one's."""
    household = town.column("household")
    everyone = np.arange(town.customers.height + town.walk_ins.height)
    first = everyone.copy()
    people = np.flatnonzero(household >= 0)
    _, start, inverse = np.unique(household[people], return_index=True, return_inverse=True)
    first[people] = people[start][inverse]
    shares = np.zeros(len(everyone), dtype=np.bool_)
    shares[people] = household[people] % 8 == 3
    return Sessions(
        town.accounts["owner"].to_numpy(), np.where(shares, first, everyone), first,
        numbering(town.plan),
    )  # fmt: skip


def _dotted(address: Ints) -> pl.Series:
    """Addresses of four bytes as they are written."""
    parts = [pl.Series(address >> shift & 0xFF).cast(pl.String) for shift in (24, 16, 8, 0)]
    return pl.select(pl.concat_str(parts, separator=".")).to_series()
