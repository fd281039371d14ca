"""Who owns which firm and who works where, as far as the bank knows."""

from __future__ import annotations

import numpy as np

from aml.sample.chance import Ints
from aml.sample.world.directory import PORT_EMPLOYERS
from aml.sample.world.people import AT_THE_PORT, WORKS
from aml.sample.world.shells import FAMILY, TOGETHER
from aml.sample.world.town import Town

#: Who lives on public money instead of a wage.
ON_PUBLIC_PAY = ("retired", "unemployed")
#: Customs officers work for an authority, which is no firm of the directory of their city.
_CUSTOMS = "customs officer"


def owned_by(town: Town) -> tuple[Ints, Ints]:
    """Half of the firms, and the private customer who owns each of them."""
    rng = town.stream("owners")
    people = np.flatnonzero(town.column("household") >= 0)
    firms = np.flatnonzero((town.customers["customer_type"] == "company").to_numpy())
    firms = np.setdiff1d(firms, town.family(FAMILY))
    owned = firms[rng.random(len(firms)) < 0.5]
    return owned, rng.choice(people, len(owned))


def held_together(town: Town) -> tuple[Ints, Ints]:
    """The paper companies of every other accountant, and who stands behind all four of them."""
    people = np.flatnonzero(town.column("household") >= 0)
    clients = town.family(FAMILY)[: TOGETHER * town.plan.accountants]
    group = np.arange(len(clients)) // TOGETHER
    held = group % 2 == 0
    return clients[held], people[(group[held] * 53 + 7) % len(people)]


def employers(town: Town) -> Ints:
    """The employer of each customer as a number of the directory, -1 without one.

    Some firms that bank here employ people of their city; who works at a port works for a terminal,
    an agent or a haulier there. Pensions and benefits come from one office.
    """
    rng, place = town.stream("employers"), town.column("place")
    employer = np.full(town.customers.height, -1)
    people = town.family("person")
    paid = np.array([item.pay != "none" for item in WORKS])[town.column("work")[people]]
    occupation = town.customers["occupation"].gather(people)
    at_the_port = occupation.is_in(AT_THE_PORT).to_numpy()
    firms = np.flatnonzero((town.customers["customer_type"] == "company").to_numpy())
    firms = np.setdiff1d(firms, town.family(FAMILY))
    for city in np.unique(place[people]).tolist():
        here, quay = place[people] == city, [kind for kind, *_ in PORT_EMPLOYERS]
        pool = np.concatenate([town.outsider("employer", city), firms[place[firms] == city]])
        docks = np.concatenate([town.outsider(kind, city) for kind in quay])
        for chosen, whom in ((here & paid, pool), (here & at_the_port, docks)):
            employer[people[chosen]] = rng.choice(whom, int(chosen.sum()))
    office = town.outsider("pension office")[0]
    employer[people[occupation.is_in(ON_PUBLIC_PAY).to_numpy()]] = office
    employer[people[(occupation == _CUSTOMS).to_numpy()]] = town.outsider("customs house")[0]
    return employer
