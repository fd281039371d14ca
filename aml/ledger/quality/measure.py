"""Running the catalogue on a store: one pass over each table, and examples only where one fails."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from aml.core.quality import QualityResult, QualityState
from aml.core.wording import percent
from aml.ledger.quality.catalogue import catalogue
from aml.ledger.quality.check import Check
from aml.store import Store
from aml.store.quoting import identifier

#: How many ids or groups are shown of what is wrong.
_SHOWN = 5


def measure(store: Store) -> tuple[QualityResult, ...]:
    """What every check finds, in order of their ids."""
    checks = list(catalogue().values())
    filled = {
        table: store.count(table) > 0
        for table in sorted({name for check in checks for name in (check.table, *check.needs)})
    }
    able = [check for check in checks if all(filled[t] for t in (check.table, *check.needs))]
    counts = {**_of_records(store, able), **_of_groups(store, able)}
    return tuple(_result(store, check, counts.get(check.check_id, (0, 0))) for check in checks)


def _of_records(store: Store, checks: Iterable[Check]) -> dict[str, tuple[int, int]]:
    """Wrong records and records looked at, all checks of a table in one pass."""
    by_table: dict[str, list[Check]] = {}
    for check in checks:
        if not check.groups:
            by_table.setdefault(check.table, []).append(check)
    counts = {}
    for table, together in by_table.items():
        measures = ", ".join(
            f"count(*) FILTER (({c.among}) AND ({c.wrong})), count(*) FILTER ({c.among})"
            for c in together
        )
        (row,) = store.rows(f"SELECT {measures} FROM {identifier(table)}")
        for place, check in enumerate(together):
            counts[check.check_id] = (int(row[2 * place]), int(row[2 * place + 1]))
    return counts


def _of_groups(store: Store, checks: Iterable[Check]) -> dict[str, tuple[int, int]]:
    counts = {}
    for check in checks:
        if check.groups:
            sql = f"SELECT count(*) FILTER ({check.wrong}), count(*) FROM ({check.groups})"
            (row,) = store.rows(sql)
            counts[check.check_id] = (int(row[0]), int(row[1]))
    return counts


def _result(store: Store, check: Check, counts: tuple[int, int]) -> QualityResult:
    wrong, looked_at = counts
    state: QualityState = "open"
    if looked_at:
        state = "failed" if wrong > check.tolerated * looked_at else "passed"
    return QualityResult(
        check_id=check.check_id,
        severity=check.severity,
        title=check.title,
        meaning=check.meaning,
        hint=check.hint,
        columns=tuple(f"{check.table}.{column}" for column in check.columns),
        state=state,
        wrong=wrong,
        looked_at=looked_at,
        tolerated=percent(Decimal(check.tolerated)),
        examples=tuple(_examples(store, check)) if state == "failed" else (),
    )


def _examples(store: Store, check: Check) -> Sequence[str]:
    """The first ids or groups that are wrong, in order of their texts."""
    source = f"({check.groups})" if check.groups else identifier(check.table)
    among = "true" if check.groups else check.among
    label = check.label
    rows = store.rows(
        f"SELECT DISTINCT CAST({label} AS VARCHAR) AS label FROM {source}"
        f" WHERE ({among}) AND ({check.wrong}) ORDER BY label LIMIT {_SHOWN}"
    )
    return [str(row[0]) for row in rows]
