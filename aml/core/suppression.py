"""A suppression as a run used it: who answers for what, until when, and what it answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SuppressionUse:
    """A suppression in force on the day of a run, as its table has it.

    `focus_id` and `counterparty` are empty where it names none. `hits` are the alerts that it
    answered for, and `amount_base` is the sum of their amounts in the base currency.
    """

    suppression_id: str
    scenario_id: str
    focus_id: str
    counterparty: str
    reason: str
    owner: str
    valid_from: date
    valid_to: date
    hits: int
    amount_base: Decimal
