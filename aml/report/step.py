"""Who paid whom: the payments of a case between its subjects, flagged parties and others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from aml.core import wording
from aml.core.case import Case, EvidenceRow, Subject
from aml.report import terms
from aml.report.likeness import Side, account_owners, names, other_sides, same_number
from aml.report.movement import Movement

Standing = Literal["subject", "other", "flagged"]


@dataclass(frozen=True, slots=True)
class Node:
    """A party in a picture; where it is flagged, the key of its entry, why and since when."""

    key: str
    name: str
    standing: Standing
    note: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """Why a payment concerns a flagged party that is neither payer nor payee.

    `above` and `below` stand at its line in the picture, `words` say it in full.
    """

    to: str
    above: str
    below: str
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """One payment from a party to another. `share` counts as the flagged party's money, 0 to 1."""

    payment: Movement
    payer: Node
    payee: Node
    share: Decimal | None = None
    relation: Relation | None = None


def entry_name(entry: EvidenceRow) -> str:
    """A list entry by its name, or by the number of the ship or container that it flags."""
    if entry.text("name"):
        return entry.text("name")
    for column, word in (("container_number", "Container"), ("imo_number", "Ship IMO")):
        if entry.text(column):
            return f"{word} {entry.text(column)}"
    return entry.text("address") or entry.record_id


def entry_node(entry: EvidenceRow) -> Node:
    """An entry as a party of a picture."""
    since = wording.day(date.fromisoformat(entry.text("flagged_from")))
    note = f"{terms.flag_reason(entry.text('reason'))}, since {since}"
    key = f"entry:{entry.record_id}"
    return Node(key, entry_name(entry), "flagged", note, key)


class Parties:
    """The parties of a case's payments, one node however a record names it.

    An account of a subject is the subject; a number or name of a cited entry is that entry; else an
    account is itself, and a name without an account the only account that has it.
    """

    def __init__(
        self, case: Case, payments: Sequence[Movement], entries: Sequence[EvidenceRow]
    ) -> None:
        self._entries = entries
        self._subjects = case.subjects
        self._owners = account_owners(case)
        self._names: dict[str, str] = {}
        self._rows = case.rows  # held here, so that no other row takes the place of one in memory
        self._read: dict[int, list[_Outsider]] = {}
        accounts: dict[str, set[str]] = {}
        for payment in payments:
            for side in self._outsiders(payment.row):
                if side.name and side.account:
                    self._names.setdefault(side.account, side.name)
                    accounts.setdefault(side.name, set()).add(side.account)
        self._accounts = {name: min(held) for name, held in accounts.items() if len(held) == 1}

    def step(self, payment: Movement) -> Step:
        """Payer and payee of a payment."""
        row = payment.row
        if row.table == "remittances":
            receiver, sender = self._outsiders(row)
            payee = self._node(receiver, receiver.name)
            return Step(payment, self._node(sender, sender.name), payee)
        own = self._own(row)
        other = self._node(self._outsiders(row)[0], payment.origin or payment.destination)
        payer, payee = (other, own) if payment.way == "in" else (own, other)
        return Step(payment, payer, payee)

    def _outsiders(self, row: EvidenceRow) -> list[_Outsider]:
        """Who stands at a payment beside a customer; each record is read once."""
        if id(row) not in self._read:
            prefixes = ("counterparty",) if row.table == "transactions" else ("receiver", "sender")
            self._read[id(row)] = [
                _Outsider(row.text(f"{prefix}_name"), row.text(f"{prefix}_account"), side)
                for prefix, side in zip(prefixes, other_sides(row), strict=False)
            ]
        return self._read[id(row)]

    def _own(self, row: EvidenceRow) -> Node:
        account = row.text("account_id")
        if account in self._owners:
            return self._subject(self._owners[account])
        name = self._names.get(account, "")
        numbers = Side("", name, frozenset())
        return self._flagged(numbers) or Node(account, name or f"Account {account}", "other")

    def _node(self, outsider: _Outsider, shown: str) -> Node:
        account = outsider.account or self._accounts.get(outsider.name, "")
        if account in self._owners:
            return self._subject(self._owners[account])
        flagged = self._flagged(outsider.side)
        if flagged:
            return flagged
        if not account:
            for subject in self._subjects:
                if subject.name == outsider.name:
                    return self._subject(subject)
        return Node(account or f"name:{shown}", self._names.get(account, shown), "other")

    def _subject(self, subject: Subject) -> Node:
        flagged = self._flagged(Side("", subject.name, frozenset()))
        shown = self._names.get(subject.name, subject.name)  # an account stands for its owner
        node = Node(f"subject:{subject.party_id}", shown, "subject")
        return replace(node, note=flagged.note, entry=flagged.entry) if flagged else node

    def _flagged(self, side: Side) -> Node | None:
        for entry in self._entries:
            if same_number(entry, side) or names(entry, side.name):
                return entry_node(entry)
        return None


@dataclass(frozen=True, slots=True)
class _Outsider:
    """A side of a payment with its account as the record writes it."""

    name: str
    account: str
    side: Side


def renamed(step: Step, old: str, new: Node) -> Step:
    """The step with one party put in the place of another."""
    payer = new if step.payer.key == old else step.payer
    payee = new if step.payee.key == old else step.payee
    return replace(step, payer=payer, payee=payee)
