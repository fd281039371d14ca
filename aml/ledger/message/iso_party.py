"""Debtors and creditors of ISO 20022 with their accounts and banks, in both spellings.

Until version 6 of the statements a party stands in its role (`Dbtr/Nm`); from then on it may be one
of two below it, a person or firm (`Dbtr/Pty/Nm`) or a bank (`Dbtr/Agt/FinInstnId/Nm`).
"""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from aml.ledger.message.iso_fields import Firsts
from aml.ledger.message.iso_parts import Fields

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


@cache
def _texts(role: Role, parties: str, agents: str) -> Firsts:
    """Name, account, bank, country, and the name behind of a side."""
    at = f"{parties}{role}"
    bank = f"{at}/Agt/FinInstnId"
    own_bank = f"{agents}{role}Agt/FinInstnId"
    spelled = (f"{at}/Pty", at)
    return Firsts(
        (*(f"{where}/Nm" for where in spelled), f"{bank}/Nm", f"{bank}/BICFI"),
        account_paths(f"{at}Acct"),
        [f"{where}/{code}" for where in (own_bank, bank) for code in _BANK_CODES],
        (
            *(f"{where}/PstlAdr/Ctry" for where in spelled),
            *(f"{where}/CtryOfRes" for where in spelled),
            f"{bank}/PstlAdr/Ctry",
        ),
        (f"{parties}Ultmt{role}/Pty/Nm", f"{parties}Ultmt{role}/Nm"),
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
    name, account, bank, country, behind = _texts(role, parties, agents).of(fields)
    return Party(name, account, bank, country, behind if behind != name else "")


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
