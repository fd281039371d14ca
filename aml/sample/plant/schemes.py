"""Which stories are told in a town, and how many of each."""

from __future__ import annotations

from collections.abc import Callable

from aml.sample.chance import Chance
from aml.sample.life.trade import Trade
from aml.sample.plant import (
    altered,
    beyond,
    boats,
    border,
    cards,
    chemicals,
    clusters,
    crossing,
    cycles,
    dealing,
    desks,
    detours,
    everyday,
    exposure,
    fronts,
    fuel,
    gates,
    harbours,
    instruments,
    invoices,
    launderers,
    layering,
    layers,
    mules,
    namesakes,
    newcomers,
    ordered,
    phantoms,
    quays,
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
    layers.bipartite, cycles.round_trip, exposure.through_a_shell, ordered.under_an_order,
    fronts.too_much_cash, fronts.shell, clusters.one_hand, fronts.nothing_bought,
    quays.second_income, quays.bribes, gates.other_haulier, chemicals.precursors,
    chemicals.laboratory, launderers.modest_banker, launderers.transmitter, cards.pay_offs,
    newcomers.unknown_shipper, phantoms.nothing_moved, phantoms.out_of_market,
    invoices.paid_again, detours.roundabout, invoices.others_pay, harbours.other_port,
    fuel.waste_for_crude, boats.boat_basket,
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
    exposure.diluted, exposure.towards_the_list, ordered.unnamed_bank,
    fronts.a_little_more_cash, fronts.shell_with_a_desk, clusters.two_in_turn, fronts.some_stock,
    quays.presents, quays.through_relatives, gates.paid_weeks_later, chemicals.harmless_words,
    chemicals.spread_over_friends, launderers.slower_banker, launderers.small_circle,
    cards.two_cards_in_turn, newcomers.two_to_begin_with, phantoms.every_other_shipment,
    phantoms.a_little_dear, invoices.written_otherwise, detours.small_detour,
    invoices.one_friend_pays, harbours.one_in_three, fuel.without_a_word, boats.one_thing_each,
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
    namesakes.born_on_another_day, namesakes.weak_alias, namesakes.once_listed,
    namesakes.like_name, ordered.before_any_finding, ordered.another_bank_long_after,
    ordered.bank_of_like_name, fronts.terminal_out_of_order, fronts.special_purpose,
    fronts.holding, fronts.electronic_books, clusters.one_accountant, clusters.co_working,
    quays.severance, quays.flat_sold, quays.overtime, quays.strike_pay, quays.crewing_agency,
    gates.sub_haulage, chemicals.soap_and_cream, chemicals.pool_service, chemicals.brewery,
    chemicals.restorer, launderers.flat_for_a_student, launderers.parents_treasurer,
    launderers.tour_leader, cards.card_programme, cards.wedding_rings, newcomers.arm_of_a_group,
    newcomers.harvest_cooperative, phantoms.long_lead, phantoms.licences_abroad,
    phantoms.organic, phantoms.samples, invoices.in_two_parts, invoices.sent_again,
    detours.round_the_cape, detours.fuel_in_a_storm, invoices.factor_pays, invoices.group_pays,
    harbours.call_dropped, harbours.new_warehouse, fuel.recycler, fuel.heating_oil,
    boats.sailing_school, boats.angler, boats.rescue_club,
)  # fmt: skip
#: A true hit and the innocent who stand beside it: told where schemes are.
_NEIGHBOURS: tuple[Callable[[Cast, Chance], tuple[Story, Story]], ...] = (
    exposure.tainted_payroll, exposure.shopping, exposure.merchant_payout, exposure.small_share,
    exposure.half_a_year_apart,
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
    stories += [
        story
        for turn in range((plan.schemes + 2) // 3)
        for near in _NEIGHBOURS
        for story in near(cast, town.stream("neighbours", near.__name__, turn))
    ]
    return stories
