"""Which schemes are planted, and how many of each."""

from __future__ import annotations

from collections.abc import Callable

from aml.sample.chance import Chance
from aml.sample.life.trade import Trade
from aml.sample.plant.cast import Cast
from aml.sample.plant.layering import funnel, pass_through, regional_funnel, slow_pass_through
from aml.sample.plant.remitting import many_to_one, slow_many_to_one, split_sum
from aml.sample.plant.shipping import (
    cited_in_the_text,
    direct_hit,
    misspelt,
    shipper_on_the_bill,
    unnamed_cargo,
)
from aml.sample.plant.structuring import below_the_line, family_spread, many_small, within_a_day
from aml.sample.story import Story
from aml.sample.world.corridors import Corridors
from aml.sample.world.town import Town

_SCHEMES: tuple[Callable[[Cast, Chance, int], Story], ...] = (
    below_the_line, within_a_day, many_small, funnel, split_sum, many_to_one, pass_through,
    direct_hit, shipper_on_the_bill, cited_in_the_text,
)  # fmt: skip
_HARD: tuple[Callable[[Cast, Chance], Story], ...] = (
    family_spread, slow_pass_through, regional_funnel, slow_many_to_one, misspelt, unnamed_cargo,
)  # fmt: skip


def planted_stories(town: Town, corridors: Corridors, trade: Trade) -> list[Story]:
    """Every way of every scheme in turn, then those that are hard to see, a third as many."""
    cast, plan = Cast(town, corridors, trade), town.plan
    stories = []
    for turn in range(plan.schemes):
        for scheme in _SCHEMES:
            stories.append(scheme(cast, town.stream("scheme", scheme.__name__, turn), turn))
    for turn in range((plan.schemes + 2) // 3):
        for hard in _HARD:
            stories.append(hard(cast, town.stream("hard", hard.__name__, turn)))
    return stories
