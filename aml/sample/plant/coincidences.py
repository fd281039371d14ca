"""Innocent episodes that look like a scheme for a moment, in the lives of ordinary customers."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, between, business_day, moment, money, rounded, weekday
from aml.sample.life.counter import Visits
from aml.sample.life.entry import entries, together
from aml.sample.life.lists import Said
from aml.sample.life.remittances import agents_near, transfers
from aml.sample.life.texts import naming_texts
from aml.sample.plant.cast import Cast, bank_hours, comes_in, passes_on
from aml.sample.plant.flagged import foreign_cargo, listed, paid, shipments
from aml.sample.plant.sending import paid_out, unrelated
from aml.sample.story import Story

_HOUR = 3600
_DAY = 86_400


def two_days_of_takings(cast: Cast, rng: Chance) -> Story:
    """9,900 on a Monday and again on the Wednesday, at one branch, and the money stays."""
    customer, day = cast.person(rng), cast.start(rng, 14)
    monday = day + (7 - int(weekday(np.array([day]))[0])) % 7
    branch = int(cast.town.column("branch")[customer])
    cents = np.array([990_000, 990_000])
    visits = Visits(customer, np.array([monday, monday + 2]), cents, branch).booked(rng)
    return _innocent(
        "S01",
        "9,900 twice",
        "two good market days, banked as they came, and the money stays",
        customer,
        visits,
    )


def counted_twice(cast: Cast, rng: Chance) -> Story:
    """A deposit is booked, reversed and booked again the same day."""
    customer, day = cast.shop(rng), cast.start(rng, 4)
    branch = int(cast.town.column("branch")[customer])
    at = int(bank_hours(rng, np.array([day]))[0])
    visits = Visits(
        customer, np.full(2, at // _DAY), np.full(2, 600_000), branch, at=np.array([at, at + 1500])
    ).booked(rng)
    status = pl.Series(["reversed", "posted"])
    return _innocent(
        "S02",
        "booked twice",
        "the first booking of 6,000 was reversed",
        customer,
        visits.with_columns(status=status),
    )


def reported_deposit(cast: Cast, rng: Chance) -> Story:
    """One deposit of 12,000 or more, over the line in one piece, as the report wants it."""
    customer, day = cast.person(rng), cast.start(rng, 4)
    cents = rounded(between(rng, 11_800, 16_000, 1), 100)
    branch = int(cast.town.column("branch")[customer])
    visits = Visits(customer, np.array([day]), cents, branch).booked(rng)
    return _innocent(
        "S02", "one large deposit", "a car sold for cash, banked at once", customer, visits
    )


def driver_on_the_road(cast: Cast, rng: Chance) -> Story:
    """A driver banks small expenses money along the route and lives on it."""
    customer, count = cast.person(rng), int(rng.integers(6, 9))
    day = cast.start(rng, 60) + np.sort(rng.integers(0, 60, count))
    branch = cast.far_branches(rng, customer, count)
    cents = rounded(money(rng, 330, 0.3, count), 10)
    visits = Visits(customer, day, cents, branch).booked(rng)
    return _innocent("F01", "on the road", "a driver's own money, spent by card", customer, visits)


def house_purchase(cast: Cast, rng: Chance) -> Story:
    """A gift arrives and goes to the title firm the next day, once in a life."""
    customer, day = cast.person(rng), cast.start(rng, 10)
    gift = rounded(between(rng, 30_000, 60_000, 1), 500)
    at = bank_hours(rng, np.array([day]))
    title = rng.choice(cast.town.outsider("title firm"), 1)
    received = comes_in(rng, customer, at, gift, cast.strangers(rng, 1))
    gone = passes_on(rng, customer, bank_hours(rng, np.array([day + 1])), gift * 98 // 100, title)
    moves = together([received, gone])
    return _innocent(
        "G01", "house purchase", "a gift of the family, paid on to the title firm", customer, moves
    )


def two_relatives(cast: Cast, rng: Chance) -> Story:
    """Two transfers within an hour, to two relatives, far below any line."""
    sender, day = cast.sender(rng), cast.start(rng, 4)
    who = np.full(2, sender)
    at = day * _DAY + 17 * _HOUR + np.array([0, 900])
    desk = np.full(2, agents_near(cast.town, rng, cast.corridors, who)[0])
    sent = transfers(rng, at, who, cast.corridors.kin(who, np.arange(2)), desk, np.full(2, 30_000))
    told = "300 each to two relatives"
    return Story(
        "R01", "look_alike", "two relatives", told, "sender", (sender,), transfers=paid_out(sent)
    )


def parish_appeal(cast: Cast, rng: Chance) -> Story:
    """Many small gifts to one parish abroad before the feast."""
    receiver = cast.receiver(rng)
    senders = unrelated(cast, rng, 16)
    count = len(senders)
    last = cast.town.plan.last_day
    at = np.sort((last - rng.integers(3, 24, count)) * _DAY + rng.integers(9, 20, count) * _HOUR)
    desk = agents_near(cast.town, rng, cast.corridors, senders)
    cents = rounded(money(rng, 40, 0.4, count), 5)
    sent = transfers(rng, at, senders, np.full(count, receiver), desk, cents)
    told = "small gifts of a parish's friends, announced as an appeal"
    return Story(
        "R02",
        "look_alike",
        "parish appeal",
        told,
        "receiver",
        (receiver,),
        transfers=paid_out(sent),
    )


def namesake(cast: Cast, rng: Chance) -> Story:
    """A friend bears the name of a person on the list, who lives elsewhere."""
    customer, friend = cast.person(rng), int(rng.choice(cast.town.outsider("person")))
    count = int(rng.integers(2, 4))
    at = bank_hours(rng, cast.start(rng, 60) + np.sort(rng.integers(0, 60, count)))
    cents = rounded(money(rng, 120, 0.5, count), 5)
    moves = passes_on(rng, customer, at, cents, np.full(count, friend))
    moves = moves.with_columns(channel=pl.lit("p2p"))
    said = {"kind": "person", "name": cast.party(friend)["name"], "country": "CO"}
    flags = listed(rng, said, cast.town.plan.first_day - 300)
    told = "another person of the same name"
    return _innocent("W01", "namesake", told, customer, moves, flags=flags)


def cleared_shipper(cast: Cast, rng: Chance) -> Story:
    """A shipper was on the list and was taken off; it is paid more than half a year later."""
    shipper, buyer, first = cast.shipper(rng), cast.importer(rng), cast.start(rng, 60)
    bills = shipments(cast, rng, buyer, first + np.arange(2) * 20, shipper)
    until = first - int(rng.integers(205, 300))
    flags = listed(rng, _organisation(cast, shipper), until - 400, until)
    moves = paid(cast, rng, bills, bills["issued"].to_numpy() + 6, 8000, shipper)
    told = "taken off the list long before"
    return _innocent("W02", "cleared shipper", told, buyer, moves, bills=bills, flags=flags)


def same_carrier(cast: Cast, rng: Chance) -> Story:
    """An importer pays a world-wide carrier that also moved a flagged shipper's cargo."""
    shipper, buyer, first = cast.shipper(rng), cast.importer(rng), cast.start(rng, 50)
    bill = foreign_cargo(cast, rng, first, shipper)
    own = shipments(cast, rng, buyer, np.array([first + 4, first + 20]))
    on = own["issued"].to_numpy() + 12
    moves = paid(cast, rng, own, on, 2600, int(bill["carrier"][0]))
    flags = listed(rng, _organisation(cast, shipper), first - 90)
    told = "the carrier serves everybody"
    return _innocent("W02", "same carrier", told, buyer, moves, bills=bill, flags=flags)


def other_container(cast: Cast, rng: Chance) -> Story:
    """A flagged container's number but for the check digit, and one that nobody flagged."""
    customer, first = cast.shop(rng), cast.start(rng, 40)
    clear = foreign_cargo(cast, rng, first, cast.shipper(rng))
    flagged = foreign_cargo(cast, rng, first, cast.shipper(rng))
    box = str(flagged["container_number"][0])
    wrong = box[:-1] + str((int(box[-1]) + 1) % 10)
    alike = flagged.with_columns(container_number=pl.lit(wrong))
    named = pl.concat([naming_texts(rng, cargo, ("container",)) for cargo in (clear, alike)])
    moves = entries(
        moment(rng, business_day(first + np.array([8, 12]))), account=customer,
        other=rng.choice(cast.town.outsider("haulage"), 2), is_credit=False,
        cents=money(rng, 1200, 0.4, 2), channel="ach", text=named,
    )  # fmt: skip
    flags = listed(rng, {"kind": "container", "container_number": box}, first - 40)
    told = "an unflagged container, and a number whose check digit is wrong"
    return _innocent("W03", "other container", told, customer, moves, bills=clear, flags=flags)


def before_the_flag(cast: Cast, rng: Chance) -> Story:
    """An importer's own shipment, named in full, months before its container was flagged."""
    buyer, first = cast.importer(rng), cast.town.plan.first_day + int(rng.integers(5, 20))
    bill = shipments(cast, rng, buyer, np.array([first]))
    moves = paid(cast, rng, bill, np.array([first + 10]), 2800, int(bill["carrier"][0]))
    moves = moves.with_columns(text=naming_texts(rng, bill, ("container",)))
    said = {"kind": "container", "container_number": str(bill["container_number"][0])}
    flags, told = listed(rng, said, first + 210), "paid more than half a year before"
    return _innocent("W03", "before the flag", told, buyer, moves, bills=bill, flags=flags)


def _organisation(cast: Cast, number: int) -> dict[str, Said]:
    party = cast.party(number)
    return {"kind": "organisation", "name": party["name"], "country": party["country"]}


def _innocent(
    typology: str,
    variant: str,
    told: str,
    customer: int,
    *moves: pl.DataFrame,
    **beside: pl.DataFrame,
) -> Story:
    return Story(typology, "look_alike", variant, told, "customer", (customer,), *moves, **beside)
