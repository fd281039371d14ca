"""The institution's own list of flagged parties: mostly names that never come near the ledger."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance
from aml.sample.world.names import addresses, firm_names, person_names
from aml.sample.world.ships import container_numbers, imo_numbers
from aml.sample.world.town import Town

FLAG = pl.Schema(
    {
        "name": pl.String, "aliases": pl.List(pl.String), "kind": pl.String, "imo_number": pl.String,
        "container_number": pl.String, "registration_number": pl.String, "document_number": pl.String,
        "account_number": pl.String, "country": pl.String, "born_on": pl.Date, "reason": pl.String,
        "strength": pl.Int64, "program": pl.String, "flagged_from": pl.Int64, "flagged_to": pl.Int64,
    }
)  # fmt: skip
#: Reasons that an institution has of its own, with the strength in percent it gives them.
REASONS = {
    "front_suspect": (60, 90),
    "analyst": (40, 80),
    "adverse_media": (30, 60),
    "seizure": (80, 100),
}
_COUNTRIES = ("MX", "EC", "CO", "PE", "ES", "NL")


def flag(**said: str | int | list[str] | None) -> pl.DataFrame:
    """One entry of the list; what is not given is not known."""
    known = {name: said.get(name) for name in FLAG}
    return pl.DataFrame({name: [value] for name, value in known.items()}, schema=FLAG)


def reason_for(rng: Chance) -> tuple[str, int]:
    """Why a party is on the list, and how strong the suspicion is."""
    names = list(REASONS)
    reason = names[int(rng.integers(len(names)))]
    low, high = REASONS[reason]
    return reason, int(rng.integers(low, high + 1))


def general_list(town: Town) -> pl.DataFrame:
    """Firms, people, ships, containers and addresses that the institution has collected for years."""
    rng, plan = town.stream("list"), town.plan
    count = 4 + round((plan.transactions / 1000) ** 0.5)
    parts = []
    for number in range(count):
        reason, strength = reason_for(rng)
        since = plan.first_day - int(rng.integers(30, 2000))
        ends = since + int(rng.integers(200, 900)) if rng.random() < 0.2 else None
        country = _COUNTRIES[number % len(_COUNTRIES)]
        dates = {"reason": reason, "strength": strength, "flagged_from": since, "flagged_to": ends}
        trade = ("trade", "forwarder", "carrier", "haul")[number % 4]
        firm = firm_names(rng, trade, country, 2).to_list()
        ship = imo_numbers(np.array([990_000 + int(rng.integers(0, 9999))]))[0]
        parts += [
            flag(name=firm[0], kind="organisation", country=country, aliases=[firm[1]], **dates),
            flag(name=person_names(rng, 1)[0], kind="person", country=country,
                 born_on=int(rng.integers(0, 12_000)), **dates),
        ]  # fmt: skip
        if number % 3 == 0:
            parts += [
                flag(kind="vessel", imo_number=ship, name=f"Sable {firm[0].split()[0]}", **dates),
                flag(kind="container", container_number=container_numbers(rng, 1)[0], **dates),
                flag(kind="address", name=addresses(rng, 1)[0], country=country, **dates),
            ]
    return pl.concat(parts)
