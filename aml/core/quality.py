"""Checks of a ledger's quality, and what each of them found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: An error keeps the scenarios that read what is wrong from scoring, unless it is allowed.
QualitySeverity = Literal["error", "warning", "note"]
#: open: nothing to look at, as the tables are not there or hold nothing of the kind.
QualityState = Literal["passed", "failed", "open"]


@dataclass(frozen=True, slots=True)
class QualityResult:
    """What one check found: `wrong` of the `looked_at` records or groups (months, channels, days).

    `columns` are what it looks at (`table.column`), `affected` the scenarios that read them,
    `examples` ids or groups, never a name. `is_allowed`: an error that the workspace accepts.
    """

    check_id: str
    severity: QualitySeverity
    title: str
    meaning: str
    hint: str
    columns: tuple[str, ...]
    state: QualityState
    wrong: int = 0
    looked_at: int = 0
    tolerated: str = "0 %"
    examples: tuple[str, ...] = ()
    affected: tuple[str, ...] = ()
    is_allowed: bool = False

    @property
    def is_blocking(self) -> bool:
        """Whether the scenarios that it affects may not score."""
        return self.severity == "error" and self.state == "failed" and not self.is_allowed
