"""The closed lists of the canonical tables and of scenario files. One spelling, one place."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

DIRECTIONS = ("credit", "debit")
CASH_CHANNELS = ("cash_teller", "cash_atm", "night_drop", "armoured_cash")
CHANNELS = (
    *CASH_CHANNELS, "wire", "sepa", "ach", "card", "p2p", "cheque", "draft", "money_order",
    "remittance", "fx", "vasp", "internal", "fee", "other",
)  # fmt: skip
ENTRY_STATUSES = ("posted", "cancelled", "altered", "reversed")
PARTY_KINDS = ("organisation", "person", "vessel", "container", "address")
FLAG_REASONS = ("fto", "sdgt", "sdn", "seizure", "front_suspect", "analyst", "adverse_media")
FUNDINGS = ("cash", "account", "card")

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
