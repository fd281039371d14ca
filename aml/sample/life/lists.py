"""The lists of flagged parties: mostly names that never come near the ledger.

The institution's own list says what it suspects; the official one is imported, with the programme
of each entry and the aliases that its publisher calls weak.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from aml.sample.chance import Chance
from aml.sample.world.names import addresses, firm_names, person_names
from aml.sample.world.ships import container_numbers, imo_numbers
from aml.sample.world.town import Town

_TEXTS = (
    "name", "kind", "imo_number", "container_number", "registration_number", "document_number",
    "account_number", "country", "reason", "list_id", "program",
)  # fmt: skip
#: flagged_from and flagged_to are days since 1970, strength is in percent.
FLAG = pl.Schema(
    [
        *((name, pl.String()) for name in _TEXTS),
        *((name, pl.List(pl.String())) for name in ("aliases", "weak_aliases")),
        ("born_on", pl.Date()),
        *((name, pl.Int64()) for name in ("strength", "flagged_from", "flagged_to")),
    ]
)
OWN_LIST, OFFICIAL_LIST = "own_flags", "official_list"
Said = str | int | list[str] | None
#: Reasons that an institution has of its own, with the strength in percent it gives them.
REASONS = {
    "front_suspect": (60, 90),
    "analyst": (40, 80),
    "adverse_media": (30, 60),
    "seizure": (80, 100),
}
#: What an official list says of its entries: the reason, and the programme as it is printed.
_PROGRAMS = (("fto", "FTO"), ("sdgt", "SDGT"), ("sdn", "SDNTK"), ("sdn", "ILLICIT-DRUGS-EO14059"))
_KINDS = ("trade", "forwarder", "carrier", "haul")
_COUNTRIES = ("MX", "EC", "CO", "PE", "ES", "NL")


def flag(said: Mapping[str, Said]) -> pl.DataFrame:
    """One entry of the list; what is not said is not known."""
    known = {"list_id": OWN_LIST, **said}
    return pl.DataFrame({name: [known.get(name)] for name in FLAG}, schema=FLAG)


def reason_for(rng: Chance) -> tuple[str, int]:
    """Why a party is on the list, and how strong the suspicion is."""
    names = list(REASONS)
    reason = names[int(rng.integers(len(names)))]
    low, high = REASONS[reason]
    return reason, int(rng.integers(low, high + 1))


def official_reason(rng: Chance) -> dict[str, Said]:
    """Reason, programme and strength of an entry that was imported from a government's list."""
    reason, program = _PROGRAMS[int(rng.integers(len(_PROGRAMS)))]
    return {"reason": reason, "program": program, "strength": 100, "list_id": OFFICIAL_LIST}


def general_list(town: Town) -> pl.DataFrame:
    """Firms, people, ships, containers, addresses that the institution collected over years."""
    rng, plan = town.stream("list"), town.plan
    count = 4 + round((plan.transactions / 1000) ** 0.5)
    entries: list[dict[str, Said]] = []
    for number in range(count):
        reason, strength = reason_for(rng)
        since = plan.first_day - int(rng.integers(30, 2000))
        ends = since + int(rng.integers(200, 900)) if rng.random() < 0.2 else None
        country = _COUNTRIES[number % len(_COUNTRIES)]
        known: dict[str, Said] = {
            "country": country, "reason": reason, "strength": strength,
            "flagged_from": since, "flagged_to": ends,
        }  # fmt: skip
        firm = firm_names(rng, _KINDS[number % len(_KINDS)], country, 2).to_list()
        born = int(rng.integers(0, 12_000))
        entries.append(known | {"name": firm[0], "aliases": [firm[1]], "kind": "organisation"})
        entries.append(known | {"name": person_names(rng, 1)[0], "kind": "person", "born_on": born})
        if number % 3 == 0:
            ship = imo_numbers(np.array([990_000 + int(rng.integers(0, 9999))]))[0]
            name = f"Sable {firm[0].split()[0]}"
            box = container_numbers(rng, 1)[0]
            place = addresses(rng, 1)[0]
            entries.append(known | {"kind": "vessel", "imo_number": ship, "name": name})
            entries.append(known | {"kind": "container", "container_number": box})
            entries.append(known | {"kind": "address", "name": place})
    entries += _official_entries(rng, plan.first_day, count)
    return pl.concat([flag(entry) for entry in entries])


def _official_entries(rng: Chance, before: int, count: int) -> list[dict[str, Said]]:
    """Firms and people of an official list, every third with an alias that is called weak."""
    listed: list[dict[str, Said]] = []
    for number in range(count):
        country = _COUNTRIES[number % len(_COUNTRIES)]
        firms = firm_names(rng, _KINDS[number % len(_KINDS)], country, 2).to_list()
        people = person_names(rng, 3).to_list()
        weak: Said = [people[2].split()[0]] if number % 3 == 0 else None
        since: dict[str, Said] = {
            "country": country, "flagged_from": before - int(rng.integers(10, 3000)),
            **official_reason(rng),
        }  # fmt: skip
        person: dict[str, Said] = {
            "kind": "person", "name": people[0], "aliases": [people[1]], "weak_aliases": weak,
            "born_on": int(rng.integers(-4000, 11_000)),
        }  # fmt: skip
        listed.append(since | {"kind": "organisation", "name": firms[0], "aliases": [firms[1]]})
        listed.append(since | person)
    return listed
