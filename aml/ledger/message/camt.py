"""Statements, reports and notifications of accounts: camt.053, camt.052, camt.054, all versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import BinaryIO

from aml.core.statement import StatementFailure
from aml.ledger.message.camt_entry import Entry, Split, entry_of, split
from aml.ledger.message.camt_head import Counted, StatementHead
from aml.ledger.message.camt_payment import Payment, payment_of
from aml.ledger.message.iso_fields import amount_of, count
from aml.ledger.message.iso_parts import Part
from aml.ledger.message.iso_xml import parts
from aml.ledger.message.record import Level, MessageFormat, Record, Stated
from aml.ledger.profile import Profile

#: What holds the entries of an account, by how much it is to be believed: 1 is what was booked.
_RANKS = {"Stmt": 1, "Rpt": 2, "Ntfctn": 3}
_DETAILS = "NtryDtls"
#: A total is what it is a total of in any message where the payments stand apart.
_TOTAL_RANK = 3


@dataclass(slots=True)
class _Reader:
    """Takes the parts of statements in their order: a payment, then its entry, then the statement.

    `batch` is how many payments the entry has by what stands beside them, `beside` what stands
    there before the next of them, `told` the first such number of the entry.
    """

    statement: int = 1
    entry: int = 0
    head: StatementHead = field(default_factory=StatementHead)
    counted: Counted = field(default_factory=Counted)
    currency: str = ""
    payments: list[Payment] = field(default_factory=list)
    batch: int | None = None
    beside: int | None = None
    told: int | None = None

    def take(self, part: Part) -> Iterable[Record | Stated]:
        if part.name == "Ntry":
            return self._take_entry(part)
        if part.name in _RANKS:
            return (self._take_statement(part),)
        if part.name == "TxDtls":
            self._take_payment(part)
        elif part.within == _DETAILS:
            self._take_number(part)
        elif part.name == _DETAILS:
            self.beside = None
        elif part.within in _RANKS:
            self.head.take(part)
        return ()

    def _take_number(self, part: Part) -> None:
        number = count(part.fields, "NbOfTxs") if part.name == "Btch" else None
        if number is not None:
            self.beside = (self.beside or 0) + number
            self.told = number if self.told is None else self.told

    def _take_payment(self, part: Part) -> None:
        if self.beside is not None:
            self.batch, self.beside = (self.batch or 0) + self.beside, None
        self.payments.append(payment_of(part.fields))

    def _take_entry(self, part: Part) -> Iterator[Record | Stated]:
        if not self.payments:
            self.batch = self.told
        holder = self.head.holder
        entry = entry_of(part.fields, holder)
        made = split(entry, self.payments, holder)
        self._count(entry, made)
        yield from self._records(entry, made, _RANKS.get(part.within, 1))
        self.payments, self.batch, self.told = [], None, None

    def _take_statement(self, part: Part) -> Stated:
        currency = self.currency or self.head.holder.currency
        is_report = _RANKS[part.name] > 1
        stated = self.head.stated(self.statement, currency, self.counted, is_report=is_report)
        self.statement += 1
        self.head, self.counted, self.currency = StatementHead(), Counted(), ""
        return stated

    def _count(self, entry: Entry, made: Split) -> None:
        self.entry += 1
        self.currency = self.currency or entry.currency
        if entry.direction in self.counted.entries:
            self.counted.entries[entry.direction] += 1
        if entry.values["status"] == "pending":
            self.counted.has_unbooked = True
        if made.is_mixed:
            self.counted.has_mixed = True

    def _records(self, entry: Entry, made: Split, rank: int) -> Iterator[Record | Stated]:
        holder = self.head.holder
        several = len(made.records) > 1
        is_total = not several and max(len(self.payments), self.batch or 0) > 1
        differences = self._differences(made)
        is_checked = several or bool(differences)
        groups: dict[Level, int] = {"statement": self.statement}
        if is_checked:
            groups["entry"] = self.entry
        for values, payment in made.records:
            yield Record(
                values,
                duplicate_key=_key(entry, values, payment, self.head),
                rank=rank + (_TOTAL_RANK if is_total else 0),
                groups=groups,
            )
        if is_checked:
            yield Stated(
                "entry", self.entry,
                total=None if made.is_mixed else amount_of(entry.amount),
                account_id=holder.account, currency=entry.currency, differences=differences,
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
    for part in parts(file, "camt", apart=(*_RANKS, _DETAILS), named=("Ntry", "TxDtls")):
        yield from reader.take(part)


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
