"""Payments tied to flagged shippers, vessels and containers, openly or through papers and texts."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, business_day, codes, moment, money
from aml.sample.life.entry import ENTRY, entries, together
from aml.sample.life.lists import flag, reason_for
from aml.sample.life.trade import make_bills, pay_for, payment
from aml.sample.plant.cast import Cast
from aml.sample.story import Story
from aml.sample.world.town import numbering


def direct_hit(cast: Cast, rng: Chance, turn: int) -> Story:
    """A customer pays a party on the list: by its papers, by its account, or under another spelling."""
    variant = ("same account", "name written otherwise", "receiver by document")[turn % 3]
    if variant == "receiver by document":
        return _flagged_receiver(cast, rng)
    town, shipper, buyer = cast.town, cast.shipper(rng), cast.importer(rng)
    row = town.outsiders.row(shipper - town.accounts.height, named=True)
    day = cast.start(rng, 60)
    dates = {"flagged_from": day - int(rng.integers(5, 60)), "flagged_to": None}
    name = str(row["name"])
    said = {"name": _other_spelling(name), "country": row["country"], "kind": "organisation"}
    if variant == "same account":
        said |= {"name": name, "account_number": row["account"]}
    count = int(rng.integers(2, 5))
    issued = day + np.sort(rng.integers(0, 50, count))
    bills = make_bills(
        town, rng, cast.trade.vessels, np.full(count, buyer), issued, np.full(count, shipper)
    )
    value = money(rng, 9000, 0.5, count)
    paid = payment(town, rng, bills, issued, value, np.full(count, shipper))
    plain = paid.with_columns(
        bill=pl.lit(None, pl.String),
        text=pl.concat_str(pl.lit("Invoice "), pl.col("invoice").str.slice(4)),
    )
    return Story(
        "W01", "planted", variant, f"{count} payments to a supplier that is on the list", "customer", (buyer,),
        entries=together([plain]), flags=_flag(rng, dates, **said),
    )  # fmt: skip


def _flagged_receiver(cast: Cast, rng: Chance) -> Story:
    from aml.sample.life.remittances import agents_near, transfers
    from aml.sample.plant.remitting import posted

    receiver, sender = cast.receiver(rng), cast.sender(rng)
    whom = cast.corridors.receivers.row(receiver, named=True)
    first, count = cast.start(rng, 40), int(rng.integers(2, 5))
    at = np.sort(
        (first + rng.integers(0, 40, count)) * 86_400 + rng.integers(9 * 3600, 20 * 3600, count)
    )
    senders = np.full(count, sender)
    sent = transfers(rng, at, senders, np.full(count, receiver), agents_near(cast.town, rng, cast.corridors, senders),
                     money(rng, 700, 0.4, count))  # fmt: skip
    listed = _flag(
        rng, {"flagged_from": first - 20, "flagged_to": None}, kind="person", name=whom["name"],
        country=whom["country"], document_number=whom["document"],
    )  # fmt: skip
    return Story(
        "W01", "planted", "receiver by document", f"{count} remittances to a person on the list", "receiver",
        (receiver,), transfers=posted(sent), flags=listed,
    )  # fmt: skip


def shipper_on_the_bill(cast: Cast, rng: Chance, turn: int) -> Story:
    """A flagged shipper stands on the bill of lading; the buyer pays others named on it."""
    variant = (
        "forwarder before arrival",
        "supplier and forwarder",
        "somebody else pays the freight",
    )[turn % 3]
    town, shipper, buyer = cast.town, cast.shipper(rng), cast.importer(rng)
    count = int(rng.integers(1, 4))
    first = cast.start(rng, 70)
    issued = first + np.sort(rng.integers(0, 30, count))
    bills = make_bills(
        town, rng, cast.trade.vessels, np.full(count, buyer), issued, np.full(count, shipper)
    )
    small = town.outsider("forwarder")
    own = small[(buyer * 5) % len(small)]
    bills = bills.with_columns(forwarder=pl.lit(own, pl.Int64))
    payees = np.full(count, own)
    freight = money(rng, 4200, 0.4, count)
    before = bills["arrival"].to_numpy() - rng.integers(2, 14, count)
    made = [_silent(payment(town, rng, bills, before, freight, payees))]
    focus = [buyer]
    if variant == "supplier and forwarder":
        made.append(
            _silent(
                payment(
                    town,
                    rng,
                    bills,
                    issued + 4,
                    money(rng, 14_000, 0.4, count),
                    np.full(count, shipper),
                )
            )
        )
    if variant == "somebody else pays the freight":
        payer = cast.shop(rng)
        focus.append(payer)
        made = [made[0].with_columns(account=pl.lit(payer, pl.Int64), channel=pl.lit("wire"))]
    row = town.outsiders.row(shipper - town.accounts.height, named=True)
    listed = _flag(
        rng, {"flagged_from": first - int(rng.integers(10, 120)), "flagged_to": None}, kind="organisation",
        name=row["name"], country=row["country"],
        registration_number=codes("N", np.array([shipper - town.accounts.height]), numbering(town.plan) + 1)[0],
    )  # fmt: skip
    return Story(
        "W02", "planted", variant, f"{count} shipments of a flagged shipper, freight paid to the forwarder named there",
        "customer", tuple(focus), entries=together(made), bills=bills, flags=listed,
    )  # fmt: skip


def cited_in_the_text(cast: Cast, rng: Chance, turn: int) -> Story:
    """The payment text names a flagged container, ship or bill; the payer has no part in the cargo."""
    variant = (
        "container with its check digit",
        "container without spaces",
        "IMO number",
        "bill number",
    )[turn % 4]
    town, buyer, payer = (
        cast.town,
        cast.importer(rng),
        cast.shop(rng) if rng.random() < 0.6 else cast.person(rng),
    )
    first = cast.start(rng, 50)
    bills = make_bills(town, rng, cast.trade.vessels, np.array([buyer]), np.array([first]))
    bill = bills.row(0, named=True)
    box, kind = str(bill["container_number"]), "container"
    said: dict[str, str] = {"container_number": box}
    texts = [
        f"{box[:4]} {box[4:10]}-{box[10]} demurrage",
        f"storage {box[:4]} {box[4:10]}-{box[10]}",
    ]
    if variant == "container without spaces":
        texts = [f"release {box}", f"{box} handling"]
    elif variant == "IMO number":
        kind, said = (
            "vessel",
            {"imo_number": str(bill["imo_number"]), "name": str(bill["vessel_name"])},
        )
        texts = [
            f"agency fee MV {bill['vessel_name']} IMO {bill['imo_number']}",
            f"IMO{bill['imo_number']} crew",
        ]
    elif variant == "bill number":
        texts = [f"BL {bill['bl_no']} release", f"{bill['bl_no']} balance"]
    count = int(rng.integers(1, 4))
    day = first + np.sort(rng.integers(3, 45, count))
    pool = np.concatenate(
        [town.outsider("broker"), town.outsider("carrier"), town.outsider("haulage")]
    )
    paid = entries(
        moment(rng, business_day(day)), account=payer, other=rng.choice(pool, count), is_credit=False,
        cents=money(rng, 1500, 0.6, count), channel=pl.Series(["wire", "ach"]).gather(rng.integers(0, 2, count)),
        text=pl.Series(texts).gather(rng.integers(0, 2, count)),
    )  # fmt: skip
    dates = {"flagged_from": first - int(rng.integers(5, 60)), "flagged_to": None}
    listed = _flag(rng, dates, kind=kind, **said)
    focus = [payer]
    if (
        variant == "bill number"
    ):  # it is the shipper who is flagged, and the buyer pays for the cargo too
        row = town.outsiders.row(int(bill["shipper"]) - town.accounts.height, named=True)
        listed = _flag(rng, dates, kind="organisation", name=row["name"], country=row["country"])
    own = pay_for(town, rng, bills)
    own = _silent(own)
    return Story(
        "W03", "planted", variant, f"{count} payments of somebody else whose text names the cargo", "customer",
        tuple(focus), entries=together([paid, own.clear()]), bills=bills, flags=listed,
    )  # fmt: skip


def misspelt(cast: Cast, rng: Chance) -> Story:
    """Hard: the list has the supplier under a name that no comparison would bring together."""
    town, shipper, buyer = cast.town, cast.shipper(rng), cast.importer(rng)
    row = town.outsiders.row(shipper - town.accounts.height, named=True)
    first, count = cast.start(rng, 40), 3
    bills = make_bills(
        town,
        rng,
        cast.trade.vessels,
        np.full(count, buyer),
        first + np.arange(count) * 9,
        np.full(count, shipper),
    )
    paid = payment(
        town,
        rng,
        bills,
        bills["issued"].to_numpy(),
        money(rng, 7000, 0.5, count),
        np.full(count, shipper),
    )
    distorted = (
        "".join(sorted(str(row["name"]).split()[0].lower(), reverse=True)).title() + " Holding"
    )
    listed = _flag(
        rng,
        {"flagged_from": first - 40, "flagged_to": None},
        kind="organisation",
        name=distorted,
        country="PA",
    )
    return Story(
        "W01", "hard", "name beyond recognition", "the supplier is listed under a name that hides it", "customer",
        (buyer,), entries=_silent(paid), flags=listed,
    )  # fmt: skip


def unnamed_cargo(cast: Cast, rng: Chance) -> Story:
    """Hard: somebody pays for a flagged container without a word that names it."""
    town, payer, buyer = cast.town, cast.shop(rng), cast.importer(rng)
    first, count = cast.start(rng, 40), 3
    bills = make_bills(town, rng, cast.trade.vessels, np.array([buyer]), np.array([first]))
    paid = entries(
        moment(rng, business_day(first + rng.integers(5, 40, count))), account=payer,
        other=rng.choice(town.outsider("haulage"), count), is_credit=False, cents=money(rng, 1700, 0.5, count),
        channel="ach", text=pl.Series(["the Tuesday ship", "fruit, as usual", "balance"]),
    )  # fmt: skip
    listed = _flag(
        rng, {"flagged_from": first - 30, "flagged_to": None}, kind="container",
        container_number=str(bills["container_number"][0]),
    )  # fmt: skip
    return Story(
        "W03", "hard", "no number in the text", "the cargo is paid for without naming it", "customer", (payer,),
        entries=paid, bills=bills, flags=listed,
    )  # fmt: skip


def _flag(rng: Chance, dates: dict[str, int | None], **said: str) -> pl.DataFrame:
    reason, strength = reason_for(rng)
    return flag(reason=reason, strength=strength, **dates, **said)


def _silent(paid: pl.DataFrame) -> pl.DataFrame:
    """Payments that name no document of the cargo."""
    return paid.with_columns(
        text=pl.concat_str(pl.lit("Invoice "), pl.col("invoice").str.slice(4)),
        bill=pl.lit(None, pl.String),
    ).select(list(ENTRY))


def _other_spelling(name: str) -> str:
    """Accents, capitals and the legal form as another clerk would write them."""
    swapped = (
        name.upper().replace("S.A. DE C.V.", "SA de CV").replace("S.A.", "SA").replace("A", "Á", 1)
    )
    return swapped.replace("LTD", "Limited")


def numbers(first: int, count: int) -> Ints:
    """So many numbers from the first on."""
    return np.arange(first, first + count)
