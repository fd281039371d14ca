"""Payments of a filing as goAML transactions with two sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from aml.core.filing import FiledAccount, FiledMovement, FiledParty, FiledThing, Filing
from aml.core.vocabulary import CASH_CHANNELS
from aml.report.goaml.account import account, account_of
from aml.report.goaml.draft import Draft, clean
from aml.report.goaml.party import coded, entity, person
from aml.report.goaml.profile import Profile

_ASKS = {
    "transactionnumber": "record_id", "transaction_location": "place", "transmode_code": "channel",
    "amount_local": "amount_base", "transaction_description": "text",
    "internal_ref_number": "instrument_number",
}  # fmt: skip


@dataclass(slots=True)
class Transactions:
    """Writes the payments of one filing; a party with an account is drafted once."""

    filing: Filing
    profile: Profile
    _drafts: dict[tuple[int, str], dict[str, Draft]] = field(default_factory=dict)

    def drafts(self) -> Iterable[Draft]:
        """Every payment, in the order of the filing."""
        things = self._placed()
        for number, movement in enumerate(self.filing.movements, 1):
            yield self._transaction(f"movement {number}", movement, things.get(number, []))

    def _transaction(
        self, whose: str, movement: FiledMovement, things: Iterable[FiledThing]
    ) -> Draft:
        draft = Draft(whose, asks=_ASKS)
        if self.filing.currency != self.profile.local_currency:
            rate = (f"profile {self.profile.name}", "local_currency")
            draft.asks = {**_ASKS, "amount_local": rate}
        draft.put("transactionnumber", movement.record_id)
        draft.put("internal_ref_number", movement.instrument_number)
        draft.put("transaction_location", self._location(movement))
        draft.put("transaction_description", movement.text or _described(movement))
        draft.put(
            "date_transaction", movement.booked_at.replace(tzinfo=None, microsecond=0).isoformat()
        )
        draft.put("transmode_code", coded(self.profile, "transmode", movement.channel))
        draft.put("amount_local", plain(self._local(movement)))
        for way in ("from", "to"):
            name, side = self._side(whose, movement, way)
            draft.add(name, side)
        if goods := goods_of(self.profile, things):
            draft.add("goods_services", goods)
        if movement.ip_address:
            draft.said.append(f"IP address: {clean(movement.ip_address)}")
        return draft

    def _local(self, movement: FiledMovement) -> Decimal | None:
        """The sum in the FIU's currency; None where no rate is known, which is never taken as 0."""
        if movement.currency == self.profile.local_currency:
            return movement.amount
        return movement.amount_base if self.filing.currency == self.profile.local_currency else None

    def _location(self, movement: FiledMovement) -> str:
        """Where it was booked: the place, else the branch of the account at the filer."""
        if movement.place:
            return movement.place
        filer = self.filing.filer
        branches = (
            account_of(self.filing.parties[place], number).branch
            for place, number in (
                (movement.from_party, movement.from_account),
                (movement.to_party, movement.to_account),
            )
            if place is not None and number and self.filing.parties[place].is_customer
        )
        branch = next((text for text in branches if text), "")
        return branch or filer.branch or filer.address.city

    def _side(self, whose: str, movement: FiledMovement, way: str) -> tuple[str, Draft]:
        is_from = way == "from"
        place = movement.from_party if is_from else movement.to_party
        number = movement.from_account if is_from else movement.to_account
        draft = Draft(whose)
        draft.put(f"{way}_funds_code", coded(self.profile, "funds", movement.channel))
        draft.add(f"{way}_foreign_currency", self._foreign(whose, movement))
        if place is None:
            draft.add(f"{way}_person", self._unnamed(whose, movement, way))
        else:
            for form, drafted in self._party(place, number).items():
                draft.add(f"{way}_{form}", drafted)
            if is_from and movement.conductor:
                draft.add("t_conductor", self._conductor(whose, movement.conductor))
        country = coded(self.profile, "country", self._country(movement, way))
        draft.put(f"{way}_country", country)
        if not (movement.conductor or f"{way}_foreign_currency" in draft.parts):
            draft.content = (way, place, number, movement.channel, country)
        is_client = place is not None and self.filing.parties[place].is_customer
        return f"t_{way}_my_client" if is_client else f"t_{way}", draft

    def _country(self, movement: FiledMovement, way: str) -> str:
        """The country of a side: of the payment, the account, the party; of the filer for cash."""
        is_from = way == "from"
        place = movement.from_party if is_from else movement.to_party
        told = movement.from_country if is_from else movement.to_country
        if told or place is None:
            at_counter = movement.channel in CASH_CHANNELS
            return told or (self.filing.filer.address.country if at_counter else "")
        party = self.filing.parties[place]
        number = movement.from_account if is_from else movement.to_account
        return account_of(party, number).country or party.address.country

    def _party(self, place: int, number: str) -> dict[str, Draft]:
        """The forms that a side may take, the best first: its account, then the party itself."""
        key = (place, number)
        if key not in self._drafts:
            party = self.filing.parties[place]
            forms: dict[str, Draft] = {}
            if number:
                held = account_of(party, number)
                forms["account"] = account(self.profile, self.filing.filer, party, held)
            if not (number and party.is_customer):
                form, drafted = party_form(self.profile, party)
                forms[form] = drafted
            self._drafts[key] = forms
        return self._drafts[key]

    def _unnamed(self, whose: str, movement: FiledMovement, way: str) -> Draft:
        """The side that no party stands on: who brought or took the cash, where it is recorded."""
        if movement.conductor and movement.channel in CASH_CHANNELS:
            return self._conductor(whose, movement.conductor)
        asked = "conductor" if movement.channel in CASH_CHANNELS else f"{way}_party"
        draft = Draft(whose, asks={"first_name": asked, "last_name": asked})
        draft.said.append("the records do not name this side of the payment")
        return draft

    def _conductor(self, whose: str, name: str) -> Draft:
        party = FiledParty(
            whose, "person", name, is_subject=False, is_customer=False, is_name_parted=True
        )
        draft = person(self.profile, party)
        draft.asks = {"first_name": "conductor", "last_name": "conductor"}
        draft.note = f"conducted by {clean(name)}"
        return draft

    def _foreign(self, whose: str, movement: FiledMovement) -> Draft | None:
        """The sum as it was paid, where that is another currency, and its rate."""
        local = self._local(movement)
        if movement.currency == self.profile.local_currency or not local or not movement.amount:
            return None
        draft = Draft(whose)
        draft.put("foreign_currency_code", coded(self.profile, "currency", movement.currency))
        draft.put("foreign_amount", plain(movement.amount))
        rate = (local / movement.amount).quantize(Decimal("0.00000001"))
        draft.put("foreign_exchange_rate", plain(rate))
        draft.note = f"paid as {movement.currency} {plain(movement.amount)}"
        return draft

    def _placed(self) -> dict[int, list[FiledThing]]:
        """Ships and containers with the payment that names them, the others with the first."""
        found: dict[int, list[FiledThing]] = {}
        for thing in self.filing.things:
            keys = [key for key in (thing.number, thing.bill_of_lading) if key]
            named = (
                number
                for number, movement in enumerate(self.filing.movements, 1)
                if any(key in movement.text for key in keys)
            )
            found.setdefault(next(named, 1), []).append(thing)
        return found


def party_form(profile: Profile, party: FiledParty) -> tuple[str, Draft]:
    """A party as person or entity; an unknown kind as the profile says, which its comments tell."""
    kind = profile.unknown_kind if party.kind == "unknown" else party.kind
    if kind == "person":
        return "person", person(profile, party)
    return "entity", entity(profile, party)


def accounts_told(accounts: Iterable[FiledAccount]) -> list[str]:
    """Accounts as comments tell them where a form has no place for more than the party."""
    return [
        "account: " + ", ".join(clean(t) for t in (a.number, a.institution, a.bic) if t)
        for a in accounts
        if a.number
    ]


def goods_of(profile: Profile, things: Iterable[FiledThing]) -> Draft | None:
    """Ships and containers as items."""
    goods = Draft("things")
    for number, thing in enumerate(things, 1):
        item = Draft(f"{thing.kind} {number}")
        item.put("item_type", coded(profile, "item", thing.kind))
        bill = f"bill of lading {thing.bill_of_lading}" if thing.bill_of_lading else ""
        item.put("description", ", ".join(t for t in (thing.kind, thing.name, bill) if t))
        item.put("estimated_value", plain(thing.value))
        item.put("currency_code", coded(profile, "currency", thing.currency))
        item.put("identification_number", thing.number)
        item.note = ", ".join(clean(t) for t in (thing.kind, thing.number, thing.name, bill) if t)
        goods.add("item", item)
    return goods if goods.parts else None


def plain(amount: Decimal | None) -> str:
    """A number as XML takes it, without exponent and without zeros that say nothing."""
    if amount is None:
        return ""
    text = f"{amount:f}"
    if "." in text:
        whole, cents = text.split(".")
        text = f"{whole}.{cents.rstrip('0').ljust(2, '0')}"
    return text


def _described(movement: FiledMovement) -> str:
    return f"{movement.channel.replace('_', ' ')}, {movement.currency} {plain(movement.amount)}"
