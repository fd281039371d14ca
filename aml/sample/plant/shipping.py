"""Payments tied to flagged shippers, ships and containers, openly or through papers and texts."""

from __future__ import annotations

import re

import numpy as np
import polars as pl

from aml.sample.chance import (
    DAY_SECONDS,
    HOUR_SECONDS,
    Chance,
    Ints,
    business_day,
    codes,
    moment,
    money,
    words,
)
from aml.sample.life.entry import entries, together
from aml.sample.life.lists import Said
from aml.sample.life.remittances import agents_near, transfers
from aml.sample.life.texts import naming_texts, notes
from aml.sample.plant.cast import Cast
from aml.sample.plant.flagged import earlier_dealings, foreign_cargo, listed, paid, shipments
from aml.sample.plant.sending import paid_out
from aml.sample.story import Story
from aml.sample.world.town import numbering

_FORMS_ELSEWHERE = {"S.A. DE C.V.": "SA de CV", "S.A.": "SA", "LTD": "Limited"}
#: Whole words only: the forms S.A.S. and LTDA. are others.
_LEGAL_FORM = re.compile("|".join(rf"(?<!\S){re.escape(form)}(?!\S)" for form in _FORMS_ELSEWHERE))


def direct_hit(cast: Cast, rng: Chance, turn: int) -> Story:
    """A party on the list is paid: by its account, under another spelling, or as a receiver."""
    variant = ("same account", "name written otherwise", "receiver by document")[turn % 3]
    if variant == "receiver by document":
        return _listed_receiver(cast, rng)
    shipper, buyer = cast.shipper(rng), cast.importer(rng)
    party, first, count = cast.party(shipper), cast.start(rng, 60), int(rng.integers(2, 5))
    since = first - int(rng.integers(2, 25))
    said: dict[str, Said] = {"kind": "organisation", "country": party["country"]}
    if variant == "same account":
        said |= {"name": party["name"], "account_number": party["account"]}
    else:
        said |= {"name": _other_spelling(party["name"])}
    issued = first + np.sort(rng.integers(0, 50, count))
    bills = shipments(cast, rng, buyer, issued, shipper)
    moves = paid(cast, rng, bills, issued, 9000, shipper)
    before = earlier_dealings(cast, rng, buyer, shipper, since)
    flags, told = listed(rng, said, since), f"{count} payments to a supplier that is on the list"
    return Story(
        "W01", "planted", variant, told, "customer", (buyer,), moves, background=before, flags=flags
    )


def shipper_on_the_bill(cast: Cast, rng: Chance, turn: int) -> Story:
    """A flagged shipper stands on the bill of lading; others named on it are paid."""
    ways = ("forwarder before arrival", "supplier and forwarder", "freight paid by another")
    variant = ways[turn % len(ways)]
    shipper, buyer, forwarder = cast.shipper(rng), cast.importer(rng), cast.forwarder(rng)
    first, count = cast.start(rng, 70), int(rng.integers(1, 4))
    issued = first + np.sort(rng.integers(0, 30, count))
    bills = shipments(cast, rng, buyer, issued, shipper)
    bills = bills.with_columns(forwarder=pl.lit(forwarder, pl.Int64))
    sailing = bills["arrival"].to_numpy() - rng.integers(2, 14, count)
    sailing = np.minimum(sailing, cast.town.plan.last_day - rng.integers(2, 9, count))
    moves, focus = [paid(cast, rng, bills, sailing, 4200, forwarder)], buyer
    if variant == "supplier and forwarder":
        moves.append(paid(cast, rng, bills, issued + 4, 14_000, shipper))
    if variant == "freight paid by another":
        focus = cast.shop(rng)
        moves = [moves[0].with_columns(account=pl.lit(focus, pl.Int64))]
    told = f"{count} shipments of a flagged shipper; the forwarder named on the bill is paid"
    return Story(
        "W02", "planted", variant, told, "customer", (focus,), together(moves), bills=bills,
        background=_other_freight(cast, rng, buyer, forwarder),
        flags=listed(rng, _registered(cast, shipper), first - int(rng.integers(5, 40))),
    )  # fmt: skip


def cited_in_the_text(cast: Cast, rng: Chance, turn: int) -> Story:
    """The text names a flagged container, ship or shipper's bill; the payer has no part in it."""
    variant = ("container with spaces", "container", "vessel", "bill")[turn % 4]
    payer = cast.shop(rng) if rng.random() < 0.6 else cast.person(rng)
    first, shipper, count = cast.start(rng, 50), cast.shipper(rng), int(rng.integers(1, 4))
    bill = foreign_cargo(cast, rng, first, shipper)
    said: dict[str, Said] = {"kind": "container", "container_number": bill["container_number"][0]}
    if variant == "vessel":
        ship = cast.ship(rng)
        bill = bill.with_columns(
            imo_number=pl.lit(ship["imo_number"]),
            vessel_name=pl.lit(ship["name"]),
            voyage=pl.lit(-1, pl.Int64),
        )
        said = {"kind": "vessel", **ship}
    elif variant == "bill":
        said = _registered(cast, shipper)
    styles = {
        "container": ("container", "container and charge"),
        "bill": ("bill", "bill and route"),
    }
    moves = _handling(cast, rng, payer, first + np.sort(rng.integers(3, 45, count)))
    moves = moves.with_columns(
        text=naming_texts(rng, bill[[0] * count], styles.get(variant, (variant,)))
    )
    told = f"{count} payments of somebody else whose text names the cargo"
    flags = listed(rng, said, first - int(rng.integers(5, 60)))
    return Story(
        "W03", "planted", variant, told, "customer", (payer,), moves, bills=bill, flags=flags
    )


def misspelt(cast: Cast, rng: Chance) -> Story:
    """Hard: the list has the supplier under a name that no comparison would bring together."""
    shipper, buyer, first = cast.shipper(rng), cast.importer(rng), cast.start(rng, 40)
    issued = first + np.arange(3) * 9
    bills = shipments(cast, rng, buyer, issued, shipper)
    letters = sorted(cast.party(shipper)["name"].split()[0].lower(), reverse=True)
    hidden = "".join(letters).title() + " Holding"
    told = "the supplier is listed under a name that hides it"
    moves = paid(cast, rng, bills, issued, 7000, shipper)
    flags = listed(rng, {"kind": "organisation", "name": hidden, "country": "PA"}, first - 40)
    return Story(
        "W01", "hard", "name beyond recognition", told, "customer", (buyer,), moves, flags=flags
    )


def unnamed_cargo(cast: Cast, rng: Chance) -> Story:
    """Hard: somebody pays for a flagged container without a word that names it."""
    payer, first = cast.shop(rng), cast.start(rng, 40)
    bill = foreign_cargo(cast, rng, first, cast.shipper(rng))
    moves = _handling(cast, rng, payer, first + rng.integers(5, 40, 3))
    box: dict[str, Said] = {"kind": "container", "container_number": bill["container_number"][0]}
    told = "the cargo is paid for without naming it"
    return Story(
        "W03", "hard", "no number in the text", told, "customer", (payer,),
        moves.with_columns(text=notes(rng, 3)), bills=bill, flags=listed(rng, box, first - 30),
    )  # fmt: skip


def _listed_receiver(cast: Cast, rng: Chance) -> Story:
    receiver, sender = cast.receiver_unknown(rng), cast.sender(rng)
    whom = cast.corridors.receivers.row(receiver, named=True)
    first, count = cast.start(rng, 40), int(rng.integers(2, 5))
    hour = rng.integers(9 * HOUR_SECONDS, 20 * HOUR_SECONDS, count)
    at = np.sort((first + rng.integers(0, 40, count)) * DAY_SECONDS + hour)
    senders = np.full(count, sender)
    desk, cents = agents_near(cast.town, rng, cast.corridors, senders), money(rng, 700, 0.4, count)
    sent = paid_out(transfers(rng, at, senders, np.full(count, receiver), desk, cents))
    said: dict[str, Said] = {
        "kind": "person", "name": whom["name"], "country": whom["country"],
        "document_number": whom["document"],
    }  # fmt: skip
    told, flags = f"{count} remittances to a person on the list", listed(rng, said, first - 20)
    return Story(
        "W01", "planted", "receiver by document", told, "receiver", (receiver,),
        transfers=sent, flags=flags,
    )  # fmt: skip


def _registered(cast: Cast, shipper: int) -> dict[str, Said]:
    """A shipper as the list has it: name, country and the number of its papers."""
    party, town = cast.party(shipper), cast.town
    number = np.array([shipper - town.accounts.height])
    papers = codes("N", number, numbering(town.plan) + 1)[0]
    return {
        "kind": "organisation", "name": party["name"], "country": party["country"],
        "registration_number": papers,
    }  # fmt: skip


def _other_freight(cast: Cast, rng: Chance, buyer: int, forwarder: int) -> pl.DataFrame:
    """The forwarder is a real one: it carries other cargo of the same buyer in the first weeks."""
    usual = shipments(cast, rng, buyer, cast.town.plan.first_day + np.array([2, 26]))
    return paid(cast, rng, usual, usual["issued"].to_numpy() + 9, 3900, forwarder)


def _handling(cast: Cast, rng: Chance, payer: int, day: Ints) -> pl.DataFrame:
    """Charges of brokers and hauliers, as any firm pays them."""
    pool = np.concatenate([cast.town.outsider("broker"), cast.town.outsider("haulage")])
    count = len(day)
    return entries(
        moment(rng, business_day(day)),
        account=payer,
        other=rng.choice(pool, count),
        is_credit=False,
        cents=money(rng, 1500, 0.6, count),
        channel=words(rng, ["wire", "ach"], count),
    )


def _other_spelling(name: str) -> str:
    """Accents, capitals and the legal form as another clerk would write them."""
    written = _LEGAL_FORM.sub(lambda found: _FORMS_ELSEWHERE[found[0]], name.upper())
    return written.replace("A", "Á", 1)
