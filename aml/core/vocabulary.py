"""The closed lists of the canonical tables and of scenario files. One spelling, one place."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

DIRECTIONS = ("credit", "debit")
CASH_CHANNELS = ("cash_teller", "cash_atm", "night_drop", "armoured_cash")
CHANNELS = (
    *CASH_CHANNELS, "wire", "sepa", "ach", "card", "p2p", "cheque", "draft", "money_order",
    "remittance", "fx", "vasp", "internal", "fee", "other",
)  # fmt: skip
#: posted: money moved. cancelled, altered: keyed in and not booked like that. reversed: booked and
#: undone, or the booking that undoes. pending: an instruction or announcement that is not booked.
ENTRY_STATUSES = ("posted", "cancelled", "altered", "reversed", "pending")
PARTY_KINDS = ("organisation", "person", "vessel", "aircraft", "container", "address")
#: Why a party is flagged, in the words of reports.
FLAG_REASON_WORDS: Mapping[str, str] = {
    "fto": "designated foreign terrorist organisation",
    "sdgt": "specially designated global terrorist",
    "sdn": "specially designated national",
    "sanction": "under sanctions",
    "seizure": "seizure",
    "front_suspect": "suspected front",
    "analyst": "named by an analyst",
    "adverse_media": "adverse media",
}
FLAG_REASONS = tuple(FLAG_REASON_WORDS)
FUNDINGS = ("cash", "account", "card")

#: Subtypes of suspicious activity of the FinCEN SAR (XML schema version 1.2), by their type.
_FINCEN_SUBTYPES = {
    1: (106, 111, 112, 113, 114, 1999),
    3: (301, 304, 305, 308, 309, 310, 312, 320, 321, 322, 323, 324, 325, 3999),
    4: (401, 402, 403, 404, 405, 409, 4999),
    5: (501, 502, 504, 505, 506, 507, 5999),
    6: (601, 603, 604, 608, 609, 6999),
    7: (701, 7999),
    8: (801, 804, 805, 806, 807, 808, 809, 812, 820, 821, 822, 823, 824, 8999),
    9: (901, 903, 904, 905, 907, 908, 909, 910, 911, 913, 917, 920, 921, 922, 924, 925, 926, 927,
        928, 9999),
    10: (1001, 1003, 1005, 1006, 1007, 10999),
    11: (1101, 1102, 11999),
    12: (1201, 1202, 1203, 1204, 12999),
}  # fmt: skip
FINCEN_CODES = frozenset(
    f"{kind}/{subtype}" for kind, subtypes in _FINCEN_SUBTYPES.items() for subtype in subtypes
)

FOCUS_KINDS = ("customer", "account", "party", "agent", "vessel", "shipper")
STAGES = ("placement", "layering", "integration", "any")
SCENARIO_STATUSES = ("draft", "test", "stable", "retired")
ACTIVE_STATUSES = ("stable",)

Severity = Literal["low", "medium", "high", "critical"]
SEVERITIES: tuple[Severity, ...] = ("low", "medium", "high", "critical")
_UPPER_BOUNDS: tuple[tuple[Decimal, Severity], ...] = (
    (Decimal(40), "low"),
    (Decimal(60), "medium"),
    (Decimal(80), "high"),
)


def severity_of(score: Decimal, cap: Severity = "critical") -> Severity:
    """Below 40 low, below 60 medium, below 80 high, else critical; never above the cap."""
    earned: Severity = next((name for bound, name in _UPPER_BOUNDS if score < bound), "critical")
    return min(earned, cap, key=SEVERITIES.index)
