"""Customer credit transfers between banks: pacs.008, all versions, and Fedwire's use of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from aml.ledger.message.iso_fields import (
    Fields,
    count,
    day_of,
    fields_of,
    refused_for,
    stated,
    text_of,
)
from aml.ledger.message.iso_transfer import COLUMNS, schemes_of, transfer_values, uetr_of
from aml.ledger.message.iso_xml import elements
from aml.ledger.message.record import MessageFormat, Record, Stated
from aml.ledger.profile import Profile

_BANK_CODES = ("BICFI", "BIC", "ClrSysMmbId/MmbId")
_SENDERS = tuple(f"InstgAgt/FinInstnId/{code}" for code in _BANK_CODES)


def read(file: BinaryIO, profile: Profile) -> Iterator[Record | Stated]:
    """The payments of a file of one message or many, and what each message states of them.

    Raises:
        Unreadable: the file is no such message, or a sum or count in it is no number.
    """
    del profile  # XML names its encoding itself
    number, head, currency = 1, Fields(), ""
    for name, element in elements(file, "pacs008", ("GrpHdr", "CdtTrfTxInf")):
        if name == "GrpHdr":
            head = fields_of(element)
        elif name == "CdtTrfTxInf":
            record = _record(fields_of(element), head, number)
            currency = currency or record.values["currency"]
            yield record
        else:
            yield Stated(
                "batch", number,
                total=stated(head, "TtlIntrBkSttlmAmt", "CtrlSum"),
                records=count(head, "NbOfTxs"),
                currency=currency,
            )  # fmt: skip
            number, head, currency = number + 1, Fields(), ""


def _record(fields: Fields, head: Fields, message: int) -> Record:
    day = day_of(text_of(fields, "IntrBkSttlmDt") or text_of(head, "IntrBkSttlmDt"))
    amount = text_of(fields, "IntrBkSttlmAmt")
    return Record(
        {
            **transfer_values(fields),
            "booked_on": day,
            "value_on": day,
            "amount": amount,
            "currency": text_of(fields, "IntrBkSttlmAmt@Ccy"),
            "channel": "sepa" if "SEPA" in schemes_of(fields, head) else "wire",
            "status": "posted",
        },
        refused=refused_for(amount),
        duplicate_key=uetr_of(fields) or _key(fields, head),
        groups={"batch": message},
    )


def _key(fields: Fields, head: Fields) -> str:
    """What is the same where a payment without UETR comes again."""
    sender = text_of(fields, *_SENDERS) or text_of(head, *_SENDERS)
    payment = text_of(fields, "PmtId/TxId", "PmtId/InstrId", "PmtId/EndToEndId")
    message = text_of(head, "MsgId")
    return "|".join((message, payment, sender)) if message and payment else ""


FORMATS = {
    "pacs008": MessageFormat(
        kind="pacs008",
        title="ISO 20022 customer credit transfers between banks (pacs.008)",
        shape="transfers",
        columns=COLUMNS,
        read=read,
    )
}
