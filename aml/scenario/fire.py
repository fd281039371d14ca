"""A scenario on a locked store: one SELECT with bound parameters, its rows as firings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from aml.core.plain import Value
from aml.core.problem import Problem, ScenarioError
from aml.core.scenario import ParameterValue, Scenario
from aml.store import Store, StoreError

#: Columns of the result that are not measures, besides the focus.
ID_COLUMNS = ("transaction_ids", "linked_ids")
WINDOW_COLUMNS = ("window_start", "window_end")


@dataclass(frozen=True, slots=True)
class Firing:
    """One row of a scenario's result: an episode of one focus, before it is an alert."""

    focus_id: str
    window_start: date
    window_end: date
    transaction_ids: tuple[str, ...]
    linked_ids: tuple[str, ...]
    measures: Mapping[str, Value]


def fire(
    store: Store,
    scenario: Scenario,
    parameters: Mapping[str, ParameterValue],
    time_limit: float = 600.0,
) -> list[Firing]:
    """The episodes that a scenario finds, in order of focus and time.

    Raises:
        ScenarioError: DuckDB refuses the SQL (at its place in the file), the time limit is over, or
            two episodes of one focus share a transaction.
    """
    bound = bindings(store, scenario, parameters)
    try:
        names = [name for name, _ in store.describe(scenario.sql.text, bound)]
        with store.time_limit(time_limit):
            rows = store.rows(scenario.sql.text, bound)
    except StoreError as error:
        raise ScenarioError(sql_problem(scenario, error)) from None
    firings = [_firing(scenario, dict(zip(names, row, strict=True))) for row in rows]
    firings.sort(key=lambda f: (f.focus_id, f.window_start, f.transaction_ids, f.linked_ids))
    _refuse_overlaps(scenario, firings)
    return firings


def bindings(
    store: Store, scenario: Scenario, parameters: Mapping[str, ParameterValue]
) -> dict[str, ParameterValue]:
    """The parameters that the SQL names; others serve the score or the narrative."""
    try:
        named = store.inspect(scenario.sql.text).parameters
    except StoreError as error:
        raise ScenarioError(sql_problem(scenario, error)) from None
    return {name: value for name, value in parameters.items() if name in named}


_PLAIN_WORDS = {
    "Referenced column": "there is no column",
    "Values list": "the table",
}


def sql_problem(scenario: Scenario, error: StoreError) -> Problem:
    """DuckDB's reason at its place in the YAML file."""
    message, _, candidates = error.message.partition("\n")
    for theirs, ours in _PLAIN_WORDS.items():
        message = message.replace(theirs, ours)
    if error.kind == "Interrupt":
        message = "took longer than its time limit"
    offset = error.offset
    at = scenario.sql.location(offset) if offset is not None else scenario.location
    return Problem("SQL001", message.rstrip("!"), at, candidates.strip())


def _firing(scenario: Scenario, row: Mapping[str, object]) -> Firing:
    kept = (scenario.focus_column, *WINDOW_COLUMNS, *ID_COLUMNS)
    firing = Firing(
        focus_id=str(row[scenario.focus_column] or ""),
        window_start=_day(row["window_start"]),
        window_end=_day(row["window_end"]),
        transaction_ids=_ids(row.get("transaction_ids")),
        linked_ids=_ids(row.get("linked_ids")),
        measures={name: _value(value) for name, value in row.items() if name not in kept},
    )
    if not firing.focus_id or not (firing.transaction_ids or firing.linked_ids):
        message = "a row of the result has no focus or cites no record"
        raise ScenarioError(Problem("SCN030", message, scenario.sql.location(0)))
    return firing


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date(1, 1, 1)


def _ids(value: object) -> tuple[str, ...]:
    return tuple(sorted({str(item) for item in value})) if isinstance(value, list) else ()


def _value(value: object) -> Value:
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    if value is None or isinstance(value, str | bool | int | Decimal | date):
        return value
    raise TypeError(f"a measure is a {type(value).__name__}")


def _refuse_overlaps(scenario: Scenario, firings: Sequence[Firing]) -> None:
    owner: dict[tuple[str, str], Firing] = {}
    for firing in firings:
        for record in (*firing.transaction_ids,):
            if owner.setdefault((firing.focus_id, record), firing) is not firing:
                message = "two episodes of one focus share a transaction"
                hint = "chain rows whose gap is within the window into one episode"
                raise ScenarioError(Problem("SCN031", message, scenario.sql.location(0), hint))
