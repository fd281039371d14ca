"""What credit transfers of ISO 20022 have in common: pacs.008 between banks, pain.001 to one."""

from __future__ import annotations

from collections.abc import Collection

from aml.ledger.message.iso_fields import (
    invoice_of,
    reference_of,
    remittance_of,
    text_of,
)
from aml.ledger.message.iso_parts import Fields
from aml.ledger.message.iso_party import sides_of

COLUMNS = (
    "booked_on", "value_on", "amount", "currency", "channel", "status",
    "payer_account", "payer_name", "payer_bank", "payer_country",
    "payee_account", "payee_name", "payee_bank", "payee_country",
    "on_behalf_of", "reference", "remittance_text", "invoice_reference",
)  # fmt: skip
_REFERENCES = ("PmtId/EndToEndId", "PmtId/TxId", "PmtId/InstrId", "PmtId/UETR")
_SCHEMES = ("SvcLvl", "LclInstrm")


def transfer_values(fields: Fields) -> dict[str, str]:
    """Parties, references and text of a payment, from the texts below `CdtTrfTxInf`."""
    return {
        **sides_of(fields),
        "reference": reference_of(fields, *_REFERENCES),
        "remittance_text": remittance_of(fields),
        "invoice_reference": invoice_of(fields),
    }


def uetr_of(fields: Fields) -> str:
    """The reference that a payment keeps from bank to bank, and in MT103."""
    return text_of(fields, "PmtId/UETR").lower()


def schemes_of(*several: Fields) -> Collection[str]:
    """Codes of service level and local instrument, of the payment and of what it is part of."""
    return {
        text
        for fields in several
        for scheme in _SCHEMES
        for kind in ("Cd", "Prtry")
        for text in fields.get(f"PmtTpInf/{scheme}/{kind}", ())
    }
