"""What a person decided on an alert or a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

#: close: nothing to report. escalate: somebody else looks at it. file: a report goes, or went, out.
Decision = Literal["close", "escalate", "file"]
DECISIONS: tuple[Decision, ...] = ("close", "escalate", "file")


@dataclass(frozen=True, slots=True)
class Disposition:
    """One decision, as a line of dispositions.csv has it.

    `subject` is the id of an alert or a case, `alerts` those that it covers (an alert covers
    itself), as run `run_id` raised them. `filed_on` and `document_number` are of the filing, once
    it was made.
    """

    subject: str
    decision: Decision
    decided_by: str
    decided_on: date
    reason: str
    run_id: str
    alerts: tuple[str, ...]
    filed_on: date | None = None
    document_number: str = ""

    @property
    def is_final(self) -> bool:
        """Whether nobody looks at it any more unless it goes on."""
        return self.decision in ("close", "file")


def latest(dispositions: Iterable[Disposition]) -> Mapping[str, Disposition]:
    """The last decision on each alert, in the order in which they were written down."""
    return {alert_id: item for item in dispositions for alert_id in item.alerts}
