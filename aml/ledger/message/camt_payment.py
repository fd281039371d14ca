"""The payments that one entry of a camt message is made of (`NtryDtls/TxDtls`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from aml.ledger.message.camt_code import channel_of
from aml.ledger.message.iso_fields import (
    invoice_of,
    reference_of,
    remittance_of,
    text_of,
)
from aml.ledger.message.iso_parts import Fields
from aml.ledger.message.iso_party import Party, party_of

#: Where the amount of a payment stands, in whatever currency, the surest of one currency last.
#: What was instructed is not booked.
_AMOUNTS = ("AmtDtls/CntrValAmt/Amt", "AmtDtls/TxAmt/Amt", "Amt")
_REFERENCES = ("Refs/EndToEndId", "Refs/TxId", "Refs/InstrId", "Refs/UETR", "Refs/AcctSvcrRef")
_DIRECTIONS = {"CRDT": "credit", "DBIT": "debit"}


class Payment(NamedTuple):
    """One payment: its amounts by currency, both sides, and what it says by canonical column.

    `direction` is empty where only the entry has one, `values` has no empty texts.
    """

    amounts: Mapping[str, str]
    direction: str
    debtor: Party
    creditor: Party
    bank_reference: str
    values: Mapping[str, str]


def payment_of(fields: Fields) -> Payment:
    """The payment of the texts below `TxDtls`."""
    values = {
        "reference": reference_of(fields, *_REFERENCES),
        "instrument_number": text_of(fields, "Refs/ChqNb"),
        "remittance_text": remittance_of(fields) or text_of(fields, "AddtlTxInf"),
        "invoice_reference": invoice_of(fields),
        "channel": channel_at(fields),
    }
    return Payment(
        amounts={fields[f"{path}@Ccy"][0]: fields[path][0] for path in _AMOUNTS if path in fields},
        direction=direction_at(fields),
        debtor=party_of(fields, "Dbtr", "RltdPties/", "RltdAgts/"),
        creditor=party_of(fields, "Cdtr", "RltdPties/", "RltdAgts/"),
        bank_reference=reference_of(fields, "Refs/AcctSvcrRef"),
        values={name: text for name, text in values.items() if text},
    )


def direction_at(fields: Fields) -> str:
    """The direction, or what stands in its place."""
    text = text_of(fields, "CdtDbtInd")
    return _DIRECTIONS.get(text, text)


def channel_at(fields: Fields) -> str:
    """The channel that the bank transaction code names, nothing where there is no code."""
    domain = text_of(fields, "BkTxCd/Domn/Cd")
    if not domain:
        return "other" if "BkTxCd/Prtry/Cd" in fields else ""
    family = text_of(fields, "BkTxCd/Domn/Fmly/Cd")
    return channel_of(domain, family, text_of(fields, "BkTxCd/Domn/Fmly/SubFmlyCd"))
