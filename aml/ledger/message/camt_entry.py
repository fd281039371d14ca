"""An entry of a camt message as records: one for itself, or one for each payment of a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from aml.core.statement import StatementFailure
from aml.ledger.message.camt_payment import Payment, channel_at, direction_at
from aml.ledger.message.iso_fields import (
    amount_of,
    day_or_instant,
    reference_of,
    text_of,
)
from aml.ledger.message.iso_parts import Fields
from aml.ledger.message.iso_party import Party

_STATUSES = {"BOOK": "posted", "PDNG": "pending", "INFO": "pending", "FUTR": "pending"}


class Holder(NamedTuple):
    """The account of a statement: its number, its currency, the name of its owner."""

    account: str = ""
    currency: str = ""
    name: str = ""


class Entry(NamedTuple):
    """What an entry says of all its payments. `values` are canonical columns."""

    amount: str
    currency: str
    direction: str
    day: str
    bank_reference: str
    values: Mapping[str, str]


class Split(NamedTuple):
    """The records of an entry with the payment that each is, None for one that stands for all.

    `failure` says that the payments do not come to the entry.
    """

    records: Sequence[tuple[Mapping[str, str], Payment | None]]
    failure: StatementFailure | None = None
    is_mixed: bool = False


def entry_of(fields: Fields, holder: Holder) -> Entry:
    """The entry of the texts below `Ntry`, which is of its value day where no other is told."""
    booked_on, booked_at = day_or_instant(fields, "BookgDt")
    value_on, value_at = day_or_instant(fields, "ValDt")
    value_on = value_on or value_at[:10]
    if not (booked_on or booked_at):
        booked_on = value_on
    amount = text_of(fields, "Amt")
    currency = text_of(fields, "Amt@Ccy") or holder.currency
    direction = direction_at(fields)
    bank_reference = reference_of(fields, "AcctSvcrRef")
    return Entry(
        amount=amount,
        currency=currency,
        direction=direction,
        day=booked_on or booked_at[:10],
        bank_reference=bank_reference,
        values={
            "account_id": holder.account,
            "booked_at": booked_at,
            "booked_on": booked_on,
            "value_on": value_on,
            "direction": direction,
            "amount": amount,
            "currency": currency,
            "channel": channel_at(fields),
            "status": _status(fields),
            "reference": bank_reference or text_of(fields, "NtryRef"),
            "remittance_text": text_of(fields, "AddtlNtryInf"),
        },
    )


def _status(fields: Fields) -> str:
    """An entry that takes back another is reversed once it is booked."""
    text = text_of(fields, "Sts/Cd", "Sts/Prtry", "Sts")
    status = _STATUSES.get(text, text)
    is_reversal = text_of(fields, "RvslInd") in ("true", "1")
    return "reversed" if is_reversal and status in ("posted", "") else status


def split(entry: Entry, payments: Sequence[Payment], holder: Holder) -> Split:
    """The records of an entry: its payments where their amounts come to it, else itself.

    Each payment is in the direction of the entry or, where only that adds up, in its own.
    """
    if not payments:
        return Split([(entry.values, None)])
    if len(payments) == 1:
        return Split([(_values(entry, payments[0], holder), payments[0])])
    texts = [payment.amounts.get(entry.currency, "") for payment in payments]
    whole = [(_common(entry, payments, holder), None)]
    if not any(texts):
        return Split(whole)
    amounts = [amount_of(text) for text in texts]
    stated = amount_of(entry.amount)
    if sum(amounts) == stated:
        directions = [entry.direction] * len(payments)
    elif _signed_sum(entry, payments, amounts) == stated:
        directions = [payment.direction or entry.direction for payment in payments]
    else:
        read = sum(amounts, Decimal(0))
        return Split(whole, StatementFailure("sum of its payments", stated, read))
    parts = zip(payments, texts, directions, strict=True)
    return Split(
        [
            (
                _values(entry, payment, holder, direction)
                | {"amount": text, "direction": direction},
                payment,
            )
            for payment, text, direction in parts
        ],
        is_mixed=len(set(directions)) > 1,
    )


def _signed_sum(entry: Entry, payments: Sequence[Payment], amounts: Sequence[Decimal]) -> Decimal:
    """The sum of the payments that go the way of the entry, less those that go the other way."""
    signs = (1 if p.direction in ("", entry.direction) else -1 for p in payments)
    return sum((sign * amount for sign, amount in zip(signs, amounts, strict=True)), Decimal(0))


def _common(entry: Entry, payments: Sequence[Payment], holder: Holder) -> Mapping[str, str]:
    """One record for several payments: of them only what they share."""
    first, *others = (_values(entry, payment, holder) for payment in payments)
    common = {
        name: text
        for name, text in first.items()
        if all(other.get(name) == text for other in others)
    }
    return {**entry.values, **common}


def _values(entry: Entry, payment: Payment, holder: Holder, direction: str = "") -> dict[str, str]:
    other, own = _sides(entry, payment, holder, direction or entry.direction)
    own_behind = own.behind if own.behind != holder.name else ""
    return {
        **entry.values,
        "instrument_number": "",
        "invoice_reference": "",
        **payment.values,
        "counterparty_name": other.name,
        "counterparty_account": other.account,
        "counterparty_bank": other.bank,
        "counterparty_country": other.country,
        "on_behalf_of": other.behind or own_behind,
    }


def _sides(entry: Entry, payment: Payment, holder: Holder, direction: str) -> tuple[Party, Party]:
    """The other side and the own one: creditor and debtor of a debit, the reverse of a credit.

    What takes back a payment goes the other way, and many banks leave the sides as they were in
    that payment: there the own account is found on the other side.
    """
    own, other = payment.debtor, payment.creditor
    if direction == "credit":
        own, other = other, own
    is_own = bool(other.account) and other.account == holder.account
    is_turned = other.is_empty and entry.values["status"] == "reversed"
    if (is_own or is_turned) and own.account != holder.account:
        return own, other
    return other, own
