"""Who owns which firm, as far as the bank knows."""

from __future__ import annotations

import numpy as np

from aml.sample.chance import Ints
from aml.sample.world.town import Town


def owned_by(town: Town) -> tuple[Ints, Ints]:
    """Half of the firms, and the private customer who owns each of them."""
    rng = town.stream("owners")
    people = np.flatnonzero(town.column("household") >= 0)
    firms = np.flatnonzero((town.customers["customer_type"] == "company").to_numpy())
    owned = firms[rng.random(len(firms)) < 0.5]
    return owned, rng.choice(people, len(owned))
