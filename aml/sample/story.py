"""One story within the town's life: a planted scheme, or something that only looks like one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import polars as pl

Kind = Literal["planted", "hard", "look_alike"]
Role = Literal["customer", "receiver", "sender", "agent"]


@dataclass(frozen=True, slots=True)
class Story:
    """What happened, told twice: as records that join the ledger, and in words for the answers.

    Args:
        typology: the code it belongs to, or is mistaken for.
        kind: planted, hard (a simple scenario can be expected to miss it) or look_alike.
        variant: a short name of how it was done.
        notes: who did what, and for a look-alike why it is innocent.
        focus_kind: what the focus numbers are: customer, receiver, sender, agent.
        focus: customer numbers of the town, sender or receiver numbers of the corridors, or numbers
            of the remittance desks.
        entries: entries of the ledger.
        transfers: remittances.
        background: entries that go with it and are innocent: they carry no mark.
        bills: bills of lading.
        flags: entries of the institution's own list of flagged parties.
        voyages: voyages of no service.
        calls: port calls of such voyages.
        vessels: names, flags and owners of ships that changed them, instead of the register's.
        gaps: times at which a ship could not be followed.
        events: what happened to containers, instead of what usually does.
    """

    typology: str
    kind: Kind
    variant: str
    notes: str
    focus_kind: Role
    focus: tuple[int, ...]
    entries: pl.DataFrame | None = field(default=None, repr=False)
    transfers: pl.DataFrame | None = field(default=None, repr=False)
    background: pl.DataFrame | None = field(default=None, repr=False)
    bills: pl.DataFrame | None = field(default=None, repr=False)
    flags: pl.DataFrame | None = field(default=None, repr=False)
    voyages: pl.DataFrame | None = field(default=None, repr=False)
    calls: pl.DataFrame | None = field(default=None, repr=False)
    vessels: pl.DataFrame | None = field(default=None, repr=False)
    gaps: pl.DataFrame | None = field(default=None, repr=False)
    events: pl.DataFrame | None = field(default=None, repr=False)
