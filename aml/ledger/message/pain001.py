"""Orders of customers to their bank, pain.001, all versions: what was intended, not booked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from lxml import etree

from aml.ledger.message.iso_fields import (
    Fields,
    add_fields,
    count,
    day_or_instant,
    fields_of,
    refused_for,
    stated,
    text_of,
)
from aml.ledger.message.iso_transfer import COLUMNS, schemes_of, transfer_values
from aml.ledger.message.iso_xml import before, elements
from aml.ledger.message.record import Level, MessageFormat, Record, Stated
from aml.ledger.profile import Profile

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

    def take(self, name: str, element: etree._Element) -> Record | Stated | None:
        if name == "GrpHdr":
            self.head = fields_of(element)
            return None
        if name == "CdtTrfTxInf":
            for beside in before(element):
                add_fields(self.order, beside)
            return self._record(fields_of(element))
        if name == "PmtInf":
            told = _stated("batch", self.batch, self.order)
            self.batch, self.order = self.batch + 1, {}
            return told
        told, self.head = _stated("file", 0, self.head), {}
        return told

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
            refused=refused_for(amount),
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
    for name, element in elements(file, "pain001", ("GrpHdr", "PmtInf", "CdtTrfTxInf")):
        item = reader.take(name, element)
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
