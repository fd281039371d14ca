"""Where a case stands after what was decided on its alerts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from aml.core.case import Case
from aml.core.disposition import Disposition


@dataclass(frozen=True, slots=True)
class Standing:
    """A case and the last decisions on its alerts; `undecided` are those without one.

    `before` are the decisions on the alerts that its own continue.
    """

    case: Case
    decisions: tuple[Disposition, ...]
    undecided: tuple[str, ...]
    before: tuple[Disposition, ...] = ()

    @property
    def status(self) -> str:
        """Open as long as an alert is; then the gravest of the decisions."""
        if self.undecided:
            return "open"
        words = {item.decision for item in self.decisions}
        return next(word for word in ("escalate", "file", "close") if word in words)

    @property
    def seen(self) -> str:
        """What the case is to the run before: `new`, `known`, or `extended` by what came since."""
        states = {alert.seen for alert in self.case.alerts}
        return states.pop() if len(states) == 1 else "extended"

    @property
    def filed_on(self) -> date | None:
        """The day of the last filing, where the whole case is filed or closed."""
        days = [item.filed_on for item in self.decisions if item.decision == "file"]
        made = [day for day in days if day]
        return max(made) if made and len(made) == len(days) and self.status == "file" else None

    @property
    def is_settled(self) -> bool:
        """Whether nobody has to do anything more: closed, or filed and not only to be filed."""
        return self.status == "close" or self.filed_on is not None

    @property
    def words(self) -> str:
        """`open`, `partly decided, 1 of 2 alerts open`, `closed on 2026-05-04`."""
        if self.undecided:
            open_, all_ = len(self.undecided), len(self.case.alerts)
            is_whole = open_ == all_
            return "open" if is_whole else f"partly decided, {open_} of {all_} alerts open"
        if self.filed_on:
            return f"filed on {self.filed_on.isoformat()}"
        said = {"escalate": "escalated", "file": "to be filed, decided", "close": "closed"}
        days = [item.decided_on for item in self.decisions if item.decision == self.status]
        return f"{said[self.status]} on {max(days).isoformat()}"


def standing(case: Case, decided: Mapping[str, Disposition]) -> Standing:
    """Where a case stands, by the last decision on each alert that anybody decided on."""
    ids = [alert.alert_id for alert in case.alerts]
    earlier = [alert.continues for alert in case.alerts if alert.continues]
    return Standing(
        case,
        tuple(dict.fromkeys(decided[i] for i in ids if i in decided)),
        tuple(i for i in ids if i not in decided),
        tuple(dict.fromkeys(decided[i] for i in earlier if i in decided)),
    )


def continued(case: Case, decided: Mapping[str, Disposition]) -> tuple[bool, str]:
    """Whether a report was filed on what a case continues, and the number of the last one.

    Where nobody knows what was decided, what goes on counts as filed, so that a person is asked.
    """
    before = standing(case, decided).before
    if not before:
        return any(alert.continues for alert in case.alerts), ""
    filed = [item for item in before if item.decision == "file"]
    last = max(filed, key=lambda item: item.filed_on or item.decided_on, default=None)
    return bool(last), last.document_number if last else ""
