"""Suppressions: alerts that somebody answered for beforehand, for a time. Counted, never hidden.

A suppression names a scenario, or `*` for every one, and a focus or a trusted pair: a focus with a
counterparty, whose payments to one another are expected. It holds for 365 days at most.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from aml.core.alert import Alert
from aml.core.case import EvidenceRow
from aml.core.problem import Location, Problem, did_you_mean
from aml.core.suppression import SuppressionUse
from aml.store import Store

#: The longest that anybody may answer for, in days.
LONGEST = 365
_EVERY = "*"
_ALL = """
    SELECT suppression_id, scenario_id, focus_id, counterparty, reason, owner, valid_from, valid_to,
        as_of_on, path, source_row
    FROM suppressions CROSS JOIN institution
    LEFT JOIN ledger_files ON suppressions.file_id = ledger_files.file_id
    ORDER BY suppression_id"""
#: Columns that name the other side of a payment.
_OTHER_SIDE = {
    "transactions": ("counterparty_account", "counterparty_id"),
    "remittances": ("receiver_account", "receiver_id", "sender_account", "sender_id"),
}


@dataclass(frozen=True, slots=True)
class Suppression:
    """A row of the table; `focus_id` and `counterparty` are None where it names none."""

    suppression_id: str
    scenario_id: str
    focus_id: str | None
    counterparty: str | None
    reason: str
    owner: str
    valid_from: date
    valid_to: date
    as_of_on: date
    path: str | None
    record: int

    def wrong(self, scenarios: Collection[str]) -> str:
        """Why it may not be used, or nothing."""
        if self.scenario_id not in (_EVERY, *scenarios):
            close = did_you_mean(self.scenario_id, scenarios)
            return f"there is no scenario '{self.scenario_id}'" + (f"; {close}" if close else "")
        if self.valid_to < self.valid_from:
            return "it ends before it begins"
        if (self.valid_to - self.valid_from).days > LONGEST:
            return f"it holds for more than {LONGEST} days"
        if self.scenario_id == _EVERY and not self.focus_id:
            return "it names neither a scenario nor a focus"
        if self.counterparty and not self.focus_id:
            return "it names a counterparty and no focus"
        return ""

    def use(self, answered: Iterable[Alert]) -> SuppressionUse:
        """It with the alerts that it answered for."""
        amounts = [alert.amount_base or Decimal(0) for alert in answered]
        return SuppressionUse(
            self.suppression_id, self.scenario_id, self.focus_id or "", self.counterparty or "",
            self.reason, self.owner, self.valid_from, self.valid_to,
            len(amounts), sum(amounts, Decimal(0)),
        )  # fmt: skip

    @property
    def is_in_force(self) -> bool:
        """Whether it holds on the day of the run."""
        return self.valid_from <= self.as_of_on <= self.valid_to

    def covers(self, alert: Alert, rows: Mapping[str, tuple[EvidenceRow, ...]]) -> bool:
        """Whether an alert is one that it answers for."""
        if self.scenario_id not in (alert.source, _EVERY):
            return False
        if self.focus_id and self.focus_id != alert.focus_id:
            return False
        return not self.counterparty or _is_between(self.counterparty, alert, rows)


def suppress(
    store: Store,
    alerts: Iterable[Alert],
    rows: Mapping[str, tuple[EvidenceRow, ...]],
    scenarios: Collection[str],
) -> tuple[list[Alert], list[SuppressionUse], list[Problem]]:
    """The alerts, those marked that a suppression in force answers for.

    With them the suppressions in force and what each answered, and a problem for each that may not
    be used.

    Args:
        store: the run, with its suppressions.
        alerts: what was raised.
        rows: the records that they cite, by citation.
        scenarios: ids of the scenarios and detectors that a suppression may name.
    """
    known = [Suppression(*row) for row in store.rows(_ALL)]
    wrong = {item.suppression_id: item.wrong(scenarios) for item in known}
    in_force = [item for item in known if item.is_in_force and not wrong[item.suppression_id]]
    marked = []
    for alert in alerts:
        by = next((item for item in in_force if item.covers(alert, rows)), None)
        marked.append(
            replace(alert, status="suppressed", suppressed_by=by.suppression_id) if by else alert
        )
    answered = [
        item.use(a for a in marked if a.suppressed_by == item.suppression_id) for item in in_force
    ]
    refused = [_refused(item, why) for item in known if (why := wrong[item.suppression_id])]
    return marked, answered, refused


def _is_between(
    counterparty: str, alert: Alert, rows: Mapping[str, tuple[EvidenceRow, ...]]
) -> bool:
    """Whether every record of an alert is a payment with this counterparty; none is of a list."""
    cited: Sequence[EvidenceRow] = [
        row for key in (*alert.transaction_ids, *alert.linked_ids) for row in rows.get(key, ())
    ]
    return bool(cited) and all(
        counterparty in {row.text(column) for column in _OTHER_SIDE.get(row.table, ())}
        for row in cited
    )


def _refused(item: Suppression, why: str) -> Problem:
    at = Location(item.path, record=item.record) if item.path else None
    hint = "its alerts are open; shorten it, or name what it is about"
    return Problem("RUN017", f"a suppression was not used: {why}", at, hint)
