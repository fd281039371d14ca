"""The year of every look-alike customer, and the words about each in the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aml.sample.life import cash_characters as cash
from aml.sample.life import client_characters as clients
from aml.sample.life import everyday_characters as everyday
from aml.sample.life import money_characters as money
from aml.sample.life import private_characters as private
from aml.sample.life.books import Books
from aml.sample.story import Story
from aml.sample.world.characters import CHARACTERS
from aml.sample.world.corridors import Corridors
from aml.sample.world.town import Town

_LIVES: Mapping[str, tuple[Callable[[Books], None], ...]] = {
    "payroll bureau": (money.payroll_bureau,),
    "marketplace": (money.marketplace,),
    "friday cafe": (cash.friday_cafe,),
    "festival vendor": (cash.festival_vendor,),
    "student away": (private.student_away,),
    "landlord agent": (money.landlord_agent,),
    "church": (cash.church,),
    "atm operator": (cash.atm_operator,),
    "factoring house": (money.factoring_house,),
    "freight hub": (money.freight_hub,),
    "nvocc": (money.freight_hub,),
    "group treasury": (money.group_treasury,),
    "port union": (money.port_union,),
    "beach kiosk": (cash.beach_kiosk,),
    "dive school": (cash.dive_school,),
    "licensed lab": (money.licensed_lab,),
    "notary": (money.notary,),
    "crypto holder": (private.crypto_holder, private.wages),
    "border commuter": (private.wages,),
    "franchise chain": (cash.franchise_chain,),
    "supermarket": (cash.supermarket,),
    "vending company": (cash.vending_company,),
    "seasonal importer": (money.produce_sales,),
    "start-up importer": (money.produce_sales,),
    "ski rental": (everyday.ski_rental,),
    "cash landlord": (everyday.cash_landlord,),
    "flat share": (everyday.flat_share,),
    "reseller": (everyday.reseller,),
    "armoured grocer": (everyday.armoured_grocer,),
    "equipment dealer": (everyday.equipment_dealer,),
    "money order tenant": (private.wages, everyday.money_order_tenant),
    "student from abroad": (everyday.student_from_abroad,),
    "immigration lawyer": (clients.immigration_lawyer,),
    "bail bondsman": (clients.bail_bondsman,),
    "payment provider": (clients.payment_provider,),
    "club treasurer": (private.wages, clients.club_treasurer),
    "crowdfunder": (clients.crowdfunder,),
}


def character_stories(town: Town, corridors: Corridors) -> list[Story]:
    """One story a look-alike customer: only what sets it apart is marked."""
    stories = []
    for character in CHARACTERS:
        for customer in town.family(character.family).tolist():
            books = Books(town, town.stream("character", character.family, customer), customer)
            for live in _LIVES[character.family]:
                live(books)
            sent = None
            if character.family == "border commuter":
                sent = private.commuter_transfers(books, corridors)
            stories.append(
                Story(
                    character.resembles, "look_alike", character.family, character.notes,
                    "customer", (customer,), entries=books.year, transfers=sent,
                )
            )  # fmt: skip
    return stories
