"""Customer credit transfers between banks: pacs.008, all versions, and Fedwire's use of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from aml.ledger.message.iso_fields import (
    count,
    day_of,
    stated,
    text_of,
)
from aml.ledger.message.iso_parts import Fields
from aml.ledger.message.iso_transfer import COLUMNS, schemes_of, transfer_values, uetr_of
from aml.ledger.message.iso_xml import parts
from aml.ledger.message.record import MessageFormat, Record, Stated
from aml.ledger.profile import Profile

_MESSAGE, _PAYMENT = "FIToFICstmrCdtTrf", "CdtTrfTxInf"
_BANK_CODES = ("BICFI", "BIC", "ClrSysMmbId/MmbId")
_SENDERS = tuple(f"InstgAgt/FinInstnId/{code}" for code in _BANK_CODES)


def read(file: BinaryIO, profile: Profile) -> Iterator[Record | Stated]:
    """The payments of a file of one message or many, and what each message states of them.

    Raises:
        Unreadable: the file is no such message, or a sum or count in it is no number.
    """
    del profile  # XML names its encoding itself
    number, head, currency = 1, Fields(), ""
    for part in parts(file, "pacs008", named=(_PAYMENT,)):
        if part.name == "GrpHdr":
            head = part.fields
        elif part.name == _PAYMENT:
            record = _record(part.fields, head, number)
            currency = currency or record.values["currency"]
            yield record
        elif part.name == _MESSAGE:
            yield Stated(
                "batch", number,
                total=stated(head, "TtlIntrBkSttlmAmt", "CtrlSum"),
                records=count(head, "NbOfTxs"),
                currency=currency,
            )  # fmt: skip
            number, head, currency = number + 1, Fields(), ""


def _record(fields: Fields, head: Fields, message: int) -> Record:
    day = day_of(text_of(fields, "IntrBkSttlmDt") or text_of(head, "IntrBkSttlmDt"))
    return Record(
        {
            **transfer_values(fields),
            "booked_on": day,
            "value_on": day,
            "amount": text_of(fields, "IntrBkSttlmAmt"),
            "currency": text_of(fields, "IntrBkSttlmAmt@Ccy"),
            "channel": "sepa" if "SEPA" in schemes_of(fields, head) else "wire",
            "status": "posted",
        },
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
