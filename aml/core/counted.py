"""Which cited payments count as a case's money in, out and between its subjects.

A case is seen from the accounts of its subjects, all together. Alerts cite payments within that
group, which are no new money; both legs of one payment; a payment to a subject of which only the
payer's leg is cited; and money on its way to a subject. Each payment counts once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from aml.core.case import EvidenceRow, Subject

#: As what a record counts; nothing where it is told elsewhere, or moves no money.
Way = Literal["in", "out", "between", "sent", ""]
_OTHER_END: Mapping[str, Way] = {"in": "out", "out": "in"}


def counted_ways(rows: Sequence[EvidenceRow], subjects: Iterable[Subject]) -> tuple[Way, ...]:
    """As what each record counts, in their order.

    An entry at a subject's account counts as it is booked, and as between the subjects where the
    other side is a subject's account too; of two legs one counts. One at the account of another
    counts in the subject's direction if it pays or draws on a subject and the subject's own leg is
    not cited. Otherwise it counts nothing where cited payments lead from its account to a
    subject's: it is the same money, before or after. Entries that no cited payment joins to a
    subject, such as those of an agent's customers, count as they are booked.

    Args:
        rows: the cited records of a case.
        subjects: whom the case is about.
    """
    known = _Known.of(subjects)
    legs = [_leg(row, known) if row.table == "transactions" else None for row in rows]
    ours = {leg.account for leg in legs if leg and leg.is_own} | known.accounts
    own_legs = Counter((leg.payment, leg.way) for leg in legs if leg and leg.account in ours)
    joined = _joined([leg for leg in legs if leg], ours)
    within: Counter[tuple[tuple[str, ...], Way]] = Counter()
    ways: list[Way] = []
    for row, leg in zip(rows, legs, strict=True):
        if leg is None:
            ways.append("sent" if row.table == "remittances" else "")
        elif leg.account in ours and leg.other in ours:
            is_second = _is_second(leg, within)
            within[leg.payment, leg.way] += not is_second
            ways.append("" if is_second else "between")
        elif leg.account in ours or leg.account not in joined:
            ways.append(leg.way)
        elif leg.other not in ours:
            ways.append("")
        else:
            ways.append("" if _is_second(leg, own_legs) else _OTHER_END[leg.way])
    return tuple(ways)


def _is_second(leg: _Leg, legs: Counter[tuple[tuple[str, ...], Way]]) -> bool:
    """Whether the other leg of the payment is among those; it then meets no further one."""
    other = (leg.payment, _OTHER_END[leg.way])
    is_there = legs[other] > 0
    legs[other] -= is_there
    return is_there


@dataclass(frozen=True, slots=True)
class _Known:
    """What the subjects are known by: accounts, ids of customers and parties, IBANs."""

    accounts: frozenset[str]
    ids: frozenset[str]
    account_of: Mapping[str, str]

    @classmethod
    def of(cls, subjects: Iterable[Subject]) -> _Known:
        held = list(subjects)
        accounts = [account for subject in held for account in subject.accounts]
        ids = [name for s in held for name in (s.party_id, *s.focus_ids, *s.customer_numbers)]
        return cls(
            frozenset(account.account_id for account in accounts),
            frozenset(ids),
            {account.iban: account.account_id for account in accounts if account.iban},
        )


@dataclass(frozen=True, slots=True)
class _Leg:
    """A booked entry as one end of a payment; `payment` is the same at both ends."""

    account: str
    other: str
    way: Way
    is_own: bool
    payment: tuple[str, ...]


def _leg(row: EvidenceRow, known: _Known) -> _Leg:
    account = row.text("account_id")
    other = row.text("counterparty_account")
    other = known.account_of.get(other, other)
    is_credit = row.text("direction") == "credit"
    ends = (other, account) if is_credit else (account, other)
    names = {account, row.text("customer_id")} - {""}
    names |= {f"acc:{name}" for name in names}  # the party of a customer without a record
    facts = (row.text("booked_on"), row.text("amount"), row.text("currency"))
    return _Leg(
        account, other, "in" if is_credit else "out", bool(names & known.ids), (*ends, *facts)
    )


def _joined(legs: Sequence[_Leg], ours: set[str]) -> set[str]:
    """The accounts with cited entries from which cited payments lead to one of ours."""
    held = {leg.account for leg in legs} | ours
    beside: dict[str, set[str]] = {}
    for leg in legs:
        if leg.other in held:
            beside.setdefault(leg.account, set()).add(leg.other)
            beside.setdefault(leg.other, set()).add(leg.account)
    joined: set[str] = set()
    ahead = sorted(ours)
    while ahead:
        account = ahead.pop()
        if account not in joined:
            joined.add(account)
            ahead.extend(beside.get(account, ()))
    return joined
