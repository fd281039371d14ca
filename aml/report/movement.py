"""The money movements of a case: its cited entries and remittances, read for words and charts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from aml.core import wording
from aml.core.case import Case, EvidenceRow
from aml.core.counted import counted_ways
from aml.core.problem import Location, Problem, ReportError
from aml.core.vocabulary import CASH_CHANNELS
from aml.report import terms

Way = Literal["in", "out", "between", "sent"]
WAYS: dict[Way, str] = {
    "in": "Money in",
    "out": "Money out",
    "between": "Between subjects",
    "sent": "Remitted",
}


@dataclass(frozen=True, slots=True)
class Movement:
    """One cited entry or remittance.

    `base` is the amount in the base currency, absent where no exchange rate was known. `origin` and
    `destination` are the two sides in words, `account` what stands between them: an account, or the
    agent of a remittance. An entry has one side only, so the other one is empty.
    """

    row: EvidenceRow
    way: Way
    day: date
    channel: str
    amount: Decimal
    currency: str
    base: Decimal | None
    account: str
    origin: str
    destination: str
    country: str

    @property
    def value(self) -> Decimal:
        """The amount in the base currency; zero where it is not known."""
        return self.base or Decimal(0)

    @property
    def is_cash(self) -> bool:
        """Whether notes changed hands."""
        return self.channel in CASH_CHANNELS


def movements(case: Case) -> tuple[Movement, ...]:
    """The movements of a case, in order of time.

    Raises:
        ReportError: a cited record lacks what every entry or remittance has.
    """
    readers = {"transactions": _entry, "remittances": _remittance}
    return tuple(readers[row.table](row) for row in case.rows if row.table in readers)


def counted(case: Case, found: Iterable[Movement]) -> tuple[Movement, ...]:
    """The movements that make up the totals of a case, as its subjects' accounts see them.

    A payment from one of them to another is between them. One of which only the leg at another's
    account is cited is turned round: to the account that it pays it is money in.
    """
    ways = counted_ways(case.rows, case.subjects)
    way_of = {id(row): way for row, way in zip(case.rows, ways, strict=True)}
    seen = []
    for movement in found:
        way = way_of[id(movement.row)]
        if way == "between":
            seen.append(replace(movement, way=way))
        elif way == movement.way:
            seen.append(movement)
        elif way:
            seen.append(_turned(movement, way))
    return tuple(seen)


def _turned(movement: Movement, way: Way) -> Movement:
    other = f"Account {movement.account}"
    return replace(
        movement,
        way=way,
        account=need(movement.row, "counterparty_account"),
        origin=other if way == "in" else "",
        destination=other if way == "out" else "",
        country="",
    )


def need(row: EvidenceRow, column: str) -> str:
    """A column that a record must have.

    Raises:
        ReportError: the record holds none; a report prints no blank for it.
    """
    if column not in row.values:
        message = f"a cited record of {terms.spaced(row.table)} has no '{column}'"
        hint = "the case was changed after the run, or its file is of another version"
        at = Location(row.file, record=row.source_row)
        raise ReportError(Problem("RPT001", message, at, hint))
    return row.values[column]


def total(found: Iterable[Movement]) -> Decimal:
    """The sum in the base currency of what has one."""
    return sum((movement.value for movement in found), Decimal(0))


def grouped(
    found: Iterable[Movement], by: Callable[[Movement], str]
) -> list[tuple[str, list[Movement]]]:
    """Movements by a text, the largest sum first, then by the text."""
    groups: dict[str, list[Movement]] = {}
    for movement in found:
        groups.setdefault(by(movement), []).append(movement)
    return sorted(groups.items(), key=lambda item: (-total(item[1]), item[0]))


def amounts(found: Iterable[Movement], base_currency: str) -> str:
    """The sum in words: in the base currency, and what has no rate in its own."""
    held = list(found)
    unconverted: dict[str, Decimal] = {}
    for movement in held:
        if movement.base is None:
            currency = movement.currency
            unconverted[currency] = unconverted.get(currency, Decimal(0)) + movement.amount
    texts = [
        wording.recorded_money(unconverted[currency], currency) for currency in sorted(unconverted)
    ]
    if any(movement.base is not None for movement in held) or not texts:
        texts.insert(0, wording.money(total(held), base_currency))
    return terms.listing(texts)


def place_of(row: EvidenceRow) -> str:
    """Where a record happened, in words; empty where nothing says so."""
    named = row.place or row.text("branch_id") or row.text("terminal_id")
    return named or row.text("send_agent_id") or row.text("agent_id")


def _entry(row: EvidenceRow) -> Movement:
    is_credit = need(row, "direction") == "credit"
    channel = need(row, "channel")
    other = _other_side(row, channel)
    return Movement(
        row=row,
        way="in" if is_credit else "out",
        day=date.fromisoformat(need(row, "booked_on")),
        channel=channel,
        amount=Decimal(need(row, "amount")),
        currency=need(row, "currency"),
        base=_base(row),
        account=need(row, "account_id"),
        origin=other if is_credit else "",
        destination="" if is_credit else other,
        country=row.text("counterparty_country"),
    )


def _remittance(row: EvidenceRow) -> Movement:
    payout = ", ".join(filter(None, (row.text("payout_city"), row.text("payout_country"))))
    receiver = need(row, "receiver_name")
    return Movement(
        row=row,
        way="sent",
        day=date.fromisoformat(need(row, "sent_on")),
        channel="remittance",
        amount=Decimal(need(row, "amount")),
        currency=need(row, "currency"),
        base=_base(row),
        account=place_of(row) or "Remittance service",
        origin=need(row, "sender_name"),
        destination=f"{receiver} ({payout})" if payout else receiver,
        country=row.text("payout_country"),
    )


def _other_side(row: EvidenceRow, channel: str) -> str:
    """The counterparty; for cash, where it was handed over."""
    if channel in CASH_CHANNELS:
        place = place_of(row)
        return f"Cash, {place}" if place else "Cash, place not recorded"
    for column in ("counterparty_name", "counterparty_account", "counterparty_id"):
        if row.text(column):
            return row.text(column)
    return f"{terms.sentence(terms.channel(channel))}, other side not recorded"


def _base(row: EvidenceRow) -> Decimal | None:
    return Decimal(row.values["amount_base"]) if "amount_base" in row.values else None
