"""Orders of customers to their bank, pain.001, all versions: what was intended, not booked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from aml.ledger.message.iso_fields import (
    add_fields,
    count,
    day_or_instant,
    stated,
    text_of,
)
from aml.ledger.message.iso_parts import Fields, Part
from aml.ledger.message.iso_transfer import COLUMNS, schemes_of, transfer_values
from aml.ledger.message.iso_xml import parts
from aml.ledger.message.record import Level, MessageFormat, Record, Stated
from aml.ledger.profile import Profile

_MESSAGE, _ORDER, _PAYMENT = "CstmrCdtTrfInitn", "PmtInf", "CdtTrfTxInf"
#: Parts of the order that a payment takes over where it does not say otherwise.
_DEBTOR = ("Dbtr", "DbtrAcct", "DbtrAgt", "UltmtDbtr")
_WIRE = ("URGP", "PRPT", "SDVA")
_CLEARING = ("NURG", "NPCA")


@dataclass(slots=True)
class _Reader:
    """Takes the header of the message, then payments and the order (`PmtInf`) around them."""

    batch: int = 1
    head: Fields = field(default_factory=dict)
    order: Fields = field(default_factory=dict)

    def take(self, part: Part) -> Record | Stated | None:
        if part.name == _PAYMENT:
            return self._record(part.fields)
        if part.within == _ORDER:
            add_fields(self.order, part.named())
        elif part.name == _ORDER:
            told = _stated("batch", self.batch, self.order)
            self.batch, self.order = self.batch + 1, {}
            return told
        elif part.name == "GrpHdr":
            self.head = part.fields
        elif part.name == _MESSAGE:
            told, self.head = _stated("file", 0, self.head), {}
            return told
        return None

    def _record(self, own: Fields) -> Record:
        inherited = {
            path: texts for path, texts in self.order.items() if path.split("/", 1)[0] in _DEBTOR
        }
        fields = inherited | own
        day, instant = day_or_instant(self.order, "ReqdExctnDt")
        amount, currency = (
            text_of(own, f"Amt/InstdAmt{mark}", f"Amt/EqvtAmt/Amt{mark}") for mark in ("", "@Ccy")
        )
        values = transfer_values(fields)
        return Record(
            {
                **values,
                "booked_on": day or instant[:10],
                "value_on": day or instant[:10],
                "amount": amount,
                "currency": currency,
                "channel": self._channel(own),
                "status": "pending",
            },
            duplicate_key=self._key(own, values["payer_account"]),
            groups={"batch": self.batch},
        )

    def _channel(self, own: Fields) -> str:
        schemes = schemes_of(own, self.order)
        if text_of(self.order, "PmtMtd") == "CHK":
            return "cheque"
        if "SEPA" in schemes:
            return "sepa"
        if any(scheme in schemes for scheme in _WIRE):
            return "wire"
        return "ach" if any(scheme in schemes for scheme in _CLEARING) else "other"

    def _key(self, own: Fields, payer: str) -> str:
        """What is the same where the order is sent again; never that of the payment it becomes."""
        message, order = text_of(self.head, "MsgId"), text_of(self.order, "PmtInfId")
        payment = (text_of(own, "PmtId/EndToEndId"), text_of(own, "PmtId/InstrId"))
        return "|".join(("order", payer, message, order, *payment)) if message else ""


def _stated(level: Level, number: int, fields: Fields) -> Stated:
    return Stated(level, number, total=stated(fields, "CtrlSum"), records=count(fields, "NbOfTxs"))


def read(file: BinaryIO, profile: Profile) -> Iterator[Record | Stated]:
    """The payments of a file, and what the message and each order in it state of them.

    Raises:
        Unreadable: the file is no such message, or a sum or count in it is no number.
    """
    del profile  # XML names its encoding itself
    reader = _Reader()
    for part in parts(file, "pain001", apart=(_ORDER,), named=(_PAYMENT,)):
        item = reader.take(part)
        if item is not None:
            yield item


FORMATS = {
    "pain001": MessageFormat(
        kind="pain001",
        title="ISO 20022 orders of customers to their bank (pain.001)",
        shape="transfers",
        columns=COLUMNS,
        read=read,
    )
}
