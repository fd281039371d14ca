"""The inline tests of a scenario, run on small ledgers in memory."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from aml.config.node import to_decimal
from aml.core.alert import Alert
from aml.core.case import EvidenceRow
from aml.core.plain import Value, plain
from aml.core.problem import Location, Problem, ScenarioError
from aml.core.scenario import ParameterValue, Scenario, ScenarioTest, TestTable
from aml.core.shipped import shipped
from aml.scenario.alert import raise_alert
from aml.scenario.fire import Firing, fire
from aml.scenario.load import in_force
from aml.scenario.prepare import derive, tables_of
from aml.store import Store, StoreError, canonical_columns, canonical_tables
from aml.store.evidence import fetch_rows
from aml.store.price import PRICED
from aml.store.quoting import identifier
from aml.store.schema import create_schema

Fired = tuple[Firing, Alert]
_BASE = "USD"
_DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "transactions": {"currency": _BASE, "channel": "other", "status": "posted"},
    "remittances": {
        "currency": _BASE, "status": "posted", "sender_name": "Sender", "receiver_name": "Receiver",
    },
    "flagged_parties": {"list_id": "test", "strength": "1", "kind": "organisation"},
    "fx_rates": {"base_currency": _BASE},
}  # fmt: skip

_CELLS = "amounts as 100.00, days as 2026-03-02, instants as 2026-03-02 10:30:00, ids apart by ;"

#: The instant and the local day of each ledger table.
_DAYS = {"transactions": ("booked_at", "booked_on"), "remittances": ("sent_at", "sent_on")}


def run_tests(scenario: Scenario, reference: Path | None = None) -> list[Problem]:
    """Every test of a scenario; a failed one is a problem at the row that differs.

    Args:
        scenario: the scenario under test.
        reference: the folder of dated reference tables; the shipped one by default.
    """
    folder = reference or shipped("scenarios") / "reference"
    problems: list[Problem] = []
    for test in scenario.tests:
        problems += run_test(scenario, test, folder)
    return problems


def run_test(scenario: Scenario, test: ScenarioTest, reference: Path) -> list[Problem]:
    """One test: load its tables, fire, compare what is expected with what came."""
    try:
        with ledger_of(scenario, test.tables, reference) as store:
            return run_on(store, scenario, test)
    except ScenarioError as error:
        return list(error.problems)


def ledger_of(scenario: Scenario, tables: Iterable[TestTable], reference: Path) -> Store:
    """A small ledger, with what the scenario reads derived from it, locked.

    Raises:
        ScenarioError: a cell that does not fit its column, at its row.
    """
    store = Store(threads=1)  # a small ledger is sooner read by one
    try:
        fill(store, tables, reference)
        derive(store, tables_of([scenario]))
        store.lock()
    except BaseException:
        store.close()
        raise
    return store


def run_on(store: Store, scenario: Scenario, test: ScenarioTest) -> list[Problem]:
    """A test on its ledger; a scenario may be run on it again after a change."""
    try:
        fired = alerts_on(store, scenario, in_force(scenario, test.parameters))
        return differences(scenario, test, fired)
    except ScenarioError as error:
        return _refused(test, error)


def _refused(test: ScenarioTest, error: ScenarioError) -> list[Problem]:
    message = f"test failed: {test.name}"
    return [
        Problem("TST002", message, test.location, _cause(problem)) for problem in error.problems
    ]


def _cause(problem: Problem) -> str:
    """What stopped a test and where, in the hint of the problem at the test."""
    at = problem.location
    where = f" at {at.line}:{at.column or 1}" if at and at.line else ""
    return f"{problem.code}{where} {problem.message}. {problem.hint}".rstrip()


def alerts_on(
    store: Store, scenario: Scenario, parameters: Mapping[str, ParameterValue]
) -> list[Fired]:
    """What a scenario finds on a small ledger: each episode and the alert that it becomes.

    Raises:
        ScenarioError: as `fire` and `raise_alert` do.
    """
    firings = fire(store, scenario, parameters)
    cited = fetch_rows(
        store,
        {record for firing in firings for record in firing.transaction_ids},
        {record for firing in firings for record in firing.linked_ids},
    )
    return alerts_from(scenario, firings, cited, parameters)


def alerts_from(
    scenario: Scenario,
    firings: Iterable[Firing],
    cited: Mapping[str, Sequence[EvidenceRow]],
    parameters: Mapping[str, ParameterValue],
) -> list[Fired]:
    """The alerts that episodes become, from the records that they cite.

    Raises:
        ScenarioError: as `raise_alert` does.
    """
    return [
        (firing, raise_alert(scenario, firing, firing.rows(cited), parameters, _BASE))
        for firing in firings
    ]


def fill(store: Store, tables: Iterable[TestTable], reference: Path) -> None:
    """The canonical schema, the reference tables, and the rows of a test with their defaults.

    Raises:
        ScenarioError: a cell that does not fit its column, at its row.
    """
    create_schema(store)
    store.run(
        "INSERT INTO institution VALUES ('Test Bank', 'US', 'bank', $base, NULL)", {"base": _BASE}
    )
    wanted = set(canonical_tables()) - {table.name for table in tables}
    for path in sorted(reference.glob("*.csv")):
        if path.stem in wanted:
            _fill_reference(store, path)
    for table in tables:
        for number, (row, line) in enumerate(zip(table.rows, table.lines, strict=True), start=1):
            record = {**_DEFAULTS.get(table.name, {}), **_given(table.columns, row)}
            _complete(table.name, record, number)
            _insert(store, table, record, line)
    _price(store)


def _given(columns: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {name: cell for name, cell in zip(columns, row, strict=True) if cell}


def _fill_reference(store: Store, path: Path) -> None:
    """A reference table as it stands, in one statement: every test of every scenario fills it."""
    known = {column.name for column in canonical_columns().get(path.stem, ())}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            {**record, "file_id": "0", "source_row": str(number)}
            for number, record in enumerate(csv.DictReader(file), start=1)
        ]
    if rows:
        columns = {name: [row[name] or None for row in rows] for name in rows[0] if name in known}
        cells = ", ".join(f"unnest(CAST(${name} AS VARCHAR[]))" for name in columns)
        names = ", ".join(columns)
        store.run(f"INSERT INTO {identifier(path.stem)} ({names}) SELECT {cells}", columns)


def _complete(table: str, record: dict[str, str], number: int) -> None:
    """What a test may leave out because it follows: days from instants, the customer."""
    record |= {"file_id": "1", "source_row": str(number)}
    if table in ("transactions", "remittances"):
        record["ledger_id"] = "test"
        instant, day = (
            ("booked_at", "booked_on") if table == "transactions" else ("sent_at", "sent_on")
        )
        if instant not in record and day in record:
            record[instant] = f"{record[day]} 12:00:00"
        if day not in record and instant in record:
            record[day] = record[instant][:10]
    if table == "transactions":
        record.setdefault("customer_id", record.get("account_id", ""))
    if table == "flagged_parties":
        record.setdefault("flagged_from", "2000-01-01")


def _insert(store: Store, table: TestTable, record: Mapping[str, str], line: int) -> None:
    kinds = {column.name: column.type for column in canonical_columns()[table.name]}
    values: list[object] = [
        cell.split(";") if kinds[name] == "VARCHAR[]" else cell for name, cell in record.items()
    ]
    try:
        store.insert(table.name, list(record), [values])
    except StoreError as error:
        at = Location(table.location.path, line, table.location.column)
        message = f"the row does not fit {table.name}: {str(error).splitlines()[0]}"
        raise ScenarioError(Problem("TST004", message, at, _CELLS)) from None


def _price(store: Store) -> None:
    """amount_base where a test gives none: the amount, at the rate of its day."""
    derive(store, ["fx_days"])
    for table, (_, day) in _DAYS.items():
        store.run(
            f"UPDATE {table} SET amount_base = CASE WHEN currency = '{_BASE}' THEN amount ELSE ("
            f"SELECT CAST({PRICED} AS DECIMAL(18, 4)) FROM fx_days AS rate"
            f" WHERE rate.currency = {table}.currency AND rate_on = {day}) END"
            " WHERE amount_base IS NULL"
        )


def differences(scenario: Scenario, test: ScenarioTest, fired: Sequence[Fired]) -> list[Problem]:
    """What a test expects and did not come, or came and is not expected."""
    if test.expected is None:
        if not fired:
            return []
        foci = ", ".join(sorted({firing.focus_id for firing, _ in fired}))
        hint = f"expected no alerts, got {len(fired)} ({scenario.focus} {foci})"
        return [Problem("TST001", f"test failed: {test.name}", test.location, hint)]
    columns = test.expected.columns
    found = [_cells(scenario, columns, firing, alert) for firing, alert in fired]
    problems = []
    for row, line in zip(test.expected.rows, test.expected.lines, strict=True):
        wanted = tuple(_normal(cell) for cell in row)
        if wanted in found:
            found.remove(wanted)
            continue
        at = Location(test.location.path, line, test.expected.location.column)
        got = "; ".join(" | ".join(cells) for cells in found) or "no such alert"
        problems.append(Problem("TST001", f"test failed: {test.name}", at, f"got {got}"))
    if not problems and found:
        hint = "also got " + "; ".join(" | ".join(cells) for cells in found)
        problems.append(Problem("TST001", f"test failed: {test.name}", test.location, hint))
    return problems


def _cells(
    scenario: Scenario, columns: Sequence[str], firing: Firing, alert: Alert
) -> tuple[str, ...]:
    values: dict[str, Value] = {
        **firing.measures,
        scenario.focus_column: firing.focus_id,
        "window_start": firing.window_start,
        "window_end": firing.window_end,
        "transaction_ids": firing.transaction_ids,
        "linked_ids": firing.linked_ids,
        "score": alert.score,
        "severity": alert.severity,
    }
    return tuple(_normal(_text(values.get(column))) for column in columns)


def _text(value: Value) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    return "" if value is None else str(plain(value))


def _normal(cell: str) -> str:
    """One spelling for equal cells: `29000` is `29000.0000`, ids in any order."""
    number = to_decimal(cell)
    if number is not None:
        return format(number.normalize() + Decimal(0), "f")
    return " ".join(sorted(cell.split())) if " " in cell else cell
