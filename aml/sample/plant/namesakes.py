"""Payments to parties that only resemble an entry of a list, or were on one once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from aml.sample.chance import Chance, between, money, rounded
from aml.sample.life.lists import Said
from aml.sample.plant.cast import Cast, bank_hours, passes_on
from aml.sample.plant.flagged import listed, listed_officially, paid, shipments
from aml.sample.story import Story

_LONG_AGO = 300


def born_on_another_day(cast: Cast, rng: Chance) -> Story:
    """A friend bears the name of somebody whom a government lists, in Spain.

    The listed one was born on another day and has other papers.
    """
    customer, friend = cast.person(rng), int(rng.choice(cast.town.outsider("person")))
    said: dict[str, Said] = {
        "kind": "person", "name": cast.party(friend)["name"], "country": "ES",
        "document_number": f"D{int(rng.integers(10**7, 10**8))}",
        "born_on": int(rng.integers(-6000, 2000)),
    }  # fmt: skip
    told = "a friend who shares no more than the name with a listed person"
    return _paid_person(cast, rng, customer, friend, ("another birth date", told), said)


def weak_alias(cast: Cast, rng: Chance) -> Story:
    """The publisher itself calls the alias weak that a neighbour's name is like."""
    customer, friend = cast.person(rng), int(rng.choice(cast.town.outsider("person")))
    name = cast.party(friend)["name"]
    other = cast.party(int(rng.choice(cast.town.outsider("person"))))["name"]
    said: dict[str, Said] = {
        "kind": "person", "name": f"{other} {name.split()[-1][::-1].title()}", "country": "MX",
        "weak_aliases": [name, name.split()[0]], "born_on": int(rng.integers(-6000, 6000)),
    }  # fmt: skip
    told = "the name is only a weak alias of somebody listed elsewhere"
    return _paid_person(cast, rng, customer, friend, ("weak alias", told), said)


def once_listed(cast: Cast, rng: Chance) -> Story:
    """A supplier was on the list, account and all, and was taken off before it was paid."""
    shipper, buyer, first = cast.shipper(rng), cast.importer(rng), cast.start(rng, 60)
    issued = first + np.sort(rng.integers(0, 50, 3))
    bills = shipments(cast, rng, buyer, issued, shipper)
    party, until = cast.party(shipper), first - int(rng.integers(240, 400))
    said: dict[str, Said] = {
        "kind": "organisation", "name": party["name"], "country": party["country"],
        "account_number": party["account"],
    }  # fmt: skip
    flags = listed(rng, said, until - int(rng.integers(200, 600)), until)
    moves = paid(cast, rng, bills, issued + 5, 9000, shipper)
    told = "taken off the list more than half a year before the first payment"
    story = _story("expired entry", told, buyer, moves, flags)
    return replace(story, bills=bills)


def like_name(cast: Cast, rng: Chance) -> Story:
    """A firm at home has the same first words as a listed one abroad, and another trade."""
    customer, supplier = cast.shop(rng), int(rng.choice(cast.town.outsider("domestic supplier")))
    count = int(rng.integers(2, 5))
    at = bank_hours(rng, cast.start(rng, 60) + np.sort(rng.integers(0, 60, count)))
    moves = passes_on(rng, customer, at, money(rng, 2400, 0.5, count), np.full(count, supplier))
    first = " ".join(cast.party(supplier)["name"].split()[:1])
    listed_name = f"{first} {_other_word(cast, rng)} Exports S.A. de C.V."
    said: dict[str, Said] = {"kind": "organisation", "name": listed_name, "country": "MX"}
    flags = listed_officially(rng, said, cast.town.plan.first_day - _LONG_AGO)
    told = "another firm in another country and trade; one word of the name is the same"
    return _story("similar name", told, customer, moves, flags)


def _other_word(cast: Cast, rng: Chance) -> str:
    names = cast.town.outsiders["name"].gather(rng.integers(0, cast.town.outsiders.height, 1))
    return str(names[0]).split()[0]


def _paid_person(
    cast: Cast, rng: Chance, customer: int, friend: int, what: tuple[str, str],
    said: dict[str, Said],
) -> Story:  # fmt: skip
    count = int(rng.integers(2, 5))
    at = bank_hours(rng, cast.start(rng, 60) + np.sort(rng.integers(0, 60, count)))
    cents = rounded(between(rng, 60, 340, count), 5)
    moves = passes_on(rng, customer, at, cents, np.full(count, friend))
    moves = moves.with_columns(channel=pl.lit("p2p"))
    flags = listed_officially(rng, said, cast.town.plan.first_day - _LONG_AGO)
    return _story(what[0], what[1], customer, moves, flags)


def _story(
    variant: str, told: str, customer: int, moves: pl.DataFrame, flags: pl.DataFrame
) -> Story:
    return Story("W01", "look_alike", variant, told, "customer", (customer,), moves, flags=flags)
