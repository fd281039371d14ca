"""What a camt message says of an account before and after its entries: balances, sums, counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from aml.core.statement import StatementFailure
from aml.ledger.message.camt_entry import Holder
from aml.ledger.message.iso_fields import add_fields, count, stated, text_of
from aml.ledger.message.iso_parts import Fields, Part
from aml.ledger.message.iso_party import account_paths
from aml.ledger.message.record import Stated

_KNOWN = ("Id", "StmtPgntn", "RptPgntn", "NtfctnPgntn", "Acct", "TxsSummry")
_TOTALS = {"credit": "TxsSummry/TtlCdtNtries", "debit": "TxsSummry/TtlDbtNtries"}
_ALL = "TxsSummry/TtlNtries"
_NAMES = ("Acct/Ownr/Nm", "Acct/Nm")
_PAGES = ("StmtPgntn/PgNb", "RptPgntn/PgNb", "NtfctnPgntn/PgNb")


@dataclass(slots=True)
class Counted:
    """What was read of a statement beside its records.

    `entries` are numbers by direction. `has_unbooked`: some are not part of any balance.
    `has_mixed`: some are made of payments in both directions.
    """

    entries: dict[str, int] = field(default_factory=lambda: {"credit": 0, "debit": 0})
    has_unbooked: bool = False
    has_mixed: bool = False


@dataclass(slots=True)
class StatementHead:
    """The head of one statement, report or notification, taken part by part."""

    fields: Fields = field(default_factory=dict)
    balances: list[tuple[str, Decimal]] = field(default_factory=list)
    holder: Holder = field(default_factory=Holder)

    def take(self, part: Part) -> None:
        """Take in a part beside the entries. Raises Unreadable."""
        if part.name == "Bal":
            self._take_balance(part.fields)
        elif part.name in _KNOWN:
            add_fields(self.fields, part.named())
            if part.name == "Acct":
                self.holder = Holder(
                    account=text_of(self.fields, *account_paths("Acct")),
                    currency=text_of(self.fields, "Acct/Ccy"),
                    name=text_of(self.fields, *_NAMES),
                )

    def _take_balance(self, fields: Fields) -> None:
        amount = stated(fields, "Amt")
        if amount is not None:
            kind = text_of(fields, "Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry")
            is_debit = text_of(fields, "CdtDbtInd") == "DBIT"
            self.balances.append((kind, -amount if is_debit else amount))

    @property
    def identity(self) -> tuple[str, ...]:
        """What is the same where the statement is sent again: its id, page and first balance."""
        first = f"{self.balances[0][1].normalize():f}" if self.balances else ""
        return text_of(self.fields, "Id"), text_of(self.fields, *_PAGES), first

    def stated(self, number: int, currency: str, counted: Counted, *, is_report: bool) -> Stated:
        """What the message states of its entries. Raises Unreadable.

        Args:
            number: of the statement in its file.
            currency: of the entries.
            counted: what was read of them.
            is_report: no statement. Interim balances (ITBD) do not enclose the entries there: a
                report may tell only those since the report before it.
        """
        opening, closing = (None, None) if counted.has_unbooked else self._ends(is_report=is_report)
        has_sums = not counted.has_mixed
        return Stated(
            "statement", number,
            opening=opening, closing=closing,
            credits=stated(self.fields, f"{_TOTALS['credit']}/Sum") if has_sums else None,
            debits=stated(self.fields, f"{_TOTALS['debit']}/Sum") if has_sums else None,
            total=stated(self.fields, f"{_ALL}/Sum") if has_sums else None,
            entries=count(self.fields, f"{_ALL}/NbOfNtries"),
            account_id=self.holder.account, currency=currency,
            differences=self._miscounted(counted),
        )  # fmt: skip

    def _ends(self, *, is_report: bool) -> tuple[Decimal | None, Decimal | None]:
        """The booked balances before and after the entries."""
        interim = [] if is_report else self._of("ITBD")
        opening = [*self._of("OPBD"), *self._of("PRCD")]
        if not opening:
            opening, interim = interim[:1], interim[1:]
        closing = self._of("CLBD") or interim
        return (opening[0] if opening else None), (closing[-1] if closing else None)

    def _of(self, kind: str) -> list[Decimal]:
        return [amount for found, amount in self.balances if found == kind]

    def _miscounted(self, counted: Counted) -> tuple[StatementFailure, ...]:
        told = {way: count(self.fields, f"{path}/NbOfNtries") for way, path in _TOTALS.items()}
        return tuple(
            StatementFailure(f"number of {way} entries", Decimal(said), Decimal(read))
            for way, read in counted.entries.items()
            if (said := told[way]) is not None and said != read
        )
