"""Chemicals, presses and lonely farms: purchases that do not fit those who make them.

Names and CAS numbers of substances are those of public lists of precursors.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, between, money, rounded, words
from aml.sample.life.counter import Visits
from aml.sample.life.entry import together
from aml.sample.plant.cast import Cast, bank_hours, comes_in
from aml.sample.plant.moves import Account, innocent, numbered
from aml.sample.story import Story

_NAMED = (
    "1-boc-4-piperidone 79099-07-3", "1-boc-4-AP CAS 125541-22-2", "4-piperidone hydrochloride",
    "NPP 39742-60-4", "BMK 103-79-7", "PMK glycidate 13605-48-6", "methylamine 74-89-5",
    "acetic anhydride 108-24-7", "ephedrine HCl 299-42-3", "safrole oil 94-59-7",
)  # fmt: skip
_VAGUE = ("biotech sample", "lab reagents", "raw material", "food additive", "dye intermediates")
#: A laboratory in parts: what it is, who sells it, dollars, and how it is paid.
_BASKET = (
    ("tablet press TDP-5", "industrial supplier", 2600), ("rotary evaporator, glassware",
     "laboratory supplier", 1300), ("vacuum pump", "laboratory supplier", 420),
    ("acetone 200 l drums", "chemical supplier", 980), ("hydrochloric acid, 8 canisters",
     "chemical supplier", 340), ("gas cylinders", "industrial supplier", 410),
    ("respirators and gloves", "industrial supplier", 190), ("generator 12 kW",
     "industrial supplier", 1900), ("storage unit", "storage", 160),
    ("farm house, two months", "lettings", 2700),
)  # fmt: skip
#: The press, the solvent and the house; and the rest.
_NEEDED, _USEFUL = (0, 3, 9), (1, 2, 4, 5, 6, 7, 8)
_IDLE = ("student", "unemployed", "waiter", "retail assistant", "warehouse worker", "homemaker")


def precursors(cast: Cast, rng: Chance, turn: int) -> Story:
    """Firms and people of other trades pay makers of chemicals abroad."""
    ways = ("named with its number", "many small payments", "one large payment", "many payers")
    variant = ways[turn % len(ways)]
    payee = int(rng.choice(cast.town.outsider("chemist abroad")))
    first, count = cast.start(rng, 60), int(rng.integers(3, 6))
    payers = [cast.shop(rng) if rng.random() < 0.6 else cast.person(rng)]
    if variant == "many payers":
        payers = list(dict.fromkeys([*payers, *cast.crowd(rng, 5).tolist()]))[:5]
    moves = []
    for payer in payers:
        each = 1 if variant == "one large payment" else count
        day = first + np.sort(rng.integers(0, 52, each))
        cents = between(rng, 420, 980, each)
        if variant == "one large payment":
            cents = between(rng, 10_500, 27_000, each)
        text = numbered(rng, str(rng.choice(np.array(_VAGUE))), each)
        if variant != "many payers" or rng.random() < 0.25:
            # Among vague words the substance slips in, at times in one payment of several.
            named = numbered(rng, str(rng.choice(np.array(_NAMED))), each)
            slips = np.arange(each) == int(rng.integers(each))
            text = (
                named
                if variant != "many small payments"
                else text.zip_with(pl.Series(~slips), named)
            )
        moves.append(Account(rng, payer).pays(day, cents, payee, text, channel="wire"))
    told = f"{len(payers)} payers of other trades and one maker of chemicals abroad"
    return Story("X01", "planted", variant, told, "customer", tuple(payers), together(moves))


def harmless_words(cast: Cast, rng: Chance) -> Story:
    """Hard: the payee is a trader like any other, and the text names flavours."""
    payer, first = cast.shop(rng), cast.start(rng, 100)
    partner = int(rng.choice(cast.town.outsider("partner abroad")))
    day = first + np.array([0, 41, 83])
    moves = Account(rng, payer).pays(
        day, between(rng, 1500, 3800, 3), partner, numbered(rng, "flavours", 3), channel="wire"
    )
    told = "precursors sold as flavours by a general trader"
    return Story("X01", "hard", "sold as flavours", told, "customer", (payer,), moves)


def soap_and_cream(cast: Cast, rng: Chance) -> Story:
    """A maker of cosmetics buys oils and colours from the same supplier at home each month."""
    maker, first = cast.shop(rng), cast.start(rng, 120)
    supplier = int(rng.choice(cast.town.outsider("chemical supplier")))
    day, cents = first + 29 * np.arange(4), money(rng, 640, 0.15, 4)
    text = numbered(rng, "glycerine, fragrance oils", 4)
    moves = [Account(rng, maker).pays(day, cents, supplier, text)]
    return innocent("X01", "cosmetics maker", "oils and colours for soap", maker, moves)


def pool_service(cast: Cast, rng: Chance) -> Story:
    """A firm that looks after pools buys acid and chlorine in the warm months."""
    firm, first = cast.shop(rng), cast.start(rng, 90)
    supplier = int(rng.choice(cast.town.outsider("chemical supplier")))
    day, cents = first + 14 * np.arange(6), money(rng, 310, 0.2, 6)
    moves = [
        Account(rng, firm).pays(day, cents, supplier, numbered(rng, "pool acid and chlorine", 6))
    ]
    return innocent("X01", "pool service", "acid and chlorine for swimming pools", firm, moves)


def laboratory(cast: Cast, rng: Chance, turn: int) -> Story:
    """Somebody of another trade gathers a press, glass, solvents, gas and a lonely house."""
    ways = ("bought alone", "somebody else pays", "by card", "with a great deal of power")
    variant = ways[turn % len(ways)]
    who, first = _idle(cast, rng), cast.start(rng, 84)
    count = int(rng.integers(6, 9))
    chosen = np.sort(rng.choice(np.arange(1, len(_BASKET)), count - 1, replace=False))
    moves = _basket(
        cast, rng, who, np.array([0, *chosen.tolist()]), first, by_card=variant == "by card"
    )
    total = int(sum(frame["cents"].sum() for frame in moves))
    if variant == "somebody else pays":
        cents = rounded(np.array([total * 6 // 10, total // 2]), 50)
        at = bank_hours(rng, first - 3 + np.array([0, 20]))
        moves.append(comes_in(rng, who, at, cents, cast.strangers(rng, 1).repeat(2)))
    else:
        branch = cast.home_branches(rng, who, 2)
        day = first - 2 + np.array([0, 17])
        notes = Visits(who, day, rounded(np.array([total // 2, total * 6 // 10]), 20), branch)
        moves.append(notes.booked(rng))
    if "power" in variant:
        month = first + 28 * np.arange(3)
        utility = int(rng.choice(cast.town.outsider("utility")))
        bills = np.array([38_000, 71_000, 96_000]) + rng.integers(0, 9000, 3)
        moves.append(Account(rng, who).pays(month, bills, utility, "Electricity and water"))
    told = f"{count} parts of a laboratory within three months, by somebody of another trade"
    return Story("X02", "planted", variant, told, "customer", (who,), together(moves))


def spread_over_friends(cast: Cast, rng: Chance) -> Story:
    """Hard: three people buy two things each, and nothing names a press."""
    people, first = cast.crowd(rng, 3), cast.start(rng, 84)
    items = rng.permutation(np.arange(1, len(_BASKET)))[:6].reshape(3, 2)
    moves = [
        frame
        for who, chosen in zip(people.tolist(), items, strict=True)
        for frame in _basket(cast, rng, who, chosen, first, by_card=False)
    ]
    told = "a laboratory bought in parts by three friends"
    return Story(
        "X02", "hard", "two things each", told, "customer", tuple(people.tolist()), together(moves)
    )


def brewery(cast: Cast, rng: Chance) -> Story:
    """A small brewery buys kettles, cleaning agents, gas and a cold store."""
    firm, first = cast.shop(rng), cast.start(rng, 70)
    wanted = (
        ("brewing kettles", "industrial supplier", 3100), ("CO2 gas cylinders",
         "industrial supplier", 380), ("caustic cleaner", "chemical supplier", 210),
        ("cold storage", "storage", 240),
    )  # fmt: skip
    moves = [
        _one(cast, rng, firm, item, first + 9 * turn + 1, by_card=False)
        for turn, item in enumerate(wanted)
    ]
    return innocent("X02", "brewery", "kettles, cleaner and gas of a brewery", firm, moves)


def restorer(cast: Cast, rng: Chance) -> Story:
    """Somebody restores furniture: solvents, respirators, a rented barn."""
    who, first = cast.person(rng), cast.start(rng, 80)
    wanted = (
        ("paint stripper", "chemical supplier", 90), ("respirator filters", "industrial supplier",
         60), ("barn, one month", "lettings", 420),
    )  # fmt: skip
    moves = [
        _one(cast, rng, who, item, first + 20 * turn + 1, by_card=turn < 2)
        for turn, item in enumerate(wanted)
    ]
    return innocent("X02", "furniture restorer", "a hobby with solvents and a barn", who, moves)


def _basket(
    cast: Cast, rng: Chance, who: int, items: Ints, first: int, *, by_card: bool
) -> list[pl.DataFrame]:
    """Each of the items, on a day of its own within eleven weeks."""
    day = first + np.sort(rng.integers(0, 76, len(items)))
    return [
        _one(cast, rng, who, _BASKET[item], on, by_card=by_card)
        for item, on in zip(items.tolist(), rng.permutation(day).tolist(), strict=True)
    ]


def _one(
    cast: Cast, rng: Chance, who: int, item: tuple[str, str, int], day: int, *, by_card: bool
) -> pl.DataFrame:
    """One purchase: by card, by transfer, or by a transfer after cash."""
    text, kind, dollars = item
    seller = int(rng.choice(cast.town.outsider(kind)))
    cents = money(rng, dollars, 0.18, 1)
    channel = "card" if by_card else str(words(rng, ["ach", "wire", "p2p"], 1)[0])
    said_ = "Online" if by_card and rng.random() < 0.3 else numbered(rng, text, 1)[0]
    return Account(rng, who).pays(np.array([day]), cents, seller, str(said_), channel=channel)


def _idle(cast: Cast, rng: Chance) -> int:
    """A person whose work has nothing to do with chemistry."""
    people = cast.town.family("person")
    people = people[cast.town.opened[people] < cast.town.plan.first_day]
    idle = cast.town.customers["occupation"].gather(people).is_in(_IDLE).to_numpy()
    return cast.first_free(rng, "customer", people[idle], people)
