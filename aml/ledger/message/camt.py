"""Statements, reports and notifications of accounts: camt.053, camt.052, camt.054, all versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import BinaryIO

from lxml import etree

from aml.core.statement import StatementFailure
from aml.ledger.message.camt_entry import Entry, Split, entry_of, split
from aml.ledger.message.camt_head import Counted, StatementHead
from aml.ledger.message.camt_payment import Payment, payment_of
from aml.ledger.message.iso_fields import amount_of, count, fields_of, refused_for
from aml.ledger.message.iso_xml import before, elements, local_name
from aml.ledger.message.record import Level, MessageFormat, Record, Stated
from aml.ledger.profile import Profile

#: What holds the entries of an account, by how much it is to be believed: 1 is what was booked.
_RANKS = {"Stmt": 1, "Rpt": 2, "Ntfctn": 3}
#: A total is what it is a total of in any message where the payments stand apart.
_TOTAL_RANK = 3


@dataclass(slots=True)
class _Reader:
    """Takes payments, entries and statements where they end, which is from the inside out."""

    statement: int = 1
    entry: int = 0
    head: StatementHead | None = None
    counted: Counted = field(default_factory=Counted)
    currency: str = ""
    payments: list[Payment] = field(default_factory=list)
    batch: int | None = None

    def take_payment(self, element: etree._Element) -> None:
        for beside in before(element):
            if local_name(beside) == "Btch":
                number = count(fields_of(beside), "NbOfTxs")
                self.batch = number if self.batch is None else self.batch + (number or 0)
        self.payments.append(payment_of(fields_of(element)))

    def take_entry(self, element: etree._Element) -> Iterator[Record | Stated]:
        head = self._head_of(element.getparent())
        for beside in before(element):
            head.take(beside)
        fields = fields_of(element)
        if self.batch is None and not self.payments:
            self.batch = count(fields, "NtryDtls/Btch/NbOfTxs")
        holder = head.holder
        entry = entry_of(fields, holder)
        made = split(entry, self.payments, holder)
        self._count(entry, made)
        yield from self._records(entry, made, head)
        self.payments, self.batch = [], None

    def take_statement(self, element: etree._Element) -> Stated:
        head = self._head_of(element)
        for child in element:
            head.take(child)
        stated = head.stated(self.statement, self.currency or head.holder.currency, self.counted)
        self.statement += 1
        self.head, self.counted, self.currency = None, Counted(), ""
        return stated

    def _head_of(self, parent: etree._Element | None) -> StatementHead:
        if self.head is None:
            name = "" if parent is None else local_name(parent)
            self.head = StatementHead(_RANKS.get(name, 1))
        return self.head

    def _count(self, entry: Entry, made: Split) -> None:
        self.entry += 1
        self.currency = self.currency or entry.currency
        if entry.direction in self.counted.entries:
            self.counted.entries[entry.direction] += 1
        if entry.values["status"] == "pending":
            self.counted.has_unbooked = True
        if made.is_mixed:
            self.counted.has_mixed = True

    def _records(self, entry: Entry, made: Split, head: StatementHead) -> Iterator[Record | Stated]:
        several = len(made.records) > 1
        is_total = not several and max(len(self.payments), self.batch or 0) > 1
        rank = head.rank + (_TOTAL_RANK if is_total else 0)
        differences = self._differences(made)
        is_checked = several or bool(differences)
        groups: dict[Level, int] = {"statement": self.statement}
        if is_checked:
            groups["entry"] = self.entry
        for values, payment in made.records:
            yield Record(
                values,
                refused=refused_for(values["amount"]),
                duplicate_key=_key(entry, values, payment, head),
                rank=rank,
                groups=groups,
            )
        if is_checked:
            yield Stated(
                "entry", self.entry,
                total=None if made.is_mixed else amount_of(entry.amount),
                account_id=head.holder.account, currency=entry.currency, differences=differences,
            )  # fmt: skip

    def _differences(self, made: Split) -> tuple[StatementFailure, ...]:
        failures = [made.failure] if made.failure else []
        read = len(self.payments)
        if read and self.batch is not None and self.batch != read:
            what = "number of payments"
            failures.append(StatementFailure(what, Decimal(self.batch), Decimal(read)))
        return tuple(failures)


def _key(
    entry: Entry, values: Mapping[str, str], payment: Payment | None, head: StatementHead
) -> str:
    """What is the same where the entry comes again: by the reference that the bank gave it.

    All payments of an entry share its reference and its amount, so that they take the place of
    their total and it takes theirs. Without a reference only the same statement is the same.
    """
    account, direction = values["account_id"], values["direction"]
    if entry.bank_reference:
        whole = (_plain(entry.amount), entry.currency, entry.direction, entry.day)
        return "|".join((account, entry.bank_reference, *whole))
    known = (_plain(values["amount"]), entry.currency, direction, entry.day)
    if payment and payment.bank_reference:
        return "|".join((account, payment.bank_reference, *known))
    told = (values["reference"], values.get("counterparty_account", ""))
    name, *more = head.identity
    return "|".join((account, name, *more, *known, *told)) if name else ""


def _plain(amount: str) -> str:
    """An amount without the zeros that some banks write at its end."""
    return amount.rstrip("0").rstrip(".") if "." in amount else amount


def read(file: BinaryIO, profile: Profile) -> Iterator[Record | Stated]:
    """The entries of a file, a batch as its payments, and what the file states of them.

    Raises:
        Unreadable: the file is no such message, or a balance, sum or count in it is no number.
    """
    del profile  # XML names its encoding itself
    reader = _Reader()
    for name, element in elements(file, "camt", ("TxDtls", "Ntry", *_RANKS)):
        if name == "TxDtls":
            reader.take_payment(element)
        elif name == "Ntry":
            yield from reader.take_entry(element)
        elif name in _RANKS:
            yield reader.take_statement(element)


FORMATS = {
    "camt": MessageFormat(
        kind="camt",
        title="ISO 20022 account statements, reports and notifications (camt.053, .052, .054)",
        shape="entries",
        columns=(
            "account_id", "booked_at", "booked_on", "value_on", "direction", "amount", "currency",
            "channel", "status", "counterparty_name", "counterparty_account", "counterparty_bank",
            "counterparty_country", "on_behalf_of", "instrument_number", "reference",
            "remittance_text", "invoice_reference",
        ),
        read=read,
    )
}  # fmt: skip
