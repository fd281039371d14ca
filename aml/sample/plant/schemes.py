"""Which stories are told in a town, and how many of each."""

from __future__ import annotations

from collections.abc import Callable

from aml.sample.chance import Chance
from aml.sample.life.trade import Trade
from aml.sample.plant import coincidences as chances
from aml.sample.plant import layering, sending, shipping, structuring
from aml.sample.plant.cast import Cast
from aml.sample.story import Story
from aml.sample.world.corridors import Corridors
from aml.sample.world.town import Town

#: Each takes its turn, and with it one of its ways.
_SCHEMES: tuple[Callable[[Cast, Chance, int], Story], ...] = (
    structuring.below_the_line, structuring.within_a_day, structuring.many_small, layering.funnel,
    sending.split_sum, sending.many_to_one, layering.pass_through, shipping.direct_hit,
    shipping.shipper_on_the_bill, shipping.cited_in_the_text,
)  # fmt: skip
#: What a simple scenario can be expected to miss.
_HARD: tuple[Callable[[Cast, Chance], Story], ...] = (
    structuring.family_spread, layering.slow_pass_through, layering.regional_funnel,
    sending.slow_many_to_one, shipping.misspelt, shipping.unnamed_cargo,
)  # fmt: skip
_COINCIDENCES: tuple[Callable[[Cast, Chance], Story], ...] = (
    chances.two_days_of_takings, chances.counted_twice, chances.reported_deposit,
    chances.driver_on_the_road, chances.house_purchase, chances.two_relatives,
    chances.parish_appeal, chances.namesake, chances.cleared_shipper, chances.same_carrier,
    chances.other_container, chances.before_the_flag,
)  # fmt: skip


def told_stories(town: Town, corridors: Corridors, trade: Trade) -> list[Story]:
    """Coincidences first, which every town has; then every way of every scheme in turn."""
    cast, plan = Cast(town, corridors, trade), town.plan
    stories = [
        happens(cast, town.stream("chance", happens.__name__, turn))
        for turn in range(plan.characters)
        for happens in _COINCIDENCES
    ]
    stories += [
        scheme(cast, town.stream("scheme", scheme.__name__, turn), turn)
        for turn in range(plan.schemes)
        for scheme in _SCHEMES
    ]
    stories += [
        hard(cast, town.stream("hard", hard.__name__, turn))
        for turn in range((plan.schemes + 2) // 3)
        for hard in _HARD
    ]
    return stories
