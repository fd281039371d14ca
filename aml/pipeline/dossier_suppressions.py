"""The suppressions of a period: who answered for which alerts, why, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from aml.core.dossier import AlertLine, SuppressionLine
from aml.pipeline.dossier_parts import SUPPRESSION, Parts


def suppressions(
    parts: Sequence[Parts], alerts: Sequence[AlertLine]
) -> tuple[SuppressionLine, ...]:
    """Each suppression that was in force in a run, with the alerts that it answered for.

    An alert counts once, for the row that answered in the last run that had it. A row that was
    changed in the period stands twice, as it was and as it is.
    """
    held = {(part.run_id, row[0]): row for part in parts for row in part.suppressions}
    answered: dict[tuple[str, ...], list[AlertLine]] = {row: [] for row in held.values()}
    for line in alerts:
        if line.status == "suppressed":
            name = line.suppressed_by or ""
            # A run of an older version kept the id alone.
            bare = (name, *("" for _ in SUPPRESSION[1:]))
            answered.setdefault(held.get((line.last_run, name), bare), []).append(line)
    return tuple(_line(row, found) for row, found in sorted(answered.items()))


def _line(row: Sequence[str], found: Sequence[AlertLine]) -> SuppressionLine:
    name, scenario_id, focus_id, counterparty, reason, owner, valid_from, valid_to = row
    amount = sum((line.amount_base or Decimal(0) for line in found), Decimal(0))
    return SuppressionLine(
        name, scenario_id, focus_id, counterparty, reason, owner, valid_from, valid_to,
        len(found), amount,
    )  # fmt: skip
