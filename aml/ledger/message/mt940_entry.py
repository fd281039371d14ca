"""Field 61 of MT940 and MT942: one entry of a statement."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aml.ledger.message.mt940_details import Details, details_of, reference_of
from aml.ledger.message.plain_text import amount_of, day_of, first_of, squeezed

#: Value day, day of entry, mark, third letter of the currency, amount, type, references.
_ENTRY = re.compile(
    r"([0-9]{6})([0-9]{4}| {4})? ?(R?[CD]|E[CD])([A-Z])?([0-9]{1,15},[0-9]{0,4})"
    r"(?:\s*|[NFS]([A-Z0-9]{3})(.*))",
    re.DOTALL,
)
#: The direction in which money moved: taking back a credit takes money out.
_DIRECTIONS = {
    "C": "credit", "D": "debit", "RC": "debit", "RD": "credit", "EC": "credit", "ED": "debit",
}  # fmt: skip
_STATUSES = {"R": "reversed", "E": "pending"}
_CHANNELS = {
    "TRF": "wire", "CHK": "cheque", "TCK": "cheque", "CHG": "fee", "COM": "fee", "FEX": "fx",
}  # fmt: skip
#: By the German code of the transaction, else by its first digit: SEPA, or abroad.
_CHANNELS_BY_CODE = {
    "082": "cash_teller", "083": "cash_teller", "106": "card", "805": "fee", "808": "fee",
    "809": "fee", "1": "sepa", "2": "wire", "4": "fx",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: what field 61 says, or nothing where it is none, and the lines of field 86."""

    said: Mapping[str, str]
    more: str = ""
    type: str = ""
    bank_reference: str = ""
    details: list[str] = field(default_factory=list)

    @property
    def refused(self) -> str:
        """Why the entry cannot be loaded."""
        return "" if self.said else "LDG060"

    def values(self) -> Mapping[str, str]:
        """The entry under canonical names."""
        found = details_of(self.details)
        own = "" if self.more in found.text else self.more
        known = [self.said.get("reference", ""), self.bank_reference]
        return {
            **self.said,
            "channel": _channel(self.type, found),
            "counterparty_name": found.name,
            "counterparty_account": found.account,
            "counterparty_bank": found.bank,
            "reference": first_of(
                [found.reference, *(text for text in known if text != found.account)]
            ),
            "remittance_text": squeezed(f"{own} {found.text}"),
        }

    def duplicate_key(self, account: str, sequence: str, begun: str) -> str:
        """What is the same where the entry is reported again.

        Without the bank's reference only the same statement sent again tells: its number repeats
        from year to year, and with some banks from day to day, so its opening balance counts too.
        """
        if not self.said:
            return ""
        known = [account, *(self.said[key] for key in ("value_on", "amount", "direction"))]
        if self.bank_reference:
            return "|".join([*known, self.bank_reference])
        return "|".join([*known, sequence, begun, self.said["booked_on"]])


def entry_of(lines: Sequence[str]) -> Entry:
    """The entry of field 61; its first line may have been broken before its end."""
    found, more = _ENTRY.fullmatch(lines[0]), lines[1:]
    if not found and len(lines) > 1:
        found, more = _ENTRY.fullmatch(lines[0] + lines[1]), lines[2:]
    if not found:
        return Entry({})
    value, entered, mark, _, amount, kind, references = found.groups()
    own, _, banks = (references or "").partition("//")
    own = "" if own == "KREF+" else own
    return Entry(
        {
            "value_on": day_of(value),
            "booked_on": _booked_on(value, (entered or "").strip()),
            "direction": _DIRECTIONS[mark],
            "amount": amount_of(amount),
            "status": _STATUSES.get(mark[:-1], "posted"),
            "reference": reference_of(own),
        },
        more=squeezed(" ".join(more).strip(":")),
        type=kind or "",
        bank_reference=reference_of(banks),
    )


def _booked_on(value: str, entered: str) -> str:
    """The day of entry: it is written without a year, which is the one nearest to the value day."""
    if not entered:
        return day_of(value)
    months = int(entered[:2]) - int(value[2:4])
    year = int(value[:2]) + (1 if months < -6 else -1 if months > 6 else 0)
    return day_of(f"{year % 100:02}{entered}")


def _channel(kind: str, found: Details) -> str:
    by_code = _CHANNELS_BY_CODE.get(found.code) or _CHANNELS_BY_CODE.get(found.code[:1])
    return by_code or _CHANNELS.get(kind, "other")
