"""Debtors and creditors of ISO 20022 with their accounts and banks, in both spellings.

Until version 6 of the statements a party stands in its role (`Dbtr/Nm`); from then on it may be one
of two below it, a person or firm (`Dbtr/Pty/Nm`) or a bank (`Dbtr/Agt/FinInstnId/Nm`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from aml.ledger.message.iso_fields import Fields, text_of

Role = Literal["Dbtr", "Cdtr"]

_ROLES: tuple[Role, ...] = ("Dbtr", "Cdtr")
_BANK_CODES = ("BICFI", "BIC", "ClrSysMmbId/MmbId", "Othr/Id", "Nm")
_ACCOUNT_CODES = ("Id/IBAN", "Id/Othr/Id", "Prxy/Id")


class Party(NamedTuple):
    """One side of a payment. `behind` is the name of the ultimate party where it is another."""

    name: str = ""
    account: str = ""
    bank: str = ""
    country: str = ""
    behind: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing tells who it is."""
        return not (self.name or self.account)


@dataclass(frozen=True, slots=True)
class _Paths:
    name: tuple[str, ...]
    account: tuple[str, ...]
    bank: tuple[str, ...]
    country: tuple[str, ...]
    behind: tuple[str, ...]


@cache
def _paths(role: Role, parties: str, agents: str) -> _Paths:
    at = f"{parties}{role}"
    bank = f"{at}/Agt/FinInstnId"
    own_bank = f"{agents}{role}Agt/FinInstnId"
    spelled = (f"{at}/Pty", at)
    return _Paths(
        name=(*(f"{where}/Nm" for where in spelled), f"{bank}/Nm", f"{bank}/BICFI"),
        account=account_paths(f"{at}Acct"),
        bank=tuple(f"{where}/{code}" for where in (own_bank, bank) for code in _BANK_CODES),
        country=(
            *(f"{where}/PstlAdr/Ctry" for where in spelled),
            *(f"{where}/CtryOfRes" for where in spelled),
            f"{bank}/PstlAdr/Ctry",
        ),
        behind=(f"{parties}Ultmt{role}/Pty/Nm", f"{parties}Ultmt{role}/Nm"),
    )


def account_paths(path: str) -> tuple[str, ...]:
    """Where the number of an account stands below its element."""
    return tuple(f"{path}/{code}" for code in _ACCOUNT_CODES)


def party_of(fields: Fields, role: Role, parties: str = "", agents: str = "") -> Party:
    """One side of a payment.

    Args:
        fields: the texts of the payment.
        role: which side.
        parties: the path above the parties, with a slash at its end.
        agents: the path above the banks, likewise.
    """
    paths = _paths(role, parties, agents)
    name = text_of(fields, *paths.name)
    behind = text_of(fields, *paths.behind)
    return Party(
        name=name,
        account=text_of(fields, *paths.account),
        bank=text_of(fields, *paths.bank),
        country=text_of(fields, *paths.country),
        behind=behind if behind != name else "",
    )


def sides_of(fields: Fields) -> dict[str, str]:
    """Payer and payee of a credit transfer, and on whose behalf it is made (else received)."""
    payer, payee = (party_of(fields, role) for role in _ROLES)
    sides = {"on_behalf_of": payer.behind or payee.behind}
    for side, party in (("payer", payer), ("payee", payee)):
        sides[f"{side}_account"] = party.account
        sides[f"{side}_name"] = party.name
        sides[f"{side}_bank"] = party.bank
        sides[f"{side}_country"] = party.country
    return sides
