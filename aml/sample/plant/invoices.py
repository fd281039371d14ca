"""Invoices that are paid more than once, or by others than those who bought the goods."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, between, rounded
from aml.sample.life.counter import Visits
from aml.sample.life.entry import together
from aml.sample.life.exports import turned_round
from aml.sample.plant.cast import Cast, parts, tidy
from aml.sample.plant.flagged import shipments
from aml.sample.plant.moves import Account, innocent, moved
from aml.sample.story import Story


def paid_again(cast: Cast, rng: Chance, turn: int) -> Story:
    """The same invoice or bill of lading is paid by several firms, or by one several times."""
    ways = ("three payers", "three times by one", "one bill, two banks", "received three times")
    variant = ways[turn % len(ways)]
    first, reference = cast.start(rng, 90), f"INV-{int(rng.integers(1000, 99_999))}"
    count = 2 if "two banks" in variant else int(rng.integers(3, 5))
    day = first + np.sort(rng.choice(np.arange(2, 80), count, replace=False))
    whole = int(tidy(rng, between(rng, 9000, 46_000, 1))[0])
    cents = np.rint(whole * rng.uniform(0.96, 1.04, count)).astype(np.int64)
    text = _worded(rng, reference, count)
    if variant == "received three times":
        seller = cast.importer(rng)
        payers = cast.strangers(rng, count)
        moves = [Account(rng, seller).gets(day, cents, payers, text, "wire")]
        focus: tuple[int, ...] = (seller,)
    else:
        supplier = int(rng.choice(cast.town.outsider("buyer abroad")))
        one = "by one" in variant
        payers = np.array([cast.shop(rng) for _ in range(1 if one else count)])
        each = np.resize(payers, count)
        moves = [
            Account(rng, int(payer)).pays(
                day[n : n + 1], cents[n : n + 1], supplier, text[n], "wire"
            )
            for n, payer in enumerate(each)
        ]
        focus = tuple(dict.fromkeys(payers.tolist()))
    frame, bills = together(moves).with_columns(invoice=pl.lit(reference)), None
    if variant == "one bill, two banks":
        bills = shipments(cast, rng, cast.importer(rng), np.array([first]))
        frame = frame.with_columns(bill=pl.lit(bills["bl_no"][0]))
    told = f"one invoice, {count} payments of the whole"
    return Story("T04", "planted", variant, told, "customer", focus, frame, bills=bills)


def written_otherwise(cast: Cast, rng: Chance) -> Story:
    """Hard: each payment writes the number of the same invoice in another way."""
    supplier = int(rng.choice(cast.town.outsider("buyer abroad")))
    number, first = int(rng.integers(1000, 99_999)), cast.start(rng, 90)
    whole = between(rng, 9000, 30_000, 1)
    payers = [cast.shop(rng) for _ in range(3)]
    written = (f"{number}/A", f"F {number // 100}-{number % 100:02}", f"no {number} rest")
    moves = [
        Account(rng, payer).pays(np.array([first + 25 * n]), whole, supplier, text, "wire")
        for n, (payer, text) in enumerate(zip(payers, written, strict=True))
    ]
    told = "one invoice paid three times under three spellings of its number"
    return Story(
        "T04", "hard", "written otherwise", told, "customer", tuple(dict.fromkeys(payers)),
        together(moves),
    )  # fmt: skip


def in_two_parts(cast: Cast, rng: Chance) -> Story:
    """Thirty per cent in advance and seventy on delivery, on the same invoice."""
    buyer, first = cast.shop(rng), cast.start(rng, 60)
    supplier = int(rng.choice(cast.town.outsider("domestic supplier")))
    whole = int(rounded(between(rng, 9000, 26_000, 1), 10)[0])
    reference = f"INV-{int(rng.integers(1000, 99_999))}"
    cents = np.array([whole * 3 // 10, whole * 7 // 10])
    paid = Account(rng, buyer).pays(
        first + np.array([0, 41]), cents, supplier, _worded(rng, reference, 2)
    )
    told = "a deposit and the rest, on one invoice"
    return innocent(
        "T04", "30 and 70 per cent", told, buyer, [paid.with_columns(invoice=pl.lit(reference))]
    )


def sent_again(cast: Cast, rng: Chance) -> Story:
    """A wire comes back for a wrong account number and is sent once more two days later."""
    buyer, first = cast.shop(rng), cast.start(rng, 20)
    supplier = int(rng.choice(cast.town.outsider("buyer abroad")))
    cents, reference = between(rng, 4200, 15_000, 1), f"INV-{int(rng.integers(1000, 99_999))}"
    holder, text = Account(rng, buyer), _worded(rng, reference, 1)
    moves = [
        holder.pays(np.array([first]), cents, supplier, text, "wire"),
        holder.gets(np.array([first + 2]), cents, supplier, "Returned, account unknown", "wire"),
        holder.pays(np.array([first + 4]), cents, supplier, text, "wire"),
    ]
    moves = [frame.with_columns(invoice=pl.lit(reference)) for frame in moves]
    return innocent("T04", "returned and sent again", "a wire that came back", buyer, moves)


def others_pay(cast: Cast, rng: Chance, turn: int) -> Story:
    """An exporter's goods go to one buyer abroad, and firms and people here pay for them."""
    ways = ("firms at home", "firms and notes", "round sums", "from a third country")
    variant = ways[turn % len(ways)]
    seller, buyer, first = cast.importer(rng), _buyer(cast, rng), cast.start(rng, 120)
    issued = first + np.sort(rng.integers(0, 60, 4))
    bills = exports(cast, rng, seller, buyer, issued)
    count, total = int(rng.integers(6, 10)), float(bills["cents"].sum()) / 100
    cents = tidy(rng, parts(rng, max(56_000.0, total * 0.95), count, 9))
    if variant == "round sums":
        cents = rounded(cents, 1000)
    day = first + np.sort(rng.integers(12, 115, count))
    payers = cast.strangers(rng, int(rng.integers(4, 7)))
    if variant == "from a third country":
        abroad = cast.town.outsider("buyer abroad")
        elsewhere = _country(cast, abroad) != _country(cast, np.array([buyer]))[0]
        payers = rng.choice(abroad[elsewhere.to_numpy()], 5, replace=False)
    name = cast.party(buyer)["name"]
    numbers = pl.Series(rng.integers(1000, 99_999, count)).cast(pl.String)
    text = pl.select(pl.concat_str([pl.lit("INV "), numbers, pl.lit(f" {name}")])).to_series()
    paid = Account(rng, seller).gets(
        day, cents, payers[np.arange(count) % len(payers)], text, "wire"
    )
    paid = paid.with_columns(invoice=pl.Series("INV-" + numbers))
    moves = [paid]
    if variant == "firms and notes":
        is_note = pl.Series(np.arange(count) % 3 == 0)
        branch = cast.home_branches(rng, seller, 2)[np.arange(count) % 2]
        who = cast.helpers(rng, 2)[np.arange(count) % 2]
        small = np.minimum(cents, 940_000)
        notes = Visits(seller, day, small, branch, conductor=who).booked(rng)
        moves = [paid.filter(~is_note), notes.filter(is_note)]
    told = f"goods for one buyer abroad, {count} payments of others"
    return Story(
        "T06", "planted", variant, told, "customer", (seller,), together(moves), bills=bills
    )


def one_friend_pays(cast: Cast, rng: Chance) -> Story:
    """Hard: the buyer pays most, and two others a quarter of it."""
    seller, buyer, first = cast.importer(rng), _buyer(cast, rng), cast.start(rng, 120)
    bills = exports(cast, rng, seller, buyer, first + np.array([0, 30, 60]))
    others = cast.strangers(rng, 2)
    cents = parts(rng, max(60_000.0, float(bills["cents"].sum()) / 100), 8, 9)
    payers = np.array([buyer, buyer, others[0], buyer, buyer, others[1], buyer, buyer])
    day = first + 14 * np.arange(8)
    numbers = pl.Series(rng.integers(1000, 99_999, 8)).cast(pl.String)
    paid = Account(rng, seller).gets(day, cents, payers, "INV " + numbers, "wire")
    told = "a quarter of an exporter's invoices is paid by others"
    return Story("T06", "hard", "a quarter", told, "customer", (seller,), paid, bills=bills)


def factor_pays(cast: Cast, rng: Chance) -> Story:
    """A factoring house that banks here bought the exporter's claims and pays each month."""
    seller, buyer, first = cast.importer(rng), _buyer(cast, rng), cast.start(rng, 110)
    bills = exports(cast, rng, seller, buyer, first + np.array([0, 28, 57]))
    factor = int(rng.choice(cast.town.family("factoring house")))
    at = (first + 10 + np.array([0, 30, 60])) * 86_400 + 11 * 3600 + rng.integers(0, 9000, 3)
    cents = bills["cents"].to_numpy() * 85 // 100
    paid = moved(cast, rng, at, (np.full(3, factor), np.full(3, seller)), cents)
    paid = paid.with_columns(text=pl.lit("Purchase of receivables"), channel=pl.lit("internal"))
    told = "a factoring house pays for all of the exporter's claims"
    return innocent("T06", "factoring", told, seller, [paid], bills=bills)


def group_pays(cast: Cast, rng: Chance) -> Story:
    """The mother of the buyer, of the same name, pays for all its subsidiaries."""
    seller, first = cast.importer(rng), cast.start(rng, 110)
    group = cast.town.outsider("group shipper")
    mother = int(rng.choice(group))
    bills = exports(cast, rng, seller, mother, first + np.array([0, 31, 62]))
    day = first + np.array([15, 46, 77])
    text = "Group treasury on behalf of " + cast.party(mother)["name"].split()[0]
    cents = bills["cents"].to_numpy()
    paid = Account(rng, seller).gets(day, cents, mother, text, "wire")
    return innocent(
        "T06", "group treasury pays", "a group pays for itself", seller, [paid], bills=bills
    )


def exports(cast: Cast, rng: Chance, seller: int, buyer: int, issued: Ints) -> pl.DataFrame:
    """Bills of lading of goods that a customer sends abroad."""
    return turned_round(shipments(cast, rng, seller, issued), np.full(len(issued), buyer))


def _buyer(cast: Cast, rng: Chance) -> int:
    return cast.fresh(rng, "buyer abroad", cast.town.outsider("buyer abroad"))


def _country(cast: Cast, number: Ints) -> pl.Series:
    return cast.town.outsiders["country"].gather(number - cast.town.accounts.height)


def _worded(rng: Chance, reference: str, count: int) -> pl.Series:
    """The number of the invoice as clerks write it."""
    ways = (f"Invoice {reference[4:]}", reference, f"inv {reference[4:]}", reference.lower())
    return pl.Series(ways).gather(rng.integers(0, len(ways), count))
