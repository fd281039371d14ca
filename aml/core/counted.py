"""Which cited payments count as a case's money in, out and between its subjects.

A case is seen from the accounts of its subjects, all together. Alerts cite payments within that
group, which are no new money; both legs of one payment; a payment to a subject of which only the
payer's leg is cited; and money on its way to a subject. Each payment counts once.

Money that came in at one account may be what went out at another where the two have one holder or
cited payments lead from one to the other: such accounts are one purse.
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
#: What tells a holder from an account of the same name.
_HOLDER = "held by "


def counted_ways(rows: Sequence[EvidenceRow], subjects: Iterable[Subject]) -> tuple[Way, ...]:
    """As what each record counts, in their order: see `counted`."""
    return tuple(way for way, _ in counted(rows, subjects))


def counted(
    rows: Sequence[EvidenceRow], subjects: Iterable[Subject]
) -> tuple[tuple[Way, str], ...]:
    """As what each record counts, and in which purse, in their order.

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
    entries = [leg for leg in legs if leg]
    ours = {leg.account for leg in entries if leg.holder} | known.holders.keys()
    own_legs = Counter((leg.payment, leg.way) for leg in entries if leg.account in ours)
    purses = _purses(entries, known.holders)
    joined = {purses[account] for account in ours}
    within: Counter[tuple[tuple[str, ...], Way]] = Counter()
    found: list[tuple[Way, str]] = []
    for row, leg in zip(rows, legs, strict=True):
        way: Way
        if leg is None:
            way = "sent" if row.table == "remittances" else ""
        elif leg.account in ours and leg.other in ours:
            is_second = _is_second(leg, within)
            within[leg.payment, leg.way] += not is_second
            way = "" if is_second else "between"
        elif leg.account in ours or purses[leg.account] not in joined:
            way = leg.way
        elif leg.other not in ours:
            way = ""
        else:
            way = "" if _is_second(leg, own_legs) else _OTHER_END[leg.way]
        found.append((way, purses[leg.account] if leg else ""))
    return tuple(found)


def _is_second(leg: _Leg, legs: Counter[tuple[tuple[str, ...], Way]]) -> bool:
    """Whether the other leg of the payment is among those; it then meets no further one."""
    other = (leg.payment, _OTHER_END[leg.way])
    is_there = legs[other] > 0
    legs[other] -= is_there
    return is_there


@dataclass(frozen=True, slots=True)
class _Known:
    """What the subjects are known by, and whose each is: accounts, ids of customers and parties.

    `account_of` gives the account of an IBAN.
    """

    holders: Mapping[str, str]
    ids: Mapping[str, str]
    account_of: Mapping[str, str]

    @classmethod
    def of(cls, subjects: Iterable[Subject]) -> _Known:
        held = list(subjects)
        accounts = [(account, subject.party_id) for subject in held for account in subject.accounts]
        return cls(
            {account.account_id: party for account, party in accounts},
            {
                name: subject.party_id
                for subject in held
                for name in (subject.party_id, *subject.focus_ids, *subject.customer_numbers)
            },
            {account.iban: account.account_id for account, _ in accounts if account.iban},
        )


@dataclass(frozen=True, slots=True)
class _Leg:
    """A booked entry as one end of a payment; `payment` is the same at both ends.

    `holder` is the subject that the record names as the account's own, or empty.
    """

    account: str
    other: str
    way: Way
    holder: str
    payment: tuple[str, ...]


def _leg(row: EvidenceRow, known: _Known) -> _Leg:
    account = row.text("account_id")
    other = row.text("counterparty_account")
    other = known.account_of.get(other, other)
    is_credit = row.text("direction") == "credit"
    ends = (other, account) if is_credit else (account, other)
    names = [name for name in (account, row.text("customer_id")) if name]
    names += [f"acc:{name}" for name in names]  # the party of a customer without a record
    holder = next((known.ids[name] for name in names if name in known.ids), "")
    facts = (row.text("booked_on"), row.text("amount"), row.text("currency"))
    return _Leg(account, other, "in" if is_credit else "out", holder, (*ends, *facts))


def _purses(legs: Sequence[_Leg], holders: Mapping[str, str]) -> Mapping[str, str]:
    """The purse of each account: those of one holder, and those that cited payments join.

    A payment joins two accounts where both have cited entries or are a subject's.
    """
    held = {leg.account for leg in legs} | holders.keys()
    pairs = [(leg.account, leg.other) for leg in legs if leg.other in held]
    pairs += [(leg.account, f"{_HOLDER}{leg.holder}") for leg in legs if leg.holder]
    pairs += [(account, f"{_HOLDER}{party}") for account, party in holders.items()]
    beside: dict[str, set[str]] = {account: set() for account in held}
    for one, other in pairs:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    purses: dict[str, str] = {}
    for start in sorted(beside):
        ahead = [start]
        while ahead:
            node = ahead.pop()
            if node not in purses:
                purses[node] = start
                ahead.extend(beside[node])
    return purses
