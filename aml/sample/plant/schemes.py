"""Which stories are told in a town, and how many of each."""

from __future__ import annotations

from collections.abc import Callable

from aml.sample.chance import Chance
from aml.sample.life.trade import Trade
from aml.sample.plant import (
    altered,
    beyond,
    border,
    crossing,
    cycles,
    dealing,
    desks,
    everyday,
    instruments,
    layering,
    layers,
    mules,
    ramps,
    rings,
    sending,
    shapes,
    sharing,
    shipping,
    spreading,
    structuring,
    vaults,
    waking,
)
from aml.sample.plant import among_friends as friends
from aml.sample.plant import coincidences as chances
from aml.sample.plant.cast import Cast
from aml.sample.story import Story
from aml.sample.world.corridors import Corridors
from aml.sample.world.town import Town

#: Each takes its turn, and with it one of its ways.
_SCHEMES: tuple[Callable[[Cast, Chance, int], Story], ...] = (
    structuring.below_the_line, structuring.within_a_day, structuring.many_small, layering.funnel,
    sending.split_sum, sending.many_to_one, layering.pass_through, shipping.direct_hit,
    shipping.shipper_on_the_bill, shipping.cited_in_the_text,
    altered.withdrawn_then_less, instruments.bought_in_parts, border.under_the_order,
    dealing.one_purchase, rings.ring, rings.replaced_transfer, mules.mule, vaults.repatriated,
    waking.woken, ramps.ramp, beyond.beyond_the_profile,
    spreading.one_to_many, sharing.shared_marks, desks.complicit_desk, crossing.fares,
    shapes.fan_in, shapes.fan_out, shapes.gather_scatter, layers.scatter_gather, layers.stack,
    layers.bipartite, cycles.round_trip,
)  # fmt: skip
#: What a simple scenario can be expected to miss.
_HARD: tuple[Callable[[Cast, Chance], Story], ...] = (
    structuring.family_spread, layering.slow_pass_through, layering.regional_funnel,
    sending.slow_many_to_one, shipping.misspelt, shipping.unnamed_cargo,
    altered.somebody_else_brings_it, instruments.loose_numbers, border.two_in_turn,
    dealing.many_invoices, rings.slow_ring, rings.less_a_commission, mules.patient_mule,
    vaults.among_takings, waking.drip, ramps.small_buys, beyond.creeping,
    spreading.pair_in_turn, sharing.over_months, desks.careful_desk, crossing.by_instalments,
    shapes.patient_gathering, layers.thin_diamond, cycles.shrinking_ring,
)  # fmt: skip
_COINCIDENCES: tuple[Callable[[Cast, Chance], Story], ...] = (
    chances.two_days_of_takings, chances.counted_twice, chances.reported_deposit,
    chances.driver_on_the_road, chances.house_purchase, chances.two_relatives,
    chances.parish_appeal, chances.namesake, chances.cleared_shipper, chances.same_carrier,
    chances.other_container, chances.before_the_flag, border.before_the_order,
    border.at_the_order, dealing.deposit_and_rest, rings.wedding_gifts, mules.event_kitty,
    vaults.busy_season, waking.inheritance, ramps.bonus_into_coins, beyond.house_sale,
    beyond.yearly_bonus, everyday.keyed_wrong, everyday.short_of_notes, everyday.two_orders,
    spreading.extended_family, spreading.payroll_abroad, spreading.crew_leader, sharing.siblings,
    sharing.lodging_house, sharing.shop_phone, desks.airport_desk, desks.corridor_shop,
    crossing.operation_in_the_border_town, friends.school_trip, friends.inheritance_shared,
    friends.parents_gift, friends.savings_circle, friends.gifts_down_the_family,
    friends.supplier_refund, friends.salary_advance, friends.bridging_loan, friends.netting,
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
