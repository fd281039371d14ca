"""The inline tests of a scenario, run on small ledgers in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from aml.config.node import to_decimal
from aml.core.alert import Alert
from aml.core.case import EvidenceRow
from aml.core.plain import Value, plain
from aml.core.problem import Location, Problem, ScenarioError
from aml.core.scenario import ParameterValue, Scenario, ScenarioTest
from aml.core.shipped import shipped
from aml.scenario.alert import raise_alert
from aml.scenario.bench import BASE, Bench
from aml.scenario.fire import Firing
from aml.scenario.fire_sets import fire_sets
from aml.scenario.load import in_force
from aml.scenario.threshold_set import thresholds_of
from aml.store import Store
from aml.store.evidence import fetch_rows

Fired = tuple[Firing, Alert]
#: What a test may expect of an alert besides what the SQL returns.
SAID_OF_ALERTS = ("score", "severity", "threshold_set")


def run_tests(scenario: Scenario, reference: Path | None = None) -> list[Problem]:
    """Every test of a scenario; a failed one is a problem at the row that differs.

    Args:
        scenario: the scenario under test.
        reference: the folder of dated reference tables; the shipped one by default.
    """
    with Bench(reference or shipped("scenarios") / "reference") as bench:
        return run_on_bench(bench, scenario)


def run_on_bench(bench: Bench, scenario: Scenario) -> list[Problem]:
    """As `run_tests`, on a bench that is there."""
    return [p for test in scenario.tests for p in _run_test(bench, scenario, test)]


def _run_test(bench: Bench, scenario: Scenario, test: ScenarioTest) -> list[Problem]:
    """One test: lay its tables, fire, compare what is expected with what came."""
    try:
        with bench.laid(scenario, test.tables) as store:
            return run_on(store, scenario, test)
    except ScenarioError as error:
        return list(error.problems)


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
    firings = fire_sets(store, scenario, thresholds_of(scenario, parameters))
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
    values = {item.threshold_set: item.parameters for item in thresholds_of(scenario, parameters)}
    return [
        (f, raise_alert(scenario, f, f.rows(cited), values[f.threshold_set], BASE)) for f in firings
    ]


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
        "threshold_set": alert.threshold_set,
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
