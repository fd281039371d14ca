"""Bank transaction codes of ISO 20022 (domain, family, subfamily) as channels."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

#: Subfamilies that are charges, whatever their family.
_CHARGES = ("CHRG", "COMM", "FEES")
#: Subfamilies of payments that decide by themselves: the SEPA schemes, a book transfer within the
#: bank, a transfer across borders.
_SUBFAMILIES: Mapping[str, Mapping[str, str]] = {
    "credit": {"ESCT": "sepa", "BOOK": "internal", "XBCT": "wire"},
    "debit": {"ESDD": "sepa", "BBDD": "sepa"},
    "counter": {
        **dict.fromkeys(("BCDP", "BCWD", "CDPT", "CWDL", "FCDP", "FCWD"), "cash_teller"),
        "CHKD": "cheque",
    },
    "card": dict.fromkeys(("CDPT", "CWDL"), "cash_atm"),
}
#: Families of the domain PMNT: which of the lists above, and what all others are.
_FAMILIES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("RCDT", "ICDT", "RRCT", "IRCT"), ("credit", "ach")),
    **dict.fromkeys(("RDDT", "IDDT"), ("debit", "ach")),
    **dict.fromkeys(("CCRD", "MCRD"), ("card", "card")),
    **dict.fromkeys(("RCHQ", "ICHQ"), ("", "cheque")),
    "CNTR": ("counter", "other"),
    "DRFT": ("", "draft"),
}


@lru_cache(1000)
def channel_of(domain: str, family: str, subfamily: str) -> str:
    """The channel that a code names; `other` for codes of the bank itself and unknown ones."""
    if subfamily in _CHARGES:
        return "fee"
    if domain == "FORX":
        return "fx"
    if domain != "PMNT" or family not in _FAMILIES:
        return "other"
    words, otherwise = _FAMILIES[family]
    return _SUBFAMILIES.get(words, {}).get(subfamily, otherwise)
