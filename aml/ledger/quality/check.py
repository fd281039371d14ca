"""One check of the catalogue: what it counts, of what, and how much of it is tolerated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from aml.core.quality import QualitySeverity

#: What tells the records of a table apart in a list of examples.
IDS: Mapping[str, str] = {
    "accounts": "account_id",
    "customers": "customer_id",
    "relationships": "relationship_id",
    "remittances": "remittance_id",
    "transactions": "transaction_id",
}


@dataclass(frozen=True, slots=True)
class Check:
    """A check as catalogue.yml writes it, where each key is explained.

    `check_id` is `DQ` and three digits, the first of which says of which kind it is.
    """

    check_id: str
    severity: QualitySeverity
    title: str
    meaning: str
    hint: str
    table: str
    columns: tuple[str, ...]
    needs: tuple[str, ...]
    among: str
    wrong: str
    groups: str
    tolerated: Decimal

    @property
    def label(self) -> str:
        """SQL of what an example is called."""
        return "label" if self.groups else IDS[self.table]
